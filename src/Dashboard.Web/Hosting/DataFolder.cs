using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Secrets;

namespace Dashboard.Web.Hosting;

/// <summary>What must survive a restart: keys, mirrors of repositories, the sample repository, what was looked at in reviews. Readable by its user alone, and held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockFile = Sources.Published.PublishedStore.DataFolderMark;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Bare mirrors of the watched repositories.</summary>
    public string Mirrors => System.IO.Path.Combine(Path, "mirrors");

    /// <summary>The sample repository of the sandbox.</summary>
    public string Sample => System.IO.Path.Combine(Path, "sample");

    /// <summary>What readers of reviews have looked at.</summary>
    public string ReviewTicks => System.IO.Path.Combine(Path, "review-ticks.json");

    /// <summary>Keys that protect what the server gives to browsers.</summary>
    public DirectoryInfo ProtectionKeys => new(System.IO.Path.Combine(Keys, "protection"));

    private string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Creates the folder where it is missing, closes it to others, and holds it until disposed.</summary>
    /// <exception cref="StartException">It holds something else, cannot be used, or another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            // A folder that is not ours must neither be closed to others nor be mixed with our files.
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(System.IO.Path.Combine(path, LockFile)))
                throw new StartException($"Driftboard:Data: the folder '{path}' is not empty and was not made by Driftboard; name an empty or a new one.");
            CreateClosed(path);
            var folder = new DataFolder(path, Hold(path));
            CreateClosed(folder.Keys);
            CreateClosed(folder.ProtectionKeys.FullName);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Driftboard:Data: the folder '{path}' cannot be used: {e.Message}");
        }
    }

    /// <summary>The maker of secrets, with this folder's own key; the key is made on first use.</summary>
    /// <exception cref="StartException">The key is damaged or cannot be read.</exception>
    public SecretFingerprinter CreateFingerprinter()
    {
        var file = System.IO.Path.Combine(Keys, "fingerprint.key");
        try
        {
            if (!File.Exists(file))
            {
                // Written aside and moved, so that a crash leaves a whole key or none.
                var fresh = file + ".new";
                File.Delete(fresh);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = OwnerFile;
                using (var stream = new FileStream(fresh, options))
                    stream.Write(RandomNumberGenerator.GetBytes(SecretFingerprinter.KeyLength));
                File.Move(fresh, file);
            }

            var key = File.ReadAllBytes(file);
            return key.Length == SecretFingerprinter.KeyLength
                ? new SecretFingerprinter(key)
                : throw new StartException($"The key '{file}' is damaged: it has {key.Length} bytes, not {SecretFingerprinter.KeyLength}. Delete it, and a new one is made.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key '{file}' cannot be used: {e.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private static void CreateClosed(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Holds the lock file open; the system lets go of it when the process ends, however it ends.</summary>
    private static FileStream Hold(string path)
    {
        FileStream held;
        try
        {
            held = new FileStream(System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException($"Driftboard:Data: another Driftboard already uses the folder '{path}'. Stop it, or give this one a folder of its own: --data FOLDER.");
        }

        held.SetLength(0);
        held.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        held.Flush();
        return held;
    }
}
