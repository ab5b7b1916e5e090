namespace Dashboard.Sources.Aws.CloudControl;

/// <summary>Finds the primary identifier of a resource, which is not always its physical id.</summary>
/// <remarks>
/// A wrong identifier reads as "does not exist", which would show a living resource as deleted. So where a part is not known for sure there is
/// no identifier, and the reason says which part.
/// </remarks>
internal static class CloudControlIdentifier
{
    /// <summary>Parts that neither the physical id nor a property of the same name gives.</summary>
    private static readonly ImmutableDictionary<(string Type, string Pointer), Func<AccountRegion, string, MapValue, string?>> Special =
        new Dictionary<(string Type, string Pointer), Func<AccountRegion, string, MapValue, string?>>
        {
            // The physical id is the rule's name, after "bus|" where it is not on the default bus.
            [("AWS::Events::Rule", "/Arn")] = static (scope, id, _) => IsArn(id)
                ? id
                : $"arn:{PartitionOf(scope.Region)}:events:{scope.Region}:{scope.Account}:rule/{id.Replace('|', '/')}",
            [("AWS::EC2::Route", "/CidrBlock")] = static (_, _, declared) =>
                Text(declared, "DestinationCidrBlock") ?? Text(declared, "DestinationIpv6CidrBlock") ?? Text(declared, "DestinationPrefixListId"),
            [("AWS::EC2::VPCGatewayAttachment", "/AttachmentType")] = static (_, _, declared) =>
                declared["InternetGatewayId"] is not null ? "IGW" : declared["VpnGatewayId"] is not null ? "VGW" : null,
            // A service without a cluster is in the one of this name.
            [("AWS::ECS::Service", "/Cluster")] = static (_, _, declared) => declared["Cluster"] is null ? "default" : Text(declared, "Cluster"),
            // A target's physical id is "resource|dimension|namespace".
            [("AWS::ApplicationAutoScaling::ScalingPolicy", "/ScalableDimension")] = static (_, _, declared) =>
                Text(declared, "ScalableDimension") ?? (Text(declared, "ScalingTargetId")?.Split('|') is [_, var dimension, _] ? dimension : null),
        }.ToImmutableDictionary();

    /// <summary>The identifier, or why there is none.</summary>
    /// <param name="scope">The account and region that the resource is in.</param>
    /// <param name="type">Its type.</param>
    /// <param name="pointers">The type's primary identifier: "/RestApiId", "/ResourceId". None where the type is not known: the physical id is taken.</param>
    /// <param name="physicalId">Its physical id.</param>
    /// <param name="declared">Its declared properties with references replaced.</param>
    public static (string? Identifier, string? Problem) Find(
        AccountRegion scope, string type, ImmutableArray<string> pointers, string physicalId, MapValue declared)
    {
        if (physicalId.Length == 0)
            return (null, "The resource has no physical id.");
        if (pointers.Length <= 1)
            return Single(scope, type, pointers.Length == 0 ? "" : pointers[0], physicalId, declared);

        // Many types answer to Ref with the whole identifier already.
        if (physicalId.Split('|').Length == pointers.Length)
            return (physicalId, null);

        var parts = new string?[pointers.Length];
        var open = new List<int>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (Special.TryGetValue((type, pointers[i]), out var special))
                parts[i] = special(scope, physicalId, declared);
            else if (At(declared, pointers[i]) is not { } value)
                open.Add(i);
            else
                parts[i] = Text(value);
            if (parts[i] is null && !open.Contains(i))
                return (null, $"The part {pointers[i]} of the primary identifier is not known.");
        }

        if (open.Count > 1)
            return (null, $"The parts {string.Join(", ", open.Select(i => pointers[i]))} of the primary identifier are not known.");
        if (open is [var rest])
        {
            if (NeedsArn(pointers[rest]) && !IsArn(physicalId))
                return (null, NoArn(pointers[rest]));
            parts[rest] = physicalId;
        }

        return (string.Join('|', parts), null);
    }

    private static (string? Identifier, string? Problem) Single(AccountRegion scope, string type, string pointer, string physicalId, MapValue declared) =>
        Special.TryGetValue((type, pointer), out var special) ? (special(scope, physicalId, declared), null)
        : NeedsArn(pointer) && !IsArn(physicalId) ? (null, NoArn(pointer))
        : (physicalId, null);

    private static bool NeedsArn(string pointer) => pointer.EndsWith("Arn", StringComparison.Ordinal);

    private static bool IsArn(string id) => id.StartsWith("arn:", StringComparison.Ordinal);

    private static string NoArn(string pointer) => $"The type is identified by {pointer}, and the physical id is not an ARN.";

    private static string PartitionOf(string region) => Amazon.RegionEndpoint.GetBySystemName(region).PartitionName;

    private static PropertyValue? At(MapValue declared, string pointer)
    {
        PropertyValue? value = declared;
        foreach (var name in pointer.Split('/').Skip(1))
            value = (value as MapValue)?[name];
        return value;
    }

    private static string? Text(MapValue declared, string name) => declared[name] is { } value ? Text(value) : null;

    private static string? Text(PropertyValue value) => value is ScalarValue { Kind: not ScalarKind.Null, Text: { Length: > 0 } text } ? text : null;
}
