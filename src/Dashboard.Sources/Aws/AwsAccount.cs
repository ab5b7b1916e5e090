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

    /// <summary>STS there knows every account's keys, whatever regions the account has enabled.</summary>
    public const string HomeRegion = "us-east-1";

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

    // Guarded by _verifying. A refusal of no region is one of all.
    private readonly Dictionary<string, (ReadResult<string> Refusal, long At)> _refusals = new(StringComparer.Ordinal);
    private (AWSCredentials Credentials, string Region)? _candidate;
    private string _verifiedIn = HomeRegion;
    private long? _recheckedAt;

    // Guarded by _lock.
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

    /// <summary>The account's credentials, for as long as its clients live: only those that STS has said of that they act in it.</summary>
    public ReplaceableCredentials Credentials { get; } = new();

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
            if (Credentials.Current is not RefreshingAWSCredentials renewable)
                return false;
            if (session == _session)
            {
                renewable.ClearCredentials();
                _session++;
            }

            return true;
        }
    }

    /// <summary>
    /// Whether a call that was refused for its credentials is worth being made again. Where STS refuses them, too, they have to be verified anew, as what the profile's file, its program or the environment
    /// hold by then; where STS knows them, it is the call's region that does not.
    /// </summary>
    /// <param name="generation">The credentials of the call that was refused, as <see cref="ReplaceableCredentials.Generation"/> numbers them.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> ReplaceAsync(int generation, CancellationToken cancellation)
    {
        await _verifying.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_verified || generation != Credentials.Generation)
                return true;
            if (_recheckedAt is { } at && _time.GetElapsedTime(at) < RefusalStands)
                return false;
            var caller = await AskInAsync(_verifiedIn, cancellation).ConfigureAwait(false);
            _recheckedAt = _time.GetTimestamp();
            if (!IsRefused(Judge(caller)))
                return false;
            _verified = false;
            return true;
        }
        finally
        {
            _verifying.Release();
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
            foreach (var of in (ReadOnlySpan<string>)[region, ""])
            {
                if (_refusals.TryGetValue(of, out var last) && _time.GetElapsedTime(last.At) < RefusalStands)
                    return last.Refusal;
            }

            var caller = await AskNowAsync(region, cancellation).ConfigureAwait(false);
            if (_verified)
                return yes;
            var judged = Judge(caller);
            // Whoever may not even become somebody of the account has no way into it; a proxy that refuses says nothing of that.
            var outcome = judged is { Outcome: ReadOutcome.Denied, Code: not AwsErrors.ForeignReply } ? ReadOutcome.NoAccess : judged.Outcome;
            var refusal = caller.IsRead ? judged : judged with { Outcome = outcome, Detail = $"Account {_options.Account}: {judged.Detail}" };
            // What the region's STS itself answers says nothing of other regions.
            _refusals[caller is { IsRead: false, Code: not (null or AwsErrors.LeftAlone) } ? region : ""] = (refusal, _time.GetTimestamp());
            return refusal;
        }
        finally
        {
            _verifying.Release();
        }
    }

    /// <summary>The account that the credentials act in, as STS in a region says now; what it said before does not count.</summary>
    public async Task<ReadResult<string>> AskWhoAsync(string region, CancellationToken cancellation)
    {
        await _verifying.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await AskNowAsync(region, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _verifying.Release();
        }
    }

    /// <summary>What STS said, with another account than this one as a refusal.</summary>
    public ReadResult<string> Judge(ReadResult<string> caller) => !caller.IsRead || caller.Value == _options.Account
        ? caller
        : new(ReadOutcome.NoAccess, null, $"The credentials act in account {caller.Value}, not {_options.Account}.") { Code = WrongAccount };

    public void Dispose()
    {
        _verifying.Dispose();
        Registry.Dispose();
        _http.Dispose();
        _budget.Dispose();
    }

    /// <summary>Asks STS in a region, and where it is switched off there for the account, in the home region. Guarded by _verifying.</summary>
    private async Task<ReadResult<string>> AskNowAsync(string region, CancellationToken cancellation)
    {
        var caller = await AskInAsync(region, cancellation).ConfigureAwait(false);
        return caller.Code == AwsErrors.RegionDisabled && region != HomeRegion && RegionEndpoint.GetBySystemName(region).PartitionName == "aws"
            ? await AskInAsync(HomeRegion, cancellation).ConfigureAwait(false)
            : caller;
    }

    /// <summary>
    /// Asks STS in a region of the verified credentials; where there are none, of new ones, whose roles that STS grants. They are the account's as soon as it has said so, and nothing is signed with them before
    /// that but this question. Guarded by _verifying.
    /// </summary>
    private async Task<ReadResult<string>> AskInAsync(string region, CancellationToken cancellation)
    {
        CalledOperation.Begin(CallBudget.TokenService, region);
        var caller = await AwsCall.RunAsync(AskAsync, Deadline, _time, cancellation).ConfigureAwait(false);
        if (_verified)
            return caller;
        if (_candidate is { } candidate && Judge(caller).IsRead)
        {
            lock (_lock)
            {
                _session++;
                Credentials.Put(candidate.Credentials);
            }

            (_verified, _verifiedIn) = (true, region);
        }

        // One that was throttled may be asked about again.
        if (_verified || IsRefused(Judge(caller)) || caller.Code == AwsErrors.RegionDisabled)
            _candidate = null;
        return caller;

        async Task<string> AskAsync(CancellationToken token)
        {
            if (!_verified && _candidate?.Region != region)
                _candidate = (CreateCredentials(region), region);
            using var sts = CreateSts(_verified ? Credentials : _candidate!.Value.Credentials, region);
            var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token).ConfigureAwait(false);
            _callerArn = identity.Arn;
            // A page that happens to be XML names nobody.
            return identity.Account ?? throw new XmlException("The reply names no account.");
        }
    }

    private static bool IsRefused(ReadResult<string> judged) => judged is { Outcome: ReadOutcome.NoAccess or ReadOutcome.Denied, Code: not AwsErrors.ForeignReply };

    private AmazonSecurityTokenServiceClient CreateSts(AWSCredentials credentials, string region) => new(credentials, Configure(new AmazonSecurityTokenServiceConfig(), region));

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

    private AWSCredentials CreateCredentials(string region) =>
        new AccountCredentials(_options, with => CreateSts(with, region), _time, (role, call) => GrantAsync(region, role, call)).Create();
}
