using Dashboard.Sandbox.Cloud.Types;
using Dashboard.Templates.Rendering;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>One stack on its way from its old resources to its new ones.</summary>
internal sealed partial class StackRun
{
    /// <summary>The type of a nested stack.</summary>
    private readonly Deployment _deployment;
    private readonly StackPlan _plan;
    private readonly SandboxStack? _previous;
    private readonly EventLog _events;
    private readonly StackRenderer _renderer;
    private readonly string _prefix;
    private readonly Dictionary<string, SandboxResource> _resources = new(StringComparer.Ordinal);
    private readonly List<SandboxResource> _replaced = [];
    private readonly LiveModels.InheritedTags _tags;
    private ImmutableArray<ImmutableArray<string>> _waves = [];
    private ImmutableArray<SandboxOutput> _outputs = [];
    private bool _resourcesChanged;

    /// <summary>Prepares a run.</summary>
    /// <param name="deployment">The deployment that it belongs to.</param>
    /// <param name="stack">The stack as it shall be.</param>
    /// <param name="plan">Its template.</param>
    /// <param name="previous">The stack as it was; null for a new one.</param>
    /// <param name="rootName">The outermost stack's name.</param>
    /// <param name="prefix">The path of logical ids to this stack, with a slash at its end; empty for the outermost.</param>
    public StackRun(Deployment deployment, SandboxStack stack, StackPlan plan, SandboxStack? previous, string rootName, string prefix)
    {
        (_deployment, Stack, _plan, _previous, RootName, _prefix) = (deployment, stack, plan, previous, rootName, prefix);
        ChildPrefix = prefix;
        _events = new EventLog(stack, deployment.Scope.Now);
        _tags = TagsOf(stack, "");
        _renderer = new StackRenderer(stack, plan, FindAttribute, name => deployment.State.Exports.FirstOrDefault(e => e.Name == name)?.Value);
    }

    /// <summary>The stack as it shall be.</summary>
    public SandboxStack Stack { get; private set; }

    /// <summary>The outermost stack's name.</summary>
    public string RootName { get; }

    /// <summary>The path of logical ids to the nested stack that is being made just now.</summary>
    public string ChildPrefix { get; private set; }

    /// <summary>Whether anything differs from before.</summary>
    public bool HasChanged => _resourcesChanged || _previous is null
        || !_outputs.SequenceEqual(_previous.Outputs)
        || !Stack.Tags.SequenceEqual(_previous.Tags);

