using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Lists: pair first, then compare.</content>
internal sealed partial class ComparisonWalk
{
    /// <summary>Beyond so many comparisons on trial in one list, what is left of it is perhaps different, and perhaps not.</summary>
    private const int MostTrials = 20_000;

    /// <summary>How many were made for the list that is being aligned; what lies inside its items takes from the same.</summary>
    private int _trials;

    private bool _isOnTrial;

    /// <summary>How many segments of the place stand alone on a side, where the other has a list.</summary>
    private int _alone;

    private void CompareLists(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var isTags = IsTags(left) && IsTags(right);
        var leftItems = Entries(left, isTags);
        var rightItems = Entries(right, isTags);
        if (leftItems.Length != Count(left) || rightItems.Length != Count(right))
            Folded(SystemTags.Rule, left, right);
        if (leftItems.Length == 0 && rightItems.Length == 0)
        {
            Equal(left, right);
            return;
        }

        var isSingleOrList = cursor.Has(TraitFlags.SingleOrList);
        if (isSingleOrList && left is ListValue != right is ListValue)
            Folded(SingleOrList.Rule, left, right);
        // The items of tags and of documents are compared whole.
        var whole = isTags || cursor.Has(TraitFlags.Json) ? 1 : 0;
        _whole += whole;
        _inItem++;
        var siblings = _siblings;
        _siblings = null;
        ImmutableArray<PropertyValue> leftValues = [.. leftItems.Select(e => e.Value)], rightValues = [.. rightItems.Select(e => e.Value)];
        var isSet = ListRules.IsSet(cursor, Name, leftValues) && ListRules.IsSet(cursor, Name, rightValues);
        var key = isSingleOrList ? null : ListRules.KeyOf(cursor, leftValues, rightValues);
        if (isTags && key is not "Key")
            key = null;
        // Items that have keys are found by these, whatever form the items have.
        var isAlike = key is null && TakeForms(leftItems, rightItems, cursor.Item());
        var isAligned = !options.IsLive || key is not null || isAlike || Align(leftItems, rightItems, cursor.Item(), isSet);
        // What only the service says of an item tells no item from another.
        var said = options.OnlyDeclared && _whole == 0 ? SaidBy.Left : SaidBy.Both;
        var found = _differences.Count;
        if (key is not null)
            CompareKeyed(left, right, leftItems, rightItems, key, cursor, isTags, mustKeepOrder: !isTags && !isSet && ListRules.IsSequence(cursor, Name));
        else if (isAlike)
            ComparePairs(leftItems, rightItems, [.. leftItems.Select((_, i) => new ItemPair(i, i))], null, cursor);
        else if (isSet || isTags)
            ComparePairs(leftItems, rightItems, Reordered(ListPairing.AsSet(leftItems, rightItems, isSingleOrList, said), isTags ? TagOrder.Rule : OrderRule, left, right), null, cursor);
        else if (ListPairing.AreSameItems(leftItems, rightItems) && !leftItems.Zip(rightItems).All(static p => p.First.IsSame(p.Second)))
            Different(left, right, cursor, OrderMatters(cursor) ? null : Doubt.OfOrder);
        else
            ComparePairs(leftItems, rightItems, Sequence(leftItems, rightItems, cursor, said), null, cursor);
        for (; !isAligned && found < _differences.Count; found++)
            _differences[found] = Doubt.OfMoves.On(_differences[found]);
        _siblings = siblings;
        _inItem--;
        _whole -= whole;

        bool IsTags(PropertyValue side) => side is ListValue list && ListRules.IsTagList(cursor, Name, list.Items);
    }

    /// <summary>Why the order of a list says nothing: in a policy because of what a policy is, elsewhere because of the list.</summary>
    private ShapeNormaliser OrderRule => _applied.Contains(AccessPolicy.Rule.Id) ? AccessPolicy.Rule : SetOrder.Rule;

    /// <summary>Pairs in order; where order may mean nothing, what is left over on both sides belongs together if nobody can tell it apart.</summary>
    private List<ItemPair> Sequence(ListEntry[] left, ListEntry[] right, TraitCursor cursor, SaidBy said)
    {
        var pairs = ListPairing.AsSequence(left, right, said);
        return OrderMatters(cursor) ? pairs : ListPairing.WithWhatMayBeSame(pairs, left, right);
    }

