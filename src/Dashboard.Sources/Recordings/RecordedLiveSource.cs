using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Templates.Sources;

namespace Dashboard.Sources.Recordings;

/// <summary>Answers as a cloud once did. What nobody asked then has not been read.</summary>
internal sealed class RecordedLiveSource : ILiveStateSource, INetworkFacts, IRecordedInventories
{
    private const string NotRecorded = "It is not in the recording.";
    private const string Reader = "Recording";

    private readonly SecretFingerprinter _fingerprinter;
    private readonly DateTimeOffset _recordedAt;
    private readonly Dictionary<AccountRegion, ReadResult<ImmutableArray<LiveStack>>> _listings;
    private readonly Dictionary<string, StackFilter> _filters;
    private readonly Dictionary<(AccountRegion Scope, string Stack), StackReads> _stacks;
    private readonly Dictionary<(AccountRegion Scope, string Type), ListAnswer> _lists;
    private readonly Dictionary<ResourceQuestion, ResourceObservation> _resources = [];
    private readonly ILookup<(AccountRegion Scope, string Type, string PhysicalId), ResourceObservation> _byPhysicalId;

    public RecordedLiveSource(
        IEnumerable<ListingDocument> listings,
        IReadOnlyDictionary<AccountRegion, (ImmutableArray<StackReads> Stacks, ImmutableArray<TypeReads> Types)> reads,
        DateTimeOffset recordedAt,
        SecretFingerprinter fingerprinter)
    {
        _fingerprinter = fingerprinter;
        _recordedAt = recordedAt;
        var listed = listings.ToList();
        // A name that no stack has stands for a filter that let nothing through: no names at all would let everything.
        _filters = listed.Where(l => l.LookedAt is not null).GroupBy(l => l.Account)
            .ToDictionary(a => a.Key, a => new StackFilter([.. a.SelectMany(l => l.LookedAt!).DefaultIfEmpty("-")], []), StringComparer.Ordinal);
        _listings = listed.ToDictionary(
            l => new AccountRegion(l.Account, l.Region),
            l => new ReadResult<ImmutableArray<LiveStack>>(l.Outcome, l.Outcome == ReadOutcome.Read ? [.. l.Stacks ?? []] : default, l.Detail) { Code = l.Code });
        _stacks = reads.SelectMany(s => s.Value.Stacks.Select(r => (Key: (s.Key, r.StackId), Reads: r))).ToDictionary(s => s.Key, s => s.Reads);
        _lists = reads.SelectMany(s => s.Value.Types.Where(t => t.Listed is not null).Select(t => (Key: (s.Key, t.Type), Listed: t.Listed!))).ToDictionary(t => t.Key, t => t.Listed);
        foreach (var (scope, (_, types)) in reads)
        {
            foreach (var type in types)
            {
                foreach (var read in type.Reads)
                    _resources[new ResourceQuestion(scope, type.Type, read.PhysicalId, read.Identifier)] = read.Observation;
            }
        }

        _byPhysicalId = _resources.ToLookup(r => (r.Key.Scope, r.Key.Type, r.Key.PhysicalId), r => r.Value);
    }

    /// <summary>The networks that were recorded.</summary>
    public IReadOnlyDictionary<AccountRegion, NetworkFacts> Networks { get; init; } = ImmutableDictionary<AccountRegion, NetworkFacts>.Empty;

    /// <summary>What no stack owned, by account, where that was recorded.</summary>
    public IReadOnlyDictionary<string, AccountInventory> Unmanaged { get; init; } = ImmutableDictionary<string, AccountInventory>.Empty;

    /// <inheritdoc />
    public AccountInventory InventoryOf(string account) =>
        Unmanaged.GetValueOrDefault(account) ?? new AccountInventory(account, [], [], [], _recordedAt) { NotKnown = "not recorded: record with --unmanaged" };

