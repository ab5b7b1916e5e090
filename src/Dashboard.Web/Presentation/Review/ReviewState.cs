namespace Dashboard.Web.Presentation.Review;

/// <summary>A part of the review.</summary>
public enum ReviewPart
{
    Unexplained,
    Unverifiable,
    Pending,
    Configured,
    Declared,
    Equal,

    /// <summary>What the release will do.</summary>
    Release,

    /// <summary>What the first environment did not rehearse.</summary>
    Rehearsal,

    /// <summary>What was changed by hand in either environment.</summary>
    ByHand,

    /// <summary>The commits that the release brings.</summary>
    Commits,

    /// <summary>Rules for driftboard.yaml.</summary>
    Rules,
}

/// <summary>What the rows of a part can be sorted by.</summary>
public enum ReviewColumn
{
    /// <summary>The property, or the place.</summary>
    Property,

    /// <summary>The value in the environment that promotes, or the deployed one.</summary>
    From,

    /// <summary>The value in the one that it promotes into, or the one that runs.</summary>
    To,

    /// <summary>What accounts for the row, or what the release does to it.</summary>
    Why,

    /// <summary>The resource's status.</summary>
    State,

    /// <summary>The commit's id.</summary>
    Commit,

    /// <summary>The commit's pull request.</summary>
    PullRequest,

    /// <summary>The commit's author.</summary>
    Author,

    /// <summary>How old the commit is.</summary>
    Date,

    /// <summary>The commit's message.</summary>
    Message,
}

/// <summary>What the review shows.</summary>
/// <param name="IsWhole">Whether every component is reviewed, or only those that the release touches.</param>
/// <param name="Part">The part that is open; null: the one that matters most.</param>
/// <param name="Text">Text that a row holds; empty: any.</param>
/// <param name="Rules">The rules that are chosen, as <see cref="RuleChoice"/> writes them; empty: none.</param>
/// <param name="Reason">The reason of the chosen rules.</param>
/// <param name="Owner">Who answers for them; empty: the component's owner.</param>
/// <param name="Expires">Their last day, as yyyy-MM-dd; empty: 90 days from now.</param>
/// <param name="Release">The release that the address was made for, "54bac98..66a26d2"; empty: whichever there is.</param>
/// <param name="Sort">The order of the rows; usually the part's own.</param>
/// <param name="Who">The change by hand of which somebody asks who made it, by its row's name; null: of none.</param>
/// <param name="Unit">The difference that the reader has stepped to, by its row's name; null: none.</param>
/// <param name="Opened">What is opened of the part: groups of what cannot be verified, the events that are known of a change by hand.</param>
public sealed record ReviewState(
    bool IsWhole = false, ReviewPart? Part = null, string Text = "", string Rules = "", string Reason = "", string Owner = "", string Expires = "", string Release = "",
    SortOrder<ReviewColumn> Sort = default, string? Who = null, string? Unit = null, OpenedParts Opened = default) : IPageState<ReviewState>
{
    private const string Whole = "all";

    /// <inheritdoc />
    public static ReviewState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new ReviewState(
            value("scope") == Whole,
            value("show") is { } show && Enum.TryParse<ReviewPart>(show, ignoreCase: true, out var part) && Enum.IsDefined(part) && !char.IsAsciiDigit(show[0]) ? part : null,
            value("q") ?? "",
            value("rules") ?? "",
            value("reason") ?? "",
            value("owner") ?? "",
            value("expires") ?? "",
            value("release") ?? "",
            SortOrder.Parse<ReviewColumn>(value("sort")) ?? default,
            value("who"),
            value("unit"),
            OpenedParts.Parse(value("open")));
    }

    /// <summary>Another part: whole, and in its own order.</summary>
    public ReviewState Open(ReviewPart part) => this with { Part = part, Text = "", Sort = default, Who = null, Unit = null, Opened = default };

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("scope", IsWhole ? Whole : null)
        .Add("show", Part is { } part ? Core.Documents.DocumentWriter.Name(part) : null)
        .Add("q", Text)
        .Add("sort", Sort.Format())
        .Add("who", Who)
        .Add("unit", Unit)
        .Add("open", Opened.Format())
        .Add("rules", Rules)
        .Add("reason", Reason)
        .Add("owner", Owner)
        .Add("expires", Expires)
        .Add("release", Release)
        .ToString();
}
