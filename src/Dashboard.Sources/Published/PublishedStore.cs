using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Published;

/// <summary>Templates that a pipeline made of a commit (a CDK app's, a packaged one), kept in the data folder by commit.</summary>
/// <param name="dataFolder">The data folder.</param>
public sealed class PublishedStore(string dataFolder)
{
    /// <summary>What the name of a published template begins with where a path is expected.</summary>
    public const string Prefix = "published:";

    /// <summary>The file by which a data folder is known as one.</summary>
    public const string DataFolderMark = "driftboard.lock";

    private const string Index = "index.json";
    private const int Version = 1;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (DateTime Written, PublishedIndex Index)> _indexes = new(StringComparer.Ordinal);

    /// <summary>Whether a text is written as a commit's full id.</summary>
    public static bool IsCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A template by the name of its file, of its stack, or of its object in the asset bucket; null where none was published for the commit.</summary>
    public byte[]? Read(string commitId, string name)
    {
        if (!IsCommit(commitId) || Load(commitId) is not { } index || HashOf(index, name) is not { } hash)
            return null;
        try
        {
            return File.ReadAllBytes(Path.Combine(Folder(commitId), hash));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The commits that a template of this name was published for, each with what tells its content from others.</summary>
    public IEnumerable<(string CommitId, string Content)> Find(string name)
    {
        if (!Directory.Exists(Commits))
            yield break;
        foreach (var commitId in Directory.EnumerateDirectories(Commits).Select(d => Path.GetFileName(d)!).Where(IsCommit))
        {
            if (Load(commitId) is { } index && HashOf(index, name) is { } content)
                yield return (commitId, content);
        }
    }

    private static string? HashOf(PublishedIndex index, string name) =>
        index.Files.TryGetValue(name, out var hash) || (index.Aliases.TryGetValue(name, out var file) && index.Files.TryGetValue(file, out hash)) ? hash : null;

    /// <summary>Keeps templates for a commit, beside those that are there; one of the same name takes the other's place.</summary>
    /// <returns>The names whose content is another one than before.</returns>
    /// <exception cref="PublishException">The data folder cannot be used.</exception>
    public ImmutableArray<string> Publish(string commitId, PublishedTemplates templates)
    {
        try
        {
            PrepareDataFolder();
            var folder = Folder(commitId);
            CreateClosed(folder);
            // Jobs of one pipeline publish side by side; the index is read, changed and written by one of them at a time.
            using var turn = FileTurn.Wait(Path.Combine(folder, "lock"), LongestTurn);
            var before = Load(commitId) ?? new PublishedIndex(Version, [], []);
            var (files, aliases) = (new SortedDictionary<string, string>(before.Files, StringComparer.Ordinal), new SortedDictionary<string, string>(before.Aliases, StringComparer.Ordinal));
            foreach (var (name, content) in templates.Files)
            {
                var hash = Convert.ToHexStringLower(SHA256.HashData(content));
                if (!File.Exists(Path.Combine(folder, hash)))
                    WriteAside(Path.Combine(folder, hash), content);
                files[name] = hash;
            }

            foreach (var (alias, name) in templates.Aliases)
                aliases[alias] = name;
            // The index last: a reader sees a whole publication or the one before.
            WriteAside(Path.Combine(folder, Index), JsonSerializer.SerializeToUtf8Bytes(new PublishedIndex(Version, files, aliases), PublishedSerializer.Default.PublishedIndex));
            return [.. before.Files.Where(f => files[f.Key] != f.Value).Select(f => f.Key)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PublishException($"{dataFolder}: the data folder cannot be used: {e.Message}");
        }
    }

    /// <summary>Makes a folder in the data folder for something else that commands keep, where there is none; its path.</summary>
    /// <exception cref="PublishException">The data folder cannot be used.</exception>
    public string PrepareFolder(string name)
    {
        try
        {
            PrepareDataFolder();
            var folder = Path.Combine(dataFolder, name);
            CreateClosed(folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PublishException($"{dataFolder}: the data folder cannot be used: {e.Message}");
        }
    }

    /// <summary>A folder for each commit.</summary>
    private string Commits => Path.Combine(dataFolder, "published");

    private string Folder(string commitId) => Path.Combine(Commits, commitId);

    private PublishedIndex? Load(string commitId)
    {
        var path = Path.Combine(Folder(commitId), Index);
        var written = File.GetLastWriteTimeUtc(path);
        if (_indexes.TryGetValue(commitId, out var known) && known.Written == written)
            return known.Index;
        try
        {
            if (!File.Exists(path) || JsonSerializer.Deserialize(File.ReadAllBytes(path), PublishedSerializer.Default.PublishedIndex) is not { Version: Version } index)
                return null;
            _indexes[commitId] = (written, index);
            return index;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A folder that the server may use later is made as the server makes it; one that holds something else is left alone.</summary>
    private void PrepareDataFolder()
    {
        var mark = Path.Combine(dataFolder, DataFolderMark);
        if (Directory.Exists(dataFolder) && Directory.EnumerateFileSystemEntries(dataFolder).Any() && !File.Exists(mark))
            throw new PublishException($"{dataFolder}: the folder is not empty and was not made by Driftboard; name the data folder of the server, or an empty or new one.");
        CreateClosed(dataFolder);
        if (!File.Exists(mark))
            File.WriteAllBytes(mark, []);
    }

    private static void CreateClosed(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WriteAside(string path, byte[] content)
    {
        var aside = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllBytes(aside, content);
        File.Move(aside, path, overwrite: true);
    }
}

/// <summary>Templates to be kept.</summary>
/// <param name="Files">By name.</param>
/// <param name="Aliases">Other names of theirs: of the stack, of the object in the asset bucket.</param>
public sealed record PublishedTemplates(ImmutableSortedDictionary<string, byte[]> Files, ImmutableSortedDictionary<string, string> Aliases);

/// <summary>Something cannot be published, for a reason that the message names.</summary>
public sealed class PublishException(string message) : Exception(message);

/// <summary>What was published for a commit: contents by name, and other names.</summary>
internal sealed record PublishedIndex(int Version, SortedDictionary<string, string> Files, SortedDictionary<string, string> Aliases);

/// <summary>The serializer of the index.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true)]
[JsonSerializable(typeof(PublishedIndex))]
internal sealed partial class PublishedSerializer : JsonSerializerContext;
