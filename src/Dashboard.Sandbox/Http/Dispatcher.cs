using System.Text;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Sandbox.Http;

/// <summary>Finds out which service a request means, lets faults have their way, and answers in that service's protocol.</summary>
internal sealed class Dispatcher(SandboxCloud cloud)
{
    private const string JsonTargetPrefix = "CloudApiService.";

    private readonly CloudFormationApi _cloudFormation = new(cloud);
    private readonly CloudControlApi _cloudControl = new(cloud);
    private readonly CloudTrailApi _cloudTrail = new(cloud);
    private readonly IdentityApi _identities = new(cloud);
    private readonly SecurityTokenApi _securityTokens = new(cloud);
    private readonly ObjectApi _objects = new(cloud);
    private readonly NetworkApi _networks = new(cloud);

    /// <summary>Every operation that is answered, with its service: "cloudformation:ListStacks".</summary>
    public static IEnumerable<string> Operations =>
    [
        .. CloudFormationApi.Operations.Select(o => "cloudformation:" + o),
        .. NetworkApi.Operations.Select(o => "ec2:" + o),
        .. IdentityApi.Operations.Select(o => "iam:" + o),
        .. SecurityTokenApi.Operations.Select(o => "sts:" + o),
        .. CloudControlApi.Operations.Select(o => "cloudcontrol:" + o),
        .. CloudTrailApi.Operations.Select(o => "cloudtrail:" + o),
        .. ObjectApi.Operations.Select(o => "s3api:" + o),
    ];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var reply = await AnswerAsync(context.Request, requestId, context.RequestAborted);
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        response.Headers["x-amzn-RequestId"] = requestId;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private async Task<Reply> AnswerAsync(HttpRequest request, string requestId, CancellationToken cancellation)
    {
        var isJson = request.Headers.ContainsKey("X-Amz-Target");
        try
        {
            var scope = CallScope.Read(request.Headers.Authorization);
            // A service that is asked with GET, and is not S3, speaks JSON.
            isJson |= scope.Service == "cloudcontrolapi" || (HttpMethods.IsGet(request.Method) && scope.Service != "s3");
            var token = request.Headers["X-Amz-Security-Token"].ToString();
            scope = scope with { Role = cloud.Roles.RoleOf(token), Session = RoleTable.SessionOf(token) ?? scope.Session, Agent = request.Headers.UserAgent.ToString() };
            var body = await ReadBodyAsync(request, cancellation);
            switch (scope.Service)
            {
                case "cloudformation" or "ec2" or "iam" or "sts":
                    var form = new QueryForm(QueryHelpers.ParseQuery(body).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));
                    var action = form["Action"] ?? throw new SandboxException("MissingAction", "The request must contain the parameter Action.");
                    await FaultAsync(scope, action, null, cancellation);
                    if (scope.Service == "sts")
                        return _securityTokens.Answer(scope, action, form, requestId);
                    if (scope.Service == "iam")
                        return _identities.Answer(scope, action, form, requestId);
                    cloud.Roles.Authorize(scope.Account, scope.Role, scope.Caller, [$"{scope.Service}:{action}"]);
                    if (scope.Service == "ec2")
                        return _networks.Answer(scope, action, form, requestId);
                    return _cloudFormation.Answer(scope, action, form, requestId);
                case "cloudcontrolapi":
                    var target = request.Headers["X-Amz-Target"].ToString();
                    if (!target.StartsWith(JsonTargetPrefix, StringComparison.Ordinal))
                        throw new SandboxException("UnknownOperationException", $"'{target}' is not known.");
                    var input = CloudControlApi.ReadInput(body);
                    await FaultAsync(scope, target[JsonTargetPrefix.Length..], CloudControlApi.TypeOf(input), cancellation);
                    cloud.Roles.Authorize(scope.Account, scope.Role, scope.Caller, CloudControlApi.ActionsOf(target[JsonTargetPrefix.Length..], input));
                    return _cloudControl.Answer(scope, target[JsonTargetPrefix.Length..], input);
                case "cloudtrail":
                    return await TrailAsync(request, scope, body, cancellation);
                case "s3":
                    await FaultAsync(scope, request.Method, null, cancellation);
                    return _objects.Answer(request, body);
                default:
                    throw new SandboxException("InvalidAction", $"The sandbox does not have the service '{scope.Service}'.");
            }
        }
        catch (SandboxException refused)
        {
            return isJson ? JsonError(refused) : XmlError(refused, requestId);
        }
    }

    private async Task<Reply> TrailAsync(HttpRequest request, CallScope scope, string body, CancellationToken cancellation)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        if (!target.StartsWith(CloudTrailApi.TargetPrefix, StringComparison.Ordinal))
            throw new SandboxException("UnknownOperationException", $"'{target}' is not known.");
        var operation = target[CloudTrailApi.TargetPrefix.Length..];
        await FaultAsync(scope, operation, null, cancellation);
        cloud.Roles.Authorize(scope.Account, scope.Role, scope.Caller, [$"cloudtrail:{operation}"]);
        return _cloudTrail.Answer(scope, operation, CloudControlApi.ReadInput(body));
    }

    private async Task FaultAsync(CallScope scope, string operation, string? type, CancellationToken cancellation)
    {
        foreach (var fault in cloud.HitFaults(scope.Account, scope.Region, operation, type))
        {
            switch (fault.Kind)
            {
                case SandboxFaultKind.Deny:
                    throw new SandboxException(
                        "AccessDenied",
                        $"User: {scope.Caller} is not authorized to perform: {(scope.Service == "cloudcontrolapi" ? "cloudformation" : scope.Service)}:{operation}",
                        403);
                case SandboxFaultKind.Throttle:
                    throw new SandboxException("Throttling", "Rate exceeded");
                case SandboxFaultKind.RefuseToken:
                    throw new SandboxException("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
                case SandboxFaultKind.Delay:
                    await Task.Delay(fault.Delay, cloud.Time, cancellation);
                    break;
            }
        }
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false));
        var body = await reader.ReadToEndAsync(cancellation);
        return request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal) ? ObjectApi.Unchunk(body) : body;
    }

    private static Reply XmlError(SandboxException refused, string requestId) => Reply.OfXml(
        new XElement("ErrorResponse",
            new XElement("Error", new XElement("Type", "Sender"), new XElement("Code", refused.Code), new XElement("Message", refused.Message)),
            new XElement("RequestId", requestId)),
        CloudFormationApi.Xmlns,
        refused.Status);

    private static Reply JsonError(SandboxException refused)
    {
        var code = refused.Code switch
        {
            "AccessDenied" => "AccessDeniedException",
            "Throttling" => "ThrottlingException",
            "ExpiredToken" => "ExpiredTokenException",
            "InvalidClientTokenId" => "UnrecognizedClientException",
            "ValidationError" => "ValidationException",
            "MissingAuthenticationToken" => "MissingAuthenticationTokenException",
            _ => refused.Code,
        };
        return Reply.OfJson(
            w =>
            {
                w.WriteString("__type", "com.amazon.cloudapiservice#" + code);
                w.WriteString("message", refused.Message);
            },
            code == "UnrecognizedClientException" ? 403 : 400);
    }
}
