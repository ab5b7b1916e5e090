namespace Dashboard.Sources.Git;

/// <summary>A file that one process holds at a time; the system lets go of it when the process ends, however it ends.</summary>
internal static class FileTurn
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(1);

    /// <summary>Waits until nobody else holds the file, and holds it until disposed.</summary>
    /// <param name="path">The file; it is created.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="waits">Told once, when it takes more than a second.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">Somebody else has held it all the time (<see cref="IsTaken"/>), or it cannot be made.</exception>
    public static FileStream Wait(string path, TimeSpan atMost, Action? waits = null, CancellationToken cancellation = default)
    {
        for (var waited = TimeSpan.Zero; ; waited += BetweenTries)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e) && waited < atMost)
            {
                if (waited == WorthSaying)
                    waits?.Invoke();
                cancellation.WaitHandle.WaitOne(BetweenTries);
            }
        }
    }

    /// <summary>Whether somebody else has the file: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.</summary>
    public static bool IsTaken(IOException problem) => problem.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
