using System.Globalization;
using Dashboard.Core.Traits;
using Dashboard.Sandbox.Cloud.Trail;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud;

public sealed partial class SandboxCloud
{
    private const int MostTrailed = 1000;

    // Guarded by _lock. Numbers the records of the trails.
    private int _trailed;

    /// <summary>A live resource, as Cloud Control reads it.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException, UnsupportedActionException, TypeNotFoundException.</exception>
    public SandboxLiveResource GetResource(string account, string region, string type, string identifier)
    {
        ReadableTypes.Require(type, "READ");
        return Visible(Require(Read(account, region), type, identifier));
    }

    /// <summary>The live resources of a type, by identifier.</summary>
    /// <exception cref="SandboxException">UnsupportedActionException, TypeNotFoundException.</exception>
    public ImmutableArray<SandboxLiveResource> ListResources(string account, string region, string type)
    {
        ReadableTypes.Require(type, "LIST");
        return [.. Read(account, region).Live.Values.Where(l => l.Key.Type == type).OrderBy(l => l.Key.Identifier, StringComparer.Ordinal).Select(Visible)];
    }

    /// <summary>Creates a live resource that belongs to no stack.</summary>
    /// <exception cref="SandboxException">AlreadyExistsException, UnsupportedActionException, TypeNotFoundException.</exception>
    public SandboxLiveResource CreateResource(string account, string region, string type, MapValue properties, SandboxCaller? by = null)
    {
        ReadableTypes.Require(type, "CREATE");
        return Write<SandboxLiveResource>(account, region, state =>
        {
            var ordinal = state.Live.Count + state.Requests.Count;
            var seed = new IdSeed(account, region, "cloudcontrol", ordinal.ToString(CultureInfo.InvariantCulture), 1);
            var entry = LiveModels.Create(type, properties, seed, LiveModels.InheritedTags.None, stackId: null);
            if (state.Live.ContainsKey(entry.Key))
                throw new SandboxException("AlreadyExistsException", $"Resource of type '{type}' with identifier '{entry.Key.Identifier}' already exists.");
            return (Recorded(account, region, state.With(entry), null, entry, by), [new SandboxChange(account, region, null, null, entry.PhysicalId)], Visible(entry));
        });
    }

    /// <summary>Changes a live resource by hand: what drift is made of.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="identifier">The primary identifier.</param>
    /// <param name="patchDocument">A JSON patch (RFC 6902): [{"op": "replace", "path": "/VisibilityTimeout", "value": 300}].</param>
    /// <exception cref="SandboxException">ResourceNotFoundException, ValidationException, NotUpdatableException.</exception>
    public SandboxLiveResource UpdateResource(string account, string region, string type, string identifier, string patchDocument, SandboxCaller? by = null)
    {
        ReadableTypes.Require(type, "UPDATE");
        return Write<SandboxLiveResource>(account, region, state =>
        {
            var before = Require(state, type, identifier);
            var entry = Patched(before, patchDocument, fixedPlaces: true);
            return (Recorded(account, region, state.With(entry), before, entry, by), [ChangeOf(account, region, state, entry)], Visible(entry));
        });
    }

    /// <summary>Deletes a live resource by hand.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException.</exception>
    public void DeleteResource(string account, string region, string type, string identifier, SandboxCaller? by = null)
    {
        ReadableTypes.Require(type, "DELETE");
        Write(account, region, state => Removed(account, region, state, Require(state, type, identifier), by));
    }

    /// <summary>Changes a resource of a stack by hand, found by its path of logical ids ("WebQueue", or "Queues/WebQueue" in a nested stack).</summary>
    /// <remarks>Works for every type, also for those that Cloud Control cannot read.</remarks>
    /// <exception cref="SandboxException">ResourceNotFoundException, ValidationException.</exception>
    public SandboxLiveResource ChangeByHand(string account, string region, string stackName, string address, string patchDocument, SandboxCaller? by = null) =>
        Write<SandboxLiveResource>(account, region, state =>
        {
            var before = At(state, stackName, address);
            var entry = Patched(before, patchDocument, fixedPlaces: false);
            return (Recorded(account, region, state.With(entry), before, entry, by), [ChangeOf(account, region, state, entry)], Visible(entry));
        });

    /// <summary>Deletes a resource of a stack by hand, found by its path of logical ids.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException.</exception>
    public void DeleteByHand(string account, string region, string stackName, string address, SandboxCaller? by = null) =>
        Write(account, region, state => Removed(account, region, state, At(state, stackName, address), by));

