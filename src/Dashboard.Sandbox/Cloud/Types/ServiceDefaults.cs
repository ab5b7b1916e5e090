namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>What a service answers for properties that nobody set: a few common types, from the type's page in the template reference.</summary>
internal static class ServiceDefaults
{
    private static readonly ImmutableDictionary<string, MapValue> ByType = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        Entry("AWS::SQS::Queue", """
            {"DelaySeconds": 0, "MaximumMessageSize": 262144, "MessageRetentionPeriod": 345600, "ReceiveMessageWaitTimeSeconds": 0, "VisibilityTimeout": 30, "SqsManagedSseEnabled": true}
            """),
        Entry("AWS::S3::Bucket", """
            {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"BucketKeyEnabled": false, "ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
             "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
             "PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}}
            """),
        Entry("AWS::Lambda::Function", """
            {"MemorySize": 128, "Timeout": 3, "PackageType": "Zip", "Architectures": ["x86_64"], "EphemeralStorage": {"Size": 512}, "TracingConfig": {"Mode": "PassThrough"}}
            """),
        Entry("AWS::DynamoDB::Table", """{"BillingMode": "PROVISIONED", "TableClass": "STANDARD", "DeletionProtectionEnabled": false}"""),
        Entry("AWS::KMS::Key", """{"Enabled": true, "EnableKeyRotation": false, "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "MultiRegion": false, "Origin": "AWS_KMS"}"""),
        Entry("AWS::EC2::VPC", """{"EnableDnsSupport": true, "EnableDnsHostnames": false, "InstanceTenancy": "default"}"""),
        Entry("AWS::EC2::Subnet", """{"MapPublicIpOnLaunch": false, "AssignIpv6AddressOnCreation": false}"""),
        Entry("AWS::IAM::Role", """{"Path": "/", "MaxSessionDuration": 3600}"""),
        Entry("AWS::RDS::DBInstance", """
            {"AutoMinorVersionUpgrade": true, "BackupRetentionPeriod": 1, "CopyTagsToSnapshot": false, "DeletionProtection": false, "MultiAZ": false, "PubliclyAccessible": false}
            """),
        Entry("AWS::ECS::Service", """{"SchedulingStrategy": "REPLICA", "EnableECSManagedTags": false, "EnableExecuteCommand": false, "PropagateTags": "NONE"}"""),
        Entry("AWS::SSM::Parameter", """{"DataType": "text", "Tier": "Standard"}"""),
        Entry("AWS::CloudWatch::Alarm", """{"ActionsEnabled": true, "TreatMissingData": "missing"}"""),
        Entry("AWS::Events::Rule", """{"State": "ENABLED", "EventBusName": "default"}"""),
        Entry("AWS::Logs::LogGroup", """{"LogGroupClass": "STANDARD"}"""),
        Entry("AWS::ElasticLoadBalancingV2::LoadBalancer", """{"IpAddressType": "ipv4", "Scheme": "internet-facing", "Type": "application"}"""),
        Entry("AWS::ElasticLoadBalancingV2::TargetGroup", """{"HealthCheckIntervalSeconds": 30, "HealthyThresholdCount": 5, "UnhealthyThresholdCount": 2, "TargetType": "instance"}"""),
    ]);

    /// <summary>The defaults of a type; empty where none are known.</summary>
    public static MapValue Of(string type) => ByType.GetValueOrDefault(type, MapValue.Empty);

    private static KeyValuePair<string, MapValue> Entry(string type, string json) => KeyValuePair.Create(type, (MapValue)JsonValues.Parse(json));
}
