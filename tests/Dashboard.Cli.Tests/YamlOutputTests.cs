using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Cli.Output;
using Dashboard.Core.Values;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Tests;

public sealed class YamlOutputTests
{
    public static TheoryData<string> Texts =>
    [
        "", " ", "a", "a b", "a  b", " a", "a ", "no", "Yes", "TRUE", "null", "~", "1", "1.10", "0x1f", "012", "1e3", ".5", ".inf", "2012-10-17", "12:30:45", "a: b", "a:", ":a", "a:b", "AWS::S3::Bucket",
        "# x", "a #b", "a#b", "- a", "-", "?", "? x", "!Ref A", "&a", "*a", "[a", "{a", "}", "]", "%a", "@a", "`a", "'a'", "\"a\"", "a\"b", "a\\b", ">", "|", "=", "<<", "${AWS::Region}", "x${A}",
        "line one\nline two", "line one\nline two\n", "one\n\ntwo\n", "one\n\n", "\none", "  one\ntwo", "one \ntwo", "one\n  two\n", "a\tb", "a\r\nb", "\u0085", "\u2028", "\uFEFF", "\u001B[2J", "\u202E", "ä", "日本", "😀", "a,b", "a;b",
        "#!/bin/bash\nset -e\necho \"$X\" # done\n", "y", "n", "on", "off", "---", "...", "key: |", "a - b", "a ? b", "a & b", "/x", "_x", "x:\ny",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_comes_back_as_the_same_text_wherever_it_stands(string text)
    {
        var json = new JsonObject { ["a"] = text, [text.Length == 0 ? "k" : text] = new JsonArray(text, new JsonObject { ["x"] = text, ["y"] = new JsonArray(new JsonArray(text)) }) };
        if (text == "a")
            json = new JsonObject { ["b"] = text };

        AssertSame(json);
    }

    [Fact]
    public void Scalars_keep_their_kind_and_empty_things_their_form() =>
        AssertSame(JsonNode.Parse("""{"a": 1, "b": 1.10, "c": true, "d": null, "e": {}, "f": [], "g": [[], {}, [1, [2]]], "h": {"i": {"j": "true"}}}""")!);

    private static void AssertSame(JsonNode json)
    {
        var element = JsonSerializer.SerializeToElement(json);

        var yaml = YamlOutput.Write(element);

        var document = TemplateReader.Read("x.yaml", yaml);
        Assert.True(document.Root is not null, $"{string.Join('\n', document.Diagnostics)}\n{yaml}");
        Assert.Empty(document.Diagnostics);
        Assert.Equal(JsonValues.Write(JsonValues.Read(element)), JsonValues.Write(Value(document.Root)));
    }

    private static PropertyValue Value(TemplateNode node) => node switch
    {
        ScalarNode scalar => new ScalarValue(scalar.Text, scalar.Kind),
        SequenceNode list => new ListValue([.. list.Items.Select(Value)]),
        MappingNode map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Value(e.Value)))),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };
}
