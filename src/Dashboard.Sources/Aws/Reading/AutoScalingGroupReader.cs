using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::AutoScaling::AutoScalingGroup: its physical id is its name.</summary>
internal static class AutoScalingGroupReader
{
    private static readonly ReadOperation Groups = ReadOperation.Query("autoscaling", "DescribeAutoScalingGroups");

    public static readonly TypeReader Reader = new(
        "AWS::AutoScaling::AutoScalingGroup",
        "AutoScaling",
        ReadSection.Of<PropertyValue>(
            [Groups],
            async c => (await c.AskAsync(WireService.AutoScaling, Groups, ("AutoScalingGroupNames.member.1", c.Id))).Items("AutoScalingGroups").FirstOrDefault(),
            ("AutoScalingGroupName", g => g.Some("AutoScalingGroupName")),
            ("AutoScalingGroupARN", g => g.Some("AutoScalingGroupARN")),
            ("MinSize", g => g.Some("MinSize")),
            ("MaxSize", g => g.Some("MaxSize")),
            ("DesiredCapacity", g => g.Some("DesiredCapacity")),
            ("Cooldown", g => g.Some("DefaultCooldown")),
            ("DefaultInstanceWarmup", g => g.Some("DefaultInstanceWarmup")),
            ("AvailabilityZones", g => g.Some("AvailabilityZones")),
            ("VPCZoneIdentifier", g => List(g.Text("VPCZoneIdentifier")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
            ("HealthCheckType", g => g.Some("HealthCheckType")),
            ("HealthCheckGracePeriod", g => g.Some("HealthCheckGracePeriod")),
            ("LaunchConfigurationName", g => g.Some("LaunchConfigurationName")),
            ("LaunchTemplate", g => g.Some("LaunchTemplate").Pick("LaunchTemplateId", "Version")),
            ("LoadBalancerNames", g => g.Some("LoadBalancerNames")),
            ("TargetGroupARNs", g => g.Some("TargetGroupARNs")),
            ("TerminationPolicies", g => g.Some("TerminationPolicies")),
            ("NewInstancesProtectedFromScaleIn", g => g.Some("NewInstancesProtectedFromScaleIn")),
            ("CapacityRebalance", g => g.Some("CapacityRebalance")),
            ("MaxInstanceLifetime", g => g.Some("MaxInstanceLifetime")),
            ("PlacementGroup", g => g.Some("PlacementGroup")),
            ("ServiceLinkedRoleARN", g => g.Some("ServiceLinkedRoleARN")),
            ("Tags", g => List(g.Items("Tags").Select(t => t.Pick("Key", "Value", "PropagateAtLaunch"))))))
    {
        // A template may name the launch template; the service tells its id first.
        Gaps = ["/LaunchTemplate/LaunchTemplateName"],
    };
}
