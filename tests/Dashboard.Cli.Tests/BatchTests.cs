using System.Text.Json;

namespace Dashboard.Cli.Tests;

/// <summary>Lines in, lines out: <c>diff --batch</c> and <c>compare --batch</c>.</summary>
public sealed class BatchTests : IDisposable
{
    private const string Bucket = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: NAME}}}";

    private readonly CommandRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Every_line_is_answered_in_its_order_also_those_that_are_broken()
    {
        _cli.Input = string.Join('\n', [.. Enumerable.Range(0, 200).Select(i => Line(i, Bucket, Bucket.Replace("NAME", $"n{i}", StringComparison.Ordinal))), "rubbish", "{\"id\": \"half\", \"left\": \"\"}", "", "[1]", Line(7, "a: [", Bucket)]);

        var result = await _cli.RunAsync("diff", "--batch", "-");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        var answers = Answers(result);
        Assert.Equal(204, answers.Count);
        Assert.Equal(Enumerable.Range(0, 200), answers.Take(200).Select(a => a.GetProperty("id").GetInt32()));
        Assert.All(answers.Take(200), (a, i) => Assert.Equal($"n{i}", Assert.Single(a.GetProperty("differences").EnumerateArray()).GetProperty("right").GetString()));
        Assert.Equal(
            ["failed: The line is not valid JSON: 'r' is an invalid start of a value.", "failed half: The line has no text \"right\".", "failed: The line is no JSON object."],
            answers.Skip(200).Take(3).Select(Failure));
        Assert.StartsWith("failed 7: The text is not valid YAML", Failure(answers[^1]), StringComparison.Ordinal);
        Assert.All(answers.Skip(200), a => Assert.Equal(JsonValueKind.Null, a.GetProperty("differences").ValueKind));

        static string Failure(JsonElement answer) =>
            $"{answer.GetProperty("status").GetString()}{(answer.TryGetProperty("id", out var id) ? " " + id : "")}: {answer.GetProperty("diagnostics")[0].GetProperty("message").GetString()}";
    }

    [Fact]
    public async Task An_answer_says_all_that_there_is_to_say()
    {
        _cli.Input = Line(
            "x",
            """
            Parameters: {Size: {Type: String}}
            Resources:
              Old: {Type: AWS::SNS::Topic, Properties: {DisplayName: same}}
              Q: {Type: AWS::SQS::Queue, DeletionPolicy: Delete, Properties: {QueueName: !Ref Size, Tags: [{Key: a, Value: "1"}]}}
              T: {Type: AWS::SNS::Topic}
            Outputs: {U: {Value: Café}}
            """,
            """
            Parameters: {Size: {Type: Number}}
            Resources:
              New: {Type: AWS::SNS::Topic, Properties: {DisplayName: same}}
              Q: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, Properties: {QueueName: !Sub "${Size}", Tags: [{Key: b, Value: "2"}, {Key: a, Value: "3"}]}}
              T: {Type: AWS::SQS::Queue}
            Outputs: {U: {Value: "Caf?"}}
            """);

        var answer = Assert.Single(Answers(await _cli.RunAsync("diff", "--batch", "-")));

        Assert.Equal(
            [
                "Resources New  add create confirmed Old",
                "Resources Old  remove delete confirmed New",
                "Resources Q /DeletionPolicy notEqual update confirmed ",
                "Resources Q /Properties/Tags/0 add update confirmed ",
                "Resources Q /Properties/Tags/1/Value notEqual update confirmed ",
                "Resources T /Type notEqual replacement confirmed ",
                "Outputs U /Value notEqual update possible ",
                "Parameters Size /Type notEqual unknown confirmed ",
            ],
            answer.GetProperty("differences").EnumerateArray().Select(d => string.Join(' ', new[] { "section", "resource", "path", "kind", "impact", "confidence", "renamed" }.Select(n => d.GetProperty(n).GetString()))));
        Assert.Equal("""{"Key":"a"}""", answer.GetProperty("differences")[4].GetProperty("item").GetRawText());
    }

    [Theory]
    [InlineData("""{"Fn::Sub":"prod-${X}-pol"}""", "staging-1-pol", "confirmed")]
    [InlineData("""{"Fn::Sub":"prod-${X}-pol"}""", "prod-1-pol", "unverifiable")]
    [InlineData("""{"Fn::Sub":["prod-${X}-pol",{"X":"1"}]}""", "prod-1-pol", "")]
    [InlineData("""{"Fn::Join":["",["prod-",{"Fn::Unresolved":"x"},"-pol"]]}""", "staging-1-pol", "confirmed")]
    [InlineData("""{"Fn::Join":["",["prod-",{"Fn::Unresolved":"x"},"-pol"]]}""", "prod-1-pol", "unverifiable")]
    public async Task The_known_part_of_a_rendered_text_counts(string expected, string actual, string confidence)
    {
        _cli.Input = $$$"""{"id":1,"type":"AWS::SQS::Queue","expected":{"QueueName":{{{expected}}}},"actual":{"QueueName":"{{{actual}}}"}}""";

        var answer = Assert.Single(Answers(await _cli.RunAsync("compare", "--batch", "-")));

        Assert.Equal(confidence, string.Join(',', answer.GetProperty("differences").EnumerateArray().Select(d => d.GetProperty("confidence").GetString())));
    }

    [Fact]
    public async Task A_resource_is_compared_with_what_its_service_answers()
    {
        _cli.Input = """
            {"id": 1, "type": "AWS::S3::Bucket", "expected": {"BucketName": "b", "Tags": [{"Key": "a", "Value": "1"}]}, "actual": {"Tags": [{"Value": "1", "Key": "a"}, {"Key": "x", "Value": "y"}], "BucketName": "b", "Arn": "arn:b", "ObjectLockEnabled": true}}
            {"id": 2, "type": "AWS::RDS::DBInstance", "expected": {"MasterUserPassword": "c4nary-c4nary", "DBName": {"Fn::Unresolved": "export X"}}, "actual": {"DBName": "db"}}
            {"id": 3, "type": "AWS::S3::Bucket", "expected": [], "actual": {}}
            """;

        var result = await _cli.RunAsync("compare", "--batch", "-");

        var answers = Answers(result);
        Assert.Equal("/Tags/1", Assert.Single(answers[0].GetProperty("differences").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal("/ObjectLockEnabled", Assert.Single(answers[0].GetProperty("undeclared").EnumerateArray()).GetProperty("path").GetString());
        Assert.All(answers[1].GetProperty("differences").EnumerateArray(), d => Assert.Equal("unverifiable", d.GetProperty("confidence").GetString()));
        Assert.Equal("failed", answers[2].GetProperty("status").GetString());
        Assert.DoesNotContain("c4nary", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_may_come_from_a_file()
    {
        _cli.File("lines.jsonl", Line("f", Bucket, Bucket) + "\n");

        Assert.Empty(Assert.Single(Answers(await _cli.RunAsync("diff", "--batch", "lines.jsonl"))).GetProperty("differences").EnumerateArray());
        Assert.Equal(new CommandResult(ExitCode.Error, "", "nope.jsonl: there is no such file.\n"), await _cli.RunAsync("diff", "--batch", "nope.jsonl"));
    }

    [Fact]
    public async Task Two_files_are_compared_for_a_person()
    {
        _cli.File("expected.json", """{"QueueName": "orders", "DelaySeconds": "5", "VisibilityTimeout": 30}""");
        _cli.File("actual.json", """{"QueueName": "orders", "DelaySeconds": 5, "VisibilityTimeout": 60, "MaximumMessageSize": 1024}""");

        var result = await _cli.RunAsync("compare", "--type", "AWS::SQS::Queue", "expected.json", "actual.json", "--show-folded");

        Assert.Equal(
            new CommandResult(
                ExitCode.Different,
                """
                AWS::SQS::Queue
                  ~ /VisibilityTimeout  30 -> 60  update
                  = /DelaySeconds  Text or literal (CMP001)
                  . /MaximumMessageSize  1024  not declared

                1 difference, 1 not declared, 1 difference of spelling.

                """,
                ""),
            result);
        Assert.Equal(ExitCode.Ok, (await _cli.RunAsync("compare", "--type", "AWS::SQS::Queue", "expected.json", "expected.json")).ExitCode);
        Assert.Equal(ExitCode.Error, (await _cli.RunAsync("compare", "expected.json", "actual.json")).ExitCode);
    }

    [Theory]
    [InlineData("diff")]
    [InlineData("compare")]
    [InlineData("render")]
    public async Task A_line_whose_id_cannot_be_written_is_answered_without_it_and_the_next_one_as_ever(string command)
    {
        _cli.Input = """
            {"id":"\ud800","left":"Resources: {}","right":"Resources: {}","type":"A::B::C","expected":{},"actual":{},"template":"Resources: {}"}
            {"id":"b","left":"Resources: {}","right":"Resources: {}","type":"A::B::C","expected":{},"actual":{},"template":"Resources: {}"}
            """;

        var result = await _cli.RunAsync(command, "--batch", "-");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Equal(["failed", "b"], Answers(result).Select(a => a.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : a.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_resource_with_another_name_is_the_same_one_by_what_its_calls_come_to()
    {
        const string Left = """{"Mappings": {"M": {"k": {"v": "same"}}}, "Resources": {"Old": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "same"}}}}""";
        const string Right = """{"Mappings": {"M": {"k": {"v": "same"}}}, "Resources": {"New": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::FindInMap": ["M", "k", "v"]}}}}}""";
        _cli.Input = Line(1, Left, Right) + "\n" + Line(2, Left, Right.Replace("\"v\"]", "\"w\"]", StringComparison.Ordinal));

        var answers = Answers(await _cli.RunAsync("diff", "--batch", "-"));

        Assert.Equal(["New add Old", "Old remove New"], Renames(answers[0]));
        Assert.Equal(["New add ", "Old remove "], Renames(answers[1]));

        static IEnumerable<string> Renames(JsonElement answer) => answer.GetProperty("differences").EnumerateArray()
            .Select(d => $"{d.GetProperty("resource").GetString()} {d.GetProperty("kind").GetString()} {d.GetProperty("renamed").GetString()}");
    }

    [Theory]
    [InlineData("""{"Fn::ToJsonString": {"a": 1}}""", """{"Fn::ToJsonString": {"a": "1"}}""")]
    [InlineData("""{"Fn::ToJsonString": {"a": [], "b": 1}}""", """{"Fn::ToJsonString": {"b": 1}}""")]
    [InlineData("""{"Fn::ToJsonString": [{"Name": "a"}, {"Name": "b"}]}""", """{"Fn::ToJsonString": [{"Name": "b"}, {"Name": "a"}]}""")]
    [InlineData("""{"Fn::Select": [1, {"Fn::Split": [",", "[1, 2]"]}]}""", """{"Fn::Select": [1, {"Fn::Split": [",", "[1,2]"]}]}""")]
    [InlineData("""{"Fn::Sub": "{ $.b IS TRUE && $.c = ${AWS::Region} }"}""", """{"Fn::Sub": "{ $.bISTRUE && $.c = ${AWS::Region} }"}""")]
    [InlineData("""{"Fn::Sub": "[ -n ${AWS::Region} ]"}""", """{"Fn::Sub": "[-n${AWS::Region} ]"}""")]
    public async Task What_a_function_makes_of_its_text_is_not_guessed(string left, string right)
    {
        _cli.Input = Line(1, Topic(left), Topic(right)) + "\n" + Line(2, Topic(left), Topic(left));

        var answers = Answers(await _cli.RunAsync("diff", "--batch", "-"));

        Assert.Equal(("confirmed", "/Properties/DisplayName"), (
            Assert.Single(answers[0].GetProperty("differences").EnumerateArray()).GetProperty("confidence").GetString(),
            answers[0].GetProperty("differences")[0].GetProperty("path").GetString()));
        Assert.Equal((0, 0), (answers[0].GetProperty("folded").GetInt32(), answers[1].GetProperty("differences").GetArrayLength()));

        static string Topic(string value) => """{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": VALUE}}}}""".Replace("VALUE", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_verified_at_a_place_that_replaces_says_so()
    {
        _cli.Input = Line(1, Bucket.Replace("NAME", "\"b?r\"", StringComparison.Ordinal), Bucket.Replace("NAME", "\"bär\"", StringComparison.Ordinal));

        var difference = Assert.Single(Assert.Single(Answers(await _cli.RunAsync("diff", "--batch", "-"))).GetProperty("differences").EnumerateArray());

        Assert.Equal(("possible", "replacement"), (difference.GetProperty("confidence").GetString(), difference.GetProperty("impact").GetString()));
    }

    [Theory]
    [InlineData("!Sub 'arn:${AWS::Partition}:s3:::${B}'", "!GetAtt B.Arn", "possible")]
    [InlineData("!Ref B", "!Ref C", "confirmed")]
    [InlineData("!Sub '${B}-a'", "!Sub '${B}-b'", "confirmed")]
    [InlineData("!Sub '${B}-a'", "!Sub '${C}-a'", "possible")]
    public async Task Two_expressions_that_may_come_to_the_same_are_a_possible_difference(string left, string right, string expected)
    {
        _cli.File("left.yaml", Two(left));
        _cli.File("right.yaml", Two(right));
        _cli.File("none.json", "{}");

        var result = await _cli.RunAsync("diff", "left.yaml", "right.yaml", "--left-parameters", "none.json", "--format", "json");

        Assert.Equal(expected, Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("differences").EnumerateArray()).GetProperty("confidence").GetString());

        static string Two(string value) => $"Resources: {{B: {{Type: AWS::S3::Bucket}}, C: {{Type: AWS::S3::Bucket}}, T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {value}}}}}}}";
    }

    private static string Line(object id, string left, string right) => JsonSerializer.Serialize(new { id, left, right });

    private static List<JsonElement> Answers(CommandResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}
