namespace Dashboard.Sandbox.Cloud.Types;

internal static partial class TypeForms
{
    private const string DataAndMessaging = """
        AWS::S3::Bucket | {lname:BucketName:63} | BucketName={id} ; Arn=arn:aws:s3:::{id} ; DomainName={id}.s3.amazonaws.com ; RegionalDomainName={id}.s3.{region}.amazonaws.com ; DualStackDomainName={id}.s3.dualstack.{region}.amazonaws.com ; WebsiteURL=http://{id}.s3-website-{region}.amazonaws.com
        AWS::S3::BucketPolicy | {=Bucket} |
        AWS::SQS::Queue | https://sqs.{region}.amazonaws.com/{account}/{name:QueueName:80} | QueueUrl={id} ; QueueName={name:QueueName:80} ; Arn=arn:aws:sqs:{region}:{account}:{name:QueueName:80}
        AWS::SQS::QueuePolicy | {stack}-{logical}-{upper12} | Id={id}
        AWS::SNS::Topic | arn:aws:sns:{region}:{account}:{name:TopicName} | TopicArn={id} ; TopicName={name:TopicName}
        AWS::SNS::Subscription | {=TopicArn}:{uuid} | Arn={id}
        AWS::SNS::TopicPolicy | {stack}-{logical}-{upper12} | Id={id}
        AWS::DynamoDB::Table | {name:TableName} | TableName={id} ; Arn=arn:aws:dynamodb:{region}:{account}:table/{id}
        AWS::DynamoDB::GlobalTable | {name:TableName} | TableName={id} ; Arn=arn:aws:dynamodb:{region}:{account}:table/{id} ; TableId={uuid}
        AWS::RDS::DBInstance | {lname:DBInstanceIdentifier:63} | DBInstanceIdentifier={id} ; DBInstanceArn=arn:aws:rds:{region}:{account}:db:{id} ; DbiResourceId=db-{upper26} ; Endpoint.Address={id}.{hex12:endpoint}.{region}.rds.amazonaws.com ; Endpoint.HostedZoneId=Z{upper13:zone}
        AWS::RDS::DBCluster | {lname:DBClusterIdentifier:63} | DBClusterIdentifier={id} ; DBClusterArn=arn:aws:rds:{region}:{account}:cluster:{id} ; DBClusterResourceId=cluster-{upper26} ; Endpoint.Address={id}.cluster-{hex12:endpoint}.{region}.rds.amazonaws.com ; ReadEndpoint.Address={id}.cluster-ro-{hex12:endpoint}.{region}.rds.amazonaws.com
        AWS::RDS::DBSubnetGroup | {lname:DBSubnetGroupName} | DBSubnetGroupName={id}
        AWS::RDS::DBParameterGroup | {lname:DBParameterGroupName} | DBParameterGroupName={id}
        AWS::RDS::DBClusterParameterGroup | {lname:DBClusterParameterGroupName} | DBClusterParameterGroupName={id}
        AWS::RDS::DBProxy | {=DBProxyName} | DBProxyArn=arn:aws:rds:{region}:{account}:db-proxy:prx-{hex17} ; Endpoint={=DBProxyName}.proxy-{hex12}.{region}.rds.amazonaws.com
        AWS::ElastiCache::CacheCluster | {lname:ClusterName:40} | ClusterName={id} ; RedisEndpoint.Address={id}.{hex6}.0001.{region}.cache.amazonaws.com ; RedisEndpoint.Port=6379 ; ConfigurationEndpoint.Address={id}.{hex6}.cfg.{region}.cache.amazonaws.com
        AWS::ElastiCache::ReplicationGroup | {lname:ReplicationGroupId:40} | ReplicationGroupId={id} ; PrimaryEndPoint.Address={id}.{hex6}.ng.0001.{region}.cache.amazonaws.com ; PrimaryEndPoint.Port=6379
        AWS::ElastiCache::SubnetGroup | {lname:CacheSubnetGroupName} | CacheSubnetGroupName={id}
        AWS::OpenSearchService::Domain | {lname:DomainName:28} | DomainName={id} ; Arn=arn:aws:es:{region}:{account}:domain/{id} ; DomainArn=arn:aws:es:{region}:{account}:domain/{id} ; DomainEndpoint=search-{id}-{hex26}.{region}.es.amazonaws.com
        AWS::EFS::FileSystem | fs-{hex17} | FileSystemId={id} ; Arn=arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}
        AWS::EFS::MountTarget | fsmt-{hex17} | Id={id} ; IpAddress=10.0.0.20
        AWS::EFS::AccessPoint | fsap-{hex17} | AccessPointId={id} ; Arn=arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}
        AWS::Kinesis::Stream | {name:Name} | Name={id} ; Arn=arn:aws:kinesis:{region}:{account}:stream/{id}
        AWS::KinesisFirehose::DeliveryStream | {name:DeliveryStreamName:64} | DeliveryStreamName={id} ; Arn=arn:aws:firehose:{region}:{account}:deliverystream/{id}
        AWS::MSK::Cluster | arn:aws:kafka:{region}:{account}:cluster/{=ClusterName}/{uuid} | Arn={id}
        AWS::Events::Rule | {name:Name:64} | Name={id} ; Arn=arn:aws:events:{region}:{account}:rule/{id}
        AWS::Events::EventBus | {=Name} | Arn=arn:aws:events:{region}:{account}:event-bus/{=Name}
        AWS::Scheduler::Schedule | {name:Name:64} | Name={id} ; Arn=arn:aws:scheduler:{region}:{account}:schedule/default/{id}
        AWS::Pipes::Pipe | {name:Name:64} | Name={id} ; Arn=arn:aws:pipes:{region}:{account}:pipe/{id}
        AWS::StepFunctions::StateMachine | arn:aws:states:{region}:{account}:stateMachine:{name:StateMachineName:80} | Arn={id} ; Name={name:StateMachineName:80} ; StateMachineName={name:StateMachineName:80}
        AWS::Glue::Database | {lname:Name} |
        AWS::Athena::WorkGroup | {=Name} |
        AWS::Redshift::Cluster | {lname:ClusterIdentifier:63} | ClusterIdentifier={id} ; Endpoint.Address={id}.{hex12}.{region}.redshift.amazonaws.com ; Endpoint.Port=5439
        AWS::Backup::BackupVault | {=BackupVaultName} | BackupVaultArn=arn:aws:backup:{region}:{account}:backup-vault:{=BackupVaultName}
        AWS::Backup::BackupPlan | {uuid} | BackupPlanId={id} ; BackupPlanArn=arn:aws:backup:{region}:{account}:backup-plan:{id} ; VersionId={hex32:version}
        """;
}
