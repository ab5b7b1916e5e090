using System.Text.Json;

namespace Dashboard.Cli.Tests;

/// <summary>The forms in which <c>diff</c> prints, and what it lets through.</summary>
public sealed class DiffFormTests : IDisposable
{
    private readonly CommandRunner _cli = new();

    public DiffFormTests()
    {
        _cli.File("left.yaml", """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Path: /
                  Description: "a|b `c`"
                  ManagedPolicyArns: [arn:b, arn:a]
                  AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: "*", Action: sts:AssumeRole}}
              Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: "Caf?"}}
            """);
        _cli.File("right.yaml", """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Description: "a|c"
                  ManagedPolicyArns: [arn:a, arn:b]
                  AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Action: [sts:AssumeRole]}]}
              Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: Café}}
            """);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Text_says_how_sure_a_difference_is_and_what_was_folded()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--show-folded");

        Assert.Equal(
            """
            Role  AWS::IAM::Role
              ~ /Description                                a|b `c` -> a|c  update
              ? /Path                                       /  perhaps the same: it is the default that holds where nothing is said
              = /AssumeRolePolicyDocument/Statement         One item without its list (CMP027)
              = /AssumeRolePolicyDocument/Statement/Action  One item without its list (CMP027)
              = /ManagedPolicyArns                          Order of a set (CMP025)

            Topic  AWS::SNS::Topic
              ? /TopicName  Caf? -> Café  perhaps the same: CloudFormation returns '?' for characters beyond ASCII; everything else is the same

            2 resources differ, 1 difference, 2 possible. 3 differences of spelling mean nothing.

            """,
            result.Output);
    }

    [Theory]
    [InlineData("confirmed", 1, ExitCode.Different)]
    [InlineData("possible", 2, ExitCode.Different)]
    [InlineData("unverifiable", 0, ExitCode.Ok)]
    public async Task Only_what_is_as_sure_as_asked_is_shown_and_counted(string only, int count, int exitCode)
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--only", only, "--format", "json");

        Assert.Equal((count, exitCode), (JsonDocument.Parse(result.Output).RootElement.GetProperty("differences").GetArrayLength(), result.ExitCode));
    }

    [Theory]
    [InlineData("text", "1 -> \"1\"")]
    [InlineData("markdown", "`1` | `\"1\"`")]
    [InlineData("sarif", "1 -> \\u00221\\u0022")]
    public async Task What_differs_by_its_kind_alone_is_written_so(string format, string expected)
    {
        const string template = "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: '{\"a\": VALUE}'}}}";
        _cli.File("one.yaml", template.Replace("VALUE", "1", StringComparison.Ordinal));
        _cli.File("other.yaml", template.Replace("VALUE", "\"1\"", StringComparison.Ordinal));

        var output = (await _cli.RunAsync("diff", "one.yaml", "other.yaml", "--format", format)).Output;

        Assert.Contains(expected, output.Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_sure_the_summary_says_so()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--only", "possible");

        Assert.EndsWith("\n2 resources may differ, 2 possible. 3 differences of spelling mean nothing.\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("diff", "broken.yaml", "right.yaml", "--format", "json")]
    [InlineData("compare", "broken.yaml", "right.yaml", "--type", "AWS::IAM::Role", "--format", "json")]
    public async Task A_file_that_cannot_be_read_makes_a_failed_document(params string[] arguments)
    {
        _cli.File("broken.yaml", "Resources: [");

        var result = await _cli.RunAsync(arguments);

        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal((ExitCode.Error, "failed", JsonValueKind.Null), (result.ExitCode, document.GetProperty("status").GetString(), document.GetProperty("differences").ValueKind));
        Assert.Equal("broken.yaml", document.GetProperty("diagnostics")[0].GetProperty("file").GetString());
        Assert.StartsWith("broken.yaml:", result.Error, StringComparison.Ordinal);
        Assert.Equal("", (await _cli.RunAsync([.. arguments[..^1], arguments[0] == "diff" ? "markdown" : "text"])).Output);
    }

    [Fact]
    public async Task Markdown_holds_whatever_a_value_holds()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--format", "markdown", "--only", "confirmed");

        Assert.Equal(
            """
            ## Differences of two templates

            ### `Role` AWS::IAM::Role

            | | Property | Left | Right | Effect |
            |---|---|---|---|---|
            | ~ | `/Description` | `` a\|b `c` `` | `a\|c` | update |


            3 differences of spelling that mean nothing.

            """,
            result.Output);
    }

    [Fact]
    public async Task Sarif_names_the_line_of_each_difference()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--format", "sarif");

        var run = JsonDocument.Parse(result.Output).RootElement.GetProperty("runs")[0];
        Assert.Equal(
            ["difference-confirmed warning right.yaml:5", "difference-possible note left.yaml:5", "difference-possible note right.yaml:8"],
            run.GetProperty("results").EnumerateArray().Select(r =>
            {
                var place = r.GetProperty("locations")[0].GetProperty("physicalLocation");
                return $"{r.GetProperty("ruleId")} {r.GetProperty("level")} {place.GetProperty("artifactLocation").GetProperty("uri")}:{place.GetProperty("region").GetProperty("startLine")}";
            }));
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToHashSet();
        Assert.All(run.GetProperty("results").EnumerateArray(), r => Assert.Contains(r.GetProperty("ruleId").GetString(), rules));
    }

    [Fact]
    public async Task Colour_can_be_turned_off()
    {
        using var terminal = new CommandRunner { IsColored = true };
        terminal.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}");
        terminal.File("b.yaml", "Resources: {T: {Type: AWS::SQS::Queue}}");

        Assert.Contains('\u001b', (await terminal.RunAsync("diff", "a.yaml", "b.yaml")).Output);
        Assert.DoesNotContain('\u001b', (await terminal.RunAsync("diff", "a.yaml", "b.yaml", "--no-color")).Output);
    }
}
