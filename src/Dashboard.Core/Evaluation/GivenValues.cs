using Dashboard.Core.Comparison.Normalisers;

namespace Dashboard.Core.Evaluation;

/// <summary>The values that a pipeline gave two environments, and whether they are all that sets two values apart.</summary>
/// <param name="comparison">Compares what no given value stands in.</param>
/// <param name="given">Each given parameter's value in the first environment and in the second; null where it is not known.</param>
internal sealed class GivenValues(ParityComparison comparison, IEnumerable<(PropertyValue? Left, PropertyValue? Right)> given)
{
    /// <summary>Beyond this many places that both texts could have come to, nothing is claimed of them.</summary>
    private const int MostPlaces = 1 << 18;

    // Null where one of them is not known.
    private readonly (PropertyValue Left, PropertyValue Right)[]? _known = given.ToList() is var all && all.TrueForAll(g => IsKnown(g.Left) && IsKnown(g.Right)) ? [.. all.Select(g => (g.Left!, g.Right!))] : null;

    /// <summary>
    /// Whether the first value becomes the second one where the first environment's given values are replaced by those of the second, and nothing else. Of a value that was not read,
    /// or is a secret, nobody can say what it accounts for: it may be all.
    /// </summary>
    public bool MayAccount(PropertyValue? left, PropertyValue? right) => _known is null || (left, right) switch
    {
        (null, null) => true,
        (null, { } only) => _known!.Any(v => !Holds(v.Left, only) && Holds(v.Right, only)),
        ({ } only, null) => _known!.Any(v => Holds(v.Left, only) && !Holds(v.Right, only)),
        ({ } l, { } r) => Becomes(l, r),
    };

    private static bool IsKnown(PropertyValue? value) => value is not (null or SecretValue or UnresolvedValue);

    private bool Becomes(PropertyValue left, PropertyValue right)
    {
        if (comparison.AreSame(left, right) || _known!.Any(v => v.Left.Equals(left) && v.Right.Equals(right)))
            return true;
        return (left, right) switch
        {
            (ScalarValue l, ScalarValue r) => Becomes(l.Text, r.Text) || (TextSteps.Decoded(l.Text) is { } first && TextSteps.Decoded(r.Text) is { } second && Becomes(first, second)),
            (ListValue l, ListValue r) => Become(l.Items, r.Items),
            (CompositeValue l, CompositeValue r) => Become(l.Parts, r.Parts),
            (CallValue l, CallValue r) => l.Function == r.Function && Become(l.Arguments, r.Arguments),
            (MapValue l, MapValue r) => l.Entries.Select(e => e.Key).SequenceEqual(r.Entries.Select(e => e.Key)) && Become([.. l.Entries.Select(e => e.Value)], [.. r.Entries.Select(e => e.Value)]),
            _ => false,
        };
    }

    private bool Become(ImmutableArray<PropertyValue> left, ImmutableArray<PropertyValue> right) => left.Length == right.Length && left.Zip(right).All(p => Becomes(p.First, p.Second));

    /// <summary>Reads both texts at once: at each place they go on alike, or a given value stands in either; an empty one at one place only, since it could stand anywhere.</summary>
    private bool Becomes(string left, string right)
    {
        ImmutableArray<(string Left, string Right)> texts = [.. _known!.SelectMany(Texts).Where(t => t.Left != t.Right).Distinct()];
        var seen = new HashSet<(int Left, int Right, bool HasEmpty)> { (0, 0, false) };
        var open = new Stack<(int Left, int Right, bool HasEmpty)>(seen);
        while (open.TryPop(out var at) && seen.Count < MostPlaces)
        {
            if ((at.Left, at.Right) == (left.Length, right.Length))
                return true;
            if (at.Left < left.Length && at.Right < right.Length && left[at.Left] == right[at.Right])
                Go((at.Left + 1, at.Right + 1, at.HasEmpty));
            foreach (var (l, r) in texts)
            {
                var isEmpty = l.Length == 0 || r.Length == 0;
                if (!(isEmpty && at.HasEmpty) && left.AsSpan(at.Left).StartsWith(l, StringComparison.Ordinal) && right.AsSpan(at.Right).StartsWith(r, StringComparison.Ordinal))
                    Go((at.Left + l.Length, at.Right + r.Length, at.HasEmpty || isEmpty));
            }
        }

        return false;

        void Go((int Left, int Right, bool HasEmpty) place)
        {
            if (seen.Add(place))
                open.Push(place);
        }
    }

    /// <summary>A given text beside the other environment's; of a list each item beside the one at its place.</summary>
    private static IEnumerable<(string Left, string Right)> Texts((PropertyValue Left, PropertyValue Right) value) => value switch
    {
        (ScalarValue l, ScalarValue r) => [(l.Text, r.Text)],
        (ListValue l, ListValue r) => l.Items.Zip(r.Items).SelectMany(Texts),
        _ => [],
    };

    private static bool Holds(PropertyValue given, PropertyValue item) => given is ListValue list ? list.Items.Any(i => Holds(i, item)) : given.Equals(item);
}
