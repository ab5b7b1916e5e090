using System.Collections.Concurrent;
using Dashboard.Core.Traits;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>What the registry of one account says of types' handlers. Each type is asked for once; a registry that does not answer is left alone for a while.</summary>
/// <remarks>An account's regions share what handlers ask for: AWS's own types have the same ones everywhere. That there is no such type, or no handler, is true of one region.</remarks>
internal sealed class TypeRegistry(TimeProvider time) : IDisposable
{
    /// <summary>How long a registry that was denied, throttled or silent is not asked again.</summary>
    public static readonly TimeSpan RefusalStands = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, ReadResult<HandlerPermissions>> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Region, string Type), ReadResult<HandlerPermissions>> _lacking = new();

    // Written within _turn.
    private volatile Refusal? _refusal;

    /// <summary>What the handlers of a type ask for in a region, or that it has none, as far as somebody asked; else null.</summary>
    public HandlerPermissions? Find(string region, string type) => Useful(Known(region, type));

    /// <summary>Whether a question about the type would be a call.</summary>
    public bool WouldAsk(string region, string type) => Known(region, type) is null && Standing() is null;

    /// <summary>The registry's answer about a type: the one that it gave before, or that it gives now.</summary>
    /// <param name="region">Where it is asked.</param>
    /// <param name="type">The type.</param>
    /// <param name="ask">Asks; not called where the answer is known, or while a refusal stands, which is then the answer.</param>
    /// <param name="cancellation">Stops the waiting for others who ask.</param>
    public async Task<ReadResult<HandlerPermissions>> AskAsync(string region, string type, Func<Task<ReadResult<HandlerPermissions>>> ask, CancellationToken cancellation)
    {
        if (Known(region, type) is { } known)
            return known;
        // One after another: many resources of a type come at once, and the first refusal is an answer to all.
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if ((Known(region, type) ?? Standing()) is { } meanwhile)
                return meanwhile;
            var answer = await ask().ConfigureAwait(false);
            if (answer is { IsRead: true, Value: { HasRead: true, HasList: true } })
                _known[type] = answer;
            else if (answer.IsRead || (answer.Outcome is ReadOutcome.Missing or ReadOutcome.TypeNotReadable && !AwsErrors.IsUnknownService(answer.Code)))
                _lacking[(region, type)] = answer;
            else
                _refusal = new(answer, time.GetTimestamp());
            return answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The permissions of an answer that names some, or says that there is no handler to ask for any. A schema may leave them out, which is no promise that nothing is asked for.</summary>
    public static HandlerPermissions? Useful(ReadResult<HandlerPermissions>? answer) => answer is { IsRead: true, Value: { Read.IsEmpty: false } or { HasRead: false } } ? answer.Value : null;

    public void Dispose() => _turn.Dispose();

    private ReadResult<HandlerPermissions>? Known(string region, string type) => _known.GetValueOrDefault(type) ?? _lacking.GetValueOrDefault((region, type));

    private ReadResult<HandlerPermissions>? Standing() => _refusal is { } refusal && time.GetElapsedTime(refusal.At) < RefusalStands ? refusal.Answer : null;

    private sealed record Refusal(ReadResult<HandlerPermissions> Answer, long At);
}
