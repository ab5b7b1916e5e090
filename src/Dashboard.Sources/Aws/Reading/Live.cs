using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>From a service's shapes to properties. What a service leaves open (null, an empty text or list) is no property.</summary>
internal static class Live
{
    public static PropertyValue? Of(string? text) => string.IsNullOrEmpty(text) ? null : new ScalarValue(text);

    public static PropertyValue? Of(ConstantClass? word) => Of(word?.Value);

    public static PropertyValue? Of(bool? flag) => flag is { } f ? new ScalarValue(f ? "true" : "false", ScalarKind.Boolean) : null;

    public static PropertyValue? Of(long? number) => number is { } n ? new ScalarValue(n.ToString(CultureInfo.InvariantCulture), ScalarKind.Number) : null;

    public static PropertyValue? Of(double? number) => number is { } n ? new ScalarValue(n.ToString("R", CultureInfo.InvariantCulture), ScalarKind.Number) : null;

    public static PropertyValue? List(IEnumerable<PropertyValue?>? items) => items?.OfType<PropertyValue>().ToImmutableArray() is { Length: > 0 } found ? new ListValue(found) : null;

    public static PropertyValue? List(IEnumerable<string?>? items) => List(items?.Select(Of));

    /// <summary>A map of what there is; null where there is nothing.</summary>
    public static PropertyValue? Map(params IEnumerable<(string Name, PropertyValue? Value)> entries) =>
        entries.Where(e => e.Value is not null).Select(e => KeyValuePair.Create(e.Name, e.Value!)).ToArray() is { Length: > 0 } found ? MapValue.FromOwned(found) : null;

    /// <summary>Tags as most types write them.</summary>
    public static PropertyValue? Tags<T>(IEnumerable<T>? tags, Func<T, string?> key, Func<T, string?> value) =>
        List((tags ?? []).Where(t => key(t) is not null).Select(t => (PropertyValue?)MapValue.Of(("Key", new ScalarValue(key(t)!)), ("Value", new ScalarValue(value(t) ?? "")))));

    /// <summary>The document in a text; the text itself where it is none.</summary>
    public static PropertyValue? Json(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonValues.Parse(text);
        }
        catch (JsonException)
        {
            return new ScalarValue(text);
        }
    }

    /// <summary>A document as IAM sends it.</summary>
    public static PropertyValue? EscapedJson(string? text) => text is null ? null : Json(Uri.UnescapeDataString(text));

    /// <summary>The text at a place of a document; null where there is none.</summary>
    public static string? Text(this PropertyValue? value, params ReadOnlySpan<string> path) => value.At(path) is ScalarValue { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    /// <summary>What stands at a place of a document.</summary>
    public static PropertyValue? At(this PropertyValue? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            value = (value as MapValue)?[name];
        return value is ScalarValue { Kind: ScalarKind.Null } ? null : value;
    }

    /// <summary>The same where an empty text, list or map is nothing.</summary>
    public static PropertyValue? Some(this PropertyValue? value, params ReadOnlySpan<string> path) =>
        value.At(path) is var found && found is ScalarValue { Text.Length: 0 } or ListValue { Items.IsEmpty: true } or MapValue { Entries.IsEmpty: true } ? null : found;

    /// <summary>The items of a list in a document.</summary>
    public static ImmutableArray<PropertyValue> Items(this PropertyValue? value, params ReadOnlySpan<string> path) => (value.At(path) as ListValue)?.Items ?? [];

    /// <summary>Some entries of a map, by name; null where it has none of them.</summary>
    public static PropertyValue? Pick(this PropertyValue? value, params string[] names) => Map(names.Select(n => (n, value.Some(n))));
}
