using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Sources.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Review;

/// <summary>Reviews of releases, with what the repository knows of them.</summary>
public interface IReviews
{
    /// <summary>The review of a pair as the board has it now; null where the pair is not judged.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="release">The release, by its commits; null: whatever the first environment's ref names now.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<ReviewFacts?> ReviewAsync(ParityKey pair, PinnedRelease? release, CancellationToken cancellation);

    /// <summary>A patch that adds rules to an application's driftboard.yaml as it stands where this installation reads it. Nothing is written to the repository.</summary>
    /// <returns>Null where no such application is watched.</returns>
    Task<ApplicationPatch?> PatchAsync(string application, ImmutableArray<(RuleDraft Draft, RuleTerms Terms)> rules, CancellationToken cancellation);
}

/// <summary>Everything that a review rests on: one consistent state, whatever the board shows meanwhile.</summary>
/// <param name="Review">What the engine says.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Stacks">Every stack of both environments.</param>
/// <param name="Commits">What the release brings in commits.</param>
/// <param name="Lines">Who wrote what a place says at the commit that is to be released, by <see cref="ReviewPlaces"/>; not of every place.</param>
public sealed record ReviewFacts(
    ReleaseReview Review,
    DateTimeOffset MadeAt,
    ImmutableArray<ReviewedStack> Stacks,
    CommitRange Commits,
    ImmutableDictionary<string, WrittenLine> Lines)
{
    /// <summary>Where the release begins: the oldest commit that a stack of the second environment runs which the release changes; null where nobody can tell.</summary>
    public string? Begin { get; init; }

    /// <summary>Of how many places nobody has looked up who wrote them: that takes time, and of what was found out the next review knows.</summary>
    public int Unsearched { get; init; }

    /// <summary>What became of the release that was asked for by its commits; null where none was.</summary>
    public PinnedOutcome? Pinned { get; init; }

    /// <summary>The commit that the first environment's ref names now.</summary>
    public string? Head { get; init; }

    /// <summary>Stacks of the second environment that run a later commit than the reviewed one, each with that commit.</summary>
    public ImmutableArray<(StackKey Stack, string Commit)> Beyond { get; init; } = [];

    /// <summary>Of when the judgement of the two is, where it is kept; null: it is of what was read last.</summary>
    public DateTimeOffset? KeptSince { get; init; }
}

/// <summary>A stack of either environment.</summary>
/// <param name="Verdict">The verdict on it, judged against its own environment's commit.</param>
/// <param name="Calls">How many calls it takes to read it again.</param>
public sealed record ReviewedStack(StackEvaluation Verdict, int Calls);

/// <summary>A line of the repository with the commit that wrote it.</summary>
/// <param name="Location">The line.</param>
/// <param name="CommitId">The commit.</param>
/// <param name="Author">Its author.</param>
/// <param name="PullRequest">The number of its pull request, or null.</param>
/// <param name="IsOfRelease">Whether the release brings the commit.</param>
public sealed record WrittenLine(SourceLocation Location, string? CommitId, string? Author, int? PullRequest, bool IsOfRelease);

/// <summary>Names places in both environments at once.</summary>
public static class ReviewPlaces
{
    /// <summary>The name of a place of a component, wherever it runs.</summary>
    public static string Name(string component, string region, string instance, ResourceAddress address, string path) => $"{component}|{region}|{instance}|{address}|{path}";
}

/// <summary>How fast the cloud may be asked.</summary>
/// <param name="CallsPerSecond">Of an account, for each region and service.</param>
public sealed record CallPace(Func<string, double> CallsPerSecond);
