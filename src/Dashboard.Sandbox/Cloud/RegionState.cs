namespace Dashboard.Sandbox.Cloud;

/// <summary>Everything in one account and region at one instant. Immutable, so that a deployment that fails simply forgets its copy.</summary>
internal sealed record RegionState
{
    /// <summary>Nothing yet.</summary>
    public static readonly RegionState Empty = new();

    /// <summary>Every stack ever, deleted ones too, by ARN.</summary>
    public ImmutableDictionary<string, SandboxStack> Stacks { get; init; } = ImmutableDictionary.Create<string, SandboxStack>(StringComparer.Ordinal);

    /// <summary>The ARNs of the stacks that are not deleted, by name.</summary>
    public ImmutableSortedDictionary<string, string> Names { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Every live resource.</summary>
    public ImmutableDictionary<LiveKey, LiveEntry> Live { get; init; } = ImmutableDictionary<LiveKey, LiveEntry>.Empty;

    /// <summary>Drift detections, running and done, by id.</summary>
    public ImmutableDictionary<string, Drift.DriftDetection> Detections { get; init; } =
        ImmutableDictionary.Create<string, Drift.DriftDetection>(StringComparer.Ordinal);

    /// <summary>Results of resource requests by hand, by request token.</summary>
    public ImmutableDictionary<string, ResourceRequest> Requests { get; init; } = ImmutableDictionary.Create<string, ResourceRequest>(StringComparer.Ordinal);

    /// <summary>What was done by hand, oldest first.</summary>
    public ImmutableList<Trail.TrailRecord> Trail { get; init; } = [];

    /// <summary>The stack sets that are administered here, by name.</summary>
    public ImmutableSortedDictionary<string, SandboxStackSet> StackSets { get; init; } = ImmutableSortedDictionary.Create<string, SandboxStackSet>(StringComparer.Ordinal);

    /// <summary>Stack sets of the organization's management account that the account administers as its delegate, by name.</summary>
    public ImmutableSortedDictionary<string, SandboxStackSet> DelegatedStackSets { get; init; } = ImmutableSortedDictionary.Create<string, SandboxStackSet>(StringComparer.Ordinal);

    /// <summary>Change sets by ARN.</summary>
    public ImmutableSortedDictionary<string, SandboxChangeSet> ChangeSets { get; init; } = ImmutableSortedDictionary.Create<string, SandboxChangeSet>(StringComparer.Ordinal);

    /// <summary>A stack by name or ARN (deleted ones by ARN only), or null.</summary>
    public SandboxStack? Find(string nameOrId) =>
        Stacks.GetValueOrDefault(nameOrId) ?? (Names.TryGetValue(nameOrId, out var id) ? Stacks[id] : null);

    /// <summary>The stacks that are not deleted, by name.</summary>
    public IEnumerable<SandboxStack> Standing => Names.Values.Select(id => Stacks[id]);

    /// <summary>This state with a stack added or replaced.</summary>
    public RegionState With(SandboxStack stack) => this with
    {
        Stacks = Stacks.SetItem(stack.StackId, stack),
        Names = stack.IsDeleted
            ? Names.TryGetValue(stack.Name, out var id) && id == stack.StackId ? Names.Remove(stack.Name) : Names
            : Names.SetItem(stack.Name, stack.StackId),
    };

    /// <summary>This state with a live resource added or replaced.</summary>
    public RegionState With(LiveEntry entry) => this with { Live = Live.SetItem(entry.Key, entry) };

    /// <summary>The exports, by name.</summary>
    public IEnumerable<SandboxExport> Exports => Standing
        .SelectMany(s => s.Outputs.Where(o => o.ExportName is not null).Select(o => new SandboxExport(o.ExportName!, o.Value, s.StackId)))
        .OrderBy(e => e.Name, StringComparer.Ordinal);

    /// <summary>The outermost stack of a stack.</summary>
    public SandboxStack Outermost(SandboxStack stack) => stack.RootId is { } root && Stacks.TryGetValue(root, out var outermost) ? outermost : stack;

    /// <summary>A resource of a stack by its path of logical ids ("WebQueue", or "Queues/WebQueue" in a nested stack), or null.</summary>
    public SandboxResource? ResourceAt(string stackName, string address)
    {
        var stack = Find(stackName);
        var path = address.Split('/');
        foreach (var step in path[..^1])
            stack = stack?.Resources.GetValueOrDefault(step) is { } nested ? Stacks.GetValueOrDefault(nested.PhysicalId) : null;
        return stack?.Resources.GetValueOrDefault(path[^1]);
    }

    /// <summary>The path of logical ids from the outermost stack down to a resource of a stack.</summary>
    public string AddressOf(SandboxStack stack, string logicalId)
    {
        while (stack.ParentId is { } parentId && Stacks.TryGetValue(parentId, out var parent)
            && parent.Resources.Values.FirstOrDefault(r => r.PhysicalId == stack.StackId) is { } link)
        {
            logicalId = $"{link.LogicalId}/{logicalId}";
            stack = parent;
        }

        return logicalId;
    }
}

/// <summary>What identifies a live resource in its account and region.</summary>
internal readonly record struct LiveKey(string Type, string Identifier);

/// <summary>A live resource with everything in it, write-only properties too.</summary>
/// <param name="Key">Its type and primary identifier.</param>
/// <param name="PhysicalId">What Ref returns.</param>
/// <param name="Properties">Everything, in plain text.</param>
/// <param name="StackId">The stack that owns it, or null.</param>
/// <param name="LogicalId">Its logical id there.</param>
internal sealed record LiveEntry(LiveKey Key, string PhysicalId, MapValue Properties, string? StackId, string? LogicalId);

/// <summary>A finished request of Cloud Control.</summary>
internal sealed record ResourceRequest(string Token, string Operation, string Type, string Identifier, string? Properties, DateTimeOffset Timestamp);
