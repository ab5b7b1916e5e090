using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Trail;

/// <summary>Reads CloudTrail's events: who, which call, when. Nothing of a call's parameters is kept, since they may hold secrets.</summary>
internal static class TrailEvents
{
    private const int LongestName = 200;
    private const string CloudFormation = "cloudformation.amazonaws.com";

    // {"EventId":"…","EventName":"SetQueueAttributes","ReadOnly":"false","EventTime":1767225600.0,"EventSource":"sqs.amazonaws.com","Username":"m.ito",
    //  "Resources":[{"ResourceType":"AWS::SQS::Queue","ResourceName":"…"}],"CloudTrailEvent":"{\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"…\"},…}"}
    /// <summary>An event that changed the resource, or names it while it changes another; null of any other: one that only reads, that failed, that CloudFormation made, or that is about another resource of that name.</summary>
    /// <param name="found">The event.</param>
    /// <param name="subject">The resource.</param>
    /// <param name="names">Its names.</param>
    public static (string Id, TrailEntry Entry)? Read(MapValue found, TrailSubject subject, ImmutableArray<string> names)
    {
        var source = Text(found, "EventSource") ?? "";
        if (Text(found, "EventId") is not { } id || Text(found, "EventName") is not { } call || At(found["EventTime"]) is not { } at)
            return null;
        if (Text(found, "ReadOnly") == "true" || !IsAbout(found, source, subject.Type, names))
            return null;
        var whole = Whole(Text(found, "CloudTrailEvent"));
        var identity = whole["userIdentity"] as MapValue ?? MapValue.Empty;
        if (Text(whole, "errorCode") is not null || Text(identity, "invokedBy") == CloudFormation || Text(whole, "sourceIPAddress") == CloudFormation)
            return null;
        return (id, new TrailEntry(at, TrailSource.CloudTrail, Clean(call), Actor(identity, whole, Text(found, "Username")), Clean(source.Split('.')[0]))
        {
            Part = !TrailCalls.Changes(call, subject.Type, NamesOthers(found, subject.Type, names)) ? TrailPart.NamedIn
                : IsService(Text(identity, "invokedBy")) ? TrailPart.ByService
                : TrailPart.Change,
        });
    }

    /// <summary>Who an ARN is: "arn:aws:sts::111111111111:assumed-role/Operations/m.ito" is m.ito as Operations.</summary>
    public static TrailActor? ActorOf(string? arn) => arn?.StartsWith("arn:", StringComparison.Ordinal) != true ? null : arn.Split('/') switch
    {
        [var kind, var role, .., var session] when kind.EndsWith(":assumed-role", StringComparison.Ordinal) => new(Clean(session), Clean(role), Clean(arn), null),
        [_, .., var user] => new(Clean(user), null, Clean(arn), null),
        [var alone] => new(alone.EndsWith(":root", StringComparison.Ordinal) ? "the account's root user" : Clean(alone), null, Clean(arn), null),
        _ => null,
    };

    private static TrailActor? Actor(MapValue identity, MapValue whole, string? userName)
    {
        var client = Client(Text(whole, "userAgent") ?? "", Text(whole, "sessionCredentialFromConsole"));
        var known = Text(identity, "type") switch
        {
            "AWSService" when Text(identity, "invokedBy") is { } service => new TrailActor(Clean(service), null, null, null),
            "AWSAccount" when Text(identity, "accountId") is { } account => new TrailActor($"account {Clean(account)}", null, null, null),
            _ => ActorOf(Text(identity, "arn")),
        };
        known ??= userName is { Length: > 0 } ? new TrailActor(Clean(userName), null, null, null) : null;
        return known is null || client is null ? known : known with { Client = client };
    }

    private static string? Client(string agent, string? fromConsole) =>
        fromConsole == "true" || agent.Contains("console", StringComparison.OrdinalIgnoreCase) || agent.StartsWith("signin.", StringComparison.Ordinal) ? "console"
        : agent.TrimStart('[').StartsWith("aws-cli", StringComparison.Ordinal) ? "aws command"
        : agent.Contains("Terraform", StringComparison.Ordinal) ? "Terraform"
        : agent.StartsWith("cloudcontrolapi.", StringComparison.Ordinal) ? "Cloud Control"
        : agent.Contains("Boto3", StringComparison.OrdinalIgnoreCase) ? "boto3"
        : null;

    /// <summary>Two resources of other types may share a name; what an ARN names is one alone.</summary>
    private static bool IsAbout(MapValue found, string source, string type, ImmutableArray<string> names)
    {
        var named = ((found["Resources"] as ListValue)?.Items ?? []).OfType<MapValue>().Where(r => Text(r, "ResourceName") is { } name && names.Contains(name)).ToList();
        if (named.Exists(r => Text(r, "ResourceName")!.StartsWith("arn:", StringComparison.Ordinal) || Text(r, "ResourceType") == type))
            return true;
        return TrailNames.IsServiceOf(type, source) && (named.Count == 0 || named.Exists(r => string.IsNullOrEmpty(Text(r, "ResourceType"))));
    }

    private static bool NamesOthers(MapValue found, string type, ImmutableArray<string> names) => ((found["Resources"] as ListValue)?.Items ?? []).OfType<MapValue>()
        .Any(r => Text(r, "ResourceType") is { } other && other != type && !(Text(r, "ResourceName") is { } name && names.Contains(name)));

    /// <summary>The console and Cloud Control do what somebody just asked of them; any other service acts by itself.</summary>
    private static bool IsService(string? invokedBy) =>
        invokedBy?.EndsWith(".amazonaws.com", StringComparison.Ordinal) == true && invokedBy.Split('.')[0] is not ("signin" or "console" or "cloudcontrolapi");

    private static MapValue Whole(string? text)
    {
        try
        {
            return text is null ? MapValue.Empty : JsonValues.Parse(text) as MapValue ?? MapValue.Empty;
        }
        catch (JsonException)
        {
            // What stands beside it is enough to tell of the call.
            return MapValue.Empty;
        }
    }

    private static DateTimeOffset? At(PropertyValue? value) =>
        value is ScalarValue scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    private static string? Text(MapValue map, string name) => map[name] is ScalarValue { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar ? scalar.Text : null;

    // Names of sessions are free text.
    private static string Clean(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return CredentialDetector.HoldsCredential(line) ? CredentialDetector.Hidden : line.Length <= LongestName ? line : line[..LongestName] + "…";
    }
}
