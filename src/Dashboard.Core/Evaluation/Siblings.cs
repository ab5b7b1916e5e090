using System.Globalization;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;

namespace Dashboard.Core.Evaluation;

/// <summary>What siblings make of a difference.</summary>
/// <param name="Rule">The rule under which it is nobody's drift; null where there is none.</param>
/// <param name="Unknown">Why it may be nobody's drift; null where that is known.</param>
internal readonly record struct SiblingWord(Normaliser? Rule, UnverifiedLeaf? Unknown);

/// <summary>What the other resources of a stack say about one of them: items that they attach to it, and bounds within which they scale it.</summary>
internal sealed class Siblings(StackSnapshot stack)
{
    private const string ScalableTarget = "AWS::ApplicationAutoScaling::ScalableTarget";

    private readonly ILookup<string, RenderedResource> _byType = (stack.Deployed?.Concrete?.Resources ?? []).ToLookup(r => r.Type, StringComparer.Ordinal);
    private readonly Dictionary<ResourceAddress, string?> _physicalIds = PhysicalIds(stack);
    private readonly IReadOnlyDictionary<ResourceAddress, RenderedResource> _symbolic = Templates.ByAddress(stack.Deployed?.Symbolic);

    /// <summary>What the siblings make of a difference.</summary>
    public SiblingWord On(RenderedResource resource, LeafDifference difference)
    {
        if (IsOfLaterVersion(resource, difference))
            return new SiblingWord(null, new UnverifiedLeaf(difference.Path, StatusReason.Unresolved, "the launch template has newer versions than when this was deployed", difference.Left, difference.Right));
        var attached = Attached(resource, difference);
        return attached.Rule is null && attached.Unknown is null && IsScaled(resource, difference) ? new SiblingWord(AutoscaledValue.Instance, null) : attached;
    }

    /// <summary>Whether what is expected is the number of a launch template's newest version, which somebody may have made since: which one was the newest then, nobody tells.</summary>
    private bool IsOfLaterVersion(RenderedResource resource, LeafDifference difference) =>
        difference is { Kind: DifferenceKind.NotEqual, Left: ScalarValue { Text: var newest }, Right: ScalarValue { Text: var used }, Path.Segments: [.., { Name: "Version" }] }
        && int.TryParse(newest, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && int.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var then) && then < last
        && _symbolic.GetValueOrDefault(resource.Address) is { } written && difference.Path.ByIndexIn(written.Properties) is not ScalarValue
        && stack.Live.Any(l => l.Type == "AWS::EC2::LaunchTemplate" && l.Observations.Any(o => o.Properties?["LatestVersionNumber"] is ScalarValue { Text: var latest } && latest == newest));

    private static Dictionary<ResourceAddress, string?> PhysicalIds(StackSnapshot stack)
    {
        var ids = new Dictionary<ResourceAddress, string?>();
        foreach (var resource in stack.Live)
            ids[resource.Address] = resource.PhysicalId;
        return ids;
    }

    private SiblingWord Attached(RenderedResource resource, LeafDifference difference)
    {
        SiblingWord word = default;
        if (difference is not { Kind: DifferenceKind.Add, Right: { } item, Path.Segments: [{ Name: { } list }, { Name: null }] })
            return word;
        foreach (var attachment in SiblingAttachment.Attachments)
        {
            if (attachment.Parent != resource.Type || attachment.List != list)
                continue;
            foreach (var child in _byType[attachment.Child])
            {
                if (Names(child.Properties[attachment.Names], resource) is { } isCertain && Item(attachment, child, item, resource.Type) is { } found)
                {
                    if (isCertain && found.IsEmpty)
                        return new SiblingWord(SiblingAttachment.Rule, null);
                    word = word.Unknown is null ? new SiblingWord(null, Unknown(child, difference, found)) : word;
                }
            }
        }

        return word;
    }

    /// <summary>What the item stands for is not all known: the sibling may have attached it.</summary>
    private static UnverifiedLeaf Unknown(RenderedResource child, LeafDifference difference, ImmutableArray<UnverifiedLeaf> open)
    {
        var (reason, why) = open is [var first, ..] ? (first.Reason, $": {first.Detail}") : (StatusReason.Unresolved, "");
        return new UnverifiedLeaf(difference.Path, reason ?? StatusReason.Unresolved, $"{child.Address.LogicalId} may have attached it{why}", difference.Left, difference.Right)
        {
            Cause = open is [var cause, ..] ? cause.Cause : $"{child.Address.LogicalId} may have attached it",
        };
    }

