using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Comparing;

/// <summary>The comparison of a resource with its live properties for people.</summary>
internal sealed class CompareText(Paint paint)
{
    public string Write(string type, ComparisonResult result)
    {
        var text = new StringBuilder().Append(paint.Bold(VisibleText.Line(type))).Append('\n');
        foreach (var d in result.Differences)
        {
            text.Append("  ").Append(DifferenceLine.Write(paint, d.Kind, d.Path.ToString(), d.Path.InnermostKey, d.Left, d.Right, DifferenceLine.Effect(paint, d.Impact)))
                .Append(d.Confidence == Confidence.Possible ? paint.Dim(VisibleText.Line($" (perhaps the same: {d.Detail})")) : "").Append('\n');
        }

        foreach (var u in result.Unverified)
            text.Append("  ! ").Append(DifferenceLine.Place(paint, u.Path.ToString(), u.Path.InnermostKey)).Append("  ").Append(paint.Dim(VisibleText.Line("cannot be verified: " + u.Detail))).Append('\n');
        foreach (var f in result.Folded)
            text.Append(paint.Dim(VisibleText.Line($"  = {f.Path}  {NormaliserCatalog.Get(f.Normaliser).Title} ({f.Normaliser})"))).Append('\n');
        foreach (var u in result.Undeclared)
            text.Append(paint.Dim(VisibleText.Line($"  . {u.Path}  {DifferenceLine.Text(u.Right)}  not declared"))).Append('\n');
        return text.Append('\n').Append(Summary(result)).Append('\n').ToString();
    }

    private static string Summary(ComparisonResult result)
    {
        var verdict = result.Differences.Length > 0 ? Words.Count(result.Differences.Length, "difference", "differences")
            : result.Unverified.Length > 0 ? "Nothing differs in what could be compared"
            : "The same";
        List<string> parts = [verdict];
        if (result.Unverified.Length > 0)
            parts.Add($"{result.Unverified.Length} cannot be verified");
        if (result.Undeclared.Length > 0)
            parts.Add($"{result.Undeclared.Length} not declared");
        if (result.FoldedCount > 0)
            parts.Add($"{Words.Count(result.FoldedCount, "difference", "differences")} of spelling");
        return string.Join(", ", parts) + ".";
    }
}
