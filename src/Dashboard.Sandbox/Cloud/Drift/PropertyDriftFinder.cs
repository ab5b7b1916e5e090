using System.Globalization;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud.Drift;

/// <summary>Compares what a template sets with what is there, as CloudFormation does.</summary>
internal static class PropertyDriftFinder
{
    /// <summary>Compares one resource.</summary>
    /// <param name="resource">The resource as it was deployed.</param>
    /// <param name="live">Its live properties; null where it is deleted.</param>
    /// <param name="now">The instant.</param>
    public static ResourceDrift Find(SandboxResource resource, MapValue? live, DateTimeOffset now)
    {
        var traits = TraitsCatalog.Get(resource.Type);
        var expected = Compared(resource.Type, resource.Declared, traits);
        if (live is null)
            return new ResourceDrift("DELETED", Masked(expected, resource.Masked), null, [], now);
        var actual = (MapValue)Project(expected, live, traits.Root);
        var (left, right) = (Masked(expected, resource.Masked), Masked(actual, resource.Masked));
        var differences = ImmutableArray.CreateBuilder<PropertyDrift>();
        Compare(left, right, "", traits.Root, differences);
        return new ResourceDrift(differences.Count == 0 ? "IN_SYNC" : "MODIFIED", left, right, differences.ToImmutable(), now);
    }

    /// <summary>What is looked at: not what nobody returns, not key ids (an alias and its key are hard to tell apart), not a function's code.</summary>
    private static MapValue Compared(string type, MapValue declared, ResourceTraits traits)
    {
        var visible = ValuePaths.Without(declared, traits.Root, TraitFlags.WriteOnly) as MapValue ?? MapValue.Empty;
        return (MapValue)ValuePaths.Coerce(
            MapValue.Create(visible.Entries.Where(e => !e.Key.Equals("KmsKeyId", StringComparison.OrdinalIgnoreCase)
                && !(type == "AWS::Lambda::Function" && e.Key == "Code")
                && e.Value is not ScalarValue { Kind: ScalarKind.Null })),
            traits.Root);
    }

    /// <summary>The live value without what the template does not mention: undeclared map entries and undeclared tags.</summary>
    private static PropertyValue Project(PropertyValue expected, PropertyValue live, TraitCursor cursor)
    {
        if (cursor.Has(TraitFlags.Json))
            return live;
        switch (expected, live)
        {
            case (MapValue e, MapValue l):
                return MapValue.Create(e.Entries.Where(x => l[x.Key] is not null).Select(x => KeyValuePair.Create(x.Key, Project(x.Value, l[x.Key]!, cursor.Child(x.Key)))));
            case (ListValue e, ListValue l) when cursor.Has(TraitFlags.Tags):
                var keys = e.Items.Select(Key).ToHashSet(StringComparer.Ordinal);
                return new ListValue([.. l.Items.Where(i => keys.Contains(Key(i)))]);
            case (ListValue e, ListValue l) when e.Items.Length == l.Items.Length:
                return new ListValue([.. l.Items.Select((item, i) => Project(e.Items[i], item, cursor.Item()))]);
            default:
                return live;
        }

        static string Key(PropertyValue item) => ((item as MapValue)?["Key"] as ScalarValue)?.Text ?? "";
    }

    private static MapValue Masked(MapValue properties, ImmutableArray<PropertyPath> masked)
    {
        PropertyValue value = properties;
        foreach (var path in masked)
            value = ValuePaths.Replace(value, path.Segments.AsSpan(), new ScalarValue(SecretFingerprinter.Masked));
        return value as MapValue ?? MapValue.Empty;
    }

    private static void Compare(PropertyValue? expected, PropertyValue? actual, string path, TraitCursor cursor, ImmutableArray<PropertyDrift>.Builder found)
    {
        if (expected is null || actual is null)
        {
            if (expected is not null || actual is not null)
                found.Add(new PropertyDrift(path, actual is null ? "REMOVE" : "ADD", Text(expected), Text(actual)));
            return;
        }

        if (expected.Equals(actual))
            return;
        switch (expected, actual)
        {
            case (MapValue e, MapValue a):
                foreach (var key in e.Entries.Select(x => x.Key).Union(a.Entries.Select(x => x.Key), StringComparer.Ordinal))
                    Compare(e[key], a[key], $"{path}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", cursor.Child(key), found);
                break;
            case (ListValue e, ListValue a):
                CompareLists(e, a, path, cursor, found);
                break;
            case (ScalarValue e, ScalarValue a) when e.Text == a.Text:
                break;
            default:
                found.Add(new PropertyDrift(path, "NOT_EQUAL", Text(expected), Text(actual)));
                break;
        }
    }

    /// <summary>Equal items are paired first (anywhere, unless the order means something), the rest in order; what is left over was added or removed.</summary>
    private static void CompareLists(ListValue expected, ListValue actual, string path, TraitCursor cursor, ImmutableArray<PropertyDrift>.Builder found)
    {
        var ordered = cursor.Has(TraitFlags.Ordered);
        var left = Enumerable.Range(0, expected.Items.Length).ToList();
        var right = Enumerable.Range(0, actual.Items.Length).ToList();
        foreach (var i in left.ToList())
        {
            var twin = right.FindIndex(j => (!ordered || i == j) && expected.Items[i].Equals(actual.Items[j]));
            if (twin < 0)
                continue;
            right.RemoveAt(twin);
            left.Remove(i);
        }

        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var (e, a) = (i < left.Count ? expected.Items[left[i]] : null, i < right.Count ? actual.Items[right[i]] : null);
            var index = (e is null ? right[i] : left[i]).ToString(CultureInfo.InvariantCulture);
            Compare(e, a, $"{path}/{index}", cursor.Item(), found);
        }
    }

    private static string Text(PropertyValue? value) => value switch
    {
        null => "null",
        ScalarValue scalar => scalar.Text,
        _ => JsonValues.Write(value),
    };
}
