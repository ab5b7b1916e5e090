using Dashboard.Sources.Aws.Reading.Ec2;
using Dashboard.Sources.Aws.Reading.Iam;
using Dashboard.Sources.Aws.Reading.Lambda;
using Dashboard.Sources.Aws.Reading.S3;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>The types that are read from their own service. A new type is a file beside these, and an entry here.</summary>
internal static class TypeReaders
{
    private static readonly ImmutableDictionary<string, TypeReader> ByType = new[]
    {
        ElasticIpReader.Reader, FlowLogReader.Reader, InstanceReader.Reader, InternetGatewayReader.Reader, KeyPairReader.Reader, LaunchTemplateReader.Reader, NatGatewayReader.Reader,
        NetworkAclReaders.Acl, NetworkAclReaders.Association, NetworkAclReaders.Entry, NetworkInterfaceReader.Reader, RouteReader.Reader, RouteTableReader.Reader, SecurityGroupReader.Reader,
        SecurityGroupRuleReaders.Egress, SecurityGroupRuleReaders.Ingress, SubnetReader.Reader, SubnetRouteTableAssociationReader.Reader, TransitGatewayReader.Reader, VolumeReader.Reader,
        VpcEndpointReader.Reader, VpcGatewayAttachmentReader.Reader, VpcPeeringConnectionReader.Reader, VpcReader.Reader,
        BucketReader.Bucket, BucketReader.BucketPolicy, QueueReaders.Queue, QueueReaders.QueuePolicy, ParameterReader.Reader, TableReader.Reader, KeyReaders.Alias, KeyReaders.Key,
        GroupReader.Reader, InlinePolicyReaders.Policy, InstanceProfileReader.Reader, ManagedPolicyReader.Reader, RoleReader.Reader, UserReader.Reader,
        TopicReaders.Subscription, TopicReaders.Topic, TopicReaders.TopicPolicy,
        FunctionReader.Reader, FunctionPartReaders.AliasReader, FunctionPartReaders.EventSourceMapping, FunctionPartReaders.Permission, FunctionPartReaders.VersionReader,
        LogGroupReader.Reader, EventReaders.EventBus, EventReaders.Rule, ContainerReaders.TaskDefinition, ContainerReaders.Cluster, ContainerReaders.Repository, ContainerReaders.Service,
        LoadBalancerReaders.Listener, LoadBalancerReaders.LoadBalancer, LoadBalancerReaders.TargetGroup, StreamReaders.Stream, SecretReader.Reader, AlarmReader.Reader,
        AutoScalingGroupReader.Reader, StateMachineReader.Reader,
    }.Concat(InlinePolicyReaders.OfOne).ToImmutableDictionary(r => r.Type, StringComparer.Ordinal);

    /// <summary>All of them, in order of their types.</summary>
    public static IEnumerable<TypeReader> All => ByType.Values.OrderBy(r => r.Type, StringComparer.Ordinal);

    /// <summary>The reader of a type; null where Cloud Control alone reads it.</summary>
    public static TypeReader? Find(string type) => ByType.GetValueOrDefault(type);
}
