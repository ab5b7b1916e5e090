using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>One walk over both sides of a resource, with the type's traits alongside.</summary>
/// <param name="traits">What is known of the type.</param>
/// <param name="options">What the comparison is for.</param>
/// <param name="depth">How many segments lie above the properties: 0 where the sides are the properties themselves.</param>
internal sealed partial class ComparisonWalk(ResourceTraits traits, ComparisonOptions options, int depth = 0)
{
    /// <summary>Whether the sides are what stands behind the key of a loop.</summary>
    public bool IsOfLoop { get; init; }

    private readonly List<PathSegment> _path = [];
    private readonly List<int> _rightIndexes = [];
    private readonly List<LeafDifference> _differences = [];
    private readonly List<UnverifiedLeaf> _unverified = [];
    private readonly List<EqualLeaf> _equal = [];
    private readonly List<LeafDifference> _undeclared = [];
    private readonly List<FoldedLeaf> _folded = [];
    private int _foldedCount;

    /// <summary>Above zero inside a document: it is compared whole, also where only what is declared is compared.</summary>
    private int _whole;

    /// <summary>Above zero inside an item of a list.</summary>
    private int _inItem;

    /// <summary>Above zero inside a JSON document that stood in a text.</summary>
    private int _inText;

    /// <summary>The rules under which the current place is compared.</summary>
    private ImmutableArray<string> _applied = [];

    /// <summary>The left entries of the map that the current place belongs to; null inside a list.</summary>
    private MapValue? _siblings;

    /// <summary>The left side as a whole.</summary>
    private PropertyValue? _root;

    public ComparisonResult Run(PropertyValue left, PropertyValue right, TraitCursor root)
    {
        _root = left;
        if (left is MapValue leftMap && right is MapValue rightMap)
            CompareMaps(leftMap, rightMap, root);
        else
            Compare(left, right, root);
        return new ComparisonResult(
            Sorted(_differences, d => d.Path, d => (int)d.Kind), Sorted(_unverified, u => u.Path, _ => 0), Sorted(_equal, e => e.Path, _ => 0))
        {
            FoldedCount = _foldedCount,
            Folded = Sorted(_folded, f => f.Path, _ => 0),
            Undeclared = Sorted(_undeclared, u => u.Path, _ => 0),
        };
    }

    private static ImmutableArray<T> Sorted<T>(List<T> items, Func<T, PropertyPath> path, Func<T, int> tie) =>
        items.Count < 2 ? [.. items] : [.. items.OrderBy(path, PathOrder.Instance).ThenBy(tie)];

    private string? Name => _path.Count > 0 ? _path[^1].Name : null;

    /// <summary>Whether the place is the resource's own Tags, whatever the type.</summary>
    private bool IsTopTags => _path.Count == depth + 1 && _path[^1].Name is "Tags";

    /// <summary>Whether the place is what a loop goes through: the second of its three parts.</summary>
    private bool IsLoopCollection => _path.Count > 0 && _path[^1] is { Name: null, Index: 1 } && (_path.Count == 1 ? IsOfLoop : LoopEntries.IsLoop(_path[^2].Name));

