using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>Maps: entry by entry, and what one side alone has.</content>
internal sealed partial class ComparisonWalk
{
    /// <summary>Between two template texts what is equal is equal, whatever it holds.</summary>
    private readonly bool _isQuick = options is { AreSources: true, ListsEqual: false };

    private void CompareMaps(MapValue left, MapValue right, TraitCursor cursor)
    {
        var isTags = cursor.Has(TraitFlags.Tags) || IsTopTags;
        var onlyDeclared = options.OnlyDeclared && _whole == 0 && !isTags
            && !(_path.Count > depth && cursor.Has(TraitFlags.FreeKeys | TraitFlags.SecretRisk));
        if (left.Entries.Length == 0 && right.Entries.Length == 0 && _path.Count > 0)
            Equal(left, right);
        if (Name is "ByteMatchStatement" && PlainOrBase64.AreSame(left, right, out var leftName, out var rightName))
        {
            Enter(new PathSegment(leftName, -1, null));
            Fold(PlainOrBase64.Rule, left[leftName], right[rightName]);
            Leave();
            (left, right) = (left.With(leftName, null), right.With(rightName, null));
        }

        if (cursor.Has(TraitFlags.Caseless))
            right = WithKeysOf(left, right);
        var isChoice = IsChoice(left, right, cursor);
        var outer = _siblings;
        var (isLeftOpen, isRightOpen) = (MakesUnknownKeys(left, right), MakesUnknownKeys(right, left));
        int l = 0, r = 0;
        while (l < left.Entries.Length || r < right.Entries.Length)
        {
            var order = l >= left.Entries.Length ? 1 : r >= right.Entries.Length ? -1 : string.CompareOrdinal(left.Entries[l].Key, right.Entries[r].Key);
            var key = order <= 0 ? left.Entries[l].Key : right.Entries[r].Key;
            if (order != 0 && options.FoldsMaskedText && MaskOf(key, order < 0 ? left : right, order < 0 ? right : left) is { } twin)
            {
                // Both are seen once: where the left one stands.
                if (order < 0)
                    CompareMasked(left.Entries[l++], twin, cursor.Child(key));
                else
                    r++;
                continue;
            }

            var leftValue = order <= 0 ? left.Entries[l++].Value : null;
            var rightValue = order >= 0 ? right.Entries[r++].Value : null;
            // Most of two versions of a template is the same: no place needs to be looked up for it.
            if (_isQuick && leftValue is not null && rightValue is not null && leftValue.Equals(rightValue))
                continue;
            // What one side alone names may be among what the other side's loop makes: that is said at the loop.
            if (!IsLoop(key) && ((leftValue is null && isLeftOpen) || (rightValue is null && isRightOpen)))
                continue;
            Enter(new PathSegment(key, -1, null));
            _siblings = left;
            if (key == SecretKeys.Name && SecretKeys.Read(leftValue ?? ListValue.Empty) is { } leftKeys && SecretKeys.Read(rightValue ?? ListValue.Empty) is { } rightKeys)
                CompareSecretKeys(leftKeys, rightKeys, cursor, onlyDeclared);
            else
                CompareEntry(leftValue, rightValue, cursor.Child(key), isTags && ListRules.IsSystemTag(key), leftValue is null && onlyDeclared, isChoice);
            Leave();
        }

        _siblings = outer;
    }

    /// <summary>
    /// Whether two maps choose: each has one entry that the other has not, and what the left one says is that it is there (DefaultAction: {Allow: {}} against {Block: {}}).
    /// Such an entry says something although it is empty.
    /// </summary>
    private bool IsChoice(MapValue left, MapValue right, TraitCursor cursor) => _path.Count > depth && !cursor.Has(TraitFlags.Json)
        && left.Entries is [{ Value: MapValue } only] && right.Entries is [{ Value: MapValue } other] && only.Key != other.Key
        && (((MapValue)only.Value).Entries.IsEmpty || ((MapValue)other.Value).Entries.IsEmpty);

    /// <summary>A map whose keys have no letter case, with these as the other side spells them.</summary>
    private MapValue WithKeysOf(MapValue left, MapValue right)
    {
        foreach (var (key, value) in right.Entries)
        {
            if (left[key] is not null || left.Entries.FirstOrDefault(e => key.Equals(e.Key, StringComparison.OrdinalIgnoreCase)).Key is not { } spelled || right[spelled] is not null)
                continue;
            right = right.With(key, null).With(spelled, value);
            Enter(new PathSegment(spelled, -1, null));
            Folded(LetterCase.Instance, new ScalarValue(spelled), new ScalarValue(key));
            Leave();
        }

        return right;
    }

    private void CompareEntry(PropertyValue? left, PropertyValue? right, TraitCursor cursor, bool isSystemTag, bool isUndeclared, bool isChoice)
    {
        if (isSystemTag)
            Folded(SystemTags.Rule, left, right);
        else if (isChoice)
            Different(left, right, cursor);
        else if (!isUndeclared)
            Compare(left, right, cursor);
        else if (cursor.Filled is { } filled && filled.Judge(right!, _siblings, _root) is var judged and not FilledVerdict.Unknown)
            Filled(right!, cursor, judged);
        else if (_inItem > 0 && cursor.Default is not null && !cursor.Has(TraitFlags.ReadOnly | TraitFlags.WriteOnly) && IsDefault(right!, cursor))
            Fold(DefaultValue.Rule, null, right);
        else
            Undeclared(right!, cursor);
    }

    /// <summary>What only the service says, and the template says in another way.</summary>
    private void Filled(PropertyValue right, TraitCursor cursor, FilledVerdict judged)
    {
        if (judged == FilledVerdict.Same)
            Fold(FilledValue.Rule, null, right);
        else
            Different(null, right, cursor);
    }

    /// <summary>What a template does not declare is nobody's drift; it is listed apart where somebody asks. What only the service sets is not even that.</summary>
    private void Undeclared(PropertyValue value, TraitCursor cursor)
    {
        if (options.ListsUndeclared && !cursor.Has(TraitFlags.ReadOnly | TraitFlags.WriteOnly) && !IsEmpty(value, cursor) && value is not ScalarValue { Kind: ScalarKind.Null } && !IsDefault(value, cursor))
            _undeclared.Add(new LeafDifference(Here(DifferenceKind.Add), DifferenceKind.Add, null, value, ImpactOf(null, value, cursor), Confidence.Confirmed, []));
    }
}
