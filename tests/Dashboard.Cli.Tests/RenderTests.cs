using System.Text.Json;

namespace Dashboard.Cli.Tests;

public sealed class RenderTests : IDisposable
{
    private const string Template = """
        Parameters:
          Stage: {Type: String}
          Subnets: {Type: CommaDelimitedList}
          Timeout: {Type: Number, Default: 30}
          Token: {Type: String, NoEcho: true}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Sub "${Stage}-jobs-${AWS::Region}"
              VisibilityTimeout: !Ref Timeout
              FifoQueue: "true"
              KmsMasterKeyId: !ImportValue key
          Group:
            Type: AWS::RDS::DBSubnetGroup
            Properties:
              DBSubnetGroupDescription: !Join ["", [for, " ", !GetAtt Jobs.Arn]]
              SubnetIds: !Ref Subnets
          Handler:
            Type: AWS::Lambda::Function
            Properties:
              Handler: index.handler
              Environment: {Variables: {TOKEN: !Ref Token, MIXED: !Sub "a-${Token}-${Timeout}"}}
        Outputs:
          Queue:
            Value: !GetAtt Jobs.Arn
            Export: {Name: !Sub "${AWS::StackName}-queue"}
          Secret:
            Value: !Sub "x${Token}"
        """;

    private readonly CommandRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_is_not_known_stays_in_CloudFormations_own_form()
    {
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", Template));

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Equal(
            """
            {
              "Resources": {
                "Group": {
                  "Type": "AWS::RDS::DBSubnetGroup",
                  "Properties": {
                    "DBSubnetGroupDescription": {
                      "Fn::Sub": "for ${Jobs.Arn}"
                    },
                    "SubnetIds": {
                      "Ref": "Subnets"
                    }
                  }
                },
                "Handler": {
                  "Type": "AWS::Lambda::Function",
                  "Properties": {
                    "Environment": {
                      "Variables": {
                        "MIXED": {
                          "Fn::Secret": true
                        },
                        "TOKEN": {
                          "Fn::Secret": true
                        }
                      }
                    },
                    "Handler": "index.handler"
                  }
                },
                "Jobs": {
                  "Type": "AWS::SQS::Queue",
                  "Properties": {
                    "FifoQueue": true,
                    "KmsMasterKeyId": {
                      "Fn::Unresolved": "export key is not known"
                    },
                    "QueueName": {
                      "Fn::Sub": "${Stage}-jobs-${AWS::Region}"
                    },
                    "VisibilityTimeout": 30
                  }
                }
              },
              "Outputs": {
                "Queue": {
                  "Value": {
                    "Fn::GetAtt": [
                      "Jobs",
                      "Arn"
                    ]
                  },
                  "Export": {
                    "Name": {
                      "Fn::Sub": "${AWS::StackName}-queue"
                    }
                  }
                },
                "Secret": {
                  "Value": {
                    "Fn::Secret": true
                  }
                }
              }
            }

            """,
            result.Output);
        Assert.Equal(
            """
            t.yaml:2: warning: Parameters/Stage: No value is given for the parameter Stage, and it has no Default; it stays a Ref.
            t.yaml:3: warning: Parameters/Subnets: No value is given for the parameter Subnets, and it has no Default; it stays a Ref.
            t.yaml:5: warning: Parameters/Token: No value is given for the NoEcho parameter Token; what it shapes cannot be verified.

            """,
            result.Error);
    }

    [Fact]
    public async Task What_is_given_is_filled_in_and_later_layers_win()
    {
        _cli.File("common.json", """{"Stage": "common", "Timeout": "60"}""");
        _cli.File("staging.properties", "Stage=staging\nSubnets=a,b\n");

        var result = await _cli.RunAsync(
            "render", _cli.File("t.yaml", Template), "--parameters", "common.json", "--parameters", "staging.properties", "--parameter", "Timeout=90", "--parameter", "Token=x",
            "--account", "111111111111", "--region", "eu-west-1", "--stack-name", "staging-worker");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        var resources = JsonDocument.Parse(result.Output).RootElement.GetProperty("Resources");
        var queue = resources.GetProperty("Jobs").GetProperty("Properties");
        Assert.Equal(("staging-jobs-eu-west-1", 90), (queue.GetProperty("QueueName").GetString(), queue.GetProperty("VisibilityTimeout").GetInt32()));
        Assert.Equal("""["a","b"]""", Compact(resources.GetProperty("Group").GetProperty("Properties").GetProperty("SubnetIds")));
        Assert.Equal("staging-worker-queue", JsonDocument.Parse(result.Output).RootElement.GetProperty("Outputs").GetProperty("Queue").GetProperty("Export").GetProperty("Name").GetString());
    }

