using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Recordings;

namespace Dashboard.Cli.Scanning;

/// <summary>Keeps everything that one scan reads, for a recording.</summary>
internal sealed class ScanLog
{
    private readonly List<RepositoryLog> _repositories = [];

    /// <summary>The maker of the scan's secrets.</summary>
    public SecretFingerprinter Fingerprinter { get; } = SecretFingerprinter.CreateRandom();

    /// <summary>What the clouds answered; null before the scan asked.</summary>
    public LiveLog? Live { get; private set; }

    /// <summary>What the repositories answered.</summary>
    public ImmutableArray<RepositoryLog> Repositories => [.. _repositories];

    /// <summary>The accounts that were configured.</summary>
    public ImmutableHashSet<string> Accounts { get; private set; } = [];

    /// <summary>The networks that were read; none where nobody asked.</summary>
    public ImmutableArray<NetworkFacts> Networks { get; set; } = [];

    /// <summary>The same repository, from now on with a memory.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">Where driftboard.yaml is read from.</param>
    public IRepositorySource Follow(IRepositorySource repository, string reference)
    {
        var log = new RepositoryLog(repository, reference);
        _repositories.Add(log);
        return log;
    }

    /// <summary>The same clouds, from now on with a memory.</summary>
    public ILiveStateSource Follow(OpenedCloud cloud)
    {
        Accounts = cloud.Accounts;
        return Live = new LiveLog(cloud.Live);
    }
}
