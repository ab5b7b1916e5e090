using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>
/// Puts what AWS::Include names in its place, where the caller knows it: <c>Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/key}}</c>.
/// What stands beside it stays; a key that is there already is not replaced.
/// </summary>
internal sealed class IncludeExpander(StackRenderer stack)
{
    /// <summary>The name of the transform.</summary>
    public const string Macro = "AWS::Include";

    private readonly Dictionary<TemplateNode, string> _files = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TemplateNode> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a template includes anything at all.</summary>
    public static bool IsNeeded(TemplateDocument document) =>
        document.Root is MappingNode root && ((root.Contents & NodeContents.Transform) != 0 || root["Transform"] is not null) && document.Text.Contains(Macro, StringComparison.Ordinal);

    /// <summary>Whether a transform is an include.</summary>
    public static bool IsInclude(TemplateNode transform) => transform is MappingNode mapping && mapping["Name"] is ScalarNode { Text: Macro };

    /// <summary>The names of a document's transforms, wherever they stand.</summary>
    public static IEnumerable<string> Transforms(TemplateNode node) => node switch
    {
        SequenceNode list => list.Items.SelectMany(Transforms),
        MappingNode mapping => mapping.Entries.SelectMany(e => e.Key.Text is "Fn::Transform" ? Names(e.Value).Concat(Transforms(e.Value)) : Transforms(e.Value)),
        _ => [],
    };

    /// <summary>The names in a Transform section, or of one transform.</summary>
    public static IEnumerable<string> Names(TemplateNode transform) => transform switch
    {
        SequenceNode list => list.Items.SelectMany(Names),
        ScalarNode name => [name.Text],
        MappingNode mapping when mapping["Name"] is ScalarNode name => [name.Text],
        _ => [""],
    };

    /// <summary>The file of a node that was included, or null.</summary>
    public string? FileOf(TemplateNode node) => _files.GetValueOrDefault(node);

    /// <summary>Whether what an item of the Transform section includes has been put in its place.</summary>
    public bool IsKnown(TemplateNode transform) => _known.Contains(transform);

    /// <summary>The template with what its Transform section includes. Only literal locations can be known there: parameters may be among what is included.</summary>
    public MappingNode ExpandRoot(MappingNode root)
    {
        var transform = root["Transform"];
        foreach (var node in transform is SequenceNode list ? list.Items : transform is null ? [] : [transform])
        {
            if (!IsInclude(node) || Location(node) is not ScalarNode location || Read(location.Text) is not MappingNode included)
                continue;
            _known.Add(node);
            root = Merge(root, null, included);
        }

        return root;
    }

    /// <summary>The node with everything in it that is included; the node itself where that is nothing.</summary>
    public TemplateNode Expand(TemplateNode node)
    {
        switch (node)
        {
            case SequenceNode list:
                ImmutableArray<TemplateNode> items = [.. list.Items.Select(Expand)];
                return items.SequenceEqual(list.Items) ? list : new SequenceNode(items, list.Line, list.Column) { EndLine = list.EndLine };
            case MappingNode { Entries: [{ Key.Text: "Fn::Transform" } only] } when Included(only.Value) is { } whole:
                return whole;
            case MappingNode mapping:
                return ExpandMapping(mapping);
            default:
                return node;
        }
    }

    private MappingNode ExpandMapping(MappingNode mapping)
    {
        MappingEntry? include = null;
        TemplateNode? included = null;
        var entries = mapping.Entries.ToBuilder();
        var isChanged = false;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Key.Text == "Fn::Transform" && Included(entries[i].Value) is { } found)
                (include, included) = (entries[i], found);
            var value = Expand(entries[i].Value);
            isChanged |= !ReferenceEquals(value, entries[i].Value);
            entries[i] = entries[i] with { Value = value };
        }

        var expanded = isChanged ? new MappingNode(entries.ToImmutable(), mapping.Line, mapping.Column) { EndLine = mapping.EndLine } : mapping;
        if (include is null)
            return expanded;
        if (included is MappingNode snippet)
            return Merge(expanded, "Fn::Transform", snippet);
        stack.Session.Report(DiagnosticSeverity.Error, stack.At(include.Value.Key), Macro, "What is included beside other keys must be a mapping.");
        return expanded;
    }

    /// <summary>The snippet that a transform includes; null where it is no include, or what it includes is not known.</summary>
    private TemplateNode? Included(TemplateNode transform)
    {
        if (!IsInclude(transform) || Location(transform) is not { } location)
            return null;
        var scope = new Scope(new TemplatePlace(Macro), RenderPath.Root, stack.Session.NewCollector(), IsArgument: true);
        return stack.Session.TextOf(stack.Evaluator.Evaluate(location, scope)) is { IsSecret: false } known && known.Text.Length > 0 ? Read(known.Text) : null;
    }

    private static TemplateNode? Location(TemplateNode transform) => ((transform as MappingNode)?["Parameters"] as MappingNode)?["Location"];

    private TemplateNode? Read(string location)
    {
        if (stack.Session.Request.Include(stack.Address, location) is not { } document)
            return null;
        stack.Session.Report(document.Diagnostics);
        if (document.Root is not null)
            Remember(document.Root, document.File);
        return document.Root;
    }

    private void Remember(TemplateNode node, string file)
    {
        // A snippet that is included twice, or whose aliases share nodes, is one file all the same.
        if (!_files.TryAdd(node, file))
            return;
        switch (node)
        {
            case SequenceNode list:
                foreach (var item in list.Items)
                    Remember(item, file);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    _files.TryAdd(key, file);
                    Remember(value, file);
                }

                break;
        }
    }

    private static MappingNode Merge(MappingNode into, string? without, MappingNode included)
    {
        var entries = into.Entries.Where(e => e.Key.Text != without).ToList();
        var names = entries.Select(e => e.Key.Text).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(included.Entries.Where(e => names.Add(e.Key.Text)));
        return new MappingNode([.. entries], into.Line, into.Column) { EndLine = into.EndLine };
    }
}
