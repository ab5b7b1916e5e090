using System.Globalization;
using System.Text;
using Dashboard.Cli.Comparing;
using Dashboard.Cli.Output;
using Dashboard.Core.Definition;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Scanning;

/// <summary>A scan for people: one line for each stack, then what differs, what could not be checked, and the sum.</summary>
internal sealed class ScanText(Paint paint, ScanReport report, DocumentExtras extras)
{
    private readonly StringBuilder _text = new();

    public string Write()
    {
        foreach (var environment in report.Environments)
            WriteEnvironment(environment);
        foreach (var parity in report.Parity)
            WriteParity(parity);
        foreach (var environment in report.Environments)
        {
            foreach (var stack in environment.Evaluation.Stacks)
                WriteDifferences(environment, stack);
        }

        TrailText.Write(_text, paint, report);
        WriteUndeclared();
        WriteUnchecked();
        WriteUnclaimed();
        InventoryText.Write(_text, paint, report);
        WriteAdvice();
        WriteCalls();
        _text.Append(Summary()).Append('\n');
        return _text.ToString();
    }

    /// <summary>How a resource is called: one that stands in no template by its own identifier.</summary>
    public static string NameOf(ResourceEvaluation resource) =>
        resource.Status == Status.Unmanaged ? resource.PhysicalId ?? resource.Address.ToString() : resource.Address.ToString();

    private void WriteEnvironment(ScannedEnvironment scanned)
    {
        var environment = scanned.Snapshot.Environment;
        var commit = scanned.Snapshot.CommitId is { } id ? $"{environment.Ref} {id[..7]}" : $"{environment.Ref} (not found)";
        _text.Append(paint.Bold(VisibleText.Line($"{scanned.Snapshot.Application.Name} {environment.Name}"))).Append("  ")
            .Append(paint.Dim(VisibleText.Line($"{commit}  account {environment.Account}{Life(scanned.Snapshot)}"))).Append('\n');
        var rows = scanned.Evaluation.Stacks.Select(Row).ToList();
        var widths = Enumerable.Range(0, 3).Select(i => rows.Select(r => r[i].Length).DefaultIfEmpty().Max()).ToArray();
        foreach (var (stack, row) in scanned.Evaluation.Stacks.Zip(rows))
        {
            _text.Append("  ").Append(Colored(stack.Status, row[0].PadRight(widths[0]))).Append("  ").Append(row[1].PadRight(widths[1])).Append("  ").Append(row[2].PadLeft(widths[2]))
                .Append("  ").Append(row[3]).Append('\n');
        }

        if (rows.Count == 0)
            _text.Append("  ").Append("no stack\n");
        _text.Append('\n');
    }

    /// <summary>Of an environment that is not meant to last, how long it has.</summary>
    private string Life(EnvironmentSnapshot snapshot)
    {
        if (snapshot is not { Environment.Tier: EnvironmentTier.Ephemeral, Life: { CreatedAt: { } created, ChangedAt: { } changed, LeftBehind: var merged } })
            return "";
        var behind = merged is null ? "" : $", left behind: {merged.Name} is merged";
        return $"  created {Words.Age(report.ScannedAt - created)} ago, changed {Words.Age(report.ScannedAt - changed)} ago{behind}";
    }

    /// <summary>Status, component, coverage, and the rest.</summary>
    private string[] Row(StackEvaluation stack)
    {
        var rest = new List<string>();
        if (stack.Drifted > 0)
            rest.Add(string.Create(CultureInfo.InvariantCulture, $"{stack.Drifted} drifted"));
        if (stack.Accepted > 0)
            rest.Add(string.Create(CultureInfo.InvariantCulture, $"{stack.Accepted} accepted"));
        if (stack.PendingChanges > 0)
            rest.Add(string.Create(CultureInfo.InvariantCulture, $"{stack.PendingChanges} to release"));
        if (stack.PendingUnknown > 0)
            rest.Add(string.Create(CultureInfo.InvariantCulture, $"{stack.PendingUnknown} perhaps to release"));
        if (stack.Running is { } running && running.CommitId != stack.CommitId)
            rest.Add($"runs {running.CommitId[..7]}");
        if (stack.CheckedAt is { } checkedAt)
            rest.Add($"checked {Words.Age(report.ScannedAt - checkedAt)} ago");
        if (stack.OldestReadAt is { } readAt)
            rest.Add($"oldest read {Words.Age(report.ScannedAt - readAt)} ago");
        return
        [
            Word(stack.Status, stack.Reason),
            VisibleText.Line(report.NameOf(stack.Key)),
            string.Create(CultureInfo.InvariantCulture, $"{stack.Coverage.Compared} of {stack.Coverage.Total}"),
            string.Join(", ", rest),
        ];
    }

