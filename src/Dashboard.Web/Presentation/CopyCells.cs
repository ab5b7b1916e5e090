using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Graphs;

namespace Dashboard.Web.Presentation;

/// <summary>Cells of the overview and rows of the explorer as texts to paste elsewhere: a stack as a whole, all stacks of an environment or an application, and the parity of a component, or of one of its stacks.</summary>
internal static class CopyCells
{
    /// <summary>The text; null where the address is none of a cell, or has none in this form.</summary>
    public static string? Of(CopyForm form, DriftBoard board, Uri location, DateTimeOffset now, Func<string, string?> sandboxOf)
    {
        string[] segments = [.. location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        if (segments is ["stacks", var application, var environment, var component] && StackState.Parse(location.Query) is { Resource: null, Path: null } state)
            return StackSelection.KeyOf(board, application, environment, component, state) is { } key ? OfStack(form, board, board.Stacks[key], location.AbsoluteUri, now, sandboxOf) : null;
        if (segments is ["graph", var of, var at] && GraphState.Parse(location.Query) is { Component: null, Node: null })
            return OfStacks(form, board, of, at, location.AbsoluteUri, now, sandboxOf);
        if (segments is [] && OverviewState.Parse(location.Query) is { Application: { } whole } overview && overview == new OverviewState(whole))
            return OfStacks(form, board, whole, null, location.AbsoluteUri, now, sandboxOf);
        return PageAddress.Pair(location) is { } pair && ParityState.Parse(location.Query) is { Unit: null, Component: { } name } cell && ParityIndex.Of(board, pair) is { } index
            && (cell.Region is { } region ? index.Of(name, region, cell.Instance ?? "") : index.Of(name)) is { } counts
            ? form == CopyForm.Command ? OfSides(board, pair, cell, sandboxOf) : OfParity(form, board.Parity[pair], board.KeptSince(pair), cell, counts, location.AbsoluteUri)
            : null;
    }

    /// <summary>The stacks of an environment, or of an application in all of its environments; null where there is none.</summary>
    private static string? OfStacks(CopyForm form, DriftBoard board, string application, string? environment, string link, DateTimeOffset now, Func<string, string?> sandboxOf)
    {
        List<StackEvaluation> stacks =
        [
            .. from at in board.Environments
               where at.Application == application && (environment is null || at.Name == environment)
               from stack in board.Stacks.Values.Where(s => s.Key.Application == application && s.Key.Environment == at.Name).OrderBy(s => s.Key.ToString(), StringComparer.Ordinal)
               select stack,
        ];
        if (stacks.Count == 0)
            return null;
        var totals = BoardTotals.Of(stacks);
        var words = string.Create(CultureInfo.InvariantCulture, $"{StatusWords.Count(stacks.Count, "stack", "stacks")}, {StatusWords.Count(totals.Differing, "resource differs", "resources differ")}, {totals.Unverified} unverified, {totals.PendingChanges} to release");
        var scope = environment is null ? application : $"{application} / {environment}";
        return form switch
        {
            CopyForm.Json => CopyTexts.Write(new JsonArray([.. stacks.Select(s => JsonSerializer.SerializeToNode(DocumentWriter.Cell(s), DocumentSerializer.Default.StackCellDocument))])),
            CopyForm.Command => CopyCommands.OfStacks(stacks.Where(s => s.Status != Status.NotDeployed), sandboxOf),
            CopyForm.Markdown => $"{CopyTexts.Code(scope)}: **{words}**\n\n{string.Concat(stacks.Select(s => $"- {CopyTexts.Code(s.Key.Environment)} {CopyTexts.Code(StackNames.Short(board, s.Key))}: {Verdict(s, now, board.Scan.Interval)}{Facts(s)}\n"))}\n<{link}>",
            _ => $"{scope}: {words}\n{string.Concat(stacks.Select(s => $"  {s.Key.Environment} / {StackNames.Short(board, s.Key)} ({s.StackName}): {Verdict(s, now, board.Scan.Interval)}{Facts(s)}\n"))}{link}",
        };
    }

    /// <summary>The commands that show the stacks on both sides; null where neither is deployed.</summary>
    private static string? OfSides(DriftBoard board, ParityKey pair, ParityState cell, Func<string, string?> sandboxOf)
    {
        string[] commands =
        [
            .. from environment in new[] { pair.From, pair.To }
               from key in StackIndex.Of(board).At(pair.Application, environment, cell.Component!)
               where cell.Region is null || (key.Instance == (cell.Instance ?? "") && key.Region == cell.Region)
               let stack = board.Stacks[key]
               where stack.Status != Status.NotDeployed
               select CopyCommands.OfStack(stack, stack.StackName, sandboxOf(stack.Account)),
        ];
        return commands.Length == 0 ? null : string.Join('\n', commands);
    }

    private static string? OfStack(CopyForm form, DriftBoard board, StackEvaluation stack, string link, DateTimeOffset now, Func<string, string?> sandboxOf)
    {
        var verdict = Verdict(stack, now, board.Scan.Interval);
        var name = StackNames.Short(board, stack.Key);
        return form switch
        {
            CopyForm.Json => CopyTexts.Write(JsonSerializer.SerializeToElement(DocumentWriter.Cell(stack), DocumentSerializer.Default.StackCellDocument)),
            CopyForm.Command when stack.Status == Status.NotDeployed => null,
            CopyForm.Command => CopyCommands.OfStack(stack, stack.StackName, sandboxOf(stack.Account)),
            CopyForm.Markdown => $"{CopyTexts.Code(name)} in {CopyTexts.Code(stack.Key.Environment)} ({CopyTexts.Code(stack.StackName)}): **{verdict}**{Facts(stack)}\n\n<{link}>",
            _ => $"{stack.Key.Environment} / {name} ({stack.StackName}): {verdict}{Facts(stack)}\n{link}",
        };
    }

    /// <summary>The verdict's word; of one that is stale, first of all when it was true.</summary>
    private static string Verdict(StackEvaluation stack, DateTimeOffset now, TimeSpan interval) =>
        StackAges.Judge(stack, now, interval) != Freshness.Stale ? StatusWords.Of(stack)
        : StackAges.AsOf(stack) is { } at ? string.Create(CultureInfo.InvariantCulture, $"STALE, as of {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {StatusWords.Of(stack)}")
        : $"STALE, never read: {StatusWords.Of(stack)}";

    /// <summary>What a verdict's word leaves out.</summary>
    private static string Facts(StackEvaluation stack)
    {
        var text = new StringBuilder();
        if (stack.PendingChanges > 0)
            text.Append(CultureInfo.InvariantCulture, $", {stack.PendingChanges} to release");
        if (stack.PendingUnknown > 0)
            text.Append(CultureInfo.InvariantCulture, $", {stack.PendingUnknown} perhaps to release");
        if (stack.Status is not (Status.PartlyChecked or Status.NotDeployed))
            text.Append(CultureInfo.InvariantCulture, $", {stack.Coverage.Compared} of {stack.Coverage.Total} checked");
        if (stack.CheckedAt is { } at)
            text.Append(CultureInfo.InvariantCulture, $", template checked {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (stack.OldestReadAt is { } read)
            text.Append(CultureInfo.InvariantCulture, $", oldest live read {read.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return text.ToString();
    }

    /// <summary>", as of 2026-03-02 10:32 UTC" of a judgement that is kept; nothing of one that is of what was read last.</summary>
    internal static string AsOf(DateTimeOffset? kept) => kept is { } since ? string.Create(CultureInfo.InvariantCulture, $", as of {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "";

    private static string OfParity(CopyForm form, ParityEvaluation parity, DateTimeOffset? kept, ParityState cell, ParityCounts counts, string link)
    {
        var scope = cell.Scope!;
        var words = string.Join(", ", PileWords.InOrder.Where(p => PileWords.Count(counts, p) > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{PileWords.Count(counts, p)} {PileWords.Of(p).ToLowerInvariant()}"))) + AsOf(kept);
        if (form == CopyForm.Json)
        {
            ImmutableArray<ParityItem> items = [.. parity.Items.Where(cell.IsOf)];
            return CopyTexts.Write(JsonSerializer.SerializeToElement(DocumentWriter.Parity(parity with { Items = items, Counts = counts, Diagnostics = [] }, kept, includeEqual: false), DocumentSerializer.Default.ParityDocument));
        }

        return form == CopyForm.Markdown
            ? $"{CopyTexts.Code(scope)}, {CopyTexts.Code(parity.From)} ⇄ {CopyTexts.Code(parity.To)}: **{words}**\n\n<{link}>"
            : $"{parity.From} ⇄ {parity.To} / {scope}: {words}\n{link}";
    }
}
