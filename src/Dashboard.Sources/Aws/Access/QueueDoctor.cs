using System.IO.Enumeration;
using System.Text.Json;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Tries the queues that tell of changes: whether they are there, may be read, and get anything.</summary>
internal sealed class QueueDoctor(AwsLiveStateSource live, AwsAccountOptions account)
{
    private const string Send = "sqs:SendMessage";

    /// <summary>Where the calls of services for all regions are told of.</summary>
    private const string GlobalRegion = "us-east-1";

    /// <summary>A check for each queue of the regions, and for each region that has none although others do.</summary>
    public async Task<ImmutableArray<AccessCheck>> CheckAsync(ImmutableArray<string> regions, CancellationToken cancellation)
    {
        if (account.Queues.IsEmpty)
            return [];
        var checks = ImmutableArray.CreateBuilder<AccessCheck>();
        foreach (var region in regions.Where(r => account.Queues.All(q => q.Region != r)))
        {
            checks.Add(new AccessCheck(
                $"queue {region}", CheckVerdict.Warning,
                $"None of the account's queues stands there, but {string.Join(", ", account.Queues.Select(q => $"{NameOf(q)} in {q.Region}"))}: EventBridge tells a queue of its own region alone, so that changes in {region} are found by the clock.",
                $"Deploy docs/access/change-queue.yaml in {region}, and add its output QueueUrl to {Setting}."));
        }

        foreach (var queue in account.Queues.Where(q => regions.Contains(q.Region) || q.Region == GlobalRegion))
            checks.Add(await TryAsync(queue, cancellation).ConfigureAwait(false));
        return checks.ToImmutable();
    }

    private string Setting => $"{AwsAccountSettings.Section}:{account.Account}:Queue";

    private async Task<AccessCheck> TryAsync(ChangeQueue queue, CancellationToken cancellation)
    {
        var name = $"queue {queue.Region}";
        var described = await live.DescribeQueueAsync(account.Account, queue, cancellation).ConfigureAwait(false);
        var taken = await live.TryTakingAsync(account.Account, queue, cancellation).ConfigureAwait(false);
        if (described.Outcome == ReadOutcome.Missing || taken.Outcome == ReadOutcome.Missing)
        {
            return new(name, CheckVerdict.Failed, $"There is no queue {queue.Url}.",
                $"Deploy docs/access/change-queue.yaml in {queue.Region}, and give its output QueueUrl to {Setting}; or remove it there.");
        }

        var deleted = await live.TryDeletingAsync(account.Account, queue, cancellation).ConfigureAwait(false);
        ImmutableArray<string> missing =
        [
            .. Refused(described, "sqs:GetQueueAttributes"), .. Refused(taken, DataPlane.TakeMessages), .. Refused(deleted, "sqs:DeleteMessage"),
        ];
        if (missing is ["sqs:GetQueueAttributes"] && taken.IsRead)
        {
            return new(name, CheckVerdict.NotChecked, $"Messages of {NameOf(queue)} may be taken and deleted; whether EventBridge may write to it could not be asked: {missing[0]} is missing.",
                Denial.Remedy([Denial.Of(described.Detail)]), missing);
        }

        if (!missing.IsEmpty)
        {
            return new(name, CheckVerdict.Failed, $"Messages of {NameOf(queue)} cannot be taken and deleted as they have to be: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.",
                Denial.Remedy([.. new[] { described.Detail, taken.Detail, deleted.Detail }.Select(Denial.Of).Where(d => d.Action is not null).DefaultIfEmpty()]) is var remedy && remedy == Denial.Grant
                    ? $"{Denial.Grant.TrimEnd('.')}, or set ChangeQueueArns of docs/access/read-role.yaml to {queue.Arn}."
                    : remedy,
                missing);
        }

        if (!described.IsRead || !taken.IsRead)
            return new(name, CheckVerdict.NotChecked, $"{NameOf(queue)}: {(described.IsRead ? taken.Detail : described.Detail)}", FailureAdvice.Of([described.IsRead ? FailedRead.Of(taken) : FailedRead.Of(described)], account));
        return Delivery(name, queue, described.Value);
    }

    /// <summary>Whether anything can get there.</summary>
    internal static AccessCheck Delivery(string name, ChangeQueue queue, ImmutableDictionary<string, string> attributes)
    {
        if (!LetsEventBridgeSend(attributes.GetValueOrDefault("Policy"), queue.Arn))
        {
            return new(name, CheckVerdict.Failed, $"The policy of {NameOf(queue)} does not let events.amazonaws.com do {Send}: no event gets there.",
                "Deploy docs/access/change-queue.yaml, or give the queue the policy that stands there.");
        }

        // The key that AWS manages for SQS lets no other service use it.
        const string ownKeys = "Encrypt it with SQS's own keys (SqsManagedSseEnabled).";
        return attributes.GetValueOrDefault("KmsMasterKeyId") switch
        {
            null or "" => new(name, CheckVerdict.Ok, $"{NameOf(queue)} may be read, and EventBridge may write to it."),
            var key when key.EndsWith("alias/aws/sqs", StringComparison.Ordinal) =>
                new(name, CheckVerdict.Failed, $"{NameOf(queue)} is encrypted with alias/aws/sqs, which EventBridge may not use: no event gets there.", ownKeys),
            var key => new(
                name, CheckVerdict.NotChecked,
                $"{NameOf(queue)} is encrypted with {key}: whether EventBridge may use that key was not asked, and to read the messages takes kms:Decrypt, which the printed policy denies.", ownKeys),
        };
    }

    /// <summary>Whether a statement of the policy allows it. Its conditions are not looked at: which rule they mean, only the rules' account knows.</summary>
    internal static bool LetsEventBridgeSend(string? policy, string queueArn)
    {
        try
        {
            return policy is { Length: > 0 } && JsonValues.Parse(policy) is MapValue document && Items(document["Statement"]).OfType<MapValue>().Any(s =>
                s["Effect"] is ScalarValue { Text: "Allow" } && IsEventBridge(s["Principal"]) && Fits(s["Action"], Send) && (s["Resource"] is null || Fits(s["Resource"], queueArn)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsEventBridge(PropertyValue? principal) => principal switch
    {
        ScalarValue { Text: "*" } => true,
        MapValue map => Fits(map["Service"], "events.amazonaws.com") || Items(map["AWS"]).Any(p => p is ScalarValue { Text: "*" }),
        _ => false,
    };

    private static bool Fits(PropertyValue? patterns, string text) =>
        Items(patterns).Any(p => p is ScalarValue { Text: var pattern } && FileSystemName.MatchesSimpleExpression(pattern, text));

    private static ImmutableArray<PropertyValue> Items(PropertyValue? value) => value switch
    {
        null => [],
        ListValue list => list.Items,
        _ => [value],
    };

    private static IEnumerable<string> Refused<T>(ReadResult<T> tried, string action) => tried.Outcome == ReadOutcome.Denied ? [action] : [];

    private static string NameOf(ChangeQueue queue) => queue.Arn.Split(':')[^1];
}
