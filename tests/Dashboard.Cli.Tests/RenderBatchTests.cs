using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Cli.Tests;

/// <summary>Lines in, lines out: <c>render --batch</c>.</summary>
public sealed class RenderBatchTests : IDisposable
{
    private const string Template = """
        Parameters:
          Stage: {Type: String}
          Zones: {Type: CommaDelimitedList}
          Open: {Type: String}
          Token: {Type: String, NoEcho: true}
        Conditions:
          IsBig: !Equals [!Ref Stage, production]
          IsSmall: !Not [!Condition IsBig]
          IsUnknown: !Equals [!Ref Open, x]
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Condition: IsBig
            DependsOn: [Small]
            DeletionPolicy: Retain
            Metadata: {Stage: !Ref Stage}
            Properties:
              QueueName: !Sub "${Stage}-${AWS::AccountId}-${Open}-${AWS::Region}"
              DelaySeconds: "5"
              KmsMasterKeyId: !ImportValue key
              Tags: [{Key: token, Value: !Ref Token}, {Key: other, Value: !ImportValue nobody}]
          Small: {Type: AWS::SNS::Topic, Condition: IsSmall}
          Topic:
            Type: AWS::SNS::Topic
            Properties: {TopicName: !Select [1, !Ref Zones], DisplayName: !GetAtt Jobs.Arn}
        Outputs:
          Queue:
            Description: Where jobs wait
            Value: !Ref Jobs
            Export: {Name: !Sub "${AWS::StackName}-queue"}
        """;

    private readonly CommandRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task An_answer_holds_resources_with_their_attributes_outputs_and_conditions()
    {
        _cli.Input = JsonSerializer.Serialize(new
        {
            id = "x",
            template = Template,
            parameters = new { Stage = "production", Zones = new[] { "a", "b" }, Token = "c4nary-c4nary", Stranger = 1 },
            account = "012345678901",
            region = "eu-west-1",
            stackName = "shop",
            imports = new { key = "alias/k" },
        });

        var result = await _cli.RunAsync("render", "--batch", "-");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        var answer = JsonNode.Parse(result.Output)!.AsObject();
        AssertSame("\"x\"", answer["id"]);
        AssertSame("\"rendered\"", answer["status"]);
        AssertSame(
            """
            {
              "Jobs": {
                "type": "AWS::SQS::Queue",
                "properties": {
                  "DelaySeconds": 5,
                  "KmsMasterKeyId": "alias/k",
                  "QueueName": {"Fn::Sub": "production-012345678901-${Open}-eu-west-1"},
                  "Tags": [{"Key": "token", "Value": {"Fn::Secret": true}}, {"Key": "other", "Value": {"Fn::Unresolved": "export nobody is not known"}}]
                },
                "condition": "IsBig",
                "dependsOn": ["Small"],
                "deletionPolicy": "Retain",
                "metadata": {"Stage": "production"}
              },
              "Topic": {"type": "AWS::SNS::Topic", "properties": {"DisplayName": {"Fn::GetAtt": ["Jobs", "Arn"]}, "TopicName": "b"}}
            }
            """,
            answer["resources"]);
        AssertSame("""{"Queue": {"value": {"Ref": "Jobs"}, "export": "shop-queue", "description": "Where jobs wait"}}""", answer["outputs"]);
        AssertSame("""{"IsBig": true, "IsSmall": false, "IsUnknown": {"Fn::Equals": [{"Ref": "Open"}, "x"]}}""", answer["conditions"]);
        Assert.Equal(["warning Parameters/Stranger", "warning Parameters/Open"], answer["diagnostics"]!.AsArray().Select(d => $"{d!["severity"]} {d["key"]}"));
        Assert.DoesNotContain("c4nary", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_is_answered_in_its_order_also_those_that_are_broken()
    {
        var lines = Enumerable.Range(0, 100).Select(i => JsonSerializer.Serialize(new { id = i, template = $"Resources: {{T{i}: {{Type: AWS::SNS::Topic}}}}" }));
        _cli.Input = string.Join('\n', [.. lines, "rubbish", """{"id": 1}""", """{"id": 2, "template": "a: ["}""", """{"id": 3, "template": "text"}""", """{"id": 4, "template": "A: b", "parameters": []}"""]);

        var result = await _cli.RunAsync("render", "--batch", "-");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        JsonNode[] answers = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(105, answers.Length);
        Assert.All(answers.Take(100), (a, i) => Assert.Equal((i, $"T{i}"), ((int)a["id"]!, Assert.Single(a["resources"]!.AsObject()).Key)));
        Assert.All(answers.Skip(100), a => Assert.Equal(("failed", null), ((string?)a["status"], a["resources"])));
        Assert.All(answers.Skip(100), a => Assert.NotEmpty(a["diagnostics"]!.AsArray()));
        Assert.Equal([null, 1, 2, 3, 4], answers.Skip(100).Select(a => (int?)a["id"]));
    }

    [Fact]
    public async Task A_credential_in_metadata_or_an_output_is_hidden_too()
    {
        const string key = "AKIAC4NARYC4NARYC4NA";
        _cli.File("t.yaml", $$"""
            Resources:
              T:
                Type: AWS::SNS::Topic
                Metadata:
                  Password: c4nary-one
                  AWS::CloudFormation::Init: {config: {files: {/etc/app: {content: "id={{key}}"} } } }
            Outputs:
              Key: {Value: {{key}}}
              Token: {Value: c4nary-two}
              Name: {Value: !GetAtt T.TopicName}
            """);
        _cli.Input = JsonSerializer.Serialize(new { id = 1, template = File.ReadAllText(Path.Combine(_cli.Folder, "t.yaml")) });

        var batch = await _cli.RunAsync("render", "--batch", "-");
        var one = await _cli.RunAsync("render", "t.yaml");

        Assert.Equal(4, batch.Output.Split("Fn::Secret").Length - 1);
        Assert.Equal(2, one.Output.Split("Fn::Secret").Length - 1);
        Assert.Contains("Fn::GetAtt", batch.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", batch.Output + batch.Error + one.Output + one.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_becomes_JSON_keeps_its_numbers()
    {
        _cli.Input = JsonSerializer.Serialize(new { id = 1, template = """{"Transform":"AWS::LanguageExtensions","Resources":{"T":{"Type":"AWS::SNS::Topic","Properties":{"DisplayName":{"Fn::ToJsonString":{"a":{"Ref":"U"},"b":1,"c":"1","d":true}}}},"U":{"Type":"AWS::SNS::Topic"}}}""" });

        var answer = JsonNode.Parse((await _cli.RunAsync("render", "--batch", "-")).Output)!;

        AssertSame("""{"Fn::ToJsonString":{"a":{"Ref":"U"},"b":1,"c":"1","d":true}}""", answer["resources"]!["T"]!["properties"]!["DisplayName"]);
    }

    [Fact]
    public async Task A_file_beside_the_template_is_included()
    {
        _cli.File("part.yaml", "Added: {Type: AWS::SNS::Topic}\n");
        _cli.File("t.yaml", "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}\n");

        var result = await _cli.RunAsync("render", "t.yaml");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Equal("Added", Assert.Single(JsonNode.Parse(result.Output)!["Resources"]!.AsObject()).Key);
    }

    private static void AssertSame(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
