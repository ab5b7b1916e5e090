using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Scanning;

/// <summary>Makes reviews off the caller's thread, once for all readers: one stays until either environment is judged anew.</summary>
internal sealed class Reviews(BoardPublisher publisher, RepositorySet repositories, IStackDetails details, ILiveStateSource live, IExportImporters importers, TimeProvider time, ILogger<Reviews> logger) : IReviews
{
    private const int MostCommits = 200;

    /// <summary>To explain a place takes a rendering: of a release of thousands of changes the first ones must do.</summary>
    private const int MostLines = 500;

    /// <summary>A review waits no longer than this for its authors. What was found out is known to the next review, which then comes further.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(2);

    // Of each pair that of the newest release, and those of releases that somebody asks for by their commits.
    private readonly ConcurrentDictionary<(ParityKey Pair, Release? Pinned), Made> _made = new();

    /// <summary>What the release that was reviewed last was seen to change, so that what was deployed from it stays in its scope.</summary>
    private readonly ConcurrentDictionary<ParityKey, Touched> _touched = new();

    /// <inheritdoc />
    public async Task<ReviewFacts?> ReviewAsync(ParityKey pair, PinnedRelease? release, CancellationToken cancellation)
    {
        Forget();
        if (await Task.Run(() => publisher.Judged(pair), cancellation) is not { } judged)
            return null;
        if (release is not { } name)
            return await AskAsync(pair, judged, null, cancellation);
        if (await Task.Run(() => Pinned(judged, name), cancellation) is not { } pinned)
            return await AskAsync(pair, judged, null, cancellation) with { Pinned = PinnedOutcome.Unknown };
        publisher.Releases.Ask(pair, pinned.Begin, pinned.End);
        // Without its beginning nobody can tell what it brought and is there already.
        return IsRendered(judged.From, pinned.End) && IsRendered(judged.To, pinned.End) && (pinned.Begin is null || IsRendered(judged.To, pinned.Begin))
            ? await AskAsync(pair, judged, pinned, cancellation) with { Pinned = PinnedOutcome.Reviewed }
            : await AskAsync(pair, judged, null, cancellation) with { Pinned = PinnedOutcome.Awaited };
    }

    /// <summary>The review that is there, or a new one where what it rests on is another.</summary>
    private async Task<ReviewFacts> AskAsync(ParityKey pair, JudgedPair judged, Release? pinned, CancellationToken cancellation)
    {
        var made = _made.AddOrUpdate((pair, pinned), _ => Begin(judged, pinned), (_, before) => before.IsOf(judged) ? before : Begin(judged, pinned));
        try
        {
            return await made.Facts.Value.WaitAsync(cancellation) is var facts && facts.KeptSince == judged.KeptSince ? facts : facts with { KeptSince = judged.KeptSince };
        }
        catch (Exception) when (made.Facts.Value.IsFaulted)
        {
            // What failed once is tried again by the next reader.
            _made.TryRemove(KeyValuePair.Create((pair, pinned), made));
            throw;
        }
    }

    /// <summary>Reviews of releases that nobody asks for any more hold whole environments.</summary>
    private void Forget()
    {
        foreach (var (key, _) in _made.Where(m => m.Key.Pinned is { } release && !publisher.Releases.Holds(m.Key.Pair, release.Begin, release.End)))
            _made.TryRemove(key, out _);
    }

    /// <summary>The commits that the name means; null where the repository has no such commit.</summary>
    private static Release? Pinned(JudgedPair judged, PinnedRelease name)
    {
        var repository = judged.From.Application.Repository;
        var begin = name.Begin is null ? null : repository.Resolve(name.Begin)?.Id;
        return repository.Resolve(name.End) is { } end && (begin is null) == (name.Begin is null) ? new Release(begin, end.Id) : null;
    }

    /// <summary>Whether an environment was rendered at a commit. What stands for stacks that could not be listed is rendered at none.</summary>
    private static bool IsRendered(EnvironmentState environment, string commit) => environment.Result!.Snapshot.Stacks.All(s => s.Desired.IsEmpty || s.Desired.ContainsKey(commit));

