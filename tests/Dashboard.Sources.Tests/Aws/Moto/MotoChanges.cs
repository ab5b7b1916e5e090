namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>A change by hand, and the difference that it must show as.</summary>
/// <param name="Resource">The logical id.</param>
/// <param name="Path">Where; "" for the whole resource.</param>
/// <param name="Expected">What the template says; "" where a whole resource is gone.</param>
/// <param name="Actual">What runs; "" where nothing does.</param>
/// <param name="Command">The command after "aws"; "{Vpc}" stands for that resource's physical id.</param>
/// <param name="More">Arguments that hold spaces.</param>
internal sealed record MotoChange(string Resource, string Path, string Expected, string Actual, string Command, params string[] More)
{
    /// <summary>Whether the whole resource is gone.</summary>
    public bool IsGone => Path.Length == 0;
}

/// <summary>One change for every type.</summary>
internal static class MotoChanges
{
    private const string OtherStatement = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

    public static readonly MotoChange[] All =
    [
        new("Vpc", "/EnableDnsSupport", "true", "false", "ec2 modify-vpc-attribute --vpc-id {Vpc} --no-enable-dns-support"),
        new("Subnet", "/Tags/0/Value", "private", "public", "ec2 create-tags --resources {Subnet} --tags Key=tier,Value=public"),
        new("Gateway", "/Tags/0/Value", "shop", "ops", "ec2 create-tags --resources {Gateway} {Routes} {Nat} {Address.AllocationId} {Endpoint} --tags Key=team,Value=ops"),
        new("Routes", "/Tags/0/Value", "shop", "ops", ""),
        new("Nat", "/Tags/0/Value", "shop", "ops", ""),
        new("Address", "/Tags/0/Value", "shop", "ops", ""),
        new("Attachment", "", "", "", "ec2 detach-internet-gateway --internet-gateway-id {Gateway} --vpc-id {Vpc}"),
        new("DefaultRoute", "/GatewayId", "{Gateway}", "", "ec2 replace-route --route-table-id {Routes} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id {Nat}"),
        new("WebGroup", "/SecurityGroupIngress/3", "", """{"CidrIp": "0.0.0.0/0", "FromPort": 22, "IpProtocol": "tcp", "ToPort": 22}""",
            "ec2 authorize-security-group-ingress --group-id {WebGroup} --protocol tcp --port 22 --cidr 0.0.0.0/0"),
        new("Disk", "/Size", "20", "40", "ec2 modify-volume --volume-id {Disk} --size 40"),
        new("Server", "/InstanceType", "t3.small", "t3.large", "ec2 modify-instance-attribute --instance-id {Server} --instance-type Value=t3.large"),
        new("Launch", "/LaunchTemplateData/InstanceType", "t3.small", "t3.large", "ec2 create-launch-template-version --launch-template-id {Launch} --launch-template-data", """{"InstanceType": "t3.large"}"""),
        new("Interface", "/Description", "spare", "used", "ec2 modify-network-interface-attribute --network-interface-id {Interface} --description Value=used"),
        new("Endpoint", "/Tags/0/Value", "shop", "ops", ""),
        new("Peering", "", "", "", "ec2 delete-vpc-peering-connection --vpc-peering-connection-id {Peering}"),
        new("Transit", "/Description", "hub", "other", "ec2 modify-transit-gateway --transit-gateway-id {Transit} --description other"),
        new("Flow", "", "", "", "ec2 delete-flow-logs --flow-log-ids {Flow}"),
        new("Bucket", "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm", "AES256", "aws:kms",
            "s3api put-bucket-encryption --bucket {Bucket} --server-side-encryption-configuration", """{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}"""),
        new("Jobs", "/VisibilityTimeout", "30", "300", "sqs set-queue-attributes --queue-url {Jobs} --attributes VisibilityTimeout=300"),
        new("Level", "/Value", "info", "debug", "ssm put-parameter --name {Level} --value debug --overwrite"),
        new("Orders", "/BillingMode", "PAY_PER_REQUEST", "PROVISIONED",
            "dynamodb update-table --table-name {Orders} --billing-mode PROVISIONED --provisioned-throughput ReadCapacityUnits=5,WriteCapacityUnits=5"),
        new("Key", "/EnableKeyRotation", "true", "false", "kms disable-key-rotation --key-id {Key}"),
        new("Alias", "/TargetKeyId", "{Key}", "{OtherKey}", "kms update-alias --alias-name {Alias} --target-key-id {OtherKey}"),
        new("Role", "/MaxSessionDuration", "3600", "7200", "iam update-role --role-name {Role} --max-session-duration 7200 --description", "handles jobs"),
        // A role shows every policy inside it; one that its own resource declares is folded only as long as it is as declared.
        new("Role", "/Policies/1", "", """{"PolicyDocument": {"Statement": [{"Action": "sqs:*", "Effect": "Allow", "Resource": "arn:aws:sqs:eu-west-1:333333333333:staging-jobs"}], "Version": "2012-10-17"}, "PolicyName": "queue"}""", ""),
        new("ExtraPolicy", "/PolicyDocument/Statement/0/Action", "sqs:SendMessage", "sqs:*", "iam put-role-policy --role-name {Role} --policy-name queue --policy-document",
            """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:333333333333:staging-jobs"}]}"""),
        new("Shared", "/PolicyDocument/Statement/0/Action", "logs:PutLogEvents", "*", "iam create-policy-version --policy-arn {Shared} --set-as-default --policy-document", OtherStatement),
        new("Profile", "/Roles", """["staging-handler"]""", "", "iam remove-role-from-instance-profile --instance-profile-name {Profile} --role-name {Role}"),
        new("Deployer", "/Tags/0/Value", "shop", "ops", "iam tag-user --user-name {Deployer} --tags Key=team,Value=ops"),
        new("Topic", "/DisplayName", "alarms", "others", "sns set-topic-attributes --topic-arn {Topic} --attribute-name DisplayName --attribute-value others"),
        new("Function", "/MemorySize", "128", "512", "lambda update-function-configuration --function-name {Function} --memory-size 512"),
        new("Mapping", "/BatchSize", "5", "10", "lambda update-event-source-mapping --uuid {Mapping} --batch-size 10"),
        new("Logs", "/RetentionInDays", "14", "3", "logs put-retention-policy --log-group-name {Logs} --retention-in-days 3"),
        new("Nightly", "/State", "ENABLED", "DISABLED", "events disable-rule --name {Nightly}"),
        new("Cluster", "/CapacityProviders/0", "FARGATE", "FARGATE_SPOT", "ecs put-cluster-capacity-providers --cluster {Cluster} --capacity-providers FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE_SPOT"),
        new("Images", "/ImageTagMutability", "IMMUTABLE", "MUTABLE", "ecr put-image-tag-mutability --repository-name {Images} --image-tag-mutability MUTABLE"),
        new("Balancer", "/IpAddressType", "ipv4", "dualstack", "elbv2 set-ip-address-type --load-balancer-arn {Balancer} --ip-address-type dualstack"),
        new("Targets", "/HealthCheckPath", "/health", "/live", "elbv2 modify-target-group --target-group-arn {Targets} --health-check-path /live"),
        new("Listener", "/Port", "80", "81", "elbv2 modify-listener --listener-arn {Listener} --port 81"),
        new("Task", "", "", "", "ecs deregister-task-definition --task-definition {Task}"),
        new("Service", "/DesiredCount", "1", "3", "ecs update-service --cluster {Cluster} --service {Service} --desired-count 3"),
        new("Machine", "/DefinitionString/States/Done/Type", "Succeed", "Fail", "stepfunctions update-state-machine --state-machine-arn {Machine} --definition",
            """{"StartAt":"Done","States":{"Done":{"Type":"Fail"}}}"""),
        new("Fleet", "/MaxSize", "3", "9", "autoscaling update-auto-scaling-group --auto-scaling-group-name {Fleet} --max-size 9"),
        new("Stream", "/RetentionPeriodHours", "24", "48", "kinesis increase-stream-retention-period --stream-name {Stream} --retention-period-hours 48"),
    ];
}
