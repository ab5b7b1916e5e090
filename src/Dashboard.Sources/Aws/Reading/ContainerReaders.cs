using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::ECS::Cluster, AWS::ECS::Service, AWS::ECS::TaskDefinition, and AWS::ECR::Repository.</summary>
internal static class ContainerReaders
{
    private static readonly ReadOperation Clusters = ReadOperation.Json("ecs", "AmazonEC2ContainerServiceV20141113.DescribeClusters");
    private static readonly ReadOperation Services = ReadOperation.Json("ecs", "AmazonEC2ContainerServiceV20141113.DescribeServices");
    private static readonly ReadOperation Definitions = ReadOperation.Json("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition");
    private static readonly ReadOperation Repositories = ReadOperation.Json("ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories");
    private static readonly ReadOperation RepositoryPolicy = ReadOperation.Json("ecr", "AmazonEC2ContainerRegistry_V20150921.GetRepositoryPolicy");
    private static readonly ReadOperation Lifecycle = ReadOperation.Json("ecr", "AmazonEC2ContainerRegistry_V20150921.GetLifecyclePolicy");
    private static readonly ReadOperation RepositoryTags = ReadOperation.Json("ecr", "AmazonEC2ContainerRegistry_V20150921.ListTagsForResource");

    /// <summary>Maps whose keys people choose.</summary>
    private static readonly ImmutableHashSet<string> ChosenKeys = ["dockerLabels", "options", "driverOpts", "labels"];

    public static readonly TypeReader Cluster = new(
        "AWS::ECS::Cluster",
        "ECS",
        ReadSection.Of<PropertyValue>(
            [Clusters],
            async c => (await c.AskAsync(WireService.Ecs, Clusters, [], MapValue.Of(("clusters", Texts(c.Id)), ("include", Texts("SETTINGS", "CONFIGURATIONS", "TAGS")))))
                .Items("clusters").FirstOrDefault(x => x.Text("status") != "INACTIVE"),
            ("ClusterName", x => x.Some("clusterName")),
            ("Arn", x => x.Some("clusterArn")),
            ("CapacityProviders", x => x.Some("capacityProviders")),
            ("ClusterSettings", x => Upper(x.Some("settings"))),
            ("Configuration", x => Upper(x.Some("configuration"))),
            ("DefaultCapacityProviderStrategy", x => Upper(x.Some("defaultCapacityProviderStrategy"))),
            ("ServiceConnectDefaults", x => Upper(x.Some("serviceConnectDefaults"))),
            ("Tags", x => Upper(x.Some("tags")))));

    public static readonly TypeReader Service = new(
        "AWS::ECS::Service",
        "ECS",
        ReadSection.Of<PropertyValue>(
            [Services],
            async c => (await c.AskAsync(WireService.Ecs, Services, [], MapValue.Of(("cluster", new ScalarValue(ClusterOf(c))), ("services", Texts(c.Id.Split('|')[0])), ("include", Texts("TAGS")))))
                .Items("services").FirstOrDefault(x => x.Text("status") != "INACTIVE"),
            ("ServiceArn", s => s.Some("serviceArn")),
            ("Name", s => s.Some("serviceName")),
            ("ServiceName", s => s.Some("serviceName")),
            ("Cluster", s => s.Some("clusterArn")),
            ("TaskDefinition", s => s.Some("taskDefinition")),
            ("DesiredCount", s => s.Some("desiredCount")),
            ("LaunchType", s => s.Some("launchType")),
            ("PlatformVersion", s => s.Some("platformVersion")),
            ("SchedulingStrategy", s => s.Some("schedulingStrategy")),
            ("PropagateTags", s => s.Text("propagateTags") is null or "NONE" ? null : s.Some("propagateTags")),
            ("EnableECSManagedTags", s => s.Some("enableECSManagedTags")),
            ("EnableExecuteCommand", s => s.Some("enableExecuteCommand")),
            ("HealthCheckGracePeriodSeconds", s => s.Some("healthCheckGracePeriodSeconds")),
            ("CapacityProviderStrategy", s => Upper(s.Some("capacityProviderStrategy"))),
            ("DeploymentConfiguration", s => Upper(s.Some("deploymentConfiguration"))),
            ("DeploymentController", s => Upper(s.Some("deploymentController"))),
            ("LoadBalancers", s => Upper(s.Some("loadBalancers"))),
            ("NetworkConfiguration", s => Upper(s.Some("networkConfiguration"))),
            ("PlacementConstraints", s => Upper(s.Some("placementConstraints"))),
            ("PlacementStrategies", s => Upper(s.Some("placementStrategy"))),
            ("ServiceRegistries", s => Upper(s.Some("serviceRegistries"))),
            ("AvailabilityZoneRebalancing", s => s.Some("availabilityZoneRebalancing")),
            ("Tags", s => Upper(s.Some("tags")))));