    /// <summary>The pair as it would be judged if the first environment's ref named a commit: where both follow one ref, the second one's, too.</summary>
    private JudgedPair At(JudgedPair judged, string commit)
    {
        var (from, to) = (judged.From, judged.To);
        if (from.Result!.Snapshot.CommitId == commit)
            return judged;
        var now = time.GetUtcNow();
        from = from.At(commit, now);
        if (from.Environment.Ref == to.Environment.Ref)
            to = to.At(commit, now);
        return judged with { From = from, To = to, Parity = ParityEvaluator.Evaluate(from.Result!.Evaluation, to.Result!.Evaluation, IdentityMapBuilder.Build(judged.Known), now) };
    }

    /// <inheritdoc />
    public Task<ApplicationPatch?> PatchAsync(string application, ImmutableArray<(RuleDraft Draft, RuleTerms Terms)> rules, CancellationToken cancellation) => Task.Run(
        () =>
        {
            if (publisher.Environments.Values.FirstOrDefault(e => e.Application.Definition.Name == application)?.Application is not { } watched)
                return null;
            var file = watched.Definition.Components.Select(c => c.Location.File).FirstOrDefault() ?? "driftboard.yaml";
            var reference = repositories.ConfigRef ?? watched.Repository.DefaultBranch;
            return watched.Repository.Resolve(reference) is { } commit && watched.Repository.ReadFile(commit.Id, file) is { } bytes
                ? ApplicationFilePatch.Add(file, bytes, rules)
                : new ApplicationPatch(file, "", null, $"There is no {file} at {reference} of {watched.Repository.Location} any more; the next scan will say so, too.");
        },
        cancellation);

    // Not cancelled by whoever asked first: others may wait for it by now.
    private Made Begin(JudgedPair judged, Release? pinned) => new(judged, new Lazy<Task<ReviewFacts>>(() => Task.Run(() => MakeAsync(judged, pinned), CancellationToken.None)));

    private async Task<ReviewFacts> MakeAsync(JudgedPair judged, Release? pinned)
    {
        var now = time.GetUtcNow();
        var head = judged.From.Result!.Snapshot.CommitId;
        judged = pinned is null ? judged : At(judged, pinned.End);
        var (from, to) = (judged.From.Result!, judged.To.Result!);
        var review = ReleaseReviewer.Review(from.Evaluation, to.Evaluation, judged.Parity, IdentityMapBuilder.Build(judged.Known), now);
        review = pinned is null ? WithTaken(judged, review) : WithBrought(judged, review, pinned, now);
        var (begin, commits) = pinned is { Begin: { } before } ? (before, judged.To.Application.Repository.Between(before, pinned.End, MostCommits)) : Range(judged, review);
        ImmutableArray<ReviewedStack> stacks =
        [
            .. from result in new[] { @from, to }
               from verdict in result.Evaluation.Stacks
               select new ReviewedStack(verdict, CallEstimate.OfStack(
                   [.. verdict.Resources.Where(r => r.Deployed is not null).Select(r => new EstimatedResource(r.Type, r.Address, r.Deployed!))], null,
                   (type, declared) => live.ReadCalls(new AccountRegion(verdict.Account, verdict.Key.Region), type, declared))),
        ];
        var blocked = await ExportsInUseAsync(review.Exports);
        var (lines, unsearched) = await LinesAsync(judged, review, commits, head);
        return new ReviewFacts(review with { Obstacles = [.. review.Obstacles, .. blocked] }, now, stacks, commits, lines)
        {
            Unsearched = unsearched,
            Begin = begin,
            Head = head,
            Beyond = pinned is null ? [] : Beyond(judged, review),
        };
    }

