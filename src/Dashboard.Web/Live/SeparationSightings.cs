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

/// <summary>A value of another environment as it was when it was last compared.</summary>
/// <param name="Stack">The stack that it stands in.</param>
/// <param name="Item">The unit of parity.</param>
/// <param name="Foreign">Whose it is.</param>
/// <param name="IsThere">Whether it is there, as far as anybody knows: else it could not be compared again.</param>
/// <param name="ReadAt">When it was last read; null where nobody knows.</param>
public sealed record LastSeparation(StackKey Stack, ParityItem Item, ForeignValue Foreign, bool IsThere, DateTimeOffset? ReadAt)
{
    /// <summary>Which one it is.</summary>
    public SeparationKey Key => SeparationKey.Of(Stack.Application, Item, Foreign);

    /// <summary>Whether it was to be answered when it was last seen, and may be there still.</summary>
    public bool IsRemembered => !IsThere && Item.IsOpenSeparation;
}

/// <summary>Since when each value belongs to another environment. A rule that declares it, or ends, makes it no younger.</summary>
internal static class SeparationSightings
{
    /// <summary>The history after a publication that has another judgement of parity, or other stacks.</summary>
    public static BoardHistory Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var history = before.History;
        if (!ReferenceEquals(before.Parity, after.Parity))
            history = Judged(before, after, now);
        if (history.LastSeparations.IsEmpty)
            return history;
        // One that cannot be read any more keeps the time when it could be.
        var last = history.LastSeparations.ToBuilder();
        foreach (var (key, separation) in history.LastSeparations)
        {
            var readAt = after.Stacks.GetValueOrDefault(separation.Stack)?.Resources.FirstOrDefault(r => r.Address == key.Address)?.ObservedAt;
            if (separation.IsThere && readAt is not null && readAt != separation.ReadAt)
                last[key] = separation with { ReadAt = readAt };
        }

        return history with { LastSeparations = last.ToImmutable() };
    }

    private static BoardHistory Judged(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var known = before.History.Separations;
        var found = after.Parity
            .SelectMany(p => p.Value.Items.Where(i => i.IsSeparationFinding).SelectMany(i => i.Foreign.Select(f => (Key: SeparationKey.Of(p.Key.Application, i, f), Pair: p.Key, Item: i, Foreign: f))))
            .ToLookup(f => f.Key);
        var (since, last) = (known.ToBuilder(), before.History.LastSeparations.ToBuilder());
        foreach (var seen in found)
        {
            if (!known.ContainsKey(seen.Key))
                since[seen.Key] = new Sighting(now, IsAtLeast: !KnewOwner(before, after, seen.Key) || !seen.Any(s => before.Parity.TryGetValue(s.Pair, out var parity) && CanTell(parity, seen.Key)));
            var (key, first) = (seen.Key, seen.First());
            if (StackIndex.KeyOf(after, key.Application, key.Environment, first.Item) is { } stack)
                last[key] = new LastSeparation(stack, first.Item, first.Foreign, IsThere: true, last.GetValueOrDefault(key)?.ReadAt);
        }

        // What cannot be compared just now may be there still: should it be seen again, it is as old as it was.
        foreach (var key in known.Keys.Where(k => !found.Contains(k)))
        {
            if (!after.Parity.Values.Any(p => IsOf(p, key) && !CanTell(p, key)))
            {
                since.Remove(key);
                last.Remove(key);
            }
            else if (last.TryGetValue(key, out var separation))
            {
                last[key] = separation with { IsThere = false };
            }
        }

        return before.History with { Separations = since.ToImmutable(), LastSeparations = last.ToImmutable() };
    }

    /// <summary>Whether the owner had been read when the pairs were judged before: a pair without it takes its values for nobody's until then.</summary>
    private static bool KnewOwner(DriftBoard before, DriftBoard after, SeparationKey key)
    {
        return IsJudged(before) || !IsJudged(after);

        bool IsJudged(DriftBoard board) => board.Parity.Keys.Any(p => p.Application == key.Application && (p.From == key.Owner || p.To == key.Owner));
    }

    private static bool IsOf(ParityEvaluation parity, SeparationKey key) => parity.Application == key.Application && (parity.From == key.Environment || parity.To == key.Environment);

    /// <summary>Whether a judgement compared the place: one that was not there was no finding, either.</summary>
    private static bool CanTell(ParityEvaluation parity, SeparationKey key) => !parity.Items.Any(i =>
        i.Pile == ParityPile.Unverifiable && !i.IsSeparationFinding && (i.Component, i.Region, i.Instance) == (key.Component, key.Region, key.Instance)
        && (i.Address.IsStack || i.Address == key.Address) && (i.Path.Segments.IsEmpty || SeparationKey.PlaceOf(i.Path) == key.Place));
}
