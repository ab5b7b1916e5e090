using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Live;

/// <summary>A value of an environment that belongs to another one, whichever pair shows it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Environment">Where it stands.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Component">The component.</param>
/// <param name="Region">The region, as the pair has it.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Address">The resource.</param>
/// <param name="Place">The property, without the indexes of lists: what moves within one is the same still.</param>
/// <param name="Thing">What of its owner's it is: another thing at the same place is news.</param>
public sealed record SeparationKey(string Application, string Environment, string Owner, string Component, string Region, string Instance, ResourceAddress Address, string Place, string Thing)
{
    /// <summary>Of a unit of parity and one of the values in it.</summary>
    public static SeparationKey Of(string application, ParityItem item, ForeignValue foreign) =>
        new(application, foreign.Environment, foreign.Owner, item.Component, item.Region, item.Instance, item.Address, PlaceOf(item.Path), $"{foreign.Component} / {foreign.What}");

    /// <summary>A path with "*" for each place in a list, and the key of the innermost item.</summary>
    internal static string PlaceOf(PropertyPath path) =>
        string.Concat(path.Segments.Select(s => $"/{(s.Name is null ? "*" : s.ToString())}")) + (path.InnermostKey is { } key ? $" {key.Property}={key.Value}" : "");
}

/// <summary>Since when each value belongs to another environment. A rule that declares it, or ends, makes it no younger.</summary>
internal static class SeparationSightings
{
    /// <summary>The sightings after a publication that has another judgement of parity.</summary>
    public static ImmutableDictionary<SeparationKey, Sighting> Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var known = before.History.Separations;
        var found = after.Parity
            .SelectMany(p => p.Value.Items.Where(i => i.IsSeparationFinding).SelectMany(i => i.Foreign.Select(f => (Key: SeparationKey.Of(p.Key.Application, i, f), Pair: p.Key))))
            .ToLookup(f => f.Key, f => f.Pair);
        var next = known.ToBuilder();
        foreach (var pairs in found.Where(f => !known.ContainsKey(f.Key)))
            next[pairs.Key] = new Sighting(now, IsAtLeast: !pairs.Any(p => before.Parity.TryGetValue(p, out var parity) && CanTell(parity, pairs.Key)));
        // What cannot be compared just now may be there still: should it be seen again, it is as old as it was.
        next.RemoveRange(known.Keys.Where(k => !found.Contains(k) && !after.Parity.Values.Any(p => IsOf(p, k) && !CanTell(p, k))).ToList());
        return next.ToImmutable();
    }

    private static bool IsOf(ParityEvaluation parity, SeparationKey key) => parity.Application == key.Application && (parity.From == key.Environment || parity.To == key.Environment);

    /// <summary>Whether a judgement compared the place: one that was not there was no finding, either.</summary>
    private static bool CanTell(ParityEvaluation parity, SeparationKey key) => !parity.Items.Any(i =>
        i.Pile == ParityPile.Unverifiable && !i.IsSeparationFinding && (i.Component, i.Region, i.Instance) == (key.Component, key.Region, key.Instance)
        && (i.Address.IsStack || i.Address == key.Address) && (i.Path.Segments.IsEmpty || SeparationKey.PlaceOf(i.Path) == key.Place));
}
