using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>Judges the parity of two environments. A pure function.</summary>
/// <remarks>What is compared: docs/decisions/0004. What counts as explained: docs/decisions/0006.</remarks>
public static class ParityEvaluator
{
    /// <summary>Judges parity as of an instant.</summary>
    /// <param name="from">The environment that promotes.</param>
    /// <param name="to">The environment that it promotes into.</param>
    /// <param name="identities">Of every known stack of every environment.</param>
    /// <param name="asOf">Rules expire by it.</param>
    public static ParityEvaluation Evaluate(EnvironmentEvaluation from, EnvironmentEvaluation to, IdentityMap identities, DateTimeOffset asOf)
    {
        var (fromName, toName) = (from.Snapshot.Environment.Name, to.Snapshot.Environment.Name);
        var application = from.Snapshot.Application;
        var twins = new EnvironmentTwins(from.Snapshot, to.Snapshot);
        var comparison = new ParityComparison(
            new NeutralForm(twins, identities, isFrom: true), new NeutralForm(twins, identities, isFrom: false), new ReferenceTexts(from, to, twins, identities));
        var rules = new RuleBook(application, [fromName, toName], [RuleKind.Expect], asOf);
        var scope = new ParityScope(from.Snapshot, to.Snapshot, comparison, rules, twins);
        var (left, right) = (from.ByKey(), to.ByKey());
        ImmutableArray<ParityItem> items =
        [
            .. StackPair.Of(from.Snapshot, to.Snapshot, twins).SelectMany(p => new PairParity(
                scope, p, p.Left is null ? null : left.GetValueOrDefault(p.Left.Key), p.Right is null ? null : right.GetValueOrDefault(p.Right.Key)).Judge()),
        ];

        var isAllRead = from.Snapshot.Stacks.Concat(to.Snapshot.Stacks).All(s => s.Outcome is ReadOutcome.Read or ReadOutcome.Missing);
        ImmutableArray<DifferenceRule> unmatched = isAllRead ? [.. rules.Holding.Where(r => !scope.Used.Contains(r))] : [];
        // What matches nothing here may match between two other environments: only a rule that speaks of no other pair is judged here.
        var quiet = scope.Used.Union(unmatched.Where(r => application.ParityPairs.Count(p => Speaks(r, p.From.Name, p.To.Name)) > 1)).ToHashSet();
        return new ParityEvaluation(
            application.Name,
            fromName,
            toName,
            ParityCounts.Of(items),
            items,
            [.. rules.Diagnose(quiet, isAllRead ? static _ => true : null)],
            rules.NextExpiry)
        {
            UnmatchedRules = unmatched,
            Folded = [.. scope.Folded],
        };
    }

    /// <summary>Rules that match nothing in any of the pairs that they speak of, where there are several. One pair alone reports its own.</summary>
    /// <param name="applications">Whose pairs.</param>
    /// <param name="evaluations">The pairs that were judged; of a rule that speaks of another one nothing is said.</param>
    public static ImmutableArray<Diagnostic> DiagnoseUnmatched(IEnumerable<ApplicationDefinition> applications, IReadOnlyCollection<ParityEvaluation> evaluations)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var application in applications)
        {
            var judged = evaluations.Where(e => e.Application == application.Name).ToDictionary(e => (e.From, e.To));
            foreach (var rule in judged.Values.SelectMany(e => e.UnmatchedRules).Distinct())
            {
                var spokenOf = application.ParityPairs.Where(p => Speaks(rule, p.From.Name, p.To.Name)).ToList();
                if (spokenOf.Count > 1 && spokenOf.TrueForAll(p => judged.TryGetValue((p.From.Name, p.To.Name), out var pair) && pair.UnmatchedRules.Contains(rule)))
                    found.Add(RuleBook.MatchesNothing(rule));
            }
        }

        return found.ToImmutable();
    }

    private static bool Speaks(DifferenceRule rule, string from, string to) => rule.Environment is null || rule.Environment == from || rule.Environment == to;
}
