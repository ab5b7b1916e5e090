using System.Collections.Concurrent;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds the exports that hold a secret. CloudFormation masks NoEcho parameters, but no output that is made of one, and no place that imports it.</summary>
/// <remarks>Only the template of the stack tells, so it is read once for each deployment of a stack that has outputs and a masked parameter, where anything is exported at all.</remarks>
internal sealed class SecretExports(ILiveStateSource live, SecretFingerprinter fingerprinter)
{
    /// <summary>A shorter text may stand in another value by chance.</summary>
    private const int ShortestPart = 8;

    private const int MaxCached = 10_000;

    // What a deployment made does not change until the next one. The bound is for memory alone.
    private readonly ConcurrentDictionary<(string StackId, DateTimeOffset? UpdatedAt), ImmutableHashSet<string>> _secretOutputs = new();

    /// <summary>Every export by name, a secret one fingerprinted.</summary>
    public async Task<IReadOnlyDictionary<string, PropertyValue>> ReadAsync(AccountRegion scope, ImmutableArray<LiveStack> stacks, CancellationToken cancellation)
    {
        var exporters = stacks.Where(s => s.Outputs.Any(o => o.ExportName is not null)).ToList();
        if (exporters.Count == 0)
            return ImmutableDictionary<string, PropertyValue>.Empty;
        // Not of exporters alone: a stack may export what a stack nested in it makes of a secret.
        var makers = stacks.Where(s => s.Outputs.Length > 0 && s.Parameters.ContainsValue(SecretFingerprinter.Masked));
        var found = await Task.WhenAll(makers.Select(async s => (Stack: s, Outputs: await OutputsAsync(scope, s, cancellation))));
        var secrets = found.SelectMany(f => f.Stack.Outputs.Where(o => f.Outputs.Contains(o.Name)).Select(o => o.Value)).Where(v => v.Length > 0).ToHashSet(StringComparer.Ordinal);

        var exports = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var output in exporters.SelectMany(s => s.Outputs).Where(o => o.ExportName is not null))
        {
            // One that was imported and is exported again under another name is the same secret.
            exports.TryAdd(output.ExportName!, IsSecret(output.Value, secrets) ? fingerprinter.Fingerprint(output.Value) : new ScalarValue(output.Value));
        }

        return exports;
    }

    /// <summary>Whether a value is one of some secrets, or holds one.</summary>
    public static bool IsSecret(string value, IReadOnlySet<string> secrets) =>
        secrets.Contains(value) || secrets.Any(s => s.Length >= ShortestPart && value.Contains(s, StringComparison.Ordinal));

    /// <summary>The names of the outputs that are made of a secret; all of them where the template cannot be read.</summary>
    public async Task<ImmutableHashSet<string>> OutputsAsync(AccountRegion scope, LiveStack stack, CancellationToken cancellation)
    {
        if (_secretOutputs.TryGetValue((stack.StackId, stack.UpdatedAt), out var known))
            return known;
        var template = await live.GetTemplateAsync(scope, stack.StackId, processed: true, cancellation);
        if (!template.IsRead || TemplateReader.Read(stack.StackName, template.Value) is not { Root: not null } document)
            return [.. stack.Outputs.Select(o => o.Name)];

        var rendered = StackRendering.RenderAlone(scope, stack, document, static (_, _) => null, fingerprinter);
        var plain = rendered.Outputs.Where(o => !HoldsSecret(o.Value)).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        ImmutableHashSet<string> secret = [.. stack.Outputs.Select(o => o.Name).Where(n => !plain.Contains(n))];
        if (_secretOutputs.Count >= MaxCached)
            _secretOutputs.Clear();
        return _secretOutputs[(stack.StackId, stack.UpdatedAt)] = secret;
    }

    private static bool HoldsSecret(PropertyValue value) => value switch
    {
        SecretValue => true,
        ListValue list => list.Items.Any(HoldsSecret),
        MapValue map => map.Entries.Any(e => HoldsSecret(e.Value)),
        CompositeValue composite => composite.Parts.Any(HoldsSecret),
        CallValue call => call.Arguments.Any(HoldsSecret),
        _ => false,
    };
}