    /// <summary>
    /// The review with what the release brings by its own commits and what is there already. It asks no memory: an address that names both commits has the same scope after a restart.
    /// Where nobody knows the commit before, what was seen of this release must do.
    /// </summary>
    private ReleaseReview WithBrought(JudgedPair judged, ReleaseReview review, Release pinned, DateTimeOffset now)
    {
        var (stacks, left) = (Stacks(judged), review.Changes.Select(c => c.Stack).ToHashSet());
        var brought = pinned.Begin is { } begin ? ReleaseReviewer.Brought(judged.To.Result!.Snapshot, begin, pinned.End, now) : [];
        var pair = ParityKey.Of(review.Parity);
        var seen = _touched.GetValueOrDefault(pair) is { } known && known.Commit == pinned.End
            ? known.Stacks.Where(s => stacks.GetValueOrDefault(s.Key) is { } stack && s.Value.IsTaken(stack, pinned.End)).Select(s => s.Key)
            : [];
        return ReleaseReviewer.Take(review, brought.Concat(seen).Distinct()
            .Where(k => !left.Contains(k) && stacks.GetValueOrDefault(k) is { UpdatedAt: not null } stack && IsSettled(stack))
            .ToDictionary(k => k, k => stacks[k].UpdatedAt!.Value));
    }

    /// <summary>What an operation is still making may yet be rolled back.</summary>
    private static bool IsSettled(StackEvaluation stack) => !stack.IsMoving && stack.StackStatus is { } status && StackPhases.Of(status) == StackPhase.Settled;

    /// <summary>The stacks that run a later commit, by their own tag: a template that looks like a later one may have been there before.</summary>
    private static ImmutableArray<(StackKey Stack, string Commit)> Beyond(JudgedPair judged, ReleaseReview review)
    {
        var repository = judged.To.Application.Repository;
        var stacks = Stacks(judged);
        return
        [
            .. from key in review.Changes.Select(c => c.Stack).Distinct()
               let runs = stacks.GetValueOrDefault(key)?.Running is { Evidence: CommitEvidence.StackTag } tag ? tag.CommitId : null
               where runs is not null && runs != review.FromCommit && repository.Between(review.FromCommit!, runs, 1).IsForward is true
               select (key, runs),
        ];
    }

    /// <summary>The review with what this very commit was seen to change before and changes no more, where CloudFormation has deployed it since.</summary>
    private ReleaseReview WithTaken(JudgedPair judged, ReleaseReview review)
    {
        if (review.FromCommit is not { } commit)
            return review;
        var stacks = Stacks(judged);
        var pending = review.Changes.GroupBy(c => c.Stack).ToImmutableDictionary(g => g.Key, g => Seen.Of(stacks.GetValueOrDefault(g.Key), g));
        var pair = ParityKey.Of(review.Parity);
        var known = _touched.AddOrUpdate(pair, _ => new Touched(commit, pending), (_, before) => new Touched(commit, before.Commit == commit ? pending.SetItems(before.Stacks) : pending));
        return ReleaseReviewer.Take(review, known.Stacks
            .Where(s => !pending.ContainsKey(s.Key) && stacks.GetValueOrDefault(s.Key) is { } now && s.Value.IsTaken(now, commit))
            .ToDictionary(s => s.Key, s => stacks[s.Key].UpdatedAt!.Value));
    }

