using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Lists: pair first, then compare.</content>
internal sealed partial class ComparisonWalk
{
    private void CompareLists(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var isTags = IsTags(left) && IsTags(right);
        var leftItems = Entries(left, cursor, isTags);
        var rightItems = Entries(right, cursor, isTags);
        if (leftItems.Length == 0 && rightItems.Length == 0)
        {
            Equal(left, right);
            return;
        }

        _whole++;
        ImmutableArray<PropertyValue> leftValues = [.. leftItems.Select(e => e.Value)], rightValues = [.. rightItems.Select(e => e.Value)];
        var isSet = ListRules.IsSet(cursor, Name, leftValues) && ListRules.IsSet(cursor, Name, rightValues);
        var key = isTags && ListRules.KeyOf(cursor, leftValues, rightValues) is not "Key" ? null
            : cursor.Has(TraitFlags.SingleOrList) ? null
            : ListRules.KeyOf(cursor, leftValues, rightValues);
        if (key is not null)
            CompareKeyed(left, right, leftItems, rightItems, key, cursor, mustKeepOrder: !isTags && !isSet && ListRules.IsSequence(cursor, Name));
        else if (isSet || isTags)
            ComparePairs(leftItems, rightItems, ListPairing.AsSet(leftItems, rightItems, cursor.Has(TraitFlags.SingleOrList)), null, cursor);
        else if (ListPairing.AreSameItems(leftItems, rightItems) && !leftItems.Select(e => e.Canonical).SequenceEqual(rightItems.Select(e => e.Canonical)))
            Different(left, right, cursor);
        else
            ComparePairs(leftItems, rightItems, ListPairing.AsSequence(leftItems, rightItems), null, cursor);
        _whole--;

        bool IsTags(PropertyValue side) => side is ListValue list && ListRules.IsTagList(cursor, Name, list.Items);
    }

    private void CompareKeyed(
        PropertyValue left, PropertyValue right, ListEntry[] leftItems, ListEntry[] rightItems, string key, TraitCursor cursor, bool mustKeepOrder)
    {
        var pairs = ListPairing.ByKey(leftItems, rightItems, key);
        ComparePairs(leftItems, rightItems, pairs, key, cursor);
        var matched = pairs.Where(p => p is { Left: >= 0, Right: >= 0 }).OrderBy(p => p.Left).Select(p => p.Right).ToList();
        if (mustKeepOrder && !matched.SequenceEqual(matched.Order()))
            Different(left, right, cursor);
    }

    private void ComparePairs(ListEntry[] left, ListEntry[] right, List<ItemPair> pairs, string? key, TraitCursor cursor)
    {
        var item = cursor.Item();
        // An attribute list holds the service's own entries too: what the left side does not name is not looked at.
        var onlyDeclared = options.OnlyDeclared && cursor.Has(TraitFlags.AttributeList);
        foreach (var (l, r) in pairs)
        {
            if (l < 0 && onlyDeclared)
                continue;
            var entry = l >= 0 ? left[l] : right[r];
            if (entry.Index >= 0)
                _path.Add(Segment(entry.Index, entry.Value, key));
            CompareItem(l >= 0 ? left[l].Value : null, r >= 0 ? right[r].Value : null, item);
            if (entry.Index >= 0)
                _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>An item that stands on one side only is one difference, empty or not: it takes a place in the list.</summary>
    private void CompareItem(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (left is not null && right is not null)
            Compare(left, right, cursor);
        else if ((left ?? right) is { } value && SymbolicRules.MayBeAbsent(value))
            Unverified(Evaluation.StatusReason.Unresolved, SymbolicRules.Explain(value), left, right);
        else
            Different(left, right, cursor);
    }

    private ListEntry[] Entries(PropertyValue side, TraitCursor cursor, bool isTags)
    {
        var item = cursor.Item();
        if (side is not ListValue list)
            return [new ListEntry(-1, side, CanonicalItem(side))];
        var entries = new List<ListEntry>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (!isTags || !ListRules.IsSystemTag(KeyText(list.Items[i], "Key")))
                entries.Add(new ListEntry(i, list.Items[i], CanonicalItem(list.Items[i])));
        }

        return [.. entries];

        PropertyValue CanonicalItem(PropertyValue value) => Canonical.Of(value, item, null, options) ?? MapValue.Empty;
    }
}
