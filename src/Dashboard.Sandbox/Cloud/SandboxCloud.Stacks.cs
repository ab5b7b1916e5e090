using Dashboard.Sandbox.Cloud.Deploying;

namespace Dashboard.Sandbox.Cloud;

public sealed partial class SandboxCloud
{
    /// <summary>Creates a stack.</summary>
    /// <exception cref="SandboxException">AlreadyExistsException, ValidationError, InsufficientCapabilitiesException. A resource that fails is no
    /// exception: the stack ends in ROLLBACK_COMPLETE.</exception>
    public SandboxStack CreateStack(StackRequest request) => Write(request.Account, request.Region, state =>
    {
        var deployment = NewDeployment(request.Account, request.Region, state);
        var stack = deployment.Create(request);
        return (deployment.State, deployment.Changes, stack);
    });

    /// <summary>Updates a stack: only what differs between the two rendered templates is written, so hand-made changes elsewhere stay.</summary>
    /// <exception cref="SandboxException">ValidationError: no such stack, or "No updates are to be performed."</exception>
    public SandboxStack UpdateStack(StackRequest request) => Write(request.Account, request.Region, state =>
    {
        var old = state.Find(request.StackName) is { IsDeleted: false } found
            ? found
            : throw StackPlan.Invalid($"Stack [{request.StackName}] does not exist");
        var deployment = NewDeployment(request.Account, request.Region, state);
        var (stack, changed) = deployment.Update(old, request with { StackName = old.Name });
        return changed ? (deployment.State, deployment.Changes, stack) : throw StackPlan.Invalid("No updates are to be performed.");
    });

    /// <summary>Deletes a stack and its resources; nothing happens where there is none.</summary>
    /// <exception cref="SandboxException">ValidationError: another stack imports one of its exports.</exception>
    public void DeleteStack(string account, string region, string stackName) => Write(account, region, state =>
    {
        var deployment = NewDeployment(account, region, state);
        if (state.Find(stackName) is { IsDeleted: false } stack)
            deployment.Delete(stack);
        return (deployment.State, deployment.Changes, true);
    });

    /// <summary>A stack by name or ARN (deleted ones by ARN only), or null.</summary>
    public SandboxStack? FindStack(string account, string region, string nameOrId) => Read(account, region).Find(nameOrId);

    /// <summary>Every stack that is not deleted, nested ones included, by name.</summary>
    public ImmutableArray<SandboxStack> ListStacks(string account, string region) => [.. Read(account, region).Standing];

    /// <summary>Every export, by name.</summary>
    public ImmutableArray<SandboxExport> ListExports(string account, string region) => [.. Read(account, region).Exports];

    private Deployment NewDeployment(string account, string region, RegionState state) =>
        new(new DeploymentScope(account, region, Time.GetUtcNow(), FindTemplate), state);
}
