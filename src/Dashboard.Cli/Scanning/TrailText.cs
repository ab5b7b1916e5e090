using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Scanning;

/// <summary>Who changed what has drifted, as text.</summary>
internal static class TrailText
{
    /// <summary>A resource with its newest changes by hand and what CloudFormation did last; what is not known is said with its reason.</summary>
    public static void Write(StringBuilder text, Paint paint, ScanReport report)
    {
        if (report.Trails is not { } trails)
            return;
        text.Append(paint.Bold("who changed what")).Append('\n');
        if (trails.IsEmpty)
            text.Append("  nothing has drifted\n");
        foreach (var (stack, resource, trail) in trails)
        {
            text.Append("  ").Append(VisibleText.Line(report.PlaceOf(stack.Key))).Append("  ").Append(VisibleText.Line(ScanText.NameOf(resource))).Append('\n');
            foreach (var change in trail.Changes)
                text.Append("    ").Append(VisibleText.Line(Line(change))).Append("  ").Append(paint.Dim($"{Words.Age(report.ScannedAt - change.At)} ago")).Append('\n');
            foreach (var gap in trail.Gaps)
                text.Append("    ").Append(paint.Dim(VisibleText.Line($"{Name(gap.Source)}: {gap.Reason}"))).Append('\n');
        }

        text.Append('\n');
    }

    /// <summary>"tomasz.wrona as Operations  AuthorizeSecurityGroupIngress (console)".</summary>
    private static string Line(TrailEntry change) => change.Source == TrailSource.StackEvents
        ? $"CloudFormation  {change.Call}"
        : $"{change.Actor?.Name ?? "somebody unknown"}{(change.Actor?.Role is { } role ? $" as {role}" : "")}  {change.Call}{(change.Actor?.Client is { } client ? $" ({client})" : "")}{Part(change.Part)}";

    private static string Part(TrailPart part) => part switch { TrailPart.NamedIn => ", which only names it", TrailPart.ByService => ", through a service", _ => "" };

    private static string Name(TrailSource source) => source switch { TrailSource.CloudTrail => "CloudTrail", TrailSource.ParameterStore => "Parameter Store", _ => "stack events" };
}
