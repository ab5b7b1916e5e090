using Dashboard.Web.Hosting;

namespace Dashboard.Web.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-folder-").FullName;

    private string Folder => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void It_is_closed_to_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a matter of Unix.");
        using var data = DataFolder.Open(Folder);
        data.CreateFingerprinter();

        Assert.All([Folder, Path.Combine(Folder, "keys"), data.ProtectionKeys.FullName], f => Assert.Equal("700", Octal(f)));
        Assert.Equal("600", Octal(Path.Combine(Folder, "keys", "fingerprint.key")));
    }

    [Fact]
    public void An_empty_folder_that_is_open_to_others_is_closed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a matter of Unix.");
        Directory.CreateDirectory(Folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder, (UnixFileMode)Convert.ToInt32("755", 8));

        using var data = DataFolder.Open(Folder);

        Assert.Equal("700", Octal(Folder));
    }

    [Fact]
    public void A_second_process_is_refused_until_the_first_lets_go()
    {
        using (DataFolder.Open(Folder))
        {
            var message = Assert.Throws<StartException>(() => DataFolder.Open(Folder)).Message;
            Assert.Contains($"another Driftboard already uses the folder '{Folder}'", message, StringComparison.Ordinal);
        }

        DataFolder.Open(Folder).Dispose();
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_as_it_is()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "thesis.txt"), "");
        var before = OperatingSystem.IsWindows() ? "" : Octal(Folder);

        Assert.Contains("not empty", Assert.Throws<StartException>(() => DataFolder.Open(Folder)).Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName));
        Assert.Equal(before, OperatingSystem.IsWindows() ? "" : Octal(Folder));
    }

    [Fact]
    public void A_path_that_is_a_file_is_one_message()
    {
        File.WriteAllText(Folder, "");

        Assert.Contains("cannot be used", Assert.Throws<StartException>(() => DataFolder.Open(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_stays_the_same_so_that_fingerprints_do()
    {
        using var data = DataFolder.Open(Folder);

        Assert.Equal(data.CreateFingerprinter().Fingerprint("hunter2"), data.CreateFingerprinter().Fingerprint("hunter2"));
        Assert.Equal(32, new FileInfo(Path.Combine(Folder, "keys", "fingerprint.key")).Length);
    }

    [Fact]
    public void A_damaged_key_is_named_and_not_replaced()
    {
        using var data = DataFolder.Open(Folder);
        var key = Path.Combine(Folder, "keys", "fingerprint.key");
        File.WriteAllBytes(key, [1, 2, 3]);

        Assert.Contains("it has 3 bytes, not 32", Assert.Throws<StartException>(data.CreateFingerprinter).Message, StringComparison.Ordinal);
        Assert.Equal(3, new FileInfo(key).Length);
    }

    private static string Octal(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
