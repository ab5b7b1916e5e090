using System.Threading.RateLimiting;
using Dashboard.Web.Scanning;
using Dashboard.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Dashboard.Web.Api;

/// <summary>Webhooks of git hosts: a signed word that something may be new. What it carries is not looked at; we fetch and see for ourselves.</summary>
internal static class HookEndpoints
{
    /// <summary>So many are taken in a minute; fetches are rarer still.</summary>
    public const int MostPerMinute = 60;

    /// <summary>The address that git hosts call.</summary>
    public const string Address = "/api/v1/hooks/git";

    private const string Limit = "hooks";

    /// <summary>Bounds how often a webhook is looked at.</summary>
    public static void AddHookLimit(this IServiceCollection services) => services.AddRateLimiter(static o =>
    {
        o.AddFixedWindowLimiter(Limit, static w => (w.PermitLimit, w.Window, w.QueueLimit, w.QueueProcessingOrder) = (MostPerMinute, TimeSpan.FromMinutes(1), 0, QueueProcessingOrder.OldestFirst));
        o.OnRejected = static (context, _) => new ValueTask(Reject(context.HttpContext));
    });

    /// <summary>Maps the address that git hosts call.</summary>
    public static void MapHooks(this RouteGroupBuilder api) => api.MapPost("/v1/hooks/git", PostAsync).RequireRateLimiting(Limit).Produces(StatusCodes.Status202Accepted)
        .Described(
            "PostGitHook", "Says that a repository may have new commits; signed with X-Hub-Signature-256 (GitHub, Gitea, Forgejo), X-Hub-Signature (Bitbucket) or X-Gitlab-Token. The body is not used.",
            StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
        .TakesSigned(
            ("X-Hub-Signature-256", "GitHub, Gitea, Forgejo: sha256= and the HMAC of the body in hexadecimal."), ("X-Hub-Signature", "Bitbucket: the same."), ("X-Gitlab-Token", "GitLab: the secret itself."));

    private static async Task<IResult> PostAsync(HttpContext context, [FromServices] HookSignature signature, [FromServices] RepositoryFetcher fetcher)
    {
        if (!signature.IsConfigured)
            return ApiEndpoints.Problem(StatusCodes.Status404NotFound, "No webhook is taken: Driftboard:Git:HookSecretVariable names no environment variable with a secret.");
        switch (await signature.JudgeAsync(context.Request, context.RequestAborted))
        {
            case HookVerdict.Valid:
                fetcher.Hint();
                return Results.StatusCode(StatusCodes.Status202Accepted);
            case HookVerdict.TooLarge:
                return ApiEndpoints.Problem(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {HookSignature.LargestBody} bytes.");
            case HookVerdict.Wrong:
                return ApiEndpoints.Problem(StatusCodes.Status401Unauthorized, "The signature or token is not that of the configured secret; give the git host the same one.");
            default:
                return ApiEndpoints.Problem(StatusCodes.Status401Unauthorized, "The request is not signed; allowed are X-Hub-Signature-256 or X-Hub-Signature with sha256=, and X-Gitlab-Token. Give the git host a secret.");
        }
    }

    private static Task Reject(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return ProblemReplies.WriteAsync(context, StatusCodes.Status429TooManyRequests, $"More than {MostPerMinute} webhooks in a minute; repositories are asked by the clock, too.");
    }
}
