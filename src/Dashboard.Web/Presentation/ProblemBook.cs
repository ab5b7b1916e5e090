using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation;

/// <summary>One thing to look at: a drift, a stack that could not be verified, or something wrong in an input.</summary>
/// <param name="Status">The verdict whose shape it bears; null for a diagnostic.</param>
/// <param name="Stack">The stack; null where it concerns no single one.</param>
/// <param name="Resource">The resource; null where it concerns the whole stack or an input.</param>
/// <param name="Difference">What differs; null where nothing was compared.</param>
/// <param name="Diagnostic">What is wrong in an input; null for a verdict.</param>
/// <param name="Text">The reason in words where there is no difference.</param>
/// <param name="ObservedAt">When that was read.</param>
/// <param name="Since">Of a drift, and of what belongs to another environment: since when it is there as it is; null where nobody knows.</param>
public sealed record Problem(
    Status? Status,
    StackEvaluation? Stack,
    ResourceEvaluation? Resource,
    Difference? Difference,
    Diagnostic? Diagnostic,
    string? Text,
    DateTimeOffset? ObservedAt,
    Sighting? Since = null)
{
    /// <summary>The separation finding that it is: a value of the resource belongs to another environment. Null: it is none.</summary>
    public SeparationFinding? Separation { get; init; }

    /// <summary>The place in the resource; null where it is about no property.</summary>
    public PropertyPath? Path => Difference?.Path ?? Separation?.Item.Path;
}

/// <summary>A value that belongs to another environment, with the comparison that shows it.</summary>
/// <param name="Pair">The pair that was compared.</param>
/// <param name="Item">The unit.</param>
public sealed record SeparationFinding(ParityKey Pair, ParityItem Item);

/// <summary>The list of problems of an application, the worst first.</summary>
public static class ProblemBook
{
    private static readonly BoardMemo<string, ImmutableArray<Problem>> Known = new(Make);

    /// <summary>What belongs to another environment, drifts (production first, then what would replace a resource, then the newest), errors in inputs, what could not be verified, warnings.</summary>
    public static ImmutableArray<Problem> Of(DriftBoard board, string application) => Known.Of(board, application);

    private static ImmutableArray<Problem> Make(DriftBoard board, string application)
    {
        var tiers = board.Environments.Where(e => e.Application == application).DistinctBy(e => e.Name).ToDictionary(e => e.Name, e => e.Tier);
        var stacks = board.Stacks.Values.Where(s => s.Key.Application == application).ToList();
        var drifts = stacks.Where(s => s.Drifted > 0).SelectMany(s => Drifts(board, s))
            .OrderBy(p => Importance(tiers.GetValueOrDefault(p.Stack!.Key.Environment, EnvironmentTier.Ephemeral)))
            .ThenBy(p => p.Status).ThenBy(p => p.Difference!.Impact).ThenByDescending(p => p.Since?.At)
            .ThenBy(p => p.Stack!.Key.ToString(), StringComparer.Ordinal).ThenBy(p => p.Resource!.Address);
        var inputs = board.DiagnosticsOf(application).Concat(stacks.SelectMany(s => s.Diagnostics)).Distinct()
            .OrderBy(d => d.Location.File, StringComparer.Ordinal).ThenBy(d => d.Location.Line)
            .Select(d => new Problem(null, null, null, null, d, d.Message, null)).ToList();
        var unverified = stacks.SelectMany(Unverified)
            .OrderBy(p => Importance(tiers.GetValueOrDefault(p.Stack!.Key.Environment, EnvironmentTier.Ephemeral)))
            .ThenBy(p => p.Status).ThenBy(p => p.Stack!.Key.ToString(), StringComparer.Ordinal);
        return
        [
            .. Separations(board, application),
            .. drifts,
            .. inputs.Where(p => p.Diagnostic!.Severity == DiagnosticSeverity.Error),
            .. unverified,
            .. inputs.Where(p => p.Diagnostic!.Severity != DiagnosticSeverity.Error),
        ];
    }

    /// <summary>The place of what is selected in a list of problems: the very property, or where nothing of it was compared the resource or the stack; -1 where it is no problem.</summary>
    public static int IndexOf(ImmutableArray<Problem> problems, StackSelection selection) =>
        Find(problems, selection, (problem, paths) => problem.Path is { } place ? paths.Contains(ComparisonLeaf.KeyOf(place)) : problem.Diagnostic is null);

