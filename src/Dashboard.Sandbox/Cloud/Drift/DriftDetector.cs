using System.Globalization;
using Dashboard.Sandbox.Cloud.Deploying;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud.Drift;

/// <summary>CloudFormation's own drift detection, with its documented gaps: only what the template sets, only readable types, nested stacks not entered.</summary>
internal static class DriftDetector
{
    /// <summary>How long a detection says DETECTION_IN_PROGRESS.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(200);

    private static readonly ImmutableHashSet<string> States =
        ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"];

    /// <summary>Starts a detection of every readable resource.</summary>
    /// <param name="state">The region.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="only">Logical ids to look at; empty for all.</param>
    /// <param name="now">The instant.</param>
    /// <param name="readFailure">Why a resource of a type cannot be read just now, or null.</param>
    public static DriftDetection Start(
        RegionState state, SandboxStack stack, ImmutableArray<string> only, DateTimeOffset now, Func<string, string?> readFailure)
    {
        RequireState(stack);
        if (state.Detections.Values.Any(d => d.StackId == stack.StackId && !d.IsSettled))
            throw StackPlan.Invalid($"Drift detection is already in progress for stack [{stack.StackId}]");
        var results = ImmutableSortedDictionary.CreateBuilder<string, ResourceDrift>(StringComparer.Ordinal);
        var failures = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var resource in stack.Resources.Values.Where(r => ReadableTypes.CanRead(r.Type) && (only.IsEmpty || only.Contains(r.LogicalId))))
        {
            if (readFailure(resource.Type) is { } failure)
                failures[resource.LogicalId] = failure;
            else
                results[resource.LogicalId] = Detect(state, stack, resource, now);
        }

        var id = DeterministicIds.Uuid(string.Create(CultureInfo.InvariantCulture, $"{stack.StackId}/detection/{state.Detections.Count}"));
        return new DriftDetection(id, stack.StackId, now, now + Duration, results.ToImmutable(), failures.ToImmutable());
    }

    /// <summary>Looks at one resource.</summary>
    public static ResourceDrift Detect(RegionState state, SandboxStack stack, SandboxResource resource, DateTimeOffset now)
    {
        var live = state.Live.GetValueOrDefault(new LiveKey(resource.Type, resource.Identifier));
        return PropertyDriftFinder.Find(resource, live?.Properties, now);
    }

    /// <summary>Refuses a stack in a state in which CloudFormation does not look for drift.</summary>
    public static void RequireState(SandboxStack stack)
    {
        if (!States.Contains(stack.Status))
            throw StackPlan.Invalid($"Drift detection cannot be performed on stack [{stack.StackId}] while in [{stack.Status}] state");
    }

    /// <summary>Puts the results of the detections that have ended into their stacks.</summary>
    public static RegionState Settle(RegionState state, DateTimeOffset now)
    {
        foreach (var detection in state.Detections.Values.Where(d => !d.IsSettled && d.EndsAt <= now).OrderBy(d => d.StartedAt))
        {
            state = state with { Detections = state.Detections.SetItem(detection.Id, detection with { IsSettled = true }) };
            if (!state.Stacks.TryGetValue(detection.StackId, out var stack) || stack.IsDeleted)
                continue;
            var resources = stack.Resources;
            foreach (var (id, drift) in detection.Results.Where(r => resources.ContainsKey(r.Key)))
                resources = resources.SetItem(id, With(resources[id], drift));
            foreach (var id in detection.Failures.Keys.Where(resources.ContainsKey))
                resources = resources.SetItem(id, resources[id] with { DriftStatus = "UNKNOWN", DriftCheckedAt = detection.StartedAt, Drift = null });
            state = state.With(stack with { Resources = resources, DriftStatus = detection.StackDriftStatus, DriftCheckedAt = detection.StartedAt });
        }

        return state;
    }

    /// <summary>A resource with what was found of it.</summary>
    public static SandboxResource With(SandboxResource resource, ResourceDrift drift) =>
        resource with { Drift = drift, DriftStatus = drift.Status, DriftCheckedAt = drift.Timestamp };
}
