using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds live resources that stand in no template, among the types that an environment's stacks use.</summary>
/// <remarks>
/// A resource belongs to the stack whose name its own name starts with, else to the stack whose resources it names most often. What no stack
/// of the environment can claim is left alone: other teams' resources in a shared account are none of this application's business.
/// </remarks>
internal sealed class UnmanagedFinder(ILiveStateSource live)
{
    private const int MaxReadsPerType = 50;
    private const int MinimumIdentityLength = 8;
    /// <summary>The tag that CloudFormation gives to what it makes.</summary>
    public const string StackTag = "aws:cloudformation:stack-name";

    private readonly SortedDictionary<string, SortedSet<string>> _unlisted = new(StringComparer.Ordinal);

    private readonly SortedSet<string> _blind = new(StringComparer.Ordinal);

    /// <summary>What could not be listed, for people: there, a resource that stands in no template would not be seen.</summary>
    public ImmutableArray<string> Unlisted => [.. _blind.Select(b => $"new resources that stand in no template may be missed in {b}: some of what runs there, or of what stacks own, could not be read or moved meanwhile."), .. _unlisted.Select(u => $"resources that stand in no template are not seen among {string.Join(", ", u.Value)}: listing them was {u.Key}.")];

    /// <summary>The unmanaged resources of one account and region, by stack. Of a type that could not be listed, what was known before stays.</summary>
    /// <param name="stacks">The environment's deployed stacks there, read.</param>
    /// <param name="listing">Every stack of the account and region.</param>
    public async Task<ImmutableDictionary<StackKey, ImmutableArray<UnmanagedResource>>> FindAsync(
        IReadOnlyCollection<StackSnapshot> stacks, AccountListing listing, CancellationToken cancellation)
    {
        var owned = new OwnedResources();
        foreach (var stack in stacks)
            owned.Add(listing.Scope, stack);
        var types = stacks.SelectMany(s => s.Live).Where(r => r.Type != ResourceTypes.NestedStack && !r.Type.StartsWith("Custom::", StringComparison.Ordinal))
            .Select(r => r.Type).Distinct().Order(StringComparer.Ordinal).ToList();
        var claims = new Claims(stacks);
        var candidates = await Task.WhenAll(types.Select(async t => (Type: t, Found: await CandidatesAsync(listing.Scope, t, owned, claims, stacks, cancellation))));
        foreach (var (type, outcome) in candidates.Where(c => c.Found.Outcome is ReadOutcome.Denied or ReadOutcome.NoAccess or ReadOutcome.Throttled or ReadOutcome.TimedOut or ReadOutcome.Failed).Select(c => (c.Type, c.Found.Outcome)))
        {
            var word = outcome switch { ReadOutcome.Denied => "denied", ReadOutcome.NoAccess => "without access", ReadOutcome.Throttled => "throttled", ReadOutcome.TimedOut => "not answered in time", _ => "not answered as it should be" };
            (_unlisted.TryGetValue(word, out var known) ? known : _unlisted[word] = new(StringComparer.Ordinal)).Add(type);
        }

        var kept = candidates.Where(c => c.Found.Resources is null).Select(c => c.Type).ToHashSet(StringComparer.Ordinal);
        var found = candidates.SelectMany(c => c.Found.Resources ?? []).ToList();
        found.AddRange(stacks.SelectMany(s => s.Unmanaged.Where(r => kept.Contains(r.Type) && !owned.Owns(listing.Scope.Region, r.Type, r.Identifier)).Select(r => (s.Key, r))));
        if (found.Count > 0)
        {
            var (foreign, isWhole) = await OwnedElsewhereAsync(listing, stacks, cancellation);
            // Where it cannot be told what every stack owns, nothing new is called nobody's: it may be that stack's.
            found.RemoveAll(c => foreign.Owns(listing.Scope.Region, c.Resource.Type, c.Resource.Identifier) || (!isWhole && !WasKnown(stacks, c.Stack, c.Resource)));
        }

        return found.GroupBy(c => c.Stack).ToImmutableDictionary(
            g => g.Key, g => g.Select(c => c.Resource).OrderBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Identifier, StringComparer.Ordinal).ToImmutableArray());
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
        var now = await live.ListStacksAgainAsync(listing.Scope, cancellation);
        if (!now.IsRead)
            return null;
        var before = listing.Stacks.Select(s => (s.StackId, s.Status, s.UpdatedAt)).ToHashSet();
        var moved = now.Value.Where(s => !before.Contains((s.StackId, s.Status, s.UpdatedAt))).ToList();
        if (moved.Any(s => StackPhases.Of(s.Status) == StackPhase.Moving) || listing.ById.Keys.Except(now.Value.Select(s => s.StackId)).Any())
            return null;
        var lists = await Task.WhenAll(moved.Select(s => live.ListResourcesAsync(listing.Scope, s.StackId, cancellation)));
        if (!lists.All(l => l.IsRead))
            return null;
        var owned = new OwnedResources();
        foreach (var resource in lists.SelectMany(l => l.Value))
            owned.Add(listing.Scope, resource.Type, resource.PhysicalId, null);
        return owned;
    }

    private async Task<(ReadOutcome Outcome, List<(StackKey Stack, UnmanagedResource Resource)>? Resources)> CandidatesAsync(
        AccountRegion scope, string type, OwnedResources owned, Claims claims, IReadOnlyCollection<StackSnapshot> stacks, CancellationToken cancellation)
    {
        var found = new List<(StackKey, UnmanagedResource)>();
        var listed = await live.ListLiveResourcesAsync(scope, type, cancellation);
        if (!listed.IsRead)
            return (listed.Outcome, null);
        foreach (var resource in listed.Value.Where(r => !owned.Owns(scope.Region, type, r.Identifier)).Take(MaxReadsPerType))
        {
            // A list often gives the identifier alone; only the resource itself says what it belongs to.
            var read = await live.ReadResourceAsync(scope, type, resource.Identifier, resource.Properties, [], cancellation);
            if (read.Outcome == ReadOutcome.Missing)
                continue;
            if (read.Outcome is ReadOutcome.Denied or ReadOutcome.NoAccess or ReadOutcome.Throttled or ReadOutcome.TimedOut or ReadOutcome.Failed)
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

        return (ReadOutcome.Read, found);
    }

    private static bool WasKnown(IReadOnlyCollection<StackSnapshot> stacks, StackKey stack, UnmanagedResource resource) =>
        stacks.Any(s => s.Key == stack && s.Unmanaged.Any(u => u.Type == resource.Type && u.Identifier == resource.Identifier));

    private async Task<(OwnedResources Owned, bool IsWhole)> OwnedElsewhereAsync(AccountListing listing, IReadOnlyCollection<StackSnapshot> stacks, CancellationToken cancellation)
    {
        var own = stacks.Select(s => s.Deployed?.StackId).ToHashSet();
        var lists = await Task.WhenAll(listing.Stacks.Where(s => !own.Contains(s.StackId))
            .Select(s => live.ListResourcesAsync(listing.Scope, s.StackId, cancellation)));
        // One that is gone meanwhile owns nothing.
        var isWhole = lists.All(l => l.IsRead || l.Outcome == ReadOutcome.Missing);
        if (!isWhole)
            _blind.Add(listing.Scope.ToString());
        var owned = new OwnedResources();
        foreach (var resource in lists.Where(l => l.IsRead).SelectMany(l => l.Value))
            owned.Add(listing.Scope, resource.Type, resource.PhysicalId, null);
        return (owned, isWhole);
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
