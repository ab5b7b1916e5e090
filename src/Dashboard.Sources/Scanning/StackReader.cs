using System.Runtime.CompilerServices;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>What came of reading a deployed stack with everything nested in it.</summary>
/// <param name="Template">The template that it was deployed with; null unless read.</param>
internal sealed record StackReading(ReadOutcome Outcome, string? Detail, DeployedState? Deployed, ImmutableArray<LiveResource> Live, TemplateDocument? Template = null);

/// <summary>How much of a stack is read.</summary>
/// <param name="LogicalId">The one resource to read again, or null for all of them.</param>
/// <param name="KeepsLive">Whether live reads are kept as they are where nothing was deployed since.</param>
/// <param name="IsTouched">Whether somebody said that the stack itself changed: then no time stamp is believed.</param>
internal sealed record ReadScope(string? LogicalId, bool KeepsLive, bool IsTouched);

/// <summary>Reads a deployed stack: templates first, so that their secrets are known before any live property is read; then every resource.</summary>
/// <param name="live">The cloud.</param>
/// <param name="lists">The stacks' resources.</param>
/// <param name="fingerprinter">Makes the secrets.</param>
/// <param name="time">The clock.</param>
/// <param name="detection">Has CloudFormation look for drift before a stack is read; null: nothing is started.</param>
internal sealed class StackReader(ILiveStateSource live, StackResourceLists lists, SecretFingerprinter fingerprinter, TimeProvider time, IDriftDetection? detection = null)
{
    private const int MaxNesting = 10;

    /// <summary>As far as the clock of a service may be off from what is known of it.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    // What was read of a deployed stack's structure, for as long as somebody holds its snapshot.
    private static readonly ConditionalWeakTable<DeployedState, StackNode> Structures = [];

    /// <summary>Whether a stack's templates and resources are known: they were read before, and no stack of its tree was deployed since.</summary>
    public static bool IsStructureKnown(StackSnapshot? previous, LiveStack stack, AccountListing listing) => Known(previous, stack, listing) is not null;

    /// <summary>Whether there may be drift results: of a stack in which nobody ever looked there are none, unless we have it looked at first.</summary>
    public static bool AsksForDrift(IDriftDetection? detection, AccountRegion scope, LiveStack stack) => !stack.IsDriftUnchecked || (MayBeDetected(stack) && detection?.DetectsDrift(scope.Account) == true);

    /// <summary>Whether CloudFormation looks for drift in a stack: in none that moves.</summary>
    public static bool MayBeDetected(LiveStack stack) => StackPhases.Of(stack.Status) == StackPhase.Settled || stack.Status == "UPDATE_ROLLBACK_FAILED";

    /// <summary>Whether CloudFormation has looked for drift in a stack, or in one nested in it, since it was read: somebody had it look.</summary>
    public static bool HasNewDriftResult(StackSnapshot previous, AccountListing listing) => previous.Deployed is { } deployed && Structures.TryGetValue(deployed, out var tree)
        && Flatten(tree).Any(n => n.Stack is { } before && listing.ById.TryGetValue(before.StackId, out var now) && now.DriftCheckedAt > (before.DriftCheckedAt ?? DateTimeOffset.MinValue));