    /// <summary>A definition never changes; what may happen to it is that somebody deregisters it.</summary>
    public static readonly TypeReader TaskDefinition = new(
        "AWS::ECS::TaskDefinition",
        "ECS",
        ReadSection.Of<PropertyValue>(
            [Definitions],
            DefinitionAsync,
            [
                ("TaskDefinitionArn", d => d.Some("TaskDefinitionArn")),
                .. new[]
                {
                    "Family", "TaskRoleArn", "ExecutionRoleArn", "NetworkMode", "Cpu", "Memory", "PidMode", "IpcMode", "ContainerDefinitions", "Volumes", "PlacementConstraints",
                    "RequiresCompatibilities", "ProxyConfiguration", "InferenceAccelerators", "EphemeralStorage", "RuntimePlatform", "EnableFaultInjection", "Tags",
                }.Select(name => (name, (Func<PropertyValue, PropertyValue?>)(d => d.Some(name)))),
            ]))
    {
        // Spelled otherwise than in a template.
        Gaps = ["/ProxyConfiguration/ProxyConfigurationProperties", "/Volumes/*/EFSVolumeConfiguration", "/Volumes/*/FSxWindowsFileServerVolumeConfiguration"],
    };

    public static readonly TypeReader Repository = new(
        "AWS::ECR::Repository",
        "ECR",
        ReadSection.Of<PropertyValue>(
            [Repositories],
            async c => (await c.AskAsync(WireService.Ecr, Repositories, [], MapValue.Of(("repositoryNames", Texts(c.Id))))).Items("repositories").FirstOrDefault(),
            ("RepositoryName", r => r.Some("repositoryName")),
            ("RepositoryUri", r => r.Some("repositoryUri")),
            ("Arn", r => r.Some("repositoryArn")),
            ("ImageTagMutability", r => r.Some("imageTagMutability")),
            ("ImageScanningConfiguration", r => Map(("ScanOnPush", r.Some("imageScanningConfiguration", "scanOnPush")))),
            ("EncryptionConfiguration", r => Map(("EncryptionType", r.Some("encryptionConfiguration", "encryptionType")), ("KmsKey", r.Some("encryptionConfiguration", "kmsKey"))))),
        ReadSection.Of<PropertyValue>(
            [RepositoryPolicy],
            async c => await c.AskAsync(WireService.Ecr, RepositoryPolicy, ("repositoryName", c.Id)),
            ("RepositoryPolicyText", p => Json(p.Text("policyText"))))
            with
        { None = ["RepositoryPolicyNotFoundException"] },
        ReadSection.Of<PropertyValue>(
            [Lifecycle],
            async c => await c.AskAsync(WireService.Ecr, Lifecycle, ("repositoryName", c.Id)),
            ("LifecyclePolicy", p => Map(("LifecyclePolicyText", Of(p.Text("lifecyclePolicyText"))))))
            with
        { None = ["LifecyclePolicyNotFoundException"] },
        ReadSection.Of<PropertyValue>(
            [RepositoryTags],
            async c => await c.AskAsync(WireService.Ecr, RepositoryTags, ("resourceArn", $"arn:{c.Partition}:ecr:{c.Scope.Region}:{c.Scope.Account}:repository/{c.Id}")),
            ("Tags", t => Tags(t.Items("tags"), g => g.Text("Key"), g => g.Text("Value")))));

    private static async Task<PropertyValue?> DefinitionAsync(ReadContext c)
    {
        var reply = await c.AskAsync(WireService.Ecs, Definitions, [], MapValue.Of(("taskDefinition", new ScalarValue(c.Id)), ("include", Texts("TAGS"))));
        if (reply.Text("taskDefinition", "status") == "INACTIVE" || Upper(reply.At("taskDefinition")) is not MapValue definition)
            return null;
        return definition.With("Tags", Upper(reply.Some("tags")));
    }

    private static ListValue Texts(params string[] texts) => new([.. texts.Select(t => new ScalarValue(t))]);

    // The physical id is the service's ARN: "arn:…:service/cluster/name", of old ones without the cluster.
    private static string ClusterOf(ReadContext c) => c.Id.Split('|')[0].Split('/') is [_, var cluster, _] ? cluster : c.Declared("Cluster") ?? "default";

    /// <summary>This service writes "maximumPercent" where a template has "MaximumPercent"; keys that people choose stay as they are.</summary>
    private static PropertyValue? Upper(PropertyValue? value) => value switch
    {
        ListValue list => new ListValue([.. list.Items.Select(i => Upper(i)!)]),
        MapValue map => MapValue.Create(map.Entries.Where(e => e.Value is not ScalarValue { Kind: ScalarKind.Null })
            .Select(e => KeyValuePair.Create(char.ToUpperInvariant(e.Key[0]) + e.Key[1..], ChosenKeys.Contains(e.Key) ? e.Value : Upper(e.Value)!))),
        _ => value,
    };
}
