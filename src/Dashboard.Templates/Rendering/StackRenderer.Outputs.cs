using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>An output of a template with what its value depends on.</summary>
internal sealed record OutputResult(PropertyValue Value, PropertyValue? ExportName, string Description, DependencyCollector Collector)
{
    private ImmutableArray<Dependency> _dependencies;

    /// <summary>Each once; only a stack around this one asks.</summary>
    public ImmutableArray<Dependency> Dependencies => _dependencies.IsDefault ? _dependencies = [.. Collector.Distinct()] : _dependencies;
}

/// <content>What a template gives out.</content>
internal sealed partial class StackRenderer
{
    private readonly Dictionary<string, OutputResult?> _outputs = new(StringComparer.Ordinal);

    private static string Shown(ScalarValue? description) =>
        description is null ? "" : CredentialDetector.HoldsCredential(description) ? "(secret)" : description.Text;

    public IEnumerable<string> OutputNames => _outputNodes?.Entries.Select(e => e.Key.Text) ?? [];

    /// <summary>An output, or null where the template has none of that name or its condition is false.</summary>
    public OutputResult? Output(string name)
    {
        if (_outputs.TryGetValue(name, out var known))
            return known;
        if (_outputNodes?.Find(name) is not var (key, body))
            return _outputs[name] = null;
        if (body is not MappingNode node || node["Value"] is not { } valueNode)
        {
            if (IsMade(key))
                Session.Report(DiagnosticSeverity.Warning, At(key), "Outputs/" + name, "What this makes is not known before deployment.");
            else
                Session.Report(DiagnosticSeverity.Error, At(key), "Outputs/" + name, "An output must be a mapping with a Value.");
            return _outputs[name] = null;
        }

        var scope = new Scope(new TemplatePlace("Outputs", name), RenderPath.Root, Session.NewCollector());
        if (node["Condition"] is ScalarNode condition)
        {
            var result = Conditions.Find(condition.Text, condition, scope);
            scope.Dependencies.AddRange(RenderPath.Root, result.Dependencies);
            if (result.IsTrue == false)
                return _outputs[name] = null;
        }

        var value = WithoutDynamicReferences(Evaluator.Evaluate(valueNode, scope with { Path = RenderPath.Root.Append("Value") }) ?? new ScalarValue(""));
        var export = node["Export"] is MappingNode e && e["Name"] is { } exportName
            ? Evaluator.Evaluate(exportName, scope with { Path = RenderPath.Root.Append("Export"), Dependencies = Session.NewCollector() })
            : null;
        var description = node["Description"] is ScalarNode text ? ConstantValue.Of(text) as ScalarValue : null;
        return _outputs[name] = new OutputResult(Hidden(name, value), export, Shown(description), scope.Dependencies);
    }
}
