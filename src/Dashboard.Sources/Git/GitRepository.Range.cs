using Dashboard.Core.Releases;
using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <summary>A commit that a release brings.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="PullRequest">The number of its pull request where its own message has it, or that of the merge that brought it; else null.</param>
public sealed record ReleaseCommit(GitCommit Commit, int? PullRequest);

/// <summary>What lies between two commits.</summary>
/// <param name="Commits">Newest first; at most as many as were asked for.</param>
/// <param name="IsWhole">Whether these are all.</param>
/// <param name="IsForward">Whether the first commit stands in the history of the second: otherwise the release takes something back, too. Null: it cannot be told.</param>
public sealed record CommitRange(ImmutableArray<ReleaseCommit> Commits, bool IsWhole, bool? IsForward)
{
    /// <summary>Nothing lies between.</summary>
    public static readonly CommitRange Empty = new([], true, true);

    /// <summary>What lies between cannot be told.</summary>
    public static readonly CommitRange Unknown = new([], false, null);
}

/// <content>What lies between two commits.</content>
public sealed partial class GitRepository
{
    /// <inheritdoc />
    public CommitRange Between(string before, string after, int most)
    {
        if (before == after)
            return CommitRange.Empty;
        try
        {
            // A walk over many commits: with a handle of its own, so that readers do not wait.
            using var repository = new Repository(_mirrorPath);
            if (repository.Lookup<Commit>(before) is not { } first || repository.Lookup<Commit>(after) is not { } last)
                return CommitRange.Unknown;
            var filter = new CommitFilter { IncludeReachableFrom = last, ExcludeReachableFrom = first, SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time };
            var found = repository.Commits.QueryBy(filter).Take(most + 1).ToList();
            var numbers = PullRequestNumbers(repository, found);
            return new CommitRange(
                [.. found.Take(most).Select(c => new ReleaseCommit(ToCommit(c), numbers.TryGetValue(c.Sha, out var number) ? number : null))],
                found.Count <= most,
                IsIn(repository, first, last));
        }
        catch (LibGit2SharpException)
        {
            // A commit that is no commit, a broken object: nothing can be said.
            return CommitRange.Unknown;
        }
    }

    /// <summary>By commit: its own message's number, or that of the merge that brought it into the branch.</summary>
    private static Dictionary<string, int> PullRequestNumbers(Repository repository, List<Commit> commits)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            if (PullRequests.NumberIn(commit.Message) is { } number)
                numbers[commit.Sha] = number;
        }

        foreach (var merge in commits.Where(c => c.Parents.Skip(1).Any() && numbers.ContainsKey(c.Sha)))
        {
            var brought = new CommitFilter { IncludeReachableFrom = merge.Parents.Skip(1).ToList(), ExcludeReachableFrom = merge.Parents.First() };
            foreach (var commit in repository.Commits.QueryBy(brought).Take(commits.Count))
                numbers.TryAdd(commit.Sha, numbers[merge.Sha]);
        }

        return numbers;
    }
}
