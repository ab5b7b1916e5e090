using Dashboard.Core.Documents;
using Microsoft.OpenApi;

namespace Dashboard.Web.Api;

/// <summary>What the interface says of itself, at /openapi/v1.json.</summary>
internal static class ApiDescription
{
    private const string Version = "v1";

    /// <summary>Describes the endpoints, with the documents as the serializer writes them.</summary>
    public static void AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, DocumentSerializer.Default));
        services.AddOpenApi(Version, static o => o.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Driftboard";
            document.Info.Version = Version;
            document.Info.Description = "What runs, compared with what the repository says and with other environments. Times are UTC; errors are problem details (RFC 9457). "
                + "Changes come over SignalR at /hubs/drift: call Subscribe(), receive Board and then Changed.";
            // The address at which it was asked for is the server's own affair: a proxy may stand before it.
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
    }

    /// <summary>Maps the description.</summary>
    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json");

    /// <summary>What an endpoint answers.</summary>
    /// <typeparam name="T">The document of a success.</typeparam>
    /// <param name="route">The endpoint.</param>
    /// <param name="name">The operation's name: a program calls it so.</param>
    /// <param name="summary">What it is for.</param>
    /// <param name="problems">Further status codes; each answers problem details.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string name, string summary, params int[] problems) =>
        route.Produces<T>().Described(name, summary, problems);

    /// <summary>What an endpoint without a document in its answer is for.</summary>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder route, string name, string summary, params int[] problems)
    {
        route.WithName(name).WithSummary(summary).WithTags("Driftboard");
        foreach (var status in problems)
            route.ProducesProblem(status);
        return route;
    }

    /// <summary>The JSON body that an endpoint takes and can do without. It is read by the endpoint itself, which says better than the routing what is wrong with one.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer(static async (operation, context, cancellation) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellation) } },
        });

    /// <summary>Texts that an endpoint answers in the place of its document, where it is asked to.</summary>
    public static RouteHandlerBuilder OrAsText(this RouteHandlerBuilder route, params string[] types) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var type in types)
            operation.Responses?["200"].Content?.TryAdd(type, new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        return Task.CompletedTask;
    });

    /// <summary>A body that is signed and of which nothing else is used, and the headers of which one bears its signature.</summary>
    public static RouteHandlerBuilder TakesSigned(this RouteHandlerBuilder route, params (string Name, string Description)[] headers) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "What the git host sends; nothing of it is used but its signature.",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
        };
        operation.Parameters ??= [];
        foreach (var (name, description) in headers)
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        return Task.CompletedTask;
    });
}
