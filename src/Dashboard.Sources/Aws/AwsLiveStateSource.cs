using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.CloudControl;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using Dashboard.Templates.Sources;

namespace Dashboard.Sources.Aws;

/// <summary>Reads AWS: stacks, templates and stored drift from CloudFormation, live properties from Cloud Control. Only reads, and starts nothing but, in accounts whose settings say so, CloudFormation's own drift detection.</summary>
/// <remarks>
/// Every account is asked once, through STS, whether the credentials act in it; where they do not, every result is
/// <see cref="ReadOutcome.NoAccess"/>. Template texts and outputs are returned as CloudFormation gives them, which masks NoEcho parameters only:
/// what a template itself spells out is for the renderer to mask.
/// </remarks>
public sealed partial class AwsLiveStateSource : ILiveStateSource, IDisposable
{
    private const string CloudControlReader = "CloudControl";
    private const string StoredDriftReader = "StoredDrift";

    private readonly SecretFingerprinter _fingerprinter;
    private readonly ServiceClock _time;
    private readonly TimeSpan _detectionWait;
    private readonly DateTimeOffset _since;
    private readonly AwsHttp _http = new();
    private readonly ImmutableDictionary<string, AwsAccount> _accounts;
    private readonly ConcurrentDictionary<AccountRegion, Lazy<AwsScope>> _scopes = new();

    /// <summary>Creates the source; nothing is asked before the first read.</summary>
    /// <param name="options">How accounts are reached.</param>
    /// <param name="fingerprinter">Makes the secrets.</param>
    /// <param name="time">This machine's clock, or the services' as others use it, too.</param>
    public AwsLiveStateSource(AwsOptions options, SecretFingerprinter fingerprinter, TimeProvider time)
    {
        _fingerprinter = fingerprinter;
        _time = time as ServiceClock ?? new ServiceClock(time);
        _since = _time.GetUtcNow();
        _detectionWait = options.DetectionWait;
        // AWS tells the time; only where no account is there, the endpoint of the first one does. Any other endpoint may be wrong, and is so for itself alone.
        var first = options.Accounts.OrderBy(a => a.Key, StringComparer.Ordinal).FirstOrDefault().Value?.Endpoint;
        var teller = options.Accounts.Values.Any(a => a.Endpoint is null) ? null : HostOf(first);
        var others = new Dictionary<string, ServiceClock>(StringComparer.OrdinalIgnoreCase);
        _accounts = options.Accounts.ToImmutableDictionary(a => a.Key, a => new AwsAccount(a.Value, options, _http, ClockOf(HostOf(a.Value.Endpoint))));

        ServiceClock ClockOf(string? host) => host is null || host == teller ? _time
            : others.TryGetValue(host, out var known) ? known
            : others[host] = new ServiceClock(_time.Local);

        static string? HostOf(string? endpoint) => endpoint is null ? null : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? address.Authority : endpoint;
    }

