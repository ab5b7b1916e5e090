using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Renders one template: the outermost one or that of a nested stack.</summary>
internal sealed partial class StackRenderer
{
    private const string ResourceSection = "Resources";

    private static readonly MappingNode Nothing = new([], 1, 1);

    private readonly Dictionary<string, ResourceResult?> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StackRenderer?> _nested = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly MappingNode? _resourceNodes;
    private readonly MappingNode? _outputNodes;
    private readonly MappingNode? _mappings;
    private readonly ImmutableArray<Dependency> _existence;
    private readonly int _nesting;
    private readonly IncludeExpander? _includes;

    /// <summary>Prepares a template.</summary>
    /// <param name="session">What the whole rendering shares.</param>
    /// <param name="document">The template.</param>
    /// <param name="address">The nested stack's address; the stack itself for the outermost template.</param>
    /// <param name="given">Parameter values.</param>
    /// <param name="existence">What decides whether the nested stack exists at all.</param>
    /// <param name="nesting">0 for the outermost template.</param>
    public StackRenderer(RenderSession session, TemplateDocument document, ResourceAddress address,
        IReadOnlyDictionary<string, GivenParameter> given, ImmutableArray<Dependency> existence, int nesting)
    {
        (Session, Document, Address, _existence, _nesting) = (session, document, address, existence, nesting);
        Evaluator = new Evaluator(this);
        session.Report(document.Diagnostics);
        var root = document.Root as MappingNode;
        if (document.Root is not null && root is null)
            session.Report(DiagnosticSeverity.Error, At(document.Root), "", "A template must be a mapping.");
        _includes = IncludeExpander.IsNeeded(document) ? new IncludeExpander(this) : null;
        root = root is null ? null : _includes?.ExpandRoot(root) ?? root;
        _root = root ?? Nothing;
        if (root is not null && root["Resources"] is null or ScalarNode { Kind: ScalarKind.Null })
            session.Report(DiagnosticSeverity.Error, At(root["Resources"] ?? root), "Resources", "The template has no Resources.");
        var hasMacros = ReportMacros(root);
        _isExtended = IsExtended(root);
        Secrets = SecretNames.Of(root ?? Nothing);
        Parameters = new ParameterBinder(this, Secrets).Bind(Section(root, "Parameters"), given);
        _mappings = Included(Section(root, "Mappings"));
        Loops = LoopExpander.IsNeeded(document) ? new LoopExpander(this, Secrets.InLoops) : null;
        Conditions = new ConditionTable(this, Expanded(Included(Section(root, "Conditions"))));
        _resourceNodes = Expanded(Included(Section(root, "Resources")));
        _outputNodes = Expanded(Included(Section(root, "Outputs")));
        _resources.EnsureCapacity(_resourceNodes?.Entries.Length ?? 0);
        // What a macro or an unknown loop would make here may be named anywhere.
        if (Unknown(root, _resourceNodes) is { } maker)
            session.OpenPlaces[address] = $"what {maker.Name} makes is not known ({Line(maker.Node)})";
        else if (_resourceNodes is null)
            session.OpenPlaces[address] = $"{File} has no Resources that can be read";
        HasMacros = hasMacros || _resourceNodes?.Entries.Any(e => IsMade(e.Key)) == true;
        _hasModules = _resourceNodes?.Entries.Any(e => IsModule(e.Value)) == true;
        _written = Written(root);
        TellOpen(root);
        CheckNames(root);
        if (Section(root, "Rules") is { } rules)
            new RuleChecker(this).Check(rules);
    }

    public RenderSession Session { get; }

    /// <summary>Which parameters and mapping entries of the template are secrets.</summary>
    public SecretNames Secrets { get; }

    public TemplateDocument Document { get; }

    public ResourceAddress Address { get; }

    public Evaluator Evaluator { get; }

    public ConditionTable Conditions { get; }

    /// <summary>What wrote out the template's loops; null where it has none.</summary>
    public LoopExpander? Loops { get; }

    public IReadOnlyDictionary<string, ParameterBinding> Parameters { get; }

    /// <summary>Whether a macro rewrites the template at deployment, so that names may appear which it does not hold.</summary>
    public bool HasMacros { get; }

    public string File => Document.File;

    public bool IsOutermost => Address.IsStack;

