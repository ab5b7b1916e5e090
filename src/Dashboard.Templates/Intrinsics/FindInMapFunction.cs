using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!FindInMap [map, key, key]</c>, with a fourth item <c>DefaultValue: x</c> for keys that the map does not have.</summary>
internal static class FindInMapFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        if (call.Items(3, 4, "a list of a mapping's name and two keys, and perhaps a DefaultValue") is not { } items)
            return call.Malformed();
        if (items.Length == 4)
            call.RequireExtensions("The DefaultValue of Fn::FindInMap");
        var fallback = items.Length == 4 && items[3] is MappingNode options ? options["DefaultValue"] : null;
        PropertyValue?[] keys = [call.Evaluate(items[0]), call.Evaluate(items[1]), call.Evaluate(items[2])];
        var texts = new string[3];
        for (var i = 0; i < keys.Length; i++)
        {
            if (call.Session.TextOf(Booleans.Plain(keys[i])) is not { } known)
                return fallback is null ? call.Keep(keys) : call.Keep([.. keys, MapValue.Create([KeyValuePair.Create("DefaultValue", call.Evaluate(fallback) ?? call.NoValue())])]);
            texts[i] = known.IsSecret ? "(secret)" : known.Text;
        }

        if (Find(call.Stack.Mapping(texts[0]), texts[1], texts[2]) is { } entry)
        {
            call.Scope.Dependencies.Add(call.Scope.Path, new Dependency("mapping", texts[0], call.Stack.At(entry.Key), call.Stack.IsOutermost));
            return call.Evaluate(entry.Value) is { } found ? Hidden(call, texts[0], texts[2], found) : null;
        }

        if (fallback is not null)
            return call.Evaluate(fallback);
        return call.Stack.Mapping(texts[0]) is null
            ? call.Fail($"The template has no mapping {texts[0]}.")
            : call.Fail($"The mapping {texts[0]} has no {texts[1]}/{texts[2]}.");
    }

    /// <summary>What a mapping keeps under a credential's name, or for a secret place, is a secret wherever it goes.</summary>
    private static PropertyValue Hidden(IntrinsicCall call, string mapping, string key, PropertyValue value) =>
        value is ScalarValue { Text: var text } && call.Stack.Secrets.IsSecretEntry(mapping, key, text) ? call.Session.Vault.Hide(text) : call.Stack.Hidden(key, value);

    private static MappingEntry? Find(MappingNode? mapping, string first, string second)
    {
        return Entry(mapping is null ? null : Entry(mapping, first)?.Value as MappingNode, second);
    }

    /// <summary>A key that is spelled so, else one that means so: <c>True:</c> for a plain <c>true</c>.</summary>
    private static MappingEntry? Entry(MappingNode? mapping, string key)
    {
        MappingEntry? same = null;
        foreach (var entry in mapping?.Entries ?? [])
        {
            if (entry.Key.Text == key)
                return entry;
            if (entry.Key.Value == key)
                same ??= entry;
        }

        return same;
    }
}
