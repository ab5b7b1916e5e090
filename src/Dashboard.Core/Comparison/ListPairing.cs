namespace Dashboard.Core.Comparison;

/// <summary>Which item of the left list belongs to which of the right: positions in the arrays given; -1 for none.</summary>
internal readonly record struct ItemPair(int Left, int Right);

/// <summary>Pairs the items of two lists before they are compared, so that an insertion is one difference and not a shift of everything.</summary>
internal static class ListPairing
{
    /// <summary>Beyond so many candidate pairs no similarity is weighed.</summary>
    private const int MostCandidates = 10_000;

    /// <summary>Beyond so many cells no longest common subsequence is sought.</summary>
    private const int MostCells = 4_000_000;

    /// <summary>Pairs by the text of a property that every item has, and then by what two different texts of it mean.</summary>
    /// <param name="sameKey">Whether two items whose keys are spelled differently have the same key all the same.</param>
    public static List<ItemPair> ByKey(ListEntry[] left, ListEntry[] right, string key, Func<MapValue, MapValue, bool> sameKey)
    {
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var r = 0; r < right.Length; r++)
            byKey[KeyText(right[r], key)] = r;
        var pairs = new List<ItemPair>(left.Length);
        for (var l = 0; l < left.Length; l++)
            pairs.Add(new ItemPair(l, byKey.Remove(KeyText(left[l], key), out var r) ? r : -1));
        PairSameKeys(left, right, pairs, byKey, sameKey);
        if (byKey.Count == 1 && pairs.FindIndex(p => p.Right < 0) is >= 0 and var only && pairs.FindLastIndex(p => p.Right < 0) == only
            && byKey.Values.Single() is var other && DifferByKeyOnly((MapValue)left[pairs[only].Left].Value, (MapValue)right[other].Value, key))
        {
            pairs[only] = new ItemPair(pairs[only].Left, other);
            return pairs;
        }

