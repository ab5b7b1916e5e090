using System.Runtime.ExceptionServices;
using System.Xml;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>One account: its credentials, and the proof that they act in it. Nothing of an account is believed before that.</summary>
internal sealed class AwsAccount : IDisposable
{
    /// <summary>The code of a verification that finds credentials of another account.</summary>
    public const string WrongAccount = "WrongAccount";

    /// <summary>How long a verdict other than "they do" stands before STS is asked again.</summary>
    private static readonly TimeSpan RefusalStands = TimeSpan.FromSeconds(30);

    private readonly AwsAccountOptions _options;
    private readonly AwsOptions _common;
    private readonly ServiceClock _time;
    private readonly CallBudget _budget;
    private readonly AccountHttp _http;
    private readonly SemaphoreSlim _verifying = new(1);
    private readonly Lock _lock = new();
    private volatile bool _verified;
    private volatile string? _callerArn;

    // Guarded by _verifying.
    private ReadResult<string>? _refusal;
    private long _refusedAt;

    // Guarded by _lock.
    private readonly List<IDisposable> _owned = [];
    private AWSCredentials? _credentials;
    private int _session;

    public AwsAccount(AwsAccountOptions options, AwsOptions common, AwsHttp http, ServiceClock time)
    {
        _options = options;
        _common = common;
        _time = time;
        _budget = new CallBudget(options.CallsPerSecond ?? common.CallsPerSecond, options.ParallelCalls ?? common.ParallelCalls, time, keepsServiceLimits: options.CallsPerSecond is null);
        Registry = new TypeRegistry(time);
        _http = http.For(_budget, options.DetectDrift, time, [.. options.Queues.Select(q => q.Url)]);
        Deadline = common.CallDeadline ?? TimeSpan.FromSeconds(30);
    }

    /// <summary>How long one call may take.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>What its registry says of types.</summary>
    public TypeRegistry Registry { get; }

    /// <summary>The time as the account's endpoint has it: its sessions end by it.</summary>
    public ServiceClock Clock => _time;

    /// <summary>How the account is reached.</summary>
    public AwsAccountOptions Options => _options;

    /// <summary>The ARN of who the credentials act as, as STS said last; null before that.</summary>
    public string? CallerArn => _callerArn;

    /// <summary>The gate of a service in a region of the account.</summary>
    public CallGate Gate(string region, string service) => _budget.Gate(region, service);

    /// <summary>Gives a client's settings the account's endpoint, the region and the house's habits.</summary>
    public T Configure<T>(T config, string region) where T : ClientConfig
    {
        if (_options.Endpoint is { } endpoint)
            config.ServiceURL = endpoint;
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        // With any endpoint given, here or in the environment, the SDK would sign for us-east-1.
        config.AuthenticationRegion = region;
        // Not Adaptive: in this version of the SDK a lone client never recovers from its first throttling.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = _common.MaxRetries;
        config.HttpClientFactory = _http;
        return config;
    }

    /// <summary>The account's credentials; null: the SDK's default chain.</summary>
    /// <exception cref="AmazonClientException">The profile does not exist, or the default chain that a role needs has no credentials.</exception>
    public AWSCredentials? GetCredentials(string region)
    {
        lock (_lock)
            return _credentials ??= CreateCredentials(region);
    }

    /// <summary>Which of the account's sessions a call begins with, for <see cref="Renew"/>.</summary>
    public int Session
    {
        get
        {
            lock (_lock)
                return _session;
        }
    }

    /// <summary>Gives up a session that the service calls expired, so that the next call takes a new one. False: these credentials cannot be renewed.</summary>
    /// <param name="session">The session of the call that was refused. Many calls are when one ends, and only the first of them ends it here.</param>
    public bool Renew(int session)
    {
        lock (_lock)
        {
            if (_credentials is not RefreshingAWSCredentials renewable)
                return false;
            if (session == _session)
            {
                renewable.ClearCredentials();
                _session++;
            }

            return true;
        }
    }

    /// <summary>Whether the credentials act in this account; asks STS once. Read: they do.</summary>
    public async Task<ReadResult<string>> VerifyAsync(string region, CancellationToken cancellation)
    {
        var yes = new ReadResult<string>(ReadOutcome.Read, _options.Account);
        if (_verified)
            return yes;
        await _verifying.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_verified)
                return yes;
            if (_refusal is not null && _time.GetElapsedTime(_refusedAt) < RefusalStands)
                return _refusal;
            var caller = await AskWhoAsync(region, cancellation).ConfigureAwait(false);
            var judged = Judge(caller);
            if (judged.IsRead)
            {
                _verified = true;
                return yes;
            }

