using Dashboard.Core.Networks;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Reads the networks of several accounts and regions.</summary>
/// <param name="live">The cloud.</param>
/// <param name="accounts">The accounts that may be read.</param>
/// <param name="time">The clock.</param>
public sealed class NetworkFactsReader(INetworkFacts live, ImmutableHashSet<string> accounts, TimeProvider time)
{
    /// <summary>The facts of each, in the order in which they were asked for.</summary>
    public async Task<ImmutableArray<NetworkFacts>> ReadAsync(IEnumerable<AccountRegion> scopes, CancellationToken cancellation) =>
        [.. await Task.WhenAll(scopes.Select(s => ReadAsync(s, cancellation))).ConfigureAwait(false)];

    private Task<NetworkFacts> ReadAsync(AccountRegion scope, CancellationToken cancellation) =>
        accounts.Contains(scope.Account)
            ? live.ReadNetworkAsync(scope, cancellation)
            : Task.FromResult(NetworkFacts.Unread(
                scope, ReadOutcome.NoAccess, AwsAccountSettings.NotListed(scope.Account), "nobody", time.GetUtcNow()));
}
