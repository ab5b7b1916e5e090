using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>Stacks of which nothing, not everything, or nothing certain can be compared.</summary>
public sealed class StackPhaseTests
{
    private const string Function = "AWS::Lambda::Function";

    [Theory]
    [InlineData("CREATE_COMPLETE", Status.InSync, null)]
    [InlineData("UPDATE_COMPLETE", Status.InSync, null)]
    [InlineData("UPDATE_ROLLBACK_COMPLETE", Status.InSync, null)]
    [InlineData("IMPORT_COMPLETE", Status.InSync, null)]
    [InlineData("IMPORT_ROLLBACK_COMPLETE", Status.InSync, null)]
    [InlineData("CREATE_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("UPDATE_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("ROLLBACK_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("DELETE_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("IMPORT_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("IMPORT_ROLLBACK_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving)]
    [InlineData("CREATE_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("UPDATE_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("UPDATE_ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("DELETE_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("IMPORT_ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("A_WORD_OF_TOMORROW", Status.Unknown, StatusReason.StackBroken)]
    [InlineData("TOMORROW_COMPLETE", Status.Unknown, StatusReason.StackBroken)]
    public void Row_22_what_CloudFormation_says_of_a_stack_is_a_status_of_its_own(string word, Status status, StatusReason? reason)
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":128}""").InState(word);

        var verdict = scene.Verdict();

        Assert.Equal((status, reason, 0), (verdict.Status, verdict.Reason, verdict.Drifted));
        Assert.Equal(new Coverage(reason is null ? 1 : 0, 1), verdict.Coverage);
        if (reason is not null)
            Assert.Contains(word, verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_22_a_creation_that_was_rolled_back_is_not_deployed()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":128}""").InState("ROLLBACK_COMPLETE");
        var snapshot = scene.Snapshot("staging");
        snapshot = snapshot with { Stacks = [snapshot.Stacks[0] with { Live = [] }] };

        var verdict = EnvironmentEvaluator.Evaluate(snapshot, Scene.Now).Stacks[0];

        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing, 0, 1), (verdict.Status, verdict.Reason, verdict.Drifted, verdict.PendingChanges));
        Assert.All(verdict.Resources, r => Assert.Equal(Status.NotDeployed, r.Status));
    }

    [Fact]
    public void Row_22_what_a_rolled_back_creation_retains_is_judged_and_the_rest_is_not_there()
    {
        StackEvaluation Verdict(string live)
        {
            var scene = new Scene();
            scene.Staging().Add("F", Function, """{"MemorySize":128}""").Add("Kept", Function, """{"MemorySize":128}""").Live("Kept", live).InState("ROLLBACK_COMPLETE");
            var snapshot = scene.Snapshot("staging");
            snapshot = snapshot with { Stacks = [snapshot.Stacks[0] with { Live = [.. snapshot.Stacks[0].Live.Where(l => l.Address.Path == "Kept")] }] };
            return EnvironmentEvaluator.Evaluate(snapshot, Scene.Now).Stacks[0];
        }

        var (asLeft, changed) = (Verdict("""{"MemorySize":128}"""), Verdict("""{"MemorySize":512}"""));

        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing, new Coverage(0, 0)), (asLeft.Status, asLeft.Reason, asLeft.Coverage));
        Assert.Equal(["F NotDeployed", "Kept InSync"], asLeft.Resources.Select(r => $"{r.Address} {r.Status}"));
        Assert.Equal((Status.Modified, 1, new Coverage(1, 1)), (changed.Status, changed.Drifted, changed.Coverage));
    }

