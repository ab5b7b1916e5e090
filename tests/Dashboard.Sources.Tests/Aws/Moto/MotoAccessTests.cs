using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws.Access;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>The same before an emulator that checks every signature and permission: the printed policy is what a read takes, and no more.</summary>
public sealed class MotoAccessTests
{
    private static readonly AccountRegion Scope = new(StrictMoto.Account, StrictMoto.Region);
    private static readonly string[] Types = ["AWS::IAM::User", "AWS::SQS::Queue", "AWS::SSM::Parameter", "AWS::EC2::VPC", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_printed_policy_allows_is_read_and_all_else_is_denied()
    {
        await using var moto = await StrictMoto.StartAsync();
        var reader = await moto.UserAsync("driftboard", new ReadPolicy([.. Types.Select(TypeAccess.Of)]).ToJson());
        var queue = await moto.AwsAsync("sqs", "create-queue", "--queue-name", "jobs", "--query", "QueueUrl", "--output", "text");
        var topic = await moto.AwsAsync("sns", "create-topic", "--name", "alarms", "--query", "TopicArn", "--output", "text");
        var vpc = await moto.AwsAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--query", "Vpc.VpcId", "--output", "text");
        await moto.AwsAsync("ssm", "put-parameter", "--name", "level", "--type", "String", "--value", "info", "--description", "how much is logged", "--tags", "Key=team,Value=shop");
        await moto.AwsAsync("ssm", "put-parameter", "--name", "password", "--type", "SecureString", "--value", "canary-in-the-mine-2");
        await moto.AwsAsync("logs", "create-log-group", "--log-group-name", "web");
        await moto.AwsAsync(
            "dynamodb", "create-table", "--table-name", "orders", "--billing-mode", "PAY_PER_REQUEST", "--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH");
        using var source = StrictMoto.Source(moto.Options(reader));

        foreach (var (type, id) in new[] { ("AWS::IAM::User", "driftboard"), ("AWS::SQS::Queue", queue), ("AWS::SSM::Parameter", "level"), ("AWS::EC2::VPC", vpc), ("AWS::DynamoDB::Table", "orders"), ("AWS::Logs::LogGroup", "web") })
        {
            var read = await ReadAsync(type, id);
            Assert.True(read.Outcome == ReadOutcome.Read, $"{type}: {read.Outcome} {read.Detail}");
        }

        var refused = await ReadAsync("AWS::SNS::Topic", topic);
        Assert.Equal((ReadOutcome.Denied, "SNS"), (refused.Outcome, refused.Reader));
        Assert.Contains($"arn:aws:iam::{StrictMoto.Account}:user/driftboard is not authorized to perform: sns:GetTopicAttributes", refused.Detail, StringComparison.Ordinal);
        var secret = await ReadAsync("AWS::SSM::Parameter", "password");
        Assert.Equal("SecureString", secret.Properties!["Type"]!.ToString());
        Assert.DoesNotContain("canary", secret.Properties.ToString(), StringComparison.Ordinal);
        Assert.IsNotType<ScalarValue>(secret.Properties["Value"]);

        // Metadata always, values only where that is allowed.
        var printed = new ReadPolicy([TypeAccess.Of("AWS::SSM::Parameter")]).ToJson();
        using var blind = StrictMoto.Source(moto.Options(await moto.UserAsync("blind", printed.Replace("\"ssm:GetParameter\"", "\"ssm:GetParameterHistory\"", StringComparison.Ordinal))));
        var bare = await blind.ReadResourceAsync(Scope, "AWS::SSM::Parameter", "level", MapValue.Empty, [], Stop).Soon();
        Assert.True(bare.Outcome == ReadOutcome.Read, $"{bare.Outcome} {bare.Detail}");
        Assert.Equal(("String", "how much is logged", "shop"), (Told("Type"), Told("Description"), ((MapValue)bare.Properties!["Tags"]!)["team"]!.ToString()));
        Assert.Equal("reading values is denied (ssm:GetParameter)", Assert.IsType<UnresolvedValue>(bare.Properties["Value"]).Reason);

        string Told(string property) => bare.Properties![property]!.ToString()!;

        Task<ResourceObservation> ReadAsync(string type, string id) => source.ReadResourceAsync(Scope, type, id, MapValue.Empty, [], Stop).Soon();
    }
}