        pairs.AddRange(byKey.Values.Order().Select(r => new ItemPair(-1, r)));
        return pairs;
    }

    private static void PairSameKeys(ListEntry[] left, ListEntry[] right, List<ItemPair> pairs, Dictionary<string, int> byKey, Func<MapValue, MapValue, bool> sameKey)
    {
        var alone = pairs.Count(p => p.Right < 0);
        if (alone == 0 || byKey.Count == 0 || (long)alone * byKey.Count > MostCandidates)
            return;
        var free = byKey.OrderBy(k => k.Value).ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            var l = pairs[i].Left;
            if (pairs[i].Right >= 0 || free.FindIndex(f => sameKey((MapValue)left[l].Value, (MapValue)right[f.Value].Value)) is not (>= 0 and var found))
                continue;
            pairs[i] = new ItemPair(l, free[found].Value);
            byKey.Remove(free[found].Key);
            free.RemoveAt(found);
        }
    }

    /// <summary>Whether an item that is gone and one that came say the same under another key: that is one item whose key was changed.</summary>
    private static bool DifferByKeyOnly(MapValue left, MapValue right, string key) =>
        left.Entries.Length > 1 && left.Entries.Length == right.Entries.Length && left.With(key, null).Equals(right.With(key, null));

    /// <summary>Pairs as multisets: equal items first, then those that come to the same, then those with the same key, then what may be the same, then the most alike.</summary>
    /// <param name="distinct">Whether a repeated item means nothing.</param>
    public static List<ItemPair> AsSet(ListEntry[] left, ListEntry[] right, bool distinct)
    {
        var pairs = new List<ItemPair>();
        List<int> leftRest = [.. Enumerable.Range(0, left.Length)], rightRest = [.. Enumerable.Range(0, right.Length)];
        TakeEqual(pairs, leftRest, rightRest, l => left[l].Canonical, r => right[r].Canonical);
        if (AnyIsCalled(left, right))
            TakeEqual(pairs, leftRest, rightRest, l => left[l].Known, r => right[r].Known);
        if (distinct)
        {
            leftRest.RemoveAll(l => pairs.Exists(p => left[p.Left].IsSame(left[l])));
            rightRest.RemoveAll(r => pairs.Exists(p => right[p.Right].IsSame(right[r])));
        }

        Take(pairs, leftRest, rightRest, (l, r) => SameIdentity(left[l].Known, right[r].Known) ? 1 : 0);
        Take(pairs, leftRest, rightRest, (l, r) => MayBeSame(left[l].Known, right[r].Known) ? 1 : 0);
        Take(pairs, leftRest, rightRest, (l, r) => Likeness(left[l].Known, right[r].Known) is >= 0.5 and var alike ? alike : 0);
        // One text gone and one come: that is one item that was changed.
        if (leftRest is [var gone] && rightRest is [var come] && left[gone].Value is not (MapValue or ListValue) && right[come].Value is not (MapValue or ListValue))
            return [.. pairs, new ItemPair(gone, come)];
        pairs.AddRange(leftRest.Select(l => new ItemPair(l, -1)));
        pairs.AddRange(rightRest.Select(r => new ItemPair(-1, r)));
        return pairs;
    }

    /// <summary>Pairs as sequences: the longest common subsequence, and between its items the most alike, in order.</summary>
    /// <remarks>Where several pairings are as good, the same one is taken from either side.</remarks>
    public static List<ItemPair> AsSequence(ListEntry[] left, ListEntry[] right)
    {
        if (!IsFirst(left, right))
            return [.. InOrder(right, left).Select(p => new ItemPair(p.Right, p.Left))];
        return InOrder(left, right);
    }

    /// <summary>Which of two lists is paired with the other: the shorter one, else the one whose first different item has the smaller hash.</summary>
    private static bool IsFirst(ListEntry[] left, ListEntry[] right)
    {
        if (left.Length != right.Length)
            return left.Length < right.Length;
        for (var i = 0; i < left.Length; i++)
        {
            var (l, r) = (left[i].Canonical.StructuralHash, right[i].Canonical.StructuralHash);
            if (l != r)
                return l < r;
        }

        return true;
    }

    private static List<ItemPair> InOrder(ListEntry[] left, ListEntry[] right)
    {
        var pairs = new List<ItemPair>();
        int start = 0, leftEnd = left.Length, rightEnd = right.Length;
        while (start < leftEnd && start < rightEnd && left[start].IsSame(right[start]))
            pairs.Add(new ItemPair(start, start++));
        var tail = new List<ItemPair>();
        while (leftEnd > start && rightEnd > start && left[leftEnd - 1].IsSame(right[rightEnd - 1]))
            tail.Add(new ItemPair(--leftEnd, --rightEnd));

        int l = start, r = start;
        foreach (var (nextLeft, nextRight) in Common(left, right, start, leftEnd, rightEnd))
        {
            AddRun(pairs, left, right, l, nextLeft, r, nextRight);
            pairs.Add(new ItemPair(nextLeft, nextRight));
            (l, r) = (nextLeft + 1, nextRight + 1);
        }

        AddRun(pairs, left, right, l, leftEnd, r, rightEnd);
        tail.Reverse();
        pairs.AddRange(tail);
        return pairs;
    }

    /// <summary>The pairs, where items that are left over on both sides and that nobody can tell apart are pairs too, wherever they stand.</summary>
    public static List<ItemPair> WithWhatMayBeSame(List<ItemPair> pairs, ListEntry[] left, ListEntry[] right)
    {
        List<int> leftRest = [.. pairs.Where(p => p.Right < 0).Select(p => p.Left)], rightRest = [.. pairs.Where(p => p.Left < 0).Select(p => p.Right)];
        var found = new List<ItemPair>();
        Take(found, leftRest, rightRest, (l, r) => MayBeSame(left[l].Known, right[r].Known) ? 1 : 0);
        return found.Count == 0 ? pairs
            : [.. pairs.Where(p => p is { Left: >= 0, Right: >= 0 }), .. found, .. leftRest.Select(l => new ItemPair(l, -1)), .. rightRest.Select(r => new ItemPair(-1, r))];
    }

    /// <summary>Whether both lists hold the same items, in whatever order.</summary>
    public static bool AreSameItems(ListEntry[] left, ListEntry[] right) =>
        left.Length == right.Length && (AreSame(left, right, e => e.Canonical) || (AnyIsCalled(left, right) && AreSame(left, right, e => e.Known)));

    /// <summary>Whether an item comes to something else than it spells.</summary>
    private static bool AnyIsCalled(ListEntry[] left, ListEntry[] right) => Array.Exists(left, e => e.Result is not null) || Array.Exists(right, e => e.Result is not null);

    private static bool AreSame(ListEntry[] left, ListEntry[] right, Func<ListEntry, PropertyValue> form) =>
        left.Select(e => form(e).StructuralHash).Order().SequenceEqual(right.Select(e => form(e).StructuralHash).Order());

    private static string KeyText(ListEntry entry, string key) => ((ScalarValue)((MapValue)entry.Value)[key]!).Text;

    /// <summary>Moves what has the same form on both sides out of what is left.</summary>
    private static void TakeEqual(List<ItemPair> pairs, List<int> left, List<int> right, Func<int, PropertyValue> leftForm, Func<int, PropertyValue> rightForm)
    {
        if (left.Count == 0 || right.Count == 0)
            return;
        var free = new Dictionary<PropertyValue, Queue<int>>();
        foreach (var r in right)
        {
            if (!free.TryGetValue(rightForm(r), out var queue))
                free[rightForm(r)] = queue = new();
            queue.Enqueue(r);
        }

        var taken = new HashSet<int>();
        left.RemoveAll(l =>
        {
            if (!free.TryGetValue(leftForm(l), out var queue) || !queue.TryDequeue(out var r))
                return false;
            pairs.Add(new ItemPair(l, r));
            return taken.Add(r);
        });
        right.RemoveAll(taken.Contains);
    }

    /// <summary>Moves the best pairs out of what is left, as long as a pair scores at all.</summary>
    private static void Take(List<ItemPair> pairs, List<int> left, List<int> right, Func<int, int, double> score)
    {
        if (left.Count == 0 || right.Count == 0 || (long)left.Count * right.Count > MostCandidates)
            return;
        var candidates = left.SelectMany(l => right.Select(r => (Left: l, Right: r, Score: score(l, r)))).Where(c => c.Score > 0)
            .OrderByDescending(c => c.Score).ThenBy(c => c.Left).ThenBy(c => c.Right);
        foreach (var (l, r, _) in candidates.ToList())
        {
            if (!left.Contains(l) || !right.Contains(r))
                continue;
            pairs.Add(new ItemPair(l, r));
            left.Remove(l);
            right.Remove(r);
        }
    }

    private static bool SameIdentity(PropertyValue left, PropertyValue right) =>
        left is MapValue l && right is MapValue r && ((l["Sid"] is ScalarValue a && r["Sid"] is ScalarValue b && a.Text == b.Text) || (l["Key"] is { } key && key.Equals(r["Key"])));

    /// <summary>Whether nobody can say that two values differ.</summary>
    private static bool MayBeSame(PropertyValue left, PropertyValue right) => (left, right) switch
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
    /// items that both hold.
    /// </summary>
    private static double Likeness(PropertyValue left, PropertyValue right)
    {
        if (left is ListValue { Items: { Length: > 0 } items } && right is ListValue { Items: { Length: > 0 } others })
            return (double)items.Intersect(others).Count() / Math.Max(items.Length, others.Length);
        if (left is not MapValue l || right is not MapValue r || l.Entries.Length == 0 || r.Entries.Length == 0)
            return 0;
        if (l.Entries.Length == 1 && r.Entries.Length == 1)
            return l.Entries[0].Key == r.Entries[0].Key ? 0.5 : 0;
        var same = 0.0;
        foreach (var (key, value) in l.Entries)
        {
            if (r[key] is not { } other)
                continue;
            if (value.Equals(other) || MayBeSame(value, other))
                same++;
            else if (value is MapValue && other is MapValue)
                same += Likeness(value, other) / 2;
        }

        return same / Math.Max(l.Entries.Length, r.Entries.Length);
    }

    private static void AddRun(List<ItemPair> pairs, ListEntry[] left, ListEntry[] right, int l, int leftEnd, int r, int rightEnd)
    {
        int n = leftEnd - l, m = rightEnd - r;
        if (n > 0 && m > 0 && (long)n * m <= MostCandidates && (n != 1 || m != 1))
        {
            foreach (var (a, b) in Best(n, m, (i, j) => Weight(left[l + i].Known, right[r + j].Known)))
                pairs.Add(new ItemPair(a < 0 ? -1 : l + a, b < 0 ? -1 : r + b));
            return;
        }

        for (; l < leftEnd || r < rightEnd; l++, r++)
            pairs.Add(new ItemPair(l < leftEnd ? l : -1, r < rightEnd ? r : -1));
    }

    /// <summary>A pair always counts for something, so that as many as possible are made; likeness decides which.</summary>
    private static double Weight(PropertyValue left, PropertyValue right) =>
        0.001 + (left is MapValue or ListValue && left.GetType() == right.GetType() ? Likeness(left, right) : MayBeSame(left, right) ? 0.5 : 0);

    /// <summary>The pairs in order whose weights sum to the most.</summary>
    private static List<ItemPair> Best(int n, int m, Func<int, int, double> weight)
    {
        var sum = new double[n + 1, m + 1];
        var weights = new double[n, m];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--)
            {
                weights[i, j] = weight(i, j);
                sum[i, j] = Math.Max(weights[i, j] + sum[i + 1, j + 1], Math.Max(sum[i + 1, j], sum[i, j + 1]));
            }
        }

        var pairs = new List<ItemPair>();
        int l = 0, r = 0;
        while (l < n && r < m)
        {
            if (sum[l, r] <= weights[l, r] + sum[l + 1, r + 1])
                pairs.Add(new ItemPair(l++, r++));
            else if (sum[l, r] <= sum[l + 1, r])
                pairs.Add(new ItemPair(l++, -1));
            else
                pairs.Add(new ItemPair(-1, r++));
        }

        while (l < n)
            pairs.Add(new ItemPair(l++, -1));
        while (r < m)
            pairs.Add(new ItemPair(-1, r++));
        return pairs;
    }

    private static List<ItemPair> Common(ListEntry[] left, ListEntry[] right, int start, int leftEnd, int rightEnd)
    {
        int n = leftEnd - start, m = rightEnd - start;
        var common = new List<ItemPair>();
        if (n <= 0 || m <= 0 || (long)n * m > MostCells)
            return common;
        var length = new int[n + 1, m + 1];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--)
            {
                length[i, j] = left[start + i].IsSame(right[start + j])
                    ? length[i + 1, j + 1] + 1
                    : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < n && j < m;)
        {
            if (left[start + i].IsSame(right[start + j]))
                common.Add(new ItemPair(start + i++, start + j++));
            else if (length[i + 1, j] >= length[i, j + 1])
                i++;
            else
                j++;
        }

        return common;
    }
}
