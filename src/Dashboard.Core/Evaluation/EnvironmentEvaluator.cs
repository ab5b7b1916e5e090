using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>Judges one environment's snapshot: pending changes, drift, coverage. A pure function.</summary>
public static class EnvironmentEvaluator
{
    private static readonly ImmutableArray<RuleKind> DriftRules = [RuleKind.Accept, RuleKind.Ignore];

    /// <summary>Judges a snapshot as of an instant: rules expire by it, and nothing else depends on it.</summary>
    public static EnvironmentEvaluation Evaluate(EnvironmentSnapshot snapshot, DateTimeOffset asOf)
    {
        var rules = RulesOf(snapshot, asOf);
        ImmutableArray<StackEvaluation> stacks = MoveFinder.Mark([.. snapshot.Stacks.Select(s => new StackEvaluator(snapshot, s, rules).Evaluate())], snapshot.Moves);
        var used = stacks.SelectMany(s => s.Resources).SelectMany(r => r.Allowed).Select(a => a.Rule).ToHashSet();
        var isAllRead = snapshot.Stacks.All(s => s.Outcome is ReadOutcome.Read or ReadOutcome.Missing);
        Func<DifferenceRule, bool>? isAnySubject = isAllRead ? IsAnySubject : null;
        return new EnvironmentEvaluation(snapshot, stacks, [.. snapshot.Diagnostics, .. rules.Diagnose(used, isAnySubject)], rules.NextExpiry);

        bool IsAnySubject(DifferenceRule rule) => stacks.Any(s => s.Resources.Any(r => RuleBook.IsFor(rule, s.Key.Component, r.Address, r.Type)));
    }

    /// <summary>Judges one stack of a snapshot: the same verdict as <see cref="Evaluate"/> gives it; what moved between stacks takes all of them to see.</summary>
    public static StackEvaluation EvaluateStack(EnvironmentSnapshot snapshot, StackSnapshot stack, DateTimeOffset asOf) =>
        new StackEvaluator(snapshot, stack, RulesOf(snapshot, asOf)).Evaluate();

    private static RuleBook RulesOf(EnvironmentSnapshot snapshot, DateTimeOffset asOf) =>
        new(snapshot.Application, [snapshot.Environment.Name], DriftRules, asOf);
}
