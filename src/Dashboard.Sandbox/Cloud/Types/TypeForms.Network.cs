namespace Dashboard.Sandbox.Cloud.Types;

internal static partial class TypeForms
{
    private const string NetworkAndCompute = """
        AWS::EC2::VPC | vpc-{hex17} | VpcId={id} ; DefaultSecurityGroup=sg-{hex17:default} ; DefaultNetworkAcl=acl-{hex17:default}
        AWS::EC2::Subnet | subnet-{hex17} | SubnetId={id} ; NetworkAclAssociationId=aclassoc-{hex17:acl}
        AWS::EC2::SecurityGroup | sg-{hex17} | GroupId={id} ; Id={id} ; GroupName={name:GroupName}
        AWS::EC2::SecurityGroupIngress | sgr-{hex17} | Id={id}
        AWS::EC2::SecurityGroupEgress | sgr-{hex17} | Id={id}
        AWS::EC2::InternetGateway | igw-{hex17} | InternetGatewayId={id}
        AWS::EC2::VPCGatewayAttachment | IGW&pipe;{=VpcId} | AttachmentType=IGW
        AWS::EC2::NatGateway | nat-{hex17} | NatGatewayId={id}
        AWS::EC2::EIP | 203.0.113.{octet} | PublicIp={id} ; AllocationId=eipalloc-{hex17}
        AWS::EC2::EIPAssociation | eipassoc-{hex17} | Id={id}
        AWS::EC2::RouteTable | rtb-{hex17} | RouteTableId={id}
        AWS::EC2::Route | {=RouteTableId}&pipe;{=DestinationCidrBlock} | CidrBlock={=DestinationCidrBlock}
        AWS::EC2::SubnetRouteTableAssociation | rtbassoc-{hex17} | Id={id}
        AWS::EC2::NetworkAcl | acl-{hex17} | Id={id}
        AWS::EC2::VPCEndpoint | vpce-{hex17} | Id={id}
        AWS::EC2::FlowLog | fl-{hex17} | Id={id}
        AWS::EC2::VPCPeeringConnection | pcx-{hex17} | Id={id}
        AWS::EC2::TransitGateway | tgw-{hex17} | Id={id} ; TransitGatewayArn=arn:aws:ec2:{region}:{account}:transit-gateway/{id}
        AWS::EC2::Instance | i-{hex17} | InstanceId={id} ; PrivateIp=10.0.0.10 ; PrivateDnsName=ip-10-0-0-10.{region}.compute.internal ; AvailabilityZone={region}a
        AWS::EC2::Volume | vol-{hex17} | VolumeId={id}
        AWS::EC2::KeyPair | {name:KeyName} | KeyPairId=key-{hex17} ; KeyFingerprint={hex40:fingerprint}
        AWS::EC2::LaunchTemplate | lt-{hex17} | LaunchTemplateId={id} ; DefaultVersionNumber=1 ; LatestVersionNumber={generation}
        AWS::AutoScaling::AutoScalingGroup | {name:AutoScalingGroupName} | AutoScalingGroupName={id} ; AutoScalingGroupARN=arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{id}
        AWS::AutoScaling::LaunchConfiguration | {name:LaunchConfigurationName} | LaunchConfigurationName={id}
        AWS::AutoScaling::ScalingPolicy | arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{=AutoScalingGroupName}:policyName/{name:PolicyName} | Arn={id} ; PolicyName={name:PolicyName}
        AWS::ElasticLoadBalancingV2::LoadBalancer | arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name:Name:32}/{hex16} | LoadBalancerArn={id} ; LoadBalancerName={name:Name:32} ; LoadBalancerFullName=app/{name:Name:32}/{hex16} ; DNSName={lname:Name:32}-{digits10}.{region}.elb.amazonaws.com ; CanonicalHostedZoneID=Z{upper13:zone}
        AWS::ElasticLoadBalancingV2::TargetGroup | arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name:Name:32}/{hex16} | TargetGroupArn={id} ; TargetGroupName={name:Name:32} ; TargetGroupFullName=targetgroup/{name:Name:32}/{hex16}
        AWS::ElasticLoadBalancingV2::Listener | arn:aws:elasticloadbalancing:{region}:{account}:listener/app/{logical}/{hex16:lb}/{hex16} | ListenerArn={id}
        AWS::ElasticLoadBalancingV2::ListenerRule | arn:aws:elasticloadbalancing:{region}:{account}:listener-rule/app/{logical}/{hex16:lb}/{hex16:listener}/{hex16} | RuleArn={id}
        AWS::ElasticLoadBalancing::LoadBalancer | {name:LoadBalancerName:32} | DNSName={lname:LoadBalancerName:32}-{digits10}.{region}.elb.amazonaws.com
        AWS::ECS::Cluster | {name:ClusterName} | ClusterName={id} ; Arn=arn:aws:ecs:{region}:{account}:cluster/{id}
        AWS::ECS::Service | arn:aws:ecs:{region}:{account}:service/{last:Cluster:default}/{name:ServiceName} | ServiceArn={id} ; Name={name:ServiceName} ; ServiceName={name:ServiceName}
        AWS::ECS::TaskDefinition | arn:aws:ecs:{region}:{account}:task-definition/{name:Family}:{generation} | TaskDefinitionArn={id}
        AWS::ECR::Repository | {lname:RepositoryName} | RepositoryName={id} ; Arn=arn:aws:ecr:{region}:{account}:repository/{id} ; RepositoryUri={account}.dkr.ecr.{region}.amazonaws.com/{id}
        AWS::EKS::Cluster | {name:Name:100} | Name={id} ; Arn=arn:aws:eks:{region}:{account}:cluster/{id} ; Endpoint=https://{upper32}.gr7.{region}.eks.amazonaws.com
        AWS::EKS::Nodegroup | {=ClusterName}/{name:NodegroupName} | Id={id} ; NodegroupName={name:NodegroupName} ; Arn=arn:aws:eks:{region}:{account}:nodegroup/{=ClusterName}/{name:NodegroupName}/{uuid}
        AWS::Lambda::Function | {name:FunctionName:64} | FunctionName={id} ; Arn=arn:aws:lambda:{region}:{account}:function:{id}
        AWS::Lambda::Version | {=FunctionName}:{generation} | FunctionArn={id} ; Version={generation}
        AWS::Lambda::Alias | arn:aws:lambda:{region}:{account}:function:{last:FunctionName}:{=Name} | AliasArn={id}
        AWS::Lambda::EventSourceMapping | {uuid} | Id={id} ; EventSourceMappingArn=arn:aws:lambda:{region}:{account}:event-source-mapping:{id}
        AWS::Lambda::LayerVersion | arn:aws:lambda:{region}:{account}:layer:{name:LayerName}:{generation} | LayerVersionArn={id}
        AWS::Lambda::Permission | {stack}-{logical}-{upper12} | Id={id}
        AWS::Lambda::Url | arn:aws:lambda:{region}:{account}:function:{last:TargetFunctionArn} | FunctionArn={id} ; FunctionUrl=https://{hex32}.lambda-url.{region}.on.aws/
        AWS::Route53::HostedZone | Z{upper20} | Id={id}
        AWS::Route53::RecordSet | {=Name} | Id={id}
        AWS::Route53::HealthCheck | {uuid} | HealthCheckId={id}
        AWS::CloudFront::Distribution | E{upper13} | Id={id} ; DomainName=d{hex13}.cloudfront.net
        AWS::CloudFront::CachePolicy | {uuid} | Id={id} ; LastModifiedTime=2026-01-01T00:00:00Z
        AWS::CloudFront::OriginAccessControl | E{upper13} | Id={id}
        AWS::CloudFront::CloudFrontOriginAccessIdentity | E{upper13} | Id={id} ; S3CanonicalUserId={hex64}
        AWS::ApiGateway::RestApi | {hex10} | RestApiId={id} ; RootResourceId={hex10:root}
        AWS::ApiGateway::Resource | {hex6} | ResourceId={id}
        AWS::ApiGateway::Method | {stack}-{logical}-{upper12} |
        AWS::ApiGateway::Deployment | {hex6} | DeploymentId={id}
        AWS::ApiGateway::Stage | {=StageName} |
        AWS::ApiGatewayV2::Api | {hex10} | ApiId={id} ; ApiEndpoint=https://{id}.execute-api.{region}.amazonaws.com
        AWS::ApiGatewayV2::Integration | {hex7} | IntegrationId={id}
        AWS::ApiGatewayV2::Route | {hex7} | RouteId={id}
        AWS::ApiGatewayV2::Stage | {=StageName} | Id={id}
        """;
}
