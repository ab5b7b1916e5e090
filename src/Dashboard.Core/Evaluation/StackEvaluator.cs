namespace Dashboard.Core.Evaluation;

/// <summary>Judges one stack: its resources one by one, and then the roll-up.</summary>
internal sealed class StackEvaluator(EnvironmentSnapshot snapshot, StackSnapshot stack, RuleBook rules)
{
    private readonly DesiredState? _desired = snapshot.CommitId is { } commit ? stack.Desired.GetValueOrDefault(commit) : null;

    public StackEvaluation Evaluate()
    {
        var resources = stack.Outcome == ReadOutcome.Read ? Settled(EvaluateResources()) : NotRead();
        var counted = resources.Where(r => !IsUnmanaged(r) && r.Status != Status.NotDeployed).ToList();
        var coverage = new Coverage(counted.Count(IsCompared), counted.Count);
        var (status, reason, detail) = stack.Outcome == ReadOutcome.Read ? WithRepository(WithPhase(RollUp(resources, counted, coverage))) : Unread();
        return new StackEvaluation(
            stack.Key,
            stack.Account,
            stack.StackName,
            status,
            reason,
            detail,
            resources.Sum(r => r.PendingChanges),
            resources.Count(r => r.IsDrifted),
            coverage,
            stack.CheckedAt,
            resources.Min(r => r.ObservedAt),
            snapshot.CommitId,
            resources,
            Diagnostics())
        {
            StackStatus = stack.Deployed?.StackStatus,
            UpdatedAt = stack.Deployed?.UpdatedAt,
            Running = stack.Running,
            Template = _desired?.Template ?? stack.Deployed?.Symbolic,
            LiveMaxAge = stack.LiveMaxAge,
        };
    }

    private ImmutableArray<ResourceEvaluation> EvaluateResources()
    {
        var desired = Templates.ByAddress(_desired?.Template);
        var symbolic = Templates.ByAddress(stack.Deployed?.Symbolic);
        var concrete = Templates.ByAddress(stack.Deployed?.Concrete);
        var live = new Dictionary<ResourceAddress, LiveResource>();
        foreach (var resource in stack.Live)
            live[resource.Address] = resource;

        var pending = new PendingChanges(snapshot, stack, desired, symbolic);
        var evaluator = new ResourceEvaluator(stack, rules, pending);
        var addresses = desired.Keys.Union(symbolic.Keys).Union(concrete.Keys).Union(live.Keys).Order();
        return
        [
            .. addresses.Select(a => evaluator.Evaluate(
                a, desired.GetValueOrDefault(a), symbolic.GetValueOrDefault(a), concrete.GetValueOrDefault(a), live.GetValueOrDefault(a))).OfType<ResourceEvaluation>(),
            .. stack.Unmanaged.OrderBy(u => u.Type, StringComparer.Ordinal).ThenBy(u => u.Identifier, StringComparer.Ordinal).Select(evaluator.Evaluate),
        ];
    }

    private StackPhase? Phase => stack.Deployed is { StackStatus: var status } ? StackPhases.Of(status) : null;

    /// <summary>Of a stack that moves nothing is told of what was deployed and what runs: the two are of different instants.</summary>
    private ImmutableArray<ResourceEvaluation> Settled(ImmutableArray<ResourceEvaluation> resources) => Phase switch
    {
        StackPhase.Moving => [.. resources.Select(r => ResourceEvaluator.Moving(r, $"the stack is in {stack.Deployed!.StackStatus}: it is judged when that has ended"))],
        _ when stack.IsMoving => [.. resources.Select(r => ResourceEvaluator.Moving(r, "the stack was deployed again each time that it was read"))],
        // What the rollback took away was never there to be deleted by hand.
        StackPhase.RolledBack when stack.Live.IsEmpty => [.. resources.Select(r => IsUnmanaged(r) ? r : r with { Status = Status.NotDeployed, Reason = null, Detail = null })],
        _ => resources,
    };

    /// <summary>An operation that ended halfway leaves nothing that is proven to be as its template says; what differs, differs.</summary>
    private (Status Status, StatusReason? Reason, string? Detail) WithPhase((Status Status, StatusReason? Reason, string? Detail) verdict) => Phase switch
    {
        StackPhase.Broken when verdict.Status is Status.InSync or Status.PartlyChecked =>
            (Status.Unknown, StatusReason.StackBroken, $"the stack is in {stack.Deployed!.StackStatus}: which template its resources follow is not known"),
        StackPhase.RolledBack when stack.Live.IsEmpty && verdict.Status is Status.NotDeployed or Status.Unknown =>
            (Status.NotDeployed, StatusReason.StackMissing, "the stack is in ROLLBACK_COMPLETE: its creation failed, and nothing of it is left"),
        _ => verdict,
    };

