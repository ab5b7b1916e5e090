using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>CloudFormation puts the stack's own tags on every resource that can bear them. No template declares them, and nobody changed anything by hand.</summary>
internal static class StackTags
{
    /// <summary>The live properties without the tags that the stack gave: same key, same value, and not declared by the resource itself.</summary>
    public static MapValue Without(string type, MapValue live, MapValue declared, ImmutableDictionary<string, string> stackTags)
    {
        if (stackTags.IsEmpty || TraitsCatalog.Get(type).TagProperty is not { } property || live[property] is not { } tags)
            return live;
        return live.With(property, tags switch
        {
            ListValue list => new ListValue(list.Items.RemoveAll(i => i is MapValue tag && IsGiven((tag["Key"] as ScalarValue)?.Text ?? "", tag["Value"]))),
            MapValue map => MapValue.Create(map.Entries.Where(e => !IsGiven(e.Key, e.Value))),
            _ => tags,
        });

        bool IsGiven(string key, PropertyValue? value) =>
            value is ScalarValue text && stackTags.TryGetValue(key, out var given) && given == text.Text && !IsDeclared(key, declared[property]);
    }

    private static bool IsDeclared(string key, PropertyValue? tags) => tags switch
    {
        ListValue list => list.Items.Any(i => i is not MapValue tag || tag["Key"] is not ScalarValue name || name.Text == key),
        MapValue map => map[key] is not null,
        null => false,
        _ => true,
    };
}
