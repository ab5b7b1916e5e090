using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Graphs;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Presentation;

/// <summary>What an address selects in a stack: the page, the inspector and every command agree on it.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Resource">The resource that is asked for, or the worst one; null where the one that is asked for is not there.</param>
/// <param name="Rows">Its properties.</param>
/// <param name="Path">The property that is asked for, or the first one that differs; null: none.</param>
public sealed record StackSelection(StackEvaluation Stack, ResourceEvaluation? Resource, PropertyRows Rows, PropertyPath? Path)
{
    private static readonly PropertyRows NoRows = new([], [], []);

    /// <summary>The selected property in its three states; null where none is selected, or it is not there.</summary>
    public PropertyRow? Property => Path is null ? null
        : Rows.Differing.FirstOrDefault(r => ComparisonLeaf.KeyOf(r.Path) == ComparisonLeaf.KeyOf(Path)) ?? Rows.Differing.FirstOrDefault(r => r.Path.ToString() == Path.ToString())
            ?? Rows.Declared.Concat(Rows.Undeclared).FirstOrDefault(r => r.Path.TopLevelName == Path.TopLevelName);

    /// <summary>Whether a property is asked for that the resource has in none of its states; of one of which nothing is known nobody can tell.</summary>
    public bool IsPropertyMissing => Path is { Segments.IsEmpty: false } && Property is null && !(Rows.Declared.IsEmpty && Rows.Undeclared.IsEmpty);

    /// <summary>The stack that a page of stacks is about; null where the board has none.</summary>
    public static StackKey? KeyOf(DriftBoard board, string application, string environment, string component, StackState state) =>
        StackIndex.Of(board).At(application, environment, component)
            .FirstOrDefault(k => (state.Region is null || k.Region == state.Region) && (state.Instance is null || k.Instance == state.Instance));

