using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Review;

/// <summary>A section of a printed review.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Note">What it means, or what it says where it has no rows.</param>
/// <param name="Columns">The heads of its columns.</param>
/// <param name="Rows">Its rows, one text for each column.</param>
/// <param name="Codes">Which columns hold ids, paths or values.</param>
internal sealed record ReportSection(string Title, string Note, string[] Columns, IReadOnlyList<string[]> Rows, params int[] Codes);

/// <summary>A review as sections of text: Markdown and the page to print are two ways to write the same ones.</summary>
internal sealed class ReviewReport
{
    private readonly ReviewDocument _review;

    public ReviewReport(ReviewDocument review)
    {
        _review = review;
        Sections = [Changes(), Collisions(), Rehearsal(), ByHand(), .. PileWords.InOrder.Where(p => p is not (ParityPile.Equal or ParityPile.Unverifiable)).Select(Pile), Unverified(), Commits()];
    }

    /// <summary>"Review of shop: staging to production".</summary>
    public string Title => $"Review of {_review.Application}: {_review.From} to {_review.To}";

    /// <summary>The verdict in words.</summary>
    public string Headline => _review.Headline;

    /// <summary>"blocked", "open" or "clear".</summary>
    public string Verdict => _review.Verdict;

    /// <summary>What is reviewed and what it rests on, name by name.</summary>
    public IReadOnlyList<(string Name, string Text)> Facts =>
    [
        ("release", $"{_review.RunsCommit ?? "not known"} to {_review.FromCommit ?? "none"}"),
        .. _review.StageText is { } stage ? [("deployment", stage)] : Array.Empty<(string, string)>(),
        ("scope", $"{(_review.Scope == "all" ? "every component" : "the components that the release touches")}: {(_review.Components.Count == 0 ? "none" : string.Join(", ", _review.Components.Select(c => c.Name + (c.IsTaken ? c.TakenAt is { } at ? $" (deployed {At(at)})" : " (deployed)" : ""))))}"),
        ("coverage", string.Create(CultureInfo.InvariantCulture, $"{_review.Coverage.Compared} of {_review.Coverage.Total} properties compared")),
        ("piles", string.Create(CultureInfo.InvariantCulture, $"{_review.Piles.Unexplained} unexplained, {_review.Piles.Unverifiable} cannot be verified ({_review.Unverified.Count(u => u.TickedAt is not null)} of {_review.Unverified.Count} groups ticked), {_review.Piles.Pending} pending release, {_review.Piles.Configured} configured, {_review.Piles.Declared} declared, {_review.Piles.Equal} equal")),
        ("soak", _review.Soak.Since is { } since ? $"{_review.Soak.Text}, {At(since)}" : _review.Soak.Text),
        ("evidence", $"oldest live read {At(_review.OldestReadAt)}, templates checked {At(_review.OldestCheckAt)}{(_review.IsStale ? ": STALE, it proves nothing any more" : "")}"),
        ("judged", _review.KeptSince is { } kept ? $"as of {At(kept)}: the two were not both read at one commit since" : At(_review.MadeAt)),
    ];

