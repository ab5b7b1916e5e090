using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>A verdict that changed before the reader's eyes.</summary>
/// <param name="Number">Rises with each change of the page's life: a second change of the same stack pulses again.</param>
/// <param name="At">When the page heard of it.</param>
/// <param name="Stack">The stack.</param>
/// <param name="Text">"storefront in production: 1 drift".</param>
public sealed record RecentChange(int Number, DateTimeOffset At, StackKey Stack, string Text);

/// <summary>What changed while one reader looked: marked until it is seen or ten minutes old. One for each circuit, used on its own thread alone.</summary>
public sealed class RecentChanges
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>How long a change pulses.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1.2);

    private readonly Dictionary<StackKey, RecentChange> _changes = [];
    private DriftBoard? _known;
    private int _number;

    /// <summary>Raised with the verdicts that say something else than before; what was only read again is none of them.</summary>
    public event Action<ImmutableArray<RecentChange>>? Noted;

    /// <summary>Compares a change with what this reader has seen so far. Every part of a page calls it with the same changes; the first call counts.</summary>
    /// <returns>What was noted by this very call.</returns>
    public ImmutableArray<RecentChange> Observe(DriftChange change, DateTimeOffset now)
    {
        var before = _known;
        // A snapshot shows nothing that moved; a part of the page that comes later must not swallow what the others are still to be told.
        if (before is null || before.ServerId != change.Board.ServerId)
        {
            _known = change.Board;
            return [];
        }

        if (change.IsSnapshot || change.Board.Revision <= before.Revision)
            return [];
        _known = change.Board;
        foreach (var old in _changes.Where(c => now - c.Value.At > Kept).Select(c => c.Key).ToList())
            _changes.Remove(old);
        ImmutableArray<RecentChange> noted = [.. change.Stacks.Select(key => Note(before, change.Board, key, now)).OfType<RecentChange>()];
        if (noted.IsEmpty)
            return noted;
        Noted?.Invoke(noted);
        return noted;
    }

    /// <summary>The change of a stack that is still to be marked, or null.</summary>
    public RecentChange? Of(StackKey key, DateTimeOffset now) => _changes.TryGetValue(key, out var change) && now - change.At <= Kept ? change : null;

    /// <summary>Whether a change is so new that it pulses.</summary>
    public static bool Pulses(RecentChange change, DateTimeOffset now) => now - change.At < Pulse;

    /// <summary>The reader has looked at the stack.</summary>
    public void See(StackKey key) => _changes.Remove(key);

    private RecentChange? Note(DriftBoard before, DriftBoard after, StackKey key, DateTimeOffset now)
    {
        var (old, current) = (before.Stacks.GetValueOrDefault(key), after.Stacks.GetValueOrDefault(key));
        if (old is not null && current is null)
            return _changes[key] = new RecentChange(++_number, now, key, $"{StackNames.Short(before, key)} in {key.Environment}: not watched any more");
        if (old is null || current is null || !VerdictChanges.IsNews(old, current))
            return null;
        return _changes[key] = new RecentChange(++_number, now, key, $"{StackNames.Short(after, key)} in {key.Environment}: {StatusWords.OfChange(Verdict.Of(old), Verdict.Of(current))}");
    }
}
