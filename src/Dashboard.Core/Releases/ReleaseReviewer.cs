using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>Judges a release: what the second environment becomes when it takes the first one's commit. A pure function.</summary>
/// <remarks>The piles are parity's own. Everything else rests on one more evaluation of the second environment, against the commit that is to be released.</remarks>
public static class ReleaseReviewer
{
    /// <summary>So many places are named where a sentence lists them.</summary>
    private const int MostNamed = 3;

    /// <summary>Judges a release as of an instant.</summary>
    /// <param name="from">The environment that promotes.</param>
    /// <param name="to">The environment that it promotes into.</param>
    /// <param name="parity">The parity of the two.</param>
    /// <param name="identities">Of every known stack of every environment.</param>
    /// <param name="asOf">Rules expire by it.</param>
    public static ReleaseReview Review(EnvironmentEvaluation from, EnvironmentEvaluation to, ParityEvaluation parity, IdentityMap identities, DateTimeOffset asOf)
    {
        var commit = from.Snapshot.CommitId;
        var twins = new EnvironmentTwins(from.Snapshot, to.Snapshot);
        var released = commit is null ? null : EnvironmentEvaluator.Evaluate(to.Snapshot with { CommitId = commit }, asOf);
        var verdicts = released?.ByKey() ?? [];
        var sides = from.ByKey();
        var pairs = StackPair.Of(from.Snapshot, to.Snapshot, twins).Select(p => new ReleasedPair(
            p, commit, p.Left is null ? null : sides.GetValueOrDefault(p.Left.Key), p.Right is null ? null : verdicts.GetValueOrDefault(p.Right.Key))).ToList();
        var comparison = new ParityComparison(
            new NeutralForm(twins, identities, isFrom: true), new NeutralForm(twins, identities, isFrom: false), new ReferenceTexts(from, to, twins, identities));
        var pending = parity.Items.Where(i => i is { Pile: ParityPile.Pending, IsOfFirst: false }).Select(i => i.Component).ToHashSet(StringComparer.Ordinal);
        var touched = pairs.Where(p => p.IsTouched).Select(p => p.Pair.Component).Concat(pending).ToHashSet(StringComparer.Ordinal);
        var rehearsal = new RehearsalFinder(comparison, from.Snapshot.Environment.Name);
        ImmutableArray<StackRehearsal> rehearsals = [.. pairs.Select(p => new StackRehearsal(
            p.Pair.Component, p.Pair.Right?.Key, NameOf(p, pairs), p.Pair.Left is not null, p.Runs(), p.Pair.Left?.Deployed?.UpdatedAt, rehearsal.Lack(p)))];
        return new ReleaseReview(
            parity,
            commit,
            to.Snapshot.CommitId,
            Components(from.Snapshot.Application, pairs, touched),
            [.. pairs.SelectMany(p => p.Changes)],
            [.. pairs.SelectMany(p => p.Untold)],
            [.. pairs.Where(p => p.IsTouched).SelectMany(ObstacleFinder.Find)],
            [.. pairs.SelectMany(ObstacleFinder.FindExports)],
            [.. pairs.SelectMany(CollisionFinder.Find).OrderBy(c => c.Kind)],
            [.. pairs.SelectMany(rehearsal.Find)],
            SoakOf(rehearsals, touched, from.Snapshot.Environment.Name, commit))
        { Rehearsals = rehearsals };
    }

    /// <summary>The review with what the second environment has taken from the release already: it stays in scope, and must have been rehearsed like what is still to come.</summary>
    /// <param name="review">The review of what is still to come.</param>
    /// <param name="taken">The second environment's stacks that were deployed from the release, and when.</param>
    public static ReleaseReview Take(ReleaseReview review, IReadOnlyDictionary<StackKey, DateTimeOffset> taken)
    {
        if (taken.Count == 0)
            return review;
        ImmutableArray<ReviewedComponent> components =
        [
            .. review.Components.Select(c => !c.IsTouched && c.To.Where(taken.ContainsKey).Select(k => taken[k]).ToList() is { Count: > 0 } at ? c with { IsTaken = true, TakenAt = at.Max() } : c),
        ];
        var scope = components.Where(c => c.IsInScope).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return review with
        {
            Components = components,
            Soak = SoakOf(review.Rehearsals, scope, review.Parity.From, review.FromCommit),
            // What is left of a stack to be changed has been judged with those changes.
            Unrehearsed =
            [
                .. review.Unrehearsed,
                .. review.Rehearsals.Where(r => r is { To: not null, Lack: not null } && taken.ContainsKey(r.To) && !review.Changes.Any(c => c.Stack == r.To))
                    .Select(r => new Unrehearsed(r.To!, ResourceAddress.Stack, null, PropertyPath.Root, r.Lack!, null, null)),
            ],
        };
    }

