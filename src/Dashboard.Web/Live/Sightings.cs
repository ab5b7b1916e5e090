using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Live;

/// <summary>A resource of a stack.</summary>
public sealed record DriftKey(StackKey Stack, ResourceAddress Address);

/// <summary>When this run of the server first saw a resource as it is now: drifted, accepted, or unverified.</summary>
/// <param name="At">When it was published.</param>
/// <param name="IsAtLeast">It was so when the resource was first read, so it may be older.</param>
public sealed record Sighting(DateTimeOffset At, bool IsAtLeast);

/// <summary>A drift as it was when it was last compared.</summary>
/// <param name="Resource">The resource that drifted.</param>
/// <param name="Since">When it was first seen so.</param>
public sealed record LastDrift(ResourceEvaluation Resource, Sighting Since);

/// <summary>Keeps the sightings of a board up to date: drift, accepted drift, and what could not be verified.</summary>
internal sealed class Sightings
{
    private readonly DriftBoard _before;
    private readonly DateTimeOffset _now;
    private readonly ImmutableDictionary<DriftKey, Sighting>.Builder _drifts;
    private readonly ImmutableDictionary<DriftKey, Sighting>.Builder _accepted;
    private readonly ImmutableDictionary<DriftKey, Sighting>.Builder _unverified;

    private readonly ImmutableDictionary<StackKey, ImmutableDictionary<ResourceAddress, LastDrift>>.Builder _dark;

    private Sightings(DriftBoard before, DateTimeOffset now)
    {
        (_before, _now) = (before, now);
        (_drifts, _accepted, _unverified) = (before.Since.ToBuilder(), before.History.Accepted.ToBuilder(), before.History.Unverified.ToBuilder());
        _dark = before.History.Dark.ToBuilder();
    }

    /// <summary>The next board with its sightings and its changes; a drift that looks otherwise than before counts as seen now.</summary>
    public static DriftBoard Next(DriftBoard before, DriftBoard after, DateTimeOffset now)
    {
        var seen = SeparationSightings.Next(before, after, now);
        if (!ReferenceEquals(before.Parity, after.Parity))
            seen = seen with { Unexplained = UnexplainedSightings.Next(before, after, now) };
        if (ReferenceEquals(before.Stacks, after.Stacks))
            return after with { Since = before.Since, History = seen };
        var sightings = new Sightings(before, now);
        foreach (var (key, stack) in after.Stacks)
        {
            var old = before.Stacks.GetValueOrDefault(key);
            if (!ReferenceEquals(old, stack))
                sightings.Compare(old, stack);
        }

        foreach (var (key, old) in before.Stacks)
        {
            if (!after.Stacks.ContainsKey(key))
            {
                sightings.Forget(key, old.Resources.Select(r => r.Address));
                sightings._dark.Remove(key);
            }
        }

        var history = Disappearances.Next(before, after, now);
        return after with
        {
            Since = sightings._drifts.ToImmutable(),
            History = history with
            {
                Separations = seen.Separations,
                LastSeparations = seen.LastSeparations,
                Unexplained = seen.Unexplained,
                Accepted = sightings._accepted.ToImmutable(),
                Unverified = sightings._unverified.ToImmutable(),
                Dark = sightings._dark.ToImmutable(),
                Changes = VerdictChanges.Next(before, after, history.Gone, now),
            },
        };
    }

    /// <summary>Whether a resource should have been compared and was not.</summary>
    public static bool IsUnverified(ResourceEvaluation resource) => resource.Status is Status.Unknown or Status.NotChecked or Status.Unsupported;

    private void Compare(StackEvaluation? old, StackEvaluation stack)
    {
        // Two unmanaged resources of different types may bear one identifier: then the last one stands.
        var known = new Dictionary<ResourceAddress, ResourceEvaluation>();
        foreach (var resource in old?.Resources ?? [])
            known[resource.Address] = resource;

        var remembered = _before.History.Dark.GetValueOrDefault(stack.Key) ?? ImmutableDictionary<ResourceAddress, LastDrift>.Empty;
        Remember(stack, known, remembered);
        foreach (var resource in stack.Resources)
        {
            var key = new DriftKey(stack.Key, resource.Address);
            known.TryGetValue(resource.Address, out var before);
            known.Remove(resource.Address);
            var isFirstLook = before is null && old?.OldestReadAt is null;
            CompareDrift(key, before, resource, isFirstLook, remembered.GetValueOrDefault(resource.Address));
            CompareAccepted(key, before, resource, isFirstLook);
            if (!IsUnverified(resource))
                _unverified.Remove(key);
            else if (before is null || !IsUnverified(before))
                _unverified[key] = new Sighting(_now, isFirstLook);
        }

        Forget(stack.Key, known.Keys);
    }

