using CsCheck;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Our own JSON reader builds the tree that the library's builds, field by field, or hands the text over.</summary>
public sealed class DirectJsonTests
{
    /// <summary>Texts that are read by our own reader.</summary>
    public static TheoryData<string> Forms =>
    [
        "{}",
        " [ ] \n",
        "{\"a\": \"b\"}",
        "{\n  \"a\": [1, -2.50, 6e3, 1E-2, 0, 0.1, true, false, null, \"\"],\n\t\"b\": {\"c\": {}, \"d\": [\n]}\r\n}\n",
        "{\"a\": \"\\\"\\\\\\/\\n\\t\\r\\b\\f\\u00e9\\u0041x\", \"b\\n\": \"caf\u00e9\"}",
        "[\"# no comment\", \"!Ref\", \"<<\", \"AWS::S3::Bucket\", [[\"x\"]]]",
    ];

    /// <summary>Texts that are handed over: no JSON, or rare.</summary>
    public static TheoryData<string> Others =>
    [
        "", "{", "[1", "{\"a\"}", "{\"a\": }", "{\"a\": 1,}", "[1,]", "[,]", "{a: 1}", "{'a': 1}", "[01]", "[1.]", "[.5]", "[-]", "[+1]", "[1e]", "[tru]", "[truex]", "[1x]", "[\"a]", "[\"a\nb\"]", "[\"a\tb\"]",
        "[\"\\q\"]", "[\"\\u12\"]", "[\"\\ud83d\\ude00\"]", "[\"\\ud800\"]", "[\"\U0001F600\"]", "{} {}", "{\"a\": 1, \"a\": 2}", "[NaN]", "[1 2]", "[// x\n]",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_that_templates_use_is_read_by_us_as_the_library_reads_it(string text) => Assert.Equal(TreeText.ByJsonLibrary(text), TreeText.Of(DirectJson.Read(text)));

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_rare_or_broken_is_handed_over(string text) => Assert.Throws<HandOver>(() => DirectJson.Read(text));

    [Fact]
    public void Spoilt_texts_are_read_by_us_as_the_library_reads_them_or_handed_over()
    {
        var snippets = Forms.Select(f => f.Data).ToList();
        Gen.Int.Sample(
            seed =>
            {
                var text = new RandomYaml(seed).Spoil(snippets[(int)((uint)seed % snippets.Count)]);
                if (TreeText.ByOurJson(text) is { } tree)
                    Assert.True(tree == TreeText.ByJsonLibrary(text), text);
            },
            iter: 20_000);
    }

    [Fact]
    public void Every_JSON_file_of_the_corpus_is_read_by_us_as_the_library_reads_it()
    {
        var folder = Corpus.Require();
        var files = Corpus.Files(folder, "template", "params", "golden", "expected-result").Where(f => f.EndsWith(".json", StringComparison.Ordinal)).Select(f => (Path: f, Text: File.ReadAllText(Path.Combine(folder, f)))).ToList();

        Assert.Empty(files.Where(f => TreeText.ByJsonLibrary(f.Text) != TreeText.ByOurJson(f.Text)).Select(f => f.Path));
    }
}
