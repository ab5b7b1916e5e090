using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>One thing that could not be verified.</summary>
/// <param name="Stack">Its stack.</param>
/// <param name="Resource">The resource; null: the whole stack.</param>
/// <param name="Property">The property of a resource that was compared but for this; null: the whole resource.</param>
/// <param name="Count">How many resources it stands for in the figures; none where only a property is missing.</param>
public sealed record UnverifiedThing(StackEvaluation Stack, ResourceEvaluation? Resource, UnverifiedProperty? Property, int Count);

/// <summary>What has one reason.</summary>
/// <param name="Word">The reason in a word: "denied".</param>
/// <param name="Detail">The reason in full, with the first of the calls that failed; null where the word says it all.</param>
/// <param name="Things">All that has it, in order of their stacks.</param>
public sealed record UnverifiedReason(string Word, string? Detail, ImmutableArray<UnverifiedThing> Things)
{
    /// <summary>What the reason means, and what to do about it; null where the word says it all.</summary>
    public string? Meaning => Things is [var first, ..] ? StatusWords.Meaning(first.Property is { } property ? property.Reason : first.Resource is { } resource ? resource.Reason : first.Stack.Reason) : null;

    /// <summary>How many resources that are in the figures.</summary>
    public int Count => Things.Sum(t => t.Count);
}

/// <summary>Everything that could not be verified, by its reason.</summary>
/// <param name="Resources">Resources that were not compared: together they are the figures of every screen.</param>
/// <param name="Properties">Properties that were not, of resources that were.</param>
public sealed record UnverifiedBook(ImmutableArray<UnverifiedReason> Resources, ImmutableArray<UnverifiedReason> Properties)
{
    /// <summary>Resources that were not compared.</summary>
    public int Count => Resources.Sum(r => r.Count);

    /// <summary>What a board holds of it.</summary>
    public static UnverifiedBook Of(DriftBoard board, UnverifiedState state)
    {
        var stacks = board.Stacks.Values.Where(s => state.Holds(s.Key)).OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).ToList();
        return new UnverifiedBook(Gather(stacks.SelectMany(Whole), state.Text), Gather(stacks.SelectMany(Parts), state.Text));
    }

    /// <summary>What the coverage of a stack lacks.</summary>
    private static IEnumerable<UnverifiedThing> Whole(StackEvaluation stack)
    {
        var missing = stack.Coverage.Total - stack.Coverage.Compared;
        var resources = stack.Resources.Where(r => r.Status is Status.Unknown or Status.NotChecked or Status.Scanning or Status.Unsupported).ToList();
        if (missing > 0 && resources.Count == missing)
            return resources.Select(r => new UnverifiedThing(stack, r, null, 1));
        // The reason is none of its resources': the stack as a whole is not known.
        return missing > 0 || stack.IsUnverified ? [new UnverifiedThing(stack, null, null, missing)] : [];
    }

    private static IEnumerable<UnverifiedThing> Parts(StackEvaluation stack) =>
        from resource in stack.IsUnverified ? [] : stack.Resources
        where resource.Status is Status.InSync or Status.Modified or Status.Deleted
        from property in resource.Unverified
        select new UnverifiedThing(stack, resource, property, 0);

    private static ImmutableArray<UnverifiedReason> Gather(IEnumerable<UnverifiedThing> things, string text) =>
    [
        .. things.GroupBy(t => Reason(t) is var (word, detail) ? (Word: word, Detail: FailedCall.CauseOf(detail)) : default)
            .Select(g => (g.Key.Word, Detail: FailedCall.Gather(g.Select(t => Reason(t).Detail)), Things: g.AsEnumerable()))
            .Select(g => new UnverifiedReason(g.Word, g.Detail, [.. g.Things.Where(t => Holds(t, (g.Word, g.Detail), text))]))
            .Where(r => !r.Things.IsEmpty)
            .OrderByDescending(r => r.Things.Length).ThenBy(r => r.Word, StringComparer.Ordinal).ThenBy(r => r.Detail, StringComparer.Ordinal),
    ];

    private static (string Word, string? Detail) Reason(UnverifiedThing thing) => thing switch
    {
        { Property: { } property } => ((property.Between == DifferenceBetween.DesiredDeployed ? "whether it is to release: " : "") + (StatusWords.Of(property.Reason) ?? "written only"), property.Cause),
        { Resource: { } resource } => (StatusWords.Of(resource), resource.Detail),
        _ => (StatusWords.Of(thing.Stack), thing.Stack.Detail),
    };

    private static bool Holds(UnverifiedThing thing, (string Word, string? Detail) reason, string text) => text.Length == 0 || new[]
    {
        reason.Word, reason.Detail, thing.Stack.Key.Component, thing.Stack.Key.Environment, thing.Resource?.Address.Path, thing.Resource?.Type, thing.Property?.Path.ToString(),
    }.Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
