using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>A cloud whose stacks hold queues; a test fills it by hand, and can make any call wait, fail or be denied.</summary>
internal sealed class ScriptedCloud(TimeProvider time) : ILiveStateSource, IDriftDetection
{
    public const string Template = "Parameters: {Timeout: {Type: Number}}\nResources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: !Ref Timeout}}}";

    // Guards everything below.
    private readonly Lock _lock = new();
    private readonly Dictionary<(AccountRegion Scope, string Name), string> _deployed = [];
    private readonly Dictionary<(AccountRegion Scope, string Name), DateTimeOffset> _deployedAt = [];
    private readonly Dictionary<(AccountRegion Scope, string Queue), string> _queues = [];
    private readonly Dictionary<(AccountRegion Scope, string Name), string> _templates = [];
    private readonly Dictionary<(AccountRegion Scope, string Name), string> _commits = [];
    private readonly HashSet<AccountRegion> _denied = [];
    private readonly List<string> _calls = [];

    /// <summary>Called before each call is answered with the operation and the account; may wait, and may throw.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>CloudFormation's own detection of drift; null: none is started here.</summary>
    public IDriftDetection? Detection { get; set; }

    /// <summary>Every call so far: "Read 111111111111 staging-worker".</summary>
    public ImmutableArray<string> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public void ForgetCalls()
    {
        lock (_lock)
            _calls.Clear();
    }

    /// <summary>Deploys a stack with one queue.</summary>
    public void Deploy(string account, string name, string timeout, string region = "eu-west-1", string template = Template, string? commit = null)
    {
        lock (_lock)
        {
            var scope = new AccountRegion(account, region);
            _commits.Remove((scope, name));
            if (commit is not null)
                _commits[(scope, name)] = commit;
            _templates[(scope, name)] = template;
            _deployed[(scope, name)] = timeout;
            _deployedAt[(scope, name)] = time.GetUtcNow();
            _queues[(scope, name)] = timeout;
        }
    }

    public void Delete(string account, string name, string region = "eu-west-1")
    {
        lock (_lock)
        {
            var scope = new AccountRegion(account, region);
            _deployed.Remove((scope, name));
            _queues.Remove((scope, name));
        }
    }

    /// <summary>Changes a queue by hand, or adds one that no stack owns.</summary>
    public void Change(string account, string queue, string timeout, string region = "eu-west-1")
    {
        lock (_lock)
            _queues[(new AccountRegion(account, region), queue)] = timeout;
    }

    /// <summary>Whether an account may be listed.</summary>
    public void Deny(string account, bool isDenied = true, string region = "eu-west-1")
    {
        lock (_lock)
        {
            if (isDenied)
                _denied.Add(new AccountRegion(account, region));
            else
                _denied.Remove(new AccountRegion(account, region));
        }
    }

    public Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation) => ListAsync("List", scope, cancellation);

    public Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAgainAsync(AccountRegion scope, CancellationToken cancellation) => ListAsync("ListAgain", scope, cancellation);

    private Task<ReadResult<ImmutableArray<LiveStack>>> ListAsync(string operation, AccountRegion scope, CancellationToken cancellation) =>
        AnswerAsync(operation, scope, "", () => _denied.Contains(scope)
            ? new ReadResult<ImmutableArray<LiveStack>>(ReadOutcome.Denied, [], "AccessDenied")
            : new(ReadOutcome.Read, [.. _deployed.Keys.Where(k => k.Scope == scope).OrderBy(k => k.Name, StringComparer.Ordinal).Select(k => Stack(k.Scope, k.Name))]), cancellation);

    public Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        AnswerAsync("Describe", scope, stackNameOrId, () => new ReadResult<LiveStack>(ReadOutcome.Read, Stack(scope, Name(stackNameOrId))), cancellation);

    public Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation) =>
        AnswerAsync("GetTemplate", scope, Name(stackNameOrId), () => new ReadResult<string>(ReadOutcome.Read, _templates[(scope, Name(stackNameOrId))]), cancellation);

    public Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        AnswerAsync("ListResources", scope, Name(stackNameOrId), () => new ReadResult<ImmutableArray<LiveStackResource>>(
            ReadOutcome.Read, [new LiveStackResource("Jobs", Name(stackNameOrId), "AWS::SQS::Queue", "CREATE_COMPLETE")]), cancellation);

    public Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation) =>
        AnswerAsync("GetStoredDrift", scope, Name(stackNameOrId), () => new ReadResult<ImmutableDictionary<string, ResourceObservation>>(
            ReadOutcome.Read, ImmutableDictionary<string, ResourceObservation>.Empty), cancellation);

    public Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation) =>
        AnswerAsync("Read", scope, physicalId, () => _queues.TryGetValue((scope, physicalId), out var timeout)
            ? new ResourceObservation(ReadOutcome.Read, Queue(physicalId, timeout), time.GetUtcNow(), "Scripted")
            : new ResourceObservation(ReadOutcome.Missing, null, time.GetUtcNow(), "Scripted"), cancellation);

    public Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation) =>
        AnswerAsync("ListLive", scope, type, () => new ReadResult<ImmutableArray<UnmanagedResource>>(
            ReadOutcome.Read,
            [.. _queues.Where(q => q.Key.Scope == scope).OrderBy(q => q.Key.Queue, StringComparer.Ordinal).Select(q => new UnmanagedResource(type, q.Key.Queue, Queue(q.Key.Queue, q.Value), time.GetUtcNow()))]), cancellation);

    public bool DetectsDrift(string account) => Detection?.DetectsDrift(account) == true;

    public (ReadOutcome Outcome, string? Detail)? ProblemOf(AccountRegion scope, string stackNameOrId) => Detection?.ProblemOf(scope, stackNameOrId);

    public string? NextOf(AccountRegion scope, IEnumerable<DetectableStack> stacks) => Detection?.NextOf(scope, stacks);

    public DateTimeOffset? RunsSince(AccountRegion scope, string stackId) => Detection?.RunsSince(scope, stackId);

    public Task<ReadResult<ImmutableDictionary<string, string>>> DetectStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation) =>
        Detection?.DetectStackAsync(scope, stackNameOrId, cancellation) ?? throw new NotSupportedException("Nothing detects drift here.");

    public Task<ResourceObservation?> DetectResourceAsync(AccountRegion scope, string stackNameOrId, string logicalId, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation) =>
        Task.FromResult<ResourceObservation?>(null);

    private static MapValue Queue(string name, string timeout) => (MapValue)JsonValues.Parse($$"""{"QueueName": "{{name}}", "VisibilityTimeout": {{timeout}}}""");

    private static string Name(string stackNameOrId) => stackNameOrId.Contains('/', StringComparison.Ordinal) ? stackNameOrId.Split('/')[1] : stackNameOrId;

    private LiveStack Stack(AccountRegion scope, string name) => new(
        $"arn:aws:cloudformation:{scope.Region}:{scope.Account}:stack/{name}/1", name, "CREATE_COMPLETE", _deployedAt[(scope, name)], null,
        ImmutableDictionary<string, string>.Empty.Add("Timeout", _deployed[(scope, name)]), [], _commits.TryGetValue((scope, name), out var commit) ? ImmutableDictionary<string, string>.Empty.Add("git-commit", commit) : ImmutableDictionary<string, string>.Empty);

    private async Task<T> AnswerAsync<T>(string operation, AccountRegion scope, string subject, Func<T> answer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
            _calls.Add($"{operation} {scope.Account} {subject}".TrimEnd());
        await Before(operation, scope.Account, cancellation);
        lock (_lock)
            return answer();
    }
}
