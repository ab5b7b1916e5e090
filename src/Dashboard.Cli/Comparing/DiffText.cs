using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Comparing;

/// <summary>The difference of two templates for people: a paragraph for each resource, a line for each property, in columns.</summary>
internal sealed class DiffText(Paint paint)
{
    /// <summary>Places up to this width stand in a column.</summary>
    private const int WidestPlace = 48;

    /// <summary>Names of entries up to this width do.</summary>
    private const int WidestName = 72;

    /// <summary>Values that are longer together stand on lines of their own.</summary>
    private const int WidestValues = 100;

    private readonly StringBuilder _text = new();

    /// <summary>What an entry of a section is called.</summary>
    public static string KindOf(string section) => section switch
    {
        "Outputs" => "output",
        "Parameters" => "parameter",
        "Conditions" => "condition",
        "Mappings" => "mapping",
        "Rules" => "rule",
        _ => section,
    };

    /// <summary>A path as people write it: from inside the properties, and attributes by their name.</summary>
    public static string Place(PropertyPath path) => path.Segments is [{ Name: "Properties" }, .. { Length: > 0 } inner] ? new PropertyPath([.. inner]).ToString() : path.Segments is [{ Name: { } attribute }, ..] && !attribute.StartsWith("Fn::", StringComparison.Ordinal) ? path.ToString()[1..] : path.ToString();

    /// <summary>The whole report.</summary>
    public string Write(TemplateComparison comparison)
    {
        var folded = comparison.Folded.ToLookup(f => (f.Section, f.Entry));
        var run = new List<TemplateDifference>();
        foreach (var entry in comparison.Differences.GroupBy(d => (d.Section, d.Entry)))
        {
            ImmutableArray<TemplateDifference> differences = [.. entry];
            var isWhole = differences is [var only] && IsWhole(only) && !folded.Contains(entry.Key);
            if (!isWhole || (run.Count > 0 && run[^1].Section != entry.Key.Section))
                WholeEntries(run);
            if (isWhole)
                run.Add(differences[0]);
            else
                Entry(differences, [.. folded[entry.Key]]);
        }

        WholeEntries(run);
        var shown = comparison.Differences.Select(d => (d.Section, d.Entry)).ToHashSet();
        foreach (var entry in folded.Where(f => !shown.Contains(f.Key)))
            Entry([], [.. entry]);
        return _text.Append(Summary(comparison)).Append('\n').ToString();
    }

    private static bool IsWhole(TemplateDifference difference) => difference.Confidence != Confidence.Unverifiable && difference.Path.Segments.IsEmpty && difference.Kind != DifferenceKind.NotEqual && difference.Entry.Length > 0;

    private static string NameOf(TemplateDifference difference) => VisibleText.Line(difference.Entry);

    private static string TypeOf(TemplateDifference difference) => VisibleText.Line(difference.Type ?? KindOf(difference.Section));

    /// <summary>Entries that follow each other and stand on one side only: a line each, in columns, and one paragraph for all.</summary>
    private void WholeEntries(List<TemplateDifference> run)
    {
        if (run.Count == 0)
            return;
        var name = run.Select(d => NameOf(d).Length).Where(w => w <= WidestName).DefaultIfEmpty().Max();
        var type = run.Select(d => TypeOf(d).Length).Where(w => w <= WidestPlace).DefaultIfEmpty().Max();
        foreach (var difference in run)
        {
            _text.Append(paint.Bold(NameOf(difference))).Append(' ', Math.Max(0, name - NameOf(difference).Length)).Append("  ")
                .Append(paint.Dim(TypeOf(difference))).Append(' ', Math.Max(0, type - TypeOf(difference).Length)).Append("  ").Append(Whole(difference)).Append('\n');
        }

        _text.Append('\n');
        run.Clear();
    }

    private void Entry(ImmutableArray<TemplateDifference> differences, ImmutableArray<TemplateFold> folded)
    {
        var (section, name, type) = differences.Length > 0 ? (differences[0].Section, differences[0].Entry, differences[0].Type) : (folded[0].Section, folded[0].Entry, folded[0].Type);
        _text.Append(paint.Bold(VisibleText.Line(name.Length > 0 ? name : section)));
        if (name.Length > 0)
            _text.Append("  ").Append(paint.Dim(VisibleText.Line(type ?? KindOf(section))));
        var whole = differences.FirstOrDefault(IsWhole);
        _text.Append(whole is null ? "\n" : $"  {Whole(whole)}\n");
        var lines = differences.Where(d => d != whole).ToList();
        var width = lines.Select(d => PlaceOf(d).Length).Concat(folded.Select(f => Place(f.Path).Length)).Where(w => w <= WidestPlace).DefaultIfEmpty().Max();
        foreach (var difference in lines)
            Line(difference, width);
        foreach (var fold in folded)
            _text.Append(paint.Dim(VisibleText.Line($"  = {Place(fold.Path).PadRight(width)}  {NormaliserCatalog.Get(fold.Normaliser).Title} ({fold.Normaliser})"))).Append('\n');
        _text.Append('\n');
    }

