using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Trail;

/// <summary>The names under which CloudTrail may know a resource: its physical id, the name in that, and its ARN. Services differ in which of them they record.</summary>
internal static class TrailNames
{
    private const int Most = 3;

    /// <summary>Of types whose physical id is a name: the ARN that goes with it, after "arn:partition:".</summary>
    private static readonly ImmutableDictionary<string, Func<AccountRegion, string, string>> Arns = new Dictionary<string, Func<AccountRegion, string, string>>(StringComparer.Ordinal)
    {
        ["AWS::DynamoDB::Table"] = (s, n) => $"dynamodb:{s.Region}:{s.Account}:table/{n}",
        ["AWS::ECR::Repository"] = (s, n) => $"ecr:{s.Region}:{s.Account}:repository/{n}",
        ["AWS::Events::Rule"] = (s, n) => $"events:{s.Region}:{s.Account}:rule/{n}",
        ["AWS::Kinesis::Stream"] = (s, n) => $"kinesis:{s.Region}:{s.Account}:stream/{n}",
        ["AWS::KMS::Key"] = (s, n) => $"kms:{s.Region}:{s.Account}:key/{n}",
        ["AWS::Lambda::Function"] = (s, n) => $"lambda:{s.Region}:{s.Account}:function:{n}",
        ["AWS::Logs::LogGroup"] = (s, n) => $"logs:{s.Region}:{s.Account}:log-group:{n}",
        ["AWS::RDS::DBInstance"] = (s, n) => $"rds:{s.Region}:{s.Account}:db:{n}",
        ["AWS::S3::Bucket"] = (_, n) => $"s3:::{n}",
        ["AWS::SQS::Queue"] = (s, n) => $"sqs:{s.Region}:{s.Account}:{n}",
        [TrailOperations.ParameterType] = (s, n) => $"ssm:{s.Region}:{s.Account}:parameter/{n.TrimStart('/')}",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The names, the likeliest first; none where there is no physical id.</summary>
    public static ImmutableArray<string> Of(AccountRegion scope, TrailSubject subject)
    {
        if (subject.PhysicalId is not { Length: > 0 } id)
            return [];
        // "https://sqs.eu-west-1.amazonaws.com/111111111111/orders" and "arn:aws:sns:eu-west-1:111111111111:news": the name stands last. Parts of a compound identifier each name something.
        var isUrl = id.StartsWith("https://", StringComparison.Ordinal) || id.StartsWith("http://", StringComparison.Ordinal);
        var isArn = id.StartsWith("arn:", StringComparison.Ordinal);
        var name = isUrl || isArn ? id[(id.LastIndexOfAny(['/', ':']) + 1)..] : id;
        var arn = isArn ? id
            : subject.Live?["Arn"] is ScalarValue { Text: ['a', 'r', 'n', ':', ..] } own ? own.Text
            : Arns.GetValueOrDefault(subject.Type) is { } make ? $"arn:{Amazon.RegionEndpoint.GetBySystemName(scope.Region).PartitionName}:{make(scope, name)}"
            : null;
        IEnumerable<string> names = id.Contains('|', StringComparison.Ordinal) ? id.Split('|') : isUrl ? [name, arn ?? "", id] : [id, arn ?? "", name];
        return [.. names.Where(n => n.Length > 0).Distinct().Take(Most)];
    }

    /// <summary>Whether an event of a source belongs to a type's service: "monitoring.amazonaws.com" to "AWS::CloudWatch::Alarm".</summary>
    public static bool IsServiceOf(string type, string source)
    {
        var service = type.Split("::") is [_, var name, ..] ? name : type;
        var label = source.Split('.')[0];
        return label.Equals(service, StringComparison.OrdinalIgnoreCase) || service switch
        {
            "CloudWatch" => label == "monitoring",
            "ElasticLoadBalancingV2" => label == "elasticloadbalancing",
            "StepFunctions" => label == "states",
            "OpenSearchService" => label == "es",
            "Cognito" => label.StartsWith("cognito", StringComparison.Ordinal),
            "EFS" => label == "elasticfilesystem",
            "CertificateManager" => label == "acm",
            "MSK" => label == "kafka",
            "WAFv2" => label == "wafv2",
            _ => false,
        };
    }

    /// <summary>The region that records the changes of a type: of a global service the partition's first one.</summary>
    public static string RegionOf(string type, string region) =>
        ResourceTypes.IsGlobal(type) ? Reading.WireService.Iam.RegionFor(region) : region;
}
