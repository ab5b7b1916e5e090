using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Graphs;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Presentation;

/// <summary>The addresses of the screens. Every link is built here: names come from watched repositories, so each is escaped.</summary>
public static class Links
{
    /// <summary>The wall.</summary>
    public const string Wall = "/wall";

    /// <summary>What the shapes and keys mean.</summary>
    public const string Help = "/help";

    /// <summary>The board as JSON.</summary>
    public const string BoardJson = "/api/v1/board";

    /// <summary>What nothing claims.</summary>
    public static string Unclaimed(UnclaimedState? state = null) => "/unclaimed" + state?.Format();

    /// <summary>Everything that could not be verified.</summary>
    public static string Unverified(UnverifiedState? state = null) => "/unverified" + state?.Format();

    /// <summary>The overview.</summary>
    public static string Overview(OverviewState? state = null) => "/" + state?.Format();

    /// <summary>The list of problems of an application, below its overview.</summary>
    public static string Problems(string application) => new FrameState(PanelView.Problems).AddTo(Overview(new OverviewState(application)));

    /// <summary>The page of a stack; region and instance stand in the address only where they vary.</summary>
    /// <param name="board">Says whether they do.</param>
    /// <param name="key">The stack.</param>
    /// <param name="resource">The resource to select, or null.</param>
    /// <param name="path">The property to select, or null.</param>
    public static string Stack(DriftBoard board, StackKey key, ResourceAddress? resource = null, PropertyPath? path = null)
    {
        var (region, instance) = StackNames.VaryingParts(board, key);
        // What is of the stack itself, such as an output, stands on no resource's page.
        return Stack(key.Application, key.Environment, key.Component, resource is { IsStack: true } ? new StackState(region, instance) : new StackState(region, instance, resource?.Path, path?.ToString()));
    }

    /// <summary>The page of a stack.</summary>
    public static string Stack(string application, string environment, string component, StackState state) =>
        $"/stacks/{Segment(application)}/{Segment(environment)}/{Segment(component)}{state.Format()}";

    /// <summary>The file that sets a property, as the stack's page shows it.</summary>
    /// <param name="board">Says whether region and instance vary.</param>
    /// <param name="key">The stack.</param>
    /// <param name="resource">The resource; null: the one that the page chooses.</param>
    /// <param name="path">The property; null: the one that the page chooses.</param>
    /// <param name="file">The file.</param>
    /// <param name="commit">The commit that left it so; null: the one that was judged against.</param>
    public static string Source(DriftBoard board, StackKey key, ResourceAddress? resource, PropertyPath? path, string file, string? commit = null)
    {
        var (region, instance) = StackNames.VaryingParts(board, key);
        return Stack(key.Application, key.Environment, key.Component, new StackState(region, instance, resource?.Path, path?.ToString(), Choices: new ComparisonChoices(ComparisonView.Template), At: commit, File: file));
    }

    /// <summary>The parity page.</summary>
    public static string Parity(ParityKey key, ParityState? state = null) =>
        $"/parity/{Segment(key.Application)}/{Segment(key.From)}/{Segment(key.To)}{state?.Format()}";

    /// <summary>One unit on the parity page.</summary>
    public static string Parity(ParityKey key, ParityItem item) => Parity(key, new ParityState(item.Pile, Unit: ParityState.UnitOf(item)));

    /// <summary>What needs what in an environment.</summary>
    public static string Graph(string application, string environment, GraphState? state = null) => $"/graph/{Segment(application)}/{Segment(environment)}{state?.Format()}";

    /// <summary>What needs what in a stack.</summary>
    /// <param name="board">Says whether region and instance vary.</param>
    /// <param name="key">The stack.</param>
    /// <param name="resource">The resource to select, or null.</param>
    public static string Graph(DriftBoard board, StackKey key, ResourceAddress? resource = null)
    {
        var (region, instance) = StackNames.VaryingParts(board, key);
        return Graph(key.Application, key.Environment, new GraphState(key.Component, region, instance, Node: resource is { } address ? ResourceGraph.IdOf(board, key, address) : null));
    }

    /// <summary>The review of a release.</summary>
    public static string Review(ParityKey key, ReviewState? state = null) =>
        $"/review/{Segment(key.Application)}/{Segment(key.From)}/{Segment(key.To)}{state?.Format()}";

    /// <summary>The review as a document.</summary>
    /// <param name="key">The pair.</param>
    /// <param name="format">"markdown" or "html"; null: JSON.</param>
    /// <param name="isWhole">Whether every component is in scope.</param>
    /// <param name="release">The release that is reviewed, as its address names it; empty: whichever there is.</param>
    public static string ReviewExport(ParityKey key, string? format, bool isWhole, string release = "") =>
        $"/api/v1/review/{Segment(key.Application)}/{Segment(key.From)}/{Segment(key.To)}{new QueryText().Add("format", format).Add("scope", isWhole ? "all" : null).Add("release", release)}";

    /// <summary>The rules that are chosen on a review, as a patch.</summary>
    public static string ReviewPatch(ParityKey key, ReviewState state) =>
        $"/api/v1/review/{Segment(key.Application)}/{Segment(key.From)}/{Segment(key.To)}/patch{(state with { Part = null, Text = "", Sort = default, Who = null, Unit = null, Opened = default }).Format()}";

    /// <summary>The very property of a problem that belongs to a stack, and the very item of a list.</summary>
    public static string Problem(DriftBoard board, Problem problem)
    {
        if (problem.Separation is { } separation)
            return Parity(separation.Pair, separation.Item);
        var key = problem.Stack!.Key;
        var (region, instance) = StackNames.VaryingParts(board, key);
        var path = problem.Difference?.Path is { Segments.Length: > 0 } whole ? whole : null;
        var item = path?.InnermostKey is null ? null : StackSelection.ItemOf(path, problem.Resource!.Differences.Select(d => d.Path));
        return Stack(key.Application, key.Environment, key.Component, new StackState(region, instance, problem.Resource?.Address.Path, path?.ToString(), Item: item));
    }

    /// <summary>A stack as JSON.</summary>
    public static string StackJson(DriftBoard board, StackKey key)
    {
        var (region, instance) = StackNames.VaryingParts(board, key);
        return $"/api/v1/stacks/{Segment(key.Application)}/{Segment(key.Environment)}/{Segment(key.Component)}{new StackState(region, instance).Format()}";
    }

    /// <summary>The parity of a pair as JSON.</summary>
    public static string ParityJson(ParityKey key) => $"/api/v1/parity/{Segment(key.Application)}/{Segment(key.From)}/{Segment(key.To)}";

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
