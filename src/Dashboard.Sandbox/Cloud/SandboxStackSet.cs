namespace Dashboard.Sandbox.Cloud;

/// <summary>A stack set: one template in several accounts and regions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id: the name and a number.</param>
/// <param name="Instances">The ARN of the stack in each account and region, in order of both.</param>
public sealed record SandboxStackSet(string Name, string Id, ImmutableArray<(string Account, string Region, string StackId)> Instances)
{
    /// <summary>Whether its stacks are made with the organization's trust, rather than with roles of the accounts: only such sets are seen by a delegated administrator.</summary>
    public bool IsServiceManaged { get; init; }
}
