using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>Writes a request in its service's protocol.</summary>
internal sealed class WireForm(WireService service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var asked = (WireRequest)input;
        var request = new DefaultRequest(input, "Driftboard." + service.Id) { HttpMethod = "POST", ResourcePath = "/" };
        switch (service.Protocol)
        {
            case WireProtocol.Query:
                request.Parameters.Add("Action", asked.Operation.Name);
                request.Parameters.Add("Version", service.Version);
                foreach (var (name, value) in asked.Arguments.Entries)
                    request.Parameters.Add(name, ((ScalarValue)value).Text);
                break;
            case WireProtocol.Rest:
                request.HttpMethod = "GET";
                request.UseQueryString = true;
                request.ResourcePath = Filled(asked.Operation.Path!, asked.Path, request);
                foreach (var (name, value) in asked.Arguments.Entries)
                    request.Parameters.Add(name, ((ScalarValue)value).Text);
                break;
            default:
                request.Content = Encoding.UTF8.GetBytes(JsonValues.Write(asked.Arguments));
                request.Headers["Content-Type"] = service.Protocol == WireProtocol.Json10 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
                request.Headers["X-Amz-Target"] = asked.Operation.Target!;
                break;
        }

        return request;
    }

    // The SDK escapes what fills a path, and signs it as it escapes it.
    private static string Filled(string path, ImmutableArray<string> members, DefaultRequest request)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var part in path.Split("{}"))
        {
            text.Append(part);
            if (next < members.Length)
            {
                request.AddPathResource($"{{m{next}}}", members[next]);
                text.Append('{').Append('m').Append(next++).Append('}');
            }
        }

        return text.ToString();
    }
}

/// <summary>Reads what a service answers in XML.</summary>
internal sealed class WireXml : XmlResponseUnmarshaller
{
    // <GetRoleResponse><GetRoleResult><Role>…</Role></GetRoleResult><ResponseMetadata>…</ResponseMetadata></GetRoleResponse>
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        using var reader = new XmlTextReader(input.Stream) { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        var result = root.Elements().FirstOrDefault(e => e.Name.LocalName.EndsWith("Result", StringComparison.Ordinal))
            ?? throw new XmlException("The reply holds no result: something other than the service answered.");
        return new WireReply { Body = Value(result) as MapValue ?? MapValue.Empty, ResponseMetadata = new ResponseMetadata() };
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return new WireException(error.Message ?? "", innerException, error.Type, error.Code ?? "", error.RequestId, statusCode);
    }

    /// <summary>A list holds members, a map holds entries of key and value; an empty element is an empty text.</summary>
    public static PropertyValue Value(XElement element)
    {
        if (!element.HasElements)
            return new ScalarValue(element.Value);
        if (element.Elements().All(e => e.Name.LocalName == "member"))
            return new ListValue([.. element.Elements().Select(Value)]);
        if (element.Elements().All(e => e.Name.LocalName == "entry"))
            return MapValue.Create(element.Elements().Select(e => KeyValuePair.Create(Part(e, "key"), (PropertyValue)new ScalarValue(Part(e, "value")))));
        return MapValue.Create(element.Elements().Select(e => KeyValuePair.Create(e.Name.LocalName, Value(e))));
    }

    private static string Part(XElement entry, string name) => entry.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
}

/// <summary>Reads what a service answers in JSON.</summary>
internal sealed class WireJson : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return new WireReply { Body = JsonValues.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) as MapValue ?? throw new JsonException("The reply is not an object."), ResponseMetadata = new ResponseMetadata() };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        try
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new WireException(error.Message ?? "", innerException, error.Type, error.Code ?? "", error.RequestId, statusCode);
        }
        catch (JsonException)
        {
            // A proxy's page instead of the service's document.
            return new WireException("", innerException, ErrorType.Unknown, "", null, statusCode);
        }
    }
}
