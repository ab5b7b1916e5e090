using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Traits;

/// <summary>What is known of one resource type: which properties identify, replace, hide, order, default.</summary>
public sealed class ResourceTraits
{
    private static readonly Dictionary<string, TraitFlags> FlagsByKey = new(StringComparer.Ordinal)
    {
        ["readOnly"] = TraitFlags.ReadOnly,
        ["writeOnly"] = TraitFlags.WriteOnly,
        ["createOnly"] = TraitFlags.CreateOnly,
        ["createOnlyIf"] = TraitFlags.CreateOnlyIf,
        ["bool"] = TraitFlags.Bool,
        ["int"] = TraitFlags.Int,
        ["num"] = TraitFlags.Num,
        ["caseless"] = TraitFlags.Caseless,
        ["unordered"] = TraitFlags.Unordered,
        ["ordered"] = TraitFlags.Ordered,
        ["unique"] = TraitFlags.Unique,
        ["attributeList"] = TraitFlags.AttributeList,
        ["json"] = TraitFlags.Json,
        ["policy"] = TraitFlags.Policy,
        ["sensitive"] = TraitFlags.Sensitive,
        ["secretRisk"] = TraitFlags.SecretRisk,
        ["cidr"] = TraitFlags.Cidr,
    };

    private const string Instance = "AWS::RDS::DBInstance";

    private readonly TraitNode _tree = new();
    private TraitNode? _anyDepth;

    /// <summary>Of database instances: the place of one that belongs to no cluster, and of one that does.</summary>
    private TraitCursor? _alone, _clustered;

    private ResourceTraits(string type, bool isKnown)
    {
        Type = type;
        IsKnown = isKnown;
        AddRows();
        Settle();
    }

    /// <summary>The resource type.</summary>
    public string Type { get; }

    /// <summary>False where nothing is known of the type: a private, third-party or future one.</summary>
    public bool IsKnown { get; }

    /// <summary>The place of all properties.</summary>
    public TraitCursor Root { get; private set; }

    /// <summary>The place of a whole resource: its attributes, and its properties beneath "Properties".</summary>
    internal TraitCursor Resource { get; private set; }

    /// <summary>JSON pointers of the properties that together identify a resource, in order; empty where unknown.</summary>
    public ImmutableArray<string> PrimaryIdentifier { get; private set; } = [];

    /// <summary>JSON pointers of the properties that only the service sets.</summary>
    public ImmutableArray<string> ReadOnlyPaths { get; private set; } = [];

    /// <summary>Whether a replacement puts data at stake.</summary>
    public bool IsStateful { get; private set; }

    /// <summary>The name of the property that holds the tags, or null.</summary>
    public string? TagProperty { get; private set; }

    /// <summary>Whether resources of the type can bear tags. True where that is not known.</summary>
    public bool IsTaggable { get; private set; } = true;

    /// <summary>Whether any property is write-only.</summary>
    public bool HasWriteOnly { get; private set; }

    /// <summary>What a change at a place of the type does; unknown where the type is.</summary>
    internal Impact ImpactAt(TraitCursor place) => IsKnown ? ImpactOf(place.Flags) : Impact.Unknown;

    /// <summary>What a change at places with these flags does.</summary>
    internal static Impact ImpactOf(TraitFlags flags) =>
        (flags & TraitFlags.CreateOnly) != 0 ? Impact.Replacement : (flags & TraitFlags.CreateOnlyIf) != 0 ? Impact.ConditionalReplacement : Impact.Update;

    internal static ResourceTraits Unknown(string type) => new(type, isKnown: false);

