using System.Globalization;

namespace Dashboard.Sources.Git;

/// <content>When the mirror was last as its source is, told beside it: a later process knows how old it is.</content>
public sealed partial class GitRepository
{
    private const string FetchedFile = "driftboard-fetched";

    // Seconds since 1970, written by the one that fetches; 0: never.
    private long _fetchedAt;

    /// <inheritdoc />
    public DateTimeOffset? FetchedAt => _origin is RemoteOrigin && Volatile.Read(ref _fetchedAt) is > 0 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>A fetch that failed, in words, with how old what stays in use is.</summary>
    public string Describe(GitSourceException failure) => FetchedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{failure.Message} It has not been fetched since {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC; what was there then stays in use.")
        : failure.Message;

    private void NoteFetch()
    {
        // What stands in a folder is looked at all the time.
        if (_origin is not RemoteOrigin)
            return;
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var file = Path.Combine(_mirrorPath, FetchedFile);
        File.WriteAllText(file + ".new", now.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
        Volatile.Write(ref _fetchedAt, now);
    }

    private long ReadFetch()
    {
        if (!HasContent)
            return 0;
        // Of a mirror that says nothing, HEAD is written with every fetch that brings something.
        var (file, head) = (Path.Combine(_mirrorPath, FetchedFile), Path.Combine(_mirrorPath, "HEAD"));
        return File.Exists(file) && long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? seconds
            : new DateTimeOffset(File.GetLastWriteTimeUtc(head), TimeSpan.Zero).ToUnixTimeSeconds();
    }
}
