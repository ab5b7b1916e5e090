using Dashboard.Core.Model;
using Dashboard.Sources.Git;

namespace Dashboard.Web.Presentation;

/// <summary>A commit that wrote a line which somebody has looked at.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Stack">A stack that the line is about.</param>
/// <param name="Address">The resource; null: the stack's template as a whole.</param>
/// <param name="File">The file.</param>
public sealed record BlamedCommit(GitCommit Commit, StackKey Stack, ResourceAddress? Address, string File);

/// <summary>What this server knows of commits without asking git again.</summary>
public interface IKnownCommits
{
    /// <summary>Author and message of a commit of an application's repository; null where that is not known, or not yet: it is looked up meanwhile.</summary>
    GitCommit? Find(string application, string commitId);

    /// <summary>Another number as soon as more can be found.</summary>
    int Version { get; }

    /// <summary>The commits of the lines that anybody has looked at since the start, the newest first. Another list as soon as another is known.</summary>
    IReadOnlyList<BlamedCommit> Blamed { get; }
}