    /// <summary>What the release brings in commits, since the oldest one that runs where it changes something. The refs only say what ought to run.</summary>
    private static (string? Begin, CommitRange Range) Range(JudgedPair judged, ReleaseReview review)
    {
        if (review.FromCommit is not { } after)
            return (review.ToCommit, CommitRange.Unknown);
        var repository = judged.To.Application.Repository;
        var ought = review.ToCommit == after ? null : review.ToCommit;
        var stacks = Stacks(judged);
        // A stack that is to change does not run the commit, whatever its template looks like.
        var guesses = new Dictionary<string, bool>(StringComparer.Ordinal);
        var running = review.Changes.Select(c => c.Stack).Concat(review.Untold.Select(u => u.Stack)).Distinct()
            .Select(k => stacks.GetValueOrDefault(k)?.Running is { } runs && runs.CommitId != after && !IsGuess(runs) ? runs.CommitId : ought).ToList();
        var begins = running.Count == 0 ? [review.ToCommit] : running;
        return begins.OfType<string>().Distinct(StringComparer.Ordinal).Select(b => (Begin: (string?)b, Range: repository.Between(b, after, MostCommits)))
            .OrderBy(r => r.Range.IsForward is null ? 1 : r.Range.IsForward.Value ? 2 : 0).ThenByDescending(r => r.Range.Commits.Length)
            .FirstOrDefault((null, CommitRange.Unknown));

        // A template that looks like one of a later commit looks like the released one's just as well, unless the environment's own branch has that commit.
        bool IsGuess(RunningCommit runs) => runs.Evidence == CommitEvidence.Template && (guesses.TryGetValue(runs.CommitId, out var known) ? known : guesses[runs.CommitId] = LiesAbove(runs));

        bool LiesAbove(RunningCommit runs) => repository.Between(after, runs.CommitId, 1).IsForward is true
            && (review.ToCommit is not { } own || repository.Between(runs.CommitId, own, 1).IsForward is not true);
    }

    /// <summary>What stands in the way of exports that go or change.</summary>
    internal async Task<List<Obstacle>> ExportsInUseAsync(ImmutableArray<ExportAtRisk> exports)
    {
        var obstacles = new List<Obstacle>();
        foreach (var export in exports)
        {
            var use = await importers.OfAsync(new AccountRegion(export.Account, export.Stack.Region), export.Name, CancellationToken.None);
            var does = export.IsRemoved ? "removes" : "may change the value of";
            if (!use.IsRead)
                obstacles.Add(new Obstacle(export.Stack, false, $"The release {does} the export {export.Name}, and whether a stack imports it could not be read{(use.Detail is { } detail ? $": {detail}" : "")}. CloudFormation refuses that for as long as one does."));
            else if (!use.Value.IsEmpty)
                obstacles.Add(new Obstacle(export.Stack, export.IsRemoved, $"The release {does} the export {export.Name}, which {string.Join(", ", use.Value)} {(use.Value.Length == 1 ? "imports" : "import")}. CloudFormation refuses that until they no longer do."));
        }

        return obstacles;
    }

    /// <summary>Who wrote what is to be released: asked of the environment that has it already. With the number of places for which there was no time.</summary>
    private async Task<(ImmutableDictionary<string, WrittenLine> Lines, int Unsearched)> LinesAsync(JudgedPair judged, ReleaseReview review, CommitRange commits, string? head)
    {
        var lines = ImmutableDictionary.CreateBuilder<string, WrittenLine>(StringComparer.Ordinal);
        var released = commits.Commits.ToDictionary(c => c.Commit.Id, c => c.PullRequest, StringComparer.Ordinal);
        var own = judged.From.Result!.Evaluation.Stacks.Select(s => s.Key).ToHashSet();
        var all = review.Changes.Select(c => (c.Stack.Component, c.Stack.Region, c.Stack.Instance, c.Address, c.Difference.Path, c.Difference.IsAttribute))
            .Concat(review.Parity.Items.Where(i => i is { Pile: ParityPile.Pending, IsOfFirst: false }).Select(i => (i.Component, i.Region, i.Instance, i.Address, i.Path, IsAttribute: false)))
            .Where(p => !p.IsAttribute).DistinctBy(p => ReviewPlaces.Name(p.Component, p.Region, p.Instance, p.Address, p.Path.ToString())).ToList();
        var end = time.GetUtcNow() + LongestSearch;
        var searched = 0;
        foreach (var (component, region, instance, address, path, _) in all.Take(MostLines))
        {
            if (time.GetUtcNow() > end)
                break;
            searched++;
            var stack = new StackKey(judged.Parity.Application, judged.Parity.From, component, region, instance);
            if (own.Contains(stack) && await LineAsync(stack, address, path, released, review.FromCommit == head) is { } line)
                lines[ReviewPlaces.Name(component, region, instance, address, path.ToString())] = line;
        }

        return (lines.ToImmutable(), all.Count - searched);
    }

