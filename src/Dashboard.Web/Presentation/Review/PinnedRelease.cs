namespace Dashboard.Web.Presentation.Review;

/// <summary>The release that an address was made for.</summary>
/// <param name="Begin">The commit that ran before it, as the address names it; null where nobody could tell.</param>
/// <param name="End">The commit that it brings, as the address names it.</param>
public readonly record struct PinnedRelease(string? Begin, string End)
{
    /// <summary>What stands for a beginning that nobody can tell.</summary>
    internal const string NotKnown = "not known";

    private const string Between = "..";

    /// <summary>Reads "54bac98..66a26d2"; null where the text names no commit to release.</summary>
    public static PinnedRelease? Parse(string text)
    {
        if (text.Split(Between) is not [var before, var after] || Commit(after) is not { } end)
            return null;
        return Commit(before) is { } begin ? new PinnedRelease(begin, end) : before == NotKnown ? new PinnedRelease(null, end) : null;
    }

    /// <summary>A commit by the letters of its id. A branch or tag names another one tomorrow, and pins nothing.</summary>
    private static string? Commit(string text) => text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigitLower) ? text : null;
}

/// <summary>What became of the release that was asked for by its commits.</summary>
public enum PinnedOutcome
{
    /// <summary>The review is of it.</summary>
    Reviewed,

    /// <summary>The review is of the release that there is now: what both environments are at the commit is told with the next reading of them.</summary>
    Awaited,

    /// <summary>The review is of the release that there is now: the repository has no such commit.</summary>
    Unknown,
}
