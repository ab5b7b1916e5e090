using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>Asks a service for which there is no package; answers come as the plain document that they are.</summary>
internal sealed class WireClient : UnpackagedClient
{
    private readonly WireService _service;

    public WireClient(WireConfig config) : base(config) => _service = config.Service;

    public WireClient(AWSCredentials credentials, WireConfig config) : base(credentials, config) => _service = config.Service;

    /// <summary>One operation. Members of a path fill the braces of <see cref="ReadOperation.Path"/> in order; all others are the request's.</summary>
    public async Task<MapValue> AskAsync(ReadOperation operation, ImmutableArray<string> path, MapValue arguments, CancellationToken cancellation)
    {
        var form = new WireForm(_service);
        var options = new InvokeOptions { RequestMarshaller = form, ResponseUnmarshaller = _service.Protocol == WireProtocol.Query ? new WireXml() : new WireJson() };
        return (await InvokeAsync<WireReply>(new WireRequest(operation, path, arguments), options, cancellation).ConfigureAwait(false)).Body;
    }
}

/// <summary>What is asked.</summary>
internal sealed class WireRequest(ReadOperation operation, ImmutableArray<string> path, MapValue arguments) : AmazonWebServiceRequest
{
    public ReadOperation Operation { get; } = operation;

    public ImmutableArray<string> Path { get; } = path;

    public MapValue Arguments { get; } = arguments;
}

/// <summary>What was answered.</summary>
internal sealed class WireReply : AmazonWebServiceResponse
{
    public MapValue Body { get; set; } = MapValue.Empty;
}

/// <summary>The service refused, or could not.</summary>
internal sealed class WireException(string message, Exception? inner, ErrorType type, string code, string? requestId, HttpStatusCode status)
    : AmazonServiceException(message, inner, type, code, requestId, status);