    private void WriteParity(ParityEvaluation parity)
    {
        _text.Append(paint.Bold(VisibleText.Line($"{parity.Application} {parity.From} <> {parity.To}"))).Append("  ").Append(Words.Parity(DocumentWriter.Summary(parity, keptSince: null).Counts)).Append('\n');
        foreach (var item in parity.Items.Where(i => i.IsOpenSeparation || i.Pile == ParityPile.Unexplained).OrderByDescending(i => i.IsSeparationFinding))
        {
            var place = $"{report.NameOf(new StackKey(parity.Application, parity.From, item.Component, item.Region, item.Instance))} {item.Address}{item.Path}";
            var sides = item.Path.Segments.Length == 0 ? (item.Left is null ? $"only in {parity.To}" : $"only in {parity.From}") : $"{item.Left?.ToString() ?? "(nothing)"} <> {item.Right?.ToString() ?? "(nothing)"}";
            _text.Append("  ").Append(item.IsSeparationFinding ? paint.Bad("separation ") : "unexplained").Append(VisibleText.Line($"  {place}  {sides}{(item.Reason is { } reason ? $"  ({(item.Pile == ParityPile.Unverifiable ? string.Join("; ", item.Foreign) + "; " : "")}{reason})" : "")}")).Append('\n');
        }

        _text.Append('\n');
    }

    private void WriteDifferences(ScannedEnvironment scanned, StackEvaluation stack)
    {
        var resources = stack.Resources.Where(r => r.Differences.Length > 0 || r.IsDrifted).ToList();
        if (resources.Count == 0 && stack.OutputChanges.IsEmpty)
            return;
        _text.Append(paint.Bold(VisibleText.Line(report.PlaceOf(stack.Key)))).Append('\n');
        foreach (var resource in resources)
        {
            _text.Append("  ").Append(VisibleText.Line(NameOf(resource))).Append("  ").Append(paint.Dim(VisibleText.Line(resource.Type))).Append("  ")
                .Append(Colored(resource.Status, Word(resource.Status, resource.Reason)));
            // A resource that is there on one side only is told by its line; its properties stand in the template.
            if (resource.Differences is [{ Path.Segments.Length: 0 } whole])
                _text.Append(whole.Between == DifferenceBetween.DesiredDeployed ? "  " + paint.Pending("to release") : "").Append(Origin(report.OriginOf(scanned, stack, resource, whole))).Append('\n');
            else
                WriteProperties(scanned, stack, resource);
        }

        if (!stack.OutputChanges.IsEmpty)
            _text.Append("  ").Append("outputs of the stack").Append('\n');
        foreach (var change in stack.OutputChanges)
            WriteDifference(change, "");
        _text.Append('\n');
    }

    private void WriteProperties(ScannedEnvironment scanned, StackEvaluation stack, ResourceEvaluation resource)
    {
        _text.Append('\n');
        foreach (var difference in resource.Differences)
            WriteDifference(difference, Origin(report.OriginOf(scanned, stack, resource, difference)));
    }

    private void WriteDifference(Difference difference, string origin)
    {
        var what = difference switch
        {
            { Between: DifferenceBetween.DesiredDeployed } => paint.Pending("to release"),
            { Confidence: Confidence.Possible } => paint.Dim("may differ"),
            _ => paint.Bad("drift     "),
        };
        // Drift reads from what was deployed to what runs; a pending change from what was deployed to what the repository says.
        var (left, right, kind) = difference.Between == DifferenceBetween.DeployedLive
            ? (difference.Expected, difference.Actual, difference.Kind)
            : (difference.Actual, difference.Expected, Turned(difference.Kind));
        _text.Append("    ").Append(what).Append(' ').Append(DifferenceLine.Write(paint, kind, difference.Place, difference.Path.InnermostKey, left, right, DifferenceLine.Effect(paint, difference.Impact, difference.Confidence)))
            .Append(origin).Append('\n');
    }

