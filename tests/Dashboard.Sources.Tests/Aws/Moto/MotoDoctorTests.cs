using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>Misconfigurations planted in an emulator that is not ours, and that checks signatures and policies.</summary>
public sealed class MotoDoctorTests
{
    private const string QueueName = "driftboard-changes";
    private const string Queue = $"https://sqs.{StrictMoto.Region}.amazonaws.com/{StrictMoto.Account}/{QueueName}";
    private const string QueueArn = $"arn:aws:sqs:{StrictMoto.Region}:{StrictMoto.Account}:{QueueName}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ReadPolicy Policy => new([TypeAccess.Of("AWS::SQS::Queue")]);

    [Fact]
    public async Task Credentials_and_permissions()
    {
        await using var moto = await StrictMoto.StartAsync();
        await moto.AwsAsync("cloudformation", "create-stack", "--stack-name", "staging-worker", "--template-body", "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}}");
        await moto.AwsAsync("iam", "create-role", "--role-name", "driftboard-read", "--assume-role-policy-document", """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999999999999:user/another"}, "Action": "sts:AssumeRole", "Resource": "*"}]}
            """);
        var reader = await moto.UserAsync("driftboard", Policy.ToJson());
        var narrow = await moto.UserAsync("narrow", Policy.ToJson().Replace("\"sqs:GetQueueAttributes\",", "", StringComparison.Ordinal));

        var fine = await CheckAsync(moto.Options(reader));
        // moto simulates no policies and keeps no drift results, and so leaves these two open; everything else is in order.
        Assert.Equal(["NotChecked data", "NotChecked permissions eu-west-1", "NotChecked not probed eu-west-1"], fine.Checks.Where(c => c.Verdict != CheckVerdict.Ok).Select(c => $"{c.Verdict} {c.Name}"));
        Assert.StartsWith("Whether data may be read could not be asked: iam SimulatePrincipalPolicy in us-east-1: HTTP 5", fine.Checks.Single(c => c.Name == "data").Message, StringComparison.Ordinal);
        Assert.Matches(@"^No answer about stored drift results \([^;]*\)\.$", fine.Checks.Single(c => c.Name == "permissions eu-west-1").Message);

        Explains(await CheckAsync(moto.Options(narrow)), "permissions eu-west-1", "AWS::SQS::Queue (sqs:GetQueueAttributes)", "driftboard doctor --policy");
        Explains(await CheckAsync(moto.Options(["AKIANOSUCHKEY0000000", "x"])), "credentials", "AWS does not know the access key", "new credentials");
        Explains(await CheckAsync(moto.Options([reader[0], "wrong"])), "credentials", "The secret key does not belong to the access key.", "Enter both anew");
        Explains(
            await CheckAsync(moto.Options(reader) with { RoleArn = $"arn:aws:iam::{StrictMoto.Account}:role/driftboard-read" }),
            "credentials", $"role/driftboard-read may not be assumed by arn:aws:iam::{StrictMoto.Account}:user/driftboard.", "trust policy must name that caller");
        Explains(await CheckAsync(moto.Options(reader), "us-west-2"), "stacks us-west-2", "but staging-worker in eu-west-1.", "put eu-west-1 in the place of us-west-2");
    }

    [Fact]
    public async Task Every_missing_action_is_named_at_once()
    {
        await using var moto = await StrictMoto.StartAsync();
        await moto.AwsAsync("cloudformation", "create-stack", "--stack-name", "staging-worker", "--template-body", """
            Resources:
              Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
              Level: {Type: 'AWS::SSM::Parameter', Properties: {Name: level, Type: String, Value: info}}
              Orders: {Type: 'AWS::DynamoDB::Table', Properties: {BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}]}}
              Reader: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}}}
            """);
        string[] types = ["AWS::DynamoDB::Table", "AWS::IAM::Role", "AWS::SQS::Queue", "AWS::SSM::Parameter"];
        string[] taken =
        [
            "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeType", "cloudformation:ListChangeSets", "cloudformation:ListImports", "cloudformation:ListStackInstances",
            "cloudformation:ListStackSets", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTables", "dynamodb:ListTagsOfResource",
            .. ReadPolicy.NetworkActions,
            "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:ListRoles", "sqs:GetQueueAttributes", "sqs:ListQueueTags", "sqs:ListQueues",
            "ssm:DescribeParameters", "ssm:GetParameterHistory", "ssm:ListTagsForResource",
        ];
        var printed = new ReadPolicy([.. types.Select(TypeAccess.Of)]).ToJson();
        Assert.All(taken, a => Assert.Contains($"\"{a}\"", printed, StringComparison.Ordinal));
        var narrow = await moto.UserAsync("narrow", taken.Aggregate(printed, (policy, action) => policy.Replace($"\"{action}\"", "\"none:None\"", StringComparison.Ordinal)));

        var report = await CheckAsync(moto.Options(narrow));

        Assert.Equal(taken, report.Missing);
    }

