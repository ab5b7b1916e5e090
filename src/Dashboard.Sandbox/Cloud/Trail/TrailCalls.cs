namespace Dashboard.Sandbox.Cloud.Trail;

/// <summary>Which call of its own service a change of a live resource is: what CloudTrail would record of somebody who did it there.</summary>
internal static class TrailCalls
{
    private static readonly ImmutableDictionary<string, string> Services = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CloudWatch"] = "monitoring",
        ["ElasticLoadBalancingV2"] = "elasticloadbalancing",
        ["StepFunctions"] = "states",
        ["EFS"] = "elasticfilesystem",
        ["CertificateManager"] = "acm",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>By type; "Type/Property" where the property decides.</summary>
    private static readonly ImmutableDictionary<string, string> Updates = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS::CloudWatch::Alarm"] = "PutMetricAlarm",
        ["AWS::DynamoDB::Table"] = "UpdateTable",
        ["AWS::Events::Rule"] = "PutRule",
        ["AWS::IAM::Role"] = "UpdateRole",
        ["AWS::IAM::Role/ManagedPolicyArns"] = "AttachRolePolicy",
        ["AWS::IAM::Role/Policies"] = "PutRolePolicy",
        ["AWS::IAM::Role/AssumeRolePolicyDocument"] = "UpdateAssumeRolePolicy",
        ["AWS::Lambda::Function"] = "UpdateFunctionConfiguration20150331v2",
        ["AWS::Lambda::Function/Code"] = "UpdateFunctionCode20150331v2",
        ["AWS::Logs::LogGroup"] = "PutRetentionPolicy",
        ["AWS::RDS::DBInstance"] = "ModifyDBInstance",
        ["AWS::RDS::DBCluster"] = "ModifyDBCluster",
        ["AWS::S3::Bucket"] = "PutBucketPolicy",
        ["AWS::S3::Bucket/VersioningConfiguration"] = "PutBucketVersioning",
        ["AWS::S3::Bucket/PublicAccessBlockConfiguration"] = "PutBucketPublicAccessBlock",
        ["AWS::S3::Bucket/BucketEncryption"] = "PutBucketEncryption",
        ["AWS::S3::Bucket/LifecycleConfiguration"] = "PutBucketLifecycle",
        ["AWS::S3::Bucket/Tags"] = "PutBucketTagging",
        ["AWS::SNS::Topic"] = "SetTopicAttributes",
        ["AWS::SQS::Queue"] = "SetQueueAttributes",
        ["AWS::SQS::Queue/Tags"] = "TagQueue",
        ["AWS::SSM::Parameter"] = "PutParameter",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly ImmutableDictionary<string, string> Creations = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS::CloudWatch::Alarm"] = "PutMetricAlarm",
        ["AWS::Events::Rule"] = "PutRule",
        ["AWS::Lambda::Function"] = "CreateFunction20150331",
        ["AWS::SSM::Parameter"] = "PutParameter",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly ImmutableDictionary<string, string> Deletions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS::CloudWatch::Alarm"] = "DeleteAlarms",
        ["AWS::Lambda::Function"] = "DeleteFunction20150331",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The call that makes the one of the other; null: the resource is not there.</summary>
    public static TrailCall Of(string type, MapValue? before, MapValue? after)
    {
        var parts = type.Split("::");
        var service = Services.GetValueOrDefault(parts[1]) ?? parts[1].ToLowerInvariant();
        var call = (before, after) switch
        {
            (null, _) => Creations.GetValueOrDefault(type) ?? "Create" + parts[^1],
            (_, null) => Deletions.GetValueOrDefault(type) ?? "Delete" + parts[^1],
            var (old, now) when type == "AWS::EC2::SecurityGroup" => Rules(old, now),
            var (old, now) => Changed(old, now) is { } property && Updates.GetValueOrDefault($"{type}/{property}") is { } own ? own
                : Updates.GetValueOrDefault(type) ?? "Update" + parts[^1],
        };
        return new TrailCall(service, call);
    }

    private static string Rules(MapValue before, MapValue after)
    {
        var side = Changed(before, after) == "SecurityGroupEgress" ? "Egress" : "Ingress";
        return (Count(after, side) < Count(before, side) ? "RevokeSecurityGroup" : "AuthorizeSecurityGroup") + side;
    }

    private static int Count(MapValue properties, string side) => properties["SecurityGroup" + side] is ListValue list ? list.Items.Length : 0;

    private static string? Changed(MapValue before, MapValue after) =>
        before.Entries.Concat(after.Entries).Select(e => e.Key).FirstOrDefault(n => !Equals(before[n], after[n]));
}