    /// <summary>What must not be overlooked.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. from item in _review.Items
           where item.Pile != DocumentWriter.Name(ParityPile.Declared)
           from foreign in item.Foreign ?? []
           select $"{foreign.Environment} uses {foreign.Owner}: {Place(item.Component, item.Region, item.Instance, item.Address)} {item.Path} belongs to {foreign.Owner}: {foreign.Component} / {foreign.What}.",
        .. ReleaseWords.Backward(_review.FromCommit, _review.RunsCommit, _review.IsForward, _review.To) is { } backward ? [backward] : Array.Empty<string>(),
        .. _review.Changes.Where(c => c.Risk is not null).Select(c => $"This release {c.Risk}: {Place(c.Component, c.Region, c.Instance, c.Address)}.").Distinct(),
        .. _review.Changes.Where(c => IsReplacement(c.Impact)).GroupBy(c => Place(c.Component, c.Region, c.Instance, c.Address)).Where(g => g.All(c => c.Risk is null))
            .Select(g => $"This release {(g.Any(c => c.Impact == DocumentWriter.Name(Impact.Replacement)) ? "replaces" : "may replace")} {g.Key}."),
        .. _review.Obstacles.Select(o => $"{(o.IsCertain ? "Cannot be deployed now" : "May not deploy")}: {Place(o.Component, o.Region, o.Instance, "")}: {o.Text}"),
    ];

    /// <summary>Section by section.</summary>
    public IReadOnlyList<ReportSection> Sections { get; }

    private ReportSection Changes() => new(
        $"What this release will do to {_review.To}",
        _review.FromCommit is null ? ReleaseWords.NoRelease(_review.From) : _review.Changes.Count + _review.Untold.Count == 0 ? "It changes nothing." : $"The templates of {_review.From}'s commit with the parameters of {_review.To}, against what {_review.To} was deployed with.",
        ["Where", "Property", "Deployed", "The release brings", "Effect", "Written by"],
        [
            .. _review.Changes.Select(c => new[]
            {
                Place(c.Component, c.Region, c.Instance, c.Address), c.Path.Length == 0 ? "the whole resource" : c.Path, Text(c.Before, c.Path), Text(c.After, c.Path),
                StatusWords.Of(Enum.Parse<Impact>(c.Impact, ignoreCase: true)) + (c.Risk is { } risk ? $": {risk}" : ""), Author(c.Written),
            }),
            .. _review.Untold.Select(u => new[] { Place(u.Component, u.Region, u.Instance, u.Address), u.Path, "", "", $"cannot be told: {u.Text}", Seen(u) }),
        ],
        0, 1, 2, 3);

    /// <summary>Nobody wrote what cannot be told; whether somebody looked at it stands in that place. What is told of a place is its group's cause, and perhaps where that is.</summary>
    private string Seen(ReleaseNoteDocument untold)
    {
        var cause = FailedCall.CauseOf(untold.Text);
        var group = _review.UntoldGroups.FirstOrDefault(g => g.Cause == cause) ?? _review.UntoldGroups.FirstOrDefault(g => cause.StartsWith(g.Cause + " (", StringComparison.Ordinal));
        return group switch
        {
            { TickedAt: { } at } => $"looked at {At(at)}",
            { Looked: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{group.Looked} of {group.Count} with this cause looked at"),
            _ => "nobody has looked at it",
        };
    }

    private ReportSection Collisions() => new(
        "Collisions with changes by hand",
        _review.Collisions.Count == 0 ? "None: nothing that was read and that this release changes was changed by hand." : "An update compares with the previous template, so nothing here is certain.",
        ["Where", "Property", "Deployed", "Runs", "What may happen"],
        [.. _review.Collisions.Select(c => new[] { Place(c.Component, c.Region, c.Instance, c.Address), c.Path, Text(c.Deployed, c.Path), Text(c.Live, c.Path), c.Text + (c.AcceptedBy is { } rule ? $" Accepted by {rule}." : "") })],
        0, 1, 2, 3);

    private ReportSection Rehearsal() => new(
        $"What {_review.From} did not rehearse",
        _review.FromCommit is null ? ReleaseWords.NoRelease(_review.From)
            : _review.Unrehearsed.Count == 0 ? _review.Untold.Count == 0 ? "Nothing." : "Nothing, as far as what the release changes can be told."
            : $"What {_review.To} gets and {_review.From} never ran.",
        ["Where", "Property", "Why"],
        [.. _review.Unrehearsed.Select(u => new[] { Place(u.Component, u.Region, u.Instance, u.Address), u.Path, u.Text })],
        0, 1);

    private ReportSection ByHand() => new(
        string.Create(CultureInfo.InvariantCulture, $"Changed by hand: {_review.ByHand.Count}"),
        _review.ByHand.Count == 0 ? "Nothing that was read in this scope was changed by hand." : "What runs otherwise than it was deployed, accepted or not.",
        ["Environment", "Where", "Property", "Deployed", "Runs", "This release", "State"],
        [
            .. _review.ByHand.Select(r => new[]
            {
                r.Environment, Place(r.Component, r.Region, r.Instance, r.Address), r.Path.Length == 0 ? "the whole resource" : r.Path, Text(r.Deployed, r.Path), Text(r.Live, r.Path), r.Release, r.State,
            }),
        ],
        1, 2, 3, 4);

    private static bool IsReplacement(string impact) => impact == DocumentWriter.Name(Impact.Replacement) || impact == DocumentWriter.Name(Impact.ConditionalReplacement);

    private ReportSection Pile(ParityPile pile)
    {
        var items = _review.Items.Where(i => i.Pile == DocumentWriter.Name(pile)).ToList();
        return new ReportSection(
            string.Create(CultureInfo.InvariantCulture, $"{PileWords.Of(pile)}: {items.Count}"),
            items.Count == 0 ? "None." : PileWords.Meaning(pile),
            ["Where", "Property", _review.From, _review.To, pile == ParityPile.Pending ? "Released with" : "Why"],
            [.. items.Select(i => new[]
            {
                Place(i.Component, i.Region, i.Instance, i.Address), i.Path.Length == 0 ? "the whole resource" : i.Path, Text(i.Left, i.Path), Text(i.Right, i.Path),
                i.Rule is { } rule ? $"{i.RuleReason} ({i.RuleOwner}, {i.RuleEnd}, {rule})" : i.Written is { } line ? Author(line) : i.Reason ?? "",
            })],
            0, 1, 2, 3);
    }

    private ReportSection Unverified() => new(
        string.Create(CultureInfo.InvariantCulture, $"Cannot be verified: {_review.Piles.Unverifiable}"),
        _review.Unverified.Count == 0 ? "None." : PileWords.Meaning(ParityPile.Unverifiable),
        ["Properties", "Cause", "Looked at"],
        [.. _review.Unverified.Select(u => new[] { u.Count.ToString(CultureInfo.InvariantCulture), u.Cause, u.TickedAt is { } at ? At(at) : u.Looked > 0 ? string.Create(CultureInfo.InvariantCulture, $"{u.Looked} of {u.Count}") : "no" })]);

    private ReportSection Commits() => new(
        "Commits",
        _review.Commits.Count == 0 ? ReleaseWords.NoCommits(_review.FromCommit, _review.RunsCommit, _review.CommitsWhole)
            : _review.CommitsWhole ? "Newest first." : "Newest first. There are more; these are the newest.",
        ["Commit", "Pull request", "Author", "Date", "Message"],
        [.. _review.Commits.Select(c => new[] { ShortText.Commit(c.Id)!, c.PullRequest is { } number ? string.Create(CultureInfo.InvariantCulture, $"#{number}") : "", c.Author, At(c.Date), c.Summary })],
        0);

    /// <summary>A place; the region is left out only of a component that is known to have a single one.</summary>
    private string Place(string component, string region, string instance, string address)
    {
        var isSingle = instance.Length == 0 && _review.Components.Any(c => c.Name == component && c.Regions.Count == 1);
        var stack = string.Join(' ', new[] { component, isSingle ? "" : region, instance }.Where(n => n.Length > 0));
        return address.Length == 0 ? stack : $"{stack} / {address.TrimStart('~')}";
    }

    private static string Author(WrittenLineDocument? line) => line is null ? ""
        : $"{ShortText.Commit(line.Commit)} {line.Author}{(line.PullRequest is { } number ? string.Create(CultureInfo.InvariantCulture, $", pull request #{number}") : "")}{(line.IsOfRelease ? "" : ", before this release")} at {line.File}:{line.Line}";

    /// <summary>A value; of a whole resource its properties are there or not, and its type is a text.</summary>
    private static string Text(JsonElement? value, string path) => value switch
    {
        null => "absent",
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } some ? VisibleText.Lines(some) : "\"\"",
        { ValueKind: JsonValueKind.Object } map when map.TryGetProperty("Fn::Secret", out _) => "(secret)",
        { ValueKind: JsonValueKind.Object } when path.Length == 0 => "exists",
        { } other => VisibleText.Lines(other.GetRawText()),
    };

    private static string At(DateTimeOffset? at) => at is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "never";
}
