using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>A row of the explorer's tree.</summary>
/// <param name="Id">Names it; what is folded is remembered by it.</param>
/// <param name="Level">1 an application, 2 an environment, 3 a stack, 4 a resource that was looked for.</param>
/// <param name="Name">Its name.</param>
/// <param name="Worst">The worst verdict in it.</param>
/// <param name="Totals">Its stacks in figures.</param>
/// <param name="Stack">The stack, on levels 3 and 4.</param>
/// <param name="IsOpen">Whether its children follow; null where it can have none.</param>
public sealed record ExplorerRow(string Id, int Level, string Name, Status Worst, BoardTotals Totals, StackKey? Stack, bool? IsOpen)
{
    /// <summary>The resource, on level 4.</summary>
    public ResourceAddress? Resource { get; init; }

    /// <summary>Its place among those of its level under the same head, from 1, and how many there are: what is drawn are some of them.</summary>
    public (int Place, int Count) Among { get; init; }

    /// <summary>The environment, on level 2.</summary>
    public BoardEnvironment? Environment { get; init; }
}

/// <summary>The tree of applications, environments and components as the rows that are visible.</summary>
public static class ExplorerRows
{
    /// <summary>The tree as it is at first, for all readers; nobody changes it.</summary>
    private static readonly BoardMemo<bool, List<ExplorerRow>> Whole = new((board, _) => Make(board, "", ImmutableHashSet<string>.Empty));

    /// <summary>So many resources are listed of one stack: of more, nobody means all.</summary>
    private const int MostResources = 20;

    /// <summary>Fewer letters stand in the name of every resource.</summary>
    private const int ShortestResource = 3;

    /// <summary>Builds the rows. A filter keeps environments, stacks and resources whose name holds it, and opens what it finds something in.</summary>
    /// <param name="board">The board.</param>
    /// <param name="filter">Text to look for; empty: everything.</param>
    /// <param name="folded">Ids of closed rows.</param>
    public static List<ExplorerRow> Build(DriftBoard board, string filter, IReadOnlySet<string> folded) =>
        filter.Length == 0 && folded.Count == 0 ? Whole.Of(board, true) : Make(board, filter, folded);

    private static List<ExplorerRow> Make(DriftBoard board, string filter, IReadOnlySet<string> folded)
    {
        var rows = new List<ExplorerRow>();
        var order = board.Components.Select((c, i) => ((c.Application, c.Name), i)).ToDictionary(c => c.Item1, c => c.i);
        var byEnvironment = board.Stacks.Values.ToLookup(s => (s.Key.Application, s.Key.Environment));
        foreach (var application in board.Environments.GroupBy(e => e.Application))
        {
            var inside = new List<ExplorerRow>();
            foreach (var environment in application)
                AddEnvironment(inside, board, environment, byEnvironment[(environment.Application, environment.Name)], filter, folded, order);
            if (filter.Length > 0 && inside.Count == 0)
                continue;
            var stacks = board.Stacks.Values.Where(s => s.Key.Application == application.Key).ToList();
            var isOpen = filter.Length > 0 || !folded.Contains(application.Key);
            rows.Add(new ExplorerRow(application.Key, 1, application.Key, Worst(stacks), BoardTotals.Of(stacks), null, isOpen));
            if (isOpen)
                rows.AddRange(inside);
        }

        Count(rows);
        return rows;
    }

    private static void AddEnvironment(
        List<ExplorerRow> rows,
        DriftBoard board,
        BoardEnvironment environment,
        IEnumerable<StackEvaluation> stacks,
        string filter,
        IReadOnlySet<string> folded,
        Dictionary<(string, string), int> order)
    {
        var all = stacks.ToList();
        var isFound = filter.Length == 0 || Holds(environment.Name, filter);
        var found = filter.Length < ShortestResource ? [] : all.ToDictionary(s => s.Key, s => s.Resources.Where(r => Holds(ShortText.Address(r.Address), filter)).Take(MostResources).ToList());
        var shown = isFound ? all : all.Where(s => Holds(StackNames.Short(board, s.Key), filter) || found.GetValueOrDefault(s.Key) is { Count: > 0 }).ToList();
        if (filter.Length > 0 && shown.Count == 0)
            return;
        var id = $"{environment.Application}/{environment.Name}";
        var isOpen = filter.Length > 0 || !folded.Contains(id);
        rows.Add(new ExplorerRow(id, 2, environment.Name, Worst(all), BoardTotals.Of(all), null, isOpen) { Environment = environment });
        if (!isOpen)
            return;
        foreach (var stack in shown.OrderBy(s => order.GetValueOrDefault((s.Key.Application, s.Key.Component), int.MaxValue)).ThenBy(s => s.Key.ToString(), StringComparer.Ordinal))
        {
            rows.Add(new ExplorerRow(stack.Key.ToString(), 3, StackNames.Short(board, stack.Key), stack.Status, BoardTotals.Of([stack]), stack.Key, null));
            rows.AddRange((found.GetValueOrDefault(stack.Key) ?? []).Select(r =>
                new ExplorerRow($"{stack.Key}/{r.Address}", 4, ShortText.Address(r.Address), r.Status, BoardTotals.Of([]), stack.Key, null) { Resource = r.Address }));
        }
    }

    /// <summary>Gives each row its place among its siblings.</summary>
    private static void Count(List<ExplorerRow> rows)
    {
        var siblings = new List<int>[5];
        for (var i = 0; i <= rows.Count; i++)
        {
            var level = i < rows.Count ? rows[i].Level : 0;
            // What stood deeper, or beside under another head, is complete.
            for (var deeper = level + 1; deeper < siblings.Length; deeper++)
            {
                foreach (var (row, place) in (siblings[deeper] ?? []).Select((r, p) => (r, p)))
                    rows[row] = rows[row] with { Among = (place + 1, siblings[deeper].Count) };
                siblings[deeper] = [];
            }

            if (level > 0)
                (siblings[level] ??= []).Add(i);
        }
    }

    private static Status Worst(List<StackEvaluation> stacks) => stacks.Count == 0 ? Status.NotDeployed : stacks.Min(s => s.Status);

    private static bool Holds(string text, string filter) => text.Contains(filter, StringComparison.OrdinalIgnoreCase);
}
