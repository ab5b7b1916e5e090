using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary>The difference of two templates for people: a paragraph for each resource, a line for each property.</summary>
internal sealed class DiffText(Paint paint)
{
    /// <param name="differences">What differs.</param>
    /// <param name="isOpen">Nothing differs, yet not everything could be compared.</param>
    public string Write(ImmutableArray<TemplateDifference> differences, bool isOpen = false)
    {
        if (differences.Length == 0)
            return isOpen ? "Nothing differs as far as it can be compared; whether the templates are equal cannot be known.\n" : "The templates are equal.\n";
        var text = new StringBuilder();
        foreach (var resource in differences.GroupBy(d => d.Address))
        {
            var first = resource.First();
            text.Append(paint.Bold(SafeText.Line(first.Address.ToString()))).Append("  ").Append(paint.Dim(SafeText.Line(first.Type)));
            text.Append(Whole(first) is { } whole ? "  " + whole + "\n" : "\n");
            foreach (var difference in resource.Where(d => Whole(d) is null))
                text.Append("  ").Append(Line(paint, difference.Kind, difference.Path, difference.Left, difference.Right, difference.Impact)).Append('\n');
            text.Append('\n');
        }

        return text.Append(Summary(differences)).Append('\n').ToString();
    }

    /// <summary>A property on one line: what happened to it, where, both values, and what bringing it about would do.</summary>
    public static string Line(Paint paint, DifferenceKind kind, PropertyPath path, PropertyValue? left, PropertyValue? right, Impact impact)
    {
        var place = SafeText.Line(path.ToString()) + (path.InnermostKey is { } key ? paint.Dim(SafeText.Line($" [{key.Property}={key.Value}]")) : "");
        var values = kind switch
        {
            DifferenceKind.Add => $"{place}  {Text(right)}",
            DifferenceKind.Remove => $"{place}  {Text(left)}",
            _ => $"{place}  {Text(left)} -> {Text(right)}",
        };
        return $"{Mark(kind)} {values}  {Word(paint, impact)}";
    }

    private static string Mark(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Add => "+",
        DifferenceKind.Remove => "-",
        _ => "~",
    };

    private static string Text(PropertyValue? value) => value switch
    {
        null => "(nothing)",
        ScalarValue { Text: "", Kind: ScalarKind.String } => "\"\"",
        _ => SafeText.Line(ValueText.Format(value)),
    };

    private static string Word(Paint paint, Impact impact) => impact switch
    {
        Impact.Replacement => paint.Bad("replacement"),
        Impact.ConditionalReplacement => paint.Bad("may replace"),
        Impact.Update => paint.Dim("update"),
        _ => paint.Dim("impact not known"),
    };

    private string? Whole(TemplateDifference difference) => difference switch
    {
        { Path.Segments.Length: > 0 } => null,
        { Kind: DifferenceKind.Add } => "added",
        { Kind: DifferenceKind.Remove } => "removed",
        _ => $"type was {Text(difference.Left)}  {Word(paint, difference.Impact)}",
    };

    private static string Summary(ImmutableArray<TemplateDifference> differences)
    {
        var resources = differences.Select(d => d.Address).Distinct().Count();
        var replaced = differences.Where(d => d.Impact == Impact.Replacement).Select(d => d.Address).Distinct().Count();
        var summary = $"{Words.Count(resources, "resource differs", "resources differ")}, {Words.Count(differences.Length, "difference", "differences")}";
        return replaced == 0 ? summary : $"{summary}, {Words.Count(replaced, "replacement", "replacements")}";
    }
}