    /// <summary>Reads one type's facts.</summary>
    internal static ResourceTraits Read(string type, JsonElement facts)
    {
        var traits = new ResourceTraits(type, isKnown: true);
        foreach (var fact in facts.EnumerateObject())
            traits.Add(fact.Name, fact.Value);
        foreach (var (path, flags) in UnsaidTraits.Of(type))
            traits.NodeAt(path).Flags |= flags;
        foreach (var (path, issue) in ReadGaps.Of(type))
            traits.NodeAt(path).ReadGap = issue;
        foreach (var path in UnsaidTraits.HostNamesOf(type))
            traits.NodeAt(path).Flags |= TraitFlags.Caseless;
        foreach (var (path, value) in UnsaidDefaults.Of(type))
            traits.NodeAt(path).Default = value;
        foreach (var (path, target) in UnsaidTraits.ReferencesOf(type))
            traits.NodeAt(path).ReferenceTypes = [target];
        foreach (var path in YamlPlaces.Of(type))
            traits.NodeAt(path).Flags |= TraitFlags.Yaml;
        IdentityLists.Mark(traits._tree);
        foreach (var path in UnorderedPlaces.Of(type))
        {
            var node = traits.NodeAt(path);
            node.Flags = (node.Flags & ~TraitFlags.Ordered) | TraitFlags.Unordered;
        }

        foreach (var path in OrderedPlaces.Of(type))
        {
            var node = traits.NodeAt(path);
            node.Flags = (node.Flags & ~(TraitFlags.Unordered | TraitFlags.Unique)) | TraitFlags.Ordered;
        }

        traits.Settle();
        return traits;
    }

    private void Add(string key, JsonElement value)
    {
        if (FlagsByKey.TryGetValue(key, out var flag))
        {
            foreach (var path in value.EnumerateArray())
                NodeAt(path.GetString()!).Flags |= flag;
            HasWriteOnly |= flag == TraitFlags.WriteOnly;
            if (flag == TraitFlags.ReadOnly)
                ReadOnlyPaths = [.. value.EnumerateArray().Select(p => p.GetString()!)];
            return;
        }

        switch (key)
        {
            case "id":
                PrimaryIdentifier = [.. value.EnumerateArray().Select(p => p.GetString()!)];
                break;
            case "defaults":
                foreach (var entry in value.EnumerateObject())
                    NodeAt(entry.Name).Default = JsonValues.Read(entry.Value);
                break;
            case "uniqueKeys":
                foreach (var entry in value.EnumerateObject())
                    NodeAt(entry.Name).UniqueKey = entry.Value[0].GetString();
                break;
            case "transform":
                foreach (var entry in value.EnumerateObject())
                    AddTransform(NodeAt(entry.Name), entry.Value);
                break;
            case "refs":
                foreach (var entry in value.EnumerateObject())
                    AddReference(NodeAt(entry.Name), entry.Value);
                break;
            case "tag":
                var tags = value.GetString()!;
                NodeAt(tags).Flags |= TraitFlags.Tags;
                TagProperty = tags.LastIndexOf('/') == 0 ? tags[1..] : null;
                break;
            case "taggable":
                IsTaggable = value.GetBoolean();
                break;
            case "stateful":
                IsStateful = value.GetBoolean();
                break;
        }
    }

    /// <summary><c>[[["lower"]],[["same"]]]</c>: alternatives of steps; or an expression that only AWS can work out.</summary>
    private static void AddTransform(TraitNode node, JsonElement alternatives)
    {
        if (alternatives.ValueKind == JsonValueKind.Array)
        {
            // A pattern that any template's value stands for would hide every change.
            ImmutableArray<ImmutableArray<TextStep>> kept = [.. alternatives.EnumerateArray().Select(TextSteps.Read).Where(s => !TextSteps.IgnoresValue(s))];
            node.Transform = kept.IsEmpty ? null : kept;
        }
        else
            node.Flags |= TraitFlags.Transformed;
    }

    /// <summary><c>["AWS::KMS::Key#Arn","AWS::KMS::Key#KeyId"]</c>.</summary>
    private static void AddReference(TraitNode node, JsonElement targets)
    {
        node.ReferenceTypes = [.. targets.EnumerateArray().Select(t => t.GetString()!.Split('#')[0]).Distinct()];
        node.Flags |= node.ReferenceTypes.Any(t => t.StartsWith("AWS::KMS::", StringComparison.Ordinal)) ? TraitFlags.KmsKey : TraitFlags.NamesResource;
    }