    [Theory]
    [InlineData("UPDATE_IN_PROGRESS", false)]
    [InlineData("UPDATE_COMPLETE", true)]
    public void Row_22_what_moves_is_not_judged_whatever_nobody_manages_beside_it(string word, bool wasDeployedAgain)
    {
        var scene = new Scene();
        scene.Both(s => s.Add("F", Function, """{"MemorySize":128}"""));
        scene.Staging().Unmanaged("AWS::SQS::Queue", "stray", "{}").InState(word);
        var staging = scene.Snapshot("staging");
        staging = staging with { Stacks = [staging.Stacks[0] with { IsMoving = wasDeployedAgain }] };
        var evaluated = EnvironmentEvaluator.Evaluate(staging, Scene.Now);

        Assert.Equal((Status.Unknown, StatusReason.StackMoving, true), (evaluated.Stacks[0].Status, evaluated.Stacks[0].Reason, evaluated.Stacks[0].IsDeploying));
        var parity = ParityEvaluator.Evaluate(evaluated, scene.Evaluate("production"), scene.Identities(), Scene.Now);
        Assert.NotEmpty(parity.Items);
        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Unverifiable, i.Pile));
    }

    [Fact]
    public void Row_22_of_a_stack_that_was_left_halfway_nothing_is_proven_equal_and_what_differs_differs()
    {
        var scene = new Scene();
        scene.Both(s => s.Add("F", Function, s.Key.Environment == "staging" ? """{"MemorySize":128,"Timeout":3}""" : """{"MemorySize":256,"Timeout":3}"""));
        scene.Staging().InState("UPDATE_ROLLBACK_FAILED");

        Assert.Equal(["Unexplained web/F/MemorySize", "Unverifiable web/F/Timeout"], scene.Piles());
        Assert.Equal("staging: the stack is in UPDATE_ROLLBACK_FAILED: which template its resources follow is not known", scene.Parity().Items.Single(i => i.Pile == ParityPile.Unverifiable).Reason);
    }

    [Fact]
    public void A_stack_that_is_being_deleted_says_so()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function).InState("DELETE_IN_PROGRESS");

        Assert.Equal((false, "the stack is being deleted (DELETE_IN_PROGRESS): it is judged when that has ended"), (scene.Verdict().IsDeploying, scene.Verdict().Detail));
    }

    [Theory]
    [InlineData("Custom::Seed")]
    [InlineData("AWS::CloudFormation::CustomResource")]
    [InlineData("AWS::CDK::Metadata")]
    public void Row_22_a_stack_in_which_nothing_can_be_checked_is_unknown(string type)
    {
        var scene = new Scene();
        scene.Staging().Add("A", type, "{}").Add("B", type, "{}");

        var verdict = scene.Verdict();

        Assert.Equal((Status.Unknown, StatusReason.TypeNotReadable, new Coverage(0, 2)), (verdict.Status, verdict.Reason, verdict.Coverage));
    }

    [Fact]
    public void Row_22_a_stack_without_resources_is_unknown()
    {
        var scene = new Scene();
        scene.Staging();

        Assert.Equal((Status.Unknown, "the stack holds nothing to compare"), (scene.Verdict().Status, scene.Verdict().Detail));
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, Status.Unknown, StatusReason.Denied)]
    [InlineData(ReadOutcome.Failed, Status.Unknown, null)]
    [InlineData(ReadOutcome.NotReadYet, Status.NotChecked, StatusReason.NotReadYet)]
    public void Row_22_a_nested_stack_that_was_not_read_leaves_its_parent_open(ReadOutcome outcome, Status status, StatusReason? reason)
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, "{}").Add("Nested", ResourceTypes.NestedStack, "{}").Live("Nested", outcome, "the nested stack is in DELETE_FAILED");

        var verdict = scene.Verdict();

        Assert.Equal((status, reason, new Coverage(1, 2)), (verdict.Status, verdict.Reason, verdict.Coverage));
    }

    [Fact]
    public void What_moves_hides_no_pending_change_and_compares_with_nothing()
    {
        var scene = new Scene();
        scene.Both(s => s.Add("F", Function, """{"MemorySize":128}"""));
        scene.Staging().Live("F", """{"MemorySize":512}""").InState("UPDATE_IN_PROGRESS")
            .Desired(Scene.MainCommit, Write.Resource("F", Function, """{"MemorySize":256}"""));

        var verdict = scene.Verdict();

        Assert.Equal((1, 0, new Coverage(0, 1), true), (verdict.PendingChanges, verdict.Drifted, verdict.Coverage, verdict.IsDeploying));
        Assert.All(scene.Parity().Items, i => Assert.Equal(ParityPile.Unverifiable, i.Pile));
        Assert.NotEmpty(scene.Parity().Items);
    }

    [Fact]
    public void What_could_not_be_read_before_a_deployment_keeps_its_reason_while_it_runs()
    {
        var scene = new Scene();
        scene.Both(s => s.Add("F", Function, "{}").Add("G", Function, "{}"));
        scene.Staging().Live("F", ReadOutcome.Denied, "AccessDenied").InState("UPDATE_IN_PROGRESS");

        Assert.Equal([StatusReason.Denied, StatusReason.StackMoving], scene.Verdict().Resources.Select(r => r.Reason!.Value));
        Assert.All(scene.Parity().Items, i => Assert.Equal(ParityPile.Unverifiable, i.Pile));
    }

    [Fact]
    public void What_differs_in_a_stack_that_was_left_halfway_differs()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":512}""").InState("UPDATE_ROLLBACK_FAILED");

        Assert.Equal((Status.Modified, 1), (scene.Verdict().Status, scene.Verdict().Drifted));
    }
}
