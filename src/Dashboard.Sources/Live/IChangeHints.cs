
namespace Dashboard.Sources.Live;

/// <summary>Says that something may have changed. A hint only makes us read again; it never states anything.</summary>
public interface IChangeHints
{
    /// <summary>What says so, for people: "changes", "queue https://...".</summary>
    string Name => "changes";

    /// <summary>What stands in the way of it, in words; null where nothing does.</summary>
    string? Problem => null;

    /// <summary>The problem is another, or gone.</summary>
    event Action? ProblemChanged
    {
        add { }
        remove { }
    }

    /// <summary>Hints as they come, until cancelled. A slow reader may miss some: the next sweep finds what they meant.</summary>
    IAsyncEnumerable<ChangeHint> ReadAllAsync(CancellationToken cancellation);
}

/// <summary>Look here again.</summary>
/// <param name="Scope">The account and region.</param>
/// <param name="StackName">The stack's name (of a nested stack: of its outermost parent); null where the hint names no stack: an unmanaged resource.</param>
/// <param name="LogicalId">The resource's logical id, or null for the whole stack.</param>
/// <param name="PhysicalId">The resource's physical id, where that is all that is known.</param>
public sealed record ChangeHint(AccountRegion Scope, string? StackName, string? LogicalId, string? PhysicalId)
{
    /// <summary>Of an API call: every text that it names, of which some may be physical ids or ARNs. Where none is known, the hint means nothing. Empty: the hint is no API call.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
