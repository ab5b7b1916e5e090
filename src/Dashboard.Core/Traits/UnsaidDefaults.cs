namespace Dashboard.Core.Traits;

/// <summary>
/// Values that hold where nothing is said, as each type's reference in the CloudFormation user guide or the service's own API reference says, and no schema does. What depends
/// on something else (another property, the age of the account, where a resource stands) or has changed over the years is none of these.
/// </summary>
internal static class UnsaidDefaults
{
    private const string No = "false", Yes = "true";

    private static readonly Dictionary<string, ImmutableArray<(string Path, string Value)>> ByType = new(StringComparer.Ordinal)
    {
        ["AWS::ApiGateway::Method"] = [("/ApiKeyRequired", No)],
        ["AWS::ApiGateway::RestApi"] = [("/ApiKeySourceType", "HEADER"), ("/DisableExecuteApiEndpoint", No)],
        ["AWS::ApiGateway::Stage"] = [("/CacheClusterEnabled", No), ("/TracingEnabled", No)],
        ["AWS::ApiGatewayV2::Stage"] = [("/AutoDeploy", No)],
        ["AWS::AutoScaling::AutoScalingGroup"] = [("/Cooldown", "300"), ("/HealthCheckGracePeriod", "0"), ("/HealthCheckType", "EC2"), ("/NewInstancesProtectedFromScaleIn", No)],
        ["AWS::CloudTrail::Trail"] = [("/EnableLogFileValidation", No), ("/IsMultiRegionTrail", No), ("/IsOrganizationTrail", No)],
        ["AWS::CloudWatch::Alarm"] = [("/TreatMissingData", "missing")],
        ["AWS::CodeBuild::Project"] = [("/QueuedTimeoutInMinutes", "480"), ("/TimeoutInMinutes", "60")],
        ["AWS::DynamoDB::Table"] = [("/BillingMode", "PROVISIONED"), ("/DeletionProtectionEnabled", No), ("/SSESpecification/SSEEnabled", No), ("/TableClass", "STANDARD")],
        ["AWS::EC2::Instance"] = [("/DisableApiTermination", No), ("/InstanceInitiatedShutdownBehavior", "stop"), ("/Monitoring", No), ("/SourceDestCheck", Yes)],
        ["AWS::EC2::NatGateway"] = [("/ConnectivityType", "public")],
        ["AWS::EC2::Subnet"] = [("/AssignIpv6AddressOnCreation", No), ("/MapPublicIpOnLaunch", No)],
        ["AWS::EC2::VPC"] = [("/EnableDnsHostnames", No), ("/EnableDnsSupport", Yes), ("/InstanceTenancy", "default")],
        ["AWS::EC2::VPCEndpoint"] = [("/VpcEndpointType", "Gateway")],
        ["AWS::EC2::Volume"] = [("/MultiAttachEnabled", No)],
        ["AWS::ECR::Repository"] = [("/ImageTagMutability", "MUTABLE")],
        ["AWS::ECS::Service"] =
            [("/DeploymentController/Type", "ECS"), ("/EnableECSManagedTags", No), ("/EnableExecuteCommand", No), ("/PropagateTags", "NONE"), ("/SchedulingStrategy", "REPLICA")],
        ["AWS::EFS::FileSystem"] = [("/PerformanceMode", "generalPurpose"), ("/ThroughputMode", "bursting")],
        ["AWS::ElasticLoadBalancingV2::LoadBalancer"] = [("/Scheme", "internet-facing"), ("/Type", "application")],
        ["AWS::ElasticLoadBalancingV2::TargetGroup"] =
            [("/HealthCheckPort", "traffic-port"), ("/HealthyThresholdCount", "5"), ("/TargetType", "instance"), ("/UnhealthyThresholdCount", "2")],
        ["AWS::Events::Rule"] = [("/EventBusName", "default"), ("/State", "ENABLED")],
        ["AWS::IAM::Group"] = [("/Path", "/")],
        ["AWS::IAM::InstanceProfile"] = [("/Path", "/")],
        ["AWS::IAM::Role"] = [("/MaxSessionDuration", "3600")],
        ["AWS::IAM::User"] = [("/Path", "/")],
        ["AWS::KMS::Key"] = [("/EnableKeyRotation", No), ("/Enabled", Yes)],
        ["AWS::Kinesis::Stream"] = [("/RetentionPeriodHours", "24")],
        ["AWS::Lambda::EventSourceMapping"] =
            [("/BisectBatchOnFunctionError", No), ("/Enabled", Yes), ("/MaximumRecordAgeInSeconds", "-1"), ("/MaximumRetryAttempts", "-1"), ("/ParallelizationFactor", "1")],
        ["AWS::Lambda::Function"] =
        [
            ("/Architectures", """["x86_64"]"""), ("/EphemeralStorage", """{"Size":512}"""), ("/MemorySize", "128"), ("/PackageType", "Zip"), ("/Timeout", "3"),
            ("/TracingConfig", """{"Mode":"PassThrough"}"""),
        ],
        ["AWS::RDS::DBCluster"] = [("/CopyTagsToSnapshot", No), ("/DeletionProtection", No), ("/EnableIAMDatabaseAuthentication", No), ("/EngineMode", "provisioned")],
        ["AWS::RDS::DBInstance"] =
            [("/AutoMinorVersionUpgrade", Yes), ("/DeletionProtection", No), ("/EnableIAMDatabaseAuthentication", No), ("/MonitoringInterval", "0"), ("/MultiAZ", No), ("/PromotionTier", "1")],
        ["AWS::SNS::Subscription"] = [("/RawMessageDelivery", No)],
        ["AWS::SNS::Topic"] = [("/ContentBasedDeduplication", No), ("/FifoTopic", No), ("/TracingConfig", "PassThrough")],
        ["AWS::SQS::Queue"] =
        [
            ("/ContentBasedDeduplication", No), ("/DelaySeconds", "0"), ("/FifoQueue", No), ("/KmsDataKeyReusePeriodSeconds", "300"), ("/MessageRetentionPeriod", "345600"),
            ("/ReceiveMessageWaitTimeSeconds", "0"), ("/VisibilityTimeout", "30"),
        ],
        ["AWS::StepFunctions::StateMachine"] = [("/StateMachineType", "STANDARD")],
    };

    /// <summary>Every type with such values.</summary>
    public static IEnumerable<string> Types => ByType.Keys;

    /// <summary>The values that stand for absent ones, by their places: texts, or lists and maps as JSON.</summary>
    public static ImmutableArray<(string Path, PropertyValue Value)> Of(string type) =>
        ByType.TryGetValue(type, out var defaults) ? [.. defaults.Select(d => (d.Path, d.Value[0] is '[' or '{' ? JsonValues.Parse(d.Value) : new ScalarValue(d.Value)))] : [];
}