    /// <summary>Where a node stands, for a sentence: of the outermost template the line is enough.</summary>
    public string Line(TemplateNode node) => IsOutermost ? $"line {At(node).Line}" : At(node).ToString();

    public SourceLocation At(TemplateNode node) => new(_includes?.FileOf(node) ?? File, node.Line, node.Column);

    /// <summary>Which resources wait for which.</summary>
    public ResourceGraph Graph { get; } = new();

    /// <summary>Whether files are included into the template, so that not all of it stands in its own tree.</summary>
    public bool HasIncludes => _includes is not null;

    /// <summary>Where a resource stands in its section; null where the template has none of that id.</summary>
    public int? IndexOf(string logicalId) => _resourceNodes?.IndexOf(logicalId) is >= 0 and var index ? index : null;

    /// <summary>The condition that keeps a resource from being made; null where it is made, or that is not known.</summary>
    public string? WhyAbsent(int resource) =>
        (_resourceNodes?.Entries[resource].Value as MappingNode)?["Condition"] is ScalarNode { Text: var name } && Conditions.IsFalse(name) ? name : null;

    public MappingNode? Mapping(string name) => _mappings?[name] as MappingNode;

    /// <summary>Every resource of this template and of those nested in it.</summary>
    public IEnumerable<RenderedResource> Resources()
    {
        foreach (var (key, _) in _resourceNodes?.Entries ?? [])
        {
            if (Resource(key.Text) is not { } result)
                continue;
            yield return Finish(result);
            foreach (var inner in Nested(key.Text)?.Resources() ?? [])
                yield return inner;
        }

        // A macro may put into the template whatever breaks the circle.
        foreach (var cycle in HasMacros || _resourceNodes is null ? [] : Graph.Cycles(_resourceNodes.Entries))
        {
            var names = string.Join(", ", cycle.Take(10).Select(c => c.Text)) + (cycle.Length > 10 ? ", ..." : "");
            Session.Report(DiagnosticSeverity.Error, At(cycle[0]), Place(cycle[0]),
                cycle.Length == 1 ? $"Circular dependency: {names} refers to itself." : $"Circular dependency between resources, of which none can be the first: {names}.");
        }
    }

    /// <summary>A resource before its secrets are masked; null where it does not exist, is broken or has a false condition.</summary>
    public ResourceResult? Resource(string logicalId)
    {
        if (_resources.TryGetValue(logicalId, out var known))
            return known;
        if (_resourceNodes?.Find(logicalId) is not { } entry || !_open.Add(logicalId))
            return null;
        var result = Render(entry.Key, entry.Value);
        _open.Remove(logicalId);
        return _resources[logicalId] = result;
    }

    /// <summary>Where a resource's attribute stands; null where the path leads into its properties.</summary>
    public SourceLocation? AttributeAt(string logicalId, PropertyPath path)
    {
        if (path.TopLevelName is not { } name || _resourceNodes?.Find(logicalId) is not { } entry || entry.Value is not MappingNode resource
            || (resource["Properties"] as MappingNode)?[name] is not null)
        {
            return null;
        }

        return resource.Entries.Where(e => e.Key.Text == name && name is not ("Type" or "Properties")).Select(e => (SourceLocation?)At(e.Key)).FirstOrDefault();
    }

    /// <summary>The template of a nested stack; null where the resource is none or its template is not known.</summary>
    public StackRenderer? Nested(string logicalId)
    {
        if (_nested.TryGetValue(logicalId, out var known))
            return known;
        // A nested stack whose own parameters are being worked out has no outputs yet.
        if (_open.Contains(logicalId) || Resource(logicalId) is not { Type: ResourceTypes.NestedStack } resource)
            return null;
        return _nested[logicalId] = Open(resource);
    }

    /// <summary>Whether a resource's own properties are being worked out at this moment: to ask for its outputs now is a cycle.</summary>
    public bool IsOpen(string logicalId) => _open.Contains(logicalId);

