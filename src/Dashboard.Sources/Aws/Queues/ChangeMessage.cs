using System.Text.Json;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Queues;

/// <summary>Reads what EventBridge writes: which stack or resource may have changed. Nothing else of a message is believed, or kept.</summary>
internal static class ChangeMessage
{
    /// <summary>Calls that programs and services make all day long, and that change nothing of what a template says; change-queue.yaml leaves out the same.</summary>
    internal static readonly ImmutableArray<string> Noise =
    [
        "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "CreateGrant", "CreateLogStream", "CreateNetworkInterface", "Decrypt",
        "DiscoverPollEndpoint", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "PutEvaluations", "PutLogEvents", "PutMetricData", "RegisterContainerInstance", "RetireGrant", "RunTask", "SendCommand",
        "StartAutomationExecution", "StartBuild", "StartExecution", "StartQuery", "StartQueryExecution", "StartSession", "StopTask", "SubmitContainerStateChange", "SubmitTaskStateChange", "UpdateInstanceInformation",
    ];

    private const int MostNames = 50;
    private const int MostDepth = 32;
    private const int LongestName = 2048;

    /// <summary>Reads a message.</summary>
    /// <param name="body">Its body: an event, or a notification of SNS with one in it.</param>
    /// <param name="hint">Where to look; null where the event says of nothing that is watched.</param>
    /// <returns>Whether it is an event at all.</returns>
    public static bool TryRead(string body, out ChangeHint? hint)
    {
        hint = null;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
            // What SNS says of a subscription itself: {"Type": "SubscriptionConfirmation", "TopicArn": "...", ...}
            if (Text(document.RootElement, "Type") is "SubscriptionConfirmation" or "UnsubscribeConfirmation" && Text(document.RootElement, "TopicArn") is not null)
                return true;
            // {"Type": "Notification", "Message": "{...}", ...}
            if (Text(document.RootElement, "Type") == "Notification" && Text(document.RootElement, "Message") is { } inner)
            {
                using var unwrapped = JsonDocument.Parse(inner, new JsonDocumentOptions { MaxDepth = MostDepth });
                return TryRead(unwrapped.RootElement, out hint);
            }

            return TryRead(document.RootElement, out hint);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // {"source": "aws.cloudformation", "detail-type": "CloudFormation Stack Status Change", "account": "111111111111", "region": "eu-west-1", "detail": {"stack-id": "arn:...", ...}}
    private static bool TryRead(JsonElement message, out ChangeHint? hint)
    {
        hint = null;
        if (Text(message, "source") is not { } source || Text(message, "account") is not { } account || Text(message, "region") is not { } region
            || !message.TryGetProperty("detail", out var detail) || detail.ValueKind != JsonValueKind.Object)
            return false;
        var scope = new AccountRegion(account, region);
        if (source == "aws.cloudformation" && Text(detail, "stack-id") is { } stack)
            hint = StackName(stack) is { } name ? new ChangeHint(scope, name, Text(detail, "logical-resource-id"), Text(detail, "physical-resource-id")) : null;
        else if (Text(message, "detail-type") == "AWS API Call via CloudTrail")
            hint = OfCall(scope, detail);
        return true;
    }

    /// <summary>Of a call that went through and did not only read, or write what people keep in AWS: whatever it names.</summary>
    private static ChangeHint? OfCall(AccountRegion scope, JsonElement call)
    {
        if (Text(call, "errorCode") is not null || Text(call, "eventCategory") is not (null or "Management") || Noise.Contains(Text(call, "eventName") ?? "", StringComparer.Ordinal) || (call.TryGetProperty("readOnly", out var readOnly) && readOnly.ValueKind == JsonValueKind.True))
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in new[] { "resources", "requestParameters", "responseElements" })
        {
            if (call.TryGetProperty(part, out var value))
                Collect(value, names);
        }

        return names.Count == 0 ? null : new ChangeHint(scope, null, null, null) { Names = [.. names.Order(StringComparer.Ordinal)] };
    }

    private static void Collect(JsonElement value, HashSet<string> names)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when names.Count < MostNames && value.GetString() is { Length: > 0 and <= LongestName } text:
                names.Add(text);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, names);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value, names);
                break;
        }
    }

    // arn:aws:cloudformation:eu-west-1:111111111111:stack/production-storefront/0c1d...
    private static string? StackName(string id) => id.Split('/') is [_, { Length: > 0 } name, ..] ? name : null;

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
