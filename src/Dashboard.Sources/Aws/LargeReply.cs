namespace Dashboard.Sources.Aws;

/// <summary>How many large replies of an account there are at a time.</summary>
/// <param name="turn">Who may take one apart: one in the process.</param>
internal sealed class LargeReplies(SemaphoreSlim turn) : IDisposable
{
    /// <summary>Are read, or wait to be taken apart. More than one, so that one that trickles holds up no others; several that trickle hold up those of their own account alone, until their deadlines.</summary>
    private const int Read = 3;

    /// <summary>Who may read more of a reply than a small one has.</summary>
    internal SemaphoreSlim Seats { get; } = new(Read);

    /// <summary>Who may take one apart.</summary>
    internal SemaphoreSlim Turn => turn;

    /// <inheritdoc />
    public void Dispose() => Seats.Dispose();
}

/// <summary>Reads replies whole, some large ones at a time, of which one is taken apart: what is made of a reply takes many times its own size, and every service may send a large one at once.</summary>
/// <remarks>
/// The turn of a large reply begins when all of it is there, so that who trickles takes no turn, and lasts until its call has ended. A small one waits for nobody.
/// </remarks>
internal sealed class LargeReply : IDisposable
{
    /// <summary>In bytes. Nearly all replies are below it; large are templates and full pages of lists.</summary>
    public const int Small = 256 * 1024;

    /// <summary>So many bytes tell a document from a page of HTML; a reply that has less is read at once.</summary>
    private const int Beginning = 64;

    private static readonly AsyncLocal<LargeReply?> Flow = new();

    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private readonly List<SemaphoreSlim> _held = [];
    private bool _isClosed;

    private LargeReply()
    {
    }

    /// <summary>Whatever the calling method awaits from here on shares one place, which ends when this is disposed.</summary>
    public static LargeReply Begin() => Flow.Value = new LargeReply();

    /// <summary>Reads the body of a reply to its end and puts it in the reply's place; ends when it is its turn.</summary>
    /// <param name="reply">The reply, of which nothing was read yet.</param>
    /// <param name="largest">How many bytes it may have.</param>
    /// <param name="places">How many large ones there may be; the same for all calls of an account.</param>
    /// <param name="begins">Is shown how it begins, and throws where the rest need not be read.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="InvalidDataException">It has more bytes. The rest is not read.</exception>
    public static async Task<ArraySegment<byte>> BufferAsync(HttpResponseMessage reply, long largest, LargeReplies places, Action<ReadOnlySpan<byte>> begins, CancellationToken cancellation)
    {
        var told = reply.Content.Headers.ContentLength;
        var call = Flow.Value;
        var (hasBegun, isLarge) = (false, false);
        using var read = new MemoryStream();
        var content = reply.Content;
        using (var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false))
        {
            var piece = new byte[16 * 1024];
            for (int count; (count = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (read.Length + count > largest)
                    throw TooLarge(largest);
                if (!isLarge && read.Length + count > Small)
                {
                    isLarge = true;
                    if (call is not null)
                        await call.TakeAsync(places.Seats, cancellation).ConfigureAwait(false);
                    read.Capacity = Math.Max(read.Capacity, (int)(told ?? 0));
                }

                read.Write(piece, 0, count);
                if (!hasBegun && read.Length >= Beginning)
                {
                    hasBegun = true;
                    begins(read.GetBuffer().AsSpan(0, Beginning));
                    if (told > largest)
                        throw TooLarge(largest);
                }
            }
        }

        if (isLarge && call is not null)
            await call.TakeAsync(places.Turn, cancellation).ConfigureAwait(false);
        var whole = new ByteArrayContent(read.GetBuffer(), 0, (int)read.Length);
        foreach (var (name, values) in content.Headers.NonValidated.Where(h => h.Key != "Content-Length"))
            whole.Headers.TryAddWithoutValidation(name, values);
        reply.Content = whole;
        content.Dispose();
        return new ArraySegment<byte>(read.GetBuffer(), 0, (int)read.Length);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _held.ForEach(h => h.Release());
            _held.Clear();
        }
    }

    private async Task TakeAsync(SemaphoreSlim place, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_held.Contains(place))
                return;
        }

        await place.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_isClosed && !_held.Contains(place))
            {
                _held.Add(place);
                return;
            }
        }

        place.Release();
        cancellation.ThrowIfCancellationRequested();
    }

    private static InvalidDataException TooLarge(long largest) => new(FormattableString.Invariant($"The reply is larger than {largest / 1024} kB."));
}