    private void AddRows()
    {
        foreach (var (path, row) in NormaliserCatalog.RowsOf(Type))
        {
            var node = NodeAt(path);
            node.Rows = node.Rows.Add(row);
        }

        // An entry of a template's section has no type: a parameter's values may stand in any order.
        if (Type.Length == 0)
            NodeAt("/AllowedValues").Flags |= TraitFlags.Unordered;
        foreach (var (path, filled) in FilledValue.PlacesOf(Type))
            NodeAt(path).Filled = filled;
        foreach (var path in TextMaps.Of(Type))
            NodeAt(path).Flags |= TraitFlags.Texts;
        foreach (var (path, bounds) in AutoscaledValue.PlacesOf(Type))
            NodeAt(path).Bounds = bounds;
    }

    /// <summary>What is known of a resource's attributes, whatever its type.</summary>
    /// <param name="deletionPolicy">What is done with a resource that goes, where nothing is said; null where that is not known.</param>
    private TraitCursor Attributes(string? deletionPolicy)
    {
        var node = TraitNode.Over("Properties", _tree);
        node.At(["DependsOn"]).Flags = TraitFlags.Unordered | TraitFlags.SingleOrList;
        if (Type.Length > 0)
            node.At(["UpdateReplacePolicy"]).Default = new ScalarValue("Delete");
        if (Type.Length > 0 && deletionPolicy is not null)
            node.At(["DeletionPolicy"]).Default = new ScalarValue(deletionPolicy);
        return new TraitCursor([node], _anyDepth, TraitFlags.None);
    }

    /// <summary>The place of a whole resource of which two sides have these properties. A database takes a snapshot where nothing is said, but an instance of a cluster does not.</summary>
    internal TraitCursor ResourceWith(PropertyValue? left, PropertyValue? right)
    {
        if (_clustered is null)
            return Resource;
        return (IsClustered(left), IsClustered(right)) switch
        {
            (false, false) => _alone!,
            (true, true) => _clustered,
            _ => Resource,
        };

        static bool? IsClustered(PropertyValue? side) => side switch
        {
            null or ScalarValue { Kind: ScalarKind.Null } => false,
            MapValue properties => properties["DBClusterIdentifier"] switch
            {
                null or ScalarValue { Kind: ScalarKind.Null } => false,
                ScalarValue or ReferenceValue => true,
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>The schemas' few contradictions, settled: what can be given on creation is not read-only.</summary>
    [MemberNotNull(nameof(Root), nameof(Resource))]
    private void Settle()
    {
        Visit(_tree);
        Root = new TraitCursor([_tree], _anyDepth, TraitFlags.None);
        Resource = Attributes(Type switch { "AWS::RDS::DBCluster" => "Snapshot", Instance => null, _ => "Delete" });
        if (Type == Instance)
            (_alone, _clustered) = (Attributes("Snapshot"), Attributes("Delete"));

        static void Visit(TraitNode node)
        {
            if ((node.Flags & (TraitFlags.ReadOnly | TraitFlags.CreateOnly)) == (TraitFlags.ReadOnly | TraitFlags.CreateOnly))
                node.Flags &= ~TraitFlags.ReadOnly;
            foreach (var child in node.Named?.Values ?? Enumerable.Empty<TraitNode>())
                Visit(child);
            if (node.Any is not null)
                Visit(node.Any);
        }
    }

    private TraitNode NodeAt(string pointer)
    {
        var segments = pointer.Split('/').Skip(1);
        return pointer.StartsWith("/**/", StringComparison.Ordinal) ? (_anyDepth ??= new()).At(segments.Skip(1)) : _tree.At(segments);
    }
}