    /// <summary>Reads the stack.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="stack">The stack as it was listed.</param>
    /// <param name="listing">The stacks of its account and region.</param>
    /// <param name="previous">What was read before; what is not read again is kept from it.</param>
    /// <param name="scope">How much is read.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<StackReading> ReadAsync(
        StackKey key, LiveStack stack, AccountListing listing, StackSnapshot? previous, ReadScope scope, CancellationToken cancellation)
    {
        StackLists.Begin();
        var known = scope.IsTouched ? null : Known(previous, stack, listing);
        if (known is not null && scope.KeepsLive)
            return new StackReading(ReadOutcome.Read, null, previous!.Deployed, previous.Live, known.Original);
        // A hint of one resource leaves open what CloudFormation found in the others.
        var tree = known is null ? await ReadTreeAsync(listing, stack, ResourceAddress.Stack, 0, scope.IsTouched, cancellation) : scope.LogicalId is null ? AsListed(known, listing) : known;
        if (tree.Failure is { } failure)
            return new StackReading(failure.Outcome, failure.Detail, null, []);

        var nodes = Flatten(tree).ToDictionary(n => n.Address);
        var bare = nodes.Values.SelectMany(n => n.Resources.Select(r => new LiveResource(n.Address.Append(r.LogicalId), r.Type, r.PhysicalId, []))).ToList();
        RenderRequest Request(TemplateDocument template, ReferenceMode mode, LiveAttributes known) => new()
        {
            Template = template,
            Stack = key,
            Account = listing.Scope.Account,
            Region = key.Region,
            StackName = stack.StackName,
            StackId = stack.StackId,
            Parameters = stack.Parameters.ToImmutableDictionary(p => p.Key, p => new ParameterValue(p.Key, new ScalarValue(p.Value), null), StringComparer.Ordinal),
            Mode = mode,
            KnownAttribute = known.Find,
            Import = listing.Import,
            NestedTemplate = (address, _) => nodes.GetValueOrDefault(address)?.Processed,
            Fingerprinter = fingerprinter,
        };

        var physicalIds = new LiveAttributes(bare);
        // The snippets that were included are known by what became of them alone; what a macro made of a template says nothing of the template.
        var comparable = TemplateTransforms.OnlyInclude(tree.Original!) ? tree.Processed! : tree.Original!;
        var symbolic = TemplateRenderer.Render(Request(comparable, ReferenceMode.Symbolic, physicalIds) with { WithAttributes = true });
        var ids = new LiveAttributes(bare);
        var identified = TemplateRenderer.Render(Request(tree.Processed!, ReferenceMode.Concrete, ids));
        var observed = await ReadResourcesAsync(listing.Scope, nodes, identified.Resources.ToDictionary(r => r.Address), previous, scope.LogicalId, cancellation);
        // Where physical ids were all that the template asks for, what was read since has nothing to add.
        var concrete = ids.WasAskedInVain ? TemplateRenderer.Render(Request(tree.Processed!, ReferenceMode.Concrete, new LiveAttributes(observed))) : identified;
        var deployed = new DeployedState(stack.StackId, stack.Status, stack.UpdatedAt, symbolic, concrete, stack.Tags) { StatusReason = stack.StatusReason };
        Structures.AddOrUpdate(deployed, Unlooked(listing.Scope, tree));
        return new StackReading(ReadOutcome.Read, null, deployed, observed, tree.Original);
    }

    /// <summary>The stacks of a tree that was read, as they were listed then.</summary>
    public static IEnumerable<LiveStack> StacksOf(StackSnapshot stack) =>
        stack.Deployed is { } deployed && Structures.TryGetValue(deployed, out var tree) ? Flatten(tree).Select(n => n.Stack).OfType<LiveStack>() : [];

    /// <summary>Whether a stack or one nested in it was deployed, made or deleted between two lists.</summary>
    /// <param name="read">What was read in between.</param>
    /// <param name="before">The stack as the first list had it; null: it was not there.</param>
    /// <param name="now">As the second has it.</param>
    /// <param name="listing">The second list.</param>
    public static bool HasMoved(StackSnapshot read, LiveStack? before, LiveStack? now, AccountListing listing)
    {
        if (before is null || now is null)
            return !ReferenceEquals(before, now);
        if (before.StackId != now.StackId || !IsAsBefore(before, now))
            return true;
        return read.Deployed is { } deployed && Structures.TryGetValue(deployed, out var tree)
            && Flatten(tree).Any(n => n.Stack is { } stack && !(listing.ById.TryGetValue(stack.StackId, out var there) && IsAsBefore(stack, there)));
    }

    /// <summary>A known tree, of stacks as they are listed now: what was said of their drift may be newer.</summary>
    private static StackNode AsListed(StackNode known, AccountListing listing) =>
        known with { Stack = known.Stack is { } stack ? listing.ById.GetValueOrDefault(stack.StackId, stack) : null, Children = [.. known.Children.Select(c => AsListed(c, listing))] };

    /// <summary>A tree that was read while CloudFormation looks for drift in it: should its list tell of that before it has ended, it is news then all the same.</summary>
    private StackNode Unlooked(AccountRegion scope, StackNode node) => node with
    {
        Stack = node.Stack is { } stack && live is IDriftDetection running && running.RunsSince(scope, stack.StackId) is { } since && stack.DriftCheckedAt >= since - Skew ? stack with { DriftCheckedAt = null } : node.Stack,
        Children = [.. node.Children.Select(c => Unlooked(scope, c))],
    };

    private static StackNode? Known(StackSnapshot? previous, LiveStack stack, AccountListing listing) =>
        previous?.Deployed is { } deployed && deployed.StackId == stack.StackId && Structures.TryGetValue(deployed, out var tree)
        && Flatten(tree).All(n => n.Failure is null && n.Stack is { } before && listing.ById.TryGetValue(before.StackId, out var now) && IsSame(before, now))
            ? tree
            : null;

    /// <summary>Whether nothing was deployed from the one to the other: every deployment moves the time, and ends in a status of its own.</summary>
    private static bool IsSame(LiveStack before, LiveStack now) =>
        before.UpdatedAt is not null && !now.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && IsAsBefore(before, now);

    private static bool IsAsBefore(LiveStack before, LiveStack now) =>
        before.UpdatedAt == now.UpdatedAt && before.Status == now.Status && Equal(before.Parameters, now.Parameters) && Equal(before.Tags, now.Tags);

    private static bool Equal(ImmutableDictionary<string, string> one, ImmutableDictionary<string, string> other) =>
        one.Count == other.Count && one.All(o => other.TryGetValue(o.Key, out var value) && value == o.Value);

    private static IEnumerable<StackNode> Flatten(StackNode node) => node.Children.SelectMany(Flatten).Prepend(node);

    private async Task<StackNode> ReadTreeAsync(AccountListing listing, LiveStack stack, ResourceAddress address, int depth, bool isFresh, CancellationToken cancellation)
    {
        var templates = live.GetTemplateAsync(listing.Scope, stack.StackId, processed: false, cancellation);
        var resources = lists.ReadAsync(listing.Scope, stack, isFresh, cancellation);
        var template = await templates;
        var listed = await resources;
        if (!template.IsRead)
            return StackNode.Failed(address, stack, template.Outcome, template.Detail);
        if (!listed.IsRead)
            return StackNode.Failed(address, stack, listed.Outcome, listed.Detail);

        var original = TemplateReader.Read(stack.StackName, template.Value);
        var processed = original;
        if (TemplateTransforms.HasAny(original))
        {
            var expanded = await live.GetTemplateAsync(listing.Scope, stack.StackId, processed: true, cancellation);
            if (!expanded.IsRead)
                return StackNode.Failed(address, stack, expanded.Outcome, expanded.Detail);
            processed = TemplateReader.Read(stack.StackName, expanded.Value);
        }

        var existing = listed.Value.Where(r => r.LogicalId.Length > 0 && r.Status != "DELETE_COMPLETE").ToImmutableArray();
        var children = await Task.WhenAll(existing.Where(r => r.Type == ResourceTypes.NestedStack && r.PhysicalId is not null && depth < MaxNesting)
            .Select(async r =>
            {
                var child = address.Append(r.LogicalId);
                return listing.Nested(r.PhysicalId!) is { } nested
                    ? await ReadTreeAsync(listing, nested, child, depth + 1, isFresh, cancellation)
                    : StackNode.Failed(child, null, ReadOutcome.Missing, $"The nested stack {r.PhysicalId} is not there.");
            }));
        return new StackNode(address, stack, original, processed, existing, [.. children], null);
    }

    private async Task<ImmutableArray<LiveResource>> ReadResourcesAsync(
        AccountRegion scope,
        Dictionary<ResourceAddress, StackNode> nodes,
        Dictionary<ResourceAddress, RenderedResource> rendered,
        StackSnapshot? previous,
        string? logicalId,
        CancellationToken cancellation)
    {
        // A nested stack is as its own reading just went: what it was before would hide that it cannot be read any more.
        var kept = logicalId is null || previous is null
            ? []
            : previous.Live.Where(r => r.Address.LogicalId != logicalId && r.Type != ResourceTypes.NestedStack).ToDictionary(r => r.Address);
        var reading = nodes.Values.Where(n => n.Failure is null).Select(async node =>
        {
            var resources = node.Resources.Select(r => (Resource: r, Address: node.Address.Append(r.LogicalId))).ToList();
            ImmutableArray<PropertyPath> Tainted(string id) => rendered.GetValueOrDefault(node.Address.Append(id))?.TaintedPaths ?? [];
            var isFresh = resources.Where(r => r.Resource.Type != ResourceTypes.NestedStack).All(r => kept.TryGetValue(r.Address, out var known) && known.PhysicalId == r.Resource.PhysicalId);
            // Before the services are asked: what they say is the newer word then, and speaks for what CloudFormation leaves out.
            var stored = isFresh || !AsksForDrift(detection, scope, node.Stack!) ? null : await ReadDriftAsync(scope, node.Stack!, Tainted, cancellation);
            return await Task.WhenAll(Mixed(resources, r => r.Resource.Type).Select(async r =>
            {
                if (kept.TryGetValue(r.Address, out var known) && known.PhysicalId == r.Resource.PhysicalId)
                    return known;
                // A hint that named one resource has CloudFormation look at that one again, where it may; before its service is asked, too.
                var detected = logicalId == r.Resource.LogicalId && live is IDriftDetection single
                    ? await single.DetectResourceAsync(scope, node.Stack!.StackId, logicalId, Tainted(logicalId), cancellation)
                    : null;
                var observation = await ReadResourceAsync(scope, nodes, r.Resource, r.Address, rendered.GetValueOrDefault(r.Address), cancellation);
                ImmutableArray<ResourceObservation> all = [observation with { Beside = [] }, .. observation.Beside];
                // What CloudFormation saw before the last deployment says nothing of what that made.
                if ((detected ?? stored?.Value?.GetValueOrDefault(r.Resource.LogicalId)) is { } drift && !(drift.ObservedAt < node.Stack!.UpdatedAt))
                    all = all.Add(drift);
                return new LiveResource(r.Address, r.Resource.Type, r.Resource.PhysicalId, all);
            }));
        });
        return [.. (await Task.WhenAll(reading)).SelectMany(r => r).OrderBy(r => r.Address)];
    }

    private async Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> ReadDriftAsync(
        AccountRegion scope, LiveStack stack, Func<string, ImmutableArray<PropertyPath>> tainted, CancellationToken cancellation)
    {
        // What became of it stands in the environment's problems.
        if (detection is not null && MayBeDetected(stack))
            await detection.DetectStackAsync(scope, stack.StackId, cancellation);
        return await live.GetStoredDriftAsync(scope, stack.StackId, tainted, cancellation);
    }

    /// <summary>One of each kind first, then the second ones: of a service that hangs as a whole the first calls tell so, where they ask for different things.</summary>
    /// <remarks>See docs/decisions/0026-a-service-that-does-not-answer.md.</remarks>
    private static IEnumerable<T> Mixed<T>(IEnumerable<T> items, Func<T, string> kindOf) => items.GroupBy(kindOf, StringComparer.Ordinal).SelectMany(g => g.Index()).OrderBy(i => i.Index).Select(i => i.Item);

    private async Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope,
        Dictionary<ResourceAddress, StackNode> nodes,
        LiveStackResource resource,
        ResourceAddress address,
        RenderedResource? rendered,
        CancellationToken cancellation)
    {
        if (resource.Type == ResourceTypes.NestedStack && nodes.TryGetValue(address, out var nested))
        {
            return nested.Failure is { } failure ? new ResourceObservation(failure.Outcome, null, time.GetUtcNow(), "CloudFormation", failure.Detail)
                : StackPhases.Of(nested.Stack!.Status) != StackPhase.Settled
                    ? new ResourceObservation(ReadOutcome.Failed, null, time.GetUtcNow(), "CloudFormation", $"the nested stack is in {nested.Stack.Status}")
                : new ResourceObservation(ReadOutcome.Read, MapValue.Empty, time.GetUtcNow(), "CloudFormation");
        }

        if (resource is { Type: ResourceTypes.NestedStack, PhysicalId: not null })
            return new ResourceObservation(ReadOutcome.Failed, null, time.GetUtcNow(), "CloudFormation", $"Stacks are followed {MaxNesting} levels deep; this one is nested deeper.");
        if (resource.PhysicalId is null)
            return new ResourceObservation(ReadOutcome.NotReadYet, null, time.GetUtcNow(), "CloudFormation", $"It has no physical id yet ({resource.Status}).");
        return await live.ReadResourceAsync(scope, resource.Type, resource.PhysicalId, rendered?.Properties ?? MapValue.Empty, rendered?.TaintedPaths ?? [], cancellation);
    }

    /// <summary>A stack of the tree: its template as given and after transforms, its resources, and the stacks nested in it.</summary>
    private sealed record StackNode(
        ResourceAddress Address,
        LiveStack? Stack,
        TemplateDocument? Original,
        TemplateDocument? Processed,
        ImmutableArray<LiveStackResource> Resources,
        ImmutableArray<StackNode> Children,
        (ReadOutcome Outcome, string? Detail)? Failure)
    {
        public static StackNode Failed(ResourceAddress address, LiveStack? stack, ReadOutcome outcome, string? detail) =>
            new(address, stack, null, null, [], [], (outcome, detail));
    }
}