    /// <summary>What runs although nothing declares it, and, where that is asked for, who told what.</summary>
    private void WriteUndeclared()
    {
        foreach (var stack in extras == DocumentExtras.None ? [] : report.Stacks)
        {
            var lines = stack.Resources.SelectMany(r => Extra(r).Select(l => (Resource: r, Line: l))).ToList();
            if (lines.Count == 0)
                continue;
            _text.Append(paint.Bold(VisibleText.Line(report.PlaceOf(stack.Key)))).Append('\n');
            foreach (var resource in lines.GroupBy(l => l.Resource))
            {
                _text.Append("  ").Append(VisibleText.Line(resource.Key.Address.ToString())).Append("  ").Append(paint.Dim(VisibleText.Line(resource.Key.Type))).Append('\n');
                foreach (var (_, line) in resource)
                    _text.Append("    ").Append(paint.Dim(VisibleText.Line(line))).Append('\n');
            }

            _text.Append('\n');
        }
    }

    private IEnumerable<string> Extra(ResourceEvaluation resource)
    {
        if (extras.HasFlag(DocumentExtras.Readers) && !resource.Readers.IsDefaultOrEmpty)
            yield return $"read by    {string.Join(", ", resource.Readers)}{string.Concat(resource.ToldByOthers.Select(t => $"; {t.Key} by {t.Value.Reader}"))}";
        foreach (var undeclared in extras.HasFlag(DocumentExtras.Undeclared) ? UndeclaredProperties.Of(resource) : [])
            yield return $"undeclared {undeclared.Place}  {undeclared.Actual}";
    }

    private void WriteUnclaimed()
    {
        if (report.Unclaimed.IsEmpty)
            return;
        _text.Append(paint.Bold("stacks that nothing claims")).Append('\n');
        foreach (var scope in report.Unclaimed.GroupBy(s => s.Scope))
        {
            _text.Append("  ").Append(VisibleText.Line($"{scope.Key.Account} {scope.Key.Region}")).Append('\n');
            foreach (var stack in scope)
                _text.Append("    ").Append(VisibleText.Line(stack.StackName)).Append("  ")
                    .Append(paint.Dim(VisibleText.Line(stack.Status + (StackSetFact.OwnerOf((report.Inventories ?? []).SelectMany(i => i.StackSets), stack.Scope, stack.StackName) is { } set ? $"  stack set {set}" : "")))).Append('\n');
        }

        _text.Append('\n');
    }

    /// <summary>What could not be checked, by its reason: one that many resources share is told once.</summary>
    private void WriteUnchecked()
    {
        var gaps = report.NotFullyChecked.SelectMany(Gaps).GroupBy(g => FailedCall.CauseOf(g.Reason), StringComparer.Ordinal).ToList();
        if (gaps.Count == 0)
            return;
        _text.Append(paint.Bold("not fully checked")).Append('\n');
        foreach (var gap in gaps)
        {
            _text.Append("  ").Append(VisibleText.Line(FailedCall.Gather(gap.Select(g => g.Reason))!)).Append('\n');
            foreach (var place in gap.GroupBy(g => g.Stack))
                _text.Append("    ").Append(VisibleText.Line(place.Key + string.Concat(place.Select((g, i) => (i == 0 ? "  " : ", ") + g.Resource)).TrimEnd())).Append('\n');
        }

        _text.Append('\n');
    }

    /// <summary>Who tells what helps, where something could not be read.</summary>
    private void WriteAdvice()
    {
        var unread = report.Environments.Where(e => e.Evaluation.Stacks.Any(s => IsUnread(s.Reason) || s.Resources.Any(r => IsUnread(r.Reason)))).ToList();
        if (unread.Count == 0)
            return;
        // An environment that its stacks made has no name that could be asked for.
        var names = unread.TrueForAll(e => e.Snapshot.Application.Environments.Any(d => d.Name == e.Snapshot.Environment.Name)) ? unread.Select(e => e.Snapshot.Environment.Name).Distinct() : [];
        _text.Append(VisibleText.Line($"'driftboard doctor{string.Concat(names.Select(n => $" --environment {n}"))}', with the other options of this scan, tells what is missing and what to do.")).Append('\n');
    }

