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
    public SandboxStackSet CreateStackSet(string account, string region, string name, string templateBody, params ImmutableArray<(string Account, string Region)> instances) =>
        CreateStackSet(account, region, name, templateBody, isServiceManaged: false, instances);

    /// <summary>Creates a stack set of an organization, and has another account administer it, too.</summary>
    /// <param name="management">The organization's management account.</param>
    /// <param name="delegated">The account that is its delegated administrator.</param>
    /// <inheritdoc cref="CreateStackSet(string, string, string, string, ImmutableArray{ValueTuple{string, string}})" />
    public SandboxStackSet CreateOrganizationStackSet(
        string management, string delegated, string region, string name, string templateBody, params ImmutableArray<(string Account, string Region)> instances)
    {
        var set = CreateStackSet(management, region, name, templateBody, isServiceManaged: true, instances);
        return Write<SandboxStackSet>(delegated, region, state => (state with { DelegatedStackSets = state.DelegatedStackSets.SetItem(name, set) }, [], set));
    }

    private SandboxStackSet CreateStackSet(string account, string region, string name, string templateBody, bool isServiceManaged, ImmutableArray<(string Account, string Region)> instances)
    {
        if (Read(account, region).StackSets.ContainsKey(name))
            throw new SandboxException("NameAlreadyExistsException", $"The specified name already exists: {name}");
        var stacks = instances.Order().Select(i =>
        {
            var id = DeterministicIds.Uuid($"{account}/{region}/stack-set/{name}/{i.Account}/{i.Region}");
            return (i.Account, i.Region, CreateStack(new StackRequest { Account = i.Account, Region = i.Region, StackName = $"StackSet-{name}-{id}", TemplateBody = templateBody }).StackId);
        });
        var set = new SandboxStackSet(name, $"{name}:{DeterministicIds.Uuid($"{account}/{region}/stack-set/{name}")}", [.. stacks]) { IsServiceManaged = isServiceManaged };
        return Write<SandboxStackSet>(account, region, state => (state with { StackSets = state.StackSets.SetItem(name, set) }, [], set));
    }
}
