using System.Runtime.CompilerServices;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <content>What cannot be known before deployment, and what it is made of.</content>
internal sealed partial class StackRenderer
{
    /// <summary>Sections that are compared as they are rendered, though they are neither resources nor outputs: SAM's defaults, and what CloudFormation runs at a deployment.</summary>
    private static readonly ImmutableArray<string> OtherSections = ["Globals", "Hooks"];

    /// <summary>The template with its loops and snippets in place: what its sources are read from.</summary>
    private readonly MappingNode? _written;
    private readonly Dictionary<string, PropertyValue> _inputs = new(StringComparer.Ordinal);
    private readonly MappingNode _root;
    private readonly bool _isExtended;
    private readonly bool _hasModules;
    private SourceValues? _sources;

    /// <summary>What a part of the template says before anything in it is worked out, beside all that is given to it: parameters, conditions, mappings, and where the stack stands.</summary>
    public PropertyValue SourceOf(TemplateNode node)
    {
        var with = new SortedDictionary<string, PropertyValue>(StringComparer.Ordinal);
        AddInputs(node, with);
        return MapValue.Of(("Says", Said(node)), ("With", MapValue.Create(with)));
    }

    /// <summary>
    /// The module whose resource a name is: a module's resources are called by its logical id and theirs, with or without a dot (ModBucket, Mod.Bucket). Null where
    /// the name is that of no module's resource.
    /// </summary>
    public string? ModuleOf(string name)
    {
        if (!_hasModules)
            return null;
        string? module = null;
        foreach (var (key, node) in _resourceNodes!.Entries)
        {
            if (key.Text.Length > (module?.Length ?? 0) && name.StartsWith(key.Text, StringComparison.Ordinal) && IsModule(node))
                module = key.Text;
        }

        // What stands in the template itself is no module's; of a module itself its resources' attributes are asked for.
        return IndexOf(name) is { } itself && !IsModule(_resourceNodes.Entries[itself].Value) ? null : module;
    }

    /// <summary>Says that something needs the language extensions, where the template does not ask for them: CloudFormation refuses it.</summary>
    public void RequireExtensions(string what, TemplateNode node, string place)
    {
        if (!_isExtended)
            Session.Report(DiagnosticSeverity.Error, At(node), place, $"{what} needs \"Transform: AWS::LanguageExtensions\"; without it CloudFormation refuses the template.");
    }

    /// <summary>Whether the language extensions are asked for, or somebody's own macro may put what needs them away.</summary>
    private static bool IsExtended(MappingNode? root) =>
        root?["Transform"] is { } transform && IncludeExpander.Names(transform).Any(n => n == "AWS::LanguageExtensions" || !IsPublished(n));

    private static bool IsModule(TemplateNode resource) =>
        resource is MappingNode mapping && mapping["Type"] is ScalarNode { Text: var type } && type.EndsWith("::MODULE", StringComparison.Ordinal);

    /// <summary>The properties of a resource that turned out to be no mapping.</summary>
    private UnresolvedValue Opened(TemplateNode node, PropertyValue value, Scope scope)
    {
        if (value is ScalarValue or ListValue)
            Session.Report(DiagnosticSeverity.Error, At(node), scope.Key, "Properties must be a mapping; what they are cannot be worked out.");
        // Why a value is not known has been said where it was left open.
        else if (value is not UnresolvedValue)
            Session.Report(DiagnosticSeverity.Warning, At(node), scope.Key, "What the properties are cannot be worked out; they cannot be verified.");
        var why = value is UnresolvedValue { Reason: var reason } ? reason : value is CallValue { Function: var function } ? $"{function} cannot be worked out" : "what they are cannot be worked out";
        return new UnresolvedValue(why, At(node)) { Source = SourceOf(node) };
    }

    /// <summary>Records what stands among resources and outputs and makes entries that nobody can list, and what rewrites the template as a whole.</summary>
    private void TellOpen(MappingNode? root)
    {
        Tell(ResourceSection, _resourceNodes);
        Tell("Outputs", _outputNodes);
        if (HasMacros && root?["Transform"] is { } transform && Macros(transform).ToList() is { Count: > 0 } macros)
        {
            var value = new UnresolvedValue($"what {string.Join(" and ", macros)} makes of the template is not known before deployment", At(transform))
            {
                Source = macros.All(IsPublished) ? Said(transform) : MapValue.Of(("Says", Beside(root)), ("With", Given())),
            };
            Session.OpenEntries.Add(new OpenEntry("Transform", Address.Path, value));
        }

        foreach (var name in Session.Request.WithAttributes ? OtherSections : [])
        {
            foreach (var (key, node) in (root?[name] as MappingNode)?.Entries ?? [])
            {
                if (Evaluator.Evaluate(node, new Scope(new TemplatePlace(name, key.Text), RenderPath.Root, Session.NewCollector())) is { } value)
                    Session.OtherEntries.Add((name, Address.Append(key.Text).Path, Shown(key.Text, WithoutDynamicReferences(value))));
            }
        }

        void Tell(string section, MappingNode? nodes)
        {
            var repeated = 0;
            foreach (var (key, body) in nodes?.Entries ?? [])
            {
                if (!IsMade(key))
                    continue;
                var name = Address.Append(key.Text).Path;
                // An outer loop writes an inner one out once for each of its values.
                if (Session.OpenEntries.Any(e => e.Section == section && e.Name == name))
                    name += $" ({++repeated + 1})";
                Session.OpenEntries.Add(new OpenEntry(section, name, new UnresolvedValue($"what {(IncludeExpander.IsInclude(body) ? IncludeExpander.Macro : key.Text)} makes is not known", At(key)) { Source = SourceOf(body) }));
            }
        }
    }