    [Fact]
    public async Task What_only_the_template_tells_where_to_find_is_tried_as_a_scan_finds_it()
    {
        await using var moto = await StrictMoto.StartAsync();
        await moto.AwsAsync("cloudformation", "create-stack", "--stack-name", "staging-network", "--template-body", """
            Resources:
              Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.40.0.0/16}}
              Gateway: {Type: 'AWS::EC2::InternetGateway'}
              Attached: {Type: 'AWS::EC2::VPCGatewayAttachment', Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
              Routes: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: !Ref Vpc}}
              Out: {Type: 'AWS::EC2::Route', DependsOn: Attached, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
            """);
        string[] types = ["AWS::EC2::VPC", "AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::RouteTable", "AWS::EC2::Route", "AWS::SQS::Queue"];
        var reader = await moto.UserAsync("driftboard", new ReadPolicy([.. types.Select(TypeAccess.Of)]).ToJson());

        var check = (await CheckAsync(moto.Options(reader))).Checks.Single(c => c.Name == "permissions eu-west-1");

        Assert.Matches(@"^No answer about stored drift results \([^;]*\)\.$", check.Message);
        Assert.DoesNotContain("Try again.", check.Remedy, StringComparison.Ordinal);
        Assert.Contains("trying again will not change it", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_parameters_that_may_not_be_read_are_a_gap_and_no_failure()
    {
        await using var moto = await StrictMoto.StartAsync();
        await moto.AwsAsync("cloudformation", "create-stack", "--stack-name", "staging-settings", "--template-body", "Resources: {Level: {Type: 'AWS::SSM::Parameter', Properties: {Name: level, Type: String, Value: info}}}");
        var policy = new ReadPolicy([TypeAccess.Of("AWS::SSM::Parameter"), TypeAccess.Of("AWS::SQS::Queue")]).ToJson();
        Assert.Contains("\"ssm:GetParameter\"", policy, StringComparison.Ordinal);
        var reader = await moto.UserAsync("driftboard", policy);
        var blind = await moto.UserAsync("blind", policy.Replace("\"ssm:GetParameter\"", "\"ssm:GetParameterHistory\"", StringComparison.Ordinal));

        Assert.DoesNotContain((await CheckAsync(moto.Options(reader))).Checks, c => c.Name == "values eu-west-1");
        var checks = (await CheckAsync(moto.Options(blind))).Checks;

        Assert.DoesNotContain(checks, c => c.Verdict == CheckVerdict.Failed);
        var gap = checks.Single(c => c.Name == "values eu-west-1");
        Assert.Equal((CheckVerdict.Warning, "Parameters are read without their values: ssm:GetParameter is missing, so what a value is shows as not known."), (gap.Verdict, gap.Message));
    }

    [Fact]
    public async Task A_queue_of_changes()
    {
        await using var moto = await StrictMoto.StartAsync();
        await moto.AwsAsync("cloudformation", "create-stack", "--stack-name", "staging-worker", "--template-body", "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}}");
        // moto knows no resources of queues, and an action of its own for deleting several messages.
        var printed = (Policy with { Queues = [QueueArn] }).ToJson().Replace($"\"{QueueArn}\"", "\"*\"", StringComparison.Ordinal).Replace("sqs:DeleteMessage\"", "sqs:DeleteMessage*\"", StringComparison.Ordinal);
        var reader = await moto.UserAsync("driftboard", printed);
        var older = await moto.UserAsync("older", Policy.ToJson());
        AwsAccountOptions With(string[] keys) => moto.Options(keys) with { Queues = ChangeQueue.ReadAll(Queue)!.Value };

        Explains(await CheckAsync(With(reader)), "queue eu-west-1", $"There is no queue {Queue}.", "Deploy docs/access/change-queue.yaml in eu-west-1");

        var url = await moto.AwsAsync("sqs", "create-queue", "--queue-name", QueueName, "--query", "QueueUrl", "--output", "text");
        await moto.AwsAsync("sqs", "send-message", "--queue-url", url, "--message-body", "{}");
        Explains(await CheckAsync(With(reader)), "queue eu-west-1", $"The policy of {QueueName} does not let events.amazonaws.com do sqs:SendMessage", "the policy that stands there");

        var policy = $$$"""{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"events.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"{{{QueueArn}}}\"}]}""";
        await SetAsync("Policy", policy);
        Assert.Equal((CheckVerdict.Ok, $"{QueueName} may be read, and EventBridge may write to it."), Of(await CheckAsync(With(reader))));
        // What the doctor took is still there for whoever waits for it.
        Assert.Equal("1", await moto.AwsAsync("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All", "--query", "Attributes.ApproximateNumberOfMessages", "--output", "text"));

        var denied = await CheckAsync(With(older));
        Explains(denied, "queue eu-west-1", "cannot be taken and deleted as they have to be: sqs:ReceiveMessage, sqs:DeleteMessage are missing.", $"set ChangeQueueArns of docs/access/read-role.yaml to {QueueArn}");
        Assert.Equal(["sqs:DeleteMessage", "sqs:ReceiveMessage"], denied.Missing);

        var blind = await CheckAsync(With(await moto.UserAsync("blind", printed.Replace("sqs:GetQueueAttributes", "sqs:GetQueueUrl", StringComparison.Ordinal))));
        Assert.Equal(
            (CheckVerdict.NotChecked, $"Messages of {QueueName} may be taken and deleted; whether EventBridge may write to it could not be asked: sqs:GetQueueAttributes is missing."), Of(blind));

        await SetAsync("KmsMasterKeyId", "alias/aws/sqs");
        // moto forgets the policy over it.
        await SetAsync("Policy", policy);
        Explains(await CheckAsync(With(reader)), "queue eu-west-1", $"{QueueName} is encrypted with alias/aws/sqs, which EventBridge may not use", "SqsManagedSseEnabled");

        var elsewhere = Of(await CheckAsync(With(reader), "us-west-2"), "queue us-west-2");
        Assert.Equal(CheckVerdict.Warning, elsewhere.Verdict);
        Assert.StartsWith($"None of the account's queues stands there, but {QueueName} in eu-west-1", elsewhere.Message, StringComparison.Ordinal);

        Task SetAsync(string name, string value) => moto.AwsAsync("sqs", "set-queue-attributes", "--queue-url", url, "--attributes", $$"""{"{{name}}": "{{value}}"}""");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("no policy", false)]
    [InlineData("""{"Statement": {"Effect": "Allow", "Principal": {"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}, "Action": ["sqs:*"], "Resource": "*"}}""", true)]
    [InlineData("""{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"}}""", true)]
    [InlineData("""{"Statement": {"Effect": "Deny", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}}""", false)]
    [InlineData("""{"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:GetQueueUrl"}}""", false)]
    [InlineData("""{"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:123456789012:another"}}""", false)]
    public void A_policy_lets_EventBridge_send_or_not(string? policy, bool lets) => Assert.Equal(lets, QueueDoctor.LetsEventBridgeSend(policy, QueueArn));

    private static (CheckVerdict Verdict, string Message) Of(AccessReport report, string name = "queue eu-west-1") => report.Checks.Where(c => c.Name == name).Select(c => (c.Verdict, c.Message)).Single();

    private static async Task<AccessReport> CheckAsync(AwsAccountOptions account, string region = StrictMoto.Region)
    {
        using var source = StrictMoto.Source(account);
        var target = new AccessTarget("staging", StrictMoto.Account, [region], ["AWS::SQS::Queue"], static (_, name) => name.StartsWith("staging-", StringComparison.Ordinal), static _ => "staging-worker");
        return await new AccessDoctor(source).CheckAsync(target, Stop).Soon();
    }

    private static void Explains(AccessReport report, string name, string message, string remedy)
    {
        var check = Assert.Single(report.Checks, c => c.Verdict == CheckVerdict.Failed);
        Assert.Equal(name, check.Name);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }
}
