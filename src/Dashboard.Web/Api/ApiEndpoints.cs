using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api;

/// <summary>The HTTP interface for programs.</summary>
internal static class ApiEndpoints
{
    private const int LargestBody = 16 * 1024;

    /// <summary>Maps /healthz and everything below /api.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapGet("/healthz", static () => "ok").ExcludeFromDescription();
        app.MapApiDescription();
        var api = app.MapGroup("/api");
        api.MapGet("/v1/version", static (ServerIdentity identity) => Json(new VersionDocument(identity.ServerId, identity.Build), DocumentSerializer.Default.VersionDocument))
            .Answers<VersionDocument>("GetVersion", "Which run of which build answers.");
        api.MapGet("/v1/screens", static ([FromServices] WallScreens screens) => Json(new ScreensDocument([.. screens.All.Select(Document)]), DocumentSerializer.Default.ScreensDocument))
            .Answers<ScreensDocument>("GetScreens", "The screens that have shown a wall since the server's start, by the names that their addresses give them (screen=...).");
        api.MapGet("/v1/screens/{name}", static (string name, [FromServices] WallScreens screens) => screens.Of(name) is { Shown: > 0 } screen
                ? Json(Document(screen), DocumentSerializer.Default.ScreenDocument)
                : Problem(StatusCodes.Status404NotFound, $"No page shows the wall of a screen called {name}{(screens.Of(name) is { } gone ? string.Create(CultureInfo.InvariantCulture, $" since {gone.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}") : "")}."))
            .Answers<ScreenDocument>("GetScreen", "Whether a screen shows its wall: not found where its tab is gone, so that a guard beside it can open it again.", StatusCodes.Status404NotFound);
        api.MapGet("/v1/board", static (DriftFeed feed) => Json(BoardDocuments.Board(feed.Current), DocumentSerializer.Default.BoardDocument))
            .Answers<BoardDocument>("GetBoard", "Every environment, every stack as a cell, and parity in numbers.");
        api.MapGet("/v1/stacks/{application}/{environment}/{component}", GetStackAsync)
            .Answers<StackDocument>("GetStack", "A stack with every resource and difference; region and instance where there are several; include=undeclared,readers for more of each resource.", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapGet("/v1/parity/{application}/{from}/{to}", GetParity)
            .Answers<ParityDocument>("GetParity", "The parity of two environments, property by property; include=equal for everything.", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapTrails();
        api.MapInventories();
        api.MapReviews();
        api.MapHooks();
        api.MapGet("/v1/unclaimed", static (DriftFeed feed) => Json(new UnclaimedDocument(DocumentWriter.Unclaimed(feed.Current.Unclaimed)), DocumentSerializer.Default.UnclaimedDocument))
            .Answers<UnclaimedDocument>("GetUnclaimed", "The stacks of the watched accounts and regions that no component claims.");
        api.MapPost("/v1/scans", PostScanAsync).Takes<ScanRequestDocument>().Produces(StatusCodes.Status202Accepted)
            .Described(
                "RequestScan", "Scans again: everything, or one environment or component.",
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        api.MapFallback("/{**rest}", static (HttpContext context) => Problem(StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}.")).ExcludeFromDescription();
    }

    private static ScreenDocument Document(WallScreen screen) => new(screen.Name, screen.Shown, screen.Since);

    private static async Task<IResult> GetStackAsync(
        string application, string environment, string component, string? region, string? instance, string? include, DriftFeed feed, IStackDetails details, CancellationToken cancellation)
    {
        if (!TryReadExtras(include, out var extras))
            return Problem(StatusCodes.Status400BadRequest, $"include: found '{include}'; allowed are 'undeclared' and 'readers', separated by a comma.");
        var (stack, problem) = FindStack(feed.Current, application, environment, component, region, instance);
        if (stack is null)
            return problem!;
        var origins = new Dictionary<(ResourceAddress, string), OriginDocument?>();
        foreach (var resource in stack.Resources)
        {
            foreach (var difference in resource.Differences)
            {
                var key = (resource.Address, difference.Path.ToString());
                if (!origins.ContainsKey(key))
                    origins[key] = await details.OriginAsync(stack.Key, resource.Address, difference.Path, cancellation);
            }
        }

        return Json(DocumentWriter.Stack(stack, (r, d) => origins[(r.Address, d.Path.ToString())], extras), DocumentSerializer.Default.StackDocument);
    }

    /// <summary>The one stack that an address names, or what is wrong with the address.</summary>
    internal static (StackEvaluation? Stack, IResult? Problem) FindStack(DriftBoard board, string application, string environment, string component, string? region, string? instance)
    {
        var stacks = board.Stacks.Values
            .Where(s => s.Key.Application == application && s.Key.Environment == environment && s.Key.Component == component)
            .OrderBy(s => s.Key.Region, StringComparer.Ordinal).ThenBy(s => s.Key.Instance, StringComparer.Ordinal).ToList();
        var matches = stacks.Where(s => (string.IsNullOrEmpty(region) || s.Key.Region == region) && (instance is null || s.Key.Instance == instance)).ToList();
        if (matches.Count == 0)
        {
            return (null, Problem(StatusCodes.Status404NotFound, stacks.Count == 0
                ? $"There is no stack {application}/{environment}/{component}."
                : $"There is no such stack of {application}/{environment}/{component}. There are: {Choices(stacks)}."));
        }

        if (matches.Count > 1)
            return (null, Problem(StatusCodes.Status400BadRequest, $"There are several stacks of {application}/{environment}/{component}; name one by its region and instance: {Choices(matches)}."));
        return (matches[0], null);
    }

    private static bool TryReadExtras(string? include, out DocumentExtras extras)
    {
        extras = DocumentExtras.None;
        foreach (var part in (include ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var extra = part switch { "undeclared" => DocumentExtras.Undeclared, "readers" => DocumentExtras.Readers, _ => DocumentExtras.None };
            if (extra == DocumentExtras.None)
                return false;
            extras |= extra;
        }

        return true;
    }

    private static IResult GetParity(string application, string from, string to, string? include, DriftFeed feed)
    {
        if (include is not (null or "equal"))
            return Problem(StatusCodes.Status400BadRequest, $"include: found '{include}'; allowed is 'equal'.");
        var (board, pair) = (feed.Current, new ParityKey(application, from, to));
        return board.Parity.GetValueOrDefault(pair) is { } parity
            ? Json(DocumentWriter.Parity(parity, board.KeptSince(pair), includeEqual: include is not null), DocumentSerializer.Default.ParityDocument)
            : Problem(StatusCodes.Status404NotFound, $"The parity of {from} and {to} of {application} is not judged.");
    }

    private static async Task<IResult> PostScanAsync(HttpContext context, DriftFeed feed, IScanControls scans)
    {
        var (request, problem) = await ReadScanAsync(context);
        if (problem is not null)
            return problem;
        var board = feed.Current;
        if (request?.Environment is { } environment && board.Environments.All(e => e.Name != environment))
            return Problem(StatusCodes.Status404NotFound, $"There is no environment '{environment}'.");
        if (request?.Component is { } component && board.Components.All(c => c.Name != component))
            return Problem(StatusCodes.Status404NotFound, $"There is no component '{component}'.");
        await scans.RequestScanAsync(null, request?.Environment, request?.Component);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The body; null where there is none, which means everything.</summary>
    private static async Task<(ScanRequestDocument? Request, IResult? Problem)> ReadScanAsync(HttpContext context)
    {
        const string allowed = "allowed is {\"environment\": a name or null, \"component\": a name or null}";
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LargestBody)
                return (null, Problem(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {LargestBody} bytes; {allowed}."));
        }

        if (body.Length == 0)
            return (null, null);
        if (!context.Request.HasJsonContentType())
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, "The body is not declared as application/json."));
        try
        {
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), DocumentSerializer.Default.ScanRequestDocument) is { } request
                ? (request, null)
                : (null, Problem(StatusCodes.Status400BadRequest, $"The body is null; {allowed}."));
        }
        catch (JsonException)
        {
            return (null, Problem(StatusCodes.Status400BadRequest, $"The body is not what is asked for; {allowed}."));
        }
    }

    private static string Choices(List<StackEvaluation> stacks) =>
        string.Join(", ", stacks.Select(s => $"region={s.Key.Region}" + (s.Key.Instance.Length == 0 ? "" : $"&instance={s.Key.Instance}")));

    private static IResult Json<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Results.Json(document, type);

    /// <summary>An answer that says what is wrong with the request.</summary>
    internal static IResult Problem(int status, string detail) => new ProblemResult(status, detail);

    private sealed class ProblemResult(int status, string detail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => ProblemReplies.WriteAsync(httpContext, status, detail);
    }
}
