using System.Text.Json;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Documents;

/// <summary>What a document tells of each resource beside its verdict, where somebody asks.</summary>
[Flags]
public enum DocumentExtras
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Properties that run although nothing declares them.</summary>
    Undeclared = 1,

    /// <summary>Who told what runs.</summary>
    Readers = 2,
}

/// <summary>Writes verdicts as documents: the only place where they become JSON.</summary>
public static class DocumentWriter
{
    /// <summary>The name of a status, reason, impact, pile or kind in JSON and on screens: camelCase ("inSync", "partlyChecked").</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A stack as a cell of the board.</summary>
    public static StackCellDocument Cell(StackEvaluation stack) => new(
        stack.Key.Application,
        stack.Key.Environment,
        stack.Key.Component,
        stack.Key.Region,
        stack.Key.Instance,
        stack.Account,
        stack.StackName,
        Name(stack.Status),
        Name(stack.Reason),
        stack.PendingChanges,
        stack.Drifted,
        new CoverageDocument(stack.Coverage.Compared, stack.Coverage.Total),
        stack.CheckedAt,
        stack.OldestReadAt)
    {
        PendingUnknown = stack.PendingUnknown,
        Accepted = stack.Accepted,
        Running = Running(stack.Running),
    };

    /// <summary>A stack with its resources.</summary>
    /// <param name="stack">The verdict.</param>
    /// <param name="originOf">Where the repository sets a property, where that is known.</param>
    /// <param name="extras">What is told of each resource beside its verdict.</param>
    public static StackDocument Stack(StackEvaluation stack, Func<ResourceEvaluation, Difference, OriginDocument?> originOf, DocumentExtras extras = DocumentExtras.None) => new(
        stack.Key.Application,
        stack.Key.Environment,
        stack.Key.Component,
        stack.Key.Region,
        stack.Key.Instance,
        stack.Account,
        stack.StackName,
        Name(stack.Status),
        Name(stack.Reason),
        stack.PendingChanges,
        stack.Drifted,
        new CoverageDocument(stack.Coverage.Compared, stack.Coverage.Total),
        stack.CheckedAt,
        stack.OldestReadAt,
        [.. stack.Resources.Select(r => Resource(r, originOf, extras))])
    {
        PendingUnknown = stack.PendingUnknown,
        Accepted = stack.Accepted,
        Running = Running(stack.Running),
        Outputs = stack.OutputChanges.IsEmpty ? null : [.. stack.OutputChanges.Select(d => Difference(ResourceTypes.NestedStack, d, null))],
    };

    private static RunningCommitDocument? Running(RunningCommit? running) => running is null ? null : new(running.CommitId, Name(running.Evidence));

    /// <summary>The parity of two environments in numbers.</summary>
    /// <param name="parity">The judgement.</param>
    /// <param name="keptSince">Of when it is, where it is kept; null: it is of what was read last.</param>
    public static ParitySummaryDocument Summary(ParityEvaluation parity, DateTimeOffset? keptSince) =>
        new(parity.Application, parity.From, parity.To, Counts(parity.Counts)) { KeptSince = keptSince };

    /// <summary>The parity of two environments, unit by unit.</summary>
    /// <param name="parity">The judgement.</param>
    /// <param name="keptSince">Of when it is, where it is kept; null: it is of what was read last.</param>
    /// <param name="includeEqual">Whether units that are equal are written, too, and what means the same.</param>
    public static ParityDocument Parity(ParityEvaluation parity, DateTimeOffset? keptSince, bool includeEqual) => new(
        parity.Application,
        parity.From,
        parity.To,
        Counts(parity.Counts),
        [.. parity.Items.Where(i => includeEqual || i.Pile != ParityPile.Equal).Select(ParityItem)])
    {
        KeptSince = keptSince,
        Folded = !includeEqual ? null
            : [.. parity.Folded.Select(f => new ParityFoldDocument(f.Component, f.Region, f.Instance, f.Address.ToString(), f.Leaf.Path.ToString(), f.Leaf.Normaliser, NormaliserCatalog.Get(f.Leaf.Normaliser).Title))],
    };