    private void Line(TemplateDifference difference, int width)
    {
        var values = difference.Confidence == Confidence.Unverifiable ? KnownValue(difference) : DifferenceLine.Values(difference.Kind, difference.Left, difference.Right);
        var place = PlaceOf(difference);
        _text.Append("  ").Append(Mark(difference)).Append(' ').Append(VisibleText.Line(place)).Append(' ', Math.Max(0, width - place.Length));
        if (values.Length <= WidestValues || difference.Confidence == Confidence.Unverifiable)
        {
            _text.Append(values.Length > 0 ? "  " : "").Append(values).Append("  ").Append(Effect(difference)).Append('\n');
            return;
        }

        _text.Append("  ").Append(Effect(difference)).Append('\n');
        if (difference.Left is { } left)
            _text.Append("      ").Append(paint.Bad("- " + DifferenceLine.Text(left, difference.Right))).Append('\n');
        if (difference.Right is { } right)
            _text.Append("      ").Append(paint.Good("+ " + DifferenceLine.Text(right, difference.Left))).Append('\n');
    }

    /// <summary>Of what cannot be verified, the side that is known: why the other is not is said beside it, once.</summary>
    private static string KnownValue(TemplateDifference difference) => difference is { Path.Segments.IsEmpty: true, Kind: not DifferenceKind.NotEqual } ? OneSided(difference) : (IsKnown(difference.Left), IsKnown(difference.Right)) switch
    {
        (true, false) => $"{DifferenceLine.Text(difference.Left)} -> (not known)",
        (false, true) => $"(not known) -> {DifferenceLine.Text(difference.Right)}",
        (true, true) => DifferenceLine.Values(difference.Kind, difference.Left, difference.Right),
        _ => "",
    };

    private static string OneSided(TemplateDifference difference) => difference.Kind == DifferenceKind.Add ? "on the right only" : "on the left only";

    private static bool IsKnown(PropertyValue? value) => value is not null && (value.Contents & (ValueContents.Unresolved | ValueContents.UnknowableSecret)) == 0;

    private string Mark(TemplateDifference difference) => difference.Confidence switch
    {
        Confidence.Possible => paint.Dim("?"),
        Confidence.Unverifiable => paint.Pending("!"),
        _ => difference.Kind switch
        {
            DifferenceKind.Add => paint.Good("+"),
            DifferenceKind.Remove => paint.Bad("-"),
            _ => paint.Pending("~"),
        },
    };

    private string Effect(TemplateDifference difference) => difference.Confidence switch
    {
        Confidence.Possible => paint.Dim($"perhaps the same{Because(difference.Detail)}"),
        Confidence.Unverifiable => paint.Dim($"cannot be verified{Because(difference.Detail)}"),
        _ => DifferenceLine.Effect(paint, difference.Impact),
    };

    private static string Because(string? detail) => detail is null ? "" : ": " + VisibleText.Line(detail);

    private static string PlaceOf(TemplateDifference difference)
    {
        var place = difference.Path.Segments.IsEmpty ? "(all of it)" : Place(difference.Path);
        return difference.Path.InnermostKey is { } key ? $"{place} [{key.Property}={key.Value}]" : place;
    }

    private string Whole(TemplateDifference difference)
    {
        var word = difference.Kind == DifferenceKind.Add ? paint.Good("added") : paint.Bad("removed");
        return difference.Renamed is { } other
            ? $"{word}: renamed {(difference.Kind == DifferenceKind.Add ? "from" : "to")} {VisibleText.Line(other)}"
            : word;
    }

    /// <summary>What the comparison comes to where nothing differs for certain; null where something does.</summary>
    public static string? Verdict(TemplateComparison comparison) =>
        comparison.Differences.Any(d => d.Confidence != Confidence.Unverifiable) ? null
        : comparison.Differences.IsEmpty && comparison.UnknownAlike.IsEmpty && comparison.LeftOut > 0
            ? $"Nothing differs as surely as --only asks; {Words.Count(comparison.LeftOut, "other difference is", "other differences are")} not shown."
        : comparison.Differences.IsEmpty && comparison.UnknownAlike.IsEmpty ? "The templates are equal."
        : comparison.Differences.IsEmpty ? $"Nothing differs as far as it can be compared; {Words.Count(comparison.UnknownAlike.Length, "property", "properties")} cannot be, since what stands there is not known."
        : "Nothing differs as far as it can be compared; whether the templates are equal cannot be known.";

    private static string Summary(TemplateComparison comparison)
    {
        var folded = comparison.FoldedCount == 0 ? "" : $" {Words.Count(comparison.FoldedCount, "difference", "differences")} of spelling {(comparison.FoldedCount == 1 ? "means" : "mean")} nothing.";
        if (Verdict(comparison) is { } verdict)
            return verdict + folded;
        var confirmed = comparison.Differences.Where(d => d.Confidence == Confidence.Confirmed).ToList();
        List<string> parts = [];
        var resources = comparison.Differences.Where(d => d.Type is not null).Select(d => d.Entry).Distinct().Count();
        if (resources > 0)
            parts.Add(confirmed.Count > 0 ? Words.Count(resources, "resource differs", "resources differ") : Words.Count(resources, "resource may differ", "resources may differ"));
        Add(confirmed.Count, "difference", "differences");
        Add(comparison.Differences.Count(d => d.Confidence == Confidence.Possible), "possible", "possible");
        Add(comparison.Differences.Count(d => d.Confidence == Confidence.Unverifiable), "that cannot be verified", "that cannot be verified");
        Add(confirmed.Where(d => d.Impact == Impact.Replacement).Select(d => d.Entry).Distinct().Count(), "replacement", "replacements");
        return string.Join(", ", parts) + "." + folded;

        void Add(int count, string one, string many)
        {
            if (count > 0)
                parts.Add(Words.Count(count, one, many));
        }
    }
}
