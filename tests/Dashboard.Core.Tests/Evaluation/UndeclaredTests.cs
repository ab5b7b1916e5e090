using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What runs although no template says it, and the stacks that nobody claims.</summary>
public sealed class UndeclaredTests
{
    private const string Function = "AWS::Lambda::Function";

    [Fact]
    public void What_nothing_declares_is_listed_apart_from_drift()
    {
        var verdict = new Scene();
        verdict.Staging().Add("F", Function, """{"MemorySize":128,"VpcConfig":{"SubnetIds":["s"]}}""")
            .Live("F", """{"MemorySize":512,"PackageType":"Zip","Timeout":10,"VpcConfig":{"SubnetIds":["s"],"SecurityGroupIds":["sg"]}}""");

        var resource = verdict.Verdict().Resources[0];

        Assert.Equal(["/MemorySize"], resource.Differences.Select(d => d.Path.ToString()));
        Assert.Equal(["/Timeout 10", "/VpcConfig/SecurityGroupIds [\"sg\"]"], UndeclaredProperties.Of(resource).Select(d => $"{d.Path} {d.Actual}"));
        Assert.Equal(Status.Modified, resource.Status);
    }

    [Theory]
    [InlineData("""{"Arn":"arn:x"}""")]
    [InlineData("""{"FunctionName":"web-F-1A2B"}""")]
    [InlineData("""{"Layers":[],"Environment":{}}""")]
    [InlineData("""{"Tags":[{"Key":"aws:cloudformation:stack-name","Value":"web"}]}""")]
    public void What_only_the_service_sets_and_what_says_nothing_is_not(string live)
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, "{}").Live("F", live);

        Assert.Empty(UndeclaredProperties.Of(scene.Verdict().Resources[0]));
    }

    [Fact]
    public void A_default_of_the_schema_is_not_and_another_value_is()
    {
        var scene = new Scene();
        scene.Staging().Add("K", "AWS::KMS::Key", """{"Description":"d"}""").Add("L", "AWS::KMS::Key", """{"Description":"d"}""")
            .Live("K", """{"Description":"d","KeySpec":"SYMMETRIC_DEFAULT"}""").Live("L", """{"Description":"d","KeySpec":"RSA_2048"}""");

        var resources = scene.Verdict().Resources;

        Assert.Empty(UndeclaredProperties.Of(resources[0]));
        Assert.Equal("/KeySpec", Assert.Single(UndeclaredProperties.Of(resources[1])).Path.ToString());
    }

    [Fact]
    public void A_resource_that_was_not_read_has_none()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, "{}").Live("F", ReadOutcome.Denied, "no");

        Assert.Empty(UndeclaredProperties.Of(scene.Verdict().Resources[0]));
    }

    [Fact]
    public void A_stack_that_one_environment_claims_is_not_unclaimed_for_another()
    {
        var scene = new Scene();
        scene.Staging();
        var (here, there) = (new AccountRegion("111111111111", "eu-west-1"), new AccountRegion("111111111111", "us-east-1"));
        ListedStack Listed(AccountRegion scope, string name, bool isClaimed = false) => new(scope, name, "CREATE_COMPLETE", null, isClaimed);
        var staging = scene.Snapshot("staging") with { Listed = [Listed(there, "web"), Listed(here, "web", true), Listed(here, "api"), Listed(here, "old")] };
        var development = scene.Snapshot("production") with { Listed = [Listed(here, "web"), Listed(here, "api", true), Listed(here, "old")] };

        Assert.Equal([(here, "old"), (there, "web")], ListedStack.Unclaimed([staging, development]).Select(s => (s.Scope, s.StackName)));
    }
}