    private ResourceResult? Render(ScalarNode key, TemplateNode node)
    {
        // Why a loop could not be written out has been said already.
        if (LoopExpander.IsLoop(key))
            return null;
        if (IsMade(key))
        {
            Session.Report(DiagnosticSeverity.Warning, At(key), Place(key), "What this macro makes is not known before deployment.");
            return null;
        }

        // Which has been said already.
        if (CannotBeAddressed(key))
            return null;
        if (node is not MappingNode resource || resource["Type"] is not ScalarNode { Text: { Length: > 0 } type })
        {
            Session.Report(DiagnosticSeverity.Error, At(key), Place(key), "A resource must be a mapping with a Type.");
            Session.OpenPlaces[Address.Append(key.Text)] = $"the definition of {key.Text} is broken ({Line(key)})";
            return null;
        }

        var collector = Session.NewCollector(tracingAnyway: type == ResourceTypes.NestedStack);
        collector.SetPosition(RenderPath.Root, At(key));
        var scope = new Scope(new TemplatePlace(ResourceSection, key.Text, "Properties"), RenderPath.Root, collector);
        Loops?.AddDependencies(key, scope);
        var isCertain = true;
        if (resource["Condition"] is { } conditionNode)
        {
            if (Exists(conditionNode, scope with { Start = new TemplatePlace(ResourceSection, key.Text, "Condition") }) is not { } exists)
                isCertain = false;
            else if (!exists)
                return null;
        }

        var condition = isCertain ? null : new UnresolvedValue("whether its condition holds cannot be worked out", At(resource["Condition"]!)) { Source = SourceOf(resource["Condition"]!) };
        collector.AddRange(RenderPath.Root, _existence);
        // Of what may not exist nobody knows whether anything waits for it.
        var before = Graph.Enter(isCertain ? IndexOf(key.Text) : null);
        DependsOn(key, resource["DependsOn"]);
        var properties = resource["Properties"] is { } body ? Evaluator.Evaluate(body, scope) ?? MapValue.Empty : MapValue.Empty;
        Graph.Leave(before);
        UnresolvedValue? open = null;
        properties = WithoutDynamicReferences(properties);
        if (properties is not MapValue map)
        {
            open = Opened(resource["Properties"]!, properties, scope);
            map = MapValue.Empty;
        }

        return new ResourceResult(key, type, map, Session.Request.WithAttributes ? Attributes(key, resource) : MapValue.Empty, collector)
        {
            OpenBecause = open is null ? null : $"what the properties of {key.Text} are cannot be worked out ({Line(resource["Properties"]!)})",
            OpenProperties = open,
            OpenCondition = condition,
            IsSecret = open is not null && SecretPaths.HasSecret(properties),
        };
    }

    /// <summary>What stands beside the properties: DependsOn, policies, Metadata, the name of the condition.</summary>
    private MapValue Attributes(ScalarNode name, MappingNode resource)
    {
        var collector = Session.NewCollector();
        var entries = new List<KeyValuePair<string, PropertyValue>>();
        foreach (var (key, node) in resource.Entries)
        {
            if (key.Text is "Type" or "Properties")
                continue;
            var scope = new Scope(new TemplatePlace(ResourceSection, name.Text, key.Text), RenderPath.Root, collector);
            if (Evaluator.Evaluate(node, scope) is { } value)
                entries.Add(KeyValuePair.Create(key.Text, WithoutDynamicReferences(value)));
        }

        return MapValue.Create(entries);
    }

    /// <summary>A text under a credential's name is a secret wherever it goes from there.</summary>
    public PropertyValue Hidden(string name, PropertyValue value) =>
        value is ScalarValue scalar && CredentialDetector.LooksLikeCredential(name, scalar) ? Session.Vault.Hide(scalar.Text) : value;

    private PropertyValue WithoutDynamicReferences(PropertyValue value) => Session.Request.RevealSecrets ? value : DynamicReferences.Replace(value);

    /// <summary>Whether a resource's condition holds; null where that cannot be worked out, which has been said.</summary>
    private bool? Exists(TemplateNode node, Scope scope)
    {
        if (node is not ScalarNode name)
        {
            Session.Report(DiagnosticSeverity.Error, At(node), scope.Key, "A resource's Condition must be the name of a condition.");
            return true;
        }

        var condition = Conditions.Find(name.Text, name, scope);
        scope.Dependencies.AddRange(RenderPath.Root, condition.Dependencies);
        if (condition.IsTrue is null)
        {
            Session.Report(DiagnosticSeverity.Warning, At(name), scope.Key,
                $"Whether the condition {name.Text} holds cannot be worked out; the resource is taken to exist.");
        }

        return condition.IsTrue;
    }

