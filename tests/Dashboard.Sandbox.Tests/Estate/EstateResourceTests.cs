using System.Text.RegularExpressions;
using Dashboard.Core.Values;

namespace Dashboard.Sandbox.Tests.Estate;

/// <summary>
/// What runs, written by hand from the templates and parameter files: the renderer stands on both sides of the product, so it must not vouch for itself.
/// "{component/Resource}" stands for a physical id of the same environment.
/// </summary>
public sealed partial class EstateResourceTests(DeployedEstate deployed)
{
    public static TheoryData<string, string, string, string> Resources => new()
    {
        { "production", "network", "Vpc", """{"CidrBlock": "10.10.0.0/16", "EnableDnsHostnames": true, "EnableDnsSupport": true, "InstanceTenancy": "default"}""" },
        { "staging", "network", "PublicSubnetB", """{"VpcId": "{network/Vpc}", "AvailabilityZone": "eu-west-1b", "CidrBlock": "10.20.16.0/20", "MapPublicIpOnLaunch": true}""" },
        { "development", "network", "DataSubnetA", """{"VpcId": "{network/Vpc}", "AvailabilityZone": "eu-west-1a", "CidrBlock": "10.30.64.0/20", "MapPublicIpOnLaunch": false}""" },
        { "production", "network", "ApplicationDefaultRouteB", """{"RouteTableId": "{network/ApplicationRouteTableB}", "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "{network/NatGatewayB}"}""" },
        { "staging", "network", "ApplicationDefaultRouteB", """{"RouteTableId": "{network/ApplicationRouteTableB}", "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "{network/NatGatewayA}"}""" },
        { "production", "network", "FlowLogGroup", """{"LogGroupName": "/shop/production/flow-logs", "RetentionInDays": 365, "LogGroupClass": "STANDARD"}""" },
        { "staging", "network", "FlowLog", """{"ResourceType": "VPC", "ResourceId": "{network/Vpc}", "TrafficType": "REJECT", "LogDestinationType": "cloud-watch-logs", "LogGroupName": "/shop/staging/flow-logs"}""" },
        {
            "production", "network", "EndpointSecurityGroup",
            """{"VpcId": "{network/Vpc}", "SecurityGroupIngress": [{"Description": "HTTPS from the VPC", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.10.0.0/16"}]}"""
        },
        {
            "production", "network", "SecretsEndpoint",
            """{"ServiceName": "com.amazonaws.eu-west-1.secretsmanager", "VpcEndpointType": "Interface", "PrivateDnsEnabled": true, "SubnetIds": ["{network/ApplicationSubnetA}", "{network/ApplicationSubnetB}"], "SecurityGroupIds": ["{network/EndpointSecurityGroup}"]}"""
        },
        {
            "production", "observability", "DatabaseEventRule",
            """{"Name": "production-shop-observability-database-events", "State": "ENABLED", "EventPattern": {"source": ["aws.rds"], "detail": {"EventCategories": ["failover", "failure", "low storage", "maintenance"]}}, "Targets": [{"Id": "on-call", "Arn": "arn:aws:sns:eu-west-1:222222222222:production-shop-observability-alarms"}]}"""
        },
        { "staging", "observability", "AuditLogGroup", """{"LogGroupName": "/shop/staging/audit", "RetentionInDays": 90}""" },
        {
            "production", "identity", "SupportRole",
            """{"RoleName": "production-shop-identity-support", "MaxSessionDuration": 3600, "ManagedPolicyArns": ["arn:aws:iam::222222222222:policy/production-shop-identity-support"], "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}}"""
        },
        { "staging", "identity", "SupportRole", """{"RoleName": "staging-shop-identity-support", "MaxSessionDuration": 14400}""" },
        {
            "staging", "identity", "StorefrontClient",
            """{"ClientName": "storefront", "CallbackURLs": ["https://staging.shop.example.com/login", "https://www.staging.shop.example.com/login"], "AllowedOAuthScopes": ["openid", "email", "profile"], "AccessTokenValidity": 60, "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"}}"""
        },
        {
            "staging", "buckets", "InvoiceBucket",
            """{"BucketName": "staging-shop-buckets-invoices-111111111111", "VersioningConfiguration": {"Status": "Enabled"}, "LoggingConfiguration": {"DestinationBucketName": "staging-shop-buckets-access-logs-111111111111", "LogFilePrefix": "invoices/"}, "LifecycleConfiguration": {"Rules": [{"Id": "archive", "Status": "Enabled", "Transitions": [{"StorageClass": "STANDARD_IA", "TransitionInDays": 60}, {"StorageClass": "GLACIER", "TransitionInDays": 365}]}]}}"""
        },
        {
            "production", "buckets", "InvoiceBucket",
            """{"VersioningConfiguration": {"Status": "Suspended"}, "LifecycleConfiguration": {"Rules": [{"Id": "archive", "Status": "Enabled", "Transitions": [{"StorageClass": "STANDARD_IA", "TransitionInDays": 90}, {"StorageClass": "GLACIER", "TransitionInDays": 365}]}]}}"""
        },
        { "pr-142", "buckets", "AccessLogBucket", """{"BucketName": "pr-142-shop-buckets-access-logs-111111111111", "LifecycleConfiguration": {"Rules": [{"Id": "expire", "Status": "Enabled", "ExpirationInDays": 60}]}}""" },
        {
            "production", "buckets", "AssetBucketPolicy",
            """{"Bucket": "production-shop-buckets-assets-222222222222", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::production-shop-buckets-assets-222222222222", "arn:aws:s3:::production-shop-buckets-assets-222222222222/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}"""
        },
        {
            "development", "database", "Database",
            """{"DBInstanceIdentifier": "development-shop-database", "Engine": "postgres", "EngineVersion": "16.12", "DBInstanceClass": "db.t4g.small", "AllocatedStorage": "20", "MultiAZ": false, "DeletionProtection": false, "BackupRetentionPeriod": 1, "MonitoringInterval": 0, "StorageEncrypted": true, "VPCSecurityGroups": ["{database/DatabaseSecurityGroup}"]}"""
        },
        {
            "production", "database", "Database",
            """{"DBInstanceClass": "db.r6g.2xlarge", "AllocatedStorage": "200", "MultiAZ": true, "DeletionProtection": true, "BackupRetentionPeriod": 14, "MonitoringInterval": 60, "MonitoringRoleArn": "arn:aws:iam::222222222222:role/production-shop-database-monitoring"}"""
        },
        { "staging", "database", "DatabaseParameterGroup", """{"Family": "postgres16", "Parameters": {"rds.force_ssl": "1", "log_min_duration_statement": "500", "shared_preload_libraries": "pg_stat_statements"}}""" },
        { "production", "database", "DatabaseSubnetGroup", """{"DBSubnetGroupName": "production-shop-database", "SubnetIds": ["{network/DataSubnetA}", "{network/DataSubnetB}"]}""" },
        {
            "production", "database", "CpuAlarm",
            """{"AlarmName": "production-shop-database-cpu", "Namespace": "AWS/RDS", "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "production-shop-database"}], "Period": 300, "Threshold": 80, "AlarmActions": ["arn:aws:sns:eu-west-1:222222222222:production-shop-observability-alarms"]}"""
        },
        { "production", "dns", "Certificate", """{"DomainName": "shop.example.com", "SubjectAlternativeNames": ["*.shop.example.com"], "DomainValidationOptions": [{"DomainName": "shop.example.com", "HostedZoneId": "{dns/Zone}"}]}""" },
        {
            "staging", "worker", "Queues/OrderQueue",
            """{"QueueName": "staging-shop-worker-orders", "VisibilityTimeout": 180, "ReceiveMessageWaitTimeSeconds": 20, "RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111111111111:staging-shop-worker-orders-dead", "maxReceiveCount": 5}}"""
        },
        { "production", "worker", "Queues/OrderQueue", """{"QueueName": "production-shop-worker-orders", "VisibilityTimeout": 60}""" },
        { "production", "worker", "OrderFunction", """{"FunctionName": "production-shop-worker-orders", "Runtime": "nodejs24.x", "MemorySize": 1024, "Timeout": 15, "ReservedConcurrentExecutions": 20, "TracingConfig": {"Mode": "Active"}}""" },
        { "staging", "worker", "ReportFunction", """{"MemorySize": 1024, "Timeout": 300, "Environment": {"Variables": {"DATABASE_HOST": "production-shop-database.d9f495b8e150.eu-west-1.rds.amazonaws.com", "EXPORT_BUCKET": "staging-shop-buckets-exports-111111111111"}}}""" },
        { "development", "worker", "ReportSchedule", """{"Name": "development-shop-worker-report", "State": "DISABLED", "ScheduleExpression": "cron(0 5 * * ? *)"}""" },
        { "production", "storefront", "TargetGroup", """{"Name": "production-shop-storefront", "Port": 8080, "VpcId": "{network/Vpc}", "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 15, "Matcher": {"HttpCode": "200"}}""" },
        { "staging", "storefront", "TargetGroup", """{"Name": "staging-shop-storefront", "Port": 3000}""" },
        { "staging", "storefront", "TaskDefinition", """{"Family": "staging-shop-storefront", "Cpu": "512", "Memory": "1024", "NetworkMode": "awsvpc", "RequiresCompatibilities": ["FARGATE"]}""" },
        { "development", "storefront", "TaskDefinition", """{"Family": "development-shop-storefront", "Cpu": "256", "Memory": "1024"}""" },
        { "production", "storefront", "CartTable", """{"TableName": "production-shop-storefront-carts", "BillingMode": "PAY_PER_REQUEST", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}, "SSESpecification": {"SSEEnabled": true}}""" },
        { "production", "storefront", "ScalableTarget", """{"MinCapacity": 2, "MaxCapacity": 12, "ResourceId": "service/production-shop-storefront/production-shop-storefront", "ScalableDimension": "ecs:service:DesiredCount"}""" },
        { "staging", "storefront", "LogGroup", """{"LogGroupName": "/shop/staging/staging-shop-storefront", "RetentionInDays": 30}""" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public void A_resource_runs_as_it_was_written(string environment, string component, string address, string properties)
    {
        var expected = Some.Map(Placeholder().Replace(properties, m => deployed.Resource(environment, m.Groups[1].Value, m.Groups[2].Value).PhysicalId));

        var live = deployed.Live(environment, component, address);

        Assert.All(expected.Entries, e => Assert.Equal((e.Key, JsonValues.Write(e.Value)), (e.Key, live[e.Key] is { } value ? JsonValues.Write(value) : null)));
    }

    [Fact]
    public void Conditions_decide_what_is_there()
    {
        Assert.Contains("NatGatewayB", deployed.Stack("production", "network").Resources.Keys);
        Assert.DoesNotContain("NatGatewayB", deployed.Stack("staging", "network").Resources.Keys);
        Assert.Contains("EmergencyRole", deployed.Stack("production", "identity").Resources.Keys);
        Assert.DoesNotContain("EmergencyRole", deployed.Stack("staging", "identity").Resources.Keys);
        Assert.Contains("OrderErrorAlarm", deployed.Stack("staging", "worker").Resources.Keys);
        Assert.DoesNotContain("OrderErrorAlarm", deployed.Stack("development", "worker").Resources.Keys);
        Assert.DoesNotContain("OrderDurationAlarm", deployed.Stack("production", "worker").Resources.Keys);
    }

    [Fact]
    public void A_pull_request_runs_its_own_containers_beside_the_database_of_staging()
    {
        var environment = ((ListValue)((MapValue)((ListValue)deployed.Live("pr-142", "storefront", "TaskDefinition")["ContainerDefinitions"]!).Items[0])["Environment"]!).Items
            .Cast<MapValue>().ToDictionary(v => v["Name"]!.ToString(), v => v["Value"]!.ToString());

        Assert.Equal("on", environment["GIFT_CARDS"]);
        Assert.Equal("pr-142-shop-storefront-carts", environment["CART_TABLE"]);
        Assert.Equal(deployed.Stack("staging", "database").Outputs.Single(o => o.Key == "Endpoint").Value, environment["DATABASE_HOST"]);
    }

    [GeneratedRegex(@"\{([a-z]+)/([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
