using System.Collections.Concurrent;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.CloudControl;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Recordings;

/// <summary>Passes every question on to a cloud, once, and keeps the answer: whoever asks again gets the same one, so that what is recorded is what was judged.</summary>
/// <param name="live">The cloud.</param>
public sealed class LiveLog(ILiveStateSource live) : ILiveStateSource
{
    private readonly ConcurrentDictionary<AccountRegion, Lazy<Task<ReadResult<ImmutableArray<LiveStack>>>>> _listings = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack, bool Processed), Lazy<Task<ReadResult<string>>>> _templates = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack), Lazy<Task<ReadResult<ImmutableArray<LiveStackResource>>>>> _resources = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack), Lazy<Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>>>> _drifts = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Type), Lazy<Task<ReadResult<ImmutableArray<UnmanagedResource>>>>> _lists = new();

    // Every resource that a stack was said to have, at any time: what is read of it may be of the middle of a deployment long after the stack's own list was forgotten.
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack, string Type, string PhysicalId), bool> _owned = new();

    // Who knows of fewer secrets in a resource gets an answer of its own, never one that was made for somebody who knows of more, or the reverse.
    private readonly ConcurrentDictionary<(ResourceQuestion Question, string Tainted), Lazy<Task<ResourceObservation>>> _reads = new();

    /// <summary>The listings.</summary>
    internal IEnumerable<(AccountRegion Scope, ReadResult<ImmutableArray<LiveStack>> Answer)> Listings => Answers(_listings);

    /// <summary>The templates.</summary>
    internal IEnumerable<((AccountRegion Scope, string Stack, bool Processed) Key, ReadResult<string> Answer)> Templates => Answers(_templates);

    /// <summary>The resources of stacks.</summary>
    internal IEnumerable<((AccountRegion Scope, string Stack) Key, ReadResult<ImmutableArray<LiveStackResource>> Answer)> Resources => Answers(_resources);

    /// <summary>The stored drift results.</summary>
    internal IEnumerable<((AccountRegion Scope, string Stack) Key, ReadResult<ImmutableDictionary<string, ResourceObservation>> Answer)> Drifts => Answers(_drifts);

    /// <summary>The live resources of types.</summary>
    internal IEnumerable<((AccountRegion Scope, string Type) Key, ReadResult<ImmutableArray<UnmanagedResource>> Answer)> Lists => Answers(_lists);

    /// <summary>What single resources' services answered; one resource may come several times.</summary>
    internal IEnumerable<((ResourceQuestion Question, string Tainted) Key, ResourceObservation Answer)> Reads => Answers(_reads);

    /// <inheritdoc />
    public Aws.ServiceClock? Clock => live.Clock;

    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation) =>
        Once(_listings, scope, () => live.ListStacksAsync(scope, cancellation));

    /// <inheritdoc />
    /// <remarks>What was read of a stack that moved meanwhile is forgotten: it is read anew, and that is what is recorded.</remarks>
    public async Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAgainAsync(AccountRegion scope, CancellationToken cancellation)
    {
        var now = await live.ListStacksAgainAsync(scope, cancellation).ConfigureAwait(false);
        var before = await ListStacksAsync(scope, cancellation).ConfigureAwait(false);
        if (!now.IsRead || !before.IsRead)
            return now;
        var moved = Moved(before.Value, now.Value).Concat(Moved(now.Value, before.Value)).ToHashSet(StringComparer.Ordinal);
        if (moved.Count == 0)
            return now;
        var ids = _owned.Keys.Where(o => o.Scope == scope && moved.Contains(o.Stack)).Select(o => (o.Type, o.PhysicalId)).ToHashSet();
        Forget(_templates, k => k.Scope == scope && moved.Contains(k.Stack));
        Forget(_resources, k => k.Scope == scope && moved.Contains(k.Stack));
        Forget(_drifts, k => k.Scope == scope && moved.Contains(k.Stack));
        Forget(_reads, k => k.Question.Scope == scope && ids.Contains((k.Question.Type, k.Question.PhysicalId)));
        _listings[scope] = new(() => Task.FromResult(now));
        _ = _listings[scope].Value;
        return now;

        static IEnumerable<string> Moved(ImmutableArray<LiveStack> stacks, ImmutableArray<LiveStack> others)
        {
            var known = others.ToDictionary(s => s.StackId, s => (s.Status, s.UpdatedAt), StringComparer.Ordinal);
            return stacks.Where(s => !known.TryGetValue(s.StackId, out var other) || other != (s.Status, s.UpdatedAt)).Select(s => s.StackId);
        }
    }

    /// <inheritdoc />
    public async Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        LiveStacks.Find(scope, stackNameOrId, await ListStacksAsync(scope, cancellation).ConfigureAwait(false));

    /// <inheritdoc />
    public Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation) =>
        Once(_templates, (scope, stackNameOrId, processed), () => live.GetTemplateAsync(scope, stackNameOrId, processed, cancellation));

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        var listed = await Once(_resources, (scope, stackNameOrId), () => live.ListResourcesAsync(scope, stackNameOrId, cancellation)).ConfigureAwait(false);
        foreach (var resource in listed.IsRead ? listed.Value : [])
        {
            if (resource.PhysicalId is { } id)
                _owned.TryAdd((scope, stackNameOrId, resource.Type, id), true);
        }

        return listed;
    }

    /// <inheritdoc />
    public Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation) =>
        Once(_drifts, (scope, stackNameOrId), () => live.GetStoredDriftAsync(scope, stackNameOrId, taintedPaths, cancellation));

    /// <inheritdoc />
    public Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation) =>
        Once(_reads, (ResourceQuestion.Of(scope, type, physicalId, declared), string.Join('\n', taintedPaths)), () => live.ReadResourceAsync(scope, type, physicalId, declared, taintedPaths, cancellation));

    /// <inheritdoc />
    public StackFilter FilterOf(string account) => live.FilterOf(account);

    /// <inheritdoc />
    public int ReadCalls(AccountRegion scope, string type, MapValue declared) => live.ReadCalls(scope, type, declared);

    /// <inheritdoc />
    public Aws.Access.TypeAccess AccessOf(AccountRegion scope, string type) => live.AccessOf(scope, type);

    /// <inheritdoc />
    public Task<Aws.Access.TypeAccess> AskAccessAsync(AccountRegion scope, string type, CancellationToken cancellation) => live.AskAccessAsync(scope, type, cancellation);

    /// <inheritdoc />
    public bool AsksRegistry(AccountRegion scope, string type, MapValue? declared) => live.AsksRegistry(scope, type, declared);

    /// <inheritdoc />
    public Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation) =>
        Once(_lists, (scope, type), () => live.ListLiveResourcesAsync(scope, type, cancellation));

    private static void Forget<TKey, T>(ConcurrentDictionary<TKey, Lazy<Task<T>>> log, Func<TKey, bool> isMeant)
        where TKey : notnull
    {
        foreach (var key in log.Keys.Where(isMeant))
            log.TryRemove(key, out _);
    }

    private static Task<T> Once<TKey, T>(ConcurrentDictionary<TKey, Lazy<Task<T>>> log, TKey key, Func<Task<T>> ask)
        where TKey : notnull => log.GetOrAdd(key, _ => new Lazy<Task<T>>(ask)).Value;

    // A question that was cut off or broke has no answer.
    private static IEnumerable<(TKey Key, T Answer)> Answers<TKey, T>(ConcurrentDictionary<TKey, Lazy<Task<T>>> log)
        where TKey : notnull => log.Where(e => e.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }).Select(e => (e.Key, e.Value.Value.Result));
}