    private StackRenderer? Open(ResourceResult resource)
    {
        var address = Address.Append(resource.Key.Text);
        if (_nesting >= RenderSession.MaxNesting || !Session.TryNest())
        {
            Session.OpenPlaces[address] = $"what {resource.Key.Text} holds was not followed: stacks are nested too deep, or there are too many of them ({Line(resource.Key)})";
            Session.Report(DiagnosticSeverity.Error, At(resource.Key), Place(resource.Key), "Stacks are nested too deep, or there are too many of them.");
            return null;
        }

        var url = Session.TextOf(resource.Properties["TemplateURL"]) is { IsSecret: false } known && resource.Properties["TemplateURL"] is not null ? known.Text : null;
        if (Session.Request.NestedTemplate(address, url) is not { } document)
            return null;
        var given = new Dictionary<string, GivenParameter>(StringComparer.Ordinal);
        var path = PropertyPath.Root.Append("Parameters");
        foreach (var (name, value) in (resource.Properties["Parameters"] as MapValue)?.Entries ?? [])
        {
            var at = path.Append(name);
            given[name] = new GivenParameter(value, resource.Collector.PositionOf(at), [.. resource.Collector.At(at)]);
        }

        var existence = resource.Collector.All.Where(d => d.Path.IsRoot).Select(d => d.Dependency);
        return new StackRenderer(Session, document, address, given, [.. existence], _nesting + 1);
    }

    private MappingNode? Included(MappingNode? section) => section is null ? null : _includes?.Expand(section) as MappingNode ?? section;

    /// <summary>What makes resources that nobody knows: an include of a file that is not there, for the whole template or among its resources, or a loop that could not be written out.</summary>
    private (string Name, TemplateNode Node)? Unknown(MappingNode? root, MappingNode? resources)
    {
        var transform = root?["Transform"];
        foreach (var node in transform is SequenceNode list ? list.Items : transform is null ? [] : [transform])
        {
            if (IncludeExpander.IsInclude(node) && _includes?.IsKnown(node) != true)
                return (IncludeExpander.Macro, node);
        }

        foreach (var (key, value) in resources?.Entries ?? [])
        {
            if (IsMade(key))
                return (IncludeExpander.IsInclude(value) ? IncludeExpander.Macro : key.Text, key);
        }

        return null;
    }

    private static string Place(ScalarNode logicalId) => $"{ResourceSection}/{logicalId.Text}";

    private static bool IsMade(ScalarNode key) => key.Text.StartsWith("Fn::", StringComparison.Ordinal);

    private MappingNode? Expanded(MappingNode? section) => section is null ? null : Loops?.Expand(section) as MappingNode ?? section;

    private MappingNode? Section(MappingNode? root, string name)
    {
        var node = root?[name];
        if (node is not (null or MappingNode or ScalarNode { Kind: ScalarKind.Null }))
            Session.Report(DiagnosticSeverity.Error, At(node), name, $"{name} must be a mapping.");
        return node as MappingNode;
    }

    private bool ReportMacros(MappingNode? root)
    {
        if (root?["Transform"] is not { } transform)
            return false;
        var hasMacros = false;
        foreach (var node in transform is SequenceNode list ? list.Items : [transform])
        {
            var name = node is ScalarNode s ? s.Text : (node as MappingNode)?["Name"] is ScalarNode n ? n.Text : "with parameters";
            if (name == "AWS::LanguageExtensions" || (IncludeExpander.IsInclude(node) && _includes?.IsKnown(node) == true))
                continue;
            hasMacros = true;
            Session.Report(DiagnosticSeverity.Warning, At(node), "Transform", $"The macro {name} rewrites the template at deployment; it is rendered as it stands.");
        }

        return hasMacros;
    }
}

/// <summary>A resource on its way: its properties may still hold secrets whose text the session's vault knows.</summary>
internal sealed record ResourceResult(ScalarNode Key, string Type, MapValue Properties, MapValue Attributes, DependencyCollector Collector)
{
    /// <summary>Why nothing of its properties is known, or null.</summary>
    public string? OpenBecause { get; init; }

    /// <summary>What stands for the properties where nothing of them is known, or null.</summary>
    public UnresolvedValue? OpenProperties { get; init; }

    /// <summary>What stands for a condition that cannot be worked out, or null.</summary>
    public UnresolvedValue? OpenCondition { get; init; }

    /// <summary>Whether its properties as a whole may hold a secret, though nothing of them is known.</summary>
    public bool IsSecret { get; init; }
}
