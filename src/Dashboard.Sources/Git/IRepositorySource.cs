namespace Dashboard.Sources.Git;

/// <summary>A watched repository as scans read it: references, files at a commit, and who wrote a line. Safe for use from several threads.</summary>
public interface IRepositorySource
{
    /// <summary>The location as configured.</summary>
    string Location { get; }

    /// <summary>The name of the default branch.</summary>
    string DefaultBranch { get; }

    /// <summary>When it was last read from its address; null where it is as it is now: a folder, or a recording.</summary>
    DateTimeOffset? FetchedAt => null;

    /// <summary>The commit that a branch, tag or commit id names now; null where there is none.</summary>
    GitCommit? Resolve(string reference);

    /// <summary>The bytes of a file at a commit, at most <see cref="GitRepository.MaxFileBytes"/>; null where there is none.</summary>
    byte[]? ReadFile(string commitId, string path);

    /// <summary>Every driftboard.yaml at a commit, the outermost first.</summary>
    ImmutableArray<string> FindApplicationFiles(string commitId);

    /// <summary>Of each content that a file had, the newest commit that has it; the newest first, and no more than some thousand commits back.</summary>
    /// <param name="reference">The branch, tag or commit whose history is looked through; null: all branches and tags.</param>
    /// <param name="path">The file.</param>
    ImmutableArray<GitCommit> Versions(string? reference, string path);

    /// <summary>
    /// The commit that merged a pull request ("#142") or a branch, as its message tells, or as its second parent does, which is the last commit of the branch; null where none does, among some thousand commits. Of a branch that is gone, and whose last
    /// commit is in the history, that commit.
    /// </summary>
    /// <param name="reference">The branch, tag or commit whose history is looked through.</param>
    /// <param name="change">"#142", or the branch's name.</param>
    GitCommit? FindMerge(string reference, string change);

    /// <summary>The commits that the second one has and the first one has not; not whole where that cannot be told.</summary>
    /// <param name="before">The commit that runs now.</param>
    /// <param name="after">The commit that is to run.</param>
    /// <param name="most">No more than so many are listed.</param>
    CommitRange Between(string before, string after, int most);

    /// <summary>Who last changed a line of a file as of a commit; null where that cannot be told.</summary>
    /// <param name="commitId">The commit.</param>
    /// <param name="path">The file.</param>
    /// <param name="line">1-based.</param>
    GitCommit? Blame(string commitId, string path, int line);
}
