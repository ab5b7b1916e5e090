using Dashboard.Core.Documents;

namespace Dashboard.Core.Evaluation;

/// <summary>How much is known of one side of a pair of stacks.</summary>
internal enum RunningState
{
    /// <summary>It runs, and its resources are known.</summary>
    Known,

    /// <summary>It is not deployed, or the environment has no such stack at all.</summary>
    NotThere,

    /// <summary>Nobody can say what runs.</summary>
    Unreadable,
}

/// <summary>A resource as it runs in one environment.</summary>
/// <param name="Address">Where it stands.</param>
/// <param name="Type">Its type.</param>
/// <param name="Properties">What runs, in the words of the template.</param>
/// <param name="Rendered">What the deployed template says; null where it says nothing of it.</param>
/// <param name="Evaluation">The verdict on its drift.</param>
/// <param name="Drift">What of its drift counts here: all but what the repository leaves to the platform.</param>
/// <param name="Unread">Why it was not read, or null.</param>
internal sealed record RunningResource(
    ResourceAddress Address,
    string Type,
    RunningProperties Properties,
    RenderedResource? Rendered,
    ResourceEvaluation Evaluation,
    ImmutableArray<Difference> Drift,
    string? Unread);

/// <summary>A stack as it runs in one environment.</summary>
internal sealed class RunningStack
{
    private static readonly Dictionary<ResourceAddress, RunningResource> Nothing = [];

    private RunningStack(RunningState state, string? detail, Dictionary<ResourceAddress, RunningResource> resources, HashSet<ResourceAddress> deleted) =>
        (State, Detail, Resources, Deleted) = (state, detail, resources, deleted);

    /// <summary>How much is known.</summary>
    public RunningState State { get; }

    /// <summary>Why nothing is known, for people.</summary>
    public string? Detail { get; }

    /// <summary>Why nothing that looks the same is proven to be so, though it could be read: the last operation ended halfway. Null elsewhere.</summary>
    public string? Doubt { get; private init; }

    /// <summary>What runs, by address.</summary>
    public IReadOnlyDictionary<ResourceAddress, RunningResource> Resources { get; }

    /// <summary>What was deployed and then deleted by hand.</summary>
    public IReadOnlySet<ResourceAddress> Deleted { get; }

    /// <summary>Whether what runs in a nested stack is not known, so that an absence means nothing.</summary>
    public bool IsUnknownInside(ResourceAddress address)
    {
        for (var parent = address.Parent; !parent.IsStack; parent = parent.Parent)
        {
            if (Resources.TryGetValue(parent, out var stack) && stack.Type == ResourceTypes.NestedStack && !Resources.Keys.Any(a => a.Parent == parent))
                return true;
        }

        return false;
    }

    /// <summary>What runs of a stack.</summary>
    /// <param name="snapshot">The stack; null where the environment has none.</param>
    /// <param name="evaluation">The verdict on it.</param>
    public static RunningStack Of(StackSnapshot? snapshot, StackEvaluation? evaluation)
    {
        if (snapshot is null || evaluation is null || snapshot.Outcome == ReadOutcome.Missing || evaluation is { Status: Status.NotDeployed, Reason: StatusReason.StackMissing })
            return new RunningStack(RunningState.NotThere, null, Nothing, []);
        var phase = snapshot.Deployed is { StackStatus: var word } ? StackPhases.Of(word) : (StackPhase?)null;
        if (snapshot.Outcome != ReadOutcome.Read || snapshot.IsMoving || phase == StackPhase.Moving)
            return new RunningStack(RunningState.Unreadable, Why(evaluation.Reason, evaluation.Detail), Nothing, []);
        if (snapshot.Deployed?.Symbolic is null)
            return new RunningStack(RunningState.Unreadable, "the deployed template could not be read", Nothing, []);

        var symbolic = Templates.ByAddress(snapshot.Deployed.Symbolic);
        var concrete = Templates.ByAddress(snapshot.Deployed.Concrete);
        var resources = new Dictionary<ResourceAddress, RunningResource>(evaluation.Resources.Length);
        var deleted = new HashSet<ResourceAddress>();
        foreach (var resource in evaluation.Resources.Where(r => r.Status != Status.NotDeployed))
        {
            var drift = DriftOf(resource);
            if (drift.Any(d => d is { Kind: DifferenceKind.Remove, Path.Segments.Length: 0 }))
                deleted.Add(resource.Address);
            else if (Running(resource, symbolic.GetValueOrDefault(resource.Address), concrete.GetValueOrDefault(resource.Address), drift) is { } running)
                resources[resource.Address] = running;
        }

        return new RunningStack(RunningState.Known, null, resources, deleted) { Doubt = phase == StackPhase.Broken ? StackPhases.WhyBroken(snapshot.Deployed.StackStatus) : null };
    }

    /// <summary>What was changed by hand, accepted or not. What an ignore rule leaves to the platform is no change: the template's word counts for it.</summary>
    private static ImmutableArray<Difference> DriftOf(ResourceEvaluation resource) =>
    [
        .. resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive),
        .. resource.Allowed.Where(a => a.Rule.Kind != Definition.RuleKind.Ignore).Select(a => a.Difference),
    ];

    private static RunningResource? Running(ResourceEvaluation resource, RenderedResource? symbolic, RenderedResource? concrete, ImmutableArray<Difference> drift)
    {
        if (resource.Address.Path.StartsWith(ResourceEvaluator.UnmanagedMark))
        {
            return drift.Length == 0
                ? null
                : new RunningResource(resource.Address, resource.Type, RunningProperties.AllByHand(resource.Live ?? MapValue.Empty), null, resource, [], null);
        }

        // A macro may make resources that the template as written does not show.
        var rendered = symbolic ?? concrete;
        var properties = rendered is null ? RunningProperties.Unchanged(MapValue.Empty) : RunningProperties.Of(rendered.Properties, drift, resource.Live);
        return new RunningResource(resource.Address, rendered?.Type ?? resource.Type, properties, rendered, resource, drift, Unread(resource, concrete) ?? rendered?.OpenBecause);
    }

    private static string? Unread(ResourceEvaluation resource, RenderedResource? concrete) =>
        resource.Status == Status.Unsupported || resource.Live is null || IsRefused(resource) ? Why(resource.Reason, resource.Detail)
        : concrete is null ? "the deployed template does not tell its properties"
        : null;

    /// <summary>Whether nothing is known of what runs now, though CloudFormation looked at it some time ago.</summary>
    private static bool IsRefused(ResourceEvaluation resource) =>
        resource is { Status: Status.Unknown, IsCompared: false, Reason: null or StatusReason.Denied or StatusReason.NoAccess or StatusReason.Throttled or StatusReason.TimedOut };

    private static string Why(StatusReason? reason, string? detail) => (reason, detail) switch
    {
        (null, null) => "it could not be read",
        (null, { } text) => text,
        // It says itself what kind it is.
        (StatusReason.TypeNotReadable, { } text) => text,
        ({ } known, null) => Words(known),
        ({ } known, { } text) => $"{Words(known)}, {text}",
    };

    /// <summary>"timed out": the reason's name as people write it.</summary>
    private static string Words(StatusReason reason) => reason == StatusReason.TypeNotReadable
        ? "nobody can read this type"
        : string.Concat(DocumentWriter.Name(reason).Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