    /// <summary>Where the walk from problem to problem goes on: what is selected, else another problem of its resource or its stack; -1 where there is none.</summary>
    public static int NearestTo(ImmutableArray<Problem> problems, StackSelection selection) =>
        IndexOf(problems, selection) is >= 0 and var exact ? exact : Find(problems, selection, (_, _) => true);

    /// <summary>What of a resource belongs to another environment.</summary>
    public static IEnumerable<SeparationFinding> SeparationsOf(DriftBoard board, StackKey stack, ResourceAddress resource) =>
        SeparationsOf(board, stack.Application).Where(p => p.Stack!.Key == stack && p.Resource?.Address == resource).Select(p => p.Separation!);

    /// <summary>What of an application belongs to another environment.</summary>
    public static IEnumerable<Problem> SeparationsOf(DriftBoard board, string application) => Of(board, application).TakeWhile(p => p.Separation is not null);

    private static int Find(ImmutableArray<Problem> problems, StackSelection selection, Func<Problem, string[], bool> isIt)
    {
        var (stack, resource) = (selection.Stack.Key, selection.Resource?.Address);
        // What is asked for may stand inside the property that is shown.
        string[] paths = [.. new[] { selection.Property?.Path, selection.Path }.OfType<PropertyPath>().Select(ComparisonLeaf.KeyOf).DefaultIfEmpty("")];
        for (var i = 0; i < problems.Length; i++)
        {
            if (problems[i].Stack?.Key == stack && (problems[i].Resource is null || problems[i].Resource!.Address == resource) && isIt(problems[i], paths))
                return i;
        }

        return -1;
    }

    /// <summary>Each once, however many pairs show it: first from the pair with the environment whose value it is. What a rule declares is answered.</summary>
    private static IEnumerable<Problem> Separations(DriftBoard board, string application) =>
        from parity in board.Parity.Values
        where parity.Application == application
        from item in parity.Items
        where item.IsOpenSeparation
        from foreign in item.Foreign
        orderby parity.From != foreign.Owner && parity.To != foreign.Owner, parity.To, parity.From
        let stack = StackIndex.KeyOf(board, application, foreign.Environment, item)
        where stack is not null
        group (parity, item, foreign) by (stack, item.Address, Path: item.Path.ToString()) into same
        let found = same.First()
        let verdict = board.Stacks[same.Key.stack]
        let resource = verdict.Resources.FirstOrDefault(r => r.Address == same.Key.Address)
        select new Problem(Status.Deleted, verdict, resource, null, null, $"{found.item.Path}: {found.foreign.Environment}'s value {found.foreign}", resource?.ObservedAt ?? verdict.CheckedAt,
            board.History.Separations.GetValueOrDefault(SeparationKey.Of(application, found.item, found.foreign)))
        {
            Separation = new SeparationFinding(new ParityKey(application, found.parity.From, found.parity.To), found.item),
        };

    private static IEnumerable<Problem> Drifts(DriftBoard board, StackEvaluation stack) =>
        from resource in stack.Resources
        where resource.IsDrifted
        from difference in resource.Differences
        where difference.Between == DifferenceBetween.DeployedLive
        select new Problem(resource.Status, stack, resource, difference, null, null, resource.ObservedAt, board.Since.GetValueOrDefault(new DriftKey(stack.Key, resource.Address)));

    /// <summary>The stack itself where it could not be verified as a whole; else every resource that could not. What nobody can read is calm and no problem.</summary>
    private static IEnumerable<Problem> Unverified(StackEvaluation stack)
    {
        if (stack.IsUnverified)
            return [new Problem(stack.Status, stack, null, null, null, stack.Detail ?? StatusWords.Of(stack.Status, stack.Reason), stack.CheckedAt)];
        return stack.Resources.Where(r => r.Status == Status.Unknown && r.Reason != StatusReason.Secret)
            .Select(r => new Problem(r.Status, stack, r, null, null, r.Detail ?? StatusWords.Of(r), r.ObservedAt ?? stack.CheckedAt));
    }

    private static int Importance(EnvironmentTier tier) => tier switch
    {
        EnvironmentTier.Production => 0,
        EnvironmentTier.Staging => 1,
        EnvironmentTier.Development => 2,
        _ => 3,
    };
}
