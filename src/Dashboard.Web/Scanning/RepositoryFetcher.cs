using System.Collections.Immutable;
using System.Threading.Channels;

namespace Dashboard.Web.Scanning;

/// <summary>Fetches the repositories at addresses: each in a loop of its own, by the clock and by hints, less often while its host fails.</summary>
internal sealed class RepositoryFetcher : BackgroundService
{
    /// <summary>However many hints come: a repository is asked no more often.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    private readonly ImmutableArray<(WatchedRepository Repository, Channel<bool> Hints)> _remotes;
    private readonly ChannelWriter<bool> _news;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<RepositoryFetcher> _logger;

    /// <param name="repositories">What is watched; gets the word that something is new.</param>
    /// <param name="interval">From one fetch to the next.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Says what nobody expected.</param>
    public RepositoryFetcher(RepositorySet repositories, TimeSpan interval, TimeProvider time, ILogger<RepositoryFetcher> logger)
    {
        _remotes = [.. repositories.Remotes.Select(r => (r, Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite })))];
        (_news, _interval, _time, _logger) = (repositories.News.Writer, interval, time, logger);
    }

    /// <summary>Somebody says that something may be new.</summary>
    public void Hint()
    {
        foreach (var (_, hints) in _remotes)
            hints.Writer.TryWrite(true);
        // Local ones are looked at by another loop, which waits for the same word.
        _news.TryWrite(true);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await Task.WhenAll(_remotes.Select(r => FetchLoopAsync(r.Repository, r.Hints.Reader, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task FetchLoopAsync(WatchedRepository repository, ChannelReader<bool> hints, CancellationToken stop)
    {
        for (var wait = _interval; ;)
        {
            if (await FetchAsync(repository, stop))
                wait = _interval;
            else
                wait = wait * 2 < LongestBackOff ? wait * 2 : wait > LongestBackOff ? wait : LongestBackOff;
            // What comes in this time is one hint more, and waits in the channel.
            await Task.Delay(Shortest, _time, stop);
            await Signals.WaitAsync(hints, wait - Shortest > TimeSpan.Zero ? wait - Shortest : TimeSpan.Zero, _time, stop);
        }
    }

    private async Task<bool> FetchAsync(WatchedRepository repository, CancellationToken stop)
    {
        try
        {
            var result = await Task.Run(() => repository.Fetch(stop), stop);
            if (result.IsNews)
                _news.TryWrite(true);
            return result.IsFetched;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _logger.LogFailure($"Fetching {repository.Location}", e);
            return false;
        }
    }
}