    private static bool IsUnread(StatusReason? reason) =>
        reason is StatusReason.Denied or StatusReason.NoAccess or StatusReason.Throttled or StatusReason.TimedOut or StatusReason.StackUnreadable;

    /// <summary>"412 calls (404 expected): 300 cloudcontrolapi, 110 cloudformation, 2 sts; 8 were tried again".</summary>
    private void WriteCalls()
    {
        var (estimated, made) = report.Calls;
        if (made.Total == 0)
            return;
        var services = string.Join(", ", made.ByService.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} {s.Key}")));
        var throttled = made.Throttled > 0 ? $"; {Words.Count(made.Throttled, "was", "were")} throttled" : "";
        var retried = made.Retried > 0 ? $"; {Words.Count(made.Retried, "was", "were")} tried again" : "";
        var lookups = report.Calls.Lookups > 0 ? string.Create(CultureInfo.InvariantCulture, $", and {report.Calls.Lookups} for more than the scan") : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{Words.Count(made.Total, "call", "calls")} ({estimated} expected{lookups}): {services}{throttled}{retried}");
        _text.Append(paint.Dim(line)).Append('\n');
    }

    private IEnumerable<(string Reason, string Stack, string Resource)> Gaps(StackEvaluation stack)
    {
        var place = report.PlaceOf(stack.Key);
        var open = stack.Resources.Where(r => r.Status is Status.Unknown or Status.NotChecked or Status.Unsupported).ToList();
        // Where the stack itself could not be read, every resource would only repeat its reason.
        if (open.Count == stack.Resources.Length && open.All(r => r.Detail == stack.Detail && r.Reason == stack.Reason))
            yield return ($"{Word(stack.Status, stack.Reason)}: {stack.Detail ?? "nothing was compared"}", place, "");
        else
        {
            // A reason that no resource bears is the stack's own.
            if (stack is { IsUnverified: true, Detail: { } why } && open.TrueForAll(r => r.Detail != why))
                yield return ($"{Word(stack.Status, stack.Reason)}: {why}", place, "");
            foreach (var resource in open)
                yield return ($"{resource.Type}  {Word(resource.Status, resource.Reason)}{(resource.Detail is { } detail ? ": " + detail : "")}", place, resource.Address.ToString());
        }

        foreach (var problem in stack.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error || !stack.IsDesiredKnown))
            yield return (problem.ToString(), place, "");
    }

    /// <summary>In sync is green only where everything that the repository has is there.</summary>
    private string Summary()
    {
        var stacks = report.Stacks.ToList();
        var missing = stacks.Count(s => s.Status == Status.NotDeployed);
        var compared = string.Create(CultureInfo.InvariantCulture, $"{stacks.Sum(s => s.Coverage.Compared)} of {stacks.Sum(s => s.Coverage.Total)} resources compared")
            + (missing > 0 ? $", {Words.Count(missing, "stack is", "stacks are")} not deployed" : "");
        var drifted = report.Drifted.Count();
        var partly = report.NotFullyChecked.Count();
        return report.ExitCode switch
        {
            ExitCode.Error => paint.Bad("There were errors: not everything could be scanned."),
            ExitCode.Different => paint.Bad($"Drift in {Words.Count(drifted, "stack", "stacks")} of {stacks.Count}") + $"; {compared}.",
            ExitCode.NotFullyChecked => $"No drift was found, but {(partly == 0 ? "nothing" : "not everything")} was checked; {compared}.",
            _ => (missing > 0 ? "In sync" : paint.Good("In sync")) + $"; {compared}.",
        };
    }

    private static string Origin(OriginDocument? origin) => origin is null ? ""
        : VisibleText.Line($"  {origin.File}:{origin.Line}{(origin.Commit is { } commit ? $" ({commit[..7]} {origin.Author})" : "")}");

    private static DifferenceKind Turned(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Add => DifferenceKind.Remove,
        DifferenceKind.Remove => DifferenceKind.Add,
        _ => kind,
    };

    private string Colored(Status status, string text) => status switch
    {
        Status.Modified or Status.Deleted or Status.Unmanaged => paint.Bad(text),
        Status.InSync => paint.Good(text),
        _ => paint.Dim(text),
    };

    private static string Word(Status status, StatusReason? reason) =>
        Words.Status(DocumentWriter.Name(status), reason is { } known ? DocumentWriter.Name(known) : null);
}
