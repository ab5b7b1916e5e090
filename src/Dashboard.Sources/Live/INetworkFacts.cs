using Dashboard.Core.Networks;

namespace Dashboard.Sources.Live;

/// <summary>A cloud that tells what its networks are made of.</summary>
/// <remarks>Not a part of <see cref="ILiveStateSource"/>: it tells of an account's networks whoever made them, so a recording holds them only where somebody asked for that.</remarks>
public interface INetworkFacts
{
    /// <summary>The networks of an account and region. Never throws but for cancellation: a part that was not read says so.</summary>
    Task<NetworkFacts> ReadNetworkAsync(AccountRegion scope, CancellationToken cancellation);
}
