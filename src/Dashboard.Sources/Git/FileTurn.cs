namespace Dashboard.Sources.Git;

/// <summary>A file that one process holds at a time; the system lets go of it when the process ends, however it ends.</summary>
internal static class FileTurn
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until nobody else holds the file, and holds it until disposed.</summary>
    /// <exception cref="IOException">Somebody else has held it all the time.</exception>
    public static FileStream Wait(string path, TimeSpan atMost)
    {
        for (var tries = atMost / BetweenTries; ; tries--)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries > 1)
            {
                Thread.Sleep(BetweenTries);
            }
        }
    }
}
