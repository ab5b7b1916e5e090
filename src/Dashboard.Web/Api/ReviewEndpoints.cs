using System.Text;
using Dashboard.Core.Documents;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Review;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api;

/// <summary>Reviews for programs, printers and mails: the same view as the page's, in other clothes.</summary>
internal static class ReviewEndpoints
{
    /// <summary>Maps everything below /review.</summary>
    public static void MapReviews(this RouteGroupBuilder api)
    {
        api.MapGet("/v1/review/{application}/{from}/{to}", GetReviewAsync)
            .Answers<ReviewDocument>("GetReview", "The review of a release; scope=all for every component, release=54bac98..66a26d2 for that very one, format=markdown or html for people.", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .OrAsText("text/markdown", "text/html");
        api.MapGet("/v1/review/{application}/{from}/{to}/patch", GetPatchAsync).Produces<string>(StatusCodes.Status200OK, "text/x-diff")
            .Described(
                "GetReviewPatch", "Rules for driftboard.yaml as a unified diff: rules names what they are for, reason, owner and expires what they say.",
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> GetReviewAsync(
        string application, string from, string to, string? scope, string? format, string? release, [FromServices] IReviews reviews, [FromServices] IReviewTicks ticks, DriftFeed feed, [FromServices] TimeProvider time, CancellationToken cancellation)
    {
        if (scope is not (null or "release" or "all"))
            return WrongScope(scope);
        if (format is not (null or "json" or "markdown" or "html"))
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"format: found '{format}'; allowed are 'json', 'markdown' and 'html'.");
        if (WrongRelease(release) is { } wrong)
            return wrong;
        if (await reviews.ReviewAsync(new ParityKey(application, from, to), PinnedRelease.Parse(release ?? ""), cancellation) is not { } facts)
            return NotJudged(application, from, to);
        if (NotReviewed(facts, release) is { } other)
            return other;
        var document = ReviewDocuments.Of(ReviewView.Of(facts, scope == "all", time.GetUtcNow(), feed.Current.Scan.Interval, ticks.Of));
        return format switch
        {
            "markdown" => Results.Text(ReviewMarkdown.Write(new ReviewReport(document)), "text/markdown", Encoding.UTF8),
            "html" => Results.Text(ReviewHtml.Write(new ReviewReport(document)), "text/html", Encoding.UTF8),
            _ => Results.Json(document, DocumentSerializer.Default.ReviewDocument),
        };
    }

    private static async Task<IResult> GetPatchAsync(
        string application, string from, string to, string? rules, string? reason, string? owner, string? expires, string? scope, string? release, [FromServices] IReviews reviews, [FromServices] IReviewTicks ticks, DriftFeed feed, [FromServices] TimeProvider time, CancellationToken cancellation)
    {
        if (scope is not (null or "release" or "all"))
            return WrongScope(scope);
        var state = new ReviewState(scope == "all", Rules: rules ?? "", Reason: reason ?? "", Owner: owner ?? "", Expires: expires ?? "");
        if (RuleChoice.Read(state.Rules).IsEmpty)
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"rules: found nothing; allowed are '{RuleChoice.ExpectAll}', '{RuleChoice.AcceptAll}', and single rows as the page of the review names them, separated by commas.");
        if (state.Reason.Trim().Length == 0)
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, "reason: found nothing; a rule says why.");
        if (state.Expires.Length > 0 && RuleChoice.DayOf(state.Expires) is null)
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"expires: found '{state.Expires}'; allowed is a day as yyyy-MM-dd, such as {RuleChoice.EndOf("", time.GetUtcNow()):yyyy-MM-dd}, or nothing for that day.");
        if (WrongRelease(release) is { } wrong)
            return wrong;
        if (await reviews.ReviewAsync(new ParityKey(application, from, to), PinnedRelease.Parse(release ?? ""), cancellation) is not { } facts)
            return NotJudged(application, from, to);
        if (NotReviewed(facts, release) is { } other)
            return other;
        var now = time.GetUtcNow();
        var (drafts, refusals) = RuleChoice.Offers(ReviewView.Of(facts, state.IsWhole, now, feed.Current.Scan.Interval, ticks.Of), state, now);
        if (drafts.IsEmpty)
            return ApiEndpoints.Problem(StatusCodes.Status404NotFound, refusals.IsEmpty ? "Nothing in this scope is what 'rules' names; 'scope=all' looks at every component." : string.Join(' ', refusals));
        if (drafts.FirstOrDefault(r => r.Terms.Owner.Length == 0) is { Draft: { } ownerless })
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"owner: found nothing, and the component {ownerless.Component} has none; a rule says who answers for it.");
        if (drafts[0].Terms.Expires < DateOnly.FromDateTime(now.UtcDateTime))
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"expires: found '{state.Expires}', which has passed; allowed is a later day, such as {RuleChoice.EndOf("", now):yyyy-MM-dd}.");
        var patch = await reviews.PatchAsync(application, drafts, cancellation);
        return patch?.Diff is { } diff
            ? Results.Text(diff, "text/x-diff", Encoding.UTF8)
            : ApiEndpoints.Problem(StatusCodes.Status409Conflict, patch?.Problem ?? $"The application {application} is not watched any more.");
    }

    private static IResult WrongScope(string scope) => ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"scope: found '{scope}'; allowed are 'release' and 'all'.");

    private static IResult? WrongRelease(string? release) => string.IsNullOrEmpty(release) || PinnedRelease.Parse(release) is not null ? null
        : ApiEndpoints.Problem(StatusCodes.Status400BadRequest, $"release: found '{release}'; allowed are two commits, such as '54bac98..66a26d2', or nothing for the release that there is now.");

    /// <summary>Nobody who asks for one release is given another.</summary>
    private static IResult? NotReviewed(ReviewFacts facts, string? release) => facts.Pinned switch
    {
        PinnedOutcome.Unknown => ApiEndpoints.Problem(StatusCodes.Status404NotFound, $"release: found '{release}', and the repository has no such commit."),
        PinnedOutcome.Awaited => ApiEndpoints.Problem(StatusCodes.Status409Conflict, $"The release {release} is reviewed as soon as both environments have been looked at again: ask again after the next scan, or ask for one."),
        _ => null,
    };

    private static IResult NotJudged(string application, string from, string to) =>
        ApiEndpoints.Problem(StatusCodes.Status404NotFound, $"There is no review of {from} to {to} of {application}: the two are not compared.");
}
