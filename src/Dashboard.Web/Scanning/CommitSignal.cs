using System.Threading.Channels;

namespace Dashboard.Web.Scanning;

/// <summary>Says that a repository may have new commits, as soon as the file system tells: only a hint, since it may stay silent. Polling finds the rest.</summary>
internal sealed class CommitSignal : IDisposable
{
    private readonly Channel<bool> _signals;
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <param name="folders">Paths of the local repositories.</param>
    /// <param name="signals">Where the hints go, beside those of others.</param>
    public CommitSignal(IEnumerable<string> folders, Channel<bool> signals)
    {
        _signals = signals;
        foreach (var location in folders)
        {
            var nested = Path.Combine(location, ".git");
            var folder = Directory.Exists(nested) ? nested : location;
            Watch(Path.Combine(folder, "refs"), recursive: true);
            Watch(folder, recursive: false, "HEAD", "packed-refs");
        }
    }

    /// <summary>Waits for the next hint, or until the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation) => Signals.WaitAsync(_signals.Reader, longest, time, cancellation);

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
    }

    private void Watch(string folder, bool recursive, params string[] filters)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = recursive };
            foreach (var filter in filters)
                watcher.Filters.Add(filter);
            watcher.Changed += Hint;
            watcher.Created += Hint;
            watcher.Renamed += Hint;
            watcher.Deleted += Hint;
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No folder, or no watchers left in the system: polling is enough.
        }
    }

    private void Hint(object sender, FileSystemEventArgs e) => _signals.Writer.TryWrite(true);
}
