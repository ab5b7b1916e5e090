using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds what no stack owns in the accounts that are watched. It takes a list of each type and the resources of every stack, so it is made when somebody asks.</summary>
public sealed class InventoryReader
{
    private readonly ILiveStateSource _live;
    private readonly ILiveInventory _inventory;
    private readonly TimeProvider _time;

    private InventoryReader(ILiveStateSource live, ILiveInventory inventory, TimeProvider time) => (_live, _inventory, _time) = (live, inventory, time);

    /// <summary>The inventories of every account that some environments are in, in order of account: looked through now, or as a recording keeps them.</summary>
    /// <param name="live">The clouds, or the recording; empty where they list nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="environments">The environments as they were scanned.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ImmutableArray<AccountInventory>> ReadAsync(
        ILiveStateSource live, TimeProvider time, IReadOnlyCollection<EnvironmentSnapshot> environments, CancellationToken cancellation)
    {
        var accounts = environments.GroupBy(e => e.Environment.Account).OrderBy(g => g.Key, StringComparer.Ordinal);
        if (live is IRecordedInventories recorded)
            return [.. accounts.Select(a => recorded.InventoryOf(a.Key))];
        if (live is not ILiveInventory inventory)
            return [];
        var reader = new InventoryReader(live, inventory, time);
        return [.. await Task.WhenAll(accounts.Select(a => reader.ReadAccountAsync(a.Key, [.. a], cancellation))).ConfigureAwait(false)];
    }

    private async Task<AccountInventory> ReadAccountAsync(string account, List<EnvironmentSnapshot> environments, CancellationToken cancellation)
    {
        ImmutableArray<string> regions = [.. environments.SelectMany(e => e.Environment.Regions).Distinct().Order(StringComparer.Ordinal)];
        var stacks = environments.SelectMany(e => e.Stacks).Where(s => s.Outcome == ReadOutcome.Read).ToList();
        var problems = new List<string>();
        var (owned, unlisted) = await OwnedAsync(account, regions, stacks, problems, cancellation).ConfigureAwait(false);

        var sets = await StackSetsAsync(account, regions, problems, cancellation).ConfigureAwait(false);
        var types = stacks.SelectMany(s => s.Live).Select(r => r.Type).Concat(_inventory.AddedTypes(account))
            .Where(ReadPolicy.NeedsAccess).Distinct().Order(StringComparer.Ordinal).ToList();
        var listed = await Task.WhenAll(
            from region in regions
            from type in types
            where region == regions[0] || !ResourceTypes.IsGlobal(type)
            select ListAsync(new AccountRegion(account, region), type, unlisted.Contains(region), cancellation)).ConfigureAwait(false);

        var everywhere = listed.Where(l => ResourceTypes.IsGlobal(l.Listing.Type) && l.Resources.Any(r => r.Default is null && !owned.Owns(l.Listing.Region, l.Listing.Type, r.Identifier))).Select(l => l.Listing.Type).ToList();
        if (everywhere.Count > 0)
            problems.Add($"{string.Join(", ", everywhere)} belong to no region: what stacks of other regions than {string.Join(", ", regions)} own of them may stand here as nobody's, since only these are watched.");

        var claimed = stacks.SelectMany(s => s.Unmanaged.Select(u => (s.Key.Region, u.Type, u.Identifier, s.Key))).GroupBy(c => (c.Region, c.Type, c.Identifier)).ToDictionary(g => g.Key, g => g.First().Key);
        return new AccountInventory(
            account,
            [
                .. from list in listed
                   from resource in list.Resources
                   where !owned.Owns(list.Listing.Region, list.Listing.Type, resource.Identifier)
                   orderby list.Listing.Region, list.Listing.Type, resource.Identifier
                   select new UnownedResource(
                       list.Listing.Region, list.Listing.Type, resource.Identifier, resource.Name, resource.Default,
                       claimed.GetValueOrDefault((list.Listing.Region, list.Listing.Type, resource.Identifier))),
            ],
            [.. listed.Select(l => l.Listing)],
            [.. problems.Order(StringComparer.Ordinal)],
            _time.GetUtcNow())
        {
            StackSets = sets,
        };
    }

    private async Task<ImmutableArray<StackSetFact>> StackSetsAsync(string account, ImmutableArray<string> regions, List<string> problems, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<StackSetFact>();
        foreach (var region in regions)
        {
            var sets = await _inventory.ListStackSetsAsync(new AccountRegion(account, region), cancellation).ConfigureAwait(false);
            if (sets.IsRead)
                found.AddRange(sets.Value);
            else if (sets.Outcome != ReadOutcome.TypeNotReadable)
                problems.Add($"{region}: stack sets could not be listed ({Within(region, sets.Detail)}), so a stack of one is told by its name alone.");
        }

        return found.ToImmutable();
    }

    /// <summary>What every stack of the regions owns; a region whose stacks cannot be listed owns nobody knows what.</summary>
    private async Task<(OwnedResources Owned, HashSet<string> Unlisted)> OwnedAsync(
        string account, ImmutableArray<string> regions, List<StackSnapshot> stacks, List<string> problems, CancellationToken cancellation)
    {
        var owned = new OwnedResources();
        var unlisted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var region in regions)
        {
            var scope = new AccountRegion(account, region);
            var known = stacks.Where(s => s.Key.Region == region).ToList();
            foreach (var stack in known)
                owned.Add(scope, stack);
            var listing = await _live.ListStacksAsync(scope, cancellation).ConfigureAwait(false);
            if (!listing.IsRead)
            {
                unlisted.Add(region);
                problems.Add($"{region}: the stacks could not be listed ({Within(region, listing.Detail)}), so nothing there can be told to be nobody's.");
                continue;
            }

            // A nested stack of one that was read may still be one that could not be.
            var read = known.Select(s => s.Deployed?.StackId).OfType<string>().Concat(known.SelectMany(NestedOf)).ToHashSet(StringComparer.Ordinal);
            var others = listing.Value.Where(s => !read.Contains(s.StackId)).ToList();
            var lists = await Task.WhenAll(others.Select(async s => (Stack: s, Resources: await _live.ListResourcesAsync(scope, s.StackId, cancellation).ConfigureAwait(false)))).ConfigureAwait(false);
            foreach (var (stack, resources) in lists)
            {
                if (!resources.IsRead)
                    problems.Add($"{region}: what {stack.StackName} owns could not be listed ({Within(region, resources.Detail)}), so some of it may stand here as nobody's.");
                foreach (var resource in resources.IsRead ? resources.Value : [])
                    owned.Add(scope, resource.Type, resource.PhysicalId, null);
            }
        }

        return (owned, unlisted);
    }

    /// <summary>The nested stacks whose resources a snapshot holds, as their own resources name them.</summary>
    private static IEnumerable<string> NestedOf(StackSnapshot stack)
    {
        var outer = stack.Live.Select(r => r.Address.Path).Where(p => p.Contains('/', StringComparison.Ordinal)).Select(p => p[..p.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal);
        return stack.Live.Where(r => r.Type == ResourceTypes.NestedStack && outer.Contains(r.Address.Path)).Select(r => r.PhysicalId).OfType<string>();
    }

    private async Task<(TypeListing Listing, ImmutableArray<ListedResource> Resources)> ListAsync(AccountRegion scope, string type, bool isBlind, CancellationToken cancellation)
    {
        if (isBlind)
            return (new TypeListing(scope.Region, type, ReadOutcome.NotReadYet, 0, "The stacks of the region could not be listed."), []);
        var listed = await _inventory.ListAsync(scope, type, cancellation).ConfigureAwait(false);
        return listed.IsRead
            ? (new TypeListing(scope.Region, type, listed.Outcome, listed.Value.Length, null), listed.Value)
            : (new TypeListing(scope.Region, type, listed.Outcome, 0, FailedCall.Within(scope.Region, listed.Detail)), []);
    }

    /// <summary>Why a call failed, within a sentence that begins with the region.</summary>
    private static string? Within(string region, string? detail) => FailedCall.Within(region, detail)?.TrimEnd('.');
}
