using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation;

/// <summary>What the lists of the page of unclaimed things are sorted by.</summary>
public enum UnclaimedSort
{
    /// <summary>Account, region and then type or name.</summary>
    Place,

    /// <summary>Name.</summary>
    Name,

    /// <summary>Type; of stacks, the status.</summary>
    Type,
}

/// <summary>What the page of unclaimed things shows.</summary>
/// <param name="Text">Text that a name, a type, an account or a region holds; empty: any.</param>
/// <param name="Sort">The order.</param>
/// <param name="HasDefaults">Whether what the account and its services bring along is listed too.</param>
public sealed record UnclaimedState(string Text = "", UnclaimedSort Sort = UnclaimedSort.Place, bool HasDefaults = false) : IPageState<UnclaimedState>
{
    /// <inheritdoc />
    public static UnclaimedState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new UnclaimedState(value("q") ?? "", EnumText.Parse(value("sort"), UnclaimedSort.Place), value("defaults") == "1");
    }

    /// <inheritdoc />
    public string Format() => new QueryText().Add("q", Text).Add("sort", EnumText.Format(Sort, UnclaimedSort.Place)).Add("defaults", HasDefaults ? "1" : null).ToString();

    /// <summary>The stacks that are listed, in order.</summary>
    public IEnumerable<ListedStack> Of(IEnumerable<ListedStack> stacks)
    {
        var found = stacks.Where(s => Holds(s.StackName, s.Status, s.Scope.Account, s.Scope.Region));
        return Sort switch
        {
            UnclaimedSort.Name => found.OrderBy(s => s.StackName, StringComparer.Ordinal),
            UnclaimedSort.Type => found.OrderBy(s => s.Status, StringComparer.Ordinal).ThenBy(s => s.StackName, StringComparer.Ordinal),
            _ => found.OrderBy(s => s.Scope.Account, StringComparer.Ordinal).ThenBy(s => s.Scope.Region, StringComparer.Ordinal).ThenBy(s => s.StackName, StringComparer.Ordinal),
        };
    }

    /// <summary>The resources that are listed, each with its account, in order.</summary>
    public IEnumerable<(string Account, UnownedResource Resource)> Of(IEnumerable<AccountInventory> accounts)
    {
        var found = accounts.SelectMany(a => a.Resources.Select(r => (a.Account, Resource: r)))
            .Where(f => (HasDefaults || f.Resource.Default is null) && Holds(f.Resource.Identifier, f.Resource.Name ?? "", f.Resource.Type, f.Account, f.Resource.Region));
        return Sort switch
        {
            UnclaimedSort.Name => found.OrderBy(f => f.Resource.Name ?? f.Resource.Identifier, StringComparer.Ordinal),
            UnclaimedSort.Type => found.OrderBy(f => f.Resource.Type, StringComparer.Ordinal).ThenBy(f => f.Resource.Identifier, StringComparer.Ordinal),
            _ => found.OrderBy(f => f.Account, StringComparer.Ordinal).ThenBy(f => f.Resource.Region, StringComparer.Ordinal)
                .ThenBy(f => f.Resource.Type, StringComparer.Ordinal).ThenBy(f => f.Resource.Identifier, StringComparer.Ordinal),
        };
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
