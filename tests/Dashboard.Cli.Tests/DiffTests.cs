using System.Text.Json;

namespace Dashboard.Cli.Tests;

public sealed class DiffTests : IDisposable
{
    private const string Left = """
        Parameters:
          Size: {Type: Number, Default: 30}
          Token: {Type: String, NoEcho: true, Default: old}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: jobs
              VisibilityTimeout: !Ref Size
              Tags: [{Key: Team, Value: shop}, {Key: Stage, Value: "x\ty"}]
          Old: {Type: AWS::SNS::Topic}
          Same:
            Type: AWS::S3::Bucket
            Properties: {BucketName: !Sub "${AWS::StackName}-b"}
        """;

    private const string Right = """
        Parameters:
          Size: {Type: Number, Default: 30}
          Token: {Type: String, NoEcho: true, Default: old}
        Resources:
          Same:
            Type: AWS::S3::Bucket
            Properties: {BucketName: !Join ["", [!Ref AWS::StackName, "-b"]]}
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              Tags: [{Value: "x\ty", Key: Stage}, {Key: Team, Value: orders}]
              QueueName: tasks
              VisibilityTimeout: "60"
              DelaySeconds: 5
          New: {Type: AWS::SNS::Topic}
        """;

    private readonly CommandRunner _cli = new();

