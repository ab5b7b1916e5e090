using Amazon.CloudFormation;
using Amazon.Runtime;
using Dashboard.Sources.Aws.CloudControl;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>One account and region: its clients, and the gates of their services that every call goes through.</summary>
internal sealed class AwsScope(AwsAccount account, string region, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _detecting = new(1);

    // Guarded by _lock.
    private AmazonCloudFormationClient? _cloudFormation;
    private CloudControlClient? _cloudControl;
    private readonly Dictionary<(string Service, Type Client), AmazonServiceClient> _clients = [];
    private readonly HashSet<string> _lacking = new(StringComparer.Ordinal);

    /// <summary>Whether the endpoint has the service, as far as it was ever asked. An embedded cloud has Cloud Control alone.</summary>
    public bool Has(string service)
    {
        lock (_lock)
            return !account.Options.HasOnlyCloudControl && !_lacking.Contains(service);
    }

    /// <summary>Notes that the endpoint does not have a service, so that it is not asked for every resource anew.</summary>
    public void Lacks(string service)
    {
        lock (_lock)
            _lacking.Add(service);
    }

    /// <summary>A call of CloudFormation. Made only once the credentials are known to act in the account.</summary>
    public Task<ReadResult<T>> CallAsync<T>(Func<AmazonCloudFormationClient, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        GuardedAsync("cloudformation", token => call(CloudFormation(), token), cancellation);

    /// <summary>A call of a service that a package of the SDK serves.</summary>
    /// <param name="service">The name that its requests are signed for.</param>
    /// <param name="create">Makes the client, the first time.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<ReadResult<T>> CallAsync<TClient, T>(
        string service, Func<AwsClients, TClient> create, Func<TClient, CancellationToken, Task<T>> call, CancellationToken cancellation) where TClient : AmazonServiceClient =>
        GuardedAsync(service, token => call(Client(service, region, create), token), cancellation);

    /// <summary>A call of a service that is spoken to without one.</summary>
    public Task<ReadResult<T>> CallAsync<T>(WireService service, Func<WireClient, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        GuardedAsync(service.SigningName, token => call(Client(service.SigningName, service.RegionFor(region), clients => clients.Create(service)), token), cancellation, service.RegionFor(region));

    /// <summary>Waits for the turn to have CloudFormation detect drift; dispose what is returned when that has ended.</summary>
    public async Task<IDisposable> EnterDetectionAsync(CancellationToken cancellation)
    {
        await _detecting.WaitAsync(cancellation).ConfigureAwait(false);
        return new DetectionTurn(_detecting);
    }

    /// <summary>The same of Cloud Control.</summary>
    public Task<ReadResult<T>> CallAsync<T>(Func<CloudControlClient, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        GuardedAsync("cloudcontrolapi", token => call(CloudControl(), token), cancellation);

    /// <summary>A call that waits for news: it has as much longer as that takes, and no place, since others must not wait for it.</summary>
    public async Task<ReadResult<T>> ListenAsync<TClient, T>(
        string service, Func<AwsClients, TClient> create, Func<TClient, CancellationToken, Task<T>> call, TimeSpan wait, CancellationToken cancellation) where TClient : AmazonServiceClient
    {
        CallUrgency.Begin();
        return await VerifiedAsync(
            () =>
            {
                CalledOperation.Begin(service, region);
                return AwsCall.RunAsync(token => RenewedAsync(stop => call(Client(service, region, create), stop), token), account.Deadline + wait, time, cancellation);
            },
            cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _cloudFormation?.Dispose();
            _cloudControl?.Dispose();
            foreach (var client in _clients.Values)
                client.Dispose();
            _detecting.Dispose();
        }
    }

    private sealed class DetectionTurn(SemaphoreSlim detecting) : IDisposable
    {
        public void Dispose() => detecting.Release();
    }

    private Task<ReadResult<T>> GuardedAsync<T>(string service, Func<CancellationToken, Task<T>> call, CancellationToken cancellation, string? signedRegion = null)
    {
        return VerifiedAsync(InTurnAsync, cancellation);

        async Task<ReadResult<T>> InTurnAsync()
        {
            var gate = account.Gate(signedRegion ?? region, service);
            var called = CalledOperation.Begin(service, signedRegion ?? region);
            try
            {
                using (await gate.EnterAsync(cancellation).ConfigureAwait(false))
                    return await gate.Fuse.RunAsync(token => RenewedAsync(call, token), account.Deadline, time, cancellation).ConfigureAwait(false);
            }
            catch (UnansweredException e)
            {
                return new(e.Outcome, default, FailedCall.Tell(called.Name, e.Message)) { Code = AwsErrors.LeftAlone };
            }
        }
    }

    /// <summary>Makes a call only once the credentials are known to act in the account, and once more where they were not accepted and there are other ones by now.</summary>
    private async Task<ReadResult<T>> VerifiedAsync<T>(Func<Task<ReadResult<T>>> call, CancellationToken cancellation)
    {
        var result = await OnceAsync().ConfigureAwait(false);
        return result.Generation is { } generation && AwsErrors.IsCredentials(result.Answer.Code) && await account.ReplaceAsync(generation, cancellation).ConfigureAwait(false)
            ? (await OnceAsync().ConfigureAwait(false)).Answer
            : result.Answer;

        async Task<(ReadResult<T> Answer, int? Generation)> OnceAsync()
        {
            var verified = await account.VerifyAsync(region, cancellation).ConfigureAwait(false);
            if (!verified.IsRead)
                return (new(verified.Outcome, default, verified.Detail) { Code = verified.Code }, null);
            var generation = account.Credentials.Generation;
            return (await call().ConfigureAwait(false), generation);
        }
    }

    /// <summary>A session may end earlier than it said, while a scan runs: then the call is made once more, with a new one.</summary>
    private async Task<T> RenewedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var session = account.Session;
        try
        {
            return await call(cancellation).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (AwsErrors.IsExpired(e.ErrorCode) && account.Renew(session))
        {
            CallTurn.Renew();
            return await call(cancellation).ConfigureAwait(false);
        }
    }

    private TClient Client<TClient>(string service, string signedRegion, Func<AwsClients, TClient> create) where TClient : AmazonServiceClient
    {
        lock (_lock)
        {
            if (!_clients.TryGetValue((service, typeof(TClient)), out var client))
                client = _clients[(service, typeof(TClient))] = create(new AwsClients(account, signedRegion));
            return (TClient)client;
        }
    }

    private AmazonCloudFormationClient CloudFormation()
    {
        lock (_lock)
        {
            if (_cloudFormation is null)
            {
                var config = account.Configure(new AmazonCloudFormationConfig(), region);
                _cloudFormation = new(account.Credentials, config);
            }

            return _cloudFormation;
        }
    }

    private CloudControlClient CloudControl()
    {
        lock (_lock)
        {
            if (_cloudControl is null)
            {
                var config = account.Configure(new WireConfig(WireService.CloudControl), region);
                _cloudControl = new(account.Credentials, config);
            }

            return _cloudControl;
        }
    }
}
