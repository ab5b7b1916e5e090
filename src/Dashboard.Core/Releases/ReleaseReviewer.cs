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
            SoakOf(pairs, touched, from.Snapshot.Environment.Name, commit));
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
    private static Soak SoakOf(List<ReleasedPair> pairs, HashSet<string> names, string environment, string? commit)
    {
        if (commit is null)
            return new Soak(null, $"the ref of {environment} names no commit");
        var touched = pairs.Where(p => names.Contains(p.Pair.Component)).ToList();
        if (touched.Count == 0)
            return new Soak(null, "the release changes nothing");
        var elsewhere = touched.Where(p => p.Pair.Left is not null).ToList();
        if (elsewhere.Count == 0)
            return new Soak(null, $"{environment} has none of the components that the release touches");
        if (elsewhere.Where(p => p.Runs() is false).Select(Name).ToList() is { Count: > 0 } behind)
            return new Soak(null, $"{environment} does not run all of it yet: not {Few(behind)}");
        if (elsewhere.Where(p => p.Runs() is null).Select(Name).ToList() is { Count: > 0 } unknown)
            return new Soak(null, $"not known: whether {environment} runs it cannot be told of {Few(unknown)}");
        var updates = elsewhere.Select(p => p.Pair.Left!.Deployed?.UpdatedAt).ToList();
        return updates.Contains(null)
            ? new Soak(null, $"not known: CloudFormation does not say when {environment} was updated")
            : new Soak(updates.Max(), $"{environment} runs it since its last update");

        string Name(ReleasedPair p)
        {
            var hasRegions = pairs.Exists(o => o.Pair.Component == p.Pair.Component && o.Pair.Region != p.Pair.Region);
            return string.Join(' ', new[] { p.Pair.Component, hasRegions ? p.Pair.Region : "", p.Pair.Instance }.Where(n => n.Length > 0));
        }
    }

    /// <summary>"web", "web, worker, dns and 12 more".</summary>
    private static string Few(List<string> names) => names.Count <= MostNamed
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more");
}
