using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>A component's stacks in both environments, with what the release does to the second one.</summary>
internal sealed class ReleasedPair
{
    private readonly StackEvaluation? _from;

    /// <param name="pair">The stacks.</param>
    /// <param name="commit">The commit that is to be released.</param>
    /// <param name="from">The verdict on the first environment's stack.</param>
    /// <param name="released">The verdict on the second environment's stack, judged against that commit.</param>
    public ReleasedPair(StackPair pair, string? commit, StackEvaluation? from, StackEvaluation? released)
    {
        (Pair, _from, Released) = (pair, from, released);
        FromDesired = Desired(pair.Left, commit);
        ToDesired = Desired(pair.Right, commit);
        FromResources = Templates.ByAddress(FromDesired?.Template);
        ToResources = Templates.ByAddress(ToDesired?.Template);
        Deployed = Templates.ByAddress(pair.Right?.Deployed?.Symbolic);
        if (pair.Right is null || released is null)
            return;
        Changes =
        [
            .. from resource in released.Resources
               from difference in resource.Differences
               where difference.Between == DifferenceBetween.DesiredDeployed
               select new ReleaseChange(pair.Right.Key, resource.Address, resource.Type, difference, RiskOf(resource, difference)),
            .. released.OutputChanges.Select(d => new ReleaseChange(pair.Right.Key, ResourceAddress.Stack, ResourceTypes.NestedStack, d, null)),
        ];
        Untold = [.. Unknown(pair.Right, released)];
    }

    public StackPair Pair { get; }

    /// <summary>The second environment's stack as judged against the commit; null where there is none, or no commit.</summary>
    public StackEvaluation? Released { get; }

    public DesiredState? FromDesired { get; }

    public DesiredState? ToDesired { get; }

    /// <summary>What the first environment gets at the commit.</summary>
    public Dictionary<ResourceAddress, RenderedResource> FromResources { get; }

    /// <summary>What the second environment gets at the commit.</summary>
    public Dictionary<ResourceAddress, RenderedResource> ToResources { get; }

    /// <summary>What the second environment was deployed with.</summary>
    public Dictionary<ResourceAddress, RenderedResource> Deployed { get; }

    public ImmutableArray<ReleaseChange> Changes { get; } = [];

    public ImmutableArray<UntoldChange> Untold { get; } = [];

    public bool IsTouched => !Changes.IsEmpty || !Untold.IsEmpty;

    /// <summary>The first environment's verdict on a resource.</summary>
    public ResourceEvaluation? FromVerdict(ResourceAddress address) => _from?.Resources.FirstOrDefault(r => r.Address == address);

    /// <summary>Whether the first environment runs what it gets at the commit; null where that cannot be told.</summary>
    public bool? Runs()
    {
        var (stack, verdict, desired) = (Pair.Left, _from, FromDesired);
        if (stack is null || verdict is null || desired?.Template is null)
            return null;
        if (stack.Outcome == ReadOutcome.Missing)
            return false;
        if (stack.Outcome != ReadOutcome.Read || stack.Deployed?.Symbolic is null)
            return null;
        // What an operation left behind, or has not yet made, says nothing of what runs.
        switch (StackPhases.Of(stack.Deployed.StackStatus))
        {
            case StackPhase.Announced or StackPhase.RolledBack:
                return false;
            case not StackPhase.Settled:
                return null;
        }

        if (stack.IsMoving)
            return null;
        if (verdict.PendingChanges > 0)
            return false;
        return (desired.Template.OpenBecause ?? stack.Deployed.Symbolic.OpenBecause) is not null || verdict.PendingUnknown > 0 ? null : true;
    }

    private static DesiredState? Desired(StackSnapshot? stack, string? commit) => commit is null ? null : stack?.Desired.GetValueOrDefault(commit);

    private IEnumerable<UntoldChange> Unknown(StackSnapshot stack, StackEvaluation released)
    {
        if (ToDesired?.Template is null)
        {
            // A component that the commit does not have any more is a change that the repository itself makes: nothing says that the stack goes.
            var why = ToDesired?.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.ToString() ?? "the commit has no template of this component";
            return [new UntoldChange(stack.Key, ResourceAddress.Stack, null, PropertyPath.Root, why)];
        }

        if (stack.Outcome is not (ReadOutcome.Read or ReadOutcome.Missing))
            return [new UntoldChange(stack.Key, ResourceAddress.Stack, null, PropertyPath.Root, $"the stack could not be read: {stack.Detail}")];
        if (stack.Outcome == ReadOutcome.Read && stack.Deployed?.Symbolic is null)
            return [new UntoldChange(stack.Key, ResourceAddress.Stack, null, PropertyPath.Root, "the deployed template could not be read")];
        // What such a template makes beside what it lists is no resource of the evaluation.
        ImmutableArray<UntoldChange> more = ToDesired.Template.OpenBecause is { } open ? [new UntoldChange(stack.Key, ResourceAddress.Stack, null, PropertyPath.Root, $"whether it makes more resources: {open}")] : [];
        var outputs = released.UnknownOutputs
            .Select(u => new UntoldChange(stack.Key, ResourceAddress.Stack, null, u.Path, u.Detail) { Cause = u.Cause });
        return more.Concat(outputs).Concat(
            from resource in released.Resources
            from property in resource.Unverified
            where property.Between == DifferenceBetween.DesiredDeployed
            select new UntoldChange(stack.Key, resource.Address, resource.Type, property.Path, property.Detail) { Cause = property.Cause });
    }

    private StateRisk? RiskOf(ResourceEvaluation resource, Difference difference)
    {
        if (difference.Impact is not (Impact.Replacement or Impact.ConditionalReplacement or Impact.Delete))
            return null;
        var before = Deployed.GetValueOrDefault(resource.Address);
        if (before is null || StatefulTypes.Find(before.Type) is not { } stateful)
            return null;
        // The one that goes is judged by the template that it was deployed with; the one that is replaced by the template that replaces it.
        var policy = difference.Impact == Impact.Delete ? Policy(before, "DeletionPolicy") : Policy(ToResources.GetValueOrDefault(resource.Address), "UpdateReplacePolicy");
        var unnamed = difference.Impact == Impact.Delete ? stateful.DefaultPolicy : "Delete";
        return new StateRisk(stateful.Holds, difference is { Impact: not Impact.ConditionalReplacement, Confidence: Confidence.Confirmed }, policy ?? unnamed);
    }

    private static string? Policy(RenderedResource? resource, string name) => (resource?.Attributes[name] as ScalarValue)?.Text;
}
