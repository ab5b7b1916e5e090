namespace Dashboard.Sources.Aws.Reading;

/// <summary>What services fill in inside the items of lists where nobody said anything. Items are compared whole, so that this would look like drift.</summary>
/// <remarks>Only what no item of the template names is left out, and only where it has the value that the service gives by itself; null: whatever the value.</remarks>
internal static class FilledValues
{
    private static readonly ImmutableDictionary<string, ImmutableArray<(string Path, string? Value)>> ByType = new Dictionary<string, ImmutableArray<(string Path, string? Value)>>
    {
        ["AWS::CloudWatch::Alarm"] = [("/Metrics/*/ReturnData", "true")],
        ["AWS::EC2::SecurityGroup"] = [("/SecurityGroupIngress/*/SourceSecurityGroupOwnerId", null)],
        ["AWS::ECS::Service"] = [("/CapacityProviderStrategy/*/Base", "0")],
        ["AWS::ECS::TaskDefinition"] =
        [
            ("/ContainerDefinitions/*/Cpu", "0"), ("/ContainerDefinitions/*/Essential", "true"),
            // The port of the host is the container's own, or 0: whichever is free.
            ("/ContainerDefinitions/*/PortMappings/*/HostPort", null), ("/ContainerDefinitions/*/PortMappings/*/Protocol", "tcp"),
        ],
        ["AWS::ElasticLoadBalancingV2::Listener"] =
        [
            // One target group stands in both forms.
            ("/DefaultActions/*/ForwardConfig", null), ("/DefaultActions/*/TargetGroupArn", null), ("/DefaultActions/*/Order", null),
            ("/DefaultActions/*/RedirectConfig/Host", "#{host}"), ("/DefaultActions/*/RedirectConfig/Path", "/#{path}"), ("/DefaultActions/*/RedirectConfig/Port", "#{port}"),
            ("/DefaultActions/*/RedirectConfig/Protocol", "#{protocol}"), ("/DefaultActions/*/RedirectConfig/Query", "#{query}"),
        ],
        ["AWS::S3::Bucket"] =
        [
            ("/BucketEncryption/ServerSideEncryptionConfiguration/*/BucketKeyEnabled", "false"),
            ("/LifecycleConfiguration/Rules/*/Id", null), ("/LifecycleConfiguration/Rules/*/Prefix", ""),
        ],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Live properties without what the service filled in.</summary>
    public static MapValue Without(string type, MapValue live, MapValue declared)
    {
        foreach (var (path, value) in ByType.GetValueOrDefault(type, []))
        {
            var segments = path.Split('/')[1..];
            if (!Names(declared, segments))
                live = (MapValue)Without(live, segments, value);
        }

        return live;
    }

    /// <summary>Whether a value has anything at the path; "*" is any item.</summary>
    public static bool Names(PropertyValue? value, ReadOnlySpan<string> path)
    {
        if (value is null || path.Length == 0)
            return value is not null;
        if (path[0] != "*")
            return Names((value as MapValue)?[path[0]], path[1..]);
        foreach (var item in value switch { ListValue list => list.Items, MapValue map => [.. map.Entries.Select(e => e.Value)], _ => [] })
        {
            if (Names(item, path[1..]))
                return true;
        }

        return false;
    }

    private static PropertyValue Without(PropertyValue value, ReadOnlySpan<string> path, string? filled)
    {
        if (path[0] == "*")
        {
            if (value is not ListValue list)
                return value;
            var items = ImmutableArray.CreateBuilder<PropertyValue>(list.Items.Length);
            foreach (var item in list.Items)
                items.Add(Without(item, path[1..], filled));
            return new ListValue(items.MoveToImmutable());
        }

        if (value is not MapValue map || map[path[0]] is not { } inner)
            return value;
        if (path.Length > 1)
            return map.With(path[0], Without(inner, path[1..], filled));
        return filled is null || (inner is ScalarValue scalar && scalar.Text == filled) ? map.With(path[0], null) : map;
    }
}
