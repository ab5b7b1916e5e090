namespace Dashboard.Sources.Scanning;

/// <content>Stacks that are deployed, made or deleted while they are read: what was read of them belongs to no one instant. See docs/decisions/0022-a-stack-that-moves.md.</content>
public sealed partial class EnvironmentScanner
{
    /// <summary>Lists the stacks of each region again: what moved since the list before is read once more, and what moves even then is marked.</summary>
    /// <remarks>A first look that fails says nothing: what was read stands as if nothing had moved, as it would without it.</remarks>
    private async Task<(StackSnapshot[] Stacks, Dictionary<string, AccountListing> Latest)> SettleAsync(
        ScanRequest request, List<Target> targets, StackSnapshot[] stacks, Dictionary<string, AccountListing> listings, ImmutableArray<string> commits, CancellationToken cancellation)
    {
        var latest = new Dictionary<string, AccountListing>(listings, StringComparer.Ordinal);
        var previous = (request.Previous?.Stacks ?? []).ToDictionary(s => s.Key);
        var open = Enumerable.Range(0, targets.Count).Where(i => !IsKept(request, targets[i], previous.GetValueOrDefault(targets[i].Key)) && listings[targets[i].Key.Region].Outcome == ReadOutcome.Read).ToList();
        for (var isSecond = false; open.Count > 0; isSecond = true)
        {
            var before = new Dictionary<string, AccountListing>(latest, StringComparer.Ordinal);
            foreach (var region in open.Select(i => targets[i].Key.Region).Distinct().ToList())
            {
                var now = await AccountListing.ReadAsync(live, _exports, accounts, before[region].Scope, request.Sweep!.ListStacksAgainAsync, cancellation);
                if (now.Outcome == ReadOutcome.Read)
                    latest[region] = now;
            }

            // What moved once, in a region that cannot be listed again, may move still.
            open = [.. open.Where(i => (isSecond && ReferenceEquals(before[targets[i].Key.Region], latest[targets[i].Key.Region])) || HasMoved(targets[i], stacks[i], before, latest))];
            if (isSecond)
            {
                foreach (var i in open)
                    stacks[i] = stacks[i] with { IsMoving = true };
                break;
            }

            await Task.WhenAll(open.Select(async i => stacks[i] = await ReadStackAsync(
                request, targets[i], latest[targets[i].Key.Region], commits, previous.GetValueOrDefault(targets[i].Key), new ReadScope(null, false, true), cancellation)));
        }

        return (stacks, latest);
    }

    private static bool HasMoved(Target target, StackSnapshot read, Dictionary<string, AccountListing> before, Dictionary<string, AccountListing> latest)
    {
        var (old, now) = (before[target.Key.Region], latest[target.Key.Region]);
        return !ReferenceEquals(old, now) && StackReader.HasMoved(read, old.ByName.GetValueOrDefault(target.StackName), now.ByName.GetValueOrDefault(target.StackName), now);
    }

    /// <summary>With what stands in no template. A resource that was found while stacks moved may be the work of a deployment: it is news only once nothing moves.</summary>
    private static async Task<StackSnapshot[]> WithUnmanagedAsync(
        UnmanagedFinder finder, StackSnapshot[] stacks, Dictionary<string, AccountListing> listings, CancellationToken cancellation)
    {
        foreach (var (region, listing) in listings)
        {
            var here = stacks.Where(s => s.Key.Region == region && s.Outcome == ReadOutcome.Read).ToList();
            if (here.Count == 0)
                continue;
            var found = await finder.WithoutMovedAsync(await finder.FindAsync(here, listing, cancellation), here, listing, cancellation);
            stacks = [.. stacks.Select(s => s.Key.Region == region ? s with { Unmanaged = found.GetValueOrDefault(s.Key, []) } : s)];
        }

        return stacks;
    }
}
