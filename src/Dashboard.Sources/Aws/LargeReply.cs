namespace Dashboard.Sources.Aws;

/// <summary>Reads replies whole, and lets only one large one at a time in the process be taken apart: what is made of a reply takes many times its own size, and every service may send a large one at once.</summary>
/// <remarks>
/// The turn of a large reply begins when all of it is there, so that who trickles holds up nobody, and lasts until its call has ended. A small one waits for nobody.
/// </remarks>
internal sealed class LargeReply : IDisposable
{
    /// <summary>In bytes. Nearly all replies are below it; large are templates and full pages of lists.</summary>
    public const int Small = 256 * 1024;

    private static readonly AsyncLocal<LargeReply?> Flow = new();

    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private SemaphoreSlim? _held;
    private bool _isClosed;

    private LargeReply()
    {
    }

    /// <summary>Whatever the calling method awaits from here on shares one turn, which ends when this is disposed.</summary>
    public static LargeReply Begin() => Flow.Value = new LargeReply();

    /// <summary>Reads the body of a reply to its end and puts it in the reply's place; ends when it is its turn.</summary>
    /// <param name="reply">The reply, of which nothing was read yet.</param>
    /// <param name="largest">How many bytes it may have.</param>
    /// <param name="turn">Who may take a large one apart; one place for the whole process.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidDataException">It has more bytes. The rest is not read.</exception>
    public static async Task BufferAsync(HttpResponseMessage reply, long largest, SemaphoreSlim turn, CancellationToken cancellation)
    {
        if (reply.Content.Headers.ContentLength > largest)
            throw TooLarge(largest);
        using var read = new MemoryStream();
        var content = reply.Content;
        using (var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false))
        {
            var piece = new byte[16 * 1024];
            for (int count; (count = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (read.Length + count > largest)
                    throw TooLarge(largest);
                read.Write(piece, 0, count);
            }
        }

        if (read.Length > Small && Flow.Value is { } call)
            await call.TakeAsync(turn, cancellation).ConfigureAwait(false);
        var whole = new ByteArrayContent(read.GetBuffer(), 0, (int)read.Length);
        foreach (var (name, values) in content.Headers.NonValidated.Where(h => h.Key != "Content-Length"))
            whole.Headers.TryAddWithoutValidation(name, values);
        reply.Content = whole;
        content.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _held?.Release();
            _held = null;
        }
    }

    private async Task TakeAsync(SemaphoreSlim turn, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_held is not null)
                return;
        }

        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_isClosed && _held is null)
            {
                _held = turn;
                return;
            }
        }

        turn.Release();
        cancellation.ThrowIfCancellationRequested();
    }

    private static InvalidDataException TooLarge(long largest) => new(FormattableString.Invariant($"The reply is larger than {largest / 1024} kB."));
}
