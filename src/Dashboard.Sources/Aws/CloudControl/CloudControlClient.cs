using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.CloudControl;

/// <summary>Reads any resource whose type has a read handler, in the property names of its CloudFormation schema.</summary>
internal sealed class CloudControlClient : UnpackagedClient
{
    public CloudControlClient(WireConfig config) : base(config)
    {
    }

    public CloudControlClient(AWSCredentials credentials, WireConfig config) : base(credentials, config)
    {
    }

    /// <summary>One resource by its type and primary identifier.</summary>
    public Task<CloudControlResources> GetResourceAsync(string type, string identifier, CancellationToken cancellation) =>
        CallAsync(new CloudControlRequest("GetResource", type, identifier, null), cancellation);

    /// <summary>A page of the resources of a type.</summary>
    public Task<CloudControlResources> ListResourcesAsync(string type, string? nextToken, CancellationToken cancellation) =>
        CallAsync(new CloudControlRequest("ListResources", type, null, nextToken), cancellation);

    private Task<CloudControlResources> CallAsync(CloudControlRequest request, CancellationToken cancellation)
    {
        var options = new InvokeOptions { RequestMarshaller = CloudControlProtocol.Instance, ResponseUnmarshaller = CloudControlProtocol.Instance };
        return InvokeAsync<CloudControlResources>(request, options, cancellation);
    }
}

/// <summary>A read of one resource or of a list. What is null is left out.</summary>
internal sealed class CloudControlRequest(string operation, string type, string? identifier, string? nextToken) : AmazonWebServiceRequest
{
    public string Operation { get; } = operation;

    public string TypeName { get; } = type;

    public string? Identifier { get; } = identifier;

    public string? NextToken { get; } = nextToken;
}

/// <summary>What was read: one resource, or a page of them.</summary>
internal sealed class CloudControlResources : AmazonWebServiceResponse
{
    public IReadOnlyList<CloudControlResource> Resources { get; set; } = [];

    public string? NextToken { get; set; }
}

/// <summary>A resource.</summary>
/// <param name="Identifier">Its primary identifier; parts joined by "|".</param>
/// <param name="Properties">Its properties: a text that holds JSON.</param>
internal sealed record CloudControlResource(string Identifier, string Properties);

/// <summary>The service refused, or could not.</summary>
internal sealed class CloudControlException(
    string message, Exception? inner, ErrorType type, string code, string? requestId, HttpStatusCode status)
    : AmazonServiceException(message, inner, type, code, requestId, status);

/// <summary>JSON 1.0: a target in the header, a document in the body.</summary>
internal sealed class CloudControlProtocol : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static readonly CloudControlProtocol Instance = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (CloudControlRequest)input;
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("TypeName", request.TypeName);
            if (request.Identifier is not null)
                writer.WriteString("Identifier", request.Identifier);
            if (request.NextToken is not null)
                writer.WriteString("NextToken", request.NextToken);
            writer.WriteEndObject();
        }

        var result = new DefaultRequest(input, "Amazon.CloudControlApi") { HttpMethod = "POST", ResourcePath = "/", Content = body.ToArray() };
        result.Headers["Content-Type"] = "application/x-amz-json-1.0";
        result.Headers["X-Amz-Target"] = "CloudApiService." + request.Operation;
        return result;
    }

    // {"TypeName":"AWS::S3::Bucket","ResourceDescription":{"Identifier":"logs","Properties":"{\"BucketName\":\"logs\"}"}}
    // {"TypeName":"AWS::S3::Bucket","ResourceDescriptions":[{…},{…}],"NextToken":"…"}
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var document = JsonDocument.Parse(input.Stream);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("The reply is not an object.");
        IReadOnlyList<CloudControlResource> resources =
            root.TryGetProperty("ResourceDescription", out var one) ? [ReadResource(one)]
            : root.TryGetProperty("ResourceDescriptions", out var many) && many.ValueKind == JsonValueKind.Array ? [.. many.EnumerateArray().Select(ReadResource)]
            : throw new JsonException("The reply holds no resource descriptions.");
        return new CloudControlResources
        {
            Resources = resources,
            NextToken = root.TryGetProperty("NextToken", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null,
            ResponseMetadata = new ResponseMetadata { RequestId = input.ResponseData?.GetHeaderValue("x-amzn-RequestId") },
        };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        try
        {
            // Its obsolete mark is the compiler's guard for ref structs, no advice.
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new CloudControlException(error.Message ?? "", innerException, error.Type, error.Code ?? "", error.RequestId, statusCode);
        }
        catch (JsonException)
        {
            // A proxy's page instead of the service's document.
            return new CloudControlException("", innerException, ErrorType.Unknown, "", null, statusCode);
        }
    }

    private static CloudControlResource ReadResource(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("Identifier", out var identifier) && identifier.ValueKind == JsonValueKind.String
        && element.TryGetProperty("Properties", out var properties) && properties.ValueKind == JsonValueKind.String
            ? new(identifier.GetString()!, properties.GetString()!)
            : throw new JsonException("A resource description lacks its identifier or properties.");
}
