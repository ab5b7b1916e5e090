using Dashboard.Core.Model;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws.CloudControl;

namespace Dashboard.Sources.Tests.Aws;

public sealed class CloudControlIdentifierTests
{
    private static readonly AccountRegion Scope = new("111111111111", "eu-west-1");

    [Theory]
    [InlineData("AWS::S3::Bucket", "logs", "{}", "logs")]
    [InlineData("AWS::SQS::Queue", "https://sqs/1/q", "{}", "https://sqs/1/q")]
    [InlineData("AWS::EC2::SecurityGroup", "sg-1", "{}", "sg-1")]
    [InlineData("AWS::EC2::Route", "rtb-1|0.0.0.0/0", "{}", "rtb-1|0.0.0.0/0")]
    [InlineData("AWS::EC2::Route", "old-1", """{"RouteTableId":"rtb-1","DestinationCidrBlock":"0.0.0.0/0"}""", "rtb-1|0.0.0.0/0")]
    [InlineData("AWS::EC2::VPCGatewayAttachment", "old-1", """{"VpcId":"vpc-1","InternetGatewayId":"igw-1"}""", "IGW|vpc-1")]
    [InlineData("AWS::ApiGateway::Resource", "r1", """{"RestApiId":"api1","ParentId":"p"}""", "api1|r1")]
    [InlineData("AWS::ApiGateway::Method", "anything", """{"RestApiId":"api1","ResourceId":"r1","HttpMethod":"GET"}""", "api1|r1|GET")]
    [InlineData("AWS::ECS::Service", "arn:aws:ecs:eu-west-1:1:service/main/web", """{"Cluster":"main"}""", "arn:aws:ecs:eu-west-1:1:service/main/web|main")]
    [InlineData("AWS::ECS::Service", "arn:aws:ecs:eu-west-1:1:service/web", "{}", "arn:aws:ecs:eu-west-1:1:service/web|default")]
    [InlineData("AWS::Cognito::UserPoolClient", "c1", """{"UserPoolId":"eu-west-1_p"}""", "eu-west-1_p|c1")]
    [InlineData("AWS::Lambda::Permission", "perm-1", """{"FunctionName":"f"}""", "f|perm-1")]
    [InlineData("AWS::Events::Rule", "nightly", "{}", "arn:aws:events:eu-west-1:111111111111:rule/nightly")]
    [InlineData("AWS::Events::Rule", "bus|nightly", "{}", "arn:aws:events:eu-west-1:111111111111:rule/bus/nightly")]
    [InlineData("AWS::SNS::Topic", "arn:aws:sns:eu-west-1:1:t", "{}", "arn:aws:sns:eu-west-1:1:t")]
    [InlineData("Acme::Own::Type", "x", "{}", "x")]
    public void The_identifier_is_made_of_what_is_known(string type, string physicalId, string declared, string expected) =>
        Assert.Equal((expected, null), Find(type, physicalId, (MapValue)JsonValues.Parse(declared)));

    [Theory]
    [InlineData("AWS::ApiGateway::Method", "anything", """{"HttpMethod":"GET"}""", "/RestApiId, /ResourceId")]
    [InlineData("AWS::ECS::Service", "web", """{"Cluster":"main"}""", "/ServiceArn")]
    [InlineData("AWS::SNS::Topic", "my-topic", "{}", "/TopicArn")]
    [InlineData("AWS::EC2::Route", "old-1", """{"RouteTableId":"rtb-1"}""", "/CidrBlock")]
    [InlineData("AWS::S3::Bucket", "", "{}", "physical id")]
    public void What_is_not_known_for_sure_is_no_identifier_but_a_reason(string type, string physicalId, string declared, string reason)
    {
        var (identifier, problem) = Find(type, physicalId, (MapValue)JsonValues.Parse(declared));

        Assert.Null(identifier);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declared_part_that_is_still_a_reference_is_not_known()
    {
        var (identifier, problem) = Find("AWS::ApiGateway::Resource", "r1", MapValue.Of(("RestApiId", new UnresolvedValue("export"))));

        Assert.Null(identifier);
        Assert.Contains("/RestApiId", problem, StringComparison.Ordinal);
    }

    private static (string? Identifier, string? Problem) Find(string type, string physicalId, MapValue declared) =>
        CloudControlIdentifier.Find(Scope, type, TraitsCatalog.Get(type).PrimaryIdentifier, physicalId, declared);
}