            _refusedAt = _time.GetTimestamp();
            // Whoever may not even become somebody of the account has no way into it; a proxy that refuses says nothing of that.
            var outcome = judged is { Outcome: ReadOutcome.Denied, Code: not AwsErrors.ForeignReply } ? ReadOutcome.NoAccess : judged.Outcome;
            return _refusal = caller.IsRead ? judged : judged with { Outcome = outcome, Detail = $"Account {_options.Account}: {judged.Detail}" };
        }
        finally
        {
            _verifying.Release();
        }
    }

    /// <summary>The account that the credentials act in, as STS in a region says now; what it said before does not count.</summary>
    public async Task<ReadResult<string>> AskWhoAsync(string region, CancellationToken cancellation)
    {
        CalledOperation.Begin(CallBudget.TokenService, region);
        return await AwsCall.RunAsync(token => AskAsync(region, token), Deadline, _time, cancellation).ConfigureAwait(false);
    }

    /// <summary>What STS said, with another account than this one as a refusal.</summary>
    public ReadResult<string> Judge(ReadResult<string> caller) => !caller.IsRead || caller.Value == _options.Account
        ? caller
        : new(ReadOutcome.NoAccess, null, $"The credentials act in account {caller.Value}, not {_options.Account}.") { Code = WrongAccount };

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var owned in Enumerable.Reverse(_owned))
                owned.Dispose();
            _owned.Clear();
        }

        _verifying.Dispose();
        Registry.Dispose();
        _http.Dispose();
        _budget.Dispose();
    }

    private async Task<string> AskAsync(string region, CancellationToken cancellation)
    {
        var credentials = GetCredentials(region);
        try
        {
            using var sts = CreateSts(credentials, region);
            var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation).ConfigureAwait(false);
            _callerArn = identity.Arn;
            // A page that happens to be XML names nobody.
            return identity.Account ?? throw new XmlException("The reply names no account.");
        }
        catch (AmazonClientException e) when (credentials is null && e.InnerException is not HttpRequestException)
        {
            // The SDK's own message lists every place that it looked at, on a page of text.
            throw new AmazonClientException("No credentials were found: environment variables, the default profile, a container's and an instance's role give none.");
        }
    }

    private AmazonSecurityTokenServiceClient CreateSts(AWSCredentials? credentials, string region)
    {
        var config = Configure(new AmazonSecurityTokenServiceConfig(), region);
        return credentials is null ? new(config) : new(credentials, config);
    }

    /// <summary>Takes on a role. That happens within other services' calls: it has a deadline and a turn of its own, and what becomes of it is told of STS.</summary>
    private async Task<AssumeRoleResponse> GrantAsync(string region, string role, Func<CancellationToken, Task<AssumeRoleResponse>> call)
    {
        var gate = Gate(region, CallBudget.TokenService);
        ExceptionDispatchInfo? failure = null;
        ReadResult<AssumeRoleResponse> granted;
        try
        {
            await gate.Fuse.EnterAsync(CancellationToken.None).ConfigureAwait(false);
            await gate.TakeTurnAsync(CancellationToken.None).ConfigureAwait(false);
            granted = await gate.Fuse.RunAsync(CaughtAsync, Deadline, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (UnansweredException e)
        {
            throw Unanswered(e.Outcome);
        }

        if (granted.IsRead)
            return granted.Value!;
        if (granted.Outcome == ReadOutcome.TimedOut || granted.Code == AwsErrors.LeftAlone)
            throw Unanswered(granted.Outcome);
        failure!.Throw();
        throw failure.SourceException;

        async Task<AssumeRoleResponse> CaughtAsync(CancellationToken token)
        {
            try
            {
                return await call(token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }

        UnansweredException Unanswered(ReadOutcome outcome) => new(outcome, $"STS was to grant the role {role}, and that call was");
    }

    private AWSCredentials? CreateCredentials(string region)
    {
        var making = new AccountCredentials(_options, with => CreateSts(with, region), _time, (role, call) => GrantAsync(region, role, call));
        try
        {
            return making.Create();
        }
        finally
        {
            _owned.AddRange(making.Owned);
        }
    }
}
