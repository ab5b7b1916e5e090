using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>The stacks of one account and region as they were listed, with what follows from the list alone.</summary>
internal sealed class AccountListing
{
    private readonly IReadOnlyDictionary<string, PropertyValue> _exports;

    private AccountListing(AccountRegion scope, ReadOutcome outcome, string? detail, ImmutableArray<LiveStack> stacks, StackFilter filter, IReadOnlyDictionary<string, PropertyValue> exports)
    {
        Scope = scope;
        Outcome = outcome;
        Detail = detail;
        Stacks = stacks;
        ById = stacks.ToDictionary(s => s.StackId, StringComparer.Ordinal);
        ByName = stacks.Where(s => s.ParentId is null && filter.Includes(s)).GroupBy(s => s.StackName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        _exports = exports;
    }

    public AccountRegion Scope { get; }

    public ReadOutcome Outcome { get; }

    public string? Detail { get; }

    public ImmutableArray<LiveStack> Stacks { get; }

    public IReadOnlyDictionary<string, LiveStack> ById { get; }

    /// <summary>The stack that a nested one's physical id means: its ARN; emulators give its name.</summary>
    public LiveStack? Nested(string physicalId) => ById.GetValueOrDefault(physicalId) ?? Stacks.FirstOrDefault(s => s.StackName == physicalId);

    /// <summary>Outermost stacks that are looked at, by name.</summary>
    public IReadOnlyDictionary<string, LiveStack> ByName { get; }

    /// <summary>The stack that a nested one stands in, at any depth; of any other, itself.</summary>
    public LiveStack Outermost(LiveStack stack) => Outermost(stack, ById);

    /// <inheritdoc cref="Outermost(LiveStack)" />
    public static LiveStack Outermost(LiveStack stack, IReadOnlyDictionary<string, LiveStack> byId)
    {
        for (var steps = 0; steps < byId.Count && stack.ParentId is { } parent && byId.TryGetValue(parent, out var outer); steps++)
            stack = outer;
        return stack;
    }

    /// <summary>The value of an export, or null; fingerprinted where the exporting stack made it of a secret.</summary>
    public PropertyValue? Import(string name) => _exports.GetValueOrDefault(name);

    /// <summary>Lists the stacks; an account that is not configured is not asked.</summary>
    /// <param name="live">The cloud.</param>
    /// <param name="exports">Tells which exports hold a secret.</param>
    /// <param name="accounts">The accounts that are configured.</param>
    /// <param name="scope">The account and region.</param>
    /// <param name="list">Asks.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<AccountListing> ReadAsync(
        ILiveStateSource live,
        SecretExports exports,
        ImmutableHashSet<string> accounts,
        AccountRegion scope,
        Func<ILiveStateSource, AccountRegion, CancellationToken, Task<ReadResult<ImmutableArray<LiveStack>>>> list,
        CancellationToken cancellation)
    {
        var none = ImmutableDictionary<string, PropertyValue>.Empty;
        if (!accounts.Contains(scope.Account))
            return new AccountListing(scope, ReadOutcome.NoAccess, AwsAccountSettings.NotListed(scope.Account), [], StackFilter.All, none);
        var listed = await list(live, scope, cancellation);
        return listed.IsRead
            ? new AccountListing(scope, listed.Outcome, listed.Detail, listed.Value, live.FilterOf(scope.Account), await exports.ReadAsync(scope, listed.Value, cancellation))
            : new AccountListing(scope, listed.Outcome, listed.Detail, [], StackFilter.All, none);
    }
}