    /// <summary>What the repository wants of a stack that could not be read, or that does not exist.</summary>
    private ImmutableArray<ResourceEvaluation> NotRead()
    {
        var (status, reason, detail) = Unread();
        return [.. Templates.ByAddress(_desired?.Template).OrderBy(d => d.Key).Select(d => status == Status.NotDeployed
            ? ResourceEvaluator.NotDeployed(d.Value)
            : ResourceEvaluator.Unknown(d.Value, status, reason, detail))];
    }

    private (Status Status, StatusReason? Reason, string? Detail) Unread() => stack.Outcome switch
    {
        ReadOutcome.Missing => (Status.NotDeployed, StatusReason.StackMissing, stack.Detail),
        ReadOutcome.Denied => (Status.Unknown, StatusReason.Denied, stack.Detail),
        ReadOutcome.NoAccess => (Status.Unknown, StatusReason.NoAccess, stack.Detail),
        ReadOutcome.Throttled => (Status.Unknown, StatusReason.Throttled, stack.Detail),
        ReadOutcome.TimedOut => (Status.Unknown, StatusReason.TimedOut, stack.Detail),
        ReadOutcome.NotReadYet => (Status.NotChecked, StatusReason.NotReadYet, stack.Detail),
        _ => (Status.Unknown, StatusReason.StackUnreadable, stack.Detail),
    };

    /// <summary>Where nobody knows all that the repository says, nothing is in sync with it, however well deployed and live state agree.</summary>
    private (Status Status, StatusReason? Reason, string? Detail) WithRepository((Status Status, StatusReason? Reason, string? Detail) verdict)
    {
        if (verdict.Status is not (Status.InSync or Status.PartlyChecked))
            return verdict;
        return _desired?.Template switch
        {
            null => (Status.Unknown, StatusReason.Unresolved, "what the repository says of this stack is not known"),
            { OpenBecause: { } why } => (Status.Unknown, StatusReason.Unresolved, $"whether the repository has more resources: {why}"),
            _ => verdict,
        };
    }

    /// <summary>The worst of its resources, and never green without proof: in sync is only what was compared whole.</summary>
    private static (Status Status, StatusReason? Reason, string? Detail) RollUp(
        ImmutableArray<ResourceEvaluation> resources, List<ResourceEvaluation> counted, Coverage coverage)
    {
        foreach (var status in new[] { Status.Modified, Status.Deleted, Status.Unmanaged })
        {
            if (resources.Any(r => r.Status == status))
                return (status, null, null);
        }

        var incomplete = counted.Where(r => !IsCompared(r)).ToList();
        if (incomplete.Count == 0)
        {
            if (coverage.Total > 0)
                return (Status.InSync, null, null);
            return resources.Any(r => r.Status == Status.NotDeployed) ? (Status.NotDeployed, null, null) : (Status.Unknown, null, "the stack holds nothing to compare");
        }

        // What nobody can read is calm where something was compared; anything else that is missing counts as itself.
        if (incomplete.All(NobodyCanRead))
        {
            var first = incomplete.OrderBy(r => r.Status).First();
            return (coverage.Compared > 0 ? Status.PartlyChecked : Status.Unknown, first.Reason, first.Detail);
        }

        var worst = incomplete.Where(r => !NobodyCanRead(r)).OrderBy(r => r.Status).ThenBy(r => r.Reason is null).ThenBy(r => r.Reason).First();
        return (worst.Status, worst.Reason, worst.Detail);
    }

    private static bool IsCompared(ResourceEvaluation resource) => resource.Status is Status.InSync or Status.Modified or Status.Deleted;

    private static bool NobodyCanRead(ResourceEvaluation resource) =>
        resource.Status == Status.Unsupported || resource is { Status: Status.Unknown, Reason: StatusReason.Secret };

    private static bool IsUnmanaged(ResourceEvaluation resource) => resource.Address.Path.StartsWith(ResourceEvaluator.UnmanagedMark);

    private ImmutableArray<Diagnostic> Diagnostics() =>
    [
        .. (_desired?.Diagnostics ?? []).Concat(_desired?.Template?.Diagnostics ?? []).Concat(_desired?.Template is null ? stack.Deployed?.Symbolic?.Diagnostics ?? [] : []).Concat(stack.Diagnostics).Distinct(),
    ];
}

/// <summary>Look-ups in rendered templates.</summary>
internal static class Templates
{
    /// <summary>By address; a broken template may name one twice, and then the last one stands.</summary>
    public static Dictionary<ResourceAddress, RenderedResource> ByAddress(RenderedTemplate? template)
    {
        var byAddress = new Dictionary<ResourceAddress, RenderedResource>();
        foreach (var resource in template?.Resources ?? [])
            byAddress[resource.Address] = resource;
        return byAddress;
    }
}