    /// <summary>
    /// The stacks of an environment that a release brings something to, whatever they run: as if each had been deployed with what the repository says of it at the beginning, and the end were to be released.
    /// Empty where one of the two was not rendered.
    /// </summary>
    /// <param name="to">The environment, rendered at both.</param>
    /// <param name="begin">The commit that the release begins after.</param>
    /// <param name="end">The commit that it brings.</param>
    /// <param name="asOf">Rules expire by it.</param>
    public static ImmutableArray<StackKey> Brought(EnvironmentSnapshot to, string begin, string end, DateTimeOffset asOf)
    {
        var before = to with
        {
            CommitId = end,
            Stacks =
            [
                .. from stack in to.Stacks
                   where stack.Deployed is not null && stack.Desired.GetValueOrDefault(end)?.Template is not null
                   let template = stack.Desired.GetValueOrDefault(begin)?.Template
                   where template is not null
                   select stack with { Outcome = ReadOutcome.Read, IsMoving = false, Deployed = stack.Deployed! with { StackStatus = "UPDATE_COMPLETE", Symbolic = template, Concrete = template }, Live = [], Unmanaged = [] },
            ],
        };
        return [.. EnvironmentEvaluator.Evaluate(before, asOf).Stacks.Where(s => s.PendingChanges > 0).Select(s => s.Key)];
    }

    private static ImmutableArray<ReviewedComponent> Components(ApplicationDefinition application, List<ReleasedPair> pairs, HashSet<string> touched) =>
    [
        .. pairs.GroupBy(p => p.Pair.Component, StringComparer.Ordinal).Select(g => new ReviewedComponent(
            g.Key,
            application.Components.FirstOrDefault(c => c.Name == g.Key)?.Owner,
            touched.Contains(g.Key),
            [.. g.Select(p => p.Pair.Left?.Key).OfType<StackKey>()],
            [.. g.Select(p => p.Pair.Right?.Key).OfType<StackKey>()])),
    ];

    /// <summary>The youngest of the stacks tells: an older one ran what it runs before, yet not beside the others.</summary>
    private static Soak SoakOf(ImmutableArray<StackRehearsal> stacks, HashSet<string> names, string environment, string? commit)
    {
        if (commit is null)
            return new Soak(null, $"the ref of {environment} names no commit");
        var scope = stacks.Where(s => names.Contains(s.Component)).ToList();
        if (scope.Count == 0)
            return new Soak(null, "the release changes nothing");
        var elsewhere = scope.Where(s => s.IsThere).ToList();
        if (elsewhere.Count == 0)
            return new Soak(null, $"{environment} has none of the components that the release touches");
        if (elsewhere.Where(s => s.Runs is false).Select(s => s.Name).ToList() is { Count: > 0 } behind)
            return new Soak(null, $"{environment} does not run all of it yet: not {Few(behind)}");
        if (elsewhere.Where(s => s.Runs is null).Select(s => s.Name).ToList() is { Count: > 0 } unknown)
            return new Soak(null, $"not known: whether {environment} runs it cannot be told of {Few(unknown)}");
        var updates = elsewhere.Select(s => s.UpdatedAt).ToList();
        return updates.Contains(null)
            ? new Soak(null, $"not known: CloudFormation does not say when {environment} was updated")
            : new Soak(updates.Max(), $"{environment} runs it since its last update");
    }

    /// <summary>A pair's name for people: the region only of a component that has several.</summary>
    private static string NameOf(ReleasedPair pair, List<ReleasedPair> all)
    {
        var hasRegions = all.Exists(o => o.Pair.Component == pair.Pair.Component && o.Pair.Region != pair.Pair.Region);
        return string.Join(' ', new[] { pair.Pair.Component, hasRegions ? pair.Pair.Region : "", pair.Pair.Instance }.Where(n => n.Length > 0));
    }

    /// <summary>"web", "web, worker, dns and 12 more".</summary>
    private static string Few(List<string> names) => names.Count <= MostNamed
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more");
}
