using System.Net.Http.Headers;
using System.Text.Json;
using Amazon.Runtime;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>The one way out to AWS, shared by every account: only listed operations, no redirects, replies read whole within the call's deadline.</summary>
internal sealed class AwsHttp : IDisposable
{
    private readonly SocketsHttpHandler _sockets = new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };

    // One large reply of all accounts is taken apart at a time.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The way out of one account, on which every request takes a turn of its budget.</summary>
    public AccountHttp For(CallBudget budget, bool detectsDrift, ServiceClock clock, ImmutableArray<string> queues) => new(new HttpMessageInvokerHandler(_sockets), budget, detectsDrift, clock, queues, new LargeReplies(_turn));

    public void Dispose()
    {
        _sockets.Dispose();
        _turn.Dispose();
    }

    /// <summary>Keeps the shared sockets alive when an account's client is disposed.</summary>
    private sealed class HttpMessageInvokerHandler(SocketsHttpHandler sockets) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(sockets, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invoker.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _invoker.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>What the SDK's clients of one account send their requests through.</summary>
internal sealed class AccountHttp : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;
    private readonly LargeReplies _largeReplies;

    public AccountHttp(HttpMessageHandler way, CallBudget budget, bool detectsDrift, ServiceClock clock, ImmutableArray<string> queues, LargeReplies largeReplies)
    {
        var guard = new AwsGuard(budget, detectsDrift, clock, queues, largeReplies) { InnerHandler = way };
        // Each call has a deadline of its own, which covers its retries too.
        _client = new HttpClient(guard) { Timeout = Timeout.InfiniteTimeSpan };
        _largeReplies = largeReplies;
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose()
    {
        _client.Dispose();
        _largeReplies.Dispose();
    }
}

/// <summary>Stands before every request: refuses what does not only read, keeps to the budget, counts, and reads the reply whole.</summary>
internal sealed class AwsGuard(CallBudget budget, bool detectsDrift, ServiceClock clock, ImmutableArray<string> queues, LargeReplies largeReplies) : DelegatingHandler
{
    /// <summary>
    /// A template of a megabyte, escaped as XML, is below this, and so are a thousand network interfaces and ten messages. Only what is known of such a reply is kept.
    /// </summary>
    private const long LargestReply = 8 * Megabyte;

    /// <summary>A page of what Cloud Control lists.</summary>
    private const long LargestList = 2 * Megabyte;

    /// <summary>An answer of a service that no package of the SDK serves. It is kept whole while a resource is read, and takes many times its own size then.</summary>
    private const long LargestDocument = Megabyte;

    /// <summary>One resource of Cloud Control has 65,536 characters of properties at most, says its reference; escaped twice they are below this.</summary>
    private const long LargestResource = Megabyte / 2;

    private const long Megabyte = 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? string.Join(',', targets) : null;
        var body = target is null && IsForm(request.Content?.Headers.ContentType)
            ? await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)
            : "";
        var (region, service) = SignedFor(request);
        var address = request.RequestUri!;
        if ((AwsOperations.NameOf(new AwsRequest(service, request.Method == HttpMethod.Get, address.AbsolutePath, address.Query, target, body), detectsDrift)
            ?? await QueueOperationAsync(request, service, target, cancellationToken).ConfigureAwait(false)) is not { } operation)
            throw new NotSupportedException("A request that is not on the list of reading operations was refused before it was sent.");

        CalledOperation.Note(service, operation, region);
        var gate = budget.Gate(region, service);
        var type = service == WireService.CloudControl.SigningName ? MemberOf(await request.Content!.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), "TypeName") : null;
        await CallTurn.EnterAsync(gate.Fuse, new CallKind(operation, type), cancellationToken).ConfigureAwait(false);
        if (!CallTurn.TryUse(gate.Fuse))
            await gate.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        CallMeter.Current?.Sent($"{service}:{operation}");
        // "attempt=2; max=5"
        if (request.Headers.TryGetValues("amz-sdk-request", out var attempts) && !attempts.Any(a => a.StartsWith("attempt=1;", StringComparison.Ordinal)))
            CallMeter.Current?.Retried();

        var sent = clock.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var received = clock.GetTimestamp();
        var isOwn = AwsAnswers.BearsRequestId(response);
        try
        {
            // The SDK reads a reply synchronously, beyond the reach of any token: a reply that trickles would hold its thread for ever.
            var read = response.IsSuccessStatusCode
                ? await LargeReply.BufferAsync(response, LargestOf(service, operation), largeReplies, RequireBeginning, cancellationToken).ConfigureAwait(false)
                : await LargeReply.BufferAsync(response, LargestOf(service, operation), largeReplies, static _ => { }, cancellationToken).ConfigureAwait(false);
            if (!isOwn)
                CalledOperation.NoteReply(read);
            if (await AwsErrorReply.IsThrottlingAsync(response, cancellationToken).ConfigureAwait(false))
            {
                gate.Throttled();
                CallMeter.Current?.Throttled();
            }

            // What Cloud Control refuses may be any action of the type's handlers.
            if (!response.IsSuccessStatusCode && service != WireService.CloudControl.SigningName && PermissionLog.Current is { } refusals && AwsOperations.PermissionOf(service, operation) is { } refused)
                refusals.Note(refused, AwsErrors.PermissionIn(await AwsErrorReply.CodeOfAsync(response, cancellationToken).ConfigureAwait(false)));
            if (response.IsSuccessStatusCode)
                AwsAnswers.Require(service, operation, read, isOwn);
            else if (await AwsErrorReply.IsForeignAsync(response, cancellationToken).ConfigureAwait(false))
                throw new ForeignReplyException(FormattableString.Invariant($"HTTP {(int)response.StatusCode} without an error code."));
            // What something else than the service says of the time is not believed.
            if (response.Headers.Date is { } there)
                clock.Learn(there, sent, received);
            if (response.IsSuccessStatusCode && PermissionLog.Current is { } log && AwsOperations.PermissionOf(service, operation) is { } permission)
                log.Note(permission, new PermissionAnswer(true, null));
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }

        void RequireBeginning(ReadOnlySpan<byte> first)
        {
            if (!isOwn)
                CalledOperation.NoteReply(first);
            AwsAnswers.RequireBeginning(service, operation, first);
        }
    }

    private static long LargestOf(string service, string operation) => service switch
    {
        _ when service == WireService.CloudControl.SigningName => operation == "GetResource" ? LargestResource : LargestList,
        "cloudformation" or "dynamodb" or "ec2" or "kms" or "s3" or "sqs" or "ssm" or "sts" => LargestReply,
        _ => LargestDocument,
    };

    /// <summary>Messages are taken from the configured queues, and from no other.</summary>
    private async Task<string?> QueueOperationAsync(HttpRequestMessage request, string service, string? target, CancellationToken cancellation) =>
        service == "sqs" && target is not null && AwsOperations.QueueTargets.Contains(target) && request.Content is { } content
        && queues.Contains(MemberOf(await content.ReadAsStringAsync(cancellation).ConfigureAwait(false), "QueueUrl"))
            ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..]
            : null;

    /// <summary>A text in a request; empty where it is not there.</summary>
    private static string MemberOf(string body, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool IsForm(MediaTypeHeaderValue? type) => type?.MediaType == "application/x-www-form-urlencoded";

    /// <summary>Of "AWS4-HMAC-SHA256 Credential=AKIA…/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=…": eu-west-1 and cloudformation.</summary>
    private static (string Region, string Service) SignedFor(HttpRequestMessage request)
    {
        var authorization = request.Headers.TryGetValues("Authorization", out var values) ? string.Join(',', values) : "";
        var start = authorization.IndexOf("Credential=", StringComparison.Ordinal);
        return start >= 0 && authorization[start..].Split(',')[0].Split('/') is [.., _, var region, var service, "aws4_request"] ? (region, service) : ("", "unsigned");
    }
}
