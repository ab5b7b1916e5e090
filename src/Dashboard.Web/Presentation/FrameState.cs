using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Presentation;

/// <summary>What the list of problems can be sorted by.</summary>
public enum ProblemColumn
{
    /// <summary>What is wrong, in a word.</summary>
    What,

    /// <summary>Environment, stack and resource; of an input its file and line.</summary>
    Where,

    /// <summary>The property.</summary>
    Property,

    /// <summary>The two values, or the reason where there are none.</summary>
    Values,

    /// <summary>What putting it back does, the worst first.</summary>
    Effect,

    /// <summary>Since when it is there, the newest first.</summary>
    Seen,
}

/// <summary>What the list of changes can be sorted by.</summary>
public enum ChangeColumn
{
    /// <summary>When, the newest first.</summary>
    When,

    /// <summary>What happened, in a word.</summary>
    What,

    /// <summary>Environment, stack and resource.</summary>
    Where,

    /// <summary>The property.</summary>
    Property,

    /// <summary>The two values.</summary>
    Values,

    /// <summary>Who did it.</summary>
    By,
}

/// <summary>What the panel below shows.</summary>
public enum PanelView
{
    /// <summary>What is wrong, the worst first.</summary>
    Problems,

    /// <summary>What changed since the server began to look.</summary>
    Activity,
}

/// <summary>What the panes around the page show, as far as an address says it. They are not the page's, but they stand in its address, so that a link to it shows the same.</summary>
/// <param name="Panel">What the panel below shows; null: the address does not say.</param>
/// <param name="Problems">How its list of problems is sorted; null: the address does not say.</param>
/// <param name="Changes">How its list of changes is sorted; null: the address does not say.</param>
/// <param name="Find">What the explorer is filtered by; null: the address does not say.</param>
/// <param name="Folded">Which of the explorer's rows are folded, by their ids; null: the address does not say.</param>
public readonly record struct FrameState(
    PanelView? Panel = null, SortOrder<ProblemColumn>? Problems = null, SortOrder<ChangeColumn>? Changes = null, string? Find = null, ImmutableSortedSet<string>? Folded = null)
{
    private const string PanelName = "panel";
    private const string ProblemsName = "problems";
    private const string ChangesName = "activity";
    private const string FindName = "find";
    private const string FoldedName = "closed";

    /// <summary>Said of a list in its own order, where an address has to tell it from one that says nothing: else no way would lead back to it.</summary>
    private const string Own = "usual";

    /// <summary>No row of the explorer.</summary>
    public static readonly ImmutableSortedSet<string> NoRow = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Reads what a query says of the panes.</summary>
    public static FrameState Parse(string query)
    {
        var value = QueryText.Read(query);
        var all = QueryHelpers.ParseQuery(query);
        return new FrameState(
            Enum.TryParse<PanelView>(value(PanelName), ignoreCase: true, out var panel) && Enum.IsDefined(panel) ? panel : null,
            Parse<ProblemColumn>(value(ProblemsName)),
            Parse<ChangeColumn>(value(ChangesName)),
            all.TryGetValue(FindName, out var find) ? find.LastOrDefault() ?? "" : null,
            all.TryGetValue(FoldedName, out var folded) ? NoRow.Union(folded.OfType<string>().Where(f => f.Length > 0)) : null);
    }

    /// <summary>An address without a word of the panes.</summary>
    /// <param name="url">A path and query.</param>
    public static string Without(string url) => default(FrameState).AddTo(url);

    /// <summary>This, and what others say where nothing was said.</summary>
    public FrameState Or(FrameState others) => new(Panel ?? others.Panel, Problems ?? others.Problems, Changes ?? others.Changes, Find ?? others.Find, Folded ?? others.Folded);

    /// <summary>Of this, what others say something of, too; where it says nothing of that, how it is at first.</summary>
    public FrameState Of(FrameState others) => new(
        others.Panel is null ? null : Panel ?? default(PanelView),
        others.Problems is null ? null : Problems ?? default(SortOrder<ProblemColumn>),
        others.Changes is null ? null : Changes ?? default(SortOrder<ChangeColumn>),
        others.Find is null ? null : Find ?? "",
        others.Folded is null ? null : Folded ?? NoRow);

    /// <summary>Of this, what differs from how it is at first, and others say nothing of.</summary>
    public FrameState Beyond(FrameState others) => new(
        others.Panel is null && Panel is not (null or default(PanelView)) ? Panel : null,
        others.Problems is null && Problems is { Column: not null } ? Problems : null,
        others.Changes is null && Changes is { Column: not null } ? Changes : null,
        others.Find is null && Find is { Length: > 0 } ? Find : null,
        others.Folded is null && Folded is { IsEmpty: false } ? Folded : null);

    /// <summary>An address that says this of the panes, and else what it said before.</summary>
    /// <param name="url">A path and query.</param>
    public string AddTo(string url)
    {
        var parts = url.Split('?', 2);
        var others = parts.Length < 2 ? [] : parts[1].Split('&').Where(p => p.Split('=')[0] is not (PanelName or ProblemsName or ChangesName or FindName or FoldedName or ""));
        string[] query =
        [
            .. others,
            .. Panel is { } panel ? Said(PanelName, EnumText.Name(panel)) : [],
            .. Said(ProblemsName, Problems),
            .. Said(ChangesName, Changes),
            .. Find is { } find ? Said(FindName, find) : [],
            .. Folded is { } folded ? folded.DefaultIfEmpty("").SelectMany(f => Said(FoldedName, f)) : [],
        ];
        return query.Length == 0 ? parts[0] : $"{parts[0]}?{string.Join('&', query)}";
    }

    private static SortOrder<TColumn>? Parse<TColumn>(string? text)
        where TColumn : struct, Enum => text == Own ? default(SortOrder<TColumn>) : SortOrder.Parse<TColumn>(text);

    private static string[] Said<TColumn>(string name, SortOrder<TColumn>? order)
        where TColumn : struct, Enum => order is { } said ? Said(name, said.Format() ?? Own) : [];

    private static string[] Said(string name, string value) => [$"{name}={Uri.EscapeDataString(value)}"];
}
