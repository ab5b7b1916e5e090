using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>A cloud of one account and region that a test fills by hand, and that can refuse.</summary>
internal sealed class FakeCloud(SecretFingerprinter fingerprinter, TimeProvider time) : ILiveStateSource, IDriftDetection, ILiveInventory
{
    private readonly List<LiveStack> _stacks = [];
    private readonly Dictionary<string, string> _templates = [];
    private readonly Dictionary<string, string> _processed = [];
    private readonly Dictionary<string, List<LiveStackResource>> _resources = [];
    private readonly Dictionary<(string Type, string Id), string> _properties = [];

    /// <summary>Answers instead of the fake, by operation ("ListStacks", "ListStacks:REGION", "GetTemplate", "GetTemplate:STACKID", "ListResources", "ListLive:TYPE", "Read:TYPE").</summary>
    public Dictionary<string, ReadOutcome> Refusals { get; } = [];

    /// <summary>Done before a resource is read.</summary>
    public Action? OnRead { get; set; }

    /// <summary>What became of the detections that were started; null: none are.</summary>
    public (ReadOutcome Outcome, string? Detail)? Undetected { get; set; }

    public bool DetectsDrift(string account) => Undetected is not null;

    public (ReadOutcome Outcome, string? Detail)? ProblemOf(AccountRegion scope, string stackNameOrId) => Undetected;