    /// <summary>Compares what stands at the current path; null where a side has nothing there.</summary>
    private void Compare(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (IsLoopCollection)
            cursor = LoopEntries.Collection;
        if (!cursor.Has(TraitFlags.Json))
        {
            left = left is ScalarValue { Kind: ScalarKind.Null } ? null : left;
            right = right is ScalarValue { Kind: ScalarKind.Null } ? null : right;
        }

        if (left is null && right is null)
            return;
        if (options.IsLive && cursor.Has(TraitFlags.ReadOnly))
            return;
        if (options.IsLive && cursor.Has(TraitFlags.WriteOnly) && !IsTold(left, right, cursor))
        {
            if (left is not null)
                Unverified(null, "no service returns this value", left, right);
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
        else if (options.ListsEqual || (options.IsLive && traits.HasWriteOnly) || !left.Equals(right) || (!options.AreSources && SymbolicRules.HoldsUnknown(left)))
            CompareKnown(left, right, cursor);
    }

    /// <summary>
    /// Whether a service returned what its schema says it never does: some readers do know more than the schema's own. What is a secret is not among that, nor what
    /// stands for one, or for nothing.
    /// </summary>
    private static bool IsTold(PropertyValue? left, PropertyValue? right, TraitCursor cursor) =>
        left is not null and not SecretValue && !cursor.Has(TraitFlags.Sensitive)
        && right is not (null or SecretValue or ListValue { Items.Length: 0 } or MapValue { Entries.Length: 0 })
        && !(right is ScalarValue { Text: var text } && text.All(static c => c == '*'));

    /// <summary>Compares two values as the documents that they are or hold; false where one of them is none.</summary>
    private bool CompareAsDocuments(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (left is not (ScalarValue or CompositeValue) && right is not (ScalarValue or CompositeValue))
            return false;
        var isJson = cursor.Has(TraitFlags.Json) || PolicyShape.MayBePolicy(cursor, Name);
        PropertyValue? leftDocument = EmbeddedJson.Parse(left), rightDocument = EmbeddedJson.Parse(right);
        if (leftDocument is not null && rightDocument is not null)
            CompareTexts(leftDocument, rightDocument, left, right, cursor);
        else if (isJson && leftDocument is not null && right is MapValue or ListValue)
            CompareTexts(leftDocument!, right, left, right, cursor);
        else if (isJson && rightDocument is not null && left is MapValue or ListValue)
            CompareTexts(left, rightDocument!, left, right, cursor);
        else
            return false;
        return true;
    }

    private void CompareKnown(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (CompareAsDocuments(left, right, cursor))
            return;
        if (PolicyShape.IsPolicy(cursor, Name, left) && PolicyShape.IsPolicy(cursor, Name, right))
            CompareDocuments(left, right, cursor);
        else
            CompareShapes(left, right, cursor);
    }

    /// <summary>Compares what texts hold; where that is the same although the texts are not, their layout was folded.</summary>
    private void CompareTexts(PropertyValue leftDocument, PropertyValue rightDocument, PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var (before, found) = (_applied, _differences.Count + _unverified.Count + _foldedCount);
        var rule = cursor.Has(TraitFlags.Yaml) && (HasDocument(left) || HasDocument(right)) ? YamlText.Rule : JsonText.Rule;
        _applied = _applied.Add(rule.Id);
        _inText++;
        CompareDocuments(leftDocument, rightDocument, cursor);
        _inText--;
        _applied = before;
        if (found == _differences.Count + _unverified.Count + _foldedCount && !left.Equals(right))
            Folded(rule, left, right);
    }

    /// <summary>Whether a reader has found a document, where the place takes one.</summary>
    private static bool HasDocument(PropertyValue value) => value is ScalarValue { Document: not null } or CompositeValue { Document: not null };

    /// <summary>Compares two documents whole: a policy by what it means, any other JSON by its structure.</summary>
    private void CompareDocuments(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        _whole++;
        var before = _applied;
        if (SymbolicRules.IsSymbolic(left) || SymbolicRules.IsSymbolic(right))
        {
            CompareSymbolic(left, right, cursor);
        }
        else if (PolicyShape.IsPolicy(cursor, Name, left) && PolicyShape.IsPolicy(cursor, Name, right))
        {
            _applied = _applied.Add(AccessPolicy.Rule.Id);
            CompareShapes(left, right, PolicyShape.At(cursor));
        }
        else
        {
            CompareShapes(left, right, cursor.AsJson());
        }

        _applied = before;
        _whole--;
    }

    private void CompareShapes(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        var isSingleOrList = cursor.Has(TraitFlags.SingleOrList);
        if (cursor.Has(TraitFlags.Principal) && ComparePrincipals(ref left, ref right))
            return;
        if (isSingleOrList && (left is ListValue || right is ListValue))
            CompareLists(left, right, cursor);
        else if (left is MapValue leftMap && right is MapValue rightMap)
            CompareMaps(leftMap, rightMap, isSingleOrList ? cursor.Item() : cursor);
        else if (left is ListValue && right is ListValue)
            CompareLists(left, right, cursor);
        else if (left is ScalarValue leftScalar && right is ScalarValue rightScalar)
            CompareScalars(leftScalar, rightScalar, cursor);
        else if (IsEmpty(left, cursor) && IsEmpty(right, cursor))
            Fold(EmptyContainer.Rule, left, right);
        else
            Different(left, right, cursor);
    }

    private void CompareScalars(ScalarValue left, ScalarValue right, TraitCursor cursor)
    {
        if (left.Kind == right.Kind && left.Text == right.Text)
        {
            Equal(left, right);
            return;
        }

        var pair = new ScalarPair(left, right, cursor, options, _siblings);
        if (ScalarRules.Folding(pair) is { } rule)
            Fold(rule, left, right);
        else if (KmsKey.CannotTell(pair))
            Unverified(StatusReason.Unresolved, "one side names a key and the other an alias", left, right);
        else if (!options.AreSources && cursor.Has(TraitFlags.AccountPrincipal) && Principals.CannotTell(left.Text, right.Text))
            Unverified(StatusReason.Unresolved, "one side names the principal by its unique id", left, right);
        else if (options.FoldsMaskedText && ScalarRules.DifferByMaskOnly(left.Text, right.Text))
            Masked(left, right);
        else
            Different(left, right, cursor, DoubtOf(left, right, cursor));
    }

    /// <summary>In a document that is written as an object, nobody says whether the service tells 1 from "1"; what the service itself transforms may be the same, too.</summary>
    private Doubt? DoubtOf(ScalarValue left, ScalarValue right, TraitCursor cursor) =>
        left.Text == right.Text && _inText == 0 ? Doubt.OfKind : options.IsLive && cursor.Has(TraitFlags.Transformed) ? Doubt.OfTransform : null;

    private void CompareSecrets(PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (left is SecretValue a && right is SecretValue b && a.SameAs(b) is { } isSame)
            Leaf(isSame, left, right, cursor);
        else if (options.AreSources && (left is not SecretValue || right is not SecretValue))
            Different(left, right, cursor);
        else
            Unverified(StatusReason.Secret, "a secret of which one side is not known", left, right);
    }

    private void Different(PropertyValue? left, PropertyValue? right, TraitCursor cursor, Doubt? doubt = null)
    {
        var kind = left is null ? DifferenceKind.Add : right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual;
        var difference = new LeafDifference(Here(kind), kind, left, right, ImpactOf(left, right, cursor), Confidence.Confirmed, _applied);
        _differences.Add(doubt is null ? difference : doubt.On(difference));
    }

    private void Leaf(bool isEqual, PropertyValue left, PropertyValue right, TraitCursor cursor)
    {
        if (isEqual)
            Equal(left, right);
        else
            Different(left, right, cursor);
    }

    private void Equal(PropertyValue? left, PropertyValue? right)
    {
        if (options.ListsEqual)
            _equal.Add(new EqualLeaf(Here(), left, right));
    }

    /// <summary>A leaf that is spelled differently and is the same.</summary>
    private void Fold(Normaliser rule, PropertyValue? left, PropertyValue? right)
    {
        Folded(rule, left, right);
        Equal(left, right);
    }

    /// <summary>A difference of spelling above the leaves, or of something that is left out.</summary>
    private void Folded(Normaliser rule, PropertyValue? left, PropertyValue? right)
    {
        _foldedCount++;
        if (options.ListsFolded)
            _folded.Add(new FoldedLeaf(Here(), rule.Id, left, right));
    }

    private void Masked(PropertyValue left, PropertyValue right) => _unverified.Add(new UnverifiedLeaf(
        Here(DifferenceKind.NotEqual), null, "CloudFormation returns '?' for characters beyond ASCII; everything else is the same", left, right, Confidence.Possible));

    private void Unverified(StatusReason? reason, string detail, PropertyValue? left, PropertyValue? right) =>
        _unverified.Add(new UnverifiedLeaf(Here(right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual), reason, detail, left, right));

    /// <summary>What a value leaves open.</summary>
    private void Open(PropertyValue value, PropertyValue? left, PropertyValue? right)
    {
        Unverified(StatusReason.Unresolved, SymbolicRules.Explain(value), left, right);
        _unverified[^1] = _unverified[^1] with { Cause = SymbolicRules.Explain(value, hasPlace: false) };
    }

    private void Enter(PathSegment segment) => Enter(segment, segment.Index);

    /// <summary>Goes to an entry or item; an item may stand at another index on the right.</summary>
    private void Enter(PathSegment segment, int rightIndex)
    {
        _path.Add(segment);
        _rightIndexes.Add(rightIndex);
    }

    private void Leave()
    {
        _path.RemoveAt(_path.Count - 1);
        _rightIndexes.RemoveAt(_rightIndexes.Count - 1);
    }

    /// <summary>The current place with the left side's indexes.</summary>
    private PropertyPath Here() => _alone == 0 ? new([.. _path]) : new([.. _path.Where(IsSegment)]);

    /// <summary>What stands alone where the other side has a list is no item of one.</summary>
    private static bool IsSegment(PathSegment segment) => segment.Name is not null || segment.Index >= 0;

    /// <summary>The current place with the indexes of the side on which what is said of it exists.</summary>
    private PropertyPath Here(DifferenceKind kind) => options.HasIndexesOfRight && kind != DifferenceKind.Remove
        ? new([.. _path.Select((s, i) => s with { Index = _rightIndexes[i] }).Where(IsSegment)])
        : Here();

    private Impact ImpactOf(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (!traits.IsKnown)
            return Impact.Unknown;
        return ResourceTraits.ImpactOf(cursor.Flags | Below(left, cursor) | Below(right, cursor));
    }

    private static TraitFlags Below(PropertyValue? value, TraitCursor cursor) => value switch
    {
        MapValue map => map.Entries.Aggregate(TraitFlags.None, (flags, e) => cursor.Child(e.Key) is var child ? flags | child.Flags | Below(e.Value, child) : flags),
        ListValue list => list.Items.Aggregate(TraitFlags.None, (flags, i) => flags | Below(i, cursor.Item())),
        _ => TraitFlags.None,
    };
}
