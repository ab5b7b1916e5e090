using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Tests.Shared;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>What is known of commits once somebody has looked at what they wrote.</summary>
public sealed class KnownCommitsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_that_wrote_a_line_is_known_with_the_place_of_it_and_once()
    {
        await using var estate = new WatchedEstate();
        var commit = estate.CommitAs("Raise the limit", ("staging.json", WatchedEstate.Timeout(60)));
        await estate.StartAsync();
        Assert.Empty(estate.Commits.Blamed);

        var details = estate.Details;
        await details.ExplainAsync(WatchedEstate.Key("staging"), new ResourceAddress("Jobs"), PropertyPath.Parse("/VisibilityTimeout"), Cancellation).Soon();

        var newest = estate.Commits.Blamed[0];
        Assert.Equal((commit, "Ana", "Raise the limit", "staging.json", "Jobs"), (newest.Commit.Id, newest.Commit.Author, newest.Commit.Summary, newest.File, newest.Address?.Path));
        Assert.Same(estate.Commits.Blamed, estate.Commits.Blamed);
        var known = estate.Commits.Blamed.Count;

        var template = await details.TemplateAsync(WatchedEstate.Key("staging"), ResourceAddress.Stack, Cancellation).Soon();
        await details.AuthorsAsync(WatchedEstate.Key("staging"), template!, Cancellation).Soon();

        // The template's lines are of the first commit, which wrote the property, too.
        Assert.Equal(known, estate.Commits.Blamed.Count);
        Assert.Equal(known, estate.Commits.Blamed.Select(b => b.Commit.Id).Distinct().Count());
    }

    [Fact]
    public async Task Author_and_message_of_any_commit_of_the_repository_are_found()
    {
        await using var estate = new WatchedEstate();
        var commit = estate.CommitAs("Raise the limit", ("staging.json", WatchedEstate.Timeout(60)));
        await estate.StartAsync();

        var version = estate.Commits.Version;
        // The reader who asks first waits for nobody, and is told that there is more when it is known.
        var found = estate.Commits.Find("shop", commit);
        await estate.Commits.SettledAsync().Soon();
        Assert.Null(found);
        Assert.NotEqual(version, estate.Commits.Version);
        Assert.Equal(("Ana", "Raise the limit"), estate.Commits.Find("shop", commit) is { } known ? (known.Author, known.Summary) : default);
        Assert.Null(estate.Commits.Find("shop", new string('0', 40)));
        await estate.Commits.SettledAsync().Soon();
        Assert.Null(estate.Commits.Find("shop", new string('0', 40)));
        Assert.Null(estate.Commits.Find("elsewhere", commit));
    }
}
