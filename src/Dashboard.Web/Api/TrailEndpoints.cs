using Dashboard.Core.Documents;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api;

/// <summary>Who changed what, and what nobody owns, for programs: asked of the cloud when somebody asks here.</summary>
internal static class TrailEndpoints
{
    /// <summary>Maps /stacks/…/changes and /stacks/…/changesets.</summary>
    public static void MapTrails(this RouteGroupBuilder api)
    {
        api.MapGet("/v1/stacks/{application}/{environment}/{component}/changes", GetChangesAsync)
            .Answers<ResourceChangesDocument>(
                "GetChanges", "Who changed a resource, how and when, as far as CloudTrail, Parameter Store and the stack's events tell; resource names it by its path of logical ids.",
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapGet("/v1/stacks/{application}/{environment}/{component}/changesets", GetChangeSetsAsync)
            .Answers<ChangeSetsDocument>("GetChangeSets", "The change sets of a stack that wait for somebody to execute them, and what each would do; an answer is kept for a minute.", StatusCodes.Status404NotFound);
    }

    /// <summary>Maps /unmanaged.</summary>
    public static void MapInventories(this RouteGroupBuilder api) =>
        api.MapGet("/v1/unmanaged", static async ([FromServices] IAccountInventories inventories, CancellationToken cancellation) =>
                Results.Json(InventoryWriter.Unmanaged(await inventories.AskAsync(again: false, cancellation)), DocumentSerializer.Default.UnmanagedDocument))
            .Answers<UnmanagedDocument>("GetUnmanaged", "The resources of the watched accounts that no stack owns, of the types in use and those that the settings add; an answer is kept for 15 minutes.");

    private static async Task<IResult> GetChangeSetsAsync(
        string application, string environment, string component, string? region, string? instance, DriftFeed feed, [FromServices] IChangeSetLookup changeSets, CancellationToken cancellation)
    {
        var (stack, problem) = ApiEndpoints.FindStack(feed.Current, application, environment, component, region, instance);
        if (stack is null)
            return problem!;
        return await changeSets.AskAsync(stack.Key, cancellation) is { } found
            ? Results.Json(found.ToDocument(stack), DocumentSerializer.Default.ChangeSetsDocument)
            : ApiEndpoints.Problem(StatusCodes.Status404NotFound, $"{stack.Key} is not on the board any more.");
    }

    private static async Task<IResult> GetChangesAsync(
        string application, string environment, string component, string? region, string? instance, string? resource, DriftFeed feed, [FromServices] IChangeTrailLookup trails, CancellationToken cancellation)
    {
        var (stack, problem) = ApiEndpoints.FindStack(feed.Current, application, environment, component, region, instance);
        if (stack is null)
            return problem!;
        if (string.IsNullOrEmpty(resource))
            return ApiEndpoints.Problem(StatusCodes.Status400BadRequest, "resource: found nothing; allowed is the path of a resource's logical ids, such as 'WebQueue' or 'Queues/WebQueue'.");
        return stack.Resources.FirstOrDefault(r => r.Address.Path == resource) is { } found
            && await trails.AskAsync(stack.Key, found.Address, again: false, cancellation) is { } trail
                ? Results.Json(TrailWriter.Changes(stack, found, trail), DocumentSerializer.Default.ResourceChangesDocument)
                : ApiEndpoints.Problem(StatusCodes.Status404NotFound, $"There is no resource '{resource}' in {stack.Key}.");
    }
}
