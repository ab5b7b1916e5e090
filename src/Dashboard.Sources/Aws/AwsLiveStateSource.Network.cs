using Dashboard.Core.Networks;
using Dashboard.Sources.Aws.Network;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>The facts of networks.</content>
public sealed partial class AwsLiveStateSource : INetworkFacts
{
    /// <inheritdoc />
    public Task<NetworkFacts> ReadNetworkAsync(AccountRegion scope, CancellationToken cancellation) => TryGetScope(scope, out var aws, out var problem)
        ? new NetworkReader(new ReadContext(aws, scope, "", MapValue.Empty, cancellation), _time).ReadAsync()
        : Task.FromResult(NetworkFacts.Unread(scope, ReadOutcome.NoAccess, problem, "EC2", _time.GetUtcNow()));
}
