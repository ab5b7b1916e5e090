using System.Text.Json;
using Dashboard.Core.Documents;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Api;

/// <summary>Errors as problem documents (RFC 9457).</summary>
internal static class ProblemReplies
{
    /// <summary>Answers with a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="detail">What is wrong with this request, for people.</param>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        var problem = new ProblemDocument("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail);
        return JsonSerializer.SerializeAsync(context.Response.Body, problem, DocumentSerializer.Default.ProblemDocument, context.RequestAborted);
    }
}
