using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>The same before an emulator that checks every signature and permission: the printed policy is what a read takes, and no more.</summary>
public sealed class MotoAccessTests
{
    private const string Account = "123456789012";
    private const string Everything = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

    private static readonly AccountRegion Scope = new(Account, "eu-west-1");
    private static readonly string[] Types = ["AWS::IAM::User", "AWS::SQS::Queue", "AWS::SSM::Parameter", "AWS::EC2::VPC", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_printed_policy_allows_is_read_and_all_else_is_denied()
    {
        AwsCommand.Require();
        await using var strict = MotoServer.WithAuthorization(openCalls: 6);
        var url = await strict.UrlAsync();
        var admin = await UserAsync("admin", Everything);
        var reader = await UserAsync("driftboard", new ReadPolicy([.. Types.Select(TypeAccess.Of)]).ToJson());
        var queue = (await RunAsync(admin, "sqs", "create-queue", "--queue-name", "jobs", "--query", "QueueUrl", "--output", "text")).Trim();
        var topic = (await RunAsync(admin, "sns", "create-topic", "--name", "alarms", "--query", "TopicArn", "--output", "text")).Trim();
        var vpc = (await RunAsync(admin, "ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId", "--output", "text")).Trim();
        await RunAsync(admin, "ssm", "put-parameter", "--name", "level", "--type", "String", "--value", "info");
        await RunAsync(admin, "ssm", "put-parameter", "--name", "password", "--type", "SecureString", "--value", "canary-in-the-mine-2");
        await RunAsync(admin, "logs", "create-log-group", "--log-group-name", "web");
        await RunAsync(
            admin, "dynamodb", "create-table", "--table-name", "orders", "--billing-mode", "PAY_PER_REQUEST", "--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH");
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Account, new AwsAccountOptions(Account, Endpoint: url) { AccessKeyId = reader[0], SecretKey = reader[1] }), 1000) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(),
            TimeProvider.System);

        foreach (var (type, id) in new[] { ("AWS::IAM::User", "driftboard"), ("AWS::SQS::Queue", queue), ("AWS::SSM::Parameter", "level"), ("AWS::EC2::VPC", vpc), ("AWS::DynamoDB::Table", "orders"), ("AWS::Logs::LogGroup", "web") })
        {
            var read = await ReadAsync(type, id);
            Assert.True(read.Outcome == ReadOutcome.Read, $"{type}: {read.Outcome} {read.Detail}");
        }

        var refused = await ReadAsync("AWS::SNS::Topic", topic);
        Assert.Equal((ReadOutcome.Denied, "SNS"), (refused.Outcome, refused.Reader));
        Assert.Contains($"arn:aws:iam::{Account}:user/driftboard is not authorized to perform: sns:GetTopicAttributes", refused.Detail, StringComparison.Ordinal);
        var secret = await ReadAsync("AWS::SSM::Parameter", "password");
        Assert.Equal("SecureString", secret.Properties!["Type"]!.ToString());
        Assert.DoesNotContain("canary", secret.Properties.ToString(), StringComparison.Ordinal);
        Assert.IsNotType<ScalarValue>(secret.Properties["Value"]);

        Task<ResourceObservation> ReadAsync(string type, string id) => source.ReadResourceAsync(Scope, type, id, MapValue.Empty, [], Stop).Soon();

        async Task<string[]> UserAsync(string name, string policy)
        {
            string[] anybody = ["AKIAANYBODY", "x"];
            await RunAsync(anybody, "iam", "create-user", "--user-name", name);
            await RunAsync(anybody, "iam", "put-user-policy", "--user-name", name, "--policy-name", "all", "--policy-document", policy);
            var keys = await RunAsync(anybody, "iam", "create-access-key", "--user-name", name, "--query", "AccessKey.[AccessKeyId,SecretAccessKey]", "--output", "text");
            return keys.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }

        async Task<string> RunAsync(string[] keys, params string[] arguments)
        {
            var (exitCode, output, error) = await AwsCommand.RunAsAsync(url, keys, Scope.Region, arguments);
            Assert.True(exitCode == 0, $"aws {string.Join(' ', arguments)}: {error}");
            return output;
        }
    }
}
