using System.Globalization;
using Dashboard.Cli.Output;
using Dashboard.Core.Documents;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Watching;

/// <summary>A change as one line for people, with the time of here.</summary>
internal sealed class WatchText(Paint paint, TimeProvider time)
{
    public string Write(WatchDocument change)
    {
        var at = Here(change.At).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{paint.Dim(at)} {(change.Parity is null ? Stack(change) : Parity(change))}";
    }

    private string Stack(WatchDocument change)
    {
        var cell = change.Stack ?? change.Previous!;
        var place = $"{cell.Application} {cell.Environment}/{cell.Component} {cell.Region}{(cell.Instance.Length == 0 ? "" : "/" + cell.Instance)}";
        var before = change.Previous is { } previous ? Words.Status(previous.Status, previous.Reason) : "(new)";
        var status = change.Stack is { } now ? Words.Status(now.Status, now.Reason) : "(gone)";
        var verdict = before == status ? status : $"{before} -> {status}";
        var perhaps = cell.PendingUnknown > 0 ? string.Create(CultureInfo.InvariantCulture, $", {cell.PendingUnknown} perhaps") : "";
        var figures = change.Stack is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {cell.Drifted} drifted, {cell.PendingChanges} to release{perhaps}, {cell.Coverage.Compared} of {cell.Coverage.Total} compared");
        return $"{paint.Bold(VisibleText.Line(place))}: {Colored(change.Stack?.Status, VisibleText.Line(verdict))}{figures}";
    }

    private string Parity(WatchDocument change)
    {
        var pair = change.Parity!;
        var unexplained = change.PreviousParity is { } before && before.Counts.Unexplained != pair.Counts.Unexplained
            ? string.Create(CultureInfo.InvariantCulture, $" (unexplained: {before.Counts.Unexplained} -> {pair.Counts.Unexplained})")
            : "";
        var kept = pair.KeptSince is { } since ? $", as of {Since(Here(since), Here(change.At))}" : "";
        return $"{paint.Bold(VisibleText.Line($"{pair.Application} {pair.From} <> {pair.To}"))}: {Words.Parity(pair.Counts)}{unexplained}{kept}";
    }

    /// <summary>A time of another day bears its day.</summary>
    private static string Since(DateTimeOffset since, DateTimeOffset at) => since.ToString(since.Date == at.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset Here(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, time.LocalTimeZone);

    private string Colored(string? status, string text) => status switch
    {
        "modified" or "deleted" or "unmanaged" => paint.Bad(text),
        "inSync" => paint.Good(text),
        _ => text,
    };
}
