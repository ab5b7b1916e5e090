using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>A column of the overview: an environment, or the parity of two.</summary>
/// <param name="Environment">The environment; null for a pair.</param>
/// <param name="Pair">The pair; null for an environment.</param>
public sealed record MatrixColumn(BoardEnvironment? Environment, ParityKey? Pair);

/// <summary>What a row has in one column.</summary>
/// <param name="Stack">The stack; null where there is none, and for a pair.</param>
/// <param name="Parity">The pair's counts for this row; null where nothing was judged, and for an environment.</param>
public readonly record struct MatrixCell(StackEvaluation? Stack, ParityCounts? Parity);

/// <summary>A row of the overview: a component, and where these vary its region and instance.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Component">The component.</param>
/// <param name="Owner">Its owner, or null.</param>
/// <param name="Region">The region, or null where it says nothing.</param>
/// <param name="Instance">The instance, or null where it says nothing.</param>
/// <param name="Cells">One for each column.</param>
public sealed record MatrixRow(string Application, string Component, string? Owner, string? Region, string? Instance, ImmutableArray<MatrixCell> Cells)
{
    /// <summary>Of a component with several rows: the whole region and instance of this one; else null.</summary>
    public (string Region, string Instance)? Spot { get; init; }

    /// <summary>The worst verdict of the row; in sync where it has no stack.</summary>
    public Status Worst => Cells.Min(c => c.Stack?.Status ?? Status.InSync);

    /// <summary>Names the row on the page.</summary>
    public string Name => string.Join(' ', new[] { Component, Region, Instance }.OfType<string>());
}

/// <summary>A line of the overview: a row, or the head of the group that the rows beneath it belong to.</summary>
/// <param name="Row">The row; null for a head.</param>
/// <param name="Head">What the group is called; null for a row.</param>
/// <param name="Worst">The worst verdict of a group.</param>
/// <param name="Totals">A group in figures.</param>
/// <param name="Count">How many rows a group has.</param>
public sealed record MatrixLine(MatrixRow? Row, string? Head = null, Status Worst = Status.InSync, BoardTotals? Totals = null, int Count = 0);

/// <summary>The overview as a table: components against environments, with parity between those that are judged; of one application, or of all of them.</summary>
/// <param name="Columns">Environments in promotion order, each pair of neighbours between its two; other pairs follow the lasting environments.</param>
/// <param name="Lines">Rows, filtered and sorted, with the heads of their groups where they are grouped.</param>
/// <param name="RowsInAll">How many there are without the filter.</param>
/// <param name="IsOfSeveral">Whether the rows belong to several applications: then a column is an environment's name, and no commit stands for all of it.</param>
public sealed record OverviewMatrix(ImmutableArray<MatrixColumn> Columns, ImmutableArray<MatrixLine> Lines, int RowsInAll, bool IsOfSeveral = false)
{
    private static readonly BoardMemo<(string Application, OverviewState State), OverviewMatrix> Known = new((board, key) => Make(board, key.Application, key.State));

    /// <summary>Builds the table.</summary>
    public static OverviewMatrix Build(DriftBoard board, string application, OverviewState state) => Known.Of(board, (application, state with { ByHand = false }));

    /// <summary>The same with its lines in the order of another one; what that one does not have comes last.</summary>
    /// <param name="shown">The other one.</param>
    /// <returns>This one itself where its order is that already.</returns>
    public OverviewMatrix InOrderOf(OverviewMatrix shown)
    {
        var places = new Dictionary<object, int>();
        foreach (var line in shown.Lines)
            places.TryAdd(KeyOf(line), places.Count);
        var groups = new List<List<MatrixLine>>();
        foreach (var line in Lines)
        {
            if (line.Row is null || groups.Count == 0)
                groups.Add([]);
            groups[^1].Add(line);
        }

        // The head of a group, where there is one, stays before its rows.
        ImmutableArray<MatrixLine> kept = [.. groups.OrderBy(g => Place(g[0])).SelectMany(g => g.OrderBy(l => l.Row is not null).ThenBy(Place))];
        return kept.SequenceEqual(Lines) ? this : this with { Lines = kept };

        int Place(MatrixLine line) => places.GetValueOrDefault(KeyOf(line), int.MaxValue);
    }

    /// <summary>What a line is known by while others come and go.</summary>
    public static object KeyOf(MatrixLine line) => line.Row is { } row ? (row.Application, row.Name) : (line.Head, "group");

    private static OverviewMatrix Make(DriftBoard board, string application, OverviewState state)
    {
        ImmutableArray<string> applications = state.Group == OverviewGrouping.Application ? [.. board.Environments.Select(e => e.Application).Distinct()] : [application];
        var columns = BuildColumns(board, applications);
        var known = board.Components.Where(c => applications.Contains(c.Application)).ToList();
        var names = known.Select(c => (c.Application, c.Name)).ToHashSet();
        var strays = board.Stacks.Keys.Where(k => applications.Contains(k.Application)).Select(k => (k.Application, Name: k.Component)).Distinct()
            .Where(k => !names.Contains(k)).Order().Select(k => new BoardComponent(k.Application, k.Name, null));
        var all = known.Concat(strays).SelectMany(component => RowsOf(board, component, columns)).ToList();
        var rows = Sort(all.Where(r => Matches(r, state)), state.Sort);
        return new OverviewMatrix(columns, [.. Gather(rows, state)], all.Count, applications.Length > 1);
    }