    public Task<ReadResult<ImmutableDictionary<string, string>>> DetectStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        Calls.Add($"Detect {stackNameOrId}");
        return Task.FromResult(new ReadResult<ImmutableDictionary<string, string>>(ReadOutcome.Read, ImmutableDictionary<string, string>.Empty));
    }

    /// <summary>Since when detections run; null: none does.</summary>
    public DateTimeOffset? Detecting { get; set; }

    public DateTimeOffset? RunsSince(AccountRegion scope, string stackId) => Detecting;

    public string? NextOf(AccountRegion scope, IEnumerable<DetectableStack> stacks) => null;

    public Task<ResourceObservation?> DetectResourceAsync(AccountRegion scope, string stackNameOrId, string logicalId, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation)
    {
        Calls.Add($"DetectResource {logicalId}");
        return Task.FromResult<ResourceObservation?>(null);
    }

    /// <summary>What the services list of each type.</summary>
    public Dictionary<string, string[]> Listed { get; } = [];

    public Task<ReadResult<ImmutableArray<ListedResource>>> ListAsync(AccountRegion scope, string type, CancellationToken cancellation) =>
        Task.FromResult(new ReadResult<ImmutableArray<ListedResource>>(ReadOutcome.Read, [.. (Listed.GetValueOrDefault(type) ?? []).Select(i => new ListedResource(i))]));

    public Task<ReadResult<ImmutableArray<StackSetFact>>> ListStackSetsAsync(AccountRegion scope, CancellationToken cancellation) =>
        Task.FromResult(new ReadResult<ImmutableArray<StackSetFact>>(ReadOutcome.Read, []));

    public ImmutableArray<string> AddedTypes(string account) => [];

    /// <summary>Which stacks are looked at.</summary>
    public StackFilter Filter { get; set; } = StackFilter.All;

    public StackFilter FilterOf(string account) => Filter;

    /// <summary>Every call, in order: "Read AWS::SQS::Queue q-1".</summary>
    public List<string> Calls { get; } = [];

    public LiveStack AddStack(string name, string template, (string Name, string Value)[]? parameters = null, string? parentId = null, params LiveOutput[] outputs)
    {
        var id = $"arn:aws:cloudformation:eu-west-1:111111111111:stack/{name}/1";
        var stack = new LiveStack(id, name, "CREATE_COMPLETE", time.GetUtcNow(), parentId,
            (parameters ?? []).ToImmutableDictionary(p => p.Name, p => p.Value), [.. outputs], ImmutableDictionary<string, string>.Empty);
        _stacks.Add(stack);
        _templates[id] = template;
        _resources[id] = [];
        return stack;
    }

    public void AddResource(LiveStack stack, string logicalId, string type, string physicalId, string? properties)
    {
        _resources[stack.StackId].Add(new LiveStackResource(logicalId, physicalId, type, "CREATE_COMPLETE"));
        if (properties is not null)
            _properties[(type, physicalId)] = properties;
    }

    /// <summary>The stack is deployed again, as it is.</summary>
    public void Deploy(LiveStack stack)
    {
        var index = _stacks.FindIndex(s => s.StackId == stack.StackId);
        _stacks[index] = _stacks[index] with { UpdatedAt = _stacks[index].UpdatedAt + TimeSpan.FromSeconds(1) };
    }

    /// <summary>Puts a stack into a status.</summary>
    public void SetStatus(string name, string status) => Change(name, s => s with { Status = status });

    /// <summary>CloudFormation has looked for drift in a stack.</summary>
    public void SetDriftChecked(string name, DateTimeOffset at) => Change(name, s => s with { DriftCheckedAt = at });

    private void Change(string name, Func<LiveStack, LiveStack> change)
    {
        var index = _stacks.FindIndex(s => s.StackName == name);
        _stacks[index] = change(_stacks[index]);
    }

    public void SetTemplate(LiveStack stack, string template) => _templates[stack.StackId] = template;

    /// <summary>What the stack's template is after its transforms.</summary>
    public void SetProcessed(LiveStack stack, string template) => _processed[stack.StackId] = template;

    public void Set(string type, string physicalId, string? properties)
    {
        if (properties is null)
            _properties.Remove((type, physicalId));
        else
            _properties[(type, physicalId)] = properties;
    }

    public Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation) =>
        Answer($"ListStacks {scope}", Refusals.ContainsKey($"ListStacks:{scope.Region}") ? $"ListStacks:{scope.Region}" : "ListStacks", () => _stacks.ToImmutableArray());

    public Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        Answer($"DescribeStack {stackNameOrId}", "DescribeStack", () => _stacks.First(s => s.StackId == stackNameOrId || s.StackName == stackNameOrId));

    public Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation) =>
        Answer($"GetTemplate {stackNameOrId}", Refusals.ContainsKey($"GetTemplate:{stackNameOrId}") ? $"GetTemplate:{stackNameOrId}" : "GetTemplate", () => processed && _processed.TryGetValue(stackNameOrId, out var made) ? made : _templates[stackNameOrId]);

    public Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        Answer($"ListResources {stackNameOrId}", "ListResources", () => _resources[stackNameOrId].ToImmutableArray());

    public Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation) =>
        Answer($"GetStoredDrift {stackNameOrId}", "GetStoredDrift", () => ImmutableDictionary<string, ResourceObservation>.Empty);

    public Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (Calls)
        {
            Calls.Add($"Read {type} {physicalId}");
            OnRead?.Invoke();
        }

        if (Refusals.TryGetValue($"Read:{type}", out var refusal))
            return Task.FromResult(new ResourceObservation(refusal, null, time.GetUtcNow(), "Fake", "refused"));
        return Task.FromResult(_properties.TryGetValue((type, physicalId), out var json)
            ? new ResourceObservation(ReadOutcome.Read, SecretMasker.Mask(type, (MapValue)JsonValues.Parse(json), taintedPaths, fingerprinter), time.GetUtcNow(), "Fake")
            : new ResourceObservation(ReadOutcome.Missing, null, time.GetUtcNow(), "Fake"));
    }

    public Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation) =>
        Answer($"ListLive {type}", $"ListLive:{type}", () => _properties.Where(p => p.Key.Type == type)
            .Select(p => new UnmanagedResource(type, p.Key.Id, MapValue.Empty, time.GetUtcNow())).ToImmutableArray());

    private Task<ReadResult<T>> Answer<T>(string call, string operation, Func<T> answer)
    {
        lock (Calls)
            Calls.Add(call);
        return Task.FromResult(Refusals.TryGetValue(operation, out var refusal) ? new ReadResult<T>(refusal, default, "refused") : new ReadResult<T>(ReadOutcome.Read, answer()));
    }
}
