using System.Text.Json.Nodes;

namespace Dashboard.Cli.Tests;

/// <summary>What a rendering leaves open, in a comparison of two: equal where both sides make it of the same, else not to be verified; never passed over.</summary>
public sealed class OpenDiffTests : IDisposable
{
    private const string Loop = """
        Transform: AWS::LanguageExtensions
        Parameters:
          Names: {Type: CommaDelimitedList}
          Size: {Type: String}
        Resources:
          Keep: {Type: AWS::SNS::Topic}
          Fn::ForEach::Queues: [N, !Ref Names, {"Queue${N}": {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: true, DelaySeconds: !Ref Size}}}]
        """;

    private const string Zones = """
        Transform: AWS::LanguageExtensions
        Resources:
          Keep: {Type: AWS::SNS::Topic}
          Fn::ForEach::Queues: [N, !GetAZs "", {"Queue${N}": {Type: AWS::SQS::Queue}}]
        """;

    private const string Include = """
        Resources:
          T: {Type: AWS::SNS::Topic, Properties: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: "s3://b/k1"}}}}
        """;

    private const string Choice = """
        Parameters: {Env: {Type: String}}
        Conditions: {IsProd: !Equals [!Ref Env, prod]}
        Resources:
          T: {Type: AWS::SNS::Topic, Properties: !If [IsProd, {TopicName: b}, {TopicName: c}]}
          U: {Type: AWS::SNS::Topic, Condition: IsProd}
        """;

    private const string Macro = """
        Transform: MacroA
        Parameters: {Size: {Type: String, Default: 1}}
        Resources: {T: {Type: AWS::SNS::Topic}}
        """;

    private const string CannotBeKnown = "Nothing differs as far as it can be compared; whether the templates are equal cannot be known.";

    private readonly CommandRunner _cli = new();

    public OpenDiffTests()
    {
        _cli.File("one.env", "Size=1\n");
        _cli.File("two.env", "Size=2\n");
    }

    public void Dispose() => _cli.Dispose();

    public static TheoryData<string, string, string, string[]> Changed => new()
    {
        { Loop, "Enabled: true", "Enabled: false", ["Fn::ForEach::Queues"] },
        { Loop, "Topic}\n  Fn::ForEach::Queues: [", "Topic}\n  Fn::ForEach::Others: [", ["Fn::ForEach::Others", "Fn::ForEach::Queues"] },
        { Zones, "AWS::SQS::Queue", "AWS::SNS::Topic", ["Fn::ForEach::Queues"] },
        { Zones, "  Fn::ForEach::Queues", "#", ["Fn::ForEach::Queues"] },
        { Macro, "MacroA", "MacroB", [""] },
        { Macro, "Transform: MacroA", "", [""] },
        { Macro, "Default: 1", "Default: 2", [""] },
        { Include, "k1", "k2", ["T/Properties"] },
        { Include, "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: \"s3://b/k1\"}}}", "{TopicName: x}", ["T/Properties"] },
        { Choice, "TopicName: c", "TopicName: d", ["T/Properties"] },
        { Choice, "Env, prod", "Env, production", ["T/Properties", "U/Condition"] },
        { Choice, "  U: {Type: AWS::SNS::Topic, Condition: IsProd}", "", ["U"] },
    };

    [Theory]
    [MemberData(nameof(Changed))]
    public async Task What_is_open_and_made_of_something_else_cannot_be_verified(string left, string from, string to, string[] places)
    {
        Assert.Contains(from, left, StringComparison.Ordinal);
        foreach (var (first, second) in new[] { (left, left.Replace(from, to, StringComparison.Ordinal)), (left.Replace(from, to, StringComparison.Ordinal), left) })
        {
            _cli.File("left.yaml", first);
            _cli.File("right.yaml", second);

            var json = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1", "--format", "json");
            var text = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1");

            var differences = JsonNode.Parse(json.Output)!["differences"]!.AsArray();
            Assert.Equal(places, differences.Select(d => $"{d!["resource"]}{d["path"]}"));
            Assert.All(differences, d => Assert.Equal("unverifiable", (string?)d!["confidence"]));
            Assert.All(differences, d => Assert.False(string.IsNullOrEmpty((string?)d!["detail"])));
            Assert.Equal((ExitCode.Error, ExitCode.Error), (json.ExitCode, text.ExitCode));
            Assert.EndsWith(CannotBeKnown + "\n", text.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Loop)]
    [InlineData(Zones)]
    [InlineData(Macro)]
    [InlineData(Include)]
    [InlineData(Choice)]
    public async Task What_is_open_and_made_of_the_same_is_equal(string template)
    {
        _cli.File("left.yaml", template);
        _cli.File("right.yaml", "# another line\n" + template);

        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1");

        Assert.Equal((ExitCode.Ok, "The templates are equal.\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData(Loop)]
    [InlineData(Macro)]
    public async Task What_is_open_cannot_be_verified_where_it_is_given_something_else(string template)
    {
        _cli.File("a.yaml", template);

        var result = await _cli.RunAsync("diff", "a.yaml", "a.yaml", "--left-parameters", "one.env", "--right-parameters", "two.env");

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.EndsWith(CannotBeKnown + "\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_side_spells_out_may_be_what_the_loop_of_the_other_makes()
    {
        _cli.File("left.yaml", Zones);
        _cli.File("right.yaml", "Resources: {Keep: {Type: AWS::SNS::Topic}, QueueA: {Type: AWS::SQS::Queue}}");

        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1");

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains("QueueA", result.Output, StringComparison.Ordinal);
        Assert.Contains("it may be there on both sides: what Fn::ForEach::Queues makes is not known", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_beside_a_loop_that_is_the_same_is_told_as_ever()
    {
        _cli.File("left.yaml", Zones);
        _cli.File("right.yaml", Zones.Replace("Keep", "Kept", StringComparison.Ordinal));

        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1", "--format", "json");

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.All(JsonNode.Parse(result.Output)!["differences"]!.AsArray(), d => Assert.Equal("confirmed", (string?)d!["confidence"]));
    }

    [Fact]
    public async Task The_defaults_of_a_macro_of_AWS_are_compared()
    {
        const string template = """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {Runtime: nodejs18.x}}
            Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}}
            """;
        _cli.File("left.yaml", template);
        _cli.File("right.yaml", template.Replace("18", "20", StringComparison.Ordinal));

        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--region", "eu-west-1");

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains("Runtime  nodejs18.x -> nodejs20.x", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_within_a_list_keeps_its_slash()
    {
        _cli.File("left.yaml", Loop);
        _cli.File("right.yaml", Loop.Replace("Enabled: true", "Enabled: false", StringComparison.Ordinal));

        Assert.Contains("  ~ /2/Queue${N}/Properties/SqsManagedSseEnabled  true -> false", (await _cli.RunAsync("diff", "left.yaml", "right.yaml")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_that_are_not_known_are_printed_so_and_are_no_error()
    {
        _cli.File("a.yaml", Include);

        var result = await _cli.RunAsync("render", "a.yaml");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Equal("macro AWS::Include of s3://b/k1 (a.yaml:2)", (string?)JsonNode.Parse(result.Output)!["Resources"]!["T"]!["Properties"]!["Fn::Unresolved"]);
    }
}
