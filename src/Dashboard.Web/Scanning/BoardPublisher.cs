using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Live;

namespace Dashboard.Web.Scanning;

/// <summary>An environment as the board has it.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Environment">Its definition.</param>
/// <param name="Result">What was read and judged last; null before the first time.</param>
/// <param name="Failure">Why the last read brought nothing; null where it did.</param>
internal sealed record EnvironmentState(WatchedApplication Application, DeploymentEnvironment Environment, ScanResult? Result, string? Failure)
{
    /// <summary>The environment, which was read, as it is judged if its ref named another commit that it was rendered at.</summary>
    public EnvironmentState At(string commit, DateTimeOffset now)
    {
        var evaluation = EnvironmentEvaluator.Evaluate(Result!.Snapshot with { CommitId = commit }, now);
        return this with { Result = Result with { Snapshot = evaluation.Snapshot, Evaluation = evaluation } };
    }
}

/// <summary>Two environments with their parity, all read against the same head of what is to be released.</summary>
/// <param name="From">The environment that promotes, read.</param>
/// <param name="To">The environment that it promotes into, read.</param>
/// <param name="Parity">The parity of the two.</param>
/// <param name="Known">Every environment that was read: identities rest on all of them.</param>
internal sealed record JudgedPair(EnvironmentState From, EnvironmentState To, ParityEvaluation Parity, ImmutableArray<EnvironmentSnapshot> Known)
{
    /// <summary>Of when it is, where it is kept because one of the two was read against another head or by another driftboard.yaml; null: it is of what was read last.</summary>
    public DateTimeOffset? KeptSince { get; init; }
}

/// <summary>Makes the board of what was read: environments side by side, identities over all of them, parity, diagnostics. Publishes each change as one.</summary>
internal sealed class BoardPublisher(DriftFeed feed, TimeProvider time, ILogger<BoardPublisher> logger)
{
    // Serialises changes, so that what is published is in order. Readers of the fields below take no lock.
    private readonly Lock _lock = new();
    private volatile ImmutableDictionary<EnvironmentKey, EnvironmentState> _environments = ImmutableDictionary<EnvironmentKey, EnvironmentState>.Empty;
    private ImmutableArray<WatchedApplication> _applications = [];
    private ImmutableArray<Diagnostic> _diagnostics = [];
    private ImmutableDictionary<ParityKey, JudgedPair> _pairs = ImmutableDictionary<ParityKey, JudgedPair>.Empty;
    private ImmutableArray<Diagnostic> _parityFailures = [];
    private ImmutableSortedDictionary<string, string> _notices = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Releases that somebody reviews by their commits.</summary>
    public ReviewedReleases Releases { get; } = new(time, () => feed.Current.Scan.Interval);

    /// <summary>Every environment of the board.</summary>
    public ImmutableDictionary<EnvironmentKey, EnvironmentState> Environments => _environments;

    /// <summary>The first instant after the last evaluation at which a rule stops holding; null where none does.</summary>
    public DateTimeOffset? NextExpiry
    {
        get
        {
            lock (_lock)
                return _environments.Values.Select(e => e.Result?.Evaluation.NextExpiry).Concat(_pairs.Values.Select(p => p.Parity.NextExpiry)).Min();
        }
    }

    /// <summary>Whether a rule has stopped holding since.</summary>
    public bool IsOutdated => NextExpiry <= time.GetUtcNow();

    /// <summary>A pair with what its parity rests on; null where it is not judged. Waits while something is being published.</summary>
    public JudgedPair? Judged(ParityKey key)
    {
        lock (_lock)
            return _pairs.GetValueOrDefault(key);
    }

