using System.Globalization;
using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Scanning;

/// <summary>What no stack owns, as text.</summary>
internal static class InventoryText
{
    /// <summary>Account by account, with how much of it was listed.</summary>
    public static void Write(StringBuilder text, Paint paint, ScanReport report)
    {
        foreach (var account in report.Inventories ?? [])
        {
            var made = account.Made.ToList();
            text.Append(paint.Bold("what no stack owns")).Append("  ").Append(VisibleText.Line($"{account.Account}  {Coverage(account)}")).Append('\n');
            foreach (var resource in made)
            {
                text.Append("  ").Append(VisibleText.Line($"{resource.Region}  {resource.Type}  {resource.Identifier}")).Append(resource.Name is { } name ? "  " + paint.Dim(VisibleText.Line(name)) : "")
                    .Append(resource.Stack is { } stack ? paint.Dim(VisibleText.Line($"  shown in {stack}")) : "").Append('\n');
            }

            if (made.Count == 0 && account.NotKnown is null)
                text.Append(account.Listings.Any(l => l.Outcome == ReadOutcome.Read) ? "  nothing\n" : "  not known\n");
            foreach (var line in account.Problems.Concat(account.Listings.Where(l => l.Outcome != ReadOutcome.Read).Select(l => $"{l.Region}  {l.Type}: {l.Detail ?? DocumentWriter.Name(l.Outcome)}")))
                text.Append("  ").Append(paint.Dim(VisibleText.Line(line))).Append('\n');
            text.Append('\n');
        }
    }

    /// <summary>"12 of 14 types listed, 7 defaults left out", or why nobody knows.</summary>
    private static string Coverage(AccountInventory account)
    {
        if (account.NotKnown is { } reason)
            return reason;
        var left = account.Resources.Count(r => r.Default is not null);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{account.Listings.Count(l => l.Outcome == ReadOutcome.Read)} of {Words.Count(account.Listings.Length, "type", "types")} listed{(left > 0 ? $", {Words.Count(left, "default", "defaults")} left out" : "")}");
    }
}
