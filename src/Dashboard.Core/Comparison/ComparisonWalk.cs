using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>One walk over both sides of a resource, with the type's traits alongside.</summary>
internal sealed partial class ComparisonWalk(ResourceTraits traits, ComparisonOptions options)
{
    private readonly List<PathSegment> _path = [];
    private readonly List<LeafDifference> _differences = [];
    private readonly List<UnverifiedLeaf> _unverified = [];
    private readonly List<EqualLeaf> _equal = [];

    /// <summary>Above zero inside a list item or a document: these are compared whole, also where only what is declared is compared.</summary>
    private int _whole;

    public ComparisonResult Run(MapValue left, MapValue right)
    {
        CompareMaps(left, right, traits.Root);
        return new ComparisonResult(
            Sorted(_differences, d => d.Path, d => (int)d.Kind), Sorted(_unverified, u => u.Path, _ => 0), Sorted(_equal, e => e.Path, _ => 0));
    }

    private static ImmutableArray<T> Sorted<T>(List<T> items, Func<T, PropertyPath> path, Func<T, int> tie) =>
        items.Count < 2 ? [.. items] : [.. items.OrderBy(path, PathOrder.Instance).ThenBy(tie)];

    private string? Name => _path.Count > 0 ? _path[^1].Name : null;

    /// <summary>Compares what stands at the current path; null where a side has nothing there.</summary>
    private void Compare(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (!cursor.Has(TraitFlags.Json))
        {
            left = left is ScalarValue { Kind: ScalarKind.Null } ? null : left;
            right = right is ScalarValue { Kind: ScalarKind.Null } ? null : right;
        }

        if (left is null && right is null)
            return;
        if (!options.AreTemplates && cursor.Has(TraitFlags.ReadOnly))
            return;
        if (!options.AreTemplates && cursor.Has(TraitFlags.WriteOnly))
        {
            if (left is not null)
                Unverified(null, "write-only: no service returns it", left, right);
            return;
        }

        if (left is null || right is null)
            CompareOneSided(left, right, cursor);
        else if (_path.Count > Canonical.MaximumDepth)
            Leaf(left.Equals(right), left, right, cursor);
        else if (left is SecretValue || right is SecretValue)
            CompareSecrets(left, right, cursor);
        else if (SymbolicRules.IsSymbolic(left) || SymbolicRules.IsSymbolic(right))
            CompareSymbolic(left, right, cursor);
        else if (options is { ListsEqual: true, AreTemplates: true } && left.Equals(right) && !SymbolicRules.HoldsUnknown(left))
            ListEqual(left, right, cursor);
        else if (options.ListsEqual || (!options.AreTemplates && traits.HasWriteOnly) || !left.Equals(right) || SymbolicRules.HoldsUnknown(left))
            CompareKnown(left, right, cursor);
    }

    private void CompareKnown(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var isJson = cursor.Has(TraitFlags.Json) || PolicyShape.MayBePolicy(cursor, Name);
        PropertyValue? leftDocument = EmbeddedJson.Parse(left), rightDocument = EmbeddedJson.Parse(right);
        if (leftDocument is not null && rightDocument is not null)
            CompareDocuments(leftDocument, rightDocument, cursor);
        else if (isJson && leftDocument is not null && right is MapValue or ListValue)
            CompareDocuments(leftDocument!, right, cursor);
        else if (isJson && rightDocument is not null && left is MapValue or ListValue)
            CompareDocuments(left, rightDocument!, cursor);
        else if (PolicyShape.IsPolicy(cursor, Name, left) && PolicyShape.IsPolicy(cursor, Name, right))
            CompareDocuments(left, right, cursor);
        else
            CompareShapes(left, right, cursor);
    }

    /// <summary>Compares two documents whole: a policy by what it means, any other JSON by its structure.</summary>
    private void CompareDocuments(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        _whole++;
        var isPolicy = PolicyShape.IsPolicy(cursor, Name, left) && PolicyShape.IsPolicy(cursor, Name, right);
        CompareShapes(left, right, isPolicy ? PolicyShape.At(cursor) : cursor.AsJson());
        _whole--;
    }

