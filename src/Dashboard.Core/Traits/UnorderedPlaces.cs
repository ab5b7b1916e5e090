namespace Dashboard.Core.Traits;

/// <summary>
/// Lists whose order says nothing, although their schema calls them ordered: the service finds the items by their key, or takes them all at once. Lists that are gone
/// through until something fits (rules of CORS, redirects, branches of a conversation), run (steps, components) or laid out (columns, forms) are none of these.
/// Source: each type's reference in the CloudFormation user guide, and the services' own API references.
/// </summary>
internal static class UnorderedPlaces
{
    private static readonly Dictionary<string, ImmutableArray<string>> ByType = new(StringComparer.Ordinal)
    {
        ["AWS::AutoScaling::AutoScalingGroup"] = ["/LoadBalancerNames", "/MetricsCollection", "/NotificationConfigurations"],
        ["AWS::Backup::BackupPlan"] = ["/BackupPlan/AdvancedBackupSettings", "/BackupPlan/BackupPlanRule", "/BackupPlan/BackupPlanRule/*/CopyActions"],
        // Variables have names, and each resource that is consumed is wanted whatever the others are.
        ["AWS::Batch::JobDefinition"] =
        [
            "/ConsumableResourceProperties/ConsumableResourceList", "/ContainerProperties/Environment", "/EcsProperties/TaskProperties/*/Containers/*/Environment",
            "/NodeProperties/NodeRangeProperties/*/ConsumableResourceProperties/ConsumableResourceList", "/NodeProperties/NodeRangeProperties/*/Container/Environment",
            "/NodeProperties/NodeRangeProperties/*/EcsProperties/TaskProperties/*/Containers/*/Environment",
        ],
        // Each item says its own place.
        ["AWS::Batch::JobQueue"] = ["/ComputeEnvironmentOrder", "/ServiceEnvironmentOrder"],
        // A flow is a graph; the conditions of a node are asked in order.
        ["AWS::Bedrock::Flow"] =
        [
            "/Definition/Connections", "/Definition/Nodes", "/Definition/Nodes/*/Inputs", "/Definition/Nodes/*/Outputs",
            "/Definition/Nodes/*/Configuration/Prompt/SourceConfiguration/Inline/TemplateConfiguration/Text/InputVariables",
        ],
        ["AWS::Bedrock::Prompt"] =
        [
            "/Variants", "/Variants/*/Metadata", "/Variants/*/TemplateConfiguration/Chat/InputVariables", "/Variants/*/TemplateConfiguration/Text/InputVariables",
        ],
        ["AWS::CodePipeline::Webhook"] = ["/Filters"],
        ["AWS::Connect::Rule"] = ["/Actions/CreateCaseActions/*/Fields", "/Actions/UpdateCaseActions/*/Fields"],
        ["AWS::DataBrew::Ruleset"] = ["/Rules"],
        ["AWS::Events::Rule"] =
        [
            "/Targets/*/EcsParameters/CapacityProviderStrategy", "/Targets/*/EcsParameters/PlacementConstraints", "/Targets/*/EcsParameters/TagList",
            "/Targets/*/RunCommandParameters/RunCommandTargets", "/Targets/*/RunCommandParameters/RunCommandTargets/*/Values", "/Targets/*/SageMakerPipelineParameters/PipelineParameterList",
        ],
        ["AWS::FMS::Policy"] = ["/ResourceTags"],
        ["AWS::GameLift::ContainerGroupDefinition"] = ["/GameServerContainerDefinition/DependsOn", "/SupportContainerDefinitions/*/DependsOn"],
        ["AWS::ImageBuilder::DistributionConfiguration"] = ["/Distributions", "/Distributions/*/SsmParameterConfigurations"],
        ["AWS::Lambda::Url"] = ["/Cors/AllowHeaders", "/Cors/AllowMethods", "/Cors/AllowOrigins", "/Cors/ExposeHeaders"],
        ["AWS::MediaConnect::Gateway"] = ["/Networks"],
        ["AWS::Neptune::DBCluster"] = ["/AssociatedRoles", "/AvailabilityZones", "/EnableCloudwatchLogsExports"],
        ["AWS::Personalize::Solution"] =
        [
            "/SolutionConfig/HpoConfig/AlgorithmHyperParameterRanges/CategoricalHyperParameterRanges",
            "/SolutionConfig/HpoConfig/AlgorithmHyperParameterRanges/ContinuousHyperParameterRanges",
            "/SolutionConfig/HpoConfig/AlgorithmHyperParameterRanges/IntegerHyperParameterRanges",
        ],
        // What several rules of a life cycle say of one object is settled by what they do, and of replication by their priority; the first rule of CORS that fits holds.
        ["AWS::S3::Bucket"] =
        [
            "/**/TagFilters", "/AnalyticsConfigurations", "/CorsConfiguration/CorsRules/*/AllowedHeaders", "/CorsConfiguration/CorsRules/*/AllowedMethods",
            "/CorsConfiguration/CorsRules/*/AllowedOrigins", "/CorsConfiguration/CorsRules/*/ExposedHeaders", "/IntelligentTieringConfigurations",
            "/IntelligentTieringConfigurations/*/Tierings", "/InventoryConfigurations", "/InventoryConfigurations/*/OptionalFields", "/LifecycleConfiguration/Rules",
            "/LifecycleConfiguration/Rules/*/NoncurrentVersionTransitions", "/LifecycleConfiguration/Rules/*/Transitions", "/MetricsConfigurations",
            "/NotificationConfiguration/LambdaConfigurations", "/NotificationConfiguration/QueueConfigurations", "/NotificationConfiguration/TopicConfigurations",
            "/ReplicationConfiguration/Rules",
        ],
        ["AWS::S3Express::DirectoryBucket"] = ["/InventoryConfigurations", "/InventoryConfigurations/*/OptionalFields", "/LifecycleConfiguration/Rules", "/MetricsConfigurations"],
        ["AWS::SageMaker::ModelPackage"] = ["/AdditionalInferenceSpecifications", "/AdditionalInferenceSpecificationsToAdd"],
        ["AWS::SecurityHub::Insight"] = ["/Filters/ProductFields", "/Filters/ResourceDetailsOther", "/Filters/ResourceTags", "/Filters/UserDefinedFields"],
    };

    /// <summary>Every type with such places.</summary>
    public static IEnumerable<string> Types => ByType.Keys;

    /// <summary>The places of a type, as in the traits: "*" for any item or key.</summary>
    public static ImmutableArray<string> Of(string type) => ByType.GetValueOrDefault(type, []);
}