    /// <summary>Groups stand in the order of their first rows, so that the worst is in the first one where the worst comes first; else by name.</summary>
    private static IEnumerable<MatrixLine> Gather(IEnumerable<MatrixRow> rows, OverviewState state)
    {
        if (state.Group == OverviewGrouping.None)
            return rows.Select(r => new MatrixLine(r));
        var groups = rows.GroupBy(r => state.Group == OverviewGrouping.Owner ? r.Owner ?? "" : r.Application);
        if (state.Sort != OverviewSort.Worst)
            groups = groups.OrderBy(g => g.Key.Length == 0).ThenBy(g => g.Key, StringComparer.OrdinalIgnoreCase);
        return groups.SelectMany(group => group.Select(r => new MatrixLine(r)).Prepend(new MatrixLine(
            null,
            group.Key.Length > 0 ? group.Key : "without an owner",
            group.Min(r => r.Worst),
            BoardTotals.Of(group.SelectMany(r => r.Cells).Select(c => c.Stack).OfType<StackEvaluation>()),
            group.Count())));
    }

    /// <summary>Of several applications each name of an environment, and each pair of names, is one column.</summary>
    private static ImmutableArray<MatrixColumn> BuildColumns(DriftBoard board, ImmutableArray<string> applications)
    {
        var environments = board.Environments.Where(e => applications.Contains(e.Application)).DistinctBy(e => e.Name).OrderBy(e => e.Tier == Core.Definition.EnvironmentTier.Ephemeral).ToList();
        var pairs = board.Parity.Keys.Where(p => applications.Contains(p.Application)).OrderBy(p => applications.IndexOf(p.Application)).DistinctBy(p => (p.From, p.To)).ToList();
        var columns = new List<MatrixColumn>();
        foreach (var environment in environments)
        {
            if (columns.LastOrDefault()?.Environment is { } left && pairs.FirstOrDefault(p => p.From == left.Name && p.To == environment.Name) is { } pair)
            {
                columns.Add(new MatrixColumn(null, pair));
                pairs.Remove(pair);
            }

            columns.Add(new MatrixColumn(environment, null));
        }

        var lasting = columns.FindLastIndex(c => c.Environment is not { Tier: Core.Definition.EnvironmentTier.Ephemeral }) + 1;
        columns.InsertRange(lasting, pairs.OrderBy(p => p.From, StringComparer.Ordinal).ThenBy(p => p.To, StringComparer.Ordinal).Select(p => new MatrixColumn(null, p)));
        return [.. columns];
    }

    /// <summary>One row where no environment has the component twice; else one for each region and instance.</summary>
    private static IEnumerable<MatrixRow> RowsOf(DriftBoard board, BoardComponent component, ImmutableArray<MatrixColumn> columns)
    {
        var index = StackIndex.Of(board);
        var keys = columns.Select(c => c.Environment is { } e ? index.At(component.Application, e.Name, component.Name) : []).ToList();
        if (keys.TrueForAll(k => k.Length <= 1))
        {
            yield return new MatrixRow(component.Application, component.Name, component.Owner, null, null, [.. columns.Select((c, i) => c.Pair is { } pair
                ? new MatrixCell(null, ParityIndex.Of(board, pair with { Application = component.Application })?.Of(component.Name))
                : new MatrixCell(keys[i] is [var key] ? board.Stacks[key] : null, null))]);
            yield break;
        }

        var spots = keys.SelectMany(k => k).Select(k => (k.Region, k.Instance)).Distinct().Order().ToList();
        var severalRegions = spots.DistinctBy(s => s.Region).Skip(1).Any();
        var severalInstances = spots.DistinctBy(s => s.Instance).Skip(1).Any();
        foreach (var spot in spots)
        {
            yield return new MatrixRow(
                component.Application,
                component.Name,
                component.Owner,
                severalRegions ? spot.Region : null,
                severalInstances && spot.Instance.Length > 0 ? spot.Instance : null,
                [.. columns.Select((c, i) => c.Pair is { } pair
                    ? new MatrixCell(null, ParityIndex.Of(board, pair with { Application = component.Application })?.Of(component.Name, spot.Region, spot.Instance))
                    : new MatrixCell(keys[i].FirstOrDefault(k => k.Region == spot.Region && k.Instance == spot.Instance) is { } key ? board.Stacks[key] : null, null))])
            { Spot = spot };
        }
    }

    private static bool Matches(MatrixRow row, OverviewState state) =>
        (state.Text.Length == 0 || new[] { row.Component, row.Owner, row.Region, row.Instance }.Any(t => t?.Contains(state.Text, StringComparison.OrdinalIgnoreCase) == true))
        && state.Show switch
        {
            CellFilter.Differing => row.Cells.Any(c => c.Stack?.Drifted > 0),
            CellFilter.Unverified => row.Cells.Any(c => c.Stack is { } s && (s.IsUnverified || s.Coverage.Compared < s.Coverage.Total)),
            CellFilter.Pending => row.Cells.Any(c => c.Stack?.PendingChanges > 0),
            _ => true,
        };

    private static IEnumerable<MatrixRow> Sort(IEnumerable<MatrixRow> rows, OverviewSort sort) => sort switch
    {
        OverviewSort.Name => rows.OrderBy(r => r.Component, StringComparer.OrdinalIgnoreCase),
        OverviewSort.Owner => rows.OrderBy(r => r.Owner is null).ThenBy(r => r.Owner, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Component, StringComparer.OrdinalIgnoreCase),
        _ => rows.OrderBy(r => r.Worst)
            .ThenByDescending(r => r.Cells.Sum(c => c.Stack?.Drifted ?? 0))
            .ThenByDescending(r => r.Cells.Sum(c => c.Parity?.Unexplained ?? 0))
            .ThenByDescending(r => r.Cells.Sum(c => c.Stack?.PendingChanges ?? 0)),
    };
}