    [Fact]
    public async Task A_file_may_name_its_environment_and_what_the_template_lacks_is_said()
    {
        _cli.File("samconfig.toml", "[prod.deploy.parameters]\nparameter_overrides = \"Stage=prod Stranger=1\"\n");
        _cli.File("t.yaml", "Parameters: {Stage: {Type: String}}\nResources: {Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Stage}}}");

        var named = await _cli.RunAsync("render", "t.yaml", "--parameters", "samconfig.toml#prod");
        var unnamed = await _cli.RunAsync("render", "t.yaml", "--parameters", "samconfig.toml");

        Assert.Equal((ExitCode.Ok, "samconfig.toml:2: warning: Parameters/Stranger: A value is given for the parameter Stranger, which t.yaml does not have.\n"), (named.ExitCode, named.Error));
        Assert.Contains("\"TopicName\": \"prod\"", named.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, unnamed.ExitCode);
        Assert.StartsWith("samconfig.toml:1: error: Found no environment default; the file has prod.", unnamed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_on_an_unknown_account_or_partition_is_left_open()
    {
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", """
            Conditions:
              IsLive: !Equals [!Ref AWS::AccountId, "222222222222"]
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: !If [IsLive, live, !Ref "AWS::NoValue"]
                  DisplayName: !Sub "${AWS::Partition}"
            """));

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        var topic = JsonDocument.Parse(result.Output).RootElement.GetProperty("Resources").GetProperty("Topic").GetProperty("Properties");
        Assert.Equal("""{"Ref":"AWS::Partition"}""", Compact(topic.GetProperty("DisplayName")));
        Assert.Equal("Fn::If", topic.GetProperty("TopicName").EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task Yaml_has_the_same_shape()
    {
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", """
            Parameters:
              Stage: {Type: String}
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: !Sub "${Stage}-jobs"
                  VisibilityTimeout: 30
                  Tags: [{Key: Answer, Value: "no"}, {Key: Size, Value: "1.10"}]
              Empty: {Type: AWS::SNS::Topic}
            """), "--format", "yaml");

        Assert.Equal(
            """
            Resources:
              Empty:
                Type: AWS::SNS::Topic
                Properties: {}
              Jobs:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName:
                    Fn::Sub: "${Stage}-jobs"
                  Tags:
                    - Key: Answer
                      Value: "no"
                    - Key: Size
                      Value: "1.10"
                  VisibilityTimeout: 30
            Outputs: {}

            """,
            result.Output);
    }

    [Fact]
    public async Task A_nested_template_is_found_beside_the_one_that_names_it()
    {
        _cli.File("nested/queues.yaml", """
            Parameters:
              Name: {Type: String}
            Resources:
              Inner:
                Type: AWS::SQS::Queue
                Properties: {QueueName: !Sub "${Name}-inner"}
            Outputs:
              Name: {Value: !GetAtt Inner.QueueName}
            """);
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", """
            Resources:
              Queues:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: nested/queues.yaml
                  Parameters: {Name: shop}
            """));

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        var inner = JsonDocument.Parse(result.Output).RootElement.GetProperty("Resources").GetProperty("Queues/Inner");
        Assert.Equal("shop-inner", inner.GetProperty("Properties").GetProperty("QueueName").GetString());
    }

    [Fact]
    public async Task A_template_with_an_error_is_rendered_as_far_as_it_goes_and_ends_with_2()
    {
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", """
            Resources:
              Broken: {Properties: {}}
              Topic: {Type: AWS::SNS::Topic}
            """));

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains("AWS::SNS::Topic", result.Output, StringComparison.Ordinal);
        Assert.Equal("t.yaml:2: error: Resources/Broken: A resource must be a mapping with a Type.\n", result.Error);
    }

    [Theory]
    [InlineData("Resources:\n  A: }", "t.yaml:2: error: ")]
    [InlineData("", "t.yaml:1: error: The file is empty.")]
    [InlineData("A: 1\nA: 2\n", "t.yaml:2: error: ")]
    public async Task A_file_that_is_no_template_ends_with_2_and_names_its_line(string text, string error)
    {
        var result = await _cli.RunAsync("render", _cli.File("t.yaml", text));

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope.yaml: there is no such file.\n", "nope.yaml")]
    [InlineData("nope/nope.yaml: there is no such file.\n", "nope/nope.yaml")]
    [InlineData("folder: this is a folder, not a file.\n", "folder")]
    [InlineData("nope.json: there is no such file.\n", "t.yaml", "--parameters", "nope.json")]
    [InlineData("--parameter: allowed is NAME=VALUE; one has no name before \"=\".\n", "t.yaml", "--parameter", "hunter2")]
    [InlineData("--parameter: allowed is NAME=VALUE; one has no name before \"=\".\n", "t.yaml", "--parameter", "=hunter2")]
    public async Task What_cannot_be_used_is_one_line_and_exit_code_2(string error, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "folder"));
        _cli.File("t.yaml", "Resources: {}");

        var result = await _cli.RunAsync(["render", .. arguments]);

        Assert.Equal(new CommandResult(ExitCode.Error, "", error), result);
    }

    [Fact]
    public async Task A_value_that_a_parameter_does_not_allow_is_an_error_with_its_place()
    {
        _cli.File("p.json", "{\n  \"Size\": \"huge\"\n}");

        var result = await _cli.RunAsync("render", _cli.File("t.yaml", """
            Parameters:
              Size: {Type: String, AllowedValues: [small, large]}
            Resources: {}
            """), "--parameters", "p.json");

        Assert.Equal((ExitCode.Error, "p.json:2: error: Parameters/Size: Found \"huge\"; allowed is one of small, large.\n"), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task A_secret_never_shows(string format)
    {
        const string canary = "c4nary-Pa55word";
        _cli.File("p.json", $$"""{"Token": "{{canary}}", "Stage": "s", "Subnets": "a"}""");

        var file = await _cli.RunAsync("render", _cli.File("t.yaml", Template), "--parameters", "p.json", "--format", format);
        var single = await _cli.RunAsync("render", "t.yaml", "--parameter", "Token=" + canary, "--format", format);

        Assert.Contains("Fn::Secret", file.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, file.Output + file.Error + single.Output + single.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_template_is_printed_whole()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 90)) + "\"b\"" + new string('}', 90);
        _cli.File("t.json", "{\"Resources\": {\"X\": {\"Type\": \"Custom::Deep\", \"Properties\": {\"P\": " + deep + "}}}}");

        var result = await _cli.RunAsync("render", "t.json");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Equal(90, result.Output.Split("\"a\":").Length - 1);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
