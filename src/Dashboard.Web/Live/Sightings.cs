using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>A resource of a stack.</summary>
public sealed record DriftKey(StackKey Stack, ResourceAddress Address);

/// <summary>When this run of the server first saw a resource drift as it does now.</summary>
/// <param name="At">When it was published.</param>
/// <param name="IsAtLeast">It was there when the resource was first read, so it may be older.</param>
public sealed record Sighting(DateTimeOffset At, bool IsAtLeast);

/// <summary>Keeps the sightings of a board up to date.</summary>
internal static class Sightings
{
    /// <summary>The sightings after a change; a drift that looks otherwise than before counts as seen now.</summary>
    public static ImmutableDictionary<DriftKey, Sighting> Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        if (ReferenceEquals(before.Stacks, after.Stacks))
            return before.Since;
        var since = before.Since.ToBuilder();
        foreach (var (key, stack) in after.Stacks)
        {
            var old = before.Stacks.GetValueOrDefault(key);
            if (!ReferenceEquals(old, stack))
                Compare(since, old, stack, now);
        }

        foreach (var (key, old) in before.Stacks)
        {
            if (!after.Stacks.ContainsKey(key))
                Forget(since, old);
        }

        return since.ToImmutable();
    }

    private static void Compare(ImmutableDictionary<DriftKey, Sighting>.Builder since, StackEvaluation? old, StackEvaluation stack, DateTimeOffset now)
    {
        // Two unmanaged resources of different types may bear one identifier: then the last one stands.
        var known = new Dictionary<ResourceAddress, ResourceEvaluation>();
        foreach (var resource in old?.Resources ?? [])
            known[resource.Address] = resource;

        foreach (var resource in stack.Resources)
        {
            var key = new DriftKey(stack.Key, resource.Address);
            var before = known.GetValueOrDefault(resource.Address);
            known.Remove(resource.Address);
            if (!resource.IsDrifted)
                since.Remove(key);
            else if (before is null || !before.IsDrifted || !Drift(before).SequenceEqual(Drift(resource)))
                since[key] = new Sighting(now, IsAtLeast: old?.OldestReadAt is null || before is { IsDrifted: false, Status: not Status.InSync });
        }

        foreach (var address in known.Keys)
            since.Remove(new DriftKey(stack.Key, address));
    }

    private static void Forget(ImmutableDictionary<DriftKey, Sighting>.Builder since, StackEvaluation stack)
    {
        foreach (var resource in stack.Resources)
            since.Remove(new DriftKey(stack.Key, resource.Address));
    }

    private static IEnumerable<Difference> Drift(ResourceEvaluation resource) => resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive);
}
