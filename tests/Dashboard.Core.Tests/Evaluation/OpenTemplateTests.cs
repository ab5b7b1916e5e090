using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>A template that may make more resources than it lists: nothing that runs is taken for deleted, and nothing is green.</summary>
public sealed class OpenTemplateTests
{
    private const string Queue = "AWS::SQS::Queue";
    private const string Nested = "AWS::CloudFormation::Stack";
    private const string Why = "what Fn::ForEach::Queues makes is not known (line 3)";

    [Fact]
    public void What_a_loop_may_have_made_is_no_pending_deletion()
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue).Add("Made", Queue).Desired(MainCommit, Resource("Jobs", Queue, "{}")).DesiredIsOpen(MainCommit, Why);

        var verdict = scene.Verdict();

        Assert.Equal(0, verdict.PendingChanges);
        var unknown = Assert.Single(verdict.Resources.SelectMany(r => r.Unverified));
        Assert.Equal((DifferenceBetween.DesiredDeployed, $"whether the repository still has it: {Why}"), (unknown.Between, unknown.Detail));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Inner", true)]
    [InlineData("Inner/Made", true)]
    [InlineData("Other", false)]
    public void What_a_loop_in_a_nested_template_may_have_made_is_no_pending_deletion_either(string open, bool isUnknown)
    {
        var scene = new Scene();
        scene.Staging().Add("Inner", Nested).Add("Inner/Made", Queue).Desired(MainCommit, Resource("Inner", Nested, "{}"), Resource("Inner/Jobs", Queue, "{}")).DesiredIsOpen(MainCommit, Why, open);
        if (open.Length == 0)
            scene.Staging().Desired(MainCommit, Resource("Jobs", Queue, "{}")).DesiredIsOpen(MainCommit, Why);

        var made = scene.Verdict().Resources.Single(r => r.Address.Path == "Inner/Made");

        Assert.Equal(isUnknown, !made.Differences.Any(d => d.Between == DifferenceBetween.DesiredDeployed));
        Assert.Equal(isUnknown ? [$"whether the repository still has it: {Why}"] : Array.Empty<string>(), made.Unverified.Where(u => u.Between == DifferenceBetween.DesiredDeployed).Select(u => u.Detail));
    }

    [Fact]
    public void Properties_that_the_deployed_template_does_not_tell_are_never_compared()
    {
        const string open = "what the properties of Jobs are cannot be worked out (line 4)";
        var scene = new Scene();
        scene.Both(s => s.Add(Resource("Jobs", Queue, "{}") with { OpenBecause = open }).Live("Jobs", """{"VisibilityTimeout":30}"""));

        var verdict = scene.Verdict();

        Assert.Equal((Status.Unknown, StatusReason.Unresolved, new Coverage(0, 1), 0), (verdict.Status, verdict.Reason, verdict.Coverage, verdict.PendingChanges));
        Assert.Equal(open, verdict.Resources[0].Detail);
        Assert.Equal(["Unverifiable web/Jobs"], scene.Piles());
    }

    [Fact]
    public void Properties_that_the_repository_does_not_tell_are_no_pending_change()
    {
        const string open = "what the properties of Jobs are cannot be worked out (line 4)";
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue, """{"VisibilityTimeout":30}""").Desired(MainCommit, Resource("Jobs", Queue, "{}") with { OpenBecause = open });

        var verdict = scene.Verdict();

        Assert.Equal((0, 1), (verdict.PendingChanges, verdict.PendingUnknown));
        Assert.Equal(open, Assert.Single(verdict.Resources[0].Unverified).Detail);
    }

    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("a", "b", 1)]
    public void What_nobody_can_work_out_is_released_where_both_sides_make_it_of_the_same(string desired, string deployed, int unknown)
    {
        var scene = new Scene();
        scene.Staging().Add(Resource("Jobs", Queue, Made(desired))).Desired(MainCommit, Resource("Jobs", Queue, Made(deployed)));

        var verdict = scene.Verdict();

        Assert.Equal((0, unknown), (verdict.PendingChanges, verdict.PendingUnknown));

        static MapValue Made(string source) => MapValue.Of(("Fn::ForEach::Tags", new UnresolvedValue("what Fn::ForEach::Tags makes is not known") { Source = new ScalarValue(source) }));
    }

    [Fact]
    public void A_resource_whose_condition_cannot_be_worked_out_is_no_pending_change_and_no_released_one()
    {
        var perhaps = new UnresolvedValue("whether its condition holds cannot be worked out") { Source = new ScalarValue("a") };
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue).Desired(MainCommit, Resource("Jobs", Queue, "{}") with { OpenCondition = perhaps }, Resource("New", Queue, "{}") with { OpenCondition = perhaps });

        var verdict = scene.Verdict();

        Assert.Equal(0, verdict.PendingChanges);
        Assert.Equal(
            ["whether the repository still has it: whether its condition holds cannot be worked out", "whether the repository has it: whether its condition holds cannot be worked out"],
            verdict.Resources.SelectMany(r => r.Unverified).Where(u => u.Between == DifferenceBetween.DesiredDeployed).Select(u => u.Detail));

        var alike = new Scene();
        alike.Staging().Add(Resource("Jobs", Queue, "{}") with { OpenCondition = perhaps }).Desired(MainCommit, Resource("Jobs", Queue, "{}") with { OpenCondition = perhaps });
        Assert.Equal((0, 0), (alike.Verdict().PendingChanges, alike.Verdict().PendingUnknown));
    }

    [Fact]
    public void What_a_loop_may_yet_make_leaves_a_stack_unknown()
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue).Desired(MainCommit, Resource("Jobs", Queue, "{}"));
        Assert.Equal(Status.InSync, scene.Verdict().Status);
        scene.Staging().DesiredIsOpen(MainCommit, Why);

        var verdict = scene.Verdict();

        Assert.Equal((Status.Unknown, StatusReason.Unresolved, $"whether the repository has more resources: {Why}"), (verdict.Status, verdict.Reason, verdict.Detail));
    }
}