    /// <summary>
    /// A value as JSON. What is not known stays in CloudFormation's own form (Ref, Fn::GetAtt, Fn::Sub with the known part filled in) or is
    /// {"Fn::Unresolved":"reason"} or {"Fn::Secret":true}; scalars are texts in the source's spelling, except where the traits call the path boolean or number.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The resource type, or null where there is none (an output).</param>
    /// <param name="path">The value's place in the resource's properties.</param>
    public static JsonElement Value(PropertyValue value, string? type, PropertyPath path) =>
        ValueWriter.Element(value, type is null ? null : TraitsCatalog.Get(type).Root.At(path));

    /// <summary>Stacks that nothing claims.</summary>
    public static IReadOnlyList<UnclaimedStackDocument> Unclaimed(IEnumerable<ListedStack> stacks) =>
        [.. stacks.Select(s => new UnclaimedStackDocument(s.Scope.Account, s.Scope.Region, s.StackName, s.Status, s.UpdatedAt))];

    private static ResourceDocument Resource(ResourceEvaluation resource, Func<ResourceEvaluation, Difference, OriginDocument?> originOf, DocumentExtras extras) => new(
        resource.Address.ToString(),
        resource.Address.LogicalId,
        resource.Type,
        resource.PhysicalId,
        Name(resource.Status),
        Name(resource.Reason),
        [.. resource.Differences.Select(d => Difference(resource.Type, d, originOf(resource, d)))])
    {
        Detail = resource.Detail,
        Undeclared = extras.HasFlag(DocumentExtras.Undeclared) ? [.. UndeclaredProperties.Of(resource).Select(d => Difference(resource.Type, d, null))] : null,
        Readers = !extras.HasFlag(DocumentExtras.Readers) || resource.Readers.IsDefaultOrEmpty ? null : resource.Readers,
        ToldByOthers = !extras.HasFlag(DocumentExtras.Readers) || resource.ToldByOthers.Count == 0 ? null : resource.ToldByOthers.ToDictionary(t => t.Key, t => new ValueSourceDocument(t.Value.Reader, t.Value.ObservedAt), StringComparer.Ordinal),
    };

    private static DifferenceDocument Difference(string type, Difference d, OriginDocument? origin) => new(
        d.Path.ToString(),
        Item(d.Path),
        Name(d.Kind),
        d.Between == DifferenceBetween.DesiredDeployed ? "desired-deployed" : "deployed-live",
        Optional(d.Expected, d.IsAttribute ? null : type, d.Path),
        Optional(d.Actual, d.IsAttribute ? null : type, d.Path),
        Name(d.Impact),
        d.Confidence == Confidence.Confirmed ? null : Name(d.Confidence),
        d.IsAttribute,
        origin);

    private static ParityItemDocument ParityItem(ParityItem item) => new(
        item.Component,
        item.Region,
        item.Instance,
        item.Address.ToString(),
        item.Type,
        item.Path.ToString(),
        Name(item.Pile),
        Optional(item.Left, item.Type, item.Path),
        Optional(item.Right, item.Type, item.Path),
        item.Rule?.Id,
        item.CommitId,
        item.Reason)
    {
        Foreign = Foreign(item),
    };

    /// <summary>Its separation findings; null where it has none.</summary>
    public static IReadOnlyList<ForeignValueDocument>? Foreign(ParityItem item) =>
        item.IsSeparationFinding ? [.. item.Foreign.Select(f => new ForeignValueDocument(f.Environment, f.Owner, f.Component, f.What))] : null;

    private static ParityCountsDocument Counts(ParityCounts counts) =>
        new(counts.Equal, counts.Declared, counts.Configured, counts.Pending, counts.Unexplained, counts.Unverifiable);

    private static string? Name(StatusReason? reason) => reason is { } known ? Name(known) : null;

    internal static Dictionary<string, string>? Item(PropertyPath path) =>
        path.InnermostKey is { } key ? new Dictionary<string, string>(StringComparer.Ordinal) { [key.Property] = key.Value } : null;

    private static JsonElement? Optional(PropertyValue? value, string? type, PropertyPath path) => value is null ? null : Value(value, type, path);
}
