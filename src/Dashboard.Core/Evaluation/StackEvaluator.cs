namespace Dashboard.Core.Evaluation;

/// <summary>Judges one stack: its resources one by one, and then the roll-up.</summary>
internal sealed class StackEvaluator(EnvironmentSnapshot snapshot, StackSnapshot stack, RuleBook rules)
{
    private readonly DesiredState? _desired = snapshot.CommitId is { } commit ? stack.Desired.GetValueOrDefault(commit) : null;

    public StackEvaluation Evaluate()
    {
        var resources = stack.Outcome == ReadOutcome.Read ? Settled(EvaluateResources()) : NotRead();
        var (outputs, unknownOutputs) = PendingOutputs.Of(stack, _desired);
        var counted = resources.Where(r => !IsUnmanaged(r) && r.Status != Status.NotDeployed).ToList();
        var compared = new Coverage(counted.Count(IsCompared), counted.Count);
        var (status, reason, detail) = stack.Outcome == ReadOutcome.Read ? WithRepository(WithPhase(RollUp(resources, counted, compared))) : Unread();
        // Where the stack is unknown for a reason that none of its resources bears, comparing them has proven nothing. One that is not deployed has nothing to compare, whatever of it still runs.
        var coverage = status == Status.NotDeployed ? default
            : status == Status.Unknown && !resources.Any(r => r is { Status: Status.Unknown, Reason: not StatusReason.Secret }) ? compared with { Compared = 0 } : compared;
        return new StackEvaluation(
            stack.Key,
            stack.Account,
            stack.StackName,
            status,
            reason,
            detail,
            resources.Sum(r => r.PendingChanges) + outputs.Length,
            resources.Count(r => r.IsDrifted),
            coverage,
            stack.CheckedAt,
            resources.Min(r => r.ObservedAt),
            snapshot.CommitId,
            resources,
            Diagnostics())
        {
            StackStatus = stack.Deployed?.StackStatus,
            StackStatusReason = stack.Deployed?.StatusReason,
            UpdatedAt = stack.Deployed?.UpdatedAt,
            Running = stack.Running,
            Template = _desired?.Template ?? stack.Deployed?.Symbolic,
            LiveMaxAge = stack.LiveMaxAge,
            IsMoving = IsMoving,
            IsDesiredKnown = _desired?.Template is not null,
            Accepted = resources.Count(r => r.Accepted.Any()),
            OutputChanges = outputs,
            UnknownOutputs = unknownOutputs,
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

    private bool IsMoving => stack.IsMoving || Phase == StackPhase.Moving;

    /// <summary>Why a stack that moves is not judged.</summary>
    private string MovingDetail => stack.Deployed?.StackStatus switch
    {
        "DELETE_IN_PROGRESS" => "the stack is being deleted (DELETE_IN_PROGRESS): it is judged when that has ended",
        { } word when Phase == StackPhase.Moving => $"the stack is in {word}: it is judged when that has ended",
        _ => "the stack was deployed again each time that it was read",
    };

    /// <summary>Of a stack that moves nothing is told of what was deployed and what runs: the two are of different instants.</summary>
    private ImmutableArray<ResourceEvaluation> Settled(ImmutableArray<ResourceEvaluation> resources) =>
        IsMoving ? [.. resources.Select(r => ResourceEvaluator.Moving(r, MovingDetail))]
        : Phase == StackPhase.RolledBack ? RolledBack(resources)
        : resources;

    /// <summary>
    /// What the rollback took away was never there to be deleted by hand, and is made whole by the next deployment. What its template says to retain is still
    /// there, and is judged as any other.
    /// </summary>
    private ImmutableArray<ResourceEvaluation> RolledBack(ImmutableArray<ResourceEvaluation> resources)
    {
        var left = stack.Live.Select(l => l.Address).ToHashSet();
        var desired = Templates.ByAddress(_desired?.Template);
        return
        [
            .. resources.Where(r => IsUnmanaged(r) || left.Contains(r.Address) || desired.ContainsKey(r.Address))
                .Select(r => IsUnmanaged(r) || left.Contains(r.Address) ? r : ResourceEvaluator.NotDeployed(desired[r.Address])),
        ];
    }

    /// <summary>What moves is not judged, whatever was found beside it. An operation that ended halfway leaves nothing that is proven to be as its template says; what differs, differs.</summary>
    private (Status Status, StatusReason? Reason, string? Detail) WithPhase((Status Status, StatusReason? Reason, string? Detail) verdict) => Phase switch
    {
        _ when IsMoving => (Status.Unknown, StatusReason.StackMoving, MovingDetail),
        StackPhase.Broken when verdict.Status is Status.InSync or Status.PartlyChecked =>
            (Status.Unknown, StatusReason.StackBroken, StackPhases.WhyBroken(stack.Deployed!.StackStatus)),
        StackPhase.RolledBack when verdict.Status is Status.NotDeployed or Status.Unknown or Status.InSync or Status.PartlyChecked =>
            (Status.NotDeployed, StatusReason.StackMissing, stack.Live.IsEmpty
                ? "the stack is in ROLLBACK_COMPLETE: its creation failed, and nothing of it is left"
                : "the stack is in ROLLBACK_COMPLETE: its creation failed, and what is left of it is what its template retains"),
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

    /// <summary>
    /// Where nobody knows all that the repository says, nothing is in sync with it, however well deployed and live state agree. A nested template that the
    /// repository never held is another matter: what changes inside is told as perhaps pending, and a stack that lives so would else be unknown for ever.
    /// </summary>
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