    /// <summary>What an address of the workbench selects; null where it selects nothing.</summary>
    public static StackSelection? At(DriftBoard board, Uri location)
    {
        string[] segments = [.. location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        return segments switch
        {
            ["stacks", var application, var environment, var component] => Of(board, application, environment, component, StackState.Parse(location.Query)),
            ["parity", var application, var from, var to] => OfUnit(board, new ParityKey(application, from, to), ParityState.Parse(location.Query)),
            ["review", var application, var from, var to] => OfRow(board, new ParityKey(application, from, to), ReviewState.Parse(location.Query)),
            ["graph", var application, var environment] => OfNode(board, application, environment, GraphState.Parse(location.Query)),
            _ => null,
        };
    }

    /// <summary>The resource whose node is selected in a graph.</summary>
    private static StackSelection? OfNode(DriftBoard board, string application, string environment, GraphState state)
    {
        if (state.Node is null)
            return null;
        var graph = ResourceGraph.Of(board, application, environment, state);
        return graph.IndexOf(state.Node) is >= 0 and var i && graph.Nodes[i] is { Resource: { } resource } node ? Of(node.Stack, resource, null) : null;
    }

    /// <summary>What the page of a stack selects.</summary>
    public static StackSelection? Of(DriftBoard board, string application, string environment, string component, StackState state)
    {
        if (KeyOf(board, application, environment, component, state) is not { } key)
            return null;
        var stack = board.Stacks[key];
        var resource = state.Resource is { } asked ? stack.Resources.FirstOrDefault(r => r.Address.Path == asked) : stack.Resources.OrderBy(Severity).FirstOrDefault();
        return Of(stack, resource, state.Path, state.Item);
    }

    /// <summary>A resource of a stack, with a property of it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="resource">The resource; null: none.</param>
    /// <param name="path">The property as a JSON pointer; a broken one counts as none.</param>
    /// <param name="item">What identifies the list item that it is in ("Key=Name"); null where that is not told.</param>
    public static StackSelection Of(StackEvaluation stack, ResourceEvaluation? resource, string? path, string? item = null)
    {
        var rows = resource is null ? NoRows : PropertyRows.Of(resource);
        return new StackSelection(stack, resource, rows, AskedPath(rows, path, item) ?? rows.Differing.FirstOrDefault()?.Path);
    }

    /// <summary>A unit of parity is looked at where a value of the other environment stands, else where it was changed by hand; else where the release goes: in the environment that is promoted into, or where that lacks it in the other.</summary>
    private static StackSelection? OfUnit(DriftBoard board, ParityKey pair, ParityState state) =>
        state.Unit is { } unit && ParityIndex.Of(board, pair)?.Unit(unit) is { } item ? OfUnit(board, pair, item) : null;

    /// <summary>The row of a review that the reader has stepped to: a unit of parity, what was changed by hand, or what is to be released.</summary>
    private static StackSelection? OfRow(DriftBoard board, ParityKey pair, ReviewState state)
    {
        if (state.Unit is not { } name)
            return null;
        if (ParityIndex.Of(board, pair)?.Row(name) is { } item)
            return OfUnit(board, pair, item);
        // What the release changes it does to the second environment; what was changed by hand may be in either.
        var stacks = board.Stacks.Values.Where(s => s.Key.Application == pair.Application && (s.Key.Environment == pair.To || s.Key.Environment == pair.From)).ToList();
        if (stacks.Find(s => s.Key.Environment == pair.To && ReviewRows.IsChangeOf(name, s.Key)) is { } released)
            return released.Resources.FirstOrDefault(r => ReviewRows.IsChangeOf(name, r.Address)) is { } changed ? Of(released, changed, null) : null;
        return
            (from stack in stacks
             from resource in stack.Resources
             from difference in resource.Differences.Concat(resource.Accepted.Select(a => a.Difference))
             where difference.Between == DifferenceBetween.DeployedLive && ReviewRows.NameOf(stack.Key, resource.Address, difference.Path) == name
             select Of(stack, resource, difference.Path.ToString(), ItemOf(difference.Path))).FirstOrDefault();
    }

    private static StackSelection? OfUnit(DriftBoard board, ParityKey pair, ParityItem item)
    {
        var foreign = item.Foreign.FirstOrDefault()?.Environment;
        var sides = new[] { foreign, pair.To, pair.From }.OfType<string>().Distinct().Select(e => InUnit(board, pair.Application, e, item)).OfType<StackSelection>().Where(s => s.Resource is not null).ToList();
        if (foreign is not null)
            return sides.FirstOrDefault();
        return sides.Select(s => DriftAt(s, item.Path) is { } drift ? s with { Path = drift } : null).FirstOrDefault(s => s is not null) ?? sides.FirstOrDefault();
    }

    /// <summary>The unit's region is that of the left side where the two differ.</summary>
    private static StackSelection? InUnit(DriftBoard board, string application, string environment, ParityItem item)
    {
        var state = new StackState(item.Region, item.Instance.Length > 0 ? item.Instance : null, item.Address.Path, item.Path.ToString(), Item: ItemOf(item.Path));
        return Of(board, application, environment, item.Component, state) ?? Of(board, application, environment, item.Component, state with { Region = null });
    }

    /// <summary>The place at a path, beneath it or around it that was changed by hand; null: none.</summary>
    private static PropertyPath? DriftAt(StackSelection selection, PropertyPath path)
    {
        PropertyPath[] drifts = [.. selection.Rows.Differing.Where(r => r.Drift is not null).Select(r => r.Path)];
        return Array.Find(drifts, d => ComparisonLeaf.KeyOf(d) == ComparisonLeaf.KeyOf(path))
            ?? Array.Find(drifts, d => !path.Segments.IsEmpty && !d.Segments.IsEmpty && (ComparisonLeaf.IsWithin(d, path) || ComparisonLeaf.IsWithin(path, d)));
    }

    private static PropertyPath? AskedPath(PropertyRows rows, string? asked, string? item)
    {
        if (asked is null)
            return null;
        var there = rows.Differing.Where(r => r.Path.ToString() == asked).ToList();
        if ((there.Find(r => ItemOf(r.Path) == item) ?? there.FirstOrDefault()) is { } row)
            return row.Path;
        return asked.StartsWith('/') ? PropertyPath.Parse(asked) : null;
    }

    /// <summary>What an address needs beside the pointer of a path, where another of the resource's differences has the same pointer: "Key=Name"; else null.</summary>
    /// <param name="path">The path.</param>
    /// <param name="among">The paths of all that differs in the resource.</param>
    public static string? ItemOf(PropertyPath? path, IEnumerable<PropertyPath> among) =>
        path is not null && among.Any(p => p.ToString() == path.ToString() && ItemOf(p) != ItemOf(path)) ? ItemOf(path) : null;

    private static string? ItemOf(PropertyPath path) => path.InnermostKey is { } key ? $"{key.Property}={key.Value}" : null;

    /// <summary>Drift first, then what waits for a release, then what could not be verified.</summary>
    internal static int Severity(ResourceEvaluation resource) => resource.IsDrifted ? (int)resource.Status
        : resource.PendingChanges > 0 ? 10
        : resource.Status is Status.Unknown or Status.NotChecked ? 20
        : 30;
}
