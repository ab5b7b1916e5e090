namespace Dashboard.Sandbox.Cloud.Types;

internal static partial class TypeForms
{
    private const string SecurityAndOperations = """
        AWS::IAM::Role | {name:RoleName:64} | RoleName={id} ; Arn=arn:aws:iam::{account}:role/{id} ; RoleId=AROA{upper17}
        AWS::IAM::User | {name:UserName:64} | UserName={id} ; Arn=arn:aws:iam::{account}:user/{id}
        AWS::IAM::Group | {name:GroupName} | GroupName={id} ; Arn=arn:aws:iam::{account}:group/{id}
        AWS::IAM::Policy | {stack}-{logical}-{upper12} | Id={id}
        AWS::IAM::ManagedPolicy | arn:aws:iam::{account}:policy/{name:ManagedPolicyName} | PolicyArn={id} ; PolicyId=ANPA{upper17}
        AWS::IAM::InstanceProfile | {name:InstanceProfileName} | InstanceProfileName={id} ; Arn=arn:aws:iam::{account}:instance-profile/{id}
        AWS::IAM::AccessKey | AKIA{upper16} | Id={id}
        AWS::IAM::OIDCProvider | arn:aws:iam::{account}:oidc-provider/{last:Url} | Arn={id}
        AWS::IAM::ServiceLinkedRole | AWSServiceRoleFor{logical} | RoleName={id}
        AWS::KMS::Key | {uuid} | KeyId={id} ; Arn=arn:aws:kms:{region}:{account}:key/{id}
        AWS::KMS::Alias | {=AliasName} |
        AWS::SecretsManager::Secret | arn:aws:secretsmanager:{region}:{account}:secret:{name:Name}-{upper6:suffix} | Id={id} ; Name={name:Name}
        AWS::SecretsManager::SecretTargetAttachment | {=SecretId} | Id={id}
        AWS::SecretsManager::RotationSchedule | {=SecretId} | Id={id}
        AWS::SSM::Parameter | {name:Name} | Name={id}
        AWS::SSM::Document | {name:Name} | Name={id}
        AWS::CertificateManager::Certificate | arn:aws:acm:{region}:{account}:certificate/{uuid} | Id={id} ; CertificateArn={id}
        AWS::Cognito::UserPool | {region}_{hex9} | UserPoolId={id} ; Arn=arn:aws:cognito-idp:{region}:{account}:userpool/{id} ; ProviderName=cognito-idp.{region}.amazonaws.com/{id} ; ProviderURL=https://cognito-idp.{region}.amazonaws.com/{id}
        AWS::Cognito::UserPoolClient | {hex26} | ClientId={id}
        AWS::Cognito::IdentityPool | {region}:{uuid} | Id={id} ; Name={name:IdentityPoolName}
        AWS::WAFv2::WebACL | {name:Name}&pipe;{uuid}&pipe;{=Scope} | Name={name:Name} ; Id={uuid} ; Arn=arn:aws:wafv2:{region}:{account}:regional/webacl/{name:Name}/{uuid}
        AWS::WAFv2::WebACLAssociation | {=WebACLArn}&pipe;{=ResourceArn} |
        AWS::Logs::LogGroup | {name:LogGroupName} | LogGroupName={id} ; Arn=arn:aws:logs:{region}:{account}:log-group:{id}:*
        AWS::Logs::LogStream | {name:LogStreamName} | LogStreamName={id}
        AWS::Logs::MetricFilter | {name:FilterName} | FilterName={id}
        AWS::Logs::SubscriptionFilter | {name:FilterName} | FilterName={id}
        AWS::CloudWatch::Alarm | {name:AlarmName} | AlarmName={id} ; Arn=arn:aws:cloudwatch:{region}:{account}:alarm:{id}
        AWS::CloudWatch::Dashboard | {name:DashboardName} | DashboardName={id}
        AWS::CloudWatch::CompositeAlarm | {name:AlarmName} | AlarmName={id} ; Arn=arn:aws:cloudwatch:{region}:{account}:alarm:{id}
        AWS::CloudTrail::Trail | {name:TrailName} | TrailName={id} ; Arn=arn:aws:cloudtrail:{region}:{account}:trail/{id}
        AWS::Config::ConfigRule | {name:ConfigRuleName} | ConfigRuleName={id} ; ConfigRuleId=config-rule-{hex6} ; Arn=arn:aws:config:{region}:{account}:config-rule/config-rule-{hex6}
        AWS::CodeBuild::Project | {name:Name} | Name={id} ; Arn=arn:aws:codebuild:{region}:{account}:project/{id}
        AWS::CodePipeline::Pipeline | {name:Name} | Name={id} ; Version={generation}
        AWS::ApplicationAutoScaling::ScalableTarget | {=ResourceId}&pipe;{=ScalableDimension}&pipe;{=ServiceNamespace} | Id={id}
        AWS::ApplicationAutoScaling::ScalingPolicy | arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{logical}:policyName/{name:PolicyName} | Arn={id} ; ScalableDimension={part:ScalableDimension:ScalingTargetId:1}
        AWS::ServiceDiscovery::PrivateDnsNamespace | ns-{hex16} | Id={id} ; Arn=arn:aws:servicediscovery:{region}:{account}:namespace/{id}
        AWS::ServiceDiscovery::Service | srv-{hex16} | Id={id} ; Arn=arn:aws:servicediscovery:{region}:{account}:service/{id}
        AWS::Budgets::Budget | {name:Budget.BudgetName} | Id={id}
        AWS::CloudFormation::WaitConditionHandle | https://cloudformation-waitcondition-{region}.s3.{region}.amazonaws.com/{uuid} | Id={id}
        """;
}
