using System.Globalization;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>Finds what keeps CloudFormation from updating a stack.</summary>
internal static class ObstacleFinder
{
    private const string Rollback = "The last update failed, and so did its rollback: continue the rollback (aws cloudformation continue-update-rollback) before anything else is deployed.";

    /// <summary>CloudFormation's states in which no update is taken, and what leads out of each.</summary>
    private static readonly Dictionary<string, string> Stuck = new(StringComparer.Ordinal)
    {
        ["UPDATE_ROLLBACK_FAILED"] = Rollback,
        ["IMPORT_ROLLBACK_FAILED"] = "An import failed, and so did its rollback: it must be finished before anything else is deployed.",
        ["ROLLBACK_COMPLETE"] = "It was never made whole: its creation failed and was rolled back. It must be deleted and made anew.",
        ["ROLLBACK_FAILED"] = "Its creation failed, and so did the rollback. It must be deleted and made anew.",
        ["CREATE_FAILED"] = "Its creation failed. Unless it kept what was made on purpose, it must be deleted and made anew.",
        ["DELETE_FAILED"] = "Somebody has begun to delete it, and that failed. It must be deleted wholly and made anew.",
        ["DELETE_COMPLETE"] = "It has been deleted.",
    };

    /// <summary>What the stack's own state says, and what is wrong with the template that is to be deployed.</summary>
    public static IEnumerable<Obstacle> Find(ReleasedPair pair)
    {
        if (pair.Pair.Right is not { } stack)
            yield break;
        if (stack.Deployed?.StackStatus is { } status)
        {
            if (Stuck.TryGetValue(status, out var way))
                yield return new Obstacle(stack.Key, true, $"The stack is in {status}. {way}");
            else if (status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && status != "REVIEW_IN_PROGRESS")
                yield return new Obstacle(stack.Key, true, $"The stack is in {status}: CloudFormation takes no other update until that has ended.");
            else if (status.EndsWith("ROLLBACK_COMPLETE", StringComparison.Ordinal))
                yield return new Obstacle(stack.Key, false, $"The stack is in {status}: its last update failed and was rolled back. It can be updated, and may fail again for the same reason.");
        }

        var errors = (pair.ToDesired?.Diagnostics ?? []).Concat(pair.ToDesired?.Template?.Diagnostics ?? []).Where(d => d.Severity == DiagnosticSeverity.Error).Distinct().ToList();
        if (errors.Count > 0)
            yield return new Obstacle(stack.Key, false, $"The template that is to be deployed has {(errors.Count == 1 ? "an error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors, the first"))}: {errors[0]}");
    }

    /// <summary>Exports that go, or whose value changes or may change.</summary>
    public static IEnumerable<ExportAtRisk> FindExports(ReleasedPair pair)
    {
        if (pair is not { Pair.Right: { Deployed.Symbolic: { } deployed } stack, ToDesired.Template: { } desired })
            yield break;
        var replaced = pair.Changes.Where(c => c.Difference.Impact is Impact.Replacement or Impact.ConditionalReplacement).Select(c => c.Address).ToHashSet();
        foreach (var output in deployed.Outputs.Where(o => o.ExportName is not null))
        {
            var name = stack.Deployed.Concrete?.Outputs.FirstOrDefault(o => o.Name == output.Name)?.ExportName as ScalarValue ?? output.ExportName as ScalarValue;
            if (name is null)
                continue;
            var later = desired.Outputs.FirstOrDefault(o => Equals(o.ExportName, output.ExportName));
            if (later is null || !later.Value.Equals(output.Value) || Owners(output.Value).Any(replaced.Contains))
                yield return new ExportAtRisk(stack.Key, stack.Account, name.Text, later is null);
        }
    }

    /// <summary>The resources that a value refers to.</summary>
    private static IEnumerable<ResourceAddress> Owners(PropertyValue value) => value switch
    {
        ReferenceValue reference => [reference.Owner.Address],
        CompositeValue composite => composite.Parts.SelectMany(Owners),
        CallValue call => call.Arguments.SelectMany(Owners),
        ListValue list => list.Items.SelectMany(Owners),
        MapValue map => map.Entries.SelectMany(e => Owners(e.Value)),
        _ => [],
    };
}