    public DiffTests()
    {
        _cli.File("left.yaml", Left);
        _cli.File("right.yaml", Right);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Differences_stand_by_resource_with_both_values_and_their_impact()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml");

        Assert.Equal((ExitCode.Different, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
            Jobs  AWS::SQS::Queue
              + /DelaySeconds             5  update
              ~ /QueueName                jobs -> tasks  replacement
              ~ /Tags/1/Value [Key=Team]  shop -> orders  update
              ~ /VisibilityTimeout        ${Size} -> 60  update

            New  AWS::SNS::Topic  added: renamed from Old
            Old  AWS::SNS::Topic  removed: renamed to New

            3 resources differ, 6 differences, 1 replacement. 1 difference of spelling means nothing.

            """,
            result.Output);
    }

    [Fact]
    public async Task Entries_on_one_side_only_stand_together_in_columns()
    {
        _cli.File("less.yaml", "Resources: {B: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: a}}\n");
        _cli.File("more.yaml", "Resources: {A: {Type: AWS::SNS::Topic}, B: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5}}, Copy: {Type: AWS::SNS::Topic, Properties: {TopicName: c}}, D: {Type: AWS::SQS::Queue, Properties: {QueueName: d}}}\n");

        Assert.Equal(
            """
            A  AWS::SNS::Topic  added

            B  AWS::SQS::Queue
              + /DelaySeconds  5  update

            Copy  AWS::SNS::Topic  added
            D     AWS::SQS::Queue  added

            O  output  removed

            4 resources differ, 5 differences.

            """,
            (await _cli.RunAsync("diff", "less.yaml", "more.yaml")).Output);
    }

    [Fact]
    public async Task What_another_tool_fills_in_is_said_once_with_its_line()
    {
        _cli.File("t.yaml", "Parameters: {Role: {Type: String}, Name: {Type: String}}\nResources: {F: {Type: Custom::F, Properties: {Role: !Ref Role, Other: !Sub 'x-${Role}', Name: !Ref Name}}}\n");
        _cli.File("prod/a.yaml", "parameters:\n  Name: a\n  Role: !stack_output_external launch::RoleArn\n");
        _cli.File("b.yaml", "parameters:\n  Role: arn:b\n  Name: a\n");

        var one = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "prod/a.yaml", "--right-parameters", "b.yaml");
        Assert.Equal(
            """
            F  Custom::F
              ! /Other  (not known) -> x-arn:b  cannot be verified: !stack_output_external launch::RoleArn is resolved at deployment (prod/a.yaml:3)
              ! /Role   (not known) -> arn:b  cannot be verified: !stack_output_external launch::RoleArn is resolved at deployment (prod/a.yaml:3)

            Nothing differs as far as it can be compared; whether the templates are equal cannot be known.

            """,
            one.Output);

        var confirmed = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "prod/a.yaml", "--right-parameters", "b.yaml", "--only", "confirmed");
        Assert.Equal((ExitCode.Ok, "Nothing differs as surely as --only asks; 2 other differences are not shown.\n"), (confirmed.ExitCode, confirmed.Output));

        var both = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "prod/a.yaml", "--right-parameters", "prod/a.yaml");
        Assert.Equal((ExitCode.Error, "2 properties cannot be compared: F/Other, F/Role: !stack_output_external launch::RoleArn is resolved at deployment (prod/a.yaml:3)\n"), (both.ExitCode, both.Error));
    }

    [Fact]
    public async Task The_document_says_the_same()
    {
        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--format", "json");

        Assert.Equal(ExitCode.Different, result.ExitCode);
        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(("compared", 1), (document.GetProperty("status").GetString(), document.GetProperty("folded").GetInt32()));
        Assert.Equal(
            """{"section":"Resources","resource":"Jobs","type":"AWS::SQS::Queue","path":"/Properties/Tags/1/Value","item":{"Key":"Team"},"kind":"notEqual","left":"shop","right":"orders","impact":"update","confidence":"confirmed","renamed":null,"detail":null,"normalisers":[]}""",
            JsonSerializer.Serialize(document.GetProperty("differences")[2]));
        Assert.Equal(6, document.GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public async Task Templates_that_only_look_different_are_equal()
    {
        _cli.File("a.json", """{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30, "QueueName": "q"}}}}""");
        _cli.File("b.yaml", "Resources:\n  Q:\n    Properties: {QueueName: q, VisibilityTimeout: '30'}\n    Type: AWS::SQS::Queue\n");

        var text = await _cli.RunAsync("diff", "a.json", "b.yaml");
        var json = await _cli.RunAsync("diff", "a.json", "b.yaml", "--format", "json");

        Assert.Equal(new CommandResult(ExitCode.Ok, "The templates are equal. 1 difference of spelling means nothing.\n", ""), text);
        Assert.Equal(new CommandResult(ExitCode.Ok, "{\n  \"status\": \"compared\",\n  \"differences\": [],\n  \"folded\": 1,\n  \"diagnostics\": []\n}\n", ""), json);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_compared_as_itself()
    {
        const string template = "Parameters: {A: {Type: String}, B: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}}\n";
        _cli.File("a.yaml", template);
        _cli.File("b.yaml", template.Replace("!Ref A", "!Ref B", StringComparison.Ordinal));

        Assert.Equal(new CommandResult(ExitCode.Ok, "The templates are equal.\n", ""), await _cli.RunAsync("diff", "a.yaml", "a.yaml"));
        var other = await _cli.RunAsync("diff", "a.yaml", "b.yaml");
        Assert.Equal((ExitCode.Different, ""), (other.ExitCode, other.Error));
        Assert.Contains("~ /TopicName  ${A} -> ${B}  replacement", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_side_has_its_own_parameters()
    {
        _cli.File("small.json", """{"Size": "60"}""");
        _cli.File("large.json", """{"Size": "90"}""");

        Assert.Equal(ExitCode.Ok, (await _cli.RunAsync("diff", "left.yaml", "left.yaml", "--left-parameters", "small.json", "--right-parameters", "small.json")).ExitCode);
        var result = await _cli.RunAsync("diff", "left.yaml", "left.yaml", "--left-parameters", "small.json", "--right-parameters", "large.json");
        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains("~ /VisibilityTimeout  60 -> 90  update", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_a_region_or_a_name_is_enough_to_render_both_sides()
    {
        _cli.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${AWS::AccountId}-${AWS::Region}-${AWS::StackName}'}}}");
        _cli.File("b.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: 111111111111-eu-west-1-shop}}}");

        var given = await _cli.RunAsync("diff", "a.yaml", "b.yaml", "--account", "111111111111", "--region", "eu-west-1", "--stack-name", "shop");
        var other = await _cli.RunAsync("diff", "a.yaml", "b.yaml", "--account", "222222222222", "--region", "eu-west-1", "--stack-name", "shop");

        Assert.Equal(new CommandResult(ExitCode.Ok, "The templates are equal.\n", ""), given);
        Assert.Equal(ExitCode.Different, other.ExitCode);
        Assert.Equal(ExitCode.Different, (await _cli.RunAsync("diff", "a.yaml", "b.yaml")).ExitCode);
    }

    [Fact]
    public async Task A_script_is_read_as_one_and_a_long_one_around_what_differs()
    {
        static string Template(string last) =>
            $"Resources: {{N: {{Type: AWS::EC2::Instance, Properties: {{UserData: !Base64 \"#!/bin/sh\\n{string.Concat(Enumerable.Repeat("echo a long line of a script\\n", 30))}{last}\\n\"}}}}}}";
        _cli.File("a.yaml", Template("yum install a"));
        _cli.File("b.yaml", Template("yum install b"));

        var result = await _cli.RunAsync("diff", "a.yaml", "b.yaml", "--region", "eu-west-1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("- ...", result.Output, StringComparison.Ordinal);
        Assert.Contains(" a script\\nyum install a\\n\" (", result.Output, StringComparison.Ordinal);
        Assert.Contains(" a script\\nyum install b\\n\" (", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_parameter_without_a_value_shapes_is_not_equal_on_both_sides_and_it_is_said_once()
    {
        _cli.File("a.yaml", "Parameters:\n  Stage: {Type: String}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Stage}}}");
        _cli.File("none.json", "{}");

        var result = await _cli.RunAsync("diff", "a.yaml", "a.yaml", "--left-parameters", "none.json", "--right-parameters", "none.json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("Nothing differs as far as it can be compared; 1 property cannot be, since what stands there is not known.\n", result.Output);
        Assert.Equal(
            "a.yaml:2: warning: Parameters/Stage: No value is given for the parameter Stage, and it has no Default; what it shapes cannot be compared.\n"
            + "1 property cannot be compared: T/TopicName: parameter Stage has no value (a.yaml:2)\n",
            result.Error);
    }

    [Fact]
    public async Task What_cannot_be_worked_out_is_neither_equal_nor_different_and_said()
    {
        _cli.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue name}}}");
        _cli.File("none.json", "{}");

        var result = await _cli.RunAsync("diff", "a.yaml", "a.yaml", "--left-parameters", "none.json");

        Assert.Equal(
            new CommandResult(
                ExitCode.Error,
                "Nothing differs as far as it can be compared; 1 property cannot be, since what stands there is not known.\n",
                "1 property cannot be compared: T/TopicName: export name is not known\n"),
            result);
    }

    [Theory]
    [InlineData("json", "Resources/T/Properties/TopicName")]
    [InlineData("markdown", "T/TopicName")]
    [InlineData("sarif", "difference-unverifiable")]
    public async Task What_cannot_be_worked_out_stands_in_every_format(string format, string expected)
    {
        _cli.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue name}}}");
        _cli.File("none.json", "{}");

        var result = await _cli.RunAsync("diff", "a.yaml", "a.yaml", "--left-parameters", "none.json", "--format", format);
        var confirmed = await _cli.RunAsync("diff", "a.yaml", "a.yaml", "--left-parameters", "none.json", "--format", format, "--only", "confirmed");

        Assert.Equal((ExitCode.Error, ExitCode.Ok), (result.ExitCode, confirmed.ExitCode));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("export name is not known", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("equal", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_of_which_nothing_can_be_compared_are_not_called_equal()
    {
        _cli.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: '{{resolve:ssm:/a}}'}}}");
        _cli.File("b.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: '{{resolve:ssm:/b}}'}}}");

        _cli.File("none.json", "{}");

        var texts = await _cli.RunAsync("diff", "a.yaml", "b.yaml");
        var text = await _cli.RunAsync("diff", "a.yaml", "b.yaml", "--left-parameters", "none.json");
        var json = await _cli.RunAsync("diff", "a.yaml", "b.yaml", "--left-parameters", "none.json", "--format", "json");

        // As texts the two say different things; what they will be, nobody knows.
        Assert.Equal((ExitCode.Different, ExitCode.Error, ExitCode.Error), (texts.ExitCode, text.ExitCode, json.ExitCode));
        Assert.DoesNotContain("are equal.", text.Output, StringComparison.Ordinal);
        Assert.Contains("\"confidence\": \"unverifiable\"", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_differs_without_ever_showing()
    {
        const string template = """
            Parameters: {Token: {Type: String, NoEcho: true}}
            Resources: {F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {TOKEN: !Sub "x-${Token}"}}}}}
            """;
        _cli.File("t.yaml", template);
        _cli.File("a.json", """{"Token": "c4nary-one"}""");
        _cli.File("b.json", """{"Token": "c4nary-two"}""");

        var same = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "a.json", "--right-parameters", "a.json");
        var text = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "a.json", "--right-parameters", "b.json");
        var json = await _cli.RunAsync("diff", "t.yaml", "t.yaml", "--left-parameters", "a.json", "--right-parameters", "b.json", "--format", "json");

        Assert.Equal((ExitCode.Ok, ExitCode.Different, ExitCode.Different), (same.ExitCode, text.ExitCode, json.ExitCode));
        Assert.Contains("(secret) -> (secret)", text.Output, StringComparison.Ordinal);
        Assert.Contains("Fn::Secret", json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", same.Output + same.Error + text.Output + text.Error + json.Output + json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_cannot_play_with_the_terminal()
    {
        _cli.File("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: \"\\e[2Jone\\ntwo\\u202E\"}}}");
        _cli.File("b.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: \"\"}}}");

        var result = await _cli.RunAsync("diff", "a.yaml", "b.yaml");

        Assert.Contains("~ /DisplayName  \\u001b[2Jone\\ntwo\\u202e -> \"\"  update", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Colour_is_for_terminals()
    {
        using var terminal = new CommandRunner { IsColored = true };
        terminal.File("left.yaml", Left);
        terminal.File("right.yaml", Right);

        var colored = await terminal.RunAsync("diff", "left.yaml", "right.yaml");

        Assert.Contains("\u001b[1mJobs\u001b[0m", colored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_2_and_prints_no_verdict()
    {
        _cli.File("broken.yaml", "Resources: [");

        Assert.Equal(new CommandResult(ExitCode.Error, "", "nope.yaml: there is no such file.\n"), await _cli.RunAsync("diff", "left.yaml", "nope.yaml"));
        var broken = await _cli.RunAsync("diff", "left.yaml", "broken.yaml");
        Assert.Equal((ExitCode.Error, ""), (broken.ExitCode, broken.Output));
        Assert.StartsWith("broken.yaml:", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_with_an_error_is_compared_as_far_as_it_goes_and_ends_with_2()
    {
        _cli.File("half.yaml", "Resources: {Broken: {}, T: {Type: AWS::SNS::Topic}}");

        var result = await _cli.RunAsync("diff", "half.yaml", "half.yaml");

        Assert.Equal((ExitCode.Error, "The templates are equal.\n"), (result.ExitCode, result.Output));
        Assert.Equal("half.yaml:1: error: Resources/Broken: A resource must be a mapping with a Type.\n", result.Error);
    }
}
