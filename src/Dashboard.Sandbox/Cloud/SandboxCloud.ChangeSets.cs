using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud;

public sealed partial class SandboxCloud
{
    /// <summary>The status of a stack that is there for its change sets alone.</summary>
    private const string Announced = "REVIEW_IN_PROGRESS";

    /// <summary>Prepares an update of a stack, or its creation: works out what it would do, and does nothing. Of a stack that is to be created there is one in REVIEW_IN_PROGRESS from then on, which holds nothing.</summary>
    /// <param name="request">What the stack is to become.</param>
    /// <param name="name">The change set's name.</param>
    /// <param name="description">What its maker says of it.</param>
    /// <param name="creates">Whether the stack is created (ChangeSetType CREATE); else it is there (UPDATE).</param>
    /// <exception cref="SandboxException">ValidationError: no such stack, or one that was created already; AlreadyExistsException: the stack has a change set of that name.</exception>
    public SandboxChangeSet CreateChangeSet(StackRequest request, string name, string? description = null, bool creates = false) => Write<SandboxChangeSet>(request.Account, request.Region, state =>
    {
        var announcing = NewDeployment(request.Account, request.Region, state);
        var stack = !creates ? RequireStack(state, request.StackName)
            : state.Find(request.StackName) is not { IsDeleted: false } existing ? announcing.Announce(request.StackName)
            : existing.Status == Announced ? existing
            : throw Deploying.StackPlan.Invalid($"Stack [{existing.Name}] already exists and cannot be created again with the changeSet [{name}].");
        if (state.ChangeSets.Values.Any(c => c.StackId == stack.StackId && c.Name == name))
            throw new SandboxException("AlreadyExistsException", $"ChangeSet {name} already exists for stack {stack.Name}");
        // On a state that is thrown away.
        var trial = NewDeployment(request.Account, request.Region, announcing.State);
        var (after, changed) = creates ? (trial.CreateAnnounced(stack, request), true) : trial.Update(stack, request with { StackName = stack.Name });
        var id = $"arn:aws:cloudformation:{request.Region}:{request.Account}:changeSet/{name}/{DeterministicIds.Uuid($"{stack.StackId}/{name}/{state.ChangeSets.Count}")}";
        var made = new SandboxChangeSet(id, name, stack.StackId, description, Time.GetUtcNow(), changed ? Compare(stack, after) : [])
        {
            Request = request with { StackName = stack.Name },
            Creates = creates,
            Failure = creates ? after.StatusReason : null,
        };
        return (announcing.State with { ChangeSets = state.ChangeSets.SetItem(id, made) }, announcing.Changes, made);
    });

    /// <summary>The change sets of a stack, in order of their ARNs.</summary>
    /// <exception cref="SandboxException">ValidationError: no such stack.</exception>
    public ImmutableArray<SandboxChangeSet> ListChangeSets(string account, string region, string stackName)
    {
        var state = Read(account, region);
        var stack = RequireStack(state, stackName);
        return [.. state.ChangeSets.Values.Where(c => c.StackId == stack.StackId)];
    }

    /// <summary>A change set by its ARN, or by its name and its stack.</summary>
    /// <exception cref="SandboxException">ChangeSetNotFound.</exception>
    public SandboxChangeSet GetChangeSet(string account, string region, string nameOrId, string? stackName) => Find(Read(account, region), nameOrId, stackName);

    /// <summary>Does what a change set prepared.</summary>
    /// <exception cref="SandboxException">ChangeSetNotFound; InvalidChangeSetStatus: it has nothing to do, or was executed before.</exception>
    public SandboxStack ExecuteChangeSet(string account, string region, string nameOrId, string? stackName)
    {
        var set = GetChangeSet(account, region, nameOrId, stackName);
        if (set.ExecutionStatus != "AVAILABLE")
            throw new SandboxException("InvalidChangeSetStatus", $"ChangeSet [{set.Id}] cannot be executed in its current status of [{set.ExecutionStatus}]");
        var stack = set.Creates ? CreateAnnounced(set) : UpdateStack(set.Request!);
        return Write<SandboxStack>(account, region, state => (
            state with { ChangeSets = state.ChangeSets.SetItem(set.Id, set with { ExecutionStatus = stack.Status is "UPDATE_COMPLETE" or "CREATE_COMPLETE" ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED" }) }, [], stack));
    }

    private SandboxStack CreateAnnounced(SandboxChangeSet set) => Write<SandboxStack>(set.Request!.Account, set.Request.Region, state =>
    {
        var stack = RequireStack(state, set.StackId);
        if (stack.Status != Announced)
            throw new SandboxException("InvalidChangeSetStatus", $"ChangeSet [{set.Id}] cannot be executed in the stack's current status of [{stack.Status}]");
        var deployment = NewDeployment(set.Request.Account, set.Request.Region, state);
        var created = deployment.CreateAnnounced(stack, set.Request);
        return (deployment.State, deployment.Changes, created);
    });

    /// <summary>Forgets a change set. A stack that it was to create stays in REVIEW_IN_PROGRESS.</summary>
    /// <exception cref="SandboxException">ChangeSetNotFound.</exception>
    public void DeleteChangeSet(string account, string region, string nameOrId, string? stackName) => Write<bool>(account, region, state =>
        (state with { ChangeSets = state.ChangeSets.Remove(Find(state, nameOrId, stackName).Id) }, [], true));

    private static SandboxChangeSet Find(RegionState state, string nameOrId, string? stackName)
    {
        var stack = stackName is null ? null : state.Find(stackName);
        return state.ChangeSets.GetValueOrDefault(nameOrId)
            ?? state.ChangeSets.Values.FirstOrDefault(c => c.Name == nameOrId && c.StackId == stack?.StackId)
            ?? throw new SandboxException("ChangeSetNotFound", $"ChangeSet [{nameOrId}] does not exist", 404);
    }

    /// <summary>What differs between a stack and what it would become.</summary>
    private static ImmutableArray<SandboxResourceChange> Compare(SandboxStack before, SandboxStack after)
    {
        var changes = ImmutableArray.CreateBuilder<SandboxResourceChange>();
        foreach (var id in before.Resources.Keys.Union(after.Resources.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.Resources.GetValueOrDefault(id), after.Resources.GetValueOrDefault(id));
            if (old is null)
                changes.Add(new SandboxResourceChange("Add", id, null, now!.Type, null, []));
            else if (now is null)
                changes.Add(new SandboxResourceChange("Remove", id, old.PhysicalId, old.Type, null, []));
            else if (Names(old.Declared, now.Declared) is { IsEmpty: false } names)
                changes.Add(new SandboxResourceChange("Modify", id, old.PhysicalId, old.Type, old.PhysicalId != now.PhysicalId, names));
        }

        return changes.ToImmutable();
    }

    private static ImmutableArray<string> Names(MapValue before, MapValue after) =>
        [.. before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct().Where(n => !Equals(before[n], after[n])).Order(StringComparer.Ordinal)];
}
