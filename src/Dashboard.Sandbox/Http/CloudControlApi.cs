using System.Text.Json;
using Dashboard.Core.Traits;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Cloud Control: JSON 1.0, "X-Amz-Target: CloudApiService.GetResource".</summary>
internal sealed class CloudControlApi(SandboxCloud cloud)
{
    private static readonly ImmutableSortedDictionary<string, Func<CloudControlApi, CallScope, MapValue, Reply>> Table = new Dictionary<string, Func<CloudControlApi, CallScope, MapValue, Reply>>
    {
        ["GetResource"] = static (api, scope, input) => api.GetResource(scope, input),
        ["ListResources"] = static (api, scope, input) => api.ListResources(scope, input),
        ["CreateResource"] = static (api, scope, input) => api.CreateResource(scope, input),
        ["UpdateResource"] = static (api, scope, input) => api.UpdateResource(scope, input),
        ["DeleteResource"] = static (api, scope, input) => api.DeleteResource(scope, input),
        ["GetResourceRequestStatus"] = static (api, scope, input) => api.GetStatus(scope, input),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The request's body.</summary>
    /// <exception cref="SandboxException">SerializationException: it is no JSON object.</exception>
    public static MapValue ReadInput(string body)
    {
        try
        {
            return JsonValues.Parse(body) as MapValue ?? throw new SandboxException("SerializationException", "The request must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new SandboxException("SerializationException", "The request is not JSON.");
        }
    }

    /// <summary>The resource type that a request names, or null.</summary>
    public static string? TypeOf(MapValue input) => Text(input, "TypeName");

    /// <summary>The permissions that a call takes: its own, and for a read those of the type's handler.</summary>
    public static IEnumerable<string> ActionsOf(string operation, MapValue input)
    {
        var handlers = TypeOf(input) is { } type ? PermissionCatalog.Find(type) : null;
        return (operation switch
        {
            "GetResource" => handlers?.Read ?? [],
            "ListResources" => handlers?.List ?? [],
            _ => [],
        }).Prepend($"cloudformation:{operation}");
    }

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => Table.Keys;

    /// <summary>Answers a call.</summary>
    public Reply Answer(CallScope scope, string operation, MapValue input) => Table.TryGetValue(operation, out var answer)
        ? answer(this, scope, input)
        : throw new SandboxException("UnknownOperationException", $"'{operation}' is not known.");

    private Reply GetResource(CallScope scope, MapValue input)
    {
        var type = Require(input, "TypeName");
        var resource = cloud.GetResource(scope.Account, scope.Region, type, Require(input, "Identifier"));
        return Reply.OfJson(w =>
        {
            w.WriteString("TypeName", type);
            w.WriteStartObject("ResourceDescription");
            Write(w, resource.Identifier, resource.Properties);
            w.WriteEndObject();
        });
    }

    /// <summary>As in AWS, a listing is sure to hold the identifiers only; the rest is GetResource's business.</summary>
    private Reply ListResources(CallScope scope, MapValue input)
    {
        var type = Require(input, "TypeName");
        var size = int.TryParse(Text(input, "MaxResults"), out var given) && given is >= 1 and <= 100 ? given : 100;
        var (page, next) = Paging.Cut("ListResources:" + type, cloud.ListResources(scope.Account, scope.Region, type), r => r.Identifier, Text(input, "NextToken"), size);
        var names = TraitsCatalog.Get(type).PrimaryIdentifier.Select(p => p.Split('/')[1]).ToHashSet(StringComparer.Ordinal);
        return Reply.OfJson(w =>
        {
            w.WriteString("TypeName", type);
            w.WriteStartArray("ResourceDescriptions");
            foreach (var resource in page)
            {
                w.WriteStartObject();
                Write(w, resource.Identifier, MapValue.Create(resource.Properties.Entries.Where(e => names.Contains(e.Key))));
                w.WriteEndObject();
            }

            w.WriteEndArray();
            if (next is not null)
                w.WriteString("NextToken", next);
        });
    }

    private Reply CreateResource(CallScope scope, MapValue input)
    {
        var type = Require(input, "TypeName");
        MapValue desired;
        try
        {
            desired = JsonValues.Parse(Require(input, "DesiredState")) as MapValue ?? throw new SandboxException("ValidationException", "DesiredState must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new SandboxException("ValidationException", "DesiredState is not JSON.");
        }

        var made = cloud.CreateResource(scope.Account, scope.Region, type, desired, scope.Hand);
        return Progress(cloud.Remember(scope.Account, scope.Region, "CREATE", type, made.Identifier, JsonValues.Write(made.Properties)), "IN_PROGRESS");
    }

    private Reply UpdateResource(CallScope scope, MapValue input)
    {
        var type = Require(input, "TypeName");
        var changed = cloud.UpdateResource(scope.Account, scope.Region, type, Require(input, "Identifier"), Require(input, "PatchDocument"), scope.Hand);
        return Progress(cloud.Remember(scope.Account, scope.Region, "UPDATE", type, changed.Identifier, JsonValues.Write(changed.Properties)), "IN_PROGRESS");
    }

    private Reply DeleteResource(CallScope scope, MapValue input)
    {
        var (type, identifier) = (Require(input, "TypeName"), Require(input, "Identifier"));
        cloud.DeleteResource(scope.Account, scope.Region, type, identifier, scope.Hand);
        return Progress(cloud.Remember(scope.Account, scope.Region, "DELETE", type, identifier, null), "IN_PROGRESS");
    }

    private Reply GetStatus(CallScope scope, MapValue input)
    {
        var token = Require(input, "RequestToken");
        return cloud.Read(scope.Account, scope.Region).Requests.GetValueOrDefault(token) is { } request
            ? Progress(request, "SUCCESS")
            : throw new SandboxException("RequestTokenNotFoundException", $"Request with token {token} was not found.");
    }

    /// <summary>The first answer says IN_PROGRESS as in AWS, although the sandbox is done already; the status then says SUCCESS.</summary>
    private static Reply Progress(ResourceRequest request, string status) => Reply.OfJson(w =>
    {
        w.WriteStartObject("ProgressEvent");
        w.WriteString("TypeName", request.Type);
        w.WriteString("Identifier", request.Identifier);
        w.WriteString("RequestToken", request.Token);
        w.WriteString("Operation", request.Operation);
        w.WriteString("OperationStatus", status);
        w.WriteNumber("EventTime", request.Timestamp.ToUnixTimeMilliseconds() / 1000.0);
        if (request.Properties is not null)
            w.WriteString("ResourceModel", request.Properties);
        w.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, string identifier, MapValue properties)
    {
        writer.WriteString("Identifier", identifier);
        writer.WriteString("Properties", JsonValues.Write(properties));
    }

    private static string? Text(MapValue input, string name) => input[name] is ScalarValue { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    private static string Require(MapValue input, string name) => Text(input, name) is { Length: > 0 } text
        ? text
        : throw new SandboxException("ValidationException", $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");
}
