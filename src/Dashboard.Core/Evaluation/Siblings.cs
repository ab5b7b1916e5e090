using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;

namespace Dashboard.Core.Evaluation;

/// <summary>What the other resources of a stack say about one of them: items that they attach to it, and bounds within which they scale it.</summary>
internal sealed class Siblings(StackSnapshot stack)
{
    private const string ScalableTarget = "AWS::ApplicationAutoScaling::ScalableTarget";

    private readonly ILookup<string, RenderedResource> _byType = (stack.Deployed?.Concrete?.Resources ?? []).ToLookup(r => r.Type, StringComparer.Ordinal);
    private readonly Dictionary<ResourceAddress, string?> _physicalIds = PhysicalIds(stack);

    /// <summary>The rule under which a difference is nobody's drift, or null.</summary>
    public Normaliser? Explaining(RenderedResource resource, LeafDifference difference)
    {
        if (IsAttached(resource, difference))
            return SiblingAttachment.Rule;
        return IsScaled(resource, difference) ? AutoscaledValue.Instance : null;
    }

    private static Dictionary<ResourceAddress, string?> PhysicalIds(StackSnapshot stack)
    {
        var ids = new Dictionary<ResourceAddress, string?>();
        foreach (var resource in stack.Live)
            ids[resource.Address] = resource.PhysicalId;
        return ids;
    }

    private bool IsAttached(RenderedResource resource, LeafDifference difference)
    {
        if (difference is not { Kind: DifferenceKind.Add, Right: { } item, Path.Segments: [{ Name: { } list }, { Name: null }] })
            return false;
        return SiblingAttachment.Attachments.Any(a => a.Parent == resource.Type && a.List == list
            && _byType[a.Child].Any(child => Names(child.Properties[a.Names], resource) && IsItem(a, child, item, resource.Type)));
    }

    /// <summary>Whether a text, or one of a list, names the resource: by its physical id, or by the last part of it.</summary>
    private bool Names(PropertyValue? names, RenderedResource resource)
    {
        if (_physicalIds.GetValueOrDefault(resource.Address) is not { } id)
            return false;
        foreach (var name in names is ListValue list ? list.Items : names is null ? [] : [names])
        {
            if (name is ScalarValue { Text: var text } && (text == id || id.EndsWith("/" + text, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private bool IsItem(SiblingAttachment.Attachment attachment, RenderedResource child, PropertyValue item, string type)
    {
        var expected = attachment.Properties switch
        {
            null => child.Properties.With(attachment.Names, null),
            [] => _physicalIds.GetValueOrDefault(child.Address) is { } id ? new ScalarValue(id) : null,
            { } properties => (PropertyValue)MapValue.Create(child.Properties.Entries.Where(e => properties.Contains(e.Key))),
        };
        if (expected is null)
            return false;
        var result = ResourceComparer.Compare(type, One(attachment.List, expected), One(attachment.List, item), ComparisonOptions.Drift);
        return result.Differences.IsEmpty && result.Unverified.IsEmpty;
    }

    private static MapValue One(string list, PropertyValue item) => MapValue.Of((list, new ListValue([item])));

    private bool IsScaled(RenderedResource resource, LeafDifference difference)
    {
        if (difference.Right is not ScalarValue { Text: var value })
            return false;
        var path = difference.Path.ToString();
        foreach (var (type, at, dimension) in AutoscaledValue.Targets)
        {
            if (type == resource.Type && at == path && _byType[ScalableTarget].Any(t => IsFor(t, dimension, resource) && AutoscaledValue.IsWithin(value, t.Properties["MinCapacity"], t.Properties["MaxCapacity"])))
                return true;
        }

        return false;
    }

    /// <summary>A target names what it scales as "service/cluster/orders", "table/orders" or "function:orders:live".</summary>
    private bool IsFor(RenderedResource target, string dimension, RenderedResource resource) =>
        target.Properties["ScalableDimension"] is ScalarValue { Text: var of } && of == dimension
        && target.Properties["ResourceId"] is ScalarValue { Text: var id } && _physicalIds.GetValueOrDefault(resource.Address) is { } physical
        && (physical.EndsWith(":" + id, StringComparison.Ordinal) || id == "table/" + physical || id == ServiceId(physical, resource));

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
