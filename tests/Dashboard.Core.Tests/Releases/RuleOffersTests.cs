using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Releases;

/// <summary>A rule that is offered settles the difference that it was offered for, and no more than that.</summary>
public sealed class RuleOffersTests
{
    private const string Group = "AWS::EC2::SecurityGroup";
    private const string Rule443 = """{"IpProtocol":"tcp","FromPort":"443","ToPort":"443","CidrIp":"10.0.0.0/8"}""";
    private const string Rule22 = """{"IpProtocol":"tcp","FromPort":"22","ToPort":"22","CidrIp":"0.0.0.0/0"}""";

    [Theory]
    [InlineData("AWS::SQS::Queue", """{"VisibilityTimeout":"30","DelaySeconds":"1"}""", """{"VisibilityTimeout":"60","DelaySeconds":"2"}""")]
    [InlineData("AWS::SQS::Queue", """{"Tags":[{"Key":"a/b","Value":"1"},{"Key":"c","Value":"2"}]}""", """{"Tags":[{"Key":"a/b","Value":"9"},{"Key":"c","Value":"3"}]}""")]
    [InlineData("AWS::Lambda::Function", """{"Environment":{"Variables":{"a~b/c":"1","*":"2","[x=y]":"3"}}}""", """{"Environment":{"Variables":{"a~b/c":"9","*":"8","[x=y]":"7"}}}""")]
    [InlineData(Group, """{"SecurityGroupIngress":[""" + Rule443 + "]}", """{"SecurityGroupIngress":[""" + Rule443 + "," + Rule22 + "]}")]
    public void What_a_rule_was_offered_for_is_declared_and_nothing_else(string type, string staging, string production)
    {
        var before = Scene(type, staging, production).Parity().Items.Where(i => i.Pile == ParityPile.Unexplained).ToList();
        Assert.NotEmpty(before);
        foreach (var item in before)
        {
            var offer = RuleOffers.Declare(item, "production");
            if (offer.Draft is not { } draft)
            {
                Assert.Equal("no pattern names this place", offer.Refusal);
                continue;
            }

            var scene = Scene(type, staging, production).Rule(RuleKind.Expect, draft.Resource, draft.Property, draft.Component, environment: draft.Environment);
            var after = scene.Parity().Items;

            Assert.Equal(ParityPile.Declared, Assert.Single(after, i => i.Path.Equals(item.Path)).Pile);
            Assert.Equal(before.Count - 1, after.Count(i => i.Pile == ParityPile.Unexplained));
        }
    }

    [Fact]
    public void A_resource_in_one_environment_only_is_declared_whole()
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", "AWS::SQS::Queue").Add("Extra", "AWS::SQS::Queue");
        scene.Production().Add("Jobs", "AWS::SQS::Queue");
        scene.Staging().Desired(Evaluation.Scene.MainCommit, Write.Resource("Jobs", "AWS::SQS::Queue", "{}"), Write.Resource("Extra", "AWS::SQS::Queue", "{}"));
        scene.Production().Desired(Evaluation.Scene.MainCommit, Write.Resource("Jobs", "AWS::SQS::Queue", "{}"));
        var item = Assert.Single(scene.Parity().Items, i => i.Pile == ParityPile.Unexplained);

        var draft = RuleOffers.Declare(item, "production").Draft!;
        scene.Rule(RuleKind.Expect, draft.Resource, draft.Property, draft.Component, environment: draft.Environment);