    private void CompareShapes(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var isSingleOrList = cursor.Has(TraitFlags.SingleOrList);
        if (isSingleOrList && (left is ListValue || right is ListValue))
            CompareLists(left, right, cursor);
        else if (left is MapValue leftMap && right is MapValue rightMap)
            CompareMaps(leftMap, rightMap, isSingleOrList ? cursor.Item() : cursor);
        else if (left is ListValue && right is ListValue)
            CompareLists(left, right, cursor);
        else if (left is ScalarValue leftScalar && right is ScalarValue rightScalar)
            CompareScalars(leftScalar, rightScalar, cursor);
        else
            Leaf(IsEmpty(left, cursor) && IsEmpty(right, cursor), left, right, cursor);
    }

    private void CompareScalars(ScalarValue left, ScalarValue right, TraitCursor cursor)
    {
        var isEqual = ScalarRules.AreEqual(left, right, cursor);
        if (!isEqual && options.FoldsMaskedText && ScalarRules.DifferByMaskOnly(left.Text, right.Text))
            Unverified(null, "CloudFormation returns '?' for characters beyond ASCII; everything else is the same", left, right);
        else
            Leaf(isEqual, left, right, cursor);
    }

    private void CompareMaps(MapValue left, MapValue right, TraitCursor cursor)
    {
        var isTags = cursor.Has(TraitFlags.Tags) || (Name is "Tags" && _path.Count == 1);
        var onlyDeclared = options.OnlyDeclared && _whole == 0 && !isTags
            && !(_path.Count > 0 && cursor.Has(TraitFlags.FreeKeys | TraitFlags.SecretRisk));
        if (left.Entries.Length == 0 && right.Entries.Length == 0 && _path.Count > 0)
            Equal(left, right);
        int l = 0, r = 0;
        while (l < left.Entries.Length || r < right.Entries.Length)
        {
            var order = l >= left.Entries.Length ? 1 : r >= right.Entries.Length ? -1 : string.CompareOrdinal(left.Entries[l].Key, right.Entries[r].Key);
            var key = order <= 0 ? left.Entries[l].Key : right.Entries[r].Key;
            var leftValue = order <= 0 ? left.Entries[l++].Value : null;
            var rightValue = order >= 0 ? right.Entries[r++].Value : null;
            if ((leftValue is null && onlyDeclared) || (isTags && ListRules.IsSystemTag(key)))
                continue;
            _path.Add(new PathSegment(key, -1, null));
            Compare(leftValue, rightValue, cursor.Child(key));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void CompareSecrets(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (left is SecretValue a && right is SecretValue b && a.SameAs(b) is { } isSame)
            Leaf(isSame, left, right, cursor);
        else
            Unverified(StatusReason.Secret, "a secret of which one side is not known", left, right);
    }

    private void CompareSymbolic(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (SymbolicRules.HoldsUnknown(left) || SymbolicRules.HoldsUnknown(right))
        {
            Unverified(StatusReason.Unresolved, SymbolicRules.Explain(SymbolicRules.HoldsUnknown(left) ? left : right), left, right);
        }
        else if (SymbolicRules.IsSymbolic(left) && SymbolicRules.IsSymbolic(right))
        {
            Leaf(left.Equals(right), left, right, cursor);
        }
        else
        {
            var (symbolic, known) = SymbolicRules.IsSymbolic(left) ? (left, right) : (right, left);
            // The holes may hold anything, yet the text around them may already rule the other side out.
            if (symbolic is CompositeValue composite && known is ScalarValue text && !cursor.Has(TraitFlags.Caseless) && !SymbolicRules.CanBecome(composite, text.Text))
                Leaf(false, left, right, cursor);
            else
                Unverified(StatusReason.Unresolved, SymbolicRules.Explain(symbolic), left, right);
        }
    }

    private void CompareOneSided(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        var value = (left ?? right)!;
        if (IsEmpty(value, cursor) || IsDefault(value, cursor))
        {
            Equal(left, right);
        }
        else if (right is null && !options.AreTemplates && IsWriteOnly(value, cursor))
        {
            Unverified(null, "write-only: no service returns it", left, right);
        }
        else if (SymbolicRules.MayBeAbsent(value))
        {
            Unverified(StatusReason.Unresolved, SymbolicRules.Explain(value), left, right);
        }
        else if (value is SecretValue && right is null && options.OnlyDeclared)
        {
            Unverified(StatusReason.Secret, "a secret that the service does not return", left, right);
        }
        else if (value is ListValue { Items.Length: > 0 } list)
        {
            var key = ListRules.KeyOf(cursor, list.Items, []);
            var isTags = ListRules.IsTagList(cursor, Name, list.Items);
            for (var i = 0; i < list.Items.Length; i++)
            {
                if (isTags && ListRules.IsSystemTag(KeyText(list.Items[i], "Key")))
                    continue;
                _path.Add(Segment(i, list.Items[i], key));
                Different(left is null ? null : list.Items[i], right is null ? null : list.Items[i], cursor.Item());
                _path.RemoveAt(_path.Count - 1);
            }
        }
        else
        {
            Different(left, right, cursor);
        }
    }

    private bool IsDefault(PropertyValue value, TraitCursor cursor) => cursor.Default is { } absent
        && Equals(Canonical.Of(value, cursor, Name, options), Canonical.Of(absent, cursor, Name, options));

    /// <summary>Whether everything in a map is write-only, so that a service has no reason to return the map itself.</summary>
    private static bool IsWriteOnly(PropertyValue value, TraitCursor cursor) => cursor.Has(TraitFlags.WriteOnly)
        || (value is MapValue { Entries.Length: > 0 } map && map.Entries.All(e => IsWriteOnly(e.Value, cursor.Child(e.Key))));

    /// <summary>An empty list or map says no more than its absence, outside a JSON document.</summary>
    private static bool IsEmpty(PropertyValue value, TraitCursor cursor) => !cursor.Has(TraitFlags.Json)
        && value is ListValue { Items.Length: 0 } or MapValue { Entries.Length: 0 };

    private static string KeyText(PropertyValue item, string key) => ((ScalarValue)((MapValue)item)[key]!).Text;

    private static PathSegment Segment(int index, PropertyValue item, string? key) =>
        new(null, index, key is null ? null : new ItemKey(key, KeyText(item, key)));

    private void Leaf(bool isEqual, PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (isEqual)
            Equal(left, right);
        else
            Different(left, right, cursor);
    }

    private void Different(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        var kind = left is null ? DifferenceKind.Add : right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual;
        _differences.Add(new LeafDifference(Here(), kind, left, right, ImpactOf(left, right, cursor)));
    }

    private void Equal(PropertyValue? left, PropertyValue? right)
    {
        if (options.ListsEqual)
            _equal.Add(new EqualLeaf(Here(), left, right));
    }

    private void Unverified(StatusReason? reason, string detail, PropertyValue? left, PropertyValue? right) =>
        _unverified.Add(new UnverifiedLeaf(Here(), reason, detail, left, right));

    private PropertyPath Here() => new([.. _path]);

    private Impact ImpactOf(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (!traits.IsKnown)
            return Impact.Unknown;
        var flags = cursor.Flags | Below(left, cursor) | Below(right, cursor);
        return (flags & TraitFlags.CreateOnly) != 0 ? Impact.Replacement
            : (flags & TraitFlags.CreateOnlyIf) != 0 ? Impact.ConditionalReplacement
            : Impact.Update;
    }

    private static TraitFlags Below(PropertyValue? value, TraitCursor cursor) => value switch
    {
        MapValue map => map.Entries.Aggregate(TraitFlags.None, (flags, e) => cursor.Child(e.Key) is var child ? flags | child.Flags | Below(e.Value, child) : flags),
        ListValue list => list.Items.Aggregate(TraitFlags.None, (flags, i) => flags | Below(i, cursor.Item())),
        _ => TraitFlags.None,
    };
}
