using System.Text.RegularExpressions;
using Dashboard.Core.Traits;

namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>Which types Cloud Control and drift detection can read: those of the registry, less the ones without a read handler.</summary>
internal static partial class ReadableTypes
{
    /// <summary>Types that stand in templates but that no generic reader reads.</summary>
    private static readonly ImmutableHashSet<string> WithoutRead =
    [
        "AWS::IAM::Policy", "AWS::IAM::AccessKey", "AWS::IAM::UserToGroupAddition",
        "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy",
        "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup",
        "AWS::EC2::NetworkAclEntry", "AWS::ElasticLoadBalancing::LoadBalancer", "AWS::AutoScaling::Trigger",
        "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::SecurityGroup", "AWS::ElastiCache::SecurityGroupIngress",
        "AWS::RDS::DBSecurityGroup", "AWS::RDS::DBSecurityGroupIngress", "AWS::CodeBuild::Project", "AWS::Budgets::Budget",
        "AWS::SecretsManager::ResourcePolicy", "AWS::SDB::Domain", "AWS::OpsWorks::Stack", "AWS::EMR::Cluster", "AWS::DMS::Endpoint",
        "AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::WaitCondition",
        "AWS::CloudFormation::WaitConditionHandle", "AWS::CloudFormation::Macro",
    ];

    /// <summary>Whether the type can be read.</summary>
    public static bool CanRead(string type) => TraitsCatalog.Get(type).IsKnown && !WithoutRead.Contains(type);

    /// <summary>Whether the registry has a schema of the type, with handlers or without.</summary>
    public static bool IsRegistered(string type) => TraitsCatalog.Get(type).IsKnown || WithoutRead.Contains(type);

    /// <summary>Refuses a type as Cloud Control does.</summary>
    /// <exception cref="SandboxException">ValidationException, TypeNotFoundException or UnsupportedActionException.</exception>
    public static void Require(string type, string action)
    {
        if (!TypeName().IsMatch(type))
            throw new SandboxException("ValidationException", $"Value '{type}' at 'typeName' failed to satisfy constraint: Member must satisfy regular expression pattern: {TypeName()}");
        if (WithoutRead.Contains(type))
            throw new SandboxException("UnsupportedActionException", $"Resource type {type} does not support {action} action");
        if (!TraitsCatalog.Get(type).IsKnown)
            throw new SandboxException("TypeNotFoundException", $"The type '{type}' cannot be found.");
    }

    [GeneratedRegex("^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE){0,1}$")]
    private static partial Regex TypeName();
}
