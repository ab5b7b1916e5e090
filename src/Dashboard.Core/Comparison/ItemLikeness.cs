namespace Dashboard.Core.Comparison;

/// <summary>How alike two items are that are not the same: what a pairing chooses by, where no key says which belongs to which.</summary>
internal static class ItemLikeness
{
    /// <summary>The share of texts that two maps hold at the same places; 0 where that is fewer than the least.</summary>
    public static double Share(MapValue left, MapValue right, int least) =>
        Shared(left, right) is var shared && shared < least ? 0 : 2.0 * shared / (Texts(left) + Texts(right));

    private static int Shared(PropertyValue left, PropertyValue right)
    {
        if (left.Equals(right))
            return Texts(left);
        var shared = 0;
        if (left is MapValue l && right is MapValue r)
        {
            foreach (var (key, value) in l.Entries)
                shared += r[key] is { } other ? Shared(value, other) : 0;
        }
        else if (left is ListValue { Items: var items } && right is ListValue { Items: var others })
        {
            for (var i = 0; i < items.Length && i < others.Length; i++)
                shared += Shared(items[i], others[i]);
        }

        return shared;
    }

    /// <summary>How many texts a value holds, or other things that are no list and no map.</summary>
    private static int Texts(PropertyValue value)
    {
        var texts = 0;
        if (value is MapValue map)
        {
            foreach (var (_, entry) in map.Entries)
                texts += Texts(entry);
        }
        else if (value is ListValue list)
        {
            foreach (var item in list.Items)
                texts += Texts(item);
        }
        else
        {
            texts = 1;
        }

        return texts;
    }

    /// <summary>Whether nobody can say that two values differ.</summary>
    public static bool MayBeSame(PropertyValue left, PropertyValue right) => (left, right) switch
    {
        (SecretValue a, SecretValue b) => a.SameAs(b) is not false,
        (SecretValue, not (MapValue or ListValue)) or (not (MapValue or ListValue), SecretValue) => true,
        (UnresolvedValue, _) or (_, UnresolvedValue) => true,
        (CompositeValue c, ScalarValue s) => SymbolicRules.CanBecome(c, s.Text),
        (ScalarValue s, CompositeValue c) => SymbolicRules.CanBecome(c, s.Text),
        (ReferenceValue or CallValue, ScalarValue) or (ScalarValue, ReferenceValue or CallValue) => true,
        _ => false,
    };

    /// <summary>
    /// How alike two maps are: the share of entries that are, or may be, the same. A map of one entry is like any other of that entry. Of two lists it is the share of
    /// items that both hold. Where one side alone says what counts, what the other has beside it is no difference.
    /// </summary>
    public static double Likeness(PropertyValue left, PropertyValue right, SaidBy said)
    {
        if (left is ListValue { Items: { Length: > 0 } items } && right is ListValue { Items: { Length: > 0 } others })
            return (double)items.Intersect(others).Count() / Math.Max(items.Length, others.Length);
        if (left is not MapValue l || right is not MapValue r || l.Entries.Length == 0 || r.Entries.Length == 0)
            return 0;
        var count = said switch { SaidBy.Left => l.Entries.Length, SaidBy.Right => r.Entries.Length, _ => Math.Max(l.Entries.Length, r.Entries.Length) };
        if (count == 1)
        {
            var ((key, value), of) = said == SaidBy.Right ? (r.Entries[0], l) : (l.Entries[0], r);
            return of[key] is not { } found ? 0 : found.Equals(value) ? 1 : 0.5;
        }

        var same = 0.0;
        foreach (var (name, one) in l.Entries)
        {
            if (r[name] is not { } other)
                continue;
            if (one.Equals(other) || MayBeSame(one, other))
                same++;
            else if (one is MapValue && other is MapValue)
                same += Likeness(one, other, said) is var like && like >= 1 ? 1 : like / 2;
        }

        return same / count;
    }

    /// <summary>A pair always counts for something, so that as many as possible are made; likeness decides which.</summary>
    public static double Weight(PropertyValue left, PropertyValue right, SaidBy said) =>
        0.001 + (left is MapValue or ListValue && left.GetType() == right.GetType() ? Likeness(left, right, said) : MayBeSame(left, right) ? 0.5 : 0);
}