    /// <summary>
    /// Gives an item the form of the item that the comparison finds the same, where the two do not share one: what a service makes of a text (a key's ARN of its
    /// id, a longer version) can be told of two values, and not of one. Only what is left after all equal forms is looked at; in a set, what says the most comes first,
    /// and gets the item that says the least beside it.
    /// </summary>
    /// <returns>False where there were too many items to look at each.</returns>
    private bool Align(ListEntry[] left, ListEntry[] right, TraitCursor item, bool isSet)
    {
        var free = new Dictionary<PropertyValue, int>();
        foreach (var entry in right)
            free[entry.Canonical] = free.GetValueOrDefault(entry.Canonical) + 1;
        var rest = new List<int>();
        for (var l = 0; l < left.Length; l++)
        {
            if (free.GetValueOrDefault(left[l].Canonical) is > 0 and var count)
                free[left[l].Canonical] = count - 1;
            else
                rest.Add(l);
        }

        if (rest.Count == 0)
            return true;
        // From the end, so that of equal items on the right it is the last ones that are left over.
        var candidates = new List<int>();
        for (var r = right.Length - 1; r >= 0; r--)
        {
            if (free[right[r].Canonical]-- > 0)
                candidates.Insert(0, r);
        }

        if (isSet)
        {
            rest = [.. rest.OrderByDescending(l => Extent(left[l].Value))];
            candidates = [.. candidates.OrderBy(r => Extent(right[r].Value))];
        }

        if (!_isOnTrial)
            _trials = 0;
        foreach (var l in rest)
        {
            if (candidates.FindIndex(r => AreSame(left[l].Value, right[r].Value, item)) is not (>= 0 and var found))
                continue;
            left[l] = left[l] with { Canonical = right[candidates[found]].Canonical };
            candidates.RemoveAt(found);
        }

        return _trials <= MostTrials;
    }

    /// <summary>Whether a comparison of two items finds nothing; what it finds is not kept.</summary>
    private bool AreSame(PropertyValue left, PropertyValue right, TraitCursor item)
    {
        if (_trials++ >= MostTrials || left.GetType() != right.GetType())
            return false;
        var (differences, unverified, equal, undeclared, folded, foldedCount) =
            (_differences.Count, _unverified.Count, _equal.Count, _undeclared.Count, _folded.Count, _foldedCount);
        var isOuter = !_isOnTrial;
        _isOnTrial = true;
        Enter(new PathSegment(null, 0, null));
        Compare(left, right, item);
        Leave();
        _isOnTrial = !isOuter;
        // What no service returns is no reason to take two items for different ones.
        var isSame = _differences.Count == differences && _unverified.FindIndex(unverified, u => u.Reason is not null) < 0;
        CutTo(_differences, differences);
        CutTo(_unverified, unverified);
        CutTo(_equal, equal);
        CutTo(_undeclared, undeclared);
        CutTo(_folded, folded);
        _foldedCount = foldedCount;
        return isSame;

        static void CutTo<T>(List<T> found, int count) => found.RemoveRange(count, found.Count - count);
    }

    /// <summary>How much an item says.</summary>
    private static int Extent(PropertyValue item) => item switch
    {
        MapValue map => map.Entries.Sum(static e => 1 + Extent(e.Value)),
        ListValue list => list.Items.Sum(Extent),
        _ => 0,
    };

    private static int Count(PropertyValue side) => side is ListValue list ? list.Items.Length : 1;

    /// <summary>Many services return sets of which their schema says nothing: order alone is sure where it is known to matter, or where two templates were written in it.</summary>
    private bool OrderMatters(TraitCursor cursor) => options.AreTemplates || _inText > 0 || cursor.Has(TraitFlags.Ordered | TraitFlags.Json) || ListRules.IsKnownSequence(Name);

    private void CompareKeyed(
        PropertyValue left, PropertyValue right, ListEntry[] leftItems, ListEntry[] rightItems, string key, TraitCursor cursor, bool isTags, bool mustKeepOrder)
    {
        var place = cursor.Item().Child(key);
        var pairs = ListPairing.ByKey(
            leftItems, rightItems, key, (l, r) => ScalarRules.Folding(new ScalarPair((ScalarValue)l[key]!, (ScalarValue)r[key]!, place, options, l)) is not null);
        // Of a type that nobody here knows, nobody can say either whether order means something.
        var mayKeepOrder = !mustKeepOrder && !isTags && !traits.IsKnown && traits.Type.Length > 0;
        if (!mustKeepOrder && !mayKeepOrder)
            Reordered(pairs, isTags ? TagOrder.Rule : KeyedListOrder.Rule, left, right);
        ComparePairs(leftItems, rightItems, pairs, key, cursor);
        if ((mustKeepOrder || mayKeepOrder) && IsReordered(pairs))
            Different(left, right, cursor, mustKeepOrder ? null : Doubt.OfKeyedOrder);
    }

