using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::ElasticLoadBalancingV2::LoadBalancer, TargetGroup and Listener.</summary>
internal static class LoadBalancerReaders
{
    private static readonly ReadOperation Balancers = ReadOperation.Query("elasticloadbalancing", "DescribeLoadBalancers");
    private static readonly ReadOperation BalancerAttributes = ReadOperation.Query("elasticloadbalancing", "DescribeLoadBalancerAttributes");
    private static readonly ReadOperation Groups = ReadOperation.Query("elasticloadbalancing", "DescribeTargetGroups");
    private static readonly ReadOperation GroupAttributes = ReadOperation.Query("elasticloadbalancing", "DescribeTargetGroupAttributes");
    private static readonly ReadOperation Listeners = ReadOperation.Query("elasticloadbalancing", "DescribeListeners");
    private static readonly ReadOperation BalancerTags = ReadOperation.Query("elasticloadbalancing", "DescribeTags");

    public static readonly TypeReader LoadBalancer = new(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "ELB",
        ReadSection.Of<PropertyValue>(
            [Balancers],
            async c => (await c.AskAsync(WireService.LoadBalancing, Balancers, ("LoadBalancerArns.member.1", c.Id))).Items("LoadBalancers").FirstOrDefault(),
            ("LoadBalancerArn", b => b.Some("LoadBalancerArn")),
            ("LoadBalancerName", b => b.Some("LoadBalancerName")),
            ("LoadBalancerFullName", b => Of(b.Text("LoadBalancerArn")?.Split(":loadbalancer/")[^1])),
            ("DNSName", b => b.Some("DNSName")),
            ("CanonicalHostedZoneID", b => b.Some("CanonicalHostedZoneId")),
            ("Name", b => b.Some("LoadBalancerName")),
            ("Scheme", b => b.Some("Scheme")),
            ("Type", b => b.Some("Type")),
            ("IpAddressType", b => b.Some("IpAddressType")),
            ("SecurityGroups", b => b.Some("SecurityGroups")),
            ("Subnets", b => List(b.Items("AvailabilityZones").Select(z => z.Text("SubnetId"))))),
        ReadSection.Of<PropertyValue>(
            [BalancerAttributes],
            async c => await c.AskAsync(WireService.LoadBalancing, BalancerAttributes, ("LoadBalancerArn", c.Id)),
            ("LoadBalancerAttributes", a => Attributes(a))),
        TagSection());

    public static readonly TypeReader TargetGroup = new(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "ELB",
        ReadSection.Of<PropertyValue>(
            [Groups],
            async c => (await c.AskAsync(WireService.LoadBalancing, Groups, ("TargetGroupArns.member.1", c.Id))).Items("TargetGroups").FirstOrDefault(),
            ("TargetGroupArn", g => g.Some("TargetGroupArn")),
            ("TargetGroupName", g => g.Some("TargetGroupName")),
            ("TargetGroupFullName", g => Of(g.Text("TargetGroupArn")?.Split(':')[^1])),
            ("LoadBalancerArns", g => g.Some("LoadBalancerArns")),
            ("Name", g => g.Some("TargetGroupName")),
            ("Port", g => g.Some("Port")),
            ("Protocol", g => g.Some("Protocol")),
            ("ProtocolVersion", g => g.Some("ProtocolVersion")),
            ("TargetType", g => g.Some("TargetType")),
            ("VpcId", g => g.Some("VpcId")),
            ("IpAddressType", g => g.Some("IpAddressType")),
            ("HealthCheckEnabled", g => g.Some("HealthCheckEnabled")),
            ("HealthCheckIntervalSeconds", g => g.Some("HealthCheckIntervalSeconds")),
            ("HealthCheckPath", g => g.Some("HealthCheckPath")),
            ("HealthCheckPort", g => g.Some("HealthCheckPort")),
            ("HealthCheckProtocol", g => g.Some("HealthCheckProtocol")),
            ("HealthCheckTimeoutSeconds", g => g.Some("HealthCheckTimeoutSeconds")),
            ("HealthyThresholdCount", g => g.Some("HealthyThresholdCount")),
            ("UnhealthyThresholdCount", g => g.Some("UnhealthyThresholdCount")),
            ("Matcher", g => g.Some("Matcher").Pick("HttpCode", "GrpcCode"))),
        ReadSection.Of<PropertyValue>(
            [GroupAttributes],
            async c => await c.AskAsync(WireService.LoadBalancing, GroupAttributes, ("TargetGroupArn", c.Id)),
            ("TargetGroupAttributes", a => Attributes(a))),
        TagSection());

    public static readonly TypeReader Listener = new(
        "AWS::ElasticLoadBalancingV2::Listener",
        "ELB",
        ReadSection.Of<PropertyValue>(
            [Listeners],
            async c => (await c.AskAsync(WireService.LoadBalancing, Listeners, ("ListenerArns.member.1", c.Id))).Items("Listeners").FirstOrDefault(),
            ("ListenerArn", l => l.Some("ListenerArn")),
            ("LoadBalancerArn", l => l.Some("LoadBalancerArn")),
            ("Port", l => l.Some("Port")),
            ("Protocol", l => l.Some("Protocol")),
            ("SslPolicy", l => l.Some("SslPolicy")),
            ("AlpnPolicy", l => l.Some("AlpnPolicy")),
            ("Certificates", l => List(l.Items("Certificates").Select(c => c.Pick("CertificateArn")))),
            ("DefaultActions", l => List(l.Items("DefaultActions")))))
    {
        // Told in other shapes than a template's.
        Gaps = ["/DefaultActions/*/AuthenticateCognitoConfig", "/DefaultActions/*/AuthenticateOidcConfig"],
    };

    private static PropertyValue? Attributes(PropertyValue reply) => List(reply.Items("Attributes").Select(a => Map(("Key", a.Some("Key")), ("Value", a.At("Value")))));

    private static ReadSection TagSection() => ReadSection.Of<PropertyValue>(
        [BalancerTags],
        async c => await c.AskAsync(WireService.LoadBalancing, BalancerTags, ("ResourceArns.member.1", c.Id)),
        ("Tags", t => Tags(t.Items("TagDescriptions").FirstOrDefault().Items("Tags"), g => g.Text("Key"), g => g.Text("Value"))));
}
