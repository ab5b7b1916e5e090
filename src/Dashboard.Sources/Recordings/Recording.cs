using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Sources.Recordings;

/// <summary>What a scan once learned, read back from its files: it stands in the place of the clouds and of the repositories.</summary>
public sealed class Recording
{
    internal const string Format = "driftboard-recording";
    internal const int Version = 1;
    internal const string MainFile = "recording.json";

    private readonly ImmutableArray<ListingDocument> _listings;
    private readonly ImmutableDictionary<AccountRegion, (ImmutableArray<StackReads> Stacks, ImmutableArray<TypeReads> Types)> _reads;

    internal Recording(
        RecordingDocument main,
        ImmutableArray<ListingDocument> listings,
        ImmutableDictionary<AccountRegion, (ImmutableArray<StackReads> Stacks, ImmutableArray<TypeReads> Types)> reads,
        ImmutableArray<IRepositorySource> repositories)
    {
        _listings = listings;
        _reads = reads;
        Repositories = repositories;
        RecordedAt = main.RecordedAt;
        IsAnonymous = main.IsAnonymous;
        Accounts = [.. main.Accounts];
        Environments = [.. main.Environments];
        Verdicts = [.. main.Verdicts];
        Calls = new ScanCalls(main.EstimatedCalls, new CallCount(main.Calls.ToImmutableSortedDictionary(StringComparer.Ordinal), main.Throttled, main.Retried)) { Lookups = main.Lookups };
    }

    internal ImmutableArray<NetworkFacts> Networks { get; init; } = [];

    internal ImmutableDictionary<string, AccountInventory> Unmanaged { get; init; } = ImmutableDictionary<string, AccountInventory>.Empty;

    /// <summary>Whether it was recorded what no stack owns.</summary>
    public bool HoldsUnmanaged => !Unmanaged.IsEmpty;

    /// <summary>When the scan ended. Ages and rules are judged as of then.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>Whether account ids and authors were replaced.</summary>
    public bool IsAnonymous { get; }

    /// <summary>A clock that stands at that instant.</summary>
    public TimeProvider Clock => new StoppedClock(RecordedAt);

    /// <summary>The accounts that were configured then.</summary>
    public ImmutableHashSet<string> Accounts { get; }

    /// <summary>The names of the environments that were scanned.</summary>
    public ImmutableHashSet<string> Environments { get; }

    /// <summary>What was said of each stack and pair then.</summary>
    public ImmutableArray<string> Verdicts { get; }

    /// <summary>The calls that it took then.</summary>
    public ScanCalls Calls { get; }

    /// <summary>The repositories, with what was read of them.</summary>
    public ImmutableArray<IRepositorySource> Repositories { get; }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="RecordingException">There is none, it is of another version, or it is damaged: each file, line and key is named.</exception>
    public static Recording Read(string folder) => new RecordingReader(folder).Read();

    /// <summary>The recorded answers as a cloud.</summary>
    public ILiveStateSource OpenLive(SecretFingerprinter fingerprinter) => new RecordedLiveSource(_listings, _reads, RecordedAt, fingerprinter) { Networks = Networks.ToDictionary(n => n.Scope), Unmanaged = Unmanaged };

    private sealed class StoppedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}

/// <summary>A recording cannot be written or read, for a reason that the message names.</summary>
public sealed class RecordingException(string message) : Exception(message);
