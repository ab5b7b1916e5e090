using System.Net;
using System.Text.Json;
using System.Xml;

namespace Dashboard.Sources.Aws;

/// <summary>Reads the error code of a reply before the SDK does, which may try again and never tell.</summary>
internal static class AwsErrorReply
{
    private const int LongestError = 64 * 1024;

    /// <summary>Whether the service refuses because calls come too fast. The reply must be buffered.</summary>
    public static async Task<bool> IsThrottlingAsync(HttpResponseMessage reply, CancellationToken cancellation)
    {
        if (reply.StatusCode == HttpStatusCode.TooManyRequests)
            return true;
        if (reply.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable))
            return false;
        if (reply.Headers.TryGetValues("x-amzn-ErrorType", out var types))
            return AwsErrors.IsThrottling(Bare(types.First()));
        if (reply.Content.Headers.ContentLength > LongestError)
            return false;
        // Not the content's stream: that would be handed to the SDK as it was left here.
        var body = await reply.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return CodeOf(body) is { } code && AwsErrors.IsThrottling(code);
    }

    /// <summary>The error code of a reply; null where it has none. The reply must be buffered.</summary>
    public static async Task<string?> CodeOfAsync(HttpResponseMessage reply, CancellationToken cancellation) =>
        reply.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? Bare(types.First())
        : reply.Content.Headers.ContentLength > LongestError ? null
        : CodeOf(await reply.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));

    /// <summary>
    /// Whether something other than the service says that there is nothing: its own "not found" always names a code. Where that is missing the SDK of S3 makes one up. The reply must be buffered.
    /// </summary>
    public static async Task<bool> IsForeignAsync(HttpResponseMessage reply, CancellationToken cancellation) =>
        reply.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
        && !reply.Headers.Contains("x-amzn-ErrorType")
        && CodeOf(await reply.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false)) is null;

    /// <summary>{"__type":"com.amazon.cloudapiservice#ThrottlingException",…} or &lt;ErrorResponse&gt;&lt;Error&gt;…&lt;Code&gt;Throttling&lt;/Code&gt;…; null where it is neither.</summary>
    public static string? CodeOf(byte[] body)
    {
        try
        {
            return body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? OfJson(body) : OfXml(body);
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return null;
        }
    }

    private static string? OfJson(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        foreach (var member in new[] { "__type", "code" })
        {
            if (document.RootElement.TryGetProperty(member, out var type) && type.ValueKind == JsonValueKind.String)
                return Bare(type.GetString()!);
        }

        return null;
    }

    private static string? OfXml(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Code" })
                return reader.ReadElementContentAsString();
        }

        return null;
    }

    // "com.amazon.x#ThrottlingException", "ThrottlingException:http://internal.amazon.com/…".
    private static string Bare(string type) => type[(type.LastIndexOf('#') + 1)..].Split(':')[0];
}
