namespace Dashboard.Sources.Aws.Reading;

/// <summary>How a service that no package serves is spoken to.</summary>
internal enum WireProtocol
{
    /// <summary>A form in, XML out.</summary>
    Query,

    /// <summary>JSON 1.0 both ways, the operation in a header.</summary>
    Json10,

    /// <summary>The same with JSON 1.1.</summary>
    Json11,

    /// <summary>GET of a path, JSON out.</summary>
    Rest,
}

/// <summary>A service that is asked over the SDK's own pipeline (signing, retries, credentials), without a package of its own.</summary>
/// <param name="Id">The SDK's name of the service, as in AWS_ENDPOINT_URL_{ID}.</param>
/// <param name="SigningName">What its requests are signed for.</param>
/// <param name="Protocol">How it is spoken to.</param>
/// <param name="Version">The version of its API.</param>
/// <param name="HostPrefix">What its host names start with, where that is not the signing name.</param>
/// <param name="IsGlobal">Whether a partition has one of it, in its first region.</param>
internal sealed record WireService(string Id, string SigningName, WireProtocol Protocol, string Version, string? HostPrefix = null, bool IsGlobal = false)
{
    public static readonly WireService AutoScaling = new("Auto Scaling", "autoscaling", WireProtocol.Query, "2011-01-01");
    public static readonly WireService CloudControl = new("CloudControl", "cloudcontrolapi", WireProtocol.Json10, "2021-09-30");
    public static readonly WireService CloudTrail = new("CloudTrail", "cloudtrail", WireProtocol.Json11, "2013-11-01") { CallsPerSecond = 2 };
    public static readonly WireService CloudWatch = new("CloudWatch", "monitoring", WireProtocol.Query, "2010-08-01");
    public static readonly WireService Ecr = new("ECR", "ecr", WireProtocol.Json11, "2015-09-21", "api.ecr");
    public static readonly WireService Ecs = new("ECS", "ecs", WireProtocol.Json11, "2014-11-13");
    public static readonly WireService LoadBalancing = new("Elastic Load Balancing v2", "elasticloadbalancing", WireProtocol.Query, "2015-12-01");
    public static readonly WireService EventBridge = new("EventBridge", "events", WireProtocol.Json11, "2015-10-07");
    public static readonly WireService Iam = new("IAM", "iam", WireProtocol.Query, "2010-05-08", IsGlobal: true);
    public static readonly WireService Kinesis = new("Kinesis", "kinesis", WireProtocol.Json11, "2013-12-02");
    public static readonly WireService Lambda = new("Lambda", "lambda", WireProtocol.Rest, "2015-03-31");
    public static readonly WireService Logs = new("CloudWatch Logs", "logs", WireProtocol.Json11, "2014-03-28");
    public static readonly WireService SecretsManager = new("Secrets Manager", "secretsmanager", WireProtocol.Json11, "2017-10-17");
    public static readonly WireService Sns = new("SNS", "sns", WireProtocol.Query, "2010-03-31");
    public static readonly WireService StepFunctions = new("SFN", "states", WireProtocol.Json10, "2016-11-23");

    private static readonly ImmutableDictionary<string, double> Limits = new[]
    {
        AutoScaling, CloudControl, CloudTrail, CloudWatch, Ecr, Ecs, LoadBalancing, EventBridge, Iam, Kinesis, Lambda, Logs, SecretsManager, Sns, StepFunctions,
    }.Where(s => s.CallsPerSecond is not null).ToImmutableDictionary(s => s.SigningName, s => s.CallsPerSecond!.Value, StringComparer.Ordinal);

    /// <summary>What a service lets through in each account and region, by the name that its requests are signed for; null where that is the usual.</summary>
    public static double? LimitOf(string signingName) => Limits.TryGetValue(signingName, out var limit) ? limit : null;

    /// <summary>What the service itself lets through in each account and region, where that is less than the usual; else null.</summary>
    public double? CallsPerSecond { get; init; }

    /// <summary>The region that its requests are signed for: of a global service the partition's first.</summary>
    public string RegionFor(string region) => !IsGlobal ? region
        : region.StartsWith("cn-", StringComparison.Ordinal) ? "cn-north-1"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "us-gov-west-1"
        : "us-east-1";

    /// <summary>Where it lives.</summary>
    /// <param name="region">The region, from <see cref="RegionFor"/> already.</param>
    /// <param name="isFips">Whether the endpoint must be one of validated cryptography.</param>
    public string AddressIn(string region, bool isFips)
    {
        var suffix = Amazon.RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        var host = (HostPrefix ?? SigningName) + (isFips ? "-fips" : "");
        return !IsGlobal ? $"https://{host}.{region}.{suffix}"
            : region == "us-east-1" ? $"https://{host}.{suffix}"
            : region == "us-gov-west-1" ? $"https://{host}.us-gov.{suffix}"
            : $"https://{host}.{region}.{suffix}";
    }
}