    /// <summary>Keeps the drifts of what can be seen no more. Of a stack that could not be read, only what the repository says of it is left.</summary>
    private void Remember(StackEvaluation stack, Dictionary<ResourceAddress, ResourceEvaluation> known, ImmutableDictionary<ResourceAddress, LastDrift> remembered)
    {
        if (remembered.IsEmpty && !known.Values.Any(r => r.IsDrifted))
            return;
        var seen = stack.Resources.Where(r => !IsUnverified(r)).Select(r => r.Address).ToHashSet();
        var listed = stack.Resources.Select(r => r.Address).ToHashSet();
        var isDark = stack is { OldestReadAt: null, Status: Status.Unknown or Status.NotChecked or Status.Scanning };
        var dark = remembered.ToBuilder();
        foreach (var (address, before) in known)
        {
            if (before.IsDrifted && _before.Since.TryGetValue(new DriftKey(stack.Key, address), out var since))
                dark[address] = new LastDrift(before, since);
        }

        dark.RemoveRange(dark.Keys.Where(a => seen.Contains(a) || !(isDark || listed.Contains(a))).ToList());
        if (dark.Count == 0)
            _dark.Remove(stack.Key);
        else
            _dark[stack.Key] = dark.ToImmutable();
    }

    /// <summary>What looks as it did before nobody could read it is no news; what then looks otherwise is.</summary>
    private void CompareDrift(DriftKey key, ResourceEvaluation? before, ResourceEvaluation resource, bool isFirstLook, LastDrift? last)
    {
        if (!resource.IsDrifted)
            _drifts.Remove(key);
        else if (before is not { IsDrifted: true } && last is not null)
            _drifts[key] = Drift(last.Resource).SequenceEqual(Drift(resource)) ? last.Since : new Sighting(_now, IsAtLeast: false);
        else if (before is null || !before.IsDrifted || !Drift(before).SequenceEqual(Drift(resource)))
            _drifts[key] = new Sighting(_now, IsAtLeast: isFirstLook || (before is { IsDrifted: false, Status: not Status.InSync } && !WasEqual(before, resource) && !WasEqualBeforeOperation(key, before)));
    }

    /// <summary>Whether the very properties that drift were compared before and were equal, though others beside them could not be: a secret that nobody can know hides no other change.</summary>
    private static bool WasEqual(ResourceEvaluation before, ResourceEvaluation resource)
    {
        var open = before.Unverified.Where(u => u.Between == DifferenceBetween.DeployedLive).ToList();
        return before.ObservedAt is not null && open.Count > 0 && Drift(resource).All(d => open.TrueForAll(u => !Touch(u.Path, d.Path)));
    }

    private static bool Touch(PropertyPath one, PropertyPath other) => one.Segments.Zip(other.Segments).All(s => s.First.Name == s.Second.Name);

    /// <summary>Whether a resource was compared, and did not drift, until the operation began that hides it.</summary>
    private bool WasEqualBeforeOperation(DriftKey key, ResourceEvaluation before) =>
        before.Reason == StatusReason.StackMoving && _before.History.Unverified.TryGetValue(key, out var since) && !since.IsAtLeast;

    /// <summary>A rule does not make a drift younger: what drifted before it was accepted keeps its time.</summary>
    private void CompareAccepted(DriftKey key, ResourceEvaluation? before, ResourceEvaluation resource, bool isFirstLook)
    {
        var accepted = resource.Accepted.Select(a => a.Difference).ToList();
        if (accepted.Count == 0)
            _accepted.Remove(key);
        else if (before is null || !before.Accepted.Select(a => a.Difference).SequenceEqual(accepted))
            _accepted[key] = before is { IsDrifted: true } && accepted.All(Drift(before).Contains) && _before.Since.GetValueOrDefault(key) is { } since ? since
                : new Sighting(_now, IsAtLeast: isFirstLook || before is not { Status: Status.InSync or Status.Modified });
    }

    private void Forget(StackKey stack, IEnumerable<ResourceAddress> addresses)
    {
        foreach (var address in addresses)
        {
            var key = new DriftKey(stack, address);
            _drifts.Remove(key);
            _accepted.Remove(key);
            _unverified.Remove(key);
        }
    }

    private static IEnumerable<Difference> Drift(ResourceEvaluation resource) => resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive);
}
