using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>The stacks of one account and region as they were listed, with what follows from the list alone.</summary>
internal sealed class AccountListing
{
    private AccountListing(AccountRegion scope, ReadOutcome outcome, string? detail, ImmutableArray<LiveStack> stacks)
    {
        Scope = scope;
        Outcome = outcome;
        Detail = detail;
        Stacks = stacks;
        ById = stacks.ToDictionary(s => s.StackId, StringComparer.Ordinal);
        ByName = stacks.Where(s => s.ParentId is null).GroupBy(s => s.StackName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        Exports = stacks.SelectMany(s => s.Outputs).Where(o => o.ExportName is not null)
            .GroupBy(o => o.ExportName!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
    }

    public AccountRegion Scope { get; }

    public ReadOutcome Outcome { get; }

    public string? Detail { get; }

    public ImmutableArray<LiveStack> Stacks { get; }

    public IReadOnlyDictionary<string, LiveStack> ById { get; }

    /// <summary>Outermost stacks by name.</summary>
    public IReadOnlyDictionary<string, LiveStack> ByName { get; }

    public IReadOnlyDictionary<string, string> Exports { get; }

    /// <summary>The value of an export, or null.</summary>
    public PropertyValue? Import(string name) => Exports.TryGetValue(name, out var value) ? new ScalarValue(value) : null;

    /// <summary>Lists the stacks; an account that is not configured is not asked.</summary>
    public static async Task<AccountListing> ReadAsync(ILiveStateSource live, ImmutableHashSet<string> accounts, AccountRegion scope, CancellationToken cancellation)
    {
        if (!accounts.Contains(scope.Account))
            return new AccountListing(scope, ReadOutcome.Denied, $"Account {scope.Account} is not listed under Driftboard:Accounts, so it is not read.", []);
        var listed = await live.ListStacksAsync(scope, cancellation);
        return new AccountListing(scope, listed.Outcome, listed.Detail, listed.IsRead ? listed.Value : []);
    }
}
