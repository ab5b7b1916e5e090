using System.Text;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>A watched repository may hold anything: each of these once ended or froze a process somewhere.</summary>
public sealed class HostileTextTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "30,000 brackets", new string('[', 30_000), "deeper than 100" },
        { "30,000 brackets and their ends", new string('[', 30_000) + new string(']', 30_000), "deeper than 100" },
        { "a deep JSON object", string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000), "deeper than 100" },
        { "deep block sequences", string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "-\n")), "deeper than 100" },
        { "short forms count twice", "a: " + string.Concat(Enumerable.Repeat("[!Sub ", 60)) + "x" + new string(']', 60), "deeper than 100" },
        { "an alias inside itself", "a: &a [*a]", "must be finite" },
        { "an alias of nothing", "a: *b", "names nothing" },
        { "a doubling bomb", Bomb(25), "expand to more than 250,000 nodes" },
        { "an empty file", "", "empty" },
        { "only a comment", "# nothing", "comments" },
        { "a control character", "a: b\0c", "U+0000" },
        { "broken YAML", "a: [1, 2", "not valid YAML" },
        { "a mapping as a key", "? {a: 1}\n: 2", "must be a text" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused_with_a_reason_and_a_place(string name, string text, string reason)
    {
        var document = TemplateReader.Read("hostile.yaml", text);

        Assert.True(document.Root is null, name);
        var diagnostic = Assert.Single(document.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("hostile.yaml", diagnostic.Location.File);
        Assert.True(diagnostic.Location.Line >= 1, name);
        Assert.Contains(reason, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\n{% if x %}\nb: 2\n{% endif %}\n", 2, "line 2: ")]
    [InlineData("{% set x = 1 %}\na: {{ x }}\n", 1, "line ")]
    [InlineData("a:\n  b: {{ name }}\n", 2, "must be a text")]
    public void A_template_that_Jinja_has_to_fill_in_says_so(string text, int line, string reason)
    {
        var document = TemplateReader.Read("t.yaml.j2", text);

        Assert.Null(document.Root);
        var diagnostic = Assert.Single(document.Diagnostics);
        Assert.Equal(line, diagnostic.Location.Line);
        Assert.Contains("Jinja", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains(reason, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_with_their_line()
    {
        var document = TemplateReader.Read("latin1.yaml", Encoding.Latin1.GetBytes("a: 1\nb: caf\u00e9\n"));

        Assert.Null(document.Root);
        Assert.Equal("latin1.yaml:2: The file is not UTF-8.", Assert.Single(document.Diagnostics).ToString());
    }

    [Fact]
    public void A_file_beyond_one_mebibyte_is_refused_by_its_size()
    {
        var document = TemplateReader.Read("large.yaml", new byte[TemplateReader.MaxBytes + 1]);

        Assert.Null(document.Root);
        Assert.Contains("more than 1048576", Assert.Single(document.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Resources": {"A": 1,}""")]
    [InlineData("""{"Resources": {"A": [1,]}""")]
    public void A_message_about_JSON_speaks_of_the_text_and_not_of_its_reader(string text)
    {
        var message = Assert.Single(TemplateReader.Read("a.json", text).Diagnostics).Message;

        Assert.EndsWith("contains a trailing comma at the end.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_content()
    {
        var document = TemplateReader.Read("bom.yaml", [.. Encoding.UTF8.Preamble, .. "a: 1"u8]);

        Assert.Empty(document.Diagnostics);
        Assert.Equal("a", Assert.IsType<MappingNode>(document.Root).Entries[0].Key.Text);
    }

    [Theory]
    [InlineData("{\"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\"", "JSON")]
    [InlineData("{\"a\": \"\\ud800\"}", "JSON")]
    [InlineData("{\"a\": 1,}{", "JSON")]
    public void Broken_json_is_a_diagnostic(string text, string word)
    {
        var document = TemplateReader.Read("broken.json", text);

        Assert.Null(document.Root);
        Assert.Contains(word, Assert.Single(document.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_twice_is_an_error_with_both_lines_and_the_rest_is_read()
    {
        var document = TemplateReader.Read("twice.yaml", "a: 1\nb: 2\na: 3\n");

        var diagnostic = Assert.Single(document.Diagnostics);
        Assert.Equal(3, diagnostic.Location.Line);
        Assert.Contains("line 1", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.IsType<MappingNode>(document.Root).Entries.Length);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("012345678901")]
    [InlineData("12345678901234567890123")]
    [InlineData("1.10")]
    [InlineData("no")]
    [InlineData("2026-01-02")]
    [InlineData("0o17")]
    [InlineData("0x1F")]
    public void A_scalar_keeps_its_own_spelling(string text)
    {
        var document = TemplateReader.Read("scalar.yaml", $"a: {text}\n");

        Assert.Equal(text, Assert.IsType<ScalarNode>(Assert.IsType<MappingNode>(document.Root)["a"]).Text);
    }

    /// <summary>Functions that read their own result, conditions in a circle, 500 resources that refer to each other: all end, and say why.</summary>
    [Theory]
    [InlineData("Conditions:\n  A: !Condition B\n  B: !Condition A\nResources:\n  X: {Type: 'AWS::S3::Bucket', Condition: A}")]
    [InlineData("Parameters:\n  P: {Type: String, Default: !Ref P}\nResources:\n  X: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref P}}")]
    [InlineData("Resources:\n  X: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${X}'}}")]
    [InlineData("Resources:\n  X: {Type: 'AWS::S3::Bucket', Properties: !Ref X}")]
    [InlineData("Resources:\n  X: text")]
    [InlineData("Resources: [1, 2]")]
    [InlineData("Outputs: {A: {Value: !GetAtt [Nothing, Arn]}}\nResources: {}")]
    [InlineData("Mappings: {M: 5}\nResources:\n  X: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !FindInMap [M, a, b]}}")]
    [InlineData("just text")]
    public void Rendering_never_throws(string text) => Assert.NotNull(TemplateRenderer.Render(Requests.For(text)));

    [Fact]
    public void Functions_cannot_make_a_text_without_end()
    {
        // Each Join doubles what the one inside it makes: forty of them would make a terabyte.
        var text = "!Ref AWS::Region";
        for (var i = 0; i < 40; i++)
            text = $"!Join ['', [{text}, {(i == 0 ? "'xxxxxxxxxxxxxxxx'" : "*a" + (i - 1))}]]".Replace("!Join", $"&a{i} !Join", StringComparison.Ordinal);

        var rendered = TemplateRenderer.Render(Requests.For($"Resources:\n  X:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: {text}\n"));

        Assert.NotEmpty(rendered.Diagnostics.Length > 0 ? rendered.Errors() : Requests.For($"a: {text}").Template.Diagnostics[0].Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task Conditions_that_name_each_other_twice_stand_for_no_endless_value()
    {
        const int Levels = 60;
        var text = new StringBuilder("Conditions:\n");
        for (var i = 0; i < Levels; i++)
            text.Append($"  C{i}: !And [!Condition C{i + 1}, !Condition C{i + 1}]\n");
        text.Append($"  C{Levels}: !Equals [!Ref AWS::StackId, a]\nResources:\n  X: {{Type: 'AWS::S3::Bucket', Condition: C0, Properties: {{A: !If [C0, a, b]}}}}\n");

        var rendered = await Task.Run(() => RenderingWriter.Write(TemplateRenderer.Render(Requests.For(text.ToString()) with { WithAttributes = true }), null), TestContext.Current.CancellationToken);

        Assert.Contains(rendered.Diagnostics, d => d.Message.Contains("too large to keep", StringComparison.Ordinal));
        Assert.Contains("too large", JsonSerializer.Serialize(rendered.Resources), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_long_chain_of_conditions_ends_no_process()
    {
        // Each is worked out before the one that names it: nothing recurses but what walks over the value.
        const int Length = 25_000;
        var text = new StringBuilder("Conditions:\n  C0: !Equals [!Ref AWS::StackId, a]\n");
        for (var i = 1; i < Length; i++)
            text.Append($"  C{i}: !Not [!Condition C{i - 1}]\n");
        text.Append("Resources:\n  X: {Type: 'AWS::S3::Bucket'}\n");

        var rendered = await Task.Run(() => RenderingWriter.Write(TemplateRenderer.Render(Requests.For(text.ToString()) with { WithAttributes = true }), null), TestContext.Current.CancellationToken);

        Assert.Contains(rendered.Diagnostics, d => d.Message.Contains("too large to keep", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_template_that_nests_itself_with_a_growing_list_stands_for_no_endless_value()
    {
        // Ten levels, each with a list of sixteen times the one above it.
        var list = string.Join(", ", Enumerable.Repeat("!Ref P", 16));
        var template = TemplateReader.Read("self.yaml", $"Parameters:\n  P: {{Type: CommaDelimitedList, Default: 'a,b'}}\nResources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: self.yaml\n      Parameters: {{P: [{list}]}}\n");

        var rendered = await Task.Run(() => RenderingWriter.Write(TemplateRenderer.Render(Requests.For(template) with { NestedTemplate = (_, _) => template }), null), TestContext.Current.CancellationToken);

        Assert.Contains(rendered.Diagnostics, d => d.Message.Contains("more than can be rendered", StringComparison.Ordinal));
    }

    private static string Bomb(int levels)
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x]\n");
        for (var i = 1; i < levels; i++)
            text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        return text.ToString();
    }
}