    /// <summary>Of the places that a value goes through, the one that the release wrote; else the first, which of another commit than the newest says nothing.</summary>
    private async Task<WrittenLine?> LineAsync(StackKey stack, ResourceAddress address, PropertyPath path, Dictionary<string, int?> released, bool isNewest)
    {
        try
        {
            var steps = await details.ExplainAsync(stack, address, path, CancellationToken.None);
            var step = steps.FirstOrDefault(s => s.Origin.Commit is { } commit && released.ContainsKey(commit)) ?? (isNewest ? steps.FirstOrDefault() : null);
            return step?.Origin is { } origin
                ? new WrittenLine(
                    new SourceLocation(origin.File, origin.Line), origin.Commit, origin.Author,
                    origin.Commit is { } id ? released.GetValueOrDefault(id) : null, origin.Commit is { } known && released.ContainsKey(known))
                : null;
        }
        catch (Exception e)
        {
            // Who wrote a line is a help, and no part of any verdict.
            logger.LogFailure($"Explaining {address}{path} of {stack}", e);
            return null;
        }
    }

    private static Dictionary<StackKey, StackEvaluation> Stacks(JudgedPair judged) => judged.To.Result!.Evaluation.Stacks.DistinctBy(s => s.Key).ToDictionary(s => s.Key);

    /// <summary>A release by its commits.</summary>
    private sealed record Release(string? Begin, string End);

    /// <summary>The stacks that a commit was to change, and what each was when that was first seen.</summary>
    private sealed record Touched(string Commit, ImmutableDictionary<StackKey, Seen> Stacks);

    /// <summary>A stack when it was first seen that a commit was to change it.</summary>
    /// <param name="UpdatedAt">When it had been deployed last.</param>
    /// <param name="Ran">The commit that it ran, or null.</param>
    /// <param name="IsBrought">Whether the commit brings a change beyond what the environment's own commit asked for, too: that one may be a deployment by hand, to be put back.</param>
    private sealed record Seen(DateTimeOffset? UpdatedAt, string? Ran, bool IsBrought)
    {
        public static Seen Of(StackEvaluation? stack, IEnumerable<ReleaseChange> changes)
        {
            var asked = stack is null ? [] : stack.Resources.SelectMany(r => r.Differences.Where(d => d.Between == DifferenceBetween.DesiredDeployed).Select(d => (r.Address, d.Place, d.Expected)))
                .Concat(stack.OutputChanges.Select(d => (Address: ResourceAddress.Stack, d.Place, d.Expected))).ToHashSet();
            return new Seen(stack?.UpdatedAt, stack?.Running?.CommitId, changes.Any(c => !asked.Contains((c.Address, c.Difference.Place, c.Difference.Expected))));
        }

        /// <summary>
        /// Whether the stack, which the commit changes no more, was deployed from it: CloudFormation's own clock on both sides, since ours may differ, and a review may be of what was read before a deployment.
        /// Where the environment's own commit says the same, only another commit that runs, or a tag, tells a release from a deployment by hand that was put back.
        /// </summary>
        public bool IsTaken(StackEvaluation now, string commit) => IsSettled(now) && now.UpdatedAt is not null && (UpdatedAt is null || now.UpdatedAt > UpdatedAt)
            && (IsBrought || (now.Running is { Evidence: CommitEvidence.StackTag } tag && tag.CommitId == commit) || (Ran is not null && now.Running is { } runs && runs.CommitId != Ran));
    }

    private sealed record Made(JudgedPair Judged, Lazy<Task<ReviewFacts>> Facts)
    {
        public bool IsOf(JudgedPair other) => ReferenceEquals(Judged.From.Result?.Evaluation, other.From.Result?.Evaluation)
            && ReferenceEquals(Judged.To.Result?.Evaluation, other.To.Result?.Evaluation) && ReferenceEquals(Judged.Parity, other.Parity);
    }
}
