using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation;

/// <summary>What the lists of the page of unclaimed things can be sorted by.</summary>
public enum UnclaimedColumn
{
    /// <summary>Name.</summary>
    Name,

    /// <summary>Of a resource, its type.</summary>
    Type,

    /// <summary>Of a stack, its status.</summary>
    Status,

    /// <summary>Account.</summary>
    Account,

    /// <summary>Region.</summary>
    Region,

    /// <summary>Of a stack, when it was updated, the newest first.</summary>
    Updated,

    /// <summary>What it belongs to after all.</summary>
    Owner,
}

/// <summary>What the page of unclaimed things shows.</summary>
/// <param name="Text">Text that a name, a type, an account or a region holds; empty: any.</param>
/// <param name="Sort">The order of the resources; usually account, region and then type.</param>
/// <param name="HasDefaults">Whether what the account and its services bring along is listed too.</param>
/// <param name="Stacks">The order of the stacks; usually account, region and then name.</param>
/// <param name="Opened">The accounts whose types that were not listed are shown.</param>
/// <param name="Item">The stack or the resource that is looked at, by its name (<see cref="NameOf(ListedStack)"/>); null: none.</param>
public sealed record UnclaimedState(
    string Text = "", SortOrder<UnclaimedColumn> Sort = default, bool HasDefaults = false, SortOrder<UnclaimedColumn> Stacks = default, OpenedParts Opened = default, string? Item = null) : IPageState<UnclaimedState>
{
    /// <inheritdoc />
    public static UnclaimedState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new UnclaimedState(value("q") ?? "", SortOrder.Parse<UnclaimedColumn>(value("sort")) ?? default, value("defaults") == "1", SortOrder.Parse<UnclaimedColumn>(value("stacks")) ?? default, OpenedParts.Parse(value("open")), value("item"));
    }

    /// <inheritdoc />
    public string Format() => new QueryText().Add("q", Text).Add("stacks", Stacks.Format()).Add("sort", Sort.Format()).Add("defaults", HasDefaults ? "1" : null).Add("open", Opened.Format()).Add("item", Item).ToString();

    /// <summary>Names a stack in addresses: "111111111111 eu-west-1 old-worker".</summary>
    public static string NameOf(ListedStack stack) => $"{stack.Scope.Account} {stack.Scope.Region} {stack.StackName}";

    /// <summary>Names a resource in addresses: "111111111111 eu-west-1 AWS::SQS::Queue https://...".</summary>
    public static string NameOf(string account, UnownedResource resource) => $"{account} {resource.Region} {resource.Type} {resource.Identifier}";

    /// <summary>The stacks that are listed, in order.</summary>
    /// <param name="stacks">All of them.</param>
    /// <param name="ownerOf">What a stack belongs to, in words; null: to nothing that is known.</param>
    public IEnumerable<ListedStack> Of(IEnumerable<ListedStack> stacks, Func<ListedStack, string?> ownerOf)
    {
        var found = stacks.Where(s => Holds(s.StackName, s.Status, s.Scope.Account, s.Scope.Region))
            .OrderBy(s => s.Scope.Account, StringComparer.Ordinal).ThenBy(s => s.Scope.Region, StringComparer.Ordinal).ThenBy(s => s.StackName, StringComparer.Ordinal);
        return Stacks.Sort(found, (stack, column) => column switch
        {
            UnclaimedColumn.Status => new(stack.Status),
            UnclaimedColumn.Account => new(stack.Scope.Account),
            UnclaimedColumn.Region => new(stack.Scope.Region),
            UnclaimedColumn.Updated => ColumnValue.Age(stack.UpdatedAt),
            UnclaimedColumn.Owner => new(ownerOf(stack)),
            _ => new(stack.StackName),
        });
    }

    /// <summary>The resources that are listed, each with its account, in order.</summary>
    /// <param name="accounts">All that was found.</param>
    /// <param name="ownerOf">What a resource belongs to, in words; null: to nothing that is known.</param>
    public IEnumerable<(string Account, UnownedResource Resource)> Of(IEnumerable<AccountInventory> accounts, Func<UnownedResource, string?> ownerOf)
    {
        var found = accounts.SelectMany(a => a.Resources.Select(r => (a.Account, Resource: r)))
            .Where(f => (HasDefaults || f.Resource.Default is null || NameOf(f.Account, f.Resource) == Item) && Holds(f.Resource.Identifier, f.Resource.Name ?? "", f.Resource.Type, f.Account, f.Resource.Region))
            .OrderBy(f => f.Account, StringComparer.Ordinal).ThenBy(f => f.Resource.Region, StringComparer.Ordinal)
            .ThenBy(f => f.Resource.Type, StringComparer.Ordinal).ThenBy(f => f.Resource.Identifier, StringComparer.Ordinal);
        return Sort.Sort(found, (row, column) => column switch
        {
            UnclaimedColumn.Type => new(row.Resource.Type),
            UnclaimedColumn.Account => new(row.Account),
            UnclaimedColumn.Region => new(row.Resource.Region),
            UnclaimedColumn.Owner => new(ownerOf(row.Resource)),
            _ => new(row.Resource.Name ?? row.Resource.Identifier),
        });
    }

    private bool Holds(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Contains(Text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
