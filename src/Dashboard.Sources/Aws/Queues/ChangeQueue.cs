using System.Text.RegularExpressions;

namespace Dashboard.Sources.Aws.Queues;

/// <summary>A queue that EventBridge writes changes of an account to.</summary>
/// <param name="Url">Its URL: "https://sqs.eu-west-1.amazonaws.com/111111111111/driftboard-changes".</param>
/// <param name="Region">The region that it stands in, which the URL names.</param>
/// <param name="Arn">Its ARN, for policies.</param>
public sealed partial record ChangeQueue(string Url, string Region, string Arn)
{
    /// <summary>What a queue may be, for error messages.</summary>
    public const string Allowed = "URLs of SQS queues, separated by commas, such as https://sqs.eu-west-1.amazonaws.com/111111111111/driftboard-changes";

    /// <summary>Reads a list of URLs; null where one is none.</summary>
    public static ImmutableArray<ChangeQueue>? ReadAll(string? text)
    {
        var queues = ImmutableArray.CreateBuilder<ChangeQueue>();
        foreach (var url in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (QueueUrl().Match(url) is not { Success: true } match)
                return null;
            var (region, account, name) = (match.Groups["region"].Value, match.Groups["account"].Value, match.Groups["name"].Value);
            var partition = region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
            queues.Add(new ChangeQueue(url, region, $"arn:{partition}:sqs:{region}:{account}:{name}"));
        }

        return queues.ToImmutable();
    }

    [GeneratedRegex(@"\Ahttps://sqs\.(?<region>[a-z]{2}(?:-[a-z]+)+-[0-9])\.amazonaws\.com(?:\.cn)?/(?<account>[0-9]{12})/(?<name>[A-Za-z0-9_-]{1,80}(?:\.fifo)?)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QueueUrl();
}