    /// <summary>Puts a live resource there exactly as it was before somebody changed or deleted it.</summary>
    internal void Restore(string account, string region, LiveEntry entry, SandboxCaller? by = null) =>
        Write(account, region, state => (Recorded(account, region, state.With(entry), state.Live.GetValueOrDefault(entry.Key), entry, by), (IEnumerable<SandboxChange>)[ChangeOf(account, region, state, entry)], true));

    /// <summary>Remembers a request, so that its status can be asked for.</summary>
    internal ResourceRequest Remember(string account, string region, string operation, string type, string identifier, string? properties) =>
        Write<ResourceRequest>(account, region, state =>
        {
            var token = DeterministicIds.Uuid(string.Create(CultureInfo.InvariantCulture, $"{account}/{region}/request/{state.Requests.Count}"));
            var request = new ResourceRequest(token, operation, type, identifier, properties, Time.GetUtcNow());
            return (state with { Requests = state.Requests.SetItem(token, request) }, [], request);
        });

    /// <summary>What a reader may see: everything but write-only properties.</summary>
    internal static MapValue Readable(string type, MapValue properties) =>
        ValuePaths.Without(properties, TraitsCatalog.Get(type).Root, TraitFlags.WriteOnly) as MapValue ?? MapValue.Empty;

    private static SandboxLiveResource Visible(LiveEntry entry) => new(entry.Key.Type, entry.Key.Identifier, Readable(entry.Key.Type, entry.Properties));

    private static LiveEntry Require(RegionState state, string type, string identifier) => state.Live.GetValueOrDefault(new LiveKey(type, identifier))
        ?? throw new SandboxException("ResourceNotFoundException", $"Resource of type '{type}' with identifier '{identifier}' was not found.");

    private static LiveEntry At(RegionState state, string stackName, string address) =>
        state.ResourceAt(stackName, address) is { } resource && state.Live.GetValueOrDefault(new LiveKey(resource.Type, resource.Identifier)) is { } live
            ? live
            : throw new SandboxException("ResourceNotFoundException", $"Stack '{stackName}' has no live resource '{address}'.");

    private static LiveEntry Patched(LiveEntry entry, string patchDocument, bool fixedPlaces)
    {
        var traits = TraitsCatalog.Get(entry.Key.Type);
        var patched = (MapValue)ValuePaths.Coerce(JsonPatch.Apply(entry.Properties, patchDocument), traits.Root);
        if (fixedPlaces && ValuePaths.DifferAt(entry.Properties, patched, traits.Root, TraitFlags.CreateOnly | TraitFlags.ReadOnly))
            throw new SandboxException("NotUpdatableException", "Invalid patch update: createOnly and readOnly properties cannot be changed.");
        return entry with { Properties = patched };
    }

    private (RegionState State, IEnumerable<SandboxChange> Changes, bool Result) Removed(string account, string region, RegionState state, LiveEntry entry, SandboxCaller? by) =>
        (Recorded(account, region, state with { Live = state.Live.Remove(entry.Key) }, entry, null, by), [ChangeOf(account, region, state, entry)], true);

    /// <summary>The state with the change in its trail; the oldest ones go when there are too many.</summary>
    private RegionState Recorded(string account, string region, RegionState state, LiveEntry? before, LiveEntry? after, SandboxCaller? by)
    {
        var entry = (after ?? before)!;
        var number = _trailed++;
        var names = new[] { entry.PhysicalId, entry.Key.Identifier, (entry.Properties["Arn"] as ScalarValue)?.Text }.OfType<string>().Where(n => n.Length > 0).Distinct();
        var record = new TrailRecord(
            DeterministicIds.Uuid(string.Create(CultureInfo.InvariantCulture, $"{account}/{region}/trail/{number}")), Time.GetUtcNow(),
            TrailCalls.Of(entry.Key.Type, before?.Properties, after?.Properties), by ?? SandboxCaller.Of(account), entry.Key.Type, [.. names]);
        return state with { Trail = (state.Trail.Count < MostTrailed ? state.Trail : state.Trail.RemoveAt(0)).Add(record) };
    }

    private static SandboxChange ChangeOf(string account, string region, RegionState state, LiveEntry entry)
    {
        var stack = entry.StackId is null ? null : state.Stacks.GetValueOrDefault(entry.StackId);
        return stack is null
            ? new SandboxChange(account, region, null, null, entry.PhysicalId)
            : new SandboxChange(account, region, state.Outermost(stack).Name, state.AddressOf(stack, entry.LogicalId!), entry.PhysicalId);
    }
}
