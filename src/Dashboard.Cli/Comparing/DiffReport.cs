using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Comparing;

/// <summary>How a comparison is printed, and how much of it.</summary>
/// <param name="Format">"text", "json", "markdown" or "sarif".</param>
/// <param name="Only">How sure a difference must be to be shown: "confirmed", "possible", "unverifiable"; null for all.</param>
/// <param name="ShowsFolded">Whether what means nothing is shown too.</param>
/// <param name="Paint">Colours.</param>
internal sealed record DiffReport(string Format, string? Only, bool ShowsFolded, Paint Paint)
{
    /// <summary>What of a comparison is to be shown, and counted.</summary>
    public TemplateComparison Shown(TemplateComparison comparison) =>
        Only is null ? comparison : comparison with
        {
            Differences = [.. comparison.Differences.Where(d => IsShown(d.Confidence))],
            UnknownAlike = IsShown(Confidence.Unverifiable) ? comparison.UnknownAlike : [],
            LeftOut = comparison.Differences.Count(d => !IsShown(d.Confidence)) + (IsShown(Confidence.Unverifiable) ? 0 : comparison.UnknownAlike.Length),
        };

    /// <summary>Whether a difference of this confidence is to be shown.</summary>
    public bool IsShown(Confidence confidence) => Only is null || DocumentWriter.Name(confidence) == Only;

    /// <summary>What stands in the place of the report where a file is none that can be compared: standard error says why, and so does a document that a program reads.</summary>
    public string WriteFailure(IEnumerable<Diagnostic> diagnostics) => Format == "json" ? JsonOutput.Page(ComparisonWriter.Failed(diagnostics)) + "\n" : "";

    /// <summary>The report.</summary>
    /// <param name="comparison">What of the comparison is shown.</param>
    /// <param name="diagnostics">What was wrong with the templates.</param>
    /// <param name="left">The left template.</param>
    /// <param name="right">The right template.</param>
    public string Write(TemplateComparison comparison, IEnumerable<Diagnostic> diagnostics, TemplateDocument left, TemplateDocument right) => Format switch
    {
        "json" => JsonOutput.Page(ComparisonWriter.Templates(comparison, diagnostics.Concat(Unknown(comparison, left, right)), ShowsFolded)) + "\n",
        "markdown" => DiffMarkdown.Write(comparison),
        "sarif" => DiffSarif.Write(comparison, left, right) + "\n",
        _ => new DiffText(Paint).Write(comparison),
    };

    /// <summary>What both sides spell alike although nobody knows what it is: in a document, a warning for each.</summary>
    private static IEnumerable<Diagnostic> Unknown(TemplateComparison comparison, TemplateDocument left, TemplateDocument right) => comparison.UnknownAlike.Select(u => new Diagnostic(
        DiagnosticSeverity.Warning,
        NodeLocator.Find(right, u.Section, u.Entry, u.Path) ?? NodeLocator.Find(left, u.Section, u.Entry, u.Path) ?? new SourceLocation(right.File),
        $"{u.Section}/{u.Entry}{u.Path}",
        $"It cannot be compared: {u.Detail}."));

    /// <summary>Different where anything differs or may differ; an error where all that is left are open questions.</summary>
    public static int ExitCodeOf(TemplateComparison comparison) =>
        comparison.Differences.IsEmpty && comparison.UnknownAlike.IsEmpty ? ExitCode.Ok
        : comparison.Differences.All(d => d.Confidence == Confidence.Unverifiable) ? ExitCode.Error
        : ExitCode.Different;
}
