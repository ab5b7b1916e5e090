using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>A property of a resource in its three states.</summary>
/// <param name="Path">The leaf that differs, or a whole property where nothing in it does; the root for the whole resource.</param>
/// <param name="Desired">What the repository says; null: it says nothing.</param>
/// <param name="Deployed">What it was deployed with; null: nothing.</param>
/// <param name="Live">What runs; null: it is not there, or was not read.</param>
/// <param name="Pending">How desired and deployed state differ, or null.</param>
/// <param name="Drift">How deployed and live state differ, or null.</param>
/// <param name="Unverified">Why it could not be verified; null where it could.</param>
public sealed record PropertyRow(
    PropertyPath Path, PropertyValue? Desired, PropertyValue? Deployed, PropertyValue? Live, Difference? Pending, Difference? Drift, UnverifiedProperty? Unverified)
{
    /// <summary>Whether anything differs here.</summary>
    public bool Differs => Pending is not null || Drift is not null;

    /// <summary>Whether the path starts at the resource and not at its properties.</summary>
    public bool IsAttribute => Pending?.IsAttribute == true;

    /// <summary>The place for people: a JSON pointer, an attribute by its name, or the whole.</summary>
    public string Place => Path.Segments.IsEmpty ? "the whole resource" : IsAttribute ? Pending!.Place : Path.ToString();

    /// <summary>What identifies the list item that the row is in, or null.</summary>
    public ItemKey? Item => Path.InnermostKey;
}

/// <summary>A resource's properties as rows: what differs first, each at its own leaf.</summary>
/// <param name="Differing">One for each place that differs, in order of path.</param>
/// <param name="Declared">Every property that the repository or the deployment declares, whole.</param>
/// <param name="Undeclared">What only the service reports: properties that nothing declares, read-only attributes and defaults, and what runs within a declared property beside what is declared of it; compared with nothing.</param>
public sealed record PropertyRows(ImmutableArray<PropertyRow> Differing, ImmutableArray<PropertyRow> Declared, ImmutableArray<PropertyRow> Undeclared)
{
    /// <summary>The paths of those of <see cref="Undeclared"/> that hold something else than their schema's default, and could have been changed by hand.</summary>
    public ImmutableHashSet<string> NotDefault { get; init; } = [];

    private static readonly ConditionalWeakTable<ResourceEvaluation, object> Undeclarations = [];

    /// <summary>Whether something runs of a resource that no template says, and that is not its default; worked out once for all readers.</summary>
    public static bool HasUndeclared(ResourceEvaluation resource) => (bool)Undeclarations.GetValue(resource, static r => !Of(r).NotDefault.IsEmpty);

    /// <summary>Builds the rows. What differs is what the verdict says; nothing is compared here.</summary>
    public static PropertyRows Of(ResourceEvaluation resource)
    {
        var differing = resource.Differences
            .GroupBy(d => (Path: d.Path.ToString(), d.Path.InnermostKey, d.IsAttribute))
            .Select(g => AtLeaf(resource, [.. g]))
            .ToImmutableArray();
        var names = Names(resource.Desired).Union(Names(resource.Deployed)).ToHashSet(StringComparer.Ordinal);
        var declared = names.Order(StringComparer.Ordinal).Select(name => Whole(resource, name)).ToImmutableArray();
        var found = UndeclaredProperties.Of(resource).Where(d => resource.Desired is null || !names.Contains(d.Path.TopLevelName) || d.Path.FindIn(resource.Desired) is null).ToLookup(d => names.Contains(d.Path.TopLevelName));
        var undeclared = Names(resource.Live).Where(n => !names.Contains(n)).Select(name => Whole(resource, name))
            .Concat(found[true].Select(d => new PropertyRow(d.Path, null, null, d.Actual, null, null, null)));
        ImmutableHashSet<string> notDefault = [.. found[false].Select(d => PropertyPath.Root.Append(d.Path.TopLevelName).ToString()), .. found[true].Select(d => d.Path.ToString())];
        // What somebody may have set stands before what is only told.
        return new PropertyRows(differing, declared, [.. undeclared.OrderByDescending(r => notDefault.Contains(r.Path.ToString()))])
        {
            NotDefault = notDefault,
        };
    }

    /// <summary>Where nothing is pending the repository says what was deployed, in its own spelling where that can be found; likewise for what runs.</summary>
    private static PropertyRow AtLeaf(ResourceEvaluation resource, ImmutableArray<Difference> differences)
    {
        var path = differences[0].Path;
        var pending = differences.FirstOrDefault(d => d.Between == DifferenceBetween.DesiredDeployed);
        var drift = differences.FirstOrDefault(d => d.Between == DifferenceBetween.DeployedLive);
        var deployed = drift is not null ? drift.Expected : pending?.Actual;
        var desired = pending is not null ? pending.Expected : resource.Desired is null ? null : path.FindIn(resource.Desired) ?? deployed;
        // Attributes stand in templates only: nothing that runs has them.
        var live = drift is not null ? drift.Actual : resource.Live is null || differences[0].IsAttribute ? null : path.FindIn(resource.Live) ?? deployed;
        return new PropertyRow(path, desired, deployed, live, pending, drift, null);
    }

    /// <summary>A property as a whole: what differs within it has rows of its own.</summary>
    internal static PropertyRow Whole(ResourceEvaluation resource, string name) => new(
        PropertyPath.Root.Append(name),
        resource.Desired?[name],
        resource.Deployed?[name],
        resource.Live?[name],
        null,
        null,
        resource.Unverified.FirstOrDefault(u => u.Path.TopLevelName == name));

    private static IEnumerable<string> Names(MapValue? map) => map is null ? [] : map.Entries.Select(e => e.Key);
}
