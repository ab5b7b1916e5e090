using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Both sides are the same: nothing to pair, and nothing to compare; only the leaves are wanted.</content>
internal sealed partial class ComparisonWalk
{
    private void ListEqual(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (PolicyShape.IsPolicy(cursor, Name, left))
            cursor = PolicyShape.At(cursor);
        if (left is MapValue { Entries.Length: > 0 } leftMap && right is MapValue rightMap)
            ListEqual(leftMap, rightMap, cursor.Has(TraitFlags.SingleOrList) ? cursor.Item() : cursor);
        else if (left is ListValue { Items.Length: > 0 } leftList && right is ListValue rightList)
            ListEqual(leftList, rightList, cursor);
        else if (left is ScalarValue or CompositeValue && EmbeddedJson.Parse(left) is not null)
            CompareKnown(left, right, cursor);
        else if (left is not ScalarValue { Kind: ScalarKind.Null } || cursor.Has(TraitFlags.Json))
            Equal(left, right);
    }

    private void ListEqual(MapValue left, MapValue right, TraitCursor cursor)
    {
        var isTags = cursor.Has(TraitFlags.Tags) || (Name is "Tags" && _path.Count == 1);
        for (var i = 0; i < left.Entries.Length; i++)
        {
            var (key, value) = left.Entries[i];
            if (isTags && ListRules.IsSystemTag(key))
                continue;
            Enter(new PathSegment(key, -1, null));
            ListEqual(value, right.Entries[i].Value, cursor.Child(key));
            Leave();
        }
    }

    private void ListEqual(ListValue left, ListValue right, TraitCursor cursor)
    {
        var isTags = ListRules.IsTagList(cursor, Name, left.Items);
        if (isTags && left.Items.All(t => ListRules.IsSystemTag(KeyText(t, "Key"))))
        {
            Equal(left, right);
            return;
        }

        var key = cursor.Has(TraitFlags.SingleOrList) ? null : ListRules.KeyOf(cursor, left.Items, left.Items);
        if (isTags && key is not "Key")
            key = null;
        var item = cursor.Item();
        for (var i = 0; i < left.Items.Length; i++)
        {
            if (isTags && ListRules.IsSystemTag(KeyText(left.Items[i], "Key")))
                continue;
            Enter(Segment(i, left.Items[i], key));
            ListEqual(left.Items[i], right.Items[i], item);
            Leave();
        }
    }
}