    /// <inheritdoc />
    public ServiceClock Clock => _time;

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<LiveStack>>(problem);
        var stacks = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.DescribeStacksAsync(new DescribeStacksRequest { NextToken = token }, stop).ConfigureAwait(false);
                return new AwsPage<LiveStack>(CloudFormationReading.Stacks(page.Stacks), page.NextToken);
            },
            cancellation), static s => s.StackId).ConfigureAwait(false);
        stacks = AwsCall.RequireUnique(stacks, static s => s.StackId, FailedCall.NameOf("cloudformation", "DescribeStacks", scope.Region));
        return stacks.IsRead ? stacks with { Value = stacks.Value.Sort((a, b) => string.CompareOrdinal(a.StackName, b.StackName)) } : stacks;
    }

    /// <inheritdoc />
    public async Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<LiveStack>(problem);
        var stacks = await aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.DescribeStacksAsync(new DescribeStacksRequest { StackName = stackNameOrId }, stop).ConfigureAwait(false);
                return CloudFormationReading.Stacks(page.Stacks).ToImmutableArray();
            },
            cancellation).ConfigureAwait(false);
        if (!stacks.IsRead)
            return new(stacks.Outcome, null, stacks.Detail);
        return stacks.Value.IsEmpty
            ? new(ReadOutcome.Missing, null, $"There is no stack {stackNameOrId} in {scope}.")
            : new(ReadOutcome.Read, stacks.Value[0]);
    }

    /// <inheritdoc />
    public async Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<string>(problem);
        var request = new GetTemplateRequest { StackName = stackNameOrId, TemplateStage = processed ? TemplateStage.Processed : TemplateStage.Original };
        var template = await aws.CallAsync(
            async (client, stop) => (await client.GetTemplateAsync(request, stop).ConfigureAwait(false)).TemplateBody ?? "", cancellation).ConfigureAwait(false);
        return template is { IsRead: true, Value.Length: 0 } ? new(ReadOutcome.Failed, null, FailedCall.Tell(FailedCall.NameOf("cloudformation", "GetTemplate", scope.Region), "The service returned no template body.")) : template;
    }

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(
        AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<LiveStackResource>>(problem);
        var resources = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var request = new ListStackResourcesRequest { StackName = stackNameOrId, NextToken = token };
                var page = await client.ListStackResourcesAsync(request, stop).ConfigureAwait(false);
                return new AwsPage<LiveStackResource>(CloudFormationReading.Resources(page.StackResourceSummaries), page.NextToken);
            },
            cancellation), static r => r.LogicalId).ConfigureAwait(false);
        resources = AwsCall.RequireUnique(resources, static r => r.LogicalId, FailedCall.NameOf("cloudformation", "ListStackResources", scope.Region));
        return resources.IsRead ? resources with { Value = resources.Value.Sort((a, b) => string.CompareOrdinal(a.LogicalId, b.LogicalId)) } : resources;
    }

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableDictionary<string, ResourceObservation>>(problem);
        var drifts = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var request = new DescribeStackResourceDriftsRequest { StackName = stackNameOrId, MaxResults = 100, NextToken = token };
                var page = await client.DescribeStackResourceDriftsAsync(request, stop).ConfigureAwait(false);
                return new AwsPage<StackResourceDrift>(page.StackResourceDrifts ?? [], page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        if (!drifts.IsRead)
            return new(drifts.Outcome, null, drifts.Detail);

        var observations = ImmutableDictionary.CreateBuilder<string, ResourceObservation>(StringComparer.Ordinal);
        foreach (var drift in drifts.Value.Where(d => !string.IsNullOrEmpty(d.LogicalResourceId)).OrderBy(d => d.Timestamp))
        {
            if (Observe(scope.Account, drift, taintedPaths) is { } observation)
                observations[drift.LogicalResourceId] = observation;
        }

        var last = Last((scope, stackNameOrId));
        foreach (var (logicalId, why) in last.Failures)
        {
            // Somebody else may have had it looked at since.
            if (!(observations.TryGetValue(logicalId, out var known) && known.ObservedAt > last.FailedAt && known.Outcome == ReadOutcome.Read))
                observations[logicalId] = new(ReadOutcome.Failed, null, last.FailedAt, StoredDriftReader, $"CloudFormation could not look at it: {why}.");
        }

        return new(ReadOutcome.Read, observations.ToImmutable());
    }

    /// <inheritdoc />
    public async Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return new(ReadOutcome.NoAccess, null, _time.GetUtcNow(), CloudControlReader, problem);
        if (!TypeName().IsMatch(type) || type == "AWS::CloudFormation::CustomResource")
            return new(ReadOutcome.TypeNotReadable, null, _time.GetUtcNow(), CloudControlReader, $"{type} has no model in the cloud.");
        if (TypeReaders.Find(type) is not { } reader || !aws.Has(reader.Service))
            return await ReadByCloudControlAsync(aws, scope, type, physicalId, declared, taintedPaths, cancellation).ConfigureAwait(false);
        var own = await ReadOwnAsync(aws, reader, new ReadContext(aws, scope, physicalId, declared, cancellation), taintedPaths).ConfigureAwait(false);
        // Neither a service that is not there nor a physical id that says too little is the last word; a refusal is.
        var isOpen = own is { Outcome: ReadOutcome.TypeNotReadable, Code: not DataPlane.DeniedByReadPolicy };
        if (!isOpen && own.Unread.IsEmpty)
            return own;
        var other = await ReadByCloudControlAsync(aws, scope, type, physicalId, declared, taintedPaths, cancellation).ConfigureAwait(false);
        if (isOpen)
            return other;
        // Its own service has just told of it: that another does not find it is that one's trouble.
        return own with { Beside = [other.Outcome == ReadOutcome.Missing ? other with { Outcome = ReadOutcome.Failed, Detail = $"It is not found, although {own.Reader} tells of it." } : other] };
    }

    /// <inheritdoc />
    public StackFilter FilterOf(string account) => AccountOf(account)?.Options.Stacks ?? StackFilter.All;

    /// <inheritdoc />
    public int ReadCalls(AccountRegion scope, string type, MapValue declared)
    {
        var byHandler = AccessOf(scope, type).HandlerRefusal is null ? 1 : 0;
        if (OwnReaderOf(scope, type) is not { } reader)
            return byHandler;
        // What the reader does not tell of, the handler is asked for.
        return reader.Calls(declared) + (reader.Unread(declared).IsEmpty ? 0 : byHandler);
    }

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<UnmanagedResource>>(problem);
        var resources = (await AskAccessAsync(scope, type, cancellation).ConfigureAwait(false)).ListRefusal is { } refusal
            ? new(ReadOutcome.TypeNotReadable, default, refusal)
            : await AwsCall.CollectAsync(token => aws.CallAsync(
                async (client, stop) =>
                {
                    var page = await client.ListResourcesAsync(type, token, stop).ConfigureAwait(false);
                    var now = _time.GetUtcNow();
                    return new AwsPage<UnmanagedResource>(
                        [.. page.Resources.Select(r => new UnmanagedResource(type, r.Identifier, MaskedProperties(type, r.Properties, []), now))], page.NextToken);
                },
                cancellation), static r => r.Identifier).ConfigureAwait(false);
        resources = Calmed(resources, $"listing {type}");
        return resources.IsRead ? await MadeBySomebodyAsync(aws, scope, type, InOrder(resources), cancellation).ConfigureAwait(false)
            : resources.Outcome == ReadOutcome.TypeNotReadable || AwsErrors.IsUnknownService(resources.Code) ? InOrder(await ListByOwnServiceAsync(aws, scope, type, cancellation).ConfigureAwait(false) ?? resources)
            : resources;

        static ReadResult<ImmutableArray<UnmanagedResource>> InOrder(ReadResult<ImmutableArray<UnmanagedResource>> listed) =>
            listed.IsRead ? listed with { Value = listed.Value.Sort((a, b) => string.CompareOrdinal(a.Identifier, b.Identifier)) } : listed;
    }

    /// <summary>The queues of the accounts, as hints; one for each.</summary>
    public ImmutableArray<IChangeHints> OpenQueues() =>
    [
        .. from account in _accounts.Values.OrderBy(a => a.Options.Account, StringComparer.Ordinal)
           from queue in account.Options.Queues
           let scope = TryGetScope(new AccountRegion(account.Options.Account, queue.Region), out var aws, out _) ? aws : null
           where scope is not null
           select new QueueHints(scope, queue, _time),
    ];

    /// <summary>Whether a text is written as the name of an AWS region is.</summary>
    internal static bool IsRegion(string text) => RegionName().IsMatch(text);

    /// <summary>An account that is configured, or null.</summary>
    internal AwsAccount? AccountOf(string account) => _accounts.GetValueOrDefault(account);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var scope in _scopes.Values)
            scope.Value.Dispose();
        foreach (var account in _accounts.Values)
            account.Dispose();
        _http.Dispose();
    }

    /// <summary>Of a compound identifier that cannot be put together: the only listed one that has the physical id as a part ("203.0.113.7|eipalloc-1").</summary>
    private async Task<string?> FindListedAsync(AccountRegion scope, string type, string physicalId, CancellationToken cancellation)
    {
        if (PrimaryIdentifierOf(type).Length < 2)
            return null;
        var listed = await StackLists.OnceAsync(scope, type, () => ListLiveResourcesAsync(scope, type, cancellation)).ConfigureAwait(false);
        var fitting = listed.IsRead ? listed.Value.Select(r => r.Identifier).Where(i => i.Split('|').Contains(physicalId)).Take(2).ToList() : [];
        return fitting is [var only] ? only : null;
    }

    /// <summary>What the type's own service says. Not readable: the service is not there, or what the template says is not enough to find the resource.</summary>
    private async Task<ResourceObservation> ReadOwnAsync(AwsScope aws, TypeReader reader, ReadContext context, ImmutableArray<PropertyPath> taintedPaths)
    {
        var read = Calmed(await reader.ReadAsync(context).ConfigureAwait(false), $"reading this {reader.Type}");
        if (AwsErrors.IsUnknownService(read.Code))
            aws.Lacks(reader.Service);
        return read.IsRead
            ? new(ReadOutcome.Read, Masked(reader.Type, read.Value, taintedPaths), _time.GetUtcNow(), reader.Name) { Unread = reader.Unread(context.DeclaredProperties) }
            : new(read.Outcome, null, _time.GetUtcNow(), reader.Name, read.Detail) { Code = read.Code };
    }

    private async Task<ResourceObservation> ReadByCloudControlAsync(
        AwsScope aws, AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation)
    {
        if ((await AskAccessAsync(scope, type, cancellation).ConfigureAwait(false)).HandlerRefusal is { } refusal)
            return new(ReadOutcome.TypeNotReadable, null, _time.GetUtcNow(), CloudControlReader, refusal);
        var (identifier, unknown) = CloudControlIdentifier.Find(scope, type, PrimaryIdentifierOf(type), physicalId, declared);
        if (identifier is null)
            identifier = await FindListedAsync(scope, type, physicalId, cancellation).ConfigureAwait(false);
        if (identifier is null)
            return new(ReadOutcome.Failed, null, _time.GetUtcNow(), CloudControlReader, unknown);

        var read = await aws.CallAsync(
            async (client, stop) =>
            {
                var reply = await client.GetResourceAsync(type, identifier, stop).ConfigureAwait(false);
                return MaskedProperties(type, reply.Resources[0].Properties, taintedPaths);
            },
            cancellation).ConfigureAwait(false);
        read = Calmed(read, $"reading this {type}");
        return new(read.Outcome, read.Value, _time.GetUtcNow(), CloudControlReader, read.Detail) { Code = read.Code };
    }

    /// <summary>Which actions a read needs may depend on the resource (a key of one's own, say): where that is one that the read policy denies, nothing is missing.</summary>
    private static ReadResult<T> Calmed<T>(ReadResult<T> read, string what) => read.Outcome == ReadOutcome.Denied && Denial.Of(read.Detail) is { IsOfData: true, Action: { } action }
        ? new(ReadOutcome.TypeNotReadable, default, Denial.ByPolicy(what, action)) { Code = DataPlane.DeniedByReadPolicy }
        : read;

    private TypeReader? OwnReaderOf(AccountRegion scope, string type) =>
        TypeReaders.Find(type) is { } reader && TryGetScope(scope, out var aws, out _) && aws.Has(reader.Service) ? reader : null;

    private static ImmutableArray<string> PrimaryIdentifierOf(string type) => TraitsCatalog.Get(type).PrimaryIdentifier;

    private static ReadResult<T> Refused<T>(string problem) => new(ReadOutcome.NoAccess, default, problem);

    // The region becomes a part of host names to which signed requests go, and comes from a watched repository.
    [GeneratedRegex(@"^[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}\z")]
    private static partial Regex TypeName();

    private bool TryGetScope(
        AccountRegion key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AwsScope? scope, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? problem)
    {
        scope = null;
        problem = null;
        if (!_accounts.TryGetValue(key.Account, out var account))
            problem = AwsAccountSettings.NotListed(key.Account);
        else if (!RegionName().IsMatch(key.Region))
            problem = "The region is not written as an AWS region is.";
        else
            scope = _scopes.GetOrAdd(key, static (k, a) => new(() => new AwsScope(a.account, k.Region, a._time)), (account, _time)).Value;
        return scope is not null;
    }

    private MapValue MaskedProperties(string type, string json, IEnumerable<PropertyPath> tainted) =>
        Masked(type, CloudFormationReading.Properties(json), tainted);

    private MapValue Masked(string type, MapValue properties, IEnumerable<PropertyPath> tainted) =>
        YamlDocuments.Attach(type, SecretMasker.Mask(type, properties, tainted, _fingerprinter));

    // NOT_CHECKED says nothing, and neither does a result without its time or its properties.
    private ResourceObservation? Observe(string account, StackResourceDrift drift, Func<string, ImmutableArray<PropertyPath>> taintedPaths)
    {
        if (CloudFormationReading.Instant(drift.Timestamp) is not { } stamped)
            return null;
        // What an endpoint with a clock of its own has stamped is told by the one that everything else is.
        var at = AccountOf(account)?.Clock is { Skew: { } skew } clock && clock != _time ? stamped - skew + (_time.Skew ?? TimeSpan.Zero) : stamped;
        ResourceObservation Ended(ReadOutcome outcome, string? detail) => new(outcome, null, at, StoredDriftReader, detail);
        switch (drift.StackResourceDriftStatus?.Value)
        {
            case "DELETED":
                return Ended(ReadOutcome.Missing, "CloudFormation found it deleted.");
            case "UNSUPPORTED":
                return Ended(ReadOutcome.TypeNotReadable, "CloudFormation cannot detect drift of this type.");
            case "UNKNOWN":
                return Ended(ReadOutcome.Failed, "CloudFormation could not check it.");
            case "IN_SYNC" or "MODIFIED" when !string.IsNullOrEmpty(drift.ActualProperties):
                try
                {
                    var properties = MaskedProperties(drift.ResourceType ?? "", drift.ActualProperties, taintedPaths(drift.LogicalResourceId));
                    return new(ReadOutcome.Read, properties, at, StoredDriftReader);
                }
                catch (System.Text.Json.JsonException e)
                {
                    return Ended(ReadOutcome.Failed, AwsErrors.Classify(e).Detail);
                }

            default:
                return null;
        }
    }
}
