using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>What to scan.</summary>
/// <param name="Repository">The application's repository.</param>
/// <param name="Application">Its definition.</param>
/// <param name="Environment">One environment; of ephemeral ones, one that <see cref="EnvironmentScanner"/> found.</param>
/// <param name="Previous">The snapshot before, from which what is not read again is kept.</param>
/// <param name="Only">Where a hint said that something changed: only this stack is read again. Null: everything.</param>
/// <param name="Spread">How live reads are spread over sweeps; null: all are made.</param>
public sealed record ScanRequest(
    IRepositorySource Repository, ApplicationDefinition Application, DeploymentEnvironment Environment, EnvironmentSnapshot? Previous = null, ScanScope? Only = null, LiveSpread? Spread = null)
{
    /// <summary>What a hint or a person named: read whatever the spread leaves for later.</summary>
    public ImmutableHashSet<ScanScope> Touched { get; init; } = [];

    /// <summary>Commits whose desired state is wanted, too, beside those that the refs name: asked for when everything was read, since others are read meanwhile. Null: none.</summary>
    public Func<ImmutableArray<string>>? Wanted { get; init; }

    /// <summary>For how long the machine has been awake, asked when everything was read: while it slept, no plan could have been kept. Null: always.</summary>
    public Func<TimeSpan>? AwakeFor { get; init; }

    /// <summary>Whether CloudFormation is to look for drift in a stack before it is read, where the settings let it and its turn comes soon; false: somebody has that done beside the scans (<see cref="EnvironmentScanner.Deployed"/>).</summary>
    public bool AwaitsDetection { get; init; }

    /// <summary>The sweep that it is a part of, with what other environments have asked for already; null: it stands alone.</summary>
    public ScanSweep? Sweep { get; init; }
}

/// <summary>A part of an environment to read again.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="LogicalId">One resource of it, or null: all of them.</param>
public sealed record ScanScope(StackKey Stack, string? LogicalId);

/// <summary>How far a scan has come.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Done">How many stacks were read.</param>
/// <param name="Total">How many there are.</param>
/// <param name="EstimatedCalls">How many calls the whole scan takes, as far as that is known before it.</param>
public sealed record ScanProgress(string Environment, int Done, int Total, int EstimatedCalls);

/// <summary>An environment observed and judged.</summary>
/// <param name="Snapshot">What was observed.</param>
/// <param name="Evaluation">What that means.</param>
/// <param name="Calls">What it took.</param>
public sealed record ScanResult(EnvironmentSnapshot Snapshot, EnvironmentEvaluation Evaluation, ScanCalls Calls)
{
    /// <summary>How many calls reading all of the live state takes that was known before, of which a sweep that spreads them makes a part; null where none was planned.</summary>
    public int? LiveCalls { get; init; }
}

/// <summary>The calls of a scan.</summary>
/// <param name="Estimated">How many were expected before it.</param>
/// <param name="Made">Those that were made.</param>
public sealed record ScanCalls(int Estimated, CallCount Made)
{
    /// <summary>How many of them were made for more than the scan: trails, lists and networks that somebody asked for. Nobody knows beforehand how many.</summary>
    public int Lookups { get; init; }
}

/// <summary>Observes one environment (git, live), takes the snapshot and has it judged, in one call: no loop, no storage, no publishing.</summary>
/// <param name="live">The cloud.</param>
/// <param name="accounts">The accounts that may be read; others are not, whatever a repository says.</param>
/// <param name="fingerprinter">Makes the secrets.</param>
/// <param name="time">This machine's clock, by which repositories say when they were fetched.</param>
public sealed partial class EnvironmentScanner(ILiveStateSource live, ImmutableHashSet<string> accounts, SecretFingerprinter fingerprinter, TimeProvider time)
{
    // What the cloud stamps is compared with what is stamped here.
    private readonly TimeProvider _time = live.Clock ?? time;
    private readonly SecretExports _exports = new(live, fingerprinter);
    private readonly StackResourceLists _resources = new(live);
    private readonly Candidates _candidates = new();

