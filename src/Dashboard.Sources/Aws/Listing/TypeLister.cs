using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Listing;

/// <summary>Lists the resources of a type from the type's own service.</summary>
/// <param name="Type">The type.</param>
/// <param name="Operations">What is asked; the first one lists.</param>
/// <param name="List">Asks, page by page.</param>
internal sealed record TypeLister(string Type, ImmutableArray<ReadOperation> Operations, Func<ReadContext, Task<List<ListedResource>>> List)
{
    /// <summary>Whether the list itself tells which resources nobody made: where each would have to be asked, it is not worth the calls to everybody who lists.</summary>
    public bool TellsDefaults { get; init; }

    /// <summary>The name that the first call is signed for.</summary>
    public string Service => Operations[0].Service;

    /// <summary>Lists; a call that is refused ends it.</summary>
    public async Task<ReadResult<ImmutableArray<ListedResource>>> ListAsync(ReadContext context)
    {
        try
        {
            return new(ReadOutcome.Read, [.. (await List(context).ConfigureAwait(false)).DistinctBy(r => r.Identifier).OrderBy(r => r.Identifier, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var stop = ReadStop.Of(e);
            return new(stop.Outcome, default, stop.Message) { Code = stop.Code };
        }
    }

    /// <summary>Reads page after page, within the bounds of every list.</summary>
    /// <param name="read">Reads the page of a token; null is the first page's.</param>
    public static async Task<List<ListedResource>> PagesAsync(Func<string?, Task<(IEnumerable<ListedResource> Items, string? Next)>> read) =>
        [.. await ReadContext.PagesAsync(read, static r => r.Identifier).ConfigureAwait(false)];
}
