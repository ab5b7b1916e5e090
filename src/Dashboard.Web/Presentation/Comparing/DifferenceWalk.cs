using System.Globalization;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>A difference that a step leads to.</summary>
/// <param name="Href">Its address.</param>
/// <param name="Number">Its place among the differences of the page, from 1.</param>
/// <param name="Count">How many there are.</param>
public sealed record DifferenceStep(string Href, int Number, int Count)
{
    /// <summary>Whether it is the one that the page shows already.</summary>
    public bool IsHere { get; init; }
}

/// <summary>The way from one difference of a page to the next: through the resources of a stack, or the units of a pile.</summary>
public static class DifferenceWalk
{
    /// <summary>The difference after the one that an address shows, or before it; round the end. Null where the page has none.</summary>
    /// <param name="board">The board.</param>
    /// <param name="location">The address.</param>
    /// <param name="step">1 or -1.</param>
    public static DifferenceStep? From(DriftBoard board, Uri location, int step)
    {
        string[] segments = [.. location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        return segments switch
        {
            ["stacks", var application, var environment, var component] => InStack(board, application, environment, component, StackState.Parse(location.Query), step),
            ["parity", var application, var from, var to] => InPile(board, new ParityKey(application, from, to), ParityState.Parse(location.Query), step),
            _ => null,
        };
    }

    /// <summary>The places of a stack at which something differs, in the order in which its page lists them.</summary>
    public static List<(ResourceAddress Resource, PropertyPath Path)> Of(StackEvaluation stack) =>
    [
        .. from resource in stack.Resources
           from path in resource.Differences.Select(d => d.Path).DistinctBy(ComparisonLeaf.KeyOf)
           select (resource.Address, path),
    ];

    /// <summary>Where a place stands among the differences of a stack; -1 where nothing differs there.</summary>
    public static int IndexOf(List<(ResourceAddress Resource, PropertyPath Path)> differences, ResourceAddress? resource, PropertyPath? path) =>
        path is null ? -1
        : differences.FindIndex(d => d.Resource == resource && ComparisonLeaf.KeyOf(d.Path) == ComparisonLeaf.KeyOf(path)) is >= 0 and var found ? found
        : differences.FindIndex(d => d.Resource == resource && d.Path.ToString() == path.ToString());

    /// <summary>"drift 1 of 2, 1 to release": where a reader is among the places of a stack, each kind counted by itself; null where nothing differs. What drifted and is to be released, too, counts as drift.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="resource">The resource that is looked at, or null.</param>
    /// <param name="path">The property that is looked at, or null.</param>
    public static string? PositionOf(StackEvaluation stack, ResourceAddress? resource, PropertyPath? path)
    {
        var all = Of(stack);
        if (all.Count == 0)
            return null;
        var drifted = stack.Resources.SelectMany(r => r.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).Select(d => (r.Address, ComparisonLeaf.KeyOf(d.Path)))).ToHashSet();
        var isDrift = all.ConvertAll(d => drifted.Contains((d.Resource, ComparisonLeaf.KeyOf(d.Path))));
        var here = IndexOf(all, resource, path);
        var (drifts, rest) = (isDrift.Count(d => d), isDrift.Count(d => !d));
        List<string> words = [];
        if (drifts > 0)
            words.Add(here >= 0 && isDrift[here] ? string.Create(CultureInfo.InvariantCulture, $"drift {isDrift.Take(here + 1).Count(d => d)} of {drifts}") : StatusWords.Count(drifts, "drift", "drifts"));
        if (rest > 0)
            words.Add(here >= 0 && !isDrift[here] ? string.Create(CultureInfo.InvariantCulture, $"to release {isDrift.Take(here + 1).Count(d => !d)} of {rest}") : string.Create(CultureInfo.InvariantCulture, $"{rest} to release"));
        return string.Join(", ", words);
    }

    private static DifferenceStep? InStack(DriftBoard board, string application, string environment, string component, StackState state, int step)
    {
        if (StackSelection.Of(board, application, environment, component, state) is not { } selection || Of(selection.Stack) is not { Count: > 0 } differences)
            return null;
        var here = IndexOf(differences, selection.Resource?.Address, selection.Path);
        var isShown = here >= 0;
        if (!isShown && selection.Resource is { } resource)
            here = Beside(differences, resource.Address, step);
        var next = (here + step + differences.Count) % differences.Count;
        var (address, path) = differences[next];
        return new DifferenceStep(Links.Stack(application, environment, component, state with { Resource = address.Path, Path = path.ToString(), Item = StackSelection.ItemOf(path, differences.Where(d => d.Resource == address).Select(d => d.Path)), At = null, File = null, Opened = address == selection.Resource?.Address ? state.Opened : default }), next + 1, differences.Count)
        {
            IsHere = isShown && next == here,
        };
    }

    /// <summary>From a resource in which nothing differs, or a property that does not, the way leads to the next resource in which something does.</summary>
    private static int Beside(List<(ResourceAddress Resource, PropertyPath Path)> differences, ResourceAddress here, int step) => step > 0
        ? differences.FindLastIndex(d => d.Resource.CompareTo(here) < 0)
        : Math.Max(0, differences.FindIndex(d => d.Resource.CompareTo(here) > 0));

    private static DifferenceStep? InPile(DriftBoard board, ParityKey pair, ParityState state, int step)
    {
        if (board.Parity.GetValueOrDefault(pair) is not { } parity)
            return null;
        var units = ParityRows.Build(parity, state).Where(r => !r.IsHead).Select(r => r.Item).ToList();
        if (units.Count == 0)
            return null;
        var here = state.Unit is { } unit ? units.FindIndex(u => ParityState.UnitOf(u) == unit) : step > 0 ? -1 : 0;
        var next = (here + step + units.Count) % units.Count;
        return new DifferenceStep(Links.Parity(pair, state.Select(units[next], units.ElementAtOrDefault(here))), next + 1, units.Count) { IsHere = state.Unit == ParityState.UnitOf(units[next]) };
    }
}
