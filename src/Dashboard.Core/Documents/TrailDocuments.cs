using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Documents;

/// <summary>Who changed a resource, how and when: what /api/v1/stacks/.../changes answers.</summary>
/// <param name="Application">Of the stack, like the four after it.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Component">Its component.</param>
/// <param name="Region">Its region.</param>
/// <param name="Instance">Its instance; empty for most.</param>
/// <param name="Address">The resource in it.</param>
/// <param name="PhysicalId">The resource's physical id.</param>
/// <param name="AskedAt">When the cloud was asked.</param>
/// <param name="Changes">Newest first.</param>
/// <param name="Unknown">What is not known, and why.</param>
public sealed record ResourceChangesDocument(
    string Application,
    string Environment,
    string Component,
    string Region,
    string Instance,
    string Address,
    string? PhysicalId,
    DateTimeOffset AskedAt,
    IReadOnlyList<ChangeDocument> Changes,
    IReadOnlyList<UnknownChangeDocument> Unknown);

/// <summary>One change.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Who tells: "cloudTrail", "parameterStore", or "stackEvents" for what CloudFormation did itself.</param>
/// <param name="Service">The service that was called ("sqs"), or null.</param>
/// <param name="Call">The call ("SetQueueAttributes"), "version 3" of a parameter, or CloudFormation's own word.</param>
/// <param name="Actor">Who made it, or null.</param>
/// <param name="Role">The role that was taken on for it, or null.</param>
/// <param name="Identity">The whole ARN, or null.</param>
/// <param name="Client">What it was made with ("console"), or null.</param>
/// <param name="Part">"change"; "byService": a service made it on somebody's behalf; "namedIn": it changed something else and only names the resource.</param>
public sealed record ChangeDocument(DateTimeOffset At, string Source, string? Service, string Call, string? Actor, string? Role, string? Identity, string? Client, string Part);

/// <summary>Something that is not known: who could have told, how the asking ended ("missing": nothing is told there), and why.</summary>
public sealed record UnknownChangeDocument(string Source, string Outcome, string Reason);

/// <summary>Writes trails as documents.</summary>
public static class TrailWriter
{
    /// <summary>One change.</summary>
    public static ChangeDocument Change(TrailEntry c) => new(c.At, DocumentWriter.Name(c.Source), c.Service, c.Call, c.Actor?.Name, c.Actor?.Role, c.Actor?.Arn, c.Actor?.Client, DocumentWriter.Name(c.Part));

    /// <summary>The trail of a resource.</summary>
    public static ResourceChangesDocument Changes(StackEvaluation stack, ResourceEvaluation resource, ChangeTrail trail) => new(
        stack.Key.Application,
        stack.Key.Environment,
        stack.Key.Component,
        stack.Key.Region,
        stack.Key.Instance,
        resource.Address.ToString(),
        resource.PhysicalId,
        trail.AskedAt,
        [.. trail.Changes.Select(Change)],
        [.. trail.Gaps.Select(g => new UnknownChangeDocument(DocumentWriter.Name(g.Source), DocumentWriter.Name(g.Outcome), g.Reason))]);
}
