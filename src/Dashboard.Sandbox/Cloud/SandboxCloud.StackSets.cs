using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud;

public sealed partial class SandboxCloud
{
    /// <summary>Creates a stack set with a stack in each account and region.</summary>
    /// <param name="account">The account that administers it.</param>
    /// <param name="region">Where it is administered.</param>
    /// <param name="name">Its name.</param>
    /// <param name="templateBody">The template of its stacks.</param>
    /// <param name="instances">The accounts and regions.</param>
    /// <exception cref="SandboxException">NameAlreadyExistsException, or what creating a stack throws.</exception>
    public SandboxStackSet CreateStackSet(string account, string region, string name, string templateBody, params ImmutableArray<(string Account, string Region)> instances)
    {
        if (Read(account, region).StackSets.ContainsKey(name))
            throw new SandboxException("NameAlreadyExistsException", $"The specified name already exists: {name}");
        var stacks = instances.Order().Select(i =>
        {
            var id = DeterministicIds.Uuid($"{account}/{region}/stack-set/{name}/{i.Account}/{i.Region}");
            return (i.Account, i.Region, CreateStack(new StackRequest { Account = i.Account, Region = i.Region, StackName = $"StackSet-{name}-{id}", TemplateBody = templateBody }).StackId);
        });
        var set = new SandboxStackSet(name, $"{name}:{DeterministicIds.Uuid($"{account}/{region}/stack-set/{name}")}", [.. stacks]);
        return Write<SandboxStackSet>(account, region, state => (state with { StackSets = state.StackSets.SetItem(name, set) }, [], set));
    }
}
