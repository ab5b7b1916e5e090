using System.Globalization;

namespace Dashboard.Sources.Git;

/// <summary>Watches over what a fetch writes, which its host alone decides: a mirror that gets larger than it may ends it.</summary>
/// <param name="mirror">The mirror's folder.</param>
/// <param name="most">The most bytes of its packs.</param>
internal sealed class GitSizeLimit(string mirror, long most)
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Settings with which all that a fetch brings goes into packs, where it is counted, and nothing into single files.</summary>
    public static readonly string[] Settings = ["fetch.unpackLimit=1", "transfer.unpackLimit=1"];

    private volatile bool _isExceeded;

    /// <summary>Whether it was ever too large.</summary>
    public bool IsExceeded => _isExceeded;

    /// <summary>Looks once. Whether it is too large.</summary>
    public bool Look()
    {
        var packs = new DirectoryInfo(Path.Combine(mirror, "objects", "pack"));
        try
        {
            if (packs.Exists && packs.EnumerateFiles().Sum(f => f.Length) > most)
                _isExceeded = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file went while it was looked at; a timer calls this, and nobody would catch it there.
        }

        return _isExceeded;
    }

    /// <summary>What is to be said of it.</summary>
    public GitSourceException Exceeded() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"it is larger than {most / GitOptions.Megabyte:N0} MB, and fetching it was ended; it is tried again in an hour. If it is meant to be that large, raise {GitSettings.Section}:MaxMegabytes, or give the path of a local clone."));
}
