using System.Collections.Immutable;
using Dashboard.Core.Comparison;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests;

/// <summary>Short ways to write values in tests.</summary>
internal static class Write
{
    public static readonly StackKey Staging = new("shop", "staging", "web", "eu-west-1");
    public static readonly StackKey Production = new("shop", "production", "web", "eu-west-1");

    public static MapValue Map(string json) => (MapValue)JsonValues.Parse(json);

    public static ScalarValue Text(string text) => new(text);

    public static ReferenceValue Ref(string logicalId, string attribute = "Ref", StackKey? stack = null) =>
        new(new ResourceOwner(stack ?? Staging, new ResourceAddress(logicalId)), attribute);

    public static PropertyValue Joined(params PropertyValue[] parts) => CompositeValue.Concatenate(parts);

    /// <summary>"kind /path" of every difference, in order.</summary>
    public static string[] Differences(string type, string left, string right, ComparisonOptions? options = null) =>
        Differences(type, Map(left), Map(right), options);

    public static string[] Differences(string type, MapValue left, MapValue right, ComparisonOptions? options = null) =>
        [.. ResourceComparer.Compare(type, left, right, options ?? ComparisonOptions.Drift).Differences.Select(d => $"{d.Kind} {d.Path}")];

    public static RenderedResource Resource(string address, string type, MapValue properties, params ParameterUse[] uses) =>
        new(new ResourceAddress(address), type, properties, [.. uses], new SourceLocation("templates/web.yaml", 1), []);

    public static RenderedResource Resource(string address, string type, string json, params ParameterUse[] uses) => Resource(address, type, Map(json), uses);

    public static RenderedTemplate Template(params RenderedResource[] resources) => new([.. resources], [], [], []);

    public static readonly SecretFingerprinter Fingerprinter = new(Enumerable.Range(0, SecretFingerprinter.KeyLength).Select(i => (byte)i).ToArray());

    public static ImmutableArray<PropertyPath> Paths(params string[] pointers) => [.. pointers.Select(PropertyPath.Parse)];
}
