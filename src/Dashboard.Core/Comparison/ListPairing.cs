namespace Dashboard.Core.Comparison;

/// <summary>Which item of the left list belongs to which of the right: positions in the arrays given; -1 for none.</summary>
internal readonly record struct ItemPair(int Left, int Right);

/// <summary>Whose entries tell one item from another: those of both sides, or of one, since the other may say more than was declared.</summary>
internal enum SaidBy
{
    Both,
    Left,
    Right,
}

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
        PairByContent(left, right, key, pairs, byKey);
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

    /// <summary>
    /// Pairs items whose keys were changed: what is gone with what came, where one is left on each side, or where each is more like the other than like any other, and most of what they hold is the same. One text
    /// beside the key says too little to choose by.
    /// </summary>
    private static void PairByContent(ListEntry[] left, ListEntry[] right, string key, List<ItemPair> pairs, Dictionary<string, int> byKey)
    {
        List<int> gone = [.. Enumerable.Range(0, pairs.Count).Where(p => pairs[p].Right < 0)];
        if (gone.Count == 0 || byKey.Count == 0 || (long)gone.Count * byKey.Count > MostCandidates)
            return;
        var come = byKey.OrderBy(k => k.Value).ToList();
        var leftRest = gone.ConvertAll(p => ((MapValue)left[pairs[p].Left].Value).With(key, null));
        var rightRest = come.ConvertAll(k => ((MapValue)right[k.Value].Value).With(key, null));
        var least = gone.Count == 1 && come.Count == 1 ? 1 : 2;
        var (bestOfLeft, bestOfRight) = (new (double Share, int Other)[gone.Count], new (double Share, int Other)[come.Count]);
        for (var l = 0; l < gone.Count; l++)
        {
            for (var r = 0; r < come.Count; r++)
            {
                var share = ItemLikeness.Share(leftRest[l], rightRest[r], least);
                Take(ref bestOfLeft[l], share, r);
                Take(ref bestOfRight[r], share, l);
            }
        }

        for (var l = 0; l < gone.Count; l++)
        {
            if (bestOfLeft[l] is not { Share: >= 0.5, Other: >= 0 and var r } || bestOfRight[r].Other != l)
                continue;
            pairs[gone[l]] = new ItemPair(pairs[gone[l]].Left, come[r].Value);
            byKey.Remove(come[r].Key);
        }

        // Of two that are as good none is the best.
        static void Take(ref (double Share, int Other) best, double share, int other)
        {
            if (share >= best.Share)
                best = (share, share > best.Share ? other : -1);
        }
    }

    /// <summary>Pairs as multisets: equal items first, then those that come to the same, then those with the same key, then what may be the same, then the most alike.</summary>
    /// <param name="distinct">Whether a repeated item means nothing.</param>
    /// <param name="said">Whose entries count.</param>
    /// <remarks>Where several pairings are as good, the same one is taken from either side.</remarks>
    public static List<ItemPair> AsSet(ListEntry[] left, ListEntry[] right, bool distinct, SaidBy said) => IsFirst(left, right)
        ? InAnyOrder(left, right, distinct, said)
        : [.. InAnyOrder(right, left, distinct, said == SaidBy.Left ? SaidBy.Right : said).Select(p => new ItemPair(p.Right, p.Left))];

    private static List<ItemPair> InAnyOrder(ListEntry[] left, ListEntry[] right, bool distinct, SaidBy said)
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
        Take(pairs, leftRest, rightRest, (l, r) => ItemLikeness.MayBeSame(left[l].Known, right[r].Known) ? 1 : 0);
        Take(pairs, leftRest, rightRest, (l, r) => ItemLikeness.Likeness(left[l].Known, right[r].Known, said) is >= 0.5 and var alike ? alike : 0);
        // One text gone and one come: that is one item that was changed.
        if (leftRest is [var gone] && rightRest is [var come] && left[gone].Value is not (MapValue or ListValue) && right[come].Value is not (MapValue or ListValue))
            return [.. pairs, new ItemPair(gone, come)];
        pairs.AddRange(leftRest.Select(l => new ItemPair(l, -1)));
        pairs.AddRange(rightRest.Select(r => new ItemPair(-1, r)));
        return pairs;
    }

    /// <summary>Pairs as sequences: the longest common subsequence, and between its items the most alike, in order.</summary>
    /// <remarks>Where several pairings are as good, the same one is taken from either side.</remarks>
    public static List<ItemPair> AsSequence(ListEntry[] left, ListEntry[] right, SaidBy said)
    {
        if (!IsFirst(left, right))
            return [.. InOrder(right, left, said == SaidBy.Left ? SaidBy.Right : said).Select(p => new ItemPair(p.Right, p.Left))];
        return InOrder(left, right, said);
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

    private static List<ItemPair> InOrder(ListEntry[] left, ListEntry[] right, SaidBy said)
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
            AddRun(pairs, left, right, (l, nextLeft), (r, nextRight), said);
            pairs.Add(new ItemPair(nextLeft, nextRight));
            (l, r) = (nextLeft + 1, nextRight + 1);
        }

        AddRun(pairs, left, right, (l, leftEnd), (r, rightEnd), said);
        tail.Reverse();
        pairs.AddRange(tail);
        return pairs;
    }

    /// <summary>The pairs, where items that are left over on both sides and that nobody can tell apart are pairs too, wherever they stand.</summary>
    public static List<ItemPair> WithWhatMayBeSame(List<ItemPair> pairs, ListEntry[] left, ListEntry[] right)
    {
        List<int> leftRest = [.. pairs.Where(p => p.Right < 0).Select(p => p.Left)], rightRest = [.. pairs.Where(p => p.Left < 0).Select(p => p.Right)];
        var found = new List<ItemPair>();
        Take(found, leftRest, rightRest, (l, r) => ItemLikeness.MayBeSame(left[l].Known, right[r].Known) ? 1 : 0);
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

    private static void AddRun(List<ItemPair> pairs, ListEntry[] left, ListEntry[] right, (int Start, int End) leftRun, (int Start, int End) rightRun, SaidBy said)
    {
        var ((l, leftEnd), (r, rightEnd)) = (leftRun, rightRun);
        int n = leftEnd - l, m = rightEnd - r;
        if (n > 0 && m > 0 && (long)n * m <= MostCandidates && (n != 1 || m != 1))
        {
            foreach (var (a, b) in Best(n, m, (i, j) => ItemLikeness.Weight(left[l + i].Known, right[r + j].Known, said)))
                pairs.Add(new ItemPair(a < 0 ? -1 : l + a, b < 0 ? -1 : r + b));
            return;
        }

        for (; l < leftEnd || r < rightEnd; l++, r++)
            pairs.Add(new ItemPair(l < leftEnd ? l : -1, r < rightEnd ? r : -1));
    }

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
