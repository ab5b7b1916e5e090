using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace Dashboard.Sandbox.Estate;

/// <summary>The sample git repository: the infrastructure of a small web shop, with months of history by several people.</summary>
/// <remarks>
/// It is built from embedded files with fixed authors, dates and bytes, so that its commit ids are equal on every machine. Branches: main (what development
/// and staging run), release (what production runs; main is some commits ahead) and two side branches from which somebody deployed.
/// A newcomer may commit to it: it is built again only where it is not complete, or where another version of the product made it.
/// </remarks>
public sealed class SampleRepository
{
    private const string Marker = "driftboard.sample";
    private const string PinnedRefs = "refs/sample/";

    private SampleRepository(string path, ImmutableSortedDictionary<string, string> commits)
    {
        Path = path;
        Commits = commits;
    }

    /// <summary>Its working directory.</summary>
    public string Path { get; }

    /// <summary>The commit that the sample itself put at the tip of each branch, by branch; a newcomer's own commits come on top.</summary>
    public ImmutableSortedDictionary<string, string> Commits { get; }

    /// <summary>The sample's tip of main.</summary>
    public string MainId => Commits[SampleHistory.Main];

    /// <summary>The sample's tip of release.</summary>
    public string ReleaseId => Commits[SampleHistory.Release];

    /// <summary>Where a data folder keeps the sample repository.</summary>
    public static string PathIn(string dataFolder) => System.IO.Path.Combine(dataFolder, "sample", "shop");

    /// <summary>Builds the repository, or leaves it as it is where this version of the product built it before.</summary>
    /// <param name="path">A folder that is absent, empty, or holds a sample repository.</param>
    /// <exception cref="InvalidOperationException">The folder holds something else, which is left alone.</exception>
    public static SampleRepository Create(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var fingerprint = Fingerprint();
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            if (!IsSample(path, out var built))
                throw new InvalidOperationException($"'{path}' is not empty and holds no sample repository. Name an empty folder.");
            if (built == fingerprint && Existing(path) is { } existing)
                return existing;
            Delete(new DirectoryInfo(path));
        }

        Directory.CreateDirectory(path);
        return Build(path, fingerprint);
    }

    /// <summary>The newest commit of a branch, as the sample put it there, that was written by an instant.</summary>
    internal string CommitAt(string branch, DateTimeOffset instant)
    {
        using var repository = new Repository(Path);
        return repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = Commits[branch] }).First(c => c.Author.When <= instant).Sha;
    }

    /// <summary>The files of one commit, by path.</summary>
    internal ImmutableSortedDictionary<string, string> FilesAt(string commitId)
    {
        using var repository = new Repository(Path);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Collect(repository.Lookup<Commit>(commitId).Tree);
        return files.ToImmutable();

        void Collect(Tree tree)
        {
            foreach (var entry in tree)
            {
                if (entry.Target is Tree folder)
                    Collect(folder);
                else if (entry.Target is Blob blob)
                    files.Add(entry.Path.Replace('\\', '/'), blob.GetContentText(Encoding.UTF8));
            }
        }
    }

    private static SampleRepository Build(string path, string fingerprint)
    {
        Repository.Init(path);
        using var repository = new Repository(path);
        repository.Config.Set(Marker, "unfinished", ConfigurationLevel.Local);
        repository.Config.Set("core.autocrlf", false, ConfigurationLevel.Local);
        var tips = new SortedDictionary<string, Commit>(StringComparer.Ordinal);
        var blobs = new Dictionary<string, Blob>(StringComparer.Ordinal);
        foreach (var branch in SampleHistory.Branches())
        {
            var parent = branch.Parent is null ? null : tips[branch.Parent];
            foreach (var step in branch.Steps)
            {
                parent = Write(repository, step, parent, blobs);
                if (step.Tip is not null)
                    tips[step.Tip] = parent;
            }
        }

        foreach (var (name, commit) in tips)
        {
            repository.Refs.Add("refs/heads/" + name, commit.Id, allowOverwrite: true);
            repository.Refs.Add(PinnedRefs + name, commit.Id, allowOverwrite: true);
        }

        repository.Refs.UpdateTarget("HEAD", "refs/heads/" + SampleHistory.Main);
        repository.Reset(ResetMode.Hard, tips[SampleHistory.Main]);
        repository.Config.Set(Marker, fingerprint, ConfigurationLevel.Local);
        return new(path, tips.ToImmutableSortedDictionary(t => t.Key, t => t.Value.Sha, StringComparer.Ordinal));
    }

    private static Commit Write(Repository repository, HistoryStep step, Commit? parent, Dictionary<string, Blob> blobs)
    {
        var tree = new TreeDefinition();
        foreach (var (file, text) in step.Files)
        {
            if (!blobs.TryGetValue(text, out var blob))
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                blobs[text] = blob = repository.ObjectDatabase.CreateBlob(content);
            }

            tree.Add(file, blob, Mode.NonExecutableFile);
        }

        var signature = new Signature(step.Commit.Author.Name, step.Commit.Author.Email, step.Date);
        return repository.ObjectDatabase.CreateCommit(
            signature, signature, step.Commit.Message + "\n", repository.ObjectDatabase.CreateTree(tree), parent is null ? [] : [parent], prettifyMessage: false);
    }

    private static bool IsSample(string path, out string? fingerprint)
    {
        fingerprint = null;
        if (!Directory.Exists(System.IO.Path.Combine(path, ".git")) || !Repository.IsValid(path))
            return false;
        using var repository = new Repository(path);
        fingerprint = repository.Config.Get<string>(Marker, ConfigurationLevel.Local)?.Value;
        return fingerprint is not null;
    }

    private static SampleRepository? Existing(string path)
    {
        using var repository = new Repository(path);
        var pinned = repository.Refs.FromGlob(PinnedRefs + "*")
            .ToImmutableSortedDictionary(r => r.CanonicalName[PinnedRefs.Length..], r => r.TargetIdentifier, StringComparer.Ordinal);
        return SampleHistory.BranchNames.All(name => pinned.ContainsKey(name) && repository.Branches[name] is not null) ? new(path, pinned) : null;
    }

    private static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var step in SampleHistory.Branches().SelectMany(b => b.Steps))
        {
            Add(step.Commit.Author.ToString(), step.Commit.Date, step.Commit.Message, step.Tip ?? "");
            foreach (var (path, text) in step.Files)
                Add(path, text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params ReadOnlySpan<string> texts)
        {
            foreach (var text in texts)
                hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        }
    }

    /// <summary>Deletes a folder with a repository in it: git writes its objects read-only, which some systems refuse to delete.</summary>
    internal static void Delete(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        folder.Delete(recursive: true);
    }
}
