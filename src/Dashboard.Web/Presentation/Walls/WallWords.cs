using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>Words that several boards use.</summary>
internal static class WallWords
{
    /// <summary>The word for a status in the room of a tile, which shows the whole of it or nothing.</summary>
    public static string Of(Status status, StatusReason? reason) => reason switch
    {
        StatusReason.StackUnreadable => "unreadable",
        StatusReason.StackBroken => "left halfway",
        StatusReason.Secret => "a secret",
        _ => StatusWords.Of(status, reason),
    };

    /// <summary>"+ 3 open, 1 accepted", "+ 3 pairs"; nothing for none.</summary>
    public static IEnumerable<string> Hidden(ImmutableArray<HiddenRows> rows, params (int Count, string Of)[] parts) =>
        parts.Where(p => p.Count > 0).Select(p => $"+ {StatusWords.Count(p.Count, p.Of, p.Of + "s")}")
            .Prepend(rows.IsEmpty ? "" : "+ " + string.Join(", ", rows.Select(r => $"{r.Count} {r.Of}"))).Where(w => w.Length > 0);

    /// <summary>"2 drifts", of one kind alone "1 deleted" or "1 extra"; always as many as differ.</summary>
    public static string Drifts(IReadOnlyCollection<WallStack> stacks)
    {
        var (drifted, deleted, extra) = (stacks.Sum(s => s.Drifted), stacks.Sum(s => s.Deleted), stacks.Sum(s => s.Extra));
        return drifted == deleted ? $"{deleted} deleted" : drifted == extra ? $"{extra} extra" : StatusWords.Count(drifted, "drift", "drifts");
    }

    /// <summary>What a change says that was not so before: "1 drift", "3 to release".</summary>
    public static string Change(VerdictChange change)
    {
        if (IsApartAlone(change))
            return "deployed as no commit says";
        if (IsOfRelease(change))
            return Release(change.After);
        var word = StatusWords.OfChange(change.Before, change.After);
        return change.After.Drifted > 0 && word == Before(change) ? word + ", changed again" : word;
    }

    /// <summary>What was so before it.</summary>
    public static string Before(VerdictChange change) => change.Before.IsDeploying ? "deploying" : IsOfRelease(change) ? Release(change.Before) : StatusWords.Of(change.Before);

    /// <summary>Whether both together say anything.</summary>
    public static bool SaysMore(VerdictChange change) => Change(change) != Before(change);

    /// <summary>The shape of what a change brought, which gives its mark the colour: "calm" where nothing got worse.</summary>
    public static string Edge(VerdictChange change)
    {
        var (before, after) = (change.Before, change.After);
        return after.IsDeploying ? "deploying"
            : after == Verdict.Gone ? StatusWords.Shape(Status.Deleted)
            : IsApartAlone(change) ? StatusWords.Shape(Status.Modified)
            : IsOfRelease(change) ? "pending"
            : after.Status is Status.Modified or Status.Deleted or Status.Unmanaged && after.Drifted >= before.Drifted ? StatusWords.Shape(after.Status)
            : after.Status == Status.Unknown && before.Status != Status.Unknown ? StatusWords.Shape(Status.Unknown)
            : "calm";
    }

    /// <summary>Whether there is nothing worse to say than that it was deployed as no commit says.</summary>
    private static bool IsApartAlone(VerdictChange change) => change.IsApart && change.After.Drifted <= change.Before.Drifted;

    /// <summary>Whether nothing but what is to be released has changed.</summary>
    private static bool IsOfRelease(VerdictChange change) =>
        !change.Before.IsDeploying && change.Before.PendingChanges != change.After.PendingChanges && StatusWords.OfChange(change.Before, change.After) == StatusWords.Of(change.Before);

    private static string Release(Verdict verdict) => verdict.PendingChanges == 0 ? "nothing to release" : $"{verdict.PendingChanges} to release";

    /// <summary>Rows by kind.</summary>
    public static IEnumerable<WallGroup> Groups(WallContent content, ImmutableArray<WallRow> rows) => rows.GroupBy(r => r.Kind).OrderBy(g => g.Key).Select(g => new WallGroup(
        EnumText.Name(g.Key),
        g.Key == WallRowKind.New ? content.Window.Day is { } day ? $"New since {day}" : "New since this start" : g.Key.ToString(),
        g.Count(),
        [.. g])
    {
        // So that both headings together are what the figure says.
        Note = g.Key is WallRowKind.New or WallRowKind.Open && g.Count(r => r.Differs) is var differ && differ < g.Count() ? StatusWords.Count(differ, "differs", "differ") : null,
    });

    /// <summary>Production first.</summary>
    public static int Importance(EnvironmentTier tier) => tier switch
    {
        EnvironmentTier.Production => 0,
        EnvironmentTier.Staging => 1,
        EnvironmentTier.Development => 2,
        _ => 3,
    };
}