    /// <summary>Whether a text, or one of a list, names the resource: by its physical id, or by the last part of it. False: a text that is not known may. Null: none does.</summary>
    private bool? Names(PropertyValue? names, RenderedResource resource)
    {
        if (_physicalIds.GetValueOrDefault(resource.Address) is not { } id)
            return null;
        bool? found = null;
        foreach (var name in names is ListValue list ? list.Items : names is null ? [] : [names])
        {
            if (name is ScalarValue { Text: var text })
            {
                if (text == id || id.EndsWith("/" + text, StringComparison.Ordinal))
                    return true;
            }
            else if (name is UnresolvedValue or CallValue or CompositeValue or SecretValue)
            {
                found = false;
            }
        }

        return found;
    }

    /// <summary>What nobody can tell of whether an item is the one that a sibling attaches: nothing where it is that one, null where it is another.</summary>
    private ImmutableArray<UnverifiedLeaf>? Item(SiblingAttachment.Attachment attachment, RenderedResource child, PropertyValue item, string type)
    {
        var expected = attachment.Properties switch
        {
            null => child.Properties.With(attachment.Names, null),
            [] => _physicalIds.GetValueOrDefault(child.Address) is { } id ? new ScalarValue(id) : null,
            { } properties => (PropertyValue)MapValue.Create(child.Properties.Entries.Where(e => properties.Contains(e.Key))),
        };
        if (expected is null)
            return null;
        var result = ResourceComparer.Compare(type, One(attachment.List, expected), One(attachment.List, item), ComparisonOptions.Drift);
        return result.Differences.Any(d => d.Confidence == Confidence.Confirmed) ? null : [.. result.Unverified, .. result.Differences.Select(Perhaps)];
    }

    private static UnverifiedLeaf Perhaps(LeafDifference difference) =>
        new(difference.Path, StatusReason.Unresolved, $"{difference.Path}: it differs, but may mean the same", difference.Left, difference.Right);

    private static MapValue One(string list, PropertyValue item) => MapValue.Of((list, new ListValue([item])));

    private bool IsScaled(RenderedResource resource, LeafDifference difference)
    {
        if (difference.Right is not ScalarValue { Text: var value })
            return false;
        foreach (var (type, at, dimension) in AutoscaledValue.Targets)
        {
            if (type == resource.Type && PropertyPattern.Parse(at).Covers(difference.Path)
                && _byType[ScalableTarget].Any(t => IsFor(t, dimension, resource, difference.Path) && AutoscaledValue.IsWithin(value, t.Properties["MinCapacity"], t.Properties["MaxCapacity"])))
                return true;
        }

        return false;
    }

    /// <summary>A target names what it scales as "service/cluster/orders", "table/orders", "table/orders/index/by-date", "function:orders:live" or with its ARN.</summary>
    private bool IsFor(RenderedResource target, string dimension, RenderedResource resource, PropertyPath path)
    {
        if (target.Properties["ScalableDimension"] is not ScalarValue { Text: var of } || of != dimension || target.Properties["ResourceId"] is not ScalarValue { Text: var id }
            || _physicalIds.GetValueOrDefault(resource.Address) is not { } physical)
            return false;
        // An index is an item of its table, and known by its name.
        foreach (var item in path.Segments.Where(s => s.Name is null))
        {
            if (item.Key is not { Value: var name } || !id.EndsWith("/index/" + name, StringComparison.Ordinal))
                return false;
            id = id[..^("/index/".Length + name.Length)];
        }

        return id == physical || physical.EndsWith(":" + id, StringComparison.Ordinal) || id.EndsWith("/" + physical, StringComparison.Ordinal)
            || id == "keyspace/" + physical.Replace("|", "/table/", StringComparison.Ordinal) || id == ServiceId(physical, resource);
    }

    /// <summary>The older form of a service's ARN, arn:aws:ecs:eu-west-1:111111111111:service/orders, says nothing of its cluster: the template does.</summary>
    private static string? ServiceId(string physical, RenderedResource resource)
    {
        if (resource.Type != "AWS::ECS::Service" || physical.Split('/') is not [_, var name])
            return null;
        var cluster = resource.Properties["Cluster"] switch
        {
            null => "default",
            ScalarValue { Text: var text } => text[(text.LastIndexOf('/') + 1)..],
            _ => null,
        };
        return cluster is null ? null : $"service/{cluster}/{name}";
    }
}
