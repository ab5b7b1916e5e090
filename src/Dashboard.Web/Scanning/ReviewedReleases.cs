using System.Collections.Immutable;
using Dashboard.Web.Live;

namespace Dashboard.Web.Scanning;

/// <summary>
/// Commits of releases that somebody reviews though no ref may name them any more: both environments of the pair are rendered at them with each reading, until nobody has asked for an hour, or for two readings where these are further apart.
/// Safe for use from several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="interval">From one reading to the next: what is asked for has to last until the next two.</param>
internal sealed class ReviewedReleases(TimeProvider time, Func<TimeSpan> interval)
{
    /// <summary>Each commit is rendered for each stack with each reading: of more releases than this at a time, the one that was asked for longest ago gives way.</summary>
    internal const int MostPerPair = 3;

    internal static readonly TimeSpan LeastKept = TimeSpan.FromHours(1);

    private ImmutableDictionary<ParityKey, ImmutableArray<Asked>> _asked = ImmutableDictionary<ParityKey, ImmutableArray<Asked>>.Empty;

    private DateTimeOffset Oldest => time.GetUtcNow() - (interval() * 2 is var two && two > LeastKept ? two : LeastKept);

    /// <summary>Somebody reviews a release.</summary>
    public void Ask(ParityKey pair, string? begin, string end)
    {
        var now = new Asked(begin, end, time.GetUtcNow());
        ImmutableInterlocked.AddOrUpdate(ref _asked, pair, _ => [now], (_, before) => [now, .. before.Where(a => (a.Begin, a.End) != (begin, end)).Take(MostPerPair - 1)]);
    }

    /// <summary>Whether a release is still reviewed.</summary>
    public bool Holds(ParityKey pair, string? begin, string end) => _asked.TryGetValue(pair, out var releases) && releases.Any(a => (a.Begin, a.End) == (begin, end) && a.At >= Oldest);

    /// <summary>The commits at which an environment is wanted.</summary>
    public ImmutableArray<string> CommitsOf(EnvironmentKey environment)
    {
        var since = Oldest;
        return
        [
            .. from pair in _asked
               where pair.Key.Application == environment.Application && (pair.Key.From == environment.Name || pair.Key.To == environment.Name)
               from release in pair.Value
               where release.At >= since
               from commit in new[] { release.Begin, release.End }
               where commit is not null
               select commit,
        ];
    }

    private readonly record struct Asked(string? Begin, string End, DateTimeOffset At);
}
