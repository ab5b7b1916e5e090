using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds live resources that stand in no template, among the types that an environment's stacks use.</summary>
/// <remarks>
/// A resource belongs to the stack whose name its own name starts with, else to the stack whose resources it names most often. What no stack
/// of the environment can claim is left alone: other teams' resources in a shared account are none of this application's business.
/// </remarks>
/// <param name="live">The cloud.</param>
/// <param name="resources">What stacks own.</param>
/// <param name="candidates">What was read before of resources that no stack owns.</param>
/// <param name="request">What is scanned, in which sweep.</param>
/// <param name="time">The clock.</param>
internal sealed class UnmanagedFinder(ILiveStateSource live, StackResourceLists resources, Candidates candidates, ScanRequest request, TimeProvider time)
{
    private const int MaxReadsPerType = 50;
    private const int MinimumIdentityLength = 8;

    /// <summary>The tag that CloudFormation gives to what it makes.</summary>
    public const string StackTag = "aws:cloudformation:stack-name";

    private readonly SortedDictionary<string, SortedSet<string>> _unlisted = new(StringComparer.Ordinal);

    private readonly SortedSet<string> _blind = new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, int> _cutOff = new(StringComparer.Ordinal);

    private readonly ScanSweep _sweep = request.Sweep!;

    // Per account and region, what is read again of what was read before; where nothing stands, all of it.
    private readonly Dictionary<AccountRegion, ImmutableHashSet<CandidateKey>> _chosen = [];

    /// <summary>What could not be listed, for people: there, a resource that stands in no template would not be seen.</summary>
    public ImmutableArray<string> Unlisted =>
    [
        .. _blind.Select(b => $"new resources that stand in no template may be missed in {b}: some of what runs there, or of what stacks own, could not be read or moved meanwhile."),
        .. _cutOff.Select(c => FormattableString.Invariant($"{c.Value} more {c.Key} that no stack owns were not looked at: {MaxReadsPerType} of a type are, those first whose name begins with that of a stack.")),
        .. _unlisted.Select(u => $"resources that stand in no template are not seen among {string.Join(", ", u.Value)}: listing them was {u.Key}."),
    ];

