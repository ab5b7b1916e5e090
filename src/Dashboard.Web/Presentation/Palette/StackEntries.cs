using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What a stack has for the palette; worked out once per verdict, for all readers.</summary>
/// <param name="All">Its resources, the worst first, each followed by what of it waits for a release.</param>
/// <param name="PropertyNames">What the properties of its resources are called, each name once and in order: a property that stays as it is has no entry of its own.</param>
internal sealed record StackEntries(ImmutableArray<PaletteEntry> All, string[] PropertyNames)
{
    private static readonly ConditionalWeakTable<StackEvaluation, StackEntries> Known = [];

    public static StackEntries Of(StackEvaluation stack) => Known.GetValue(stack, Make);

    /// <summary>Properties of a resource as entries.</summary>
    public static IEnumerable<PaletteEntry> Properties(StackKey key, ResourceEvaluation resource, IEnumerable<PropertyRow> rows) => rows.Where(r => r.Path.Segments.Length > 0).Select(row =>
        new PaletteEntry(PaletteKind.Property, new FuzzyText($"{row.Path} {ShortText.Address(resource.Address)} {key.Component} {key.Environment}"))
        {
            Stack = key,
            Address = resource.Address,
            Path = row.Path,
            Exact = $"{row.Desired} {row.Deployed} {row.Live}",
            Status = row.Drift is null ? null : resource.Status,
            Title = $"{ShortText.Middle(ShortText.Address(resource.Address), 60)} {row.Path}",
            Detail = $"{key.Component} in {key.Environment}{(row.Pending is null ? "" : ", to release")}",
        });

    /// <summary>Whether a resource has a property, as the repository says, as it was deployed or as it runs.</summary>
    public static bool Has(ResourceEvaluation resource, string property) => States(resource).Any(s => s[property] is not null);

    private static StackEntries Make(StackEvaluation stack)
    {
        var entries = new List<PaletteEntry>(stack.Resources.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in stack.Resources.OrderBy(StackSelection.Severity))
        {
            var name = ShortText.Address(resource.Address);
            entries.Add(new PaletteEntry(PaletteKind.Resource, new FuzzyText($"{name} {stack.Key.Component} {stack.Key.Environment} {ShortText.Type(resource.Type)}"))
            {
                Exact = resource.PhysicalId,
                Stack = stack.Key,
                Address = resource.Address,
                Resource = resource,
                Status = resource.Status,
                Title = ShortText.Middle(name, 60),
                Detail = $"{stack.Key.Component} in {stack.Key.Environment}, {ShortText.Type(resource.Type)}",
            });
            if (resource.PendingChanges > 0)
                entries.AddRange(Properties(stack.Key, resource, PropertyRows.Of(resource).Differing.Where(r => r.Pending is not null)));
            foreach (var state in States(resource))
                names.UnionWith(state.Entries.Select(e => e.Key));
        }

        string[] properties = [.. names];
        Array.Sort(properties, StringComparer.Ordinal);
        return new StackEntries(ImmutableCollectionsMarshal.AsImmutableArray(entries.ToArray()), properties);
    }

    private static IEnumerable<MapValue> States(ResourceEvaluation resource) => new[] { resource.Desired, resource.Deployed, resource.Live }.OfType<MapValue>();
}
