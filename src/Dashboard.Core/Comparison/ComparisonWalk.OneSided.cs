using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <content>One side has nothing at the place: whether that is a difference, and of what kind.</content>
internal sealed partial class ComparisonWalk
{
    private void CompareOneSided(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        var value = (left ?? right)!;
        if (IsEmpty(value, cursor))
            Fold(EmptyContainer.Rule, left, right);
        else if (IsDefault(value, cursor))
            DefaultOrAbsent(left, right, cursor);
        else if (options.IsLive && cursor.Filled?.Judge(value, _siblings, _root) == FilledVerdict.Same)
            Fold(FilledValue.Rule, left, right);
        else if (options.IsLive && (right is null || right is ScalarValue { Text: "-1" }) && SchemaTransform.SaysNothing(cursor, _siblings))
            Fold(SchemaTransform.Instance, left, right);
        else if (left is null && options.IsLive && cursor.Has(TraitFlags.StatementId) && NumberedStatement.Says(value))
            Fold(NumberedStatement.Rule, left, right);
        else if (IsSystemTagsOnly(value, cursor))
            Fold(SystemTags.Rule, left, right);
        else if (right is null && options.IsLive && IsWriteOnly(value, cursor))
            Unverified(null, "no service returns this value", left, right);
        else if (!options.AreSources && SymbolicRules.MayBeAbsent(value))
            Open(value, left, right);
        else if (value is SecretValue && right is null && options.OnlyDeclared)
            Unverified(StatusReason.Secret, "a secret that the service does not return", left, right);
        else if (options.ListsEqual && value is ListValue { Items.Length: > 0 } list)
            EachItem(list, left is null, right is null, cursor);
        else
            Different(left, right, cursor, DoubtOf(value, right is null, cursor));
    }

    /// <summary>Why a value that one side has alone may be no difference.</summary>
    private Doubt? DoubtOf(PropertyValue value, bool isRemoved, TraitCursor cursor) =>
        IsPerhapsDefault(value, cursor) ? Doubt.OfNothing
        : isRemoved && HoldsDefaultsOnly(value, cursor) ? Doubt.OfDefaults
        : isRemoved && options.IsLive && cursor.ReadGap is not null ? Doubt.OfGap
        : null;

    /// <summary>Where equal leaves are counted, items that stand on one side only are counted one by one as well.</summary>
    private void EachItem(ListValue list, bool isAdded, bool isRemoved, TraitCursor cursor)
    {
        var key = ListRules.KeyOf(cursor, list.Items, []);
        var isTags = ListRules.IsTagList(cursor, Name, list.Items);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (isTags && ListRules.IsSystemTag(KeyText(list.Items[i], "Key")))
                continue;
            Enter(Segment(i, list.Items[i], key));
            Different(isAdded ? null : list.Items[i], isRemoved ? null : list.Items[i], cursor.Item());
            Leave();
        }
    }

    /// <summary>A template that says a default out loud deploys the same; between two texts it is a change all the same, if one without effect.</summary>
    private void DefaultOrAbsent(PropertyValue? left, PropertyValue? right, TraitCursor cursor)
    {
        if (options.AreSources)
            Different(left, right, cursor, Doubt.OfDefault);
        else
            Fold(DefaultValue.Rule, left, right);
    }

    /// <summary>
    /// Against live values, what reads like nothing (false, 0, an empty text) may be a service's own way of saying nothing: such a value that a service adds
    /// inside an item of a list, or does not return, is a possible difference.
    /// </summary>
    private bool IsPerhapsDefault(PropertyValue value, TraitCursor cursor) =>
        options.IsLive && !cursor.Has(TraitFlags.Json) && _inText == 0 && ReadsLikeNothing(value);

    private static bool ReadsLikeNothing(PropertyValue value) => value is ScalarValue { Text: "" or "0" or "false" or "False" or "none" or "None" or "NONE" or "default" or "DISABLED" or "Disabled" }
        || (value is MapValue { Entries.Length: > 0 } map && map.Entries.All(e => ReadsLikeNothing(e.Value)));

    /// <summary>Whether a map says nothing but defaults: a service that does not return them has no reason to return the map either. Without it they need not hold.</summary>
    private bool HoldsDefaultsOnly(PropertyValue value, TraitCursor cursor) => options.IsLive && value is MapValue && Canonical.Of(value, cursor, Name, options) is null;

    private bool IsDefault(PropertyValue value, TraitCursor cursor) => cursor.Default is { } absent
        && Equals(Canonical.Of(value, cursor, Name, options), Canonical.Of(absent, cursor, Name, options));

    private bool IsSystemTagsOnly(PropertyValue value, TraitCursor cursor) =>
        value is ListValue list && ListRules.IsTagList(cursor, Name, list.Items) && list.Items.All(t => ListRules.IsSystemTag(KeyText(t, "Key")));

    /// <summary>Whether everything in a map is write-only, so that a service has no reason to return the map itself.</summary>
    private static bool IsWriteOnly(PropertyValue value, TraitCursor cursor) => cursor.Has(TraitFlags.WriteOnly)
        || (value is MapValue { Entries.Length: > 0 } map && map.Entries.All(e => IsWriteOnly(e.Value, cursor.Child(e.Key))));

    /// <summary>An empty list or map says no more than its absence, outside a JSON document; in a policy a condition without values holds for nobody.</summary>
    private static bool IsEmpty(PropertyValue value, TraitCursor cursor) => !cursor.Has(TraitFlags.Json | TraitFlags.EmptyCounts)
        && value is ListValue { Items.Length: 0 } or MapValue { Entries.Length: 0 };
}
