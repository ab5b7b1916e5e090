using System.Net;
using System.Xml.Linq;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>CloudFormation's own drift detection, with its documented gaps, over the wire.</summary>
public sealed class DriftTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private SandboxServer _server = null!;

    private SandboxCloud Cloud => _server.Cloud;

    public async ValueTask InitializeAsync() => _server = await SandboxServer.StartAsync(new SandboxCloud(_time)).Soon();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Detection_runs_for_a_while_and_only_then_has_results()
    {
        Cloud.CreateStack(Stack("web", Template));
        Change("Jobs", """[{"op":"replace","path":"/VisibilityTimeout","value":300}]""");

        var id = (await _server.CloudFormationAsync("DetectStackDrift", "StackDriftDetectionId", ("StackName", "web"))).Single();
        var running = await StatusAsync(id);

        Assert.Equal("DETECTION_IN_PROGRESS", running.Element("DetectionStatus")!.Value);
        Assert.Null(running.Element("StackDriftStatus"));
        Assert.Null(running.Element("DriftedStackResourceCount"));
        Assert.Equal("NOT_CHECKED", Cloud.Find("web").DriftStatus);
        var (status, refusal) = await _server.QueryAsync("cloudformation", "DetectStackDrift", ("StackName", "web"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (status, refusal.Value.Contains("already in progress", StringComparison.Ordinal)));

        _time.Advance(TimeSpan.FromSeconds(1));
        var done = await StatusAsync(id);

        Assert.Equal(
            ("DETECTION_COMPLETE", "DRIFTED", "1", "2026-11-02T09:00:00.000Z"),
            (done.Element("DetectionStatus")!.Value, done.Element("StackDriftStatus")!.Value, done.Element("DriftedStackResourceCount")!.Value, done.Element("Timestamp")!.Value));
        Assert.Equal(["DRIFTED"], await _server.CloudFormationAsync("DescribeStacks", "StackDriftStatus", ("StackName", "web")));
        Assert.Equal(["MODIFIED", "IN_SYNC"], await _server.CloudFormationAsync("ListStackResources", "StackResourceDriftStatus", ("StackName", "web")));
    }

    [Fact]
    public async Task A_difference_has_its_path_kind_and_both_values()
    {
        Cloud.CreateStack(Stack("web", """
            Resources:
              Door:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: d
                  SecurityGroupIngress:
                    - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}
                    - {IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}
            """));
        Change("Door", """
            [{"op": "add", "path": "/SecurityGroupIngress/0", "value": {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}},
             {"op": "remove", "path": "/SecurityGroupIngress/2"}, {"op": "replace", "path": "/SecurityGroupIngress/1/CidrIp", "value": "10.9.0.0/16"}]
            """);

        var drift = await DetectAsync("web", "Door");

        Assert.Equal(
            ["/SecurityGroupIngress/0/CidrIp NOT_EQUAL 10.0.0.0/8 -> 0.0.0.0/0", "/SecurityGroupIngress/0/FromPort NOT_EQUAL 443 -> 22", "/SecurityGroupIngress/0/ToPort NOT_EQUAL 443 -> 22",
             "/SecurityGroupIngress/1/CidrIp NOT_EQUAL 10.0.0.0/8 -> 10.9.0.0/16", "/SecurityGroupIngress/1/FromPort NOT_EQUAL 80 -> 443", "/SecurityGroupIngress/1/ToPort NOT_EQUAL 80 -> 443"],
            Differences(drift));
    }

    [Fact]
    public async Task Items_that_come_and_go_are_added_and_removed()
    {
        Cloud.CreateStack(Stack("web", """
            Resources:
              R: {Type: AWS::IAM::Role, Properties: {RoleName: r, AssumeRolePolicyDocument: {Version: "2012-10-17"}, ManagedPolicyArns: ["arn:a", "arn:b"]}}
            """));

        Change("R", """[{"op":"add","path":"/ManagedPolicyArns/-","value":"arn:c"}]""");
        Assert.Equal(["/ManagedPolicyArns/2 ADD null -> arn:c"], Differences(await DetectAsync("web", "R")));

        Change("R", """[{"op":"replace","path":"/ManagedPolicyArns","value":["arn:b"]}]""");
        Assert.Equal(["/ManagedPolicyArns/0 REMOVE arn:a -> null"], Differences(await DetectAsync("web", "R")));

        Change("R", """[{"op":"replace","path":"/ManagedPolicyArns","value":["arn:b","arn:a"]}]""");
        Assert.Equal("IN_SYNC", (await DetectAsync("web", "R")).Element("StackResourceDriftStatus")!.Value);
    }

    [Theory]
    [InlineData("a property that the template does not set", """{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}""", """{"op":"add","path":"/DelaySeconds","value":900}""")]
    [InlineData("a tag that the template does not set", """{Type: AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: b}]}}""", """{"op":"add","path":"/Tags/-","value":{"Key":"hand","Value":"made"}}""")]
    [InlineData("a key: an alias and its key are hard to tell apart", """{Type: AWS::RDS::DBInstance, Properties: {KmsKeyId: one}}""", """{"op":"replace","path":"/KmsKeyId","value":"two"}""")]
    [InlineData("what nobody returns", """{Type: AWS::RDS::DBInstance, Properties: {AllowMajorVersionUpgrade: true, Engine: postgres}}""", """{"op":"replace","path":"/AllowMajorVersionUpgrade","value":false}""")]
    [InlineData("a function's code", """{Type: AWS::Lambda::Function, Properties: {Code: {S3Bucket: b, S3Key: k}, Handler: h}}""", """{"op":"replace","path":"/Code/S3Key","value":"other"}""")]
    public async Task Not_compared_is(string what, string resource, string change)
    {
        Assert.NotEmpty(what);
        Cloud.CreateStack(Stack("web", "Resources:\n  R: " + resource));
        Change("R", $"[{change}]");

        var drift = await DetectAsync("web", "R");

        Assert.Equal("IN_SYNC", drift.Element("StackResourceDriftStatus")!.Value);
        Assert.Empty(drift.Descendants("PropertyDifferences").Elements());
    }

    [Fact]
    public async Task A_deleted_resource_has_no_actual_properties()
    {
        Cloud.CreateStack(Stack("web", Template));
        Cloud.DeleteByHand(Account, Region, "web", "Jobs");

        var drift = await DetectAsync("web", "Jobs");

        Assert.Equal("DELETED", drift.Element("StackResourceDriftStatus")!.Value);
        Assert.Null(drift.Element("ActualProperties"));
        Assert.Equal(Map("""{"QueueName":"web-jobs","VisibilityTimeout":30}"""), JsonValues.Parse(drift.Element("ExpectedProperties")!.Value));
    }

    [Fact]
    public async Task Types_that_cannot_be_read_are_absent_and_a_stack_of_nothing_else_says_in_sync()
    {
        Cloud.CreateStack(Stack("web", """
            Resources:
              Record: {Type: AWS::Route53::RecordSet, Properties: {Name: a.example.com, Type: A}}
              Policy: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [q], PolicyDocument: {}}}
              Custom: {Type: "Custom::Thing", Properties: {ServiceToken: t}}
            """));
        Change("Record", """[{"op":"replace","path":"/Type","value":"CNAME"}]""");

        var status = await DetectAllAsync("web");

        Assert.Equal(("DETECTION_COMPLETE", "IN_SYNC", "0"), (status.Element("DetectionStatus")!.Value, status.Element("StackDriftStatus")!.Value, status.Element("DriftedStackResourceCount")!.Value));
        Assert.Empty(await _server.CloudFormationAsync("DescribeStackResourceDrifts", "LogicalResourceId", ("StackName", "web")));
        Assert.Equal(["NOT_CHECKED", "NOT_CHECKED", "NOT_CHECKED"], await _server.CloudFormationAsync("ListStackResources", "StackResourceDriftStatus", ("StackName", "web")));
        var (code, answer) = await _server.QueryAsync("cloudformation", "DetectStackResourceDrift", ("StackName", "web"), ("LogicalResourceId", "Record"));
        Assert.Equal((HttpStatusCode.BadRequest, "Resource type AWS::Route53::RecordSet does not support drift detection"), (code, answer.Descendants("Message").Single().Value));
    }

    [Fact]
    public async Task What_a_hidden_parameter_gave_comes_back_masked_and_its_change_is_not_seen()
    {
        Cloud.CreateStack(Stack("web", """
            Parameters: {Token: {Type: String, NoEcho: true}}
            Resources:
              F: {Type: AWS::Lambda::Function, Properties: {Handler: h, Code: {ZipFile: x}, Environment: {Variables: {TOKEN: !Ref Token, URL: !Sub "https://u:${Token}@example.com", PLAIN: p}}}}
            """, ("Token", "canary-one")));
        Change("F", """[{"op":"replace","path":"/Environment/Variables/TOKEN","value":"canary-two"}]""");

        var drift = await DetectAsync("web", "F");

        Assert.Equal("IN_SYNC", drift.Element("StackResourceDriftStatus")!.Value);
        var expected = JsonValues.Parse(drift.Element("ActualProperties")!.Value);
        Assert.Equal(Map("""{"PLAIN":"p","TOKEN":"****","URL":"****"}"""), ((MapValue)((MapValue)expected)["Environment"]!)["Variables"]);
        Assert.DoesNotContain("canary", drift.ToString(), StringComparison.Ordinal);
        Assert.Equal(["****"], await _server.CloudFormationAsync("DescribeStacks", "ParameterValue", ("StackName", "web")));
    }

    [Fact]
    public async Task A_resource_that_cannot_be_read_just_now_fails_alone()
    {
        Cloud.CreateStack(Stack("web", Template));
        Change("News", """[{"op":"replace","path":"/DisplayName","value":"other"}]""");
        using var fault = Cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, Operation: "GetResource", Type: "AWS::SQS::Queue"));

        var status = await DetectAllAsync("web");

        Assert.Equal(("DETECTION_FAILED", "DRIFTED"), (status.Element("DetectionStatus")!.Value, status.Element("StackDriftStatus")!.Value));
        Assert.Equal(
            Map("""{"Summary":"Failed to detect drift on 1 resource(s)","Failures":[{"Resource":"Jobs","FailureReason":"Rate exceeded"}]}"""),
            JsonValues.Parse(status.Element("DetectionStatusReason")!.Value));
        Assert.Equal(["UNKNOWN", "MODIFIED"], await _server.CloudFormationAsync("ListStackResources", "StackResourceDriftStatus", ("StackName", "web")));
    }

    [Fact]
    public async Task Detection_does_not_enter_nested_stacks()
    {
        Cloud.PutObject("t", "q.yaml", "Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 1}}}");
        Cloud.CreateStack(Stack("web", "Resources: {Q: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: \"https://s3.amazonaws.com/t/q.yaml\"}}, T: {Type: AWS::SNS::Topic}}"));
        Change("Q/Jobs", """[{"op":"replace","path":"/VisibilityTimeout","value":2}]""");

        var status = await DetectAllAsync("web");

        Assert.Equal("IN_SYNC", status.Element("StackDriftStatus")!.Value);
        var child = Cloud.Find("web").Resources["Q"].PhysicalId;
        Assert.Equal("DRIFTED", (await DetectAllAsync(child)).Element("StackDriftStatus")!.Value);
    }

    [Fact]
    public async Task Results_can_be_filtered_and_asked_for_some_resources_only()
    {
        Cloud.CreateStack(Stack("web", Template));
        Change("Jobs", """[{"op":"replace","path":"/VisibilityTimeout","value":300}]""");

        await DetectAllAsync("web", ("LogicalResourceIds.member.1", "News"));
        Assert.Equal(["News"], await _server.CloudFormationAsync("DescribeStackResourceDrifts", "LogicalResourceId", ("StackName", "web")));
        await DetectAllAsync("web");

        Assert.Equal(["Jobs", "News"], await _server.CloudFormationAsync("DescribeStackResourceDrifts", "LogicalResourceId", ("StackName", "web")));
        Assert.Equal(
            ["Jobs"], await _server.CloudFormationAsync("DescribeStackResourceDrifts", "LogicalResourceId", ("StackName", "web"), ("StackResourceDriftStatusFilters.member.1", "MODIFIED")));
    }

    [Fact]
    public async Task Only_a_stack_that_stands_is_looked_at()
    {
        Cloud.CreateStack(Stack("web", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue nowhere}}}"));

        var (status, answer) = await _server.QueryAsync("cloudformation", "DetectStackDrift", ("StackName", "web"));

        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (status, answer.Descendants("Code").Single().Value));
        Assert.Contains("ROLLBACK_COMPLETE", answer.Value, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await _server.QueryAsync("cloudformation", "DetectStackDrift", ("StackName", "none"))).Answer.Value, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await _server.QueryAsync("cloudformation", "DescribeStackDriftDetectionStatus", ("StackDriftDetectionId", "none"))).Answer.Value, StringComparison.Ordinal);
    }

    private void Change(string address, string patch) => Cloud.ChangeByHand(Account, Region, "web", address, patch);

    private async Task<XElement> StatusAsync(string id) =>
        (await _server.QueryAsync("cloudformation", "DescribeStackDriftDetectionStatus", ("StackDriftDetectionId", id))).Answer.Descendants("DescribeStackDriftDetectionStatusResult").Single();

    private async Task<XElement> DetectAllAsync(string stack, params (string, string)[] fields)
    {
        var id = (await _server.CloudFormationAsync("DetectStackDrift", "StackDriftDetectionId", [("StackName", stack), .. fields])).Single();
        _time.Advance(TimeSpan.FromSeconds(1));
        return await StatusAsync(id);
    }

    private async Task<XElement> DetectAsync(string stack, string logicalId)
    {
        var (status, answer) = await _server.QueryAsync("cloudformation", "DetectStackResourceDrift", ("StackName", stack), ("LogicalResourceId", logicalId));
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return answer.Descendants("StackResourceDrift").Single();
    }

    private static string[] Differences(XElement drift) =>
    [
        .. drift.Element("PropertyDifferences")!.Elements().Select(d =>
            $"{d.Element("PropertyPath")!.Value} {d.Element("DifferenceType")!.Value} {d.Element("ExpectedValue")!.Value} -> {d.Element("ActualValue")!.Value}").Order(StringComparer.Ordinal),
    ];
}
