namespace Dashboard.Sources.Live;

/// <summary>A cloud that remembers who changed what. Asked on drill-down only: it is slow, and names people.</summary>
/// <remarks>Not a part of <see cref="ILiveStateSource"/>, so that no recording ever holds whom it names.</remarks>
public interface IChangeTrails
{
    /// <summary>Who changed a resource, how and when. Never throws but for cancellation: what cannot be known is a gap.</summary>
    Task<ChangeTrail> ReadTrailAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation);

    /// <summary>Whether the cloud may be asked at all; the answer itself is not kept.</summary>
    Task<ReadResult<bool>> TryTrailAsync(AccountRegion scope, CancellationToken cancellation);
}

/// <summary>A resource whose changes are looked for.</summary>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">Its physical id, or the primary identifier of one that stands in no template; null where it has none.</param>
/// <param name="Live">Its live properties as far as they are known, for its other names.</param>
/// <param name="Stack">The name or ARN of the stack that it stands in directly; null where it stands in none.</param>
/// <param name="LogicalId">Its logical id there; null where it stands in none.</param>
public sealed record TrailSubject(string Type, string? PhysicalId, MapValue? Live, string? Stack, string? LogicalId);
