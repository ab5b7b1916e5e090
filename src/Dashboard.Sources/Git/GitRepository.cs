namespace Dashboard.Sources.Git;

/// <summary>A commit.</summary>
/// <param name="Id">The full id.</param>
/// <param name="Author">The author's name.</param>
/// <param name="Date">When it was authored.</param>
/// <param name="Summary">The first line of its message.</param>
public sealed record GitCommit(string Id, string Author, DateTimeOffset Date, string Summary);

/// <summary>A watched repository, read from a bare mirror in the data folder: never a checkout. Safe for use from several threads.</summary>
public sealed class GitRepository : IDisposable
{
    /// <summary>Opens a repository and brings its mirror up to date.</summary>
    /// <param name="location">A local path (https and ssh come later).</param>
    /// <param name="mirrors">The folder that holds the bare mirrors.</param>
    /// <exception cref="GitSourceException">The location is no repository, or cannot be read.</exception>
    public static GitRepository Open(string location, string mirrors) => throw new NotImplementedException();

    /// <summary>The location as configured.</summary>
    public string Location { get; } = "";

    /// <summary>The commit that a branch, tag or commit id names now; null where there is none.</summary>
    public GitCommit? Resolve(string reference) => throw new NotImplementedException();

    /// <summary>The name of the default branch (what HEAD of the source points at).</summary>
    public string DefaultBranch => throw new NotImplementedException();

    /// <summary>The bytes of a file at a commit; null where there is none, or where it is a link or a submodule.</summary>
    public byte[]? ReadFile(string commitId, string path) => throw new NotImplementedException();

    /// <summary>Every driftboard.yaml at a commit: "driftboard.yaml", "services/shop/driftboard.yaml".</summary>
    public ImmutableArray<string> FindApplicationFiles(string commitId) => throw new NotImplementedException();

    /// <summary>Who last changed a line of a file as of a commit; null where that cannot be told.</summary>
    public GitCommit? Blame(string commitId, string path, int line) => throw new NotImplementedException();

    /// <summary>Fetches from the source. Whether any ref moved.</summary>
    public bool Update() => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>A repository could not be opened or read.</summary>
public sealed class GitSourceException(string message, Exception? inner = null) : Exception(message, inner);