    /// <summary>The stacks that an environment should have as far as its definition alone tells: without instances, which only live stacks reveal.</summary>
    public static ImmutableArray<(StackKey Key, string StackName)> Expected(ApplicationDefinition application, DeploymentEnvironment environment) =>
    [
        .. from component in Components(application, environment)
           where environment.Tier != EnvironmentTier.Ephemeral && !component.HasInstances
           from region in StackNames.Regions(component, environment)
           select (new StackKey(application.Name, environment.Name, component.Name, region), StackNames.Expand(component.Stack, environment.Name, region, "")),
    ];

    /// <summary>Whether a stack of that name may be one of an application: of an environment or instance that nobody has seen yet.</summary>
    public static bool MayBeOf(ApplicationDefinition application, AccountRegion scope, string stackName) => application.Environments
        .Where(e => e.Account == scope.Account && e.Regions.Contains(scope.Region))
        .Any(e => Components(application, e).Any(c => StackNames.Regions(c, e).Contains(scope.Region) && StackNames.Match(c, e, scope.Region, stackName) is not null));

    /// <summary>The stacks of an environment, and those nested in them, in which CloudFormation looks for drift: in none that moves.</summary>
    public static IEnumerable<DetectableStack> Deployed(EnvironmentSnapshot environment) =>
        from stack in environment.Stacks
        from part in StackReader.StacksOf(stack)
        where StackReader.MayBeDetected(part)
        select new DetectableStack(new AccountRegion(stack.Account, stack.Key.Region), part.StackId, part.DriftCheckedAt);

    /// <summary>The environments to scan now: the lasting ones, and each ephemeral one that a matching stack makes.</summary>
    public Task<ImmutableArray<DeploymentEnvironment>> FindEnvironmentsAsync(ApplicationDefinition application, CancellationToken cancellation) =>
        FindEnvironmentsAsync(application, [], null, cancellation);