    /// <summary>Orders the resources.</summary>
    /// <exception cref="SandboxException">ValidationError: the template refers to what it does not have, or in a circle.</exception>
    public void Plan()
    {
        var symbolic = _renderer.Render(ReferenceMode.Symbolic);
        if (symbolic.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            throw StackPlan.Invalid($"Template error: {error.Message} ({error.Key}, line {error.Location.Line})");
        var ids = symbolic.Resources.Select(r => r.Address.Path).ToHashSet(StringComparer.Ordinal);
        _waves = ResourceOrder.Waves(symbolic.Resources.ToDictionary(
            r => r.Address.Path,
            r => ResourceOrder.References(r.Properties).Concat(_plan.DependsOn(r.Address.Path)).Where(ids.Contains).ToImmutableHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal));
    }

    /// <summary>Makes and changes everything, in order, and works out the outputs.</summary>
    /// <exception cref="ResourceFailureException">A resource failed.</exception>
    public void Deploy()
    {
        foreach (var wave in _waves)
        {
            var rendered = _renderer.Render(ReferenceMode.Concrete).Resources.ToDictionary(r => r.Address.Path, StringComparer.Ordinal);
            foreach (var id in wave)
                DeployResource(rendered[id]);
        }

        _outputs = StackOutputs.Read(_renderer.Render(ReferenceMode.Concrete).Outputs, _plan);
        CheckExports();
        _resourcesChanged |= _previous?.Resources.Keys.Any(k => !_resources.ContainsKey(k)) == true;
    }

    /// <summary>Deletes what was replaced or taken out of the template.</summary>
    public void CleanUp()
    {
        foreach (var gone in _previous!.Resources.Values.Where(r => !_resources.ContainsKey(r.LogicalId)).Concat(_replaced))
        {
            _deployment.Release(gone, RootName, gone.Retain);
            _events.Add(gone, gone.Retain ? "DELETE_SKIPPED" : "DELETE_COMPLETE");
            if (!_resources.ContainsKey(gone.LogicalId))
                Report(gone.LogicalId, gone.PhysicalId);
        }
    }

    /// <summary>The stack with what the run made.</summary>
    public SandboxStack Finish(string status, string? reason = null)
    {
        LogStack(status, reason);
        return Stack = Stack with
        {
            Status = status,
            StatusReason = reason,
            Resources = _resources.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Outputs = _outputs,
            Imports = _renderer.Imported,
            Events = _events.All,
        };
    }

    /// <summary>The stack after a failed creation: nothing is left but what happened.</summary>
    public SandboxStack RollBackCreation(ResourceFailureException failure)
    {
        LogFailure(failure, "CREATE_FAILED");
        LogStack("ROLLBACK_IN_PROGRESS", $"The following resource(s) failed to create: [{failure.LogicalId}]. Rollback requested by user.");
        foreach (var resource in _resources.Values.Reverse())
            _events.Add(resource, "DELETE_COMPLETE");
        LogStack("ROLLBACK_COMPLETE");
        return Stack with { Status = "ROLLBACK_COMPLETE", Events = _events.All };
    }

    /// <summary>The stack after a failed update: as it was.</summary>
    public SandboxStack RollBackUpdate(ResourceFailureException failure)
    {
        LogFailure(failure, "UPDATE_FAILED");
        LogStack("UPDATE_ROLLBACK_IN_PROGRESS", $"The following resource(s) failed to update: [{failure.LogicalId}].");
        LogStack("UPDATE_ROLLBACK_COMPLETE");
        return _previous! with { Status = "UPDATE_ROLLBACK_COMPLETE", UpdatedAt = Stack.UpdatedAt, Events = _events.All };
    }

    /// <summary>Logs a status of the stack itself.</summary>
    public void LogStack(string status, string? reason = null) => _events.AddStack(status, reason);

    private void LogFailure(ResourceFailureException failure, string status)
    {
        var type = StackPlan.Text((_plan.Resources[failure.LogicalId] as Templates.Syntax.MappingNode)?["Type"]);
        if (type is not null)
            _events.Add(failure.LogicalId, _previous?.Resources.GetValueOrDefault(failure.LogicalId)?.PhysicalId ?? "", type, status, failure.Message);
    }

    private void CheckExports()
    {
        foreach (var output in _outputs.Where(o => o.ExportName is not null))
        {
            if (_deployment.State.Exports.FirstOrDefault(e => e.Name == output.ExportName && e.StackId != Stack.StackId) is { } taken)
                throw new ResourceFailureException(Stack.Name, $"Export with name {output.ExportName} is already exported by stack {taken.StackId.Split('/')[1]}.");
        }

        foreach (var old in _previous?.Outputs.Where(o => o.ExportName is not null) ?? [])
        {
            var now = _outputs.FirstOrDefault(o => o.ExportName == old.ExportName);
            if (now?.Value != old.Value && _deployment.Importer(old.ExportName!, Stack) is { } importer)
                throw new ResourceFailureException(Stack.Name, $"Export {old.ExportName} cannot be {(now is null ? "deleted" : "updated")} as it is in use by {importer.Name}");
        }
    }

    private void Report(string logicalId, string physicalId) =>
        _deployment.Changes.Add(new SandboxChange(_deployment.Scope.Account, _deployment.Scope.Region, RootName, _prefix + logicalId, physicalId));

    private static LiveModels.InheritedTags TagsOf(SandboxStack stack, string logicalId) => new(stack.Tags, ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("aws:cloudformation:logical-id", logicalId),
            KeyValuePair.Create("aws:cloudformation:stack-id", stack.StackId),
            KeyValuePair.Create("aws:cloudformation:stack-name", stack.Name),
        ]));
}