/// <summary>What tells one resource from all others: two metric filters may have one physical id, each in a log group of its own.</summary>
/// <param name="Scope">The account and region.</param>
/// <param name="Type">The type.</param>
/// <param name="PhysicalId">The physical id.</param>
/// <param name="Identifier">The primary identifier as far as it is known from what is declared; else null.</param>
internal sealed record ResourceQuestion(AccountRegion Scope, string Type, string PhysicalId, string? Identifier)
{
    /// <summary>The question that a scan asks.</summary>
    public static ResourceQuestion Of(AccountRegion scope, string type, string physicalId, MapValue declared) =>
        new(scope, type, physicalId, CloudControlIdentifier.Find(scope, type, TraitsCatalog.Get(type).PrimaryIdentifier, physicalId, declared).Identifier);
}

/// <summary>One stack out of a listing.</summary>
internal static class LiveStacks
{
    /// <summary>The stack of a name or id, as DescribeStacks would answer.</summary>
    public static ReadResult<LiveStack> Find(AccountRegion scope, string stackNameOrId, ReadResult<ImmutableArray<LiveStack>> listed) =>
        !listed.IsRead ? new(listed.Outcome, null, listed.Detail) { Code = listed.Code }
        : listed.Value.FirstOrDefault(s => s.StackId == stackNameOrId || s.StackName == stackNameOrId) is { } stack ? new(ReadOutcome.Read, stack)
        : new(ReadOutcome.Missing, null, $"There is no stack {stackNameOrId} in {scope}.");
}
