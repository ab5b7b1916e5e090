using System.Text.Json;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Documents;

/// <summary>Writes verdicts as documents: the only place where they become JSON.</summary>
public static class DocumentWriter
{
    /// <summary>The name of a status, reason, impact, pile or kind in JSON and on screens: camelCase ("inSync", "partlyChecked").</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A stack as a cell of the board.</summary>
    public static StackCellDocument Cell(StackEvaluation stack) => throw new NotImplementedException();

    /// <summary>A stack with its resources.</summary>
    /// <param name="stack">The verdict.</param>
    /// <param name="originOf">Where the repository sets a property, where that is known.</param>
    public static StackDocument Stack(StackEvaluation stack, Func<ResourceEvaluation, Difference, OriginDocument?> originOf) => throw new NotImplementedException();

    /// <summary>The parity of two environments in numbers.</summary>
    public static ParitySummaryDocument Summary(ParityEvaluation parity) => throw new NotImplementedException();

    /// <summary>The parity of two environments, unit by unit.</summary>
    public static ParityDocument Parity(ParityEvaluation parity, bool includeEqual) => throw new NotImplementedException();

    /// <summary>The difference of two templates.</summary>
    public static DiffDocument Diff(ImmutableArray<TemplateDifference> differences) => throw new NotImplementedException();

    /// <summary>
    /// A value as JSON. What is not known stays in CloudFormation's own form (Ref, Fn::GetAtt, Fn::Sub with the known part filled in) or is
    /// {"Fn::Unresolved":"reason"} or {"Fn::Secret":true}; scalars are texts in the source's spelling, except where the traits call the path boolean or number.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The resource type, or null where there is none (an output).</param>
    /// <param name="path">The value's place in the resource's properties.</param>
    public static JsonElement Value(PropertyValue value, string? type, PropertyPath path) => throw new NotImplementedException();
}
