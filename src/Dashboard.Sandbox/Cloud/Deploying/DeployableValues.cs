using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>Between rendered values and what a service is called with.</summary>
internal static partial class DeployableValues
{
    /// <summary>Works out what only the cloud knows: the zones of its region, and functions of them.</summary>
    public static PropertyValue Complete(PropertyValue value) => value switch
    {
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Complete(e.Value)))),
        ListValue list => new ListValue([.. list.Items.Select(Complete)]),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(Complete)),
        CallValue call => Complete(call, [.. call.Arguments.Select(Complete)]),
        _ => value,
    };

    /// <summary>Why a value cannot be deployed: the first part of it that is not plain. Null where all of it is.</summary>
    public static string? Unknown(PropertyValue value) => value switch
    {
        ScalarValue => null,
        ListValue list => list.Items.Select(Unknown).FirstOrDefault(u => u is not null),
        MapValue map => map.Entries.Select(e => Unknown(e.Value)).FirstOrDefault(u => u is not null),
        UnresolvedValue unresolved => $"Template error: {unresolved.Reason}",
        SecretValue => "Template error: a value is masked",
        _ => $"Template error: {ValueText.Format(value)} cannot be resolved",
    };

    /// <summary>A value as one text: lists are joined by commas.</summary>
    public static string Text(PropertyValue value) => value switch
    {
        ScalarValue scalar => scalar.Text,
        ListValue list => string.Join(',', list.Items.Select(Text)),
        _ => JsonValues.Write(value),
    };

    /// <summary>The parameters that a nested stack is given.</summary>
    public static ImmutableSortedDictionary<string, string> ParametersOf(MapValue map) =>
        map.Entries.ToImmutableSortedDictionary(e => e.Key, e => Text(e.Value), StringComparer.Ordinal);

    /// <summary>Replaces dynamic references by the value of the parameter or secret that they name; what does not exist here stays as it is written.</summary>
    public static MapValue ResolveReferences(MapValue declared, RegionState state) => (MapValue)Resolve(declared, state);

    private static PropertyValue Complete(CallValue call, ImmutableArray<PropertyValue> arguments) => (call.Function, arguments) switch
    {
        ("Fn::GetAZs", [ScalarValue region]) => new ListValue([.. "abc".Select(zone => new ScalarValue(region.Text + zone))]),
        ("Fn::Select", [ScalarValue index, ListValue list])
            when int.TryParse(index.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Items.Length => list.Items[i],
        ("Fn::Join", [ScalarValue delimiter, ListValue list]) when list.Items.All(i => i is ScalarValue) =>
            new ScalarValue(string.Join(delimiter.Text, list.Items.Select(Text))),
        _ => new CallValue(call.Function, arguments),
    };

    private static PropertyValue Resolve(PropertyValue value, RegionState state) => value switch
    {
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Resolve(e.Value, state)))),
        ListValue list => new ListValue([.. list.Items.Select(i => Resolve(i, state))]),
        ScalarValue { Kind: ScalarKind.String } scalar when scalar.Text.Contains("{{resolve:", StringComparison.Ordinal) =>
            new ScalarValue(DynamicReference().Replace(scalar.Text, m => Find(m.Groups[1].Value, m.Groups[2].Value, state) ?? m.Value)),
        _ => value,
    };

    /// <summary>"{{resolve:ssm:/app/name}}", "{{resolve:ssm:/app/name:3}}", "{{resolve:secretsmanager:db-secret:SecretString:password}}".</summary>
    private static string? Find(string service, string name, RegionState state)
    {
        if (service == "ssm")
        {
            return state.Live.GetValueOrDefault(new LiveKey("AWS::SSM::Parameter", name.Split(':')[0])) is { } parameter
                ? (parameter.Properties["Value"] as ScalarValue)?.Text
                : null;
        }

        if (service != "secretsmanager")
            return null;
        var secret = state.Live.Values.FirstOrDefault(l => l.Key.Type == "AWS::SecretsManager::Secret"
            && (name.StartsWith(l.Key.Identifier, StringComparison.Ordinal)
                || (l.Properties["Name"] as ScalarValue)?.Text is { } n && (name == n || name.StartsWith(n + ":", StringComparison.Ordinal))));
        if ((secret?.Properties["SecretString"] as ScalarValue)?.Text is not { } text)
            return null;
        var key = name.Split(":SecretString:", 2) is [_, var path] ? path.Split(':')[0] : "";
        try
        {
            return key.Length == 0 ? text : JsonValues.Parse(text) is MapValue map && map[key] is ScalarValue entry ? entry.Text : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>The places of a rendered value that hold a dynamic reference.</summary>
    public static IEnumerable<PropertyPath> DynamicReferences(PropertyValue value, PropertyPath path) => value switch
    {
        MapValue map => map.Entries.SelectMany(e => DynamicReferences(e.Value, path.Append(e.Key))),
        ListValue list => list.Items.SelectMany((item, i) => DynamicReferences(item, path.Append(i))),
        ScalarValue scalar when DynamicReference().IsMatch(scalar.Text) => [path],
        _ => [],
    };

    [GeneratedRegex(@"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}")]
    private static partial Regex DynamicReference();
}
