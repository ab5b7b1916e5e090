using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Live;

/// <summary>A unit of parity that nothing explains.</summary>
/// <param name="Pair">The pair that shows it.</param>
/// <param name="Component">The component.</param>
/// <param name="Region">The region, as the pair has it.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Address">The resource.</param>
/// <param name="Place">The property, without the indexes of lists: what moves within one is the same still.</param>
/// <param name="Left">The value of the first environment: other values at the same place are news.</param>
/// <param name="Right">That of the second one.</param>
public sealed record UnexplainedKey(ParityKey Pair, string Component, string Region, string Instance, ResourceAddress Address, string Place, PropertyValue? Left, PropertyValue? Right)
{
    /// <summary>Of a unit.</summary>
    public static UnexplainedKey Of(ParityKey pair, ParityItem item) =>
        new(pair, item.Component, item.Region, item.Instance, item.Address, SeparationKey.PlaceOf(item.Path), item.Left, item.Right);
}

/// <summary>Since when nothing explains each unit of parity. A rule that ends makes it no younger, and neither does a time in which it cannot be compared.</summary>
internal static class UnexplainedSightings
{
    /// <summary>The sightings after a publication that has another judgement of parity.</summary>
    public static ImmutableDictionary<UnexplainedKey, Sighting> Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var known = before.History.Unexplained;
        var next = known.ToBuilder();
        foreach (var (pair, parity) in after.Parity)
        {
            if (before.Parity.TryGetValue(pair, out var old) && ReferenceEquals(old, parity))
                continue;
            var found = parity.Items.Where(i => i.Pile == ParityPile.Unexplained).Select(i => UnexplainedKey.Of(pair, i)).ToHashSet();
            var missing = known.Keys.Where(k => k.Pair == pair && !found.Contains(k)).ToList();
            if (missing.Count > 0)
            {
                // What cannot be compared just now may be there still.
                var closed = Closed(parity);
                next.RemoveRange(missing.Where(k => !IsClosed(closed, k)));
            }

            if (found.All(known.ContainsKey))
                continue;
            var (shut, declared) = old is null ? (null, []) : (Closed(old), old.Items.Where(i => i.Pile == ParityPile.Declared).Select(i => UnexplainedKey.Of(pair, i)).ToHashSet());
            foreach (var key in found.Where(k => !known.ContainsKey(k)))
                next[key] = new Sighting(now, IsAtLeast: shut is null || declared.Contains(key) || IsClosed(shut, key));
        }

        next.RemoveRange(known.Keys.Where(k => !after.Parity.ContainsKey(k.Pair)));
        return next.ToImmutable();
    }

    /// <summary>What a judgement could not compare, by stack.</summary>
    private static ILookup<(string Component, string Region, string Instance), ParityItem> Closed(ParityEvaluation parity) =>
        parity.Items.Where(i => i.Pile == ParityPile.Unverifiable).ToLookup(i => (i.Component, i.Region, i.Instance));

    private static bool IsClosed(ILookup<(string Component, string Region, string Instance), ParityItem> closed, UnexplainedKey key) =>
        closed[(key.Component, key.Region, key.Instance)].Any(i => (i.Address.IsStack || i.Address == key.Address) && (i.Path.Segments.IsEmpty || SeparationKey.PlaceOf(i.Path) == key.Place));
}
