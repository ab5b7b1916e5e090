using System.Globalization;

namespace Dashboard.Sandbox.Estate;

/// <summary>A commit with everything that the repository holds after it.</summary>
/// <param name="Commit">Who, when, why, and what changed.</param>
/// <param name="Files">Every file's text by path.</param>
/// <param name="Tip">The branch whose tip it is, or null.</param>
internal sealed record HistoryStep(SampleCommit Commit, ImmutableSortedDictionary<string, string> Files, string? Tip)
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset Date => DateTimeOffset.Parse(Commit.Date, CultureInfo.InvariantCulture);
}

/// <summary>A line of commits.</summary>
/// <param name="Parent">The branch whose tip it starts from, or null for the first one.</param>
/// <param name="Steps">Oldest first.</param>
internal sealed record HistoryBranch(string? Parent, ImmutableArray<HistoryStep> Steps);

/// <summary>
/// The history of the sample repository. Only the last version of each file is kept (Files/): older versions come from undoing the commits one by one,
/// newest first, and side branches from doing theirs on top of main.
/// </summary>
internal static partial class SampleHistory
{
    /// <summary>What development and staging run.</summary>
    public const string Main = "main";

    /// <summary>What production runs.</summary>
    public const string Release = "release";

    /// <summary>A side branch from which somebody deployed staging's identity component.</summary>
    public const string SupportDeadLetters = "support-dead-letters";

    /// <summary>The branch of the pull request that has an environment of its own.</summary>
    public const string GiftCards = "gift-cards";

    /// <summary>Every branch.</summary>
    public static readonly ImmutableArray<string> BranchNames = [Main, Release, SupportDeadLetters, GiftCards];

    /// <summary>Main with release on its way, then the side branches.</summary>
    public static ImmutableArray<HistoryBranch> Branches()
    {
        var last = EstateFiles.Read();
        var lastReleased = MainCommits.Length - Pending.Length - 1;
        var steps = new HistoryStep[MainCommits.Length];
        var files = last;
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            steps[i] = new(MainCommits[i], files, i == steps.Length - 1 ? Main : i == lastReleased ? Release : null);
            files = Undo(MainCommits[i], files);
        }

        if (!files.IsEmpty)
            throw new InvalidOperationException($"No commit adds {string.Join(", ", files.Keys)}.");
        return
        [
            new(null, [.. steps]),
            new(Main, [new(OfSupportDeadLetters, Apply(OfSupportDeadLetters, last), SupportDeadLetters)]),
            new(Main, [new(OfGiftCards, Apply(OfGiftCards, last), GiftCards)]),
        ];
    }

    private static ImmutableSortedDictionary<string, string> Undo(SampleCommit commit, ImmutableSortedDictionary<string, string> files)
    {
        foreach (var change in commit.Changes.Reverse())
            files = change.Undo(files[change.Path]) is { } before ? files.SetItem(change.Path, before) : files.Remove(change.Path);
        return files;
    }

    private static ImmutableSortedDictionary<string, string> Apply(SampleCommit commit, ImmutableSortedDictionary<string, string> files)
    {
        foreach (var change in commit.Changes)
            files = files.SetItem(change.Path, change.Apply(files.GetValueOrDefault(change.Path)));
        return files;
    }
}
