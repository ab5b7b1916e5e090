using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>The one form that all equal spellings of a value share: what lists are paired by. Differences are found on the values themselves.</summary>
internal static class Canonical
{
    /// <summary>Nothing that a template or service can say is nested deeper.</summary>
    public const int MaximumDepth = 128;

    /// <summary>The form of a value at a place, or null where it says no more than its absence.</summary>
    public static PropertyValue? Of(PropertyValue value, TraitCursor cursor, string? name, ComparisonOptions options, int depth = 0)
    {
        if (depth > MaximumDepth)
            return value;
        if (cursor.Has(TraitFlags.SingleOrList) && value is not ListValue)
            value = new ListValue([value]);
        if (value is ScalarValue or CompositeValue && EmbeddedJson.Parse(value) is { } document)
            return PolicyShape.IsPolicy(cursor, name, document) ? Of(document, cursor, name, options, depth + 1) : Of(document, cursor.AsJson(), null, options, depth + 1);
        if (PolicyShape.IsPolicy(cursor, name, value))
            cursor = PolicyShape.At(cursor);
        return value switch
        {
            ScalarValue { Kind: ScalarKind.Null } => cursor.Has(TraitFlags.Json) ? value : null,
            ScalarValue scalar when options.IsLive && SchemaTransform.Shared(scalar.Text, cursor) is { } text => new ScalarValue(text),
            ScalarValue scalar => ScalarRules.Canonical(scalar, cursor),
            MapValue map => Of(map, cursor, options, depth),
            ListValue list => Of(list, cursor, name, options, depth),
            CallValue call when options.AreSources => Of(call, cursor, name, options, depth),
            CompositeValue when cursor.Has(TraitFlags.AccountPrincipal) => AccountPrincipal.OwnAccount(value),
            CompositeValue composite when options.AreSources => EmbeddedJson.Minified(composite) ?? value,
            _ => value,
        };
    }

    /// <summary>The branches of a choice stand at its own place, and conditions are the same in any order. What any other function makes of an argument depends on its every character.</summary>
    private static CallValue Of(CallValue call, TraitCursor cursor, string? name, ComparisonOptions options, int depth) => SymbolicRules.HasBranches(call)
        ? new CallValue(call.Function, [Condition(call.Arguments[0]), .. call.Arguments.Skip(1).Select(branch => Of(branch, cursor, name, options, depth + 1) ?? MapValue.Empty)])
        : LoopEntries.IsLoop(call.Function) ? (CallValue)LoopEntries.InOneOrder(call)
        : (CallValue)Condition(call);

    /// <summary>A condition with what And, Or and Equals take in one order.</summary>
    private static PropertyValue Condition(PropertyValue value) => value switch
    {
        CallValue { Function: "Fn::Not" } not => new CallValue(not.Function, [.. not.Arguments.Select(Condition)]),
        CallValue call when SymbolicRules.TakesAnyOrder(call) => new CallValue(call.Function, [.. call.Arguments.Select(Condition).OrderBy(a => a.StructuralHash)]),
        _ => value,
    };

    private static MapValue? Of(MapValue map, TraitCursor cursor, ComparisonOptions options, int depth)
    {
        var entries = new List<KeyValuePair<string, PropertyValue>>(map.Entries.Length);
        foreach (var (key, value) in map.Entries)
        {
            var child = cursor.Child(key);
            if (IsLeftOut(child, cursor, options) || (options.IsLive && SchemaTransform.SaysNothing(child, map)) || (cursor.Has(TraitFlags.Tags) && ListRules.IsSystemTag(key)))
                continue;
            if (Of(value, child, key, options, depth + 1) is not { } canonical || (child.Default is { } other && canonical.Equals(Of(other, child, key, options, depth + 1))))
                continue;
            entries.Add(KeyValuePair.Create(key, canonical));
        }

        return entries.Count == 0 && !cursor.Has(TraitFlags.Json) ? null : MapValue.Create(entries);
    }

    private static ListValue? Of(ListValue list, TraitCursor cursor, string? name, ComparisonOptions options, int depth)
    {
        var isTags = ListRules.IsTagList(cursor, name, list.Items);
        var item = cursor.Item();
        var items = list.Items
            .Where(i => !isTags || !ListRules.IsSystemTag(((ScalarValue)((MapValue)i)["Key"]!).Text))
            .Select(i => Of(i, item, null, options, depth + 1) ?? MapValue.Empty);
        if (isTags || ListRules.IsSet(cursor, name, list.Items)
            || (!ListRules.IsSequence(cursor, name) && ListRules.KeyOf(cursor, list.Items, list.Items) is not null))
        {
            items = items.OrderBy(i => i.StructuralHash);
        }

        if (cursor.Has(TraitFlags.SingleOrList))
            items = items.Distinct();
        ListValue canonical = new([.. items]);
        return canonical.Items.Length == 0 && !cursor.Has(TraitFlags.Json | TraitFlags.EmptyCounts) ? null : canonical;
    }

    /// <summary>Whether a place takes no part in the comparison at all, as far as one side can tell. What is inside of something write-only is compared where that was returned.</summary>
    private static bool IsLeftOut(TraitCursor place, TraitCursor parent, ComparisonOptions options) =>
        options.IsLive && (place.Has(TraitFlags.ReadOnly) || (place.Has(TraitFlags.WriteOnly) && !parent.Has(TraitFlags.WriteOnly)));
}
