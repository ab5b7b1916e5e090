using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>Every pile of parity, and which of two comes first.</summary>
public class ParityTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Bucket = "AWS::S3::Bucket";

    [Fact]
    public void What_both_templates_say_alike_is_equal()
    {
        var parity = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":"128","Timeout":3}""")).Parity();

        Assert.Equal(["/MemorySize", "/Timeout"], parity.Items.Select(i => i.Path.ToString()));
        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Equal, i.Pile));
        Assert.Equal(new ParityCounts(2, 0, 0, 0, 0, 0), parity.Counts);
    }

    [Fact]
    public void References_to_the_own_environment_are_equal_whatever_their_text()
    {
        var parity = new Scene().Both(s => s
            .Add("Bucket", Bucket)
            .Add("F", Function, MapValue.Of(
                ("Role", s.Ref("Role", "Arn")),
                ("Environment", MapValue.Of(("Variables", MapValue.Of(
                    ("BUCKET", s.Ref("Bucket")),
                    ("ACCOUNT", s.Pseudo("AWS::AccountId")),
                    ("NAME", Joined(s.Pseudo("AWS::StackName"), Text("-x"))))))))))
            .Parity();

        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Equal, i.Pile));
        Assert.Equal(5, parity.Counts.Equal);
    }

    [Fact]
    public void A_difference_that_nothing_explains_is_unexplained()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":128}""");
        scene.Production().Add("F", Function, """{"MemorySize":256}""").Desired(MainCommit, Resource("F", Function, """{"MemorySize":256}"""));

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unexplained, "128", "256"), (item.Pile, item.Left!.ToString(), item.Right!.ToString()));
        Assert.Null(item.Reason);
    }

    [Fact]
    public void An_expect_rule_declares_a_difference()
    {
        var scene = new Scene().Rule(RuleKind.Expect, "F", "/MemorySize");
        scene.Staging().Add("F", Function, """{"MemorySize":128}""");
        scene.Production().Add("F", Function, """{"MemorySize":256}""");

        var parity = scene.Parity();
        var item = Assert.Single(parity.Items);
        Assert.Equal((ParityPile.Declared, "expect at driftboard.yaml:30", "It is meant"), (item.Pile, item.Rule!.Id, item.Reason));
        Assert.Empty(parity.Diagnostics);
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), parity.NextExpiry);
    }

    [Fact]
    public void A_parameter_that_the_repository_sets_differently_configures_a_difference()
    {
        var item = Assert.Single(Configured().Parity().Items);

        Assert.Equal(ParityPile.Configured, item.Pile);
        Assert.Equal("Memory, set at parameters/staging.yaml:9 and parameters/production.yaml:14", item.Reason);
    }

    [Fact]
    public void A_difference_that_both_environments_lose_with_the_release_is_pending()
    {
        var item = Assert.Single(Pending().Parity().Items);

        Assert.Equal((ParityPile.Pending, MainCommit), (item.Pile, item.CommitId));
        Assert.Equal("comes with 1111111 of staging", item.Reason);
    }

    [Fact]
    public void What_could_not_be_read_cannot_be_verified_leaf_by_leaf()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3}"""));
        scene.Production().Live("F", ReadOutcome.Denied, "lambda:GetFunction");

        var parity = scene.Parity();
        Assert.Equal(new ParityCounts(0, 0, 0, 0, 0, 2), parity.Counts);
        Assert.All(parity.Items, i => Assert.Equal("production: denied, lambda:GetFunction", i.Reason));
    }

    private static Scene Configured()
    {
        var scene = new Scene();
        foreach (var (stack, memory, file, line) in new[] { (scene.Staging(), "128", "staging", 9), (scene.Production(), "256", "production", 14) })
        {
            stack.Parameter("Memory", memory, $"parameters/{file}.yaml", line)
                .Add("F", Function, $$"""{"MemorySize":{{memory}}}""", ("/MemorySize", "Memory"))
                .Desired(MainCommit, Resource("F", Function, $$"""{"MemorySize":{{memory}}}"""));
        }

        return scene;
    }

    private static Scene Pending()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":256}""");
        scene.Production().Add("F", Function, """{"MemorySize":128}""").Desired(MainCommit, Resource("F", Function, """{"MemorySize":256}"""));
        return scene;
    }
}