    /// <summary>The names of the macros that rewrite the template, without what is known to have been done.</summary>
    private IEnumerable<string> Macros(TemplateNode transform) => (transform is SequenceNode list ? list.Items : [transform])
        .Where(n => !(IncludeExpander.IsInclude(n) && _includes?.IsKnown(n) == true))
        .SelectMany(IncludeExpander.Names)
        .Where(n => n != "AWS::LanguageExtensions")
        .Select(n => n.Length > 0 ? n : "a macro");

    /// <summary>Whether a macro is AWS's own: what these make follows from the resources that they are given, which are compared. Anybody else's may read all of the template.</summary>
    private static bool IsPublished(string macro) => macro.StartsWith("AWS::", StringComparison.Ordinal);

    /// <summary>Everything in a template that is not compared by itself.</summary>
    private MapValue Beside(MappingNode root) => MapValue.Create(root.Entries
        .Where(e => e.Key.Text is not (ResourceSection or "Outputs"))
        .Select(e => KeyValuePair.Create(e.Key.Text, Said(e.Value))));

    /// <summary>The value of every parameter.</summary>
    private MapValue Given() => MapValue.Create(Parameters.Values.Select(p => KeyValuePair.Create(p.Name, Given(p))));

    private PropertyValue Given(ParameterBinding parameter) => parameter.Value.Size > KeptValues.MaxSize
        ? new UnresolvedValue($"{parameter.Name} is too large to be kept")
        : Shown(parameter.Name, WithoutDynamicReferences(parameter.Value));

    private PropertyValue Said(TemplateNode node)
    {
        // The name of a condition or a macro stands at no secret place.
        if (node is ScalarNode { Kind: not ScalarKind.Null } name)
            return Secrets.Declared.Contains(name.Text) ? new ScalarValue(name.Text) : Shown("", ConstantValue.Of(name)!);
        // While the loops are still being written out, and where there are none, the template as it came tells what is secret.
        var sources = _sources ?? new SourceValues(_written is null || Loops is null && _includes is null ? Secrets.Texts : SecretFinder.Find(_written), Session.Request.Fingerprinter, SecretNames.Of(_written ?? _root).Declared);
        if (_written is not null)
            _sources = sources;
        return sources.Of(node) is { } value ? Shown("", value) : ScalarValue.Null;
    }

    private MappingNode Written(MappingNode? root)
    {
        if (root is null)
            return Nothing;
        return new MappingNode(
            [.. root.Entries.Select(e => e.Key.Text switch
            {
                ResourceSection when _resourceNodes is not null => e with { Value = _resourceNodes },
                "Outputs" when _outputNodes is not null => e with { Value = _outputNodes },
                "Mappings" when _mappings is not null => e with { Value = _mappings },
                _ => e,
            })],
            root.Line, root.Column);
    }

    /// <summary>Adds what a part of the template is given: whatever bears a name that stands in one of its texts.</summary>
    private void AddInputs(TemplateNode node, SortedDictionary<string, PropertyValue> with)
    {
        switch (node)
        {
            case ScalarNode { Text: var text }:
                AddInput(text, with);
                if (!SubstitutionText.HasNames(text))
                    break;
                foreach (var part in SubstitutionText.Read(text))
                {
                    if (part.Kind == SubstitutionKind.Name)
                        AddInput(part.Text, with);
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    AddInputs(item, with);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    // A mapping whose name is worked out may be any of them.
                    if (key.Text == "Fn::FindInMap" && value is not SequenceNode { Items: [ScalarNode, ..] })
                    {
                        foreach (var each in _mappings?.Entries ?? [])
                            AddInput(each.Key.Text, with);
                    }

                    if (key.Text is "Fn::GetAZs" or "Fn::ImportValue" or "Fn::GetStackOutput")
                        AddPlace(with);
                    AddInputs(value, with);
                }

                break;
        }
    }

    /// <summary>Adds where the stack stands.</summary>
    private void AddPlace(SortedDictionary<string, PropertyValue> with) =>
        with["AWS"] = new ListValue([new ScalarValue(Session.Request.Account), new ScalarValue(Session.Request.Region), new ScalarValue(Session.Request.StackName)]);

    private void AddInput(string name, SortedDictionary<string, PropertyValue> with)
    {
        if (name.StartsWith("AWS::", StringComparison.Ordinal) && name != "AWS::NoValue")
            AddPlace(with);
        if (Parameters.TryGetValue(name, out var parameter))
            with["Parameters/" + name] = Input("Parameters/" + name, () => Given(parameter));
        if (_mappings?[name] is { } mapping)
            with["Mappings/" + name] = Input("Mappings/" + name, () => Said(mapping));
        if (Conditions?.NodeOf(name) is not { } condition || with.ContainsKey("Conditions/" + name))
            return;
        // Conditions may name each other in a very long chain.
        var isDeep = !RuntimeHelpers.TryEnsureSufficientExecutionStack();
        with["Conditions/" + name] = isDeep ? new UnresolvedValue(RenderSession.TooMuch) : Input("Conditions/" + name, () => Said(condition));
        if (!isDeep)
            AddInputs(condition, with);
    }

    /// <summary>What many open parts are given is one value for all of them, once the template is written out.</summary>
    private PropertyValue Input(string key, Func<PropertyValue> make)
    {
        if (_written is null)
            return make();
        return _inputs.TryGetValue(key, out var known) ? known : _inputs[key] = make();
    }
}
