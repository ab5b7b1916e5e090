using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>A row of the parity page: a unit, or the head of the resource that the units beneath it belong to.</summary>
/// <param name="Item">The unit; of a head the first one of its resource.</param>
/// <param name="IsHead">Whether this is a head.</param>
/// <param name="Count">How many units follow a head.</param>
public sealed record ParityRow(ParityItem Item, bool IsHead, int Count)
{
    /// <summary>Whether a unit has no head, since it is its resource's only one: the row itself says which resource that is.</summary>
    public bool IsAlone { get; init; }
}

/// <summary>The units of a pair that the page lists, grouped by component and resource.</summary>
public static class ParityRows
{
    /// <summary>Builds the rows: separation findings first, the rest in the evaluation's own order. Where they are sorted, each resource stands where its first unit does.</summary>
    public static List<ParityRow> Build(ParityEvaluation parity, ParityState state)
    {
        var rows = new List<ParityRow>();
        var matching = parity.Items.Where(i => i.Pile == state.Pile && state.IsOf(i) && Matches(i, state.Text)).OrderByDescending(i => i.IsSeparationFinding);
        foreach (var group in state.Sort.Sort(matching, KeyOf).GroupBy(i => (i.Component, i.Region, i.Instance, i.Address)))
        {
            var items = group.ToList();
            rows.Add(new ParityRow(items[0], true, items.Count));
            rows.AddRange(items.Select(i => new ParityRow(i, false, 0)));
        }

        return rows;
    }

    /// <summary>The same rows, with no head over one unit alone.</summary>
    public static List<ParityRow> WithoutLoneHeads(List<ParityRow> rows) =>
        [.. rows.Select((r, i) => !r.IsHead && rows[i - 1] is { IsHead: true, Count: 1 } ? r with { IsAlone = true } : r).Where(r => r is not { IsHead: true, Count: 1 })];

    /// <summary>What accounts for a difference, or why nothing can be said.</summary>
    public static string Why(ParityItem item) => item switch
    {
        { Rule: { } rule } => $"{rule.Reason} ({rule.Id})",
        { Reason: { } reason } => reason,
        { CommitId: { } commit } => $"released with {ShortText.Commit(commit)}",
        _ => "",
    };

    private static ColumnValue KeyOf(ParityItem item, ParityColumn column) => column switch
    {
        ParityColumn.Property => new(item.Path.ToString()),
        ParityColumn.From => new(item.Left?.ToString()),
        ParityColumn.To => new(item.Right?.ToString()),
        _ => new(Why(item)),
    };

    private static bool Matches(ParityItem item, string text) => text.Length == 0 || new[]
    {
        item.Component, item.Address.Path, item.Type, item.Path.ToString(), item.Left?.ToString(), item.Right?.ToString(), item.Reason, item.Rule?.Reason, item.Rule?.Id, item.CommitId,
    }.Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
