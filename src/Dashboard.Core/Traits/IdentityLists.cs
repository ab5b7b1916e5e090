namespace Dashboard.Core.Traits;

/// <summary>Lists of ids, ARNs and names of resources: what a resource is attached to, or what it calls, is a set, although most schemas say nothing of it.</summary>
/// <remarks>
/// A schema that says that the order counts is followed, but for security groups and subnets: no service knows an order of these. The few lists of ids whose order is the point are rows of
/// <see cref="OrderedPlaces"/>.
/// </remarks>
internal static class IdentityLists
{
    /// <summary>Marks the lists of a type's tree whose items name resources.</summary>
    public static void Mark(TraitNode node)
    {
        if (node.Any is { ReferenceTypes: { IsEmpty: false } types })
        {
            var isPlacement = types.All(static t => t is "AWS::EC2::SecurityGroup" or "AWS::EC2::Subnet");
            if (isPlacement || (node.Flags & TraitFlags.Ordered) == 0)
                node.Flags = (node.Flags & ~TraitFlags.Ordered) | TraitFlags.Unordered;
        }

        foreach (var child in node.Named?.Values ?? Enumerable.Empty<TraitNode>())
            Mark(child);
        if (node.Any is not null)
            Mark(node.Any);
    }
}