    /// <summary>
    /// The commits that pairs need of an environment: of one that is promoted into, those at which the other one was read last; and those of releases that somebody reviews.
    /// On a trunk with commits faster than both are read, the two are never read at the same head; judged at the older commit, none waits for longer than one reading.
    /// </summary>
    public ImmutableArray<string> Awaited(EnvironmentKey to)
    {
        var reviewed = Releases.CommitsOf(to);
        lock (_lock)
        {
            return
            [
                .. reviewed,
                .. from application in _applications
                   where application.Definition.Name == to.Application
                   from pair in application.Definition.ParityPairs
                   where pair.To.Name == to.Name
                   let commit = _environments.GetValueOrDefault(new EnvironmentKey(to.Application, pair.From.Name))?.Result?.Snapshot.CommitId
                   where commit is not null
                   select commit,
            ];
        }
    }

    /// <summary>The applications that are watched from now on, and what is wrong with their files.</summary>
    public void SetApplications(ImmutableArray<WatchedApplication> applications, ImmutableArray<Diagnostic> diagnostics)
    {
        lock (_lock)
        {
            if (applications.SequenceEqual(_applications) && diagnostics.SequenceEqual(_diagnostics))
                return;
            (_applications, _diagnostics) = (applications, diagnostics);
            Publish(_environments.RemoveRange(_environments.Keys.Where(k => applications.All(a => a.Definition.Name != k.Application))));
        }
    }

    /// <summary>What stands in the way of something that is not an environment, in words; null: nothing any more.</summary>
    public void SetNotice(string about, string? words)
    {
        lock (_lock)
        {
            if (_notices.GetValueOrDefault(about) == words)
                return;
            _notices = words is null ? _notices.Remove(about) : _notices.SetItem(about, words);
            Publish(_environments);
        }
    }

    /// <summary>The environments of an application from now on. New ones have cells at once, which say that they are being read.</summary>
    public void SetEnvironments(WatchedApplication application, ImmutableArray<DeploymentEnvironment> environments)
    {
        lock (_lock)
        {
            var next = _environments.RemoveRange(
                _environments.Keys.Where(k => k.Application == application.Definition.Name && environments.All(e => e.Name != k.Name)));
            foreach (var environment in environments)
            {
                var key = new EnvironmentKey(application.Definition.Name, environment.Name);
                var state = next.GetValueOrDefault(key);
                if (state?.Application != application || state.Environment != environment)
                    next = next.SetItem(key, new EnvironmentState(application, environment, state?.Result, state?.Failure));
            }

            if (next != _environments)
                Publish(next);
        }
    }

    /// <summary>An environment was read.</summary>
    public void Publish(EnvironmentKey key, ScanResult result)
    {
        lock (_lock)
        {
            if (_applications.FirstOrDefault(a => a.Definition.Name == key.Application) is not { } application)
                return;
            var before = _environments.GetValueOrDefault(key);
            Publish(_environments.SetItem(key, new EnvironmentState(before?.Application ?? application, result.Snapshot.Environment, Kept(before?.Result, result), null)));
        }
    }

    /// <summary>An environment could not be read. What was read before stays, with its age.</summary>
    public void Fail(EnvironmentKey key, string failure)
    {
        lock (_lock)
        {
            if (_environments.TryGetValue(key, out var state))
                Publish(_environments.SetItem(key, state with { Failure = failure }));
        }
    }

    /// <summary>An environment is gone.</summary>
    public void Remove(EnvironmentKey key)
    {
        lock (_lock)
            Publish(_environments.Remove(key));
    }