    /// <summary>Counts that items which belong together stand in another order.</summary>
    private List<ItemPair> Reordered(List<ItemPair> pairs, Normaliser rule, PropertyValue left, PropertyValue right)
    {
        if (IsReordered(pairs))
            Folded(rule, left, right);
        return pairs;
    }

    private static bool IsReordered(List<ItemPair> pairs)
    {
        var last = -1;
        foreach (var (_, r) in pairs.Where(p => p is { Left: >= 0, Right: >= 0 }).OrderBy(p => p.Left))
        {
            if (r < last)
                return true;
            last = r;
        }

        return false;
    }

    private void ComparePairs(ListEntry[] left, ListEntry[] right, List<ItemPair> pairs, string? key, TraitCursor cursor)
    {
        var item = cursor.Item();
        // An attribute list holds the service's own entries too: what the left side does not name is not looked at.
        var onlyDeclared = options.OnlyDeclared && cursor.Has(TraitFlags.AttributeList);
        foreach (var (l, r) in pairs)
        {
            if (l >= 0 && r >= 0 && _isQuick && left[l].Value.Equals(right[r].Value))
                continue;
            var entry = l >= 0 ? left[l] : right[r];
            var rightIndex = r >= 0 ? right[r].Index : entry.Index;
            var alone = entry.Index < 0 || rightIndex < 0 ? 1 : 0;
            _alone += alone;
            Enter(Segment(entry.Index, entry.Value, key), rightIndex);
            if (l < 0 && options.IsLive && item.Filled?.Judge(right[r].Value, null, _root) == FilledVerdict.Same)
                Fold(FilledValue.Rule, null, right[r].Value);
            else if (l < 0 && onlyDeclared)
                Undeclared(right[r].Value, item);
            else
                CompareItem(l >= 0 ? left[l].Value : null, r >= 0 ? right[r].Value : null, item);
            Leave();
            _alone -= alone;
        }
    }

    /// <summary>An item that stands on one side only is one difference, empty or not: it takes a place in the list.</summary>
    private void CompareItem(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (left is not null && right is not null)
            Compare(left, right, cursor);
        else if (!options.AreSources && (left ?? right) is { } value && SymbolicRules.MayBeAbsent(value))
            Open(value, left, right);
        else
            Different(left, right, cursor);
    }

    private static ListEntry[] Entries(PropertyValue side, bool isTags)
    {
        if (side is not ListValue list)
            return [new ListEntry(-1, side, side)];
        var entries = new List<ListEntry>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (!isTags || !ListRules.IsSystemTag(KeyText(list.Items[i], "Key")))
                entries.Add(new ListEntry(i, list.Items[i], list.Items[i]));
        }

        return [.. entries];
    }

    /// <summary>Gives each item the one form that all its spellings share; true where both sides have the same ones in the same order.</summary>
    private bool TakeForms(ListEntry[] left, ListEntry[] right, TraitCursor item)
    {
        Each(left);
        Each(right);
        return left.Length == right.Length && left.Zip(right).All(static p => p.First.Canonical.Equals(p.Second.Canonical));

        void Each(ListEntry[] entries)
        {
            for (var i = 0; i < entries.Length; i++)
            {
                var value = entries[i].Value;
                var known = options.AreSources ? SymbolicRules.Known(value) : value;
                entries[i] = entries[i] with { Canonical = Form(value), Result = ReferenceEquals(known, value) ? null : Form(known) };
            }
        }

        PropertyValue Form(PropertyValue value) => Canonical.Of(value, item, null, options) ?? MapValue.Empty;
    }

    private static string KeyText(PropertyValue item, string key) => ((ScalarValue)((MapValue)item)[key]!).Text;

    private static PathSegment Segment(int index, PropertyValue item, string? key) =>
        new(null, index, key is null ? null : new ItemKey(key, KeyText(item, key)));
}
