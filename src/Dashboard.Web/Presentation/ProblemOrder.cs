using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>The list of problems as a reader has sorted it, and the words that its columns show.</summary>
public static class ProblemOrder
{
    /// <summary>The problems of an application in an order.</summary>
    public static ImmutableArray<Problem> Of(DriftBoard board, string application, SortOrder<ProblemColumn> order) =>
        order.Column is null ? ProblemBook.Of(board, application) : [.. order.Sort(ProblemBook.Of(board, application), (problem, column) => KeyOf(board, problem, column))];

    /// <summary>What is wrong, in a word.</summary>
    public static string Word(Problem problem) => problem switch
    {
        { Diagnostic: { } diagnostic } => diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning",
        { Separation: { } separation } => PileWords.Separation(separation.Item),
        { Resource: { } resource } => StatusWords.Of(resource),
        _ => StatusWords.Of(problem.Stack!),
    };

    /// <summary>The place in full: a narrow column cuts it.</summary>
    public static string Where(DriftBoard board, Problem problem) =>
        $"{problem.Stack!.Key.Environment} / {StackNames.Short(board, problem.Stack.Key)}{(problem.Resource is { } resource ? $" / {ShortText.Address(resource.Address)}" : "")}";

    private static ColumnValue KeyOf(DriftBoard board, Problem problem, ProblemColumn column) => column switch
    {
        ProblemColumn.What => new(Word(problem)),
        ProblemColumn.Where => problem.Diagnostic is { } diagnostic ? new(diagnostic.Location.File, diagnostic.Location.Line) : new(Where(board, problem)),
        ProblemColumn.Property => new(problem.Diagnostic is { } input ? input.Key : problem.Path?.ToString()),
        ProblemColumn.Values => new(problem.Difference is { } difference ? DifferenceTexts.Line(difference) : problem.Text),
        ProblemColumn.Effect => new(null, problem.Difference is { } undone ? StatusWords.Undoing(undone) is Impact.Delete ? -1 : (long)StatusWords.Undoing(undone) : null),
        _ => ColumnValue.Age(problem.Since?.At),
    };
}
