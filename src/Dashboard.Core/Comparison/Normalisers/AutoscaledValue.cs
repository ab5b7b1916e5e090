using System.Collections.Frozen;
using System.Globalization;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Between what a capacity is scaled, as the template declares it beside the capacity.</summary>
/// <param name="Least">Where the lower bound stands, from the map that has the capacity; null where the capacity only grows from what is declared.</param>
/// <param name="Most">Where the upper bound stands.</param>
internal sealed record ScalingBounds(string? Least, string Most)
{
    /// <summary>The bound at a path of names.</summary>
    public static PropertyValue? At(MapValue? map, string path)
    {
        PropertyValue? value = map;
        foreach (var name in path.Split('/'))
            value = (value as MapValue)?[name];
        return value;
    }
}

/// <summary>A capacity that scaling sets between declared bounds.</summary>
internal sealed class AutoscaledValue() : ScalarNormaliser(
    "CMP040",
    "Scaled between its bounds",
    "Where the template gives a capacity and the bounds within which it may be scaled, any value between the bounds is what the template means; what can only grow is never smaller than declared. A value beyond the bounds is drift, and so is a change of the bounds.",
    NormaliserSample.Same("AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"3"}"""),
    NormaliserSample.Same(
        "AWS::EKS::Nodegroup", """{"ScalingConfig":{"MinSize":1,"MaxSize":5,"DesiredSize":2}}""", """{"ScalingConfig":{"MinSize":1,"MaxSize":5,"DesiredSize":4}}"""),
    NormaliserSample.Same("AWS::RDS::DBInstance", """{"AllocatedStorage":"20","MaxAllocatedStorage":100}""", """{"AllocatedStorage":"25","MaxAllocatedStorage":100}"""),
    NormaliserSample.Different("AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"5"}"""),
    NormaliserSample.Different(
        "AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"2"}""", """{"MinSize":"1","MaxSize":"4","DesiredCapacity":"3"}""", ComparisonOptions.Templates),
    NormaliserSample.Different(
        "AWS::EKS::Nodegroup", """{"ScalingConfig":{"MinSize":1,"MaxSize":5,"DesiredSize":2}}""", """{"ScalingConfig":{"MinSize":1,"MaxSize":5,"DesiredSize":6}}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"AllocatedStorage":"50","MaxAllocatedStorage":100}""", """{"AllocatedStorage":"20","MaxAllocatedStorage":100}"""),
    NormaliserSample.Different("AWS::RDS::DBInstance", """{"AllocatedStorage":"20"}""", """{"AllocatedStorage":"25"}"""))
{
    /// <summary>The rule, for capacities whose bounds another resource declares.</summary>
    public static readonly AutoscaledValue Instance = new();

    /// <summary>
    /// Capacities whose bounds a scalable target of the stack declares, by its dimension; a target of an index names it behind the table. Source: the namespaces and
    /// dimensions of Application Auto Scaling's RegisterScalableTarget.
    /// </summary>
    public static readonly ImmutableArray<(string Type, string Path, string Dimension)> Targets =
    [
        ("AWS::AppStream::Fleet", "/ComputeCapacity/DesiredInstances", "appstream:fleet:DesiredCapacity"),
        ("AWS::Cassandra::Table", "/BillingMode/ProvisionedThroughput/ReadCapacityUnits", "cassandra:table:ReadCapacityUnits"),
        ("AWS::Cassandra::Table", "/BillingMode/ProvisionedThroughput/WriteCapacityUnits", "cassandra:table:WriteCapacityUnits"),
        ("AWS::DynamoDB::Table", "/GlobalSecondaryIndexes/*/ProvisionedThroughput/ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits"),
        ("AWS::DynamoDB::Table", "/GlobalSecondaryIndexes/*/ProvisionedThroughput/WriteCapacityUnits", "dynamodb:index:WriteCapacityUnits"),
        ("AWS::DynamoDB::Table", "/ProvisionedThroughput/ReadCapacityUnits", "dynamodb:table:ReadCapacityUnits"),
        ("AWS::DynamoDB::Table", "/ProvisionedThroughput/WriteCapacityUnits", "dynamodb:table:WriteCapacityUnits"),
        ("AWS::EC2::SpotFleet", "/SpotFleetRequestConfigData/TargetCapacity", "ec2:spot-fleet-request:TargetCapacity"),
        ("AWS::ECS::Service", "/DesiredCount", "ecs:service:DesiredCount"),
        ("AWS::ElastiCache::ReplicationGroup", "/NumNodeGroups", "elasticache:replication-group:NodeGroups"),
        ("AWS::ElastiCache::ReplicationGroup", "/ReplicasPerNodeGroup", "elasticache:replication-group:Replicas"),
        ("AWS::EMR::InstanceGroupConfig", "/InstanceCount", "elasticmapreduce:instancegroup:InstanceCount"),
        ("AWS::Lambda::Alias", "/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions", "lambda:function:ProvisionedConcurrency"),
        ("AWS::Lambda::Version", "/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions", "lambda:function:ProvisionedConcurrency"),
        ("AWS::MSK::Cluster", "/BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize", "kafka:broker-storage:VolumeSize"),
        ("AWS::WorkSpaces::WorkspacesPool", "/Capacity/DesiredUserSessions", "workspaces:workspacespool:DesiredUserSessions"),
    ];

    private static readonly ScalingBounds Sizes = new("MinSize", "MaxSize");
    private static readonly ScalingBounds Storage = new(null, "MaxAllocatedStorage");

    /// <summary>Capacities whose bounds stand beside them. Source: each type's reference in the CloudFormation user guide.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<(string Path, ScalingBounds Bounds)>> ByType = new Dictionary<string, ImmutableArray<(string, ScalingBounds)>>
    {
        ["AWS::AutoScaling::AutoScalingGroup"] = [("/DesiredCapacity", Sizes)],
        ["AWS::Batch::ComputeEnvironment"] = [("/ComputeResources/DesiredvCpus", new("MinvCpus", "MaxvCpus"))],
        ["AWS::EKS::Nodegroup"] = [("/ScalingConfig/DesiredSize", Sizes)],
        ["AWS::EMR::InstanceGroupConfig"] = [("/InstanceCount", new("AutoScalingPolicy/Constraints/MinCapacity", "AutoScalingPolicy/Constraints/MaxCapacity"))],
        ["AWS::GameLift::ContainerFleet"] = [("/Locations/*/LocationCapacity/DesiredEC2Instances", Sizes)],
        ["AWS::GameLift::Fleet"] = [("/DesiredEC2Instances", Sizes), ("/Locations/*/LocationCapacity/DesiredEC2Instances", Sizes)],
        // Storage autoscaling makes a volume larger, and nothing makes it smaller.
        ["AWS::RDS::DBInstance"] = [("/AllocatedStorage", Storage), ("/AdditionalStorageVolumes/*/AllocatedStorage", Storage)],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Capacities of a type whose bounds stand beside them.</summary>
    public static ImmutableArray<(string Path, ScalingBounds Bounds)> PlacesOf(string type) => ByType.GetValueOrDefault(type, []);

    public override bool AreSame(in ScalarPair pair) => pair is { Options.IsLive: true, Place.Bounds: { } bounds }
        && IsWithin(pair.Right.Text, bounds.Least is { } least ? ScalingBounds.At(pair.Siblings, least) : pair.Left, ScalingBounds.At(pair.Siblings, bounds.Most));

    /// <summary>Whether a live capacity lies between two bounds.</summary>
    public static bool IsWithin(string text, PropertyValue? least, PropertyValue? most) =>
        Whole(text) is { } value && least is ScalarValue { Text: var from } && most is ScalarValue { Text: var to } && Whole(from) <= value && value <= Whole(to);

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