    /// <summary>Judges again what was read, since a rule has ended.</summary>
    public void Reevaluate()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Publish(_environments.ToImmutableDictionary(
                e => e.Key,
                e => e.Value.Result is { } result && result.Evaluation.NextExpiry <= now
                    ? e.Value with { Result = result with { Evaluation = EnvironmentEvaluator.Evaluate(result.Snapshot, now) } }
                    : e.Value));
        }
    }

    /// <summary>The result with the verdicts of before on stacks that were not read again, so that nobody is told of them as news.</summary>
    private ScanResult Kept(ScanResult? before, ScanResult result)
    {
        if (before is null || before.Snapshot.CommitId != result.Snapshot.CommitId || before.Snapshot.Application != result.Snapshot.Application
            || before.Evaluation.NextExpiry <= time.GetUtcNow())
            return result;
        var known = before.Snapshot.Stacks.ToHashSet<StackSnapshot>(ReferenceEqualityComparer.Instance);
        var verdicts = before.Evaluation.Stacks.ToDictionary(s => s.Key);
        var same = result.Snapshot.Stacks.Where(known.Contains).Select(s => s.Key).ToHashSet();
        return same.Count == 0
            ? result
            : result with { Evaluation = result.Evaluation with { Stacks = [.. result.Evaluation.Stacks.Select(s => same.Contains(s.Key) ? verdicts.GetValueOrDefault(s.Key, s) : s)] } };
    }

    private void Publish(ImmutableDictionary<EnvironmentKey, EnvironmentState> environments)
    {
        _environments = environments;
        var order = _applications.Select((a, i) => (a.Definition.Name, i)).ToDictionary(a => a.Name, a => a.i, StringComparer.Ordinal);
        ImmutableArray<EnvironmentState> sorted =
        [
            .. environments.Where(e => order.ContainsKey(e.Key.Application)).OrderBy(e => order[e.Key.Application])
                .ThenBy(e => e.Value.Environment.Tier == EnvironmentTier.Ephemeral).ThenBy(e => e.Value.Environment.Order)
                .ThenBy(e => e.Key.Name.Length).ThenBy(e => e.Key.Name, StringComparer.Ordinal).Select(e => e.Value),
        ];
        ImmutableArray<BoardEnvironment> columns = [.. sorted.Select(Column)];
        ImmutableArray<BoardComponent> rows = [.. _applications.SelectMany(a => a.Definition.Components.Select(c => new BoardComponent(a.Definition.Name, c.Name, c.Owner)))];
        var stacks = sorted.SelectMany(s => s.Result?.Evaluation.Stacks ?? Unread(s)).ToList();
        var unclaimed = ListedStack.Unclaimed(sorted.Select(s => s.Result?.Snapshot).OfType<EnvironmentSnapshot>());
        feed.Publish(board => WithDiagnostics(sorted, board with
        {
            Environments = board.Environments.SequenceEqual(columns) ? board.Environments : columns,
            Components = board.Components.SequenceEqual(rows) ? board.Components : rows,
            Stacks = Updated(board.Stacks, stacks),
            Unclaimed = board.Unclaimed.SequenceEqual(unclaimed) ? board.Unclaimed : unclaimed,
        }));

        // Parity looks at whole environments, which takes longer than all the rest: the cell that changed does not wait for it.
        EvaluateParity();
        var kept = _pairs.Where(p => p.Value.KeptSince is not null).ToImmutableDictionary(p => p.Key, p => p.Value.KeptSince!.Value);
        feed.Publish(board => WithDiagnostics(sorted, board with
        {
            Parity = Updated(board.Parity, _pairs),
            KeptParity = kept.Count == board.KeptParity.Count && kept.All(k => board.KeptParity.Contains(k)) ? board.KeptParity : kept,
        }));
    }

    private void EvaluateParity()
    {
        var now = time.GetUtcNow();
        ImmutableArray<EnvironmentSnapshot> read = [.. _environments.Values.Select(e => e.Result?.Snapshot).OfType<EnvironmentSnapshot>()];
        var identities = new Lazy<IdentityMap>(() => IdentityMapBuilder.Build(read));
        var failures = ImmutableArray.CreateBuilder<Diagnostic>();
        var pairs = ImmutableDictionary.CreateBuilder<ParityKey, JudgedPair>();
        foreach (var application in _applications)
        {
            var name = application.Definition.Name;
            foreach (var (from, to) in application.Definition.ParityPairs)
            {
                var key = new ParityKey(name, from.Name, to.Name);
                if (_environments.GetValueOrDefault(new EnvironmentKey(name, from.Name)) is not { Result: not null } left
                    || _environments.GetValueOrDefault(new EnvironmentKey(name, to.Name)) is not { Result: not null } right)
                    continue;
                var before = _pairs.GetValueOrDefault(key);
                try
                {
                    if (IsOfOneHead(left.Result.Snapshot, right.Result.Snapshot))
                    {
                        right = AtOneCommit(left, right, before, now);
                        pairs[key] = new JudgedPair(left, right, Same(before?.Parity, ParityEvaluator.Evaluate(left.Result.Evaluation, right.Result!.Evaluation, identities.Value, now)), read);
                    }
                    else if (before is not null)
                        pairs[key] = Kept(before, now);
                }
                catch (Exception e)
                {
                    // One pair that cannot be judged must not hold up what was read; an older verdict on it would be of another state.
                    logger.LogFailure($"Judging the parity of {from.Name} and {to.Name}", e);
                    failures.Add(application.Own(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml"), "environments", $"The parity of {from.Name} and {to.Name} could not be judged: {Failures.Describe(e)}.")));
                }
            }
        }

        (_pairs, _parityFailures) = (pairs.ToImmutable(), failures.ToImmutable());
    }

    /// <summary>
    /// Whether two environments were read against the same head: what is pending between them shows only in what both would be at the first one's commit.
    /// After a commit one of them is read first; judged then, all that is on its way would be unexplained.
    /// </summary>
    private static bool IsOfOneHead(EnvironmentSnapshot from, EnvironmentSnapshot to) =>
        from.Application == to.Application && (from.CommitId is not { } head || to.Stacks.All(s => s.Desired.ContainsKey(head)));

    /// <summary>The second environment as it is judged: where both follow one ref and it was read at a later commit of it, at the first one's. What its parameter files say is of that commit, too.</summary>
    private static EnvironmentState AtOneCommit(EnvironmentState from, EnvironmentState to, JudgedPair? before, DateTimeOffset now)
    {
        var (commit, snapshot) = (from.Result!.Snapshot.CommitId, to.Result!.Snapshot);
        if (commit is null || commit == snapshot.CommitId || from.Environment.Ref != to.Environment.Ref)
            return to;
        // As long as neither was read again it is the same state, so that nobody is told of it as news.
        if (before?.To is { Result: { } known } same && known.Snapshot == snapshot with { CommitId = commit } && !(known.Evaluation.NextExpiry <= now))
            return same with { Application = to.Application, Environment = to.Environment, Failure = to.Failure };
        return to.At(commit, now);
    }

    /// <summary>A pair as it was judged last, until both of its environments are read against the same head; only a rule that ends is judged anew.</summary>
    private static JudgedPair Kept(JudgedPair before, DateTimeOffset now)
    {
        // As old as what it was judged of, which may be older than the commit that it waits for.
        var (from, to) = (before.From.Result!.Snapshot.TakenAt, before.To.Result!.Snapshot.TakenAt);
        var kept = before with { KeptSince = before.KeptSince ?? (from < to ? from : to) };
        return before.Parity.NextExpiry <= now
            ? kept with { Parity = ParityEvaluator.Evaluate(before.From.Result!.Evaluation, before.To.Result!.Evaluation, IdentityMapBuilder.Build(before.Known), now) }
            : kept;
    }

    /// <summary>The verdict before where the new one says the same, so that nobody is told of it as news.</summary>
    private static ParityEvaluation Same(ParityEvaluation? before, ParityEvaluation now) =>
        before is not null && before.Counts == now.Counts && before.NextExpiry == now.NextExpiry && before.Items.SequenceEqual(now.Items) && before.Diagnostics.SequenceEqual(now.Diagnostics)
            ? before
            : now;

    private static BoardEnvironment Column(EnvironmentState state) => new(
        state.Application.Definition.Name,
        state.Environment.Name,
        state.Environment.Tier,
        state.Environment.Order,
        state.Environment.Ref,
        state.Result is { } result ? result.Snapshot.CommitId : state.Environment.Ref is { } reference ? state.Application.Repository.Resolve(reference)?.Id : null)
    {
        Life = state.Result?.Snapshot.Life ?? EnvironmentLife.Unknown,
    };

    /// <summary>Cells of stacks that nobody has read yet, so that the board is never empty.</summary>
    private static IEnumerable<StackEvaluation> Unread(EnvironmentState state) =>
        EnvironmentScanner.Expected(state.Application.Definition, state.Environment).Select(s => new StackEvaluation(
            s.Key,
            state.Environment.Account,
            s.StackName,
            state.Failure is null ? Status.Scanning : Status.Unknown,
            state.Failure is null ? StatusReason.NotReadYet : StatusReason.StackUnreadable,
            state.Failure,
            PendingChanges: 0,
            Drifted: 0,
            new Coverage(0, 0),
            CheckedAt: null,
            OldestReadAt: null,
            CommitId: null,
            Resources: [],
            Diagnostics: []));

    private DriftBoard WithDiagnostics(ImmutableArray<EnvironmentState> environments, DriftBoard board)
    {
        ImmutableArray<Diagnostic> diagnostics =
        [
            .. _diagnostics
                .Concat(environments.SelectMany(e => (e.Result?.Evaluation.Diagnostics ?? []).Select(e.Application.Own)))
                .Concat(environments.Where(e => e.Failure is not null).Select(e => e.Application.Own(new Diagnostic(
                    DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml"), $"environments.{e.Environment.Name}", $"{e.Environment.Name} could not be read: {e.Failure}."))))
                .Concat(_applications.SelectMany(a => _pairs.Where(p => p.Key.Application == a.Definition.Name).SelectMany(p => p.Value.Parity.Diagnostics)
                    .Concat(ParityEvaluator.DiagnoseUnmatched([a.Definition], [.. _pairs.Values.Select(p => p.Parity)])).Select(a.Own)))
                .Concat(_parityFailures)
                .Concat(_notices.Select(n => new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation("appsettings.json"), n.Key, n.Value)))
                .Distinct()
                .OrderBy(d => d.Location.File, StringComparer.Ordinal).ThenBy(d => d.Location.Line).ThenBy(d => d.Key, StringComparer.Ordinal).ThenBy(d => d.Message, StringComparer.Ordinal).ThenBy(d => d.Application, StringComparer.Ordinal),
        ];
        return board.Diagnostics.SequenceEqual(diagnostics) ? board : board with { Diagnostics = diagnostics };
    }

    private static ImmutableDictionary<StackKey, StackEvaluation> Updated(ImmutableDictionary<StackKey, StackEvaluation> before, List<StackEvaluation> stacks)
    {
        var next = before.ToBuilder();
        foreach (var stack in stacks)
        {
            // A cell that nobody has read yet says the same each time it is made.
            if (!next.TryGetValue(stack.Key, out var old) || !(ReferenceEquals(old, stack) || (stack.CheckedAt is null && old == stack)))
                next[stack.Key] = stack;
        }

        next.RemoveRange(before.Keys.Except(stacks.Select(s => s.Key)));
        return next.ToImmutable();
    }

    private static ImmutableDictionary<ParityKey, ParityEvaluation> Updated(
        ImmutableDictionary<ParityKey, ParityEvaluation> before, ImmutableDictionary<ParityKey, JudgedPair> pairs)
    {
        var next = before.ToBuilder();
        foreach (var (key, pair) in pairs)
        {
            if (!ReferenceEquals(next.GetValueOrDefault(key), pair.Parity))
                next[key] = pair.Parity;
        }

        next.RemoveRange(before.Keys.Except(pairs.Keys));
        return next.ToImmutable();
    }
}