        Assert.Equal(("Extra", null), (draft.Resource, draft.Property));
        Assert.Equal(1, scene.Parity().Counts.Declared);
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""", """{"VisibilityTimeout":"60"}""", "60")]
    [InlineData(Group, """{"SecurityGroupIngress":[""" + Rule443 + "]}", """{"SecurityGroupIngress":[""" + Rule443 + "," + Rule22 + "]}", "0.0.0.0/0:22")]
    [InlineData("AWS::Lambda::Function", """{"Layers":["a"]}""", """{"Layers":["a","b c"]}""", "b c")]
    [InlineData("AWS::SQS::Queue", """{"Tags":[{"Key":"a","Value":"1"}]}""", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""", """{"Key":"b","Value":"2"}""")]
    [InlineData("AWS::SNS::Topic", """{"DisplayName":"a"}""", """{"DisplayName":""}""", "")]
    public void A_drift_is_accepted_by_its_value_and_another_value_is_news(string type, string deployed, string live, string value)
    {
        var resource = Drifted(type, deployed, live);
        var drift = Assert.Single(resource.Differences);

        var draft = RuleOffers.Accept(Write.Production, resource, drift).Draft!;
        var scene = new Scene().Rule(RuleKind.Accept, draft.Resource, draft.Property, draft.Component, environment: draft.Environment, value: draft.Value);
        scene.Production().Add("It", type, deployed).Live("It", live);

        Assert.Equal(value, draft.Value);
        Assert.Equal(Status.InSync, scene.Verdict("production").Resources[0].Status);
        var other = new Scene().Rule(RuleKind.Accept, draft.Resource, draft.Property, draft.Component, environment: draft.Environment, value: draft.Value + "x");
        other.Production().Add("It", type, deployed).Live("It", live);
        Assert.Equal(Status.Modified, other.Verdict("production").Resources[0].Status);
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", """{"VisibilityTimeout":"45","QueueName":"q"}""", """{"QueueName":"q"}""", """{"VisibilityTimeout":"60","QueueName":"q"}""", "/VisibilityTimeout")]
    [InlineData("AWS::SQS::Queue", """{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}""", """{"Tags":[{"Key":"b","Value":"2"}]}""", """{"Tags":[{"Key":"a","Value":"9"},{"Key":"b","Value":"2"}]}""", "/Tags/[Key=a]")]
    public void A_property_that_was_removed_is_accepted_as_absent_and_any_value_is_news(string type, string deployed, string live, string news, string property)
    {
        var resource = Drifted(type, deployed, live);

        var draft = RuleOffers.Accept(Write.Production, resource, Assert.Single(resource.Differences)).Draft!;

        Assert.Equal((property, null, true), (draft.Property, draft.Value, draft.IsAbsent));
        Assert.Equal(Status.InSync, Verdict(live).Status);
        Assert.Equal(Status.Modified, Verdict(news).Status);

        ResourceEvaluation Verdict(string runs)
        {
            var scene = new Scene().Rule(RuleKind.Accept, draft.Resource, draft.Property, draft.Component, environment: draft.Environment, isAbsent: true);
            scene.Production().Add("It", type, deployed).Live("It", runs);
            return scene.Verdict("production").Resources[0];
        }
    }

    [Fact]
    public void An_item_without_a_key_that_was_removed_is_ignored_and_not_accepted()
    {
        var resource = Drifted("AWS::Lambda::Function", """{"Layers":["a","b"]}""", """{"Layers":["b"]}""");
        var drift = Assert.Single(resource.Differences);

        Assert.Contains("ignore the property instead", RuleOffers.Accept(Write.Production, resource, drift).Refusal, StringComparison.Ordinal);
        Assert.NotNull(RuleOffers.Ignore(Write.Production, resource, drift).Draft);
    }

    [Fact]
    public void A_secret_that_was_changed_by_hand_is_ignored_without_its_value()
    {
        var resource = Drifted("AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""", """{"VisibilityTimeout":"60"}""");
        var secret = resource.Differences[0] with { Actual = Write.Fingerprinter.Fingerprint("s3cr3t-value-of-somebody") };

        Assert.Contains("ignore the property instead", RuleOffers.Accept(Write.Production, resource, secret).Refusal, StringComparison.Ordinal);
        Assert.Equal(("/VisibilityTimeout", null), (RuleOffers.Ignore(Write.Production, resource, secret).Draft!.Property, RuleOffers.Ignore(Write.Production, resource, secret).Draft!.Value));
    }

    [Fact]
    public void What_was_changed_by_hand_is_accepted_with_its_value_before_it_is_declared()
    {
        const string Deployed = """{"VisibilityTimeout":"30"}""";
        var scene = Scene("AWS::SQS::Queue", Deployed, Deployed);
        scene.Production().Live("It", """{"VisibilityTimeout":"60"}""");
        var item = Assert.Single(scene.Parity().Items, i => i.Pile == ParityPile.Unexplained);

        Assert.True(item.IsByHand);
        Assert.Contains("changed by hand: put it back, or accept", RuleOffers.Declare(item, "production").Refusal, StringComparison.Ordinal);
        Assert.NotNull(RuleOffers.Declare(item, "production", isAccepted: true).Draft);

        var accepted = Assert.Single(scene.Rule(RuleKind.Accept, "It", "/VisibilityTimeout", "web", environment: "production", value: "60").Parity().Items, i => i.Pile == ParityPile.Unexplained);
        Assert.StartsWith("changed by hand in production, accepted there until ", accepted.Reason, StringComparison.Ordinal);
        Assert.False(accepted.IsByHand);
        Assert.NotNull(RuleOffers.Declare(accepted, "production").Draft);
    }

    [Fact]
    public void What_was_deleted_by_hand_has_no_value_to_accept_and_may_be_declared()
    {
        var scene = Scene("AWS::SQS::Queue", "{}", "{}");
        scene.Production().Live("It", ReadOutcome.Missing);
        var item = Assert.Single(scene.Parity().Items, i => i.Pile == ParityPile.Unexplained);

        Assert.True(item.IsByHand);
        Assert.NotNull(RuleOffers.Declare(item, "production").Draft);
    }

    [Fact]
    public void An_ignored_property_is_left_to_the_platform()
    {
        var resource = Drifted("AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""", """{"VisibilityTimeout":"60"}""");

        var draft = RuleOffers.Ignore(Write.Production, resource, resource.Differences[0]).Draft!;
        var scene = new Scene().Rule(RuleKind.Ignore, draft.Resource, draft.Property, draft.Component, environment: draft.Environment);
        scene.Production().Add("It", "AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""").Live("It", """{"VisibilityTimeout":"61"}""");

        Assert.Equal(Status.InSync, scene.Verdict("production").Resources[0].Status);
    }

    [Fact]
    public void What_no_rule_can_settle_is_refused_with_a_reason()
    {
        var gone = Drifted("AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""", null);
        var resource = Drifted("AWS::SQS::Queue", """{"VisibilityTimeout":"30"}""", """{"VisibilityTimeout":"60"}""");
        var secret = resource.Differences[0] with { Actual = Write.Fingerprinter.Fingerprint("s3cr3t-value-of-somebody") };
        var pending = resource.Differences[0] with { Between = DifferenceBetween.DesiredDeployed };
        var unverifiable = new ParityItem("web", "eu-west-1", "", new ResourceAddress("It"), "AWS::SQS::Queue", PropertyPath.Root, ParityPile.Unverifiable, null, null, null, null, "denied");

        Assert.Contains("the resource is gone", RuleOffers.Accept(Write.Production, gone, gone.Differences[0]).Refusal, StringComparison.Ordinal);
        Assert.Contains("secret", RuleOffers.Accept(Write.Production, resource, secret).Refusal, StringComparison.Ordinal);
        Assert.NotNull(RuleOffers.Accept(Write.Production, resource, pending).Refusal);
        Assert.NotNull(RuleOffers.Ignore(Write.Production, resource, pending).Refusal);
        Assert.Contains("make it readable", RuleOffers.Declare(unverifiable, "production").Refusal, StringComparison.Ordinal);
    }

    private static Scene Scene(string type, string staging, string production)
    {
        var scene = new Scene();
        scene.Staging().Add("It", type, staging);
        scene.Production().Add("It", type, production).Desired(Evaluation.Scene.MainCommit, Write.Resource("It", type, production));
        return scene;
    }

    private static ResourceEvaluation Drifted(string type, string deployed, string? live)
    {
        var scene = new Scene();
        var stack = scene.Production().Add("It", type, deployed);
        if (live is null)
            stack.Live("It", ReadOutcome.Missing);
        else
            stack.Live("It", live);
        return scene.Verdict("production").Resources[0];
    }
}