    /// <summary>The same for one who has looked before.</summary>
    /// <param name="application">The application.</param>
    /// <param name="known">Names of ephemeral environments that were found before: where an account cannot be listed, nothing says that they are gone.</param>
    /// <param name="sweep">The sweep that begins with it; null: none does.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<ImmutableArray<DeploymentEnvironment>> FindEnvironmentsAsync(
        ApplicationDefinition application, IReadOnlyCollection<string> known, ScanSweep? sweep, CancellationToken cancellation)
    {
        sweep ??= new ScanSweep();
        var found = ImmutableArray.CreateBuilder<DeploymentEnvironment>();
        found.AddRange(application.Environments.Where(e => !e.IsPattern));
        foreach (var pattern in application.Environments.Where(e => e.IsPattern))
        {
            var names = new SortedSet<string>(StringComparer.Ordinal);
            var model = pattern with { Ref = pattern.Ref ?? application.Environments.FirstOrDefault(e => e.Name == pattern.Like)?.Ref };
            string[] before = [.. known.Where(n => StackNames.IsMadeBy(pattern, n))];
            foreach (var region in pattern.Regions)
            {
                var listing = await ListAsync(pattern.Account, region, sweep, cancellation);
                if (listing.Outcome != ReadOutcome.Read)
                    names.UnionWith(before);
                // Where nothing was ever seen and nothing can be: which environments there are is not known, and the pattern stands for them.
                if (listing.Outcome != ReadOutcome.Read && before.Length == 0)
                    names.Add(pattern.Name);
                foreach (var component in Components(application, pattern).Where(c => StackNames.Regions(c, pattern).Contains(region)))
                    names.UnionWith(listing.ByName.Keys.Select(n => StackNames.Match(component, pattern, region, n)?.Environment).OfType<string>());
            }

            found.AddRange(names.Where(n => found.All(e => e.Name != n)).Select(n => model with { Name = n }));
        }

        return found.ToImmutable();
    }

    /// <summary>Observes and judges.</summary>
    public async Task<ScanResult> ScanAsync(ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        using var meter = CallMeter.Begin();
        request = request with { Sweep = request.Sweep ?? new ScanSweep() };
        var (repository, application, environment) = (request.Repository, request.Application, request.Environment);
        var commit = environment.Ref is { } reference ? repository.Resolve(reference) : null;
        var commits = DesiredCommits(repository, application, environment, commit);
        var listings = new Dictionary<string, AccountListing>(StringComparer.Ordinal);
        foreach (var region in environment.Regions)
            listings[region] = await ListAsync(environment.Account, region, request.Sweep, cancellation);

        var previous = (request.Previous?.Stacks ?? []).ToDictionary(s => s.Key);
        var targets = Targets(application, environment, listings, [.. previous.Keys]).ToList();
        var done = 0;
        var (chosen, liveCalls) = Chosen(request, targets, listings, previous);
        var finder = request.Only is null ? new UnmanagedFinder(live, _resources, _candidates, request, _time) : null;
        var estimated = meter.Count.Total + Estimate(request, targets, listings, commits, previous, chosen, finder);
        progress?.Report(new ScanProgress(environment.Name, 0, targets.Count, estimated));
        var stacks = await Task.WhenAll(targets.Select(async target =>
        {
            var before = previous.GetValueOrDefault(target.Key);
            if (IsKept(request, target, before))
                return before!;
            var logicalId = request.Only?.Stack == target.Key ? request.Only.LogicalId : null;
            var stack = await ReadStackAsync(request, target, listings[target.Key.Region], commits, before, new ReadScope(logicalId, chosen?.Contains(target.Key) == false, IsTouched(request, target)), cancellation);
            progress?.Report(new ScanProgress(environment.Name, Interlocked.Increment(ref done), targets.Count, estimated));
            return stack;
        }));
        (stacks, var latest) = await SettleAsync(request, targets, stacks, listings, commits, cancellation);
        stacks = [.. stacks.Zip(targets, (stack, target) => previous.GetValueOrDefault(target.Key) is var before && IsKept(request, target, before) ? stack : stack with
        {
            LiveMaxAge = chosen is null ? request.Only is null ? TimeSpan.Zero : before?.LiveMaxAge ?? TimeSpan.Zero : request.Spread!.MaxAge,
        })];
        List<string> wanted = [.. (request.Wanted?.Invoke() ?? []).Select(repository.Resolve).OfType<GitCommit>().Select(c => c.Id).Where(c => !commits.Contains(c))];
        if (wanted.Count > 0)
            stacks = [.. stacks.Zip(targets, (stack, target) => WithDesired(request, stack, target, latest[target.Key.Region], wanted))];

        // It is about the account, and stands in no file.
        var place = new SourceLocation($"account {environment.Account}");
        ImmutableArray<Diagnostic> unlisted = [.. (request.Previous?.Diagnostics ?? []).Where(d => d.Location == place && d.Key == environment.Name)];
        if (finder is not null)
        {
            stacks = await WithUnmanagedAsync(finder, stacks, latest, cancellation);
            unlisted = [.. finder.Unlisted.Concat(TooOld(request, stacks, previous)).Concat(Undetected(stacks)).Select(u => new Diagnostic(DiagnosticSeverity.Warning, place, environment.Name, u))];
        }

        var own = targets.Select(t => latest[t.Key.Region].ByName.GetValueOrDefault(t.StackName)).OfType<LiveStack>().ToList();
        var life = EnvironmentLives.Of(repository, application, environment, own);
        var snapshot = new EnvironmentSnapshot(
            application, environment, commit?.Id, [.. stacks], _time.GetUtcNow(),
            [.. Diagnostics(repository, environment, commit), .. EnvironmentLives.Diagnose(environment, life, own.Count), .. unlisted, .. ClockSkew.Diagnose(live.Clock?.Skew)])
        {
            Life = life,
            Listed = [.. latest.Values.SelectMany(l => Listed(l, targets, stacks)), .. Kept(request.Previous, latest)],
            Moves = ResourceMoves.Since(request.Previous, [.. stacks]),
        };
        return new ScanResult(snapshot, EnvironmentEvaluator.Evaluate(snapshot, _time.GetUtcNow()), new ScanCalls(estimated, meter.Count)) { LiveCalls = liveCalls + (finder?.AllCalls ?? 0) };
    }

    private IDriftDetection? DetectionOf(ScanRequest request) => request.AwaitsDetection ? live as IDriftDetection : null;

    /// <summary>Whether a hint of something else leaves a stack as it was.</summary>
    private static bool IsKept(ScanRequest request, Target target, StackSnapshot? before) => before is not null && request.Only is { } only && only.Stack != target.Key;

    private static bool IsTouched(ScanRequest request, Target target) =>
        (request.Only is { LogicalId: null } only && only.Stack == target.Key) || request.Touched.Contains(new ScanScope(target.Key, null));

    private static IEnumerable<ListedStack> Listed(AccountListing listing, List<Target> targets, IEnumerable<StackSnapshot> read)
    {
        // Where a list does not say that a stack is nested, the stack around it does.
        var nested = read.Where(s => s.Key.Region == listing.Scope.Region).SelectMany(s => s.Live).Where(r => r is { Type: ResourceTypes.NestedStack, PhysicalId: not null })
            .Select(r => listing.Nested(r.PhysicalId!)?.StackName).OfType<string>();
        var claimed = targets.Where(t => t.Key.Region == listing.Scope.Region).Select(t => t.StackName).Concat(nested).ToHashSet(StringComparer.Ordinal);
        return listing.ByName.Values.OrderBy(s => s.StackName, StringComparer.Ordinal)
            .Select(s => new ListedStack(listing.Scope, s.StackName, s.Status, s.UpdatedAt, claimed.Contains(s.StackName)));
    }

    /// <summary>Of regions that could not be listed this time: what was known before.</summary>
    private static IEnumerable<ListedStack> Kept(EnvironmentSnapshot? previous, Dictionary<string, AccountListing> listings) =>
        (previous?.Listed ?? []).Where(s => listings.GetValueOrDefault(s.Scope.Region) is { } listing && listing.Outcome != ReadOutcome.Read);

    /// <summary>The stacks whose live state is read; null: all of them. And how many calls all of them take; null where no plan is made.</summary>
    private (ImmutableHashSet<StackKey>? Stacks, int? AllCalls) Chosen(ScanRequest request, List<Target> targets, Dictionary<string, AccountListing> listings, Dictionary<StackKey, StackSnapshot> previous)
    {
        if (request is not { Only: null, Spread: { } spread })
            return (null, null);
        var ages = new List<LiveAge<StackKey>>();
        foreach (var target in targets)
        {
            var scope = listings[target.Key.Region].Scope;
            if (previous.GetValueOrDefault(target.Key) is { Outcome: ReadOutcome.Read, Live.IsEmpty: false } before)
            {
                var isDriftAsked = listings[target.Key.Region].ByName.GetValueOrDefault(target.StackName) is not { } stack || StackReader.AsksForDrift(DetectionOf(request), scope, stack);
                ages.Add(new LiveAge<StackKey>(
                    target.Key, CallEstimate.OfStack(EstimatedResource.Of(before), null, (type, declared) => live.ReadCalls(scope, type, declared), isStructureKnown: true, isDriftAsked: isDriftAsked),
                    before.Live.Min(r => LivePlan.ReadAt(r) ?? DateTimeOffset.MinValue)));
            }
        }

        // Where CloudFormation has looked for drift since, what it found is worth a look at once.
        var stacks = LivePlan.Choose(ages, spread, _time.GetUtcNow()) is { } chosen
            ? chosen.Union(request.Touched.Select(t => t.Stack)).Union(targets.Select(t => t.Key).Except(ages.Select(a => a.Subject))).Union(ages.Select(a => a.Subject).Where(k => StackReader.HasNewDriftResult(previous[k], listings[k.Region])))
            : null;
        return (stacks, ages.Sum(a => a.Calls));
    }

    /// <summary>The calls that the scan makes after the listings.</summary>
    private int Estimate(
        ScanRequest request, List<Target> targets, Dictionary<string, AccountListing> listings, ImmutableArray<string> commits, Dictionary<StackKey, StackSnapshot> previous,
        ImmutableHashSet<StackKey>? chosen, UnmanagedFinder? finder)
    {
        var calls = 0;
        var desired = new DesiredReader(request.Repository, request.Application, fingerprinter);
        foreach (var region in targets.GroupBy(t => listings[t.Key.Region]).Where(r => r.Key.Outcome == ReadOutcome.Read))
        {
            var (scope, sweep) = (region.Key.Scope, request.Sweep!);
            var (types, reads) = (new List<string>(), 0);
            // Types whose handlers are asked for the first time: what they ask for has to be known before.
            var unknown = new HashSet<string>(StringComparer.Ordinal);
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var target in region)
            {
                if (!region.Key.ByName.TryGetValue(target.StackName, out var stack))
                    continue;
                own.Add(stack.StackId);
                var resources = Known(target);
                types.AddRange(resources.Select(r => r.Type));
                var isKnown = !IsTouched(request, target) && StackReader.IsStructureKnown(previous.GetValueOrDefault(target.Key), stack, region.Key);
                if (isKnown && chosen?.Contains(target.Key) == false)
                    continue;
                if (request.Only is null || request.Only.Stack == target.Key || !previous.ContainsKey(target.Key))
                {
                    var isListed = !IsTouched(request, target) && !isKnown && (_resources.Knows(scope, stack) || !sweep.Foresees(scope, stack.StackId));
                    var only = request.Only?.Stack == target.Key ? request.Only.LogicalId : null;
                    reads += CallEstimate.OfStack(resources, only, (type, declared) => live.ReadCalls(scope, type, declared), isKnown, isListed, StackReader.AsksForDrift(DetectionOf(request), scope, stack));
                    unknown.UnionWith(resources.Where(r => CallEstimate.IsRead(r.Type) && (only is null || r.Address.LogicalId == only) && live.AsksRegistry(scope, r.Type, r.Declared)).Select(r => r.Type));
                }
            }

            var looked = finder is null ? [] : UnmanagedFinder.Types(types);
            unknown.UnionWith(looked.Where(t => live.AsksRegistry(scope, t, null)));
            calls += CallEstimate.OfListing(region.Key.Stacks.Length) + reads + unknown.Count(t => sweep.ForeseesType(scope.Account, t));
            if (finder is null)
                continue;
            calls += looked.Count(t => CallEstimate.IsListed(live.AccessOf(scope, t), live.ReadCalls(scope, t, MapValue.Empty) > 0) && sweep.Foresees(scope, t));
            var others = region.Key.Stacks.Where(s => !own.Contains(region.Key.Outermost(s).StackId)).ToList();
            // Where nothing was left to tell from what others own, nobody asked what that is.
            if (looked.Count > 0 && (!region.Any(t => previous.ContainsKey(t.Key)) || others.Exists(s => _resources.HasSeen(scope, s))))
                calls += others.Count(s => !_resources.Knows(scope, s) && sweep.Foresees(scope, s.StackId));
            calls += finder.Plan(scope, looked, chosen is null ? Math.Max(0, (request.Spread?.Calls ?? 0) - reads) : 0);
        }

        return calls;

        ImmutableArray<EstimatedResource> Known(Target target)
        {
            if (previous.GetValueOrDefault(target.Key) is { Live.IsEmpty: false } before)
                return EstimatedResource.Of(before);
            var unknown = new LiveContext(null, ImmutableDictionary<string, string>.Empty, static (_, _) => null, static _ => null);
            return commits.IsEmpty
                ? []
                : EstimatedResource.Of(desired.Read(target.Component, request.Environment, target.Key, target.StackName, commits[0], unknown).Template);
        }
    }

    private static ImmutableArray<Diagnostic> Diagnostics(IRepositorySource repository, DeploymentEnvironment environment, GitCommit? commit) => commit is not null
        ? []
        : [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml"), $"environments.{environment.Name}.ref",
            $"found '{environment.Ref}', which names no branch, tag or commit of {repository.Location}.")];

    /// <summary>The environment's own commit, and those of the environments that promote into it: what they bring is pending here.</summary>
    private static ImmutableArray<string> DesiredCommits(IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment, GitCommit? own) =>
        [.. application.ParityPairs.Where(p => p.To.Name == environment.Name).Select(p => p.From.Ref).OfType<string>()
            .Select(repository.Resolve).Prepend(own).OfType<GitCommit>().Select(c => c.Id).Distinct()];

    internal static IEnumerable<ComponentDefinition> Components(ApplicationDefinition application, DeploymentEnvironment environment)
    {
        var pattern = application.Environments.FirstOrDefault(e => e.IsPattern && (e.Name == environment.Name || StackNames.IsMadeBy(e, environment.Name)));
        return application.Components.Where(c => IsMeant(c) && (pattern is null || c.HasEnvironment));

        // A stack of one name is that of no environment which comes and goes.
        bool IsMeant(ComponentDefinition component) =>
            component.Environments.IsEmpty || component.Environments.Contains(environment.Name) || component.Environments.Contains(environment.Like ?? "") || (pattern is not null && component.Environments.Contains(pattern.Name));
    }

    private async Task<AccountListing> ListAsync(string account, string region, ScanSweep sweep, CancellationToken cancellation) =>
        await AccountListing.ReadAsync(live, _exports, accounts, new AccountRegion(account, region), sweep.ListStacksAsync, cancellation);

    private async Task<StackSnapshot> ReadStackAsync(
        ScanRequest request, Target target, AccountListing listing, ImmutableArray<string> commits, StackSnapshot? previous, ReadScope scope, CancellationToken cancellation)
    {
        var stack = listing.ByName.GetValueOrDefault(target.StackName);
        var reading = target.IsUnlisted ? new StackReading(listing.Outcome, $"Which stacks {target.StackName} there are is not known: {listing.Detail}", null, [])
            : listing.Outcome != ReadOutcome.Read ? new StackReading(listing.Outcome, listing.Detail, null, [])
            : stack is null && listing.Stacks.Any(s => s.ParentId is null && s.StackName == target.StackName)
                ? new StackReading(ReadOutcome.Failed, $"The settings leave {target.StackName} out: Driftboard:Accounts:{listing.Scope.Account}:Stacks or StackTags does not match it.", null, [])
            : stack is null ? new StackReading(ReadOutcome.Missing, $"There is no stack {target.StackName} in {listing.Scope}.", null, [])
            : StackPhases.Of(stack.Status) == StackPhase.Announced ? new StackReading(ReadOutcome.Missing, $"{target.StackName} waits for its first change set in {listing.Scope}: nothing was deployed yet.", null, [])
            : await new StackReader(live, _resources, fingerprinter, _time, DetectionOf(request)).ReadAsync(target.Key, stack, listing, previous, scope, cancellation);

        var desired = new DesiredReader(request.Repository, request.Application, fingerprinter);
        var (running, diagnostics) = reading is { Template: { } template, Deployed: { } deployed }
            ? new RunningCommitFinder(request.Repository, request.Application).Find(
                request.Environment, target.StackName, desired.TemplatePath(target.Component, request.Environment, target.Key, commits.FirstOrDefault("")), template, deployed.Tags)
            : (null, []);
        return new StackSnapshot(
            target.Key,
            listing.Scope.Account,
            target.StackName,
            reading.Outcome,
            reading.Detail,
            target.IsUnlisted ? ImmutableDictionary<string, DesiredState>.Empty : commits.ToImmutableDictionary(c => c, Desired(request, target, listing, reading.Live)),
            reading.Deployed,
            reading.Live,
            previous?.Unmanaged ?? [],
            reading.Outcome is ReadOutcome.Read or ReadOutcome.Missing ? CheckedAt(request.Repository) : previous?.CheckedAt)
        {
            Running = running,
            Diagnostics = diagnostics,
        };
    }

    /// <summary>A stack with what the repository says of it at more commits; the same object where it has them already.</summary>
    private StackSnapshot WithDesired(ScanRequest request, StackSnapshot stack, Target target, AccountListing listing, List<string> commits)
    {
        if (target.IsUnlisted || commits.TrueForAll(stack.Desired.ContainsKey))
            return stack;
        var desired = Desired(request, target, listing, stack.Live);
        return stack with { Desired = stack.Desired.SetItems(commits.Where(c => !stack.Desired.ContainsKey(c)).Select(c => KeyValuePair.Create(c, desired(c)))) };
    }

    /// <summary>Tells what the repository says of a stack at a commit, with what was read of it.</summary>
    private Func<string, DesiredState> Desired(ScanRequest request, Target target, AccountListing listing, ImmutableArray<LiveResource> live)
    {
        var stack = listing.ByName.GetValueOrDefault(target.StackName);
        var context = new LiveContext(stack?.StackId, stack?.Parameters ?? ImmutableDictionary<string, string>.Empty, new LiveAttributes(live).Find, listing.Import);
        var reader = new DesiredReader(request.Repository, request.Application, fingerprinter);
        return commit => reader.Read(target.Component, request.Environment, target.Key, target.StackName, commit, context);
    }

    /// <summary>What is compared with the repository is no newer than what is known of the repository.</summary>
    private DateTimeOffset CheckedAt(IRepositorySource repository)
    {
        var age = repository.FetchedAt is { } fetched ? time.GetUtcNow() - fetched : TimeSpan.Zero;
        return _time.GetUtcNow() - (age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}
