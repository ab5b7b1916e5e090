using System.Globalization;
using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Trail;

namespace Dashboard.Sandbox.Http;

/// <summary>CloudTrail's event history: JSON 1.1, "X-Amz-Target: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents". It holds what was done by hand.</summary>
internal sealed class CloudTrailApi(SandboxCloud cloud)
{
    /// <summary>What every target starts with.</summary>
    public const string TargetPrefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.";

    private const string Lookup = "LookupEvents";
    private const int PageSize = 50;
    private const string HomeRegion = "us-east-1";

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => [Lookup];

    /// <summary>Answers a call.</summary>
    public Reply Answer(CallScope scope, string operation, MapValue input)
    {
        if (operation != Lookup)
            throw new SandboxException("UnknownOperationException", $"'{operation}' is not known.");
        var attributes = ((input["LookupAttributes"] as ListValue)?.Items ?? []).OfType<MapValue>().ToList();
        if (attributes.Count > 1)
            throw new SandboxException("InvalidLookupAttributesException", "You can have one lookup attribute only.");
        var (from, to) = (Instant(input["StartTime"]) ?? DateTimeOffset.MinValue, Instant(input["EndTime"]) ?? DateTimeOffset.MaxValue);
        var size = Text(input, "MaxResults") is not { } given ? PageSize
            : int.TryParse(given, CultureInfo.InvariantCulture, out var wanted) && wanted is >= 1 and <= PageSize ? wanted
            : throw new SandboxException("InvalidMaxResultsException", "MaxResults must be between 1 and 50.");
        var found = Kept(scope).Where(r => r.At >= from && r.At <= to && attributes.All(a => Matches(r, Text(a, "AttributeKey"), Text(a, "AttributeValue"))));
        var skip = Text(input, "NextToken") is not { } token ? 0
            : int.TryParse(token, CultureInfo.InvariantCulture, out var at) ? at
            : throw new SandboxException("InvalidNextTokenException", "Invalid token.");
        var page = found.Skip(skip).Take(size + 1).ToList();
        return Reply.OfJson(w =>
        {
            w.WriteStartArray("Events");
            foreach (var record in page.Take(size))
                Write(w, scope, record);
            w.WriteEndArray();
            if (page.Count > size)
                w.WriteString("NextToken", (skip + size).ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>Newest first. Services for all regions record in the first one.</summary>
    private IEnumerable<TrailRecord> Kept(CallScope scope)
    {
        var here = cloud.Read(scope.Account, scope.Region).Trail.Where(r => !r.IsGlobal);
        return (scope.Region == HomeRegion ? here.Concat(cloud.ReadAll(scope.Account).SelectMany(s => s.Trail).Where(r => r.IsGlobal)) : here)
            .Reverse().OrderByDescending(r => r.At);
    }

    private static bool Matches(TrailRecord record, string? key, string? value) => key switch
    {
        "ResourceName" => value is not null && record.Names.Contains(value),
        "ResourceType" => record.Type == value,
        "EventName" => record.Call.Name == value,
        "EventSource" => Source(record) == value,
        "EventId" => record.Id == value,
        "Username" => UserName(record) == value,
        "ReadOnly" => value == "false",
        _ => throw new SandboxException("InvalidLookupAttributesException", $"'{key}' is no lookup attribute."),
    };

    private static void Write(Utf8JsonWriter writer, CallScope scope, TrailRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("EventId", record.Id);
        writer.WriteString("EventName", record.Call.Name);
        writer.WriteString("ReadOnly", "false");
        writer.WriteNumber("EventTime", record.At.ToUnixTimeMilliseconds() / 1000.0);
        writer.WriteString("EventSource", Source(record));
        writer.WriteString("Username", UserName(record));
        writer.WriteStartArray("Resources");
        foreach (var name in record.Names)
        {
            writer.WriteStartObject();
            writer.WriteString("ResourceType", record.Type);
            writer.WriteString("ResourceName", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("CloudTrailEvent", JsonValues.Write(Whole(scope, record)));
        writer.WriteEndObject();
    }

    private static MapValue Whole(CallScope scope, TrailRecord record)
    {
        var isRole = record.By.Arn.Contains(":assumed-role/", StringComparison.Ordinal);
        var identity = Map(
            ("type", Text(isRole ? "AssumedRole" : "IAMUser")), ("arn", Text(record.By.Arn)), ("accountId", Text(scope.Account)),
            isRole ? ("sessionContext", Map(("sessionIssuer", Map(("type", Text("Role")), ("userName", Text(record.By.Arn.Split('/')[1])))))) : ("userName", Text(UserName(record))));
        return Map(
            ("eventVersion", Text("1.11")), ("userIdentity", identity), ("eventTime", Text(record.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))),
            ("eventSource", Text(Source(record))), ("eventName", Text(record.Call.Name)), ("awsRegion", Text(scope.Region)), ("sourceIPAddress", Text("127.0.0.1")),
            ("userAgent", Text(record.By.Agent)), ("eventID", Text(record.Id)), ("eventType", Text("AwsApiCall")), ("eventCategory", Text("Management")), ("recipientAccountId", Text(scope.Account)));
    }

    private static string Source(TrailRecord record) => record.Call.Service + ".amazonaws.com";

    private static string UserName(TrailRecord record) => record.By.Arn[(record.By.Arn.LastIndexOf('/') + 1)..];

    private static DateTimeOffset? Instant(PropertyValue? value) => value is ScalarValue scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
        : null;

    private static string? Text(MapValue map, string name) => map[name] is ScalarValue { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    private static ScalarValue Text(string text) => new(text);

    private static MapValue Map(params (string Name, PropertyValue Value)[] members) => MapValue.Create(members.Select(m => KeyValuePair.Create(m.Name, m.Value)));
}
