using Dashboard.Core.Comparison;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>What a schema says that no service returns: it is compared where a reader has it all the same, and cannot be verified elsewhere.</summary>
public sealed class WriteOnlyTests
{
    private const string Broker = "AWS::AmazonMQ::Broker";

    [Theory]
    [InlineData(Broker, """{"EngineVersion":"3.13"}""", """{"EngineVersion":"3.13"}""")]
    [InlineData(Broker, """{"EngineVersion":"3.13"}""", """{"EngineVersion":"3.13.7"}""")]
    [InlineData(Broker, """{"EngineVersion":"3.13"}""", """{"EngineVersion":"3.12.13"}""", "NotEqual /EngineVersion Confirmed")]
    [InlineData(Broker, """{"EngineVersion":"3.13"}""", "{}", "Unverified /EngineVersion")]
    [InlineData(Broker, """{"EngineVersion":"3.13"}""", """{"EngineVersion":""}""", "Unverified /EngineVersion")]
    [InlineData(Broker, """{"BrokerName":"b"}""", """{"BrokerName":"b","EngineVersion":"3.13"}""")]
    [InlineData(Broker, """{"Configuration":{"Id":"c-1","Revision":2}}""", """{"Configuration":{"Id":"c-1","Revision":3,"Arn":"a"}}""", "NotEqual /Configuration/Revision Confirmed")]
    [InlineData(Broker, """{"Users":[{"Username":"a","Password":"p"}]}""", """{"Users":[{"Username":"a"}]}""", "Unverified /Users/0/Password")]
    [InlineData(Broker, """{"Users":[{"Username":"a","Password":"p"}]}""", """{"Users":[{"Username":"a","Password":"****"}]}""", "Unverified /Users/0/Password")]
    [InlineData(Broker, """{"Users":[{"Username":"a","Password":"p"}]}""", """{"Users":[]}""", "Unverified /Users")]
    [InlineData("AWS::ElastiCache::ReplicationGroup", """{"EngineVersion":"7.1","SecurityGroupIds":["sg-1","sg-2"]}""", """{"EngineVersion":"7.1.0","SecurityGroupIds":["sg-2","sg-1"]}""")]
    [InlineData("AWS::RDS::DBInstance", """{"MasterUserPassword":"p"}""", """{"MasterUserPassword":"q"}""", "Unverified /MasterUserPassword")]
    [InlineData("AWS::SSM::Parameter", """{"Tier":"Intelligent-Tiering"}""", """{"Tier":"Standard"}""", "NotEqual /Tier Possible")]
    [InlineData("AWS::ECS::Cluster", """{"ServiceConnectDefaults":{"Namespace":"shop"}}""", """{"ServiceConnectDefaults":{"Namespace":"arn:aws:servicediscovery:eu-west-1:111111111111:namespace/ns-1"}}""", "NotEqual /ServiceConnectDefaults/Namespace Possible")]
    public void What_was_returned_all_the_same_is_compared(string type, string left, string right, params string[] expected) =>
        Assert.Equal(expected, Found(type, Write.Map(left), Write.Map(right)));

    [Fact]
    public void A_secret_is_not_told_by_what_stands_for_it()
    {
        var secret = MapValue.Of(("EngineVersion", new SecretFingerprinter(new byte[32]).Fingerprint("3.13")));

        Assert.Equal(["Unverified /EngineVersion"], Found(Broker, secret, Write.Map("""{"EngineVersion":"3.13"}""")));
        Assert.Equal(["Unverified /EngineVersion"], Found(Broker, Write.Map("""{"EngineVersion":"3.13"}"""), secret));
    }

    private static string[] Found(string type, MapValue left, MapValue right)
    {
        var result = ResourceComparer.Compare(type, left, right, ComparisonOptions.Drift);
        return [.. result.Differences.Select(d => $"{d.Kind} {d.Path} {d.Confidence}"), .. result.Unverified.Select(u => $"Unverified {u.Path}")];
    }
}
