namespace Dashboard.Sources.Aws.Reading;

/// <summary>What services fill in inside the items of lists where nobody said anything. Items are compared whole, so that this would look like drift.</summary>
/// <remarks>Only what no item of the template names is left out, and only where it has a value that the service gives by itself.</remarks>
internal static class FilledValues
{
    private static readonly ImmutableDictionary<string, ImmutableArray<(string Path, Func<PropertyValue, bool> IsFilled)>> ByType = new Dictionary<string, ImmutableArray<(string Path, Func<PropertyValue, bool> IsFilled)>>
    {
        ["AWS::CloudWatch::Alarm"] = [("/Metrics/*/ReturnData", Is("true"))],
        ["AWS::EC2::SecurityGroup"] = [("/SecurityGroupIngress/*/SourceSecurityGroupOwnerId", Whatever)],
        ["AWS::ECS::Service"] = [("/CapacityProviderStrategy/*/Base", Is("0"))],
        ["AWS::ECS::TaskDefinition"] =
        [
            ("/ContainerDefinitions/*/Cpu", Is("0")), ("/ContainerDefinitions/*/Essential", Is("true")),
            // The port of the host is the container's own, or 0: whichever is free.
            ("/ContainerDefinitions/*/PortMappings/*/HostPort", Whatever), ("/ContainerDefinitions/*/PortMappings/*/Protocol", Is("tcp")),
        ],
        ["AWS::ElasticLoadBalancingV2::Listener"] =
        [
            // One target group stands in both forms.
            ("/DefaultActions/*/ForwardConfig", SaysNoMoreThanTheArn), ("/DefaultActions/*/TargetGroupArn", Whatever), ("/DefaultActions/*/Order", Whatever),
            ("/DefaultActions/*/RedirectConfig/Host", Is("#{host}")), ("/DefaultActions/*/RedirectConfig/Path", Is("/#{path}")), ("/DefaultActions/*/RedirectConfig/Port", Is("#{port}")),
            ("/DefaultActions/*/RedirectConfig/Protocol", Is("#{protocol}")), ("/DefaultActions/*/RedirectConfig/Query", Is("#{query}")),
        ],
        ["AWS::S3::Bucket"] =
        [
            ("/BucketEncryption/ServerSideEncryptionConfiguration/*/BucketKeyEnabled", Is("false")),
            ("/LifecycleConfiguration/Rules/*/Id", Whatever), ("/LifecycleConfiguration/Rules/*/Prefix", Is("")),
        ],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Live properties without what the service filled in.</summary>
    public static MapValue Without(string type, MapValue live, MapValue declared)
    {
        foreach (var (path, isFilled) in ByType.GetValueOrDefault(type, []))
        {
            var segments = path.Split('/')[1..];
            if (!Names(declared, segments))
                live = (MapValue)Without(live, segments, isFilled);
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

    private static PropertyValue Without(PropertyValue value, ReadOnlySpan<string> path, Func<PropertyValue, bool> isFilled)
    {
        if (path[0] == "*")
        {
            if (value is not ListValue list)
                return value;
            var items = ImmutableArray.CreateBuilder<PropertyValue>(list.Items.Length);
            foreach (var item in list.Items)
                items.Add(Without(item, path[1..], isFilled));
            return new ListValue(items.MoveToImmutable());
        }

        if (value is not MapValue map || map[path[0]] is not { } inner)
            return value;
        if (path.Length > 1)
            return map.With(path[0], Without(inner, path[1..], isFilled));
        return isFilled(inner) ? map.With(path[0], null) : map;
    }

    private static bool Whatever(PropertyValue value) => true;

    private static Func<PropertyValue, bool> Is(string text) => value => value is ScalarValue scalar && scalar.Text == text;

    /// <summary>A forward to one target group, which stands beside it as an ARN, too. More groups, or requests that stick to one, are somebody's doing.</summary>
    private static bool SaysNoMoreThanTheArn(PropertyValue value) =>
        value is MapValue forward && forward.Items("TargetGroups").Length <= 1 && forward.Text("TargetGroupStickinessConfig", "Enabled") is null or "false";
}