    /// <inheritdoc />
    public Task<NetworkFacts> ReadNetworkAsync(AccountRegion scope, CancellationToken cancellation) => Task.FromResult(Networks.TryGetValue(scope, out var facts)
        ? facts
        : NetworkFacts.Unread(scope, ReadOutcome.NotReadYet, "Networks are not in the recording: 'driftboard record --network' puts them there.", Reader, _recordedAt));

    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation) => Task.FromResult(Listing(scope));

    /// <inheritdoc />
    public Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        Task.FromResult(LiveStacks.Find(scope, stackNameOrId, Listing(scope)));

    /// <inheritdoc />
    public Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation)
    {
        var reads = Find(scope, stackNameOrId);
        var answer = processed ? reads?.ProcessedTemplate : reads?.Template;
        return Task.FromResult(answer is null
            ? Missing<string>()
            : new ReadResult<string>(answer.Outcome, answer.Lines is { } lines ? string.Join('\n', lines) : null, answer.Detail) { Code = answer.Code });
    }

    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        Task.FromResult(Find(scope, stackNameOrId)?.Resources is { } answer
            ? new ReadResult<ImmutableArray<LiveStackResource>>(answer.Outcome, [.. answer.Resources ?? []], answer.Detail) { Code = answer.Code }
            : Missing<ImmutableArray<LiveStackResource>>());

    /// <inheritdoc />
    public Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation)
    {
        var reads = Find(scope, stackNameOrId);
        if (reads?.StoredDrift is not { } answer)
            return Task.FromResult(Missing<ImmutableDictionary<string, ResourceObservation>>());
        var types = (reads.Resources?.Resources ?? []).ToDictionary(r => r.LogicalId, r => r.Type, StringComparer.Ordinal);
        var results = answer.Results?.ToImmutableDictionary(
            r => r.Key, r => Masked(r.Value, types.GetValueOrDefault(r.Key, ""), taintedPaths(r.Key)), StringComparer.Ordinal);
        return Task.FromResult(new ReadResult<ImmutableDictionary<string, ResourceObservation>>(answer.Outcome, results, answer.Detail) { Code = answer.Code });
    }

    /// <inheritdoc />
    public Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation) =>
        Task.FromResult(Find(ResourceQuestion.Of(scope, type, physicalId, declared)) is { } observation
            ? Masked(observation, type, taintedPaths)
            : new ResourceObservation(ReadOutcome.NotReadYet, null, _recordedAt, Reader, NotRecorded));

    /// <inheritdoc />
    public StackFilter FilterOf(string account) => _filters.GetValueOrDefault(account, StackFilter.All);

    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation) =>
        Task.FromResult(_lists.GetValueOrDefault((scope, type)) is { } answer
            ? new ReadResult<ImmutableArray<UnmanagedResource>>(answer.Outcome, [.. (answer.Resources ?? []).Select(Masked)], answer.Detail) { Code = answer.Code }
            : Missing<ImmutableArray<UnmanagedResource>>());

    private static ReadResult<T> Missing<T>() => new(ReadOutcome.NotReadYet, default, NotRecorded);

    private ReadResult<ImmutableArray<LiveStack>> Listing(AccountRegion scope) => _listings.GetValueOrDefault(scope) ?? Missing<ImmutableArray<LiveStack>>();

    private StackReads? Find(AccountRegion scope, string stackNameOrId) =>
        _stacks.GetValueOrDefault((scope, stackNameOrId)) ?? (LiveStacks.Find(scope, stackNameOrId, Listing(scope)).Value is { } stack ? _stacks.GetValueOrDefault((scope, stack.StackId)) : null);

    /// <summary>Whoever does not know the whole identifier gets an answer about the physical id, as far as there is only one.</summary>
    private ResourceObservation? Find(ResourceQuestion question) =>
        _resources.GetValueOrDefault(question)
        ?? (question.Identifier is null && _byPhysicalId[(question.Scope, question.Type, question.PhysicalId)].Take(2).ToList() is [var only] ? only : null);

    private ResourceObservation Masked(ResourceObservation observation, string type, ImmutableArray<PropertyPath> tainted) => observation with
    {
        Properties = observation.Properties is { } properties ? YamlDocuments.Attach(type, SecretMasker.Mask(type, properties, tainted, _fingerprinter)) : null,
        Unread = observation.Unread.IsDefault ? [] : observation.Unread,
        Beside = observation.Beside.IsDefault ? [] : [.. observation.Beside.Select(b => Masked(b, type, tainted))],
    };

    private UnmanagedResource Masked(UnmanagedResource resource) => resource with { Properties = SecretMasker.Mask(resource.Type, resource.Properties, [], _fingerprinter) };
}