    /// <summary>The types of which resources are looked for.</summary>
    public static HashSet<string> Types(IEnumerable<string> types) =>
        types.Where(t => t != ResourceTypes.NestedStack && !t.StartsWith("Custom::", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The unmanaged resources of one account and region, by stack. Of a type that could not be listed, what was known before stays.</summary>
    /// <param name="stacks">The environment's deployed stacks there, read.</param>
    /// <param name="listing">Every stack of the account and region.</param>
    public async Task<ImmutableDictionary<StackKey, ImmutableArray<UnmanagedResource>>> FindAsync(
        IReadOnlyCollection<StackSnapshot> stacks, AccountListing listing, CancellationToken cancellation)
    {
        var scope = listing.Scope;
        var owned = new OwnedResources();
        foreach (var stack in stacks)
            owned.Add(scope, stack);
        var lists = await Task.WhenAll(Types(stacks.SelectMany(s => s.Live).Select(r => r.Type)).Order(StringComparer.Ordinal)
            .Select(async t => (Type: t, Listed: await _sweep.ListLiveAsync(live, scope, t, cancellation))));
        foreach (var (type, listed) in lists)
            NoteUnlisted(type, listed.Outcome);

        var kept = lists.Where(l => !l.Listed.IsRead).Select(l => l.Type).ToHashSet(StringComparer.Ordinal);
        var found = stacks.SelectMany(s => s.Unmanaged.Where(r => kept.Contains(r.Type)).Select(r => (Stack: s.Key, Resource: r))).Where(IsNobodys).ToList();
        var left = lists.Where(l => l.Listed.IsRead).Select(l => (l.Type, Resources: l.Listed.Value.Where(r => !owned.Owns(scope.Region, r.Type, r.Identifier)).ToList())).ToList();
        if (found.Count > 0 || left.Exists(l => l.Resources.Count > 0))
        {
            // What others own is taken off before anything is read. Where it cannot be told what every stack owns, nothing new is called nobody's: it may be that stack's.
            var isWhole = await AddOwnedElsewhereAsync(owned, listing, stacks, cancellation);
            found.RemoveAll(f => !IsNobodys(f));
            left = [.. left.Select(l => (l.Type, l.Resources.Where(r => !owned.Owns(scope.Region, r.Type, r.Identifier) && (isWhole || stacks.Any(s => WasKnown(s, r)))).ToList()))];
        }

        var claims = new Claims(stacks);
        foreach (var some in await Task.WhenAll(left.Select(l => CandidatesAsync(scope, l.Type, l.Resources, claims, stacks, cancellation))))
            found.AddRange(some);

        return found.GroupBy(c => c.Stack).ToImmutableDictionary(
            g => g.Key, g => g.Select(c => c.Resource).OrderBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Identifier, StringComparer.Ordinal).ToImmutableArray());

        bool IsNobodys((StackKey Stack, UnmanagedResource Resource) one) => !owned.Owns(scope.Region, one.Resource.Type, one.Resource.Identifier);
    }

    /// <summary>How many calls it takes to read again all that was planned from, without what another environment of the sweep has counted.</summary>
    public int AllCalls { get; private set; }

    /// <summary>Chooses what of that which was read before is read again in this sweep.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="types">The types that the environment looks for.</param>
    /// <param name="left">How many calls of the sweep the stacks leave.</param>
    /// <returns>How many calls that takes, without those that another environment of the sweep makes.</returns>
    public int Plan(AccountRegion scope, IReadOnlySet<string> types, int left)
    {
        if (request.Spread is { } spread && Choose(scope, types, spread with { Calls = left }) is { } chosen)
            _chosen[scope] = chosen;
        AllCalls += candidates.Of(scope, types).Where(c => _sweep.Foresees(scope, $"all of {c.Key.Type} {c.Key.Identifier}")).Sum(c => Calls(c.Key, c.Read));
        return candidates.Of(scope, types).Where(c => IsChosen(c.Key) && _sweep.Foresees(scope, $"read {c.Key.Type} {c.Key.Identifier}")).Sum(c => Calls(c.Key, c.Read));
    }

    private bool IsChosen(CandidateKey key) => !_chosen.TryGetValue(key.Scope, out var chosen) || chosen.Contains(key);

    private int Calls(CandidateKey key, ResourceObservation read) => live.ReadCalls(key.Scope, key.Type, read.Properties ?? MapValue.Empty);

    private ImmutableHashSet<CandidateKey>? Choose(AccountRegion scope, IReadOnlySet<string> types, LiveSpread spread)
    {
        var plan = _sweep.PlanOf(scope, () => LivePlan.Choose(
            [.. candidates.Of(scope, types).Select(c => new LiveAge<CandidateKey>(c.Key, Calls(c.Key, c.Read), c.Read.ObservedAt))], spread, time.GetUtcNow()));
        // Another environment of the account may allow more time than this one.
        return plan?.Union(candidates.Of(scope, types).Where(c => LivePlan.IsDue(c.Read.ObservedAt, spread, time.GetUtcNow())).Select(c => c.Key));
    }

    /// <summary>What was found, without what is new and may be the work of a stack that moved since the list.</summary>
    /// <inheritdoc cref="FindAsync" />
    public async Task<ImmutableDictionary<StackKey, ImmutableArray<UnmanagedResource>>> WithoutMovedAsync(
        ImmutableDictionary<StackKey, ImmutableArray<UnmanagedResource>> found, IReadOnlyCollection<StackSnapshot> stacks, AccountListing listing, CancellationToken cancellation)
    {
        var known = stacks.SelectMany(s => s.Unmanaged.Select(u => (u.Type, u.Identifier))).ToHashSet();
        if (found.Values.All(f => f.All(u => known.Contains((u.Type, u.Identifier)))))
            return found;
        var made = await OwnedByMovedAsync(listing, cancellation);
        if (made is null)
            _blind.Add(listing.Scope.ToString());
        return found.ToImmutableDictionary(
            f => f.Key, f => f.Value.RemoveAll(u => !known.Contains((u.Type, u.Identifier)) && made?.Owns(listing.Scope.Region, u.Type, u.Identifier) != false));
    }

    /// <summary>What those stacks own that moved since the list; null where nobody can tell, since one moves still, is gone, or cannot be listed.</summary>
    private async Task<OwnedResources?> OwnedByMovedAsync(AccountListing listing, CancellationToken cancellation)
    {
        var now = await _sweep.ListStacksAgainAsync(live, listing.Scope, cancellation);
        if (!now.IsRead)
            return null;
        var before = listing.Stacks.Select(s => (s.StackId, s.Status, s.UpdatedAt)).ToHashSet();
        var moved = now.Value.Where(s => !before.Contains((s.StackId, s.Status, s.UpdatedAt))).ToList();
        if (moved.Any(s => StackPhases.Of(s.Status) == StackPhase.Moving) || listing.ById.Keys.Except(now.Value.Select(s => s.StackId)).Any())
            return null;
        var lists = await Task.WhenAll(moved.Select(s => resources.ReadAsync(listing.Scope, s, isFresh: true, cancellation)));
        if (!lists.All(l => l.IsRead))
            return null;
        var owned = new OwnedResources();
        foreach (var resource in lists.SelectMany(l => l.Value))
            owned.Add(listing.Scope, resource.Type, resource.PhysicalId, null);
        return owned;
    }

    private void NoteUnlisted(string type, ReadOutcome outcome)
    {
        var word = outcome switch
        {
            ReadOutcome.Denied => "denied",
            ReadOutcome.NoAccess => "without access",
            ReadOutcome.Throttled => "throttled",
            ReadOutcome.TimedOut => "not answered in time",
            ReadOutcome.Failed => "not answered as it should be",
            _ => null,
        };
        if (word is not null)
            (_unlisted.TryGetValue(word, out var known) ? known : _unlisted[word] = new(StringComparer.Ordinal)).Add(type);
    }

    private async Task<List<(StackKey Stack, UnmanagedResource Resource)>> CandidatesAsync(
        AccountRegion scope, string type, List<UnmanagedResource> left, Claims claims, IReadOnlyCollection<StackSnapshot> stacks, CancellationToken cancellation)
    {
        candidates.Retain(scope, type, left.Select(r => r.Identifier).ToHashSet(StringComparer.Ordinal));
        if (left.Count > MaxReadsPerType)
        {
            lock (_cutOff)
                _cutOff[type] = _cutOff.GetValueOrDefault(type) + left.Count - MaxReadsPerType;
        }

        var found = new List<(StackKey, UnmanagedResource)>();
        foreach (var resource in left.OrderByDescending(r => claims.Owner(r.Identifier, MapValue.Empty) is not null).Take(MaxReadsPerType))
        {
            // A list often gives the identifier alone; only the resource itself says what it belongs to.
            var key = new CandidateKey(scope, type, resource.Identifier);
            var read = !IsChosen(key) && candidates.Find(key) is { } before
                ? before
                : await _sweep.ReadAsync(key, () => live.ReadResourceAsync(scope, type, resource.Identifier, resource.Properties, [], cancellation));
            candidates.Keep(key, read);
            if (read.Outcome == ReadOutcome.Missing)
                continue;
            if (read.Outcome is ReadOutcome.Denied or ReadOutcome.NoAccess or ReadOutcome.Throttled or ReadOutcome.TimedOut or ReadOutcome.Failed or ReadOutcome.NotReadYet)
            {
                // Without its tags nobody can tell that no stack made it: what was known of it stays, and nothing is news.
                lock (_blind)
                    _blind.Add(scope.ToString());
                found.AddRange(stacks.SelectMany(s => s.Unmanaged.Where(u => u.Type == type && u.Identifier == resource.Identifier).Select(u => (s.Key, u))).Take(1));
                continue;
            }

            var properties = read.Properties ?? resource.Properties;
            if (!Texts(properties).Contains(StackTag) && claims.Owner(resource.Identifier, properties) is { } stack)
                found.Add((stack, resource with { Properties = properties, ObservedAt = read.ObservedAt }));
        }

        return found;
    }

    private static bool WasKnown(StackSnapshot stack, UnmanagedResource resource) => stack.Unmanaged.Any(u => u.Type == resource.Type && u.Identifier == resource.Identifier);

    /// <summary>Adds what every other stack owns; false where one of them does not tell.</summary>
    private async Task<bool> AddOwnedElsewhereAsync(OwnedResources owned, AccountListing listing, IReadOnlyCollection<StackSnapshot> stacks, CancellationToken cancellation)
    {
        var own = stacks.Select(s => s.Deployed?.StackId).ToHashSet();
        var lists = await Task.WhenAll(listing.Stacks.Where(s => !own.Contains(s.StackId)).Select(s => resources.ReadAsync(listing.Scope, s, isFresh: false, cancellation)));
        // One that is gone meanwhile owns nothing. A recording lacks it where the scan needed it not: what it would be taken off from is told by its own reading.
        var isWhole = lists.All(l => l.IsRead || l.Outcome is ReadOutcome.Missing or ReadOutcome.NotReadYet);
        if (!isWhole)
            _blind.Add(listing.Scope.ToString());
        foreach (var resource in lists.Where(l => l.IsRead).SelectMany(l => l.Value))
            owned.Add(listing.Scope, resource.Type, resource.PhysicalId, null);
        return isWhole;
    }

    private static IEnumerable<string> Texts(PropertyValue value) => value switch
    {
        ScalarValue scalar => [scalar.Text],
        ListValue list => list.Items.SelectMany(Texts),
        MapValue map => map.Entries.SelectMany(e => Texts(e.Value).Prepend(e.Key)),
        _ => [],
    };

    /// <summary>What each stack can claim by: its name, and the identities of its resources.</summary>
    private sealed class Claims
    {
        private readonly List<(string Prefix, StackKey Key)> _names;
        private readonly Dictionary<string, StackKey> _identities = new(StringComparer.Ordinal);

        public Claims(IReadOnlyCollection<StackSnapshot> stacks)
        {
            _names = [.. stacks.Select(s => (s.StackName + "-", s.Key)).OrderByDescending(n => n.Item1.Length)];
            foreach (var stack in stacks)
            {
                foreach (var resource in stack.Live)
                {
                    foreach (var text in Identities(resource))
                        _identities.TryAdd(text, stack.Key);
                }
            }
        }

        public StackKey? Owner(string identifier, MapValue properties)
        {
            var texts = Texts(properties).Prepend(identifier).ToList();
            foreach (var (prefix, key) in _names)
            {
                if (texts.Any(t => t.StartsWith(prefix, StringComparison.Ordinal) || t.Contains("/" + prefix, StringComparison.Ordinal) || t.Contains(":" + prefix, StringComparison.Ordinal)))
                    return key;
            }

            return texts.Select(t => _identities.GetValueOrDefault(t)).OfType<StackKey>().GroupBy(k => k)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.ToString(), StringComparer.Ordinal).FirstOrDefault()?.Key;
        }

        private static IEnumerable<string> Identities(LiveResource resource) => resource.Observations
            .Select(o => o.Properties?["Arn"]).OfType<ScalarValue>().Select(s => s.Text).Append(resource.PhysicalId ?? "")
            .Where(t => t.Length >= MinimumIdentityLength);
    }
}
