using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Core.Documents;

/// <summary>The comparison of two templates, or of two states of a resource: what <c>driftboard diff</c> and <c>driftboard compare</c> answer in JSON.</summary>
/// <param name="Id">The id of the line that asked; left out where one comparison was asked for.</param>
/// <param name="Status">"compared" or "failed".</param>
/// <param name="Differences">What differs or may differ, in a total order; null where the comparison failed.</param>
/// <param name="Undeclared">What only the actual side has; only where live state is compared.</param>
/// <param name="Folded">How many differences of spelling mean nothing.</param>
/// <param name="FoldedDifferences">These, where they were asked for.</param>
/// <param name="Diagnostics">What was wrong with the inputs.</param>
public sealed record ComparisonDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Id,
    string Status,
    IReadOnlyList<ComparedDifferenceDocument>? Differences,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ComparedDifferenceDocument>? Undeclared,
    int Folded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FoldedDifferenceDocument>? FoldedDifferences,
    IReadOnlyList<DiagnosticDocument> Diagnostics);

/// <summary>One difference.</summary>
/// <param name="Section">"Resources", "Outputs", ...</param>
/// <param name="Resource">The resource, or the entry of another section.</param>
/// <param name="Type">The resource's type; null in other sections.</param>
/// <param name="Path">A JSON pointer from the resource or entry; from its properties where two states of one resource are compared. Items of lists by index: left for what was removed, right for what was added or changed.</param>
/// <param name="Item">What identifies the innermost keyed item on the path.</param>
/// <param name="Kind">"add", "remove", "notEqual".</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">"create", "delete", "replacement", "conditionalReplacement", "update", "unknown".</param>
/// <param name="Confidence">"confirmed", "possible", "unverifiable".</param>
/// <param name="Renamed">The other logical id of a resource that changed its name and little else, or null.</param>
/// <param name="Detail">Why it is not confirmed, or null.</param>
/// <param name="Normalisers">The rules under which the two sides were compared there.</param>
public sealed record ComparedDifferenceDocument(
    string Section,
    string Resource,
    string? Type,
    string Path,
    IReadOnlyDictionary<string, string>? Item,
    string Kind,
    JsonElement? Left,
    JsonElement? Right,
    string Impact,
    string Confidence,
    string? Renamed,
    string? Detail,
    IReadOnlyList<string> Normalisers);

/// <summary>A difference of spelling that means nothing, and the rule that says so.</summary>
public sealed record FoldedDifferenceDocument(string Section, string Resource, string? Type, string Path, string Normaliser, string Reason, JsonElement? Left, JsonElement? Right);

/// <summary>Something wrong in an input.</summary>
public sealed record DiagnosticDocument(string Severity, string File, int Line, int Column, string Key, string Message);
