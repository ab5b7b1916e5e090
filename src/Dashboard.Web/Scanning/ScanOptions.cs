using Dashboard.Core.Definition;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Scanning;

/// <summary>How the scanner keeps time.</summary>
/// <param name="Interval">From one full sweep to the next.</param>
/// <param name="Poll">How often repositories are asked for new commits.</param>
/// <param name="ParallelEnvironments">How many environments are read whole at the same time.</param>
internal sealed record ScanOptions(TimeSpan Interval, TimeSpan Poll, int ParallelEnvironments = 2)
{
    /// <summary>How old a live read may get by plan where a sweep cannot make all of them.</summary>
    public LiveMaxAges LiveMaxAges { get; init; } = LiveMaxAges.Default;

    /// <summary>Whether the file system is asked to tell of commits in local repositories, which it does in its own time; polling finds them in any case.</summary>
    public bool IsWatchingFiles { get; init; } = true;

    /// <summary>Calls per second, by account.</summary>
    public Func<string, double> CallsPerSecond { get; init; } = static _ => double.PositiveInfinity;

    /// <summary>How the live reads of an environment are spread: half of what the rate lets through in an interval is a sweep's, the rest is for changes and people.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="others">How many calls each of the others takes that share its account's rate: all have equal parts, and who needs less leaves the rest to the others.</param>
    public LiveSpread SpreadOf(DeploymentEnvironment environment, IReadOnlyCollection<int> others)
    {
        var (left, sharing) = ((int)Math.Min(int.MaxValue, CallsPerSecond(environment.Account) * Interval.TotalSeconds / 2), others.Count + 1);
        foreach (var need in others.Order())
        {
            if (need > left / sharing)
                break;
            (left, sharing) = (left - need, sharing - 1);
        }

        return new(LiveMaxAges.Of(environment.Tier), Interval, left / sharing);
    }
}

/// <summary>How old a live read may get by plan, by tier.</summary>
internal sealed record LiveMaxAges(TimeSpan Development, TimeSpan Staging, TimeSpan Production, TimeSpan Ephemeral)
{
    /// <summary>An hour in production, and longer where less hangs on it.</summary>
    public static readonly LiveMaxAges Default = new(TimeSpan.FromHours(4), TimeSpan.FromHours(2), TimeSpan.FromHours(1), TimeSpan.FromHours(4));

    /// <summary>Of a tier.</summary>
    public TimeSpan Of(EnvironmentTier tier) => tier switch
    {
        EnvironmentTier.Production => Production,
        EnvironmentTier.Staging => Staging,
        EnvironmentTier.Ephemeral => Ephemeral,
        _ => Development,
    };
}
