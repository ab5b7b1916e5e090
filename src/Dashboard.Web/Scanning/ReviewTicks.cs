using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Scanning;

/// <summary>Ticks in a file of the data folder: they survive a restart, and every reader sees the same ones.</summary>
/// <param name="file">The full path of the file.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Says what could not be read.</param>
internal sealed partial class ReviewTicks(string file, TimeProvider time, ILogger<ReviewTicks> logger) : IReviewTicks, IDisposable
{
    /// <summary>A tick is 60 bytes: the oldest go before the file can grow without end.</summary>
    private const int Most = 50_000;

    /// <summary>Files that were written before each unit had a tick of its own hold ticks of whole groups, which say of no unit what was seen of it.</summary>
    private const int OldIdLength = 10;

    private readonly SemaphoreSlim _writing = new(1);
    private ImmutableDictionary<string, DateTimeOffset>? _ticks;

    /// <summary>Read once; a reader that comes late never takes back what somebody has ticked meanwhile.</summary>
    private ImmutableDictionary<string, DateTimeOffset> Ticks => LazyInitializer.EnsureInitialized(ref _ticks, Read);

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public DateTimeOffset? Of(string id) => Ticks.TryGetValue(id, out var at) ? at : null;

    /// <inheritdoc />
    public async Task<string?> SetAsync(IEnumerable<string> ids, bool isTicked)
    {
        await _writing.WaitAsync();
        try
        {
            var before = Ticks;
            var next = isTicked ? before.SetItems(ids.Select(id => KeyValuePair.Create(id, time.GetUtcNow()))) : before.RemoveRange(ids);
            if (next.Count > Most)
                next = next.RemoveRange(next.OrderBy(t => t.Value).Take(next.Count - Most).Select(t => t.Key));
            // Written aside and moved, so that a crash leaves a whole file or the old one.
            await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(new SortedDictionary<string, DateTimeOffset>(next, StringComparer.Ordinal), TickSerializer.Default.SortedDictionaryStringDateTimeOffset));
            File.Move(file + ".new", file, overwrite: true);
            Volatile.Write(ref _ticks, next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{File} could not be written: {Failure}", file, e.Message);
            return $"The tick could not be kept: {e.Message} See that the data folder can be written to.";
        }
        finally
        {
            _writing.Release();
        }

        Changed?.Invoke();
        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _writing.Dispose();

    private ImmutableDictionary<string, DateTimeOffset> Read()
    {
        try
        {
            var kept = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), TickSerializer.Default.SortedDictionaryStringDateTimeOffset) : null;
            if (kept is null)
                return NoTicks;
            var ticks = kept.Where(t => t.Key.Length != OldIdLength).ToImmutableDictionary(StringComparer.Ordinal);
            if (ticks.Count < kept.Count)
                logger.LogWarning("{File} holds {Count} ticks of whole groups; each unit has its own now, so these groups are to be looked at once more.", file, kept.Count - ticks.Count);
            return ticks;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // A lost tick asks for another look, which is the safe side.
            logger.LogWarning("{File} cannot be read, so nothing counts as looked at: {Failure}", file, e.Message);
            return NoTicks;
        }
    }

    private static ImmutableDictionary<string, DateTimeOffset> NoTicks => ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    [JsonSerializable(typeof(SortedDictionary<string, DateTimeOffset>))]
    private sealed partial class TickSerializer : JsonSerializerContext;
}
