using Dashboard.Core.Releases;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Tests.Releases;

/// <summary>Numbers of pull requests in messages, and the list of types that hold something.</summary>
public sealed class PullRequestsTests
{
    [Theory]
    [InlineData("Merge pull request #142 from team/queue\n\nAdd a queue", 142)]
    [InlineData("Add a queue (#142)", 142)]
    [InlineData("Add a queue (#142)\r\n\r\n* first (#141)\n", 142)]
    [InlineData("Revert \"Add a queue (#12)\" (#142)", 142)]
    [InlineData("Merged in team/queue (pull request #142)", 142)]
    [InlineData("Merged PR 142: Add a queue", 142)]
    [InlineData("Merge branch 'queue' into 'main'\n\nAdd a queue\n\nSee merge request shop/infra!142", 142)]
    [InlineData("Fix #142", null)]
    [InlineData("Add a queue, see (#142) for why", null)]
    [InlineData("Add a queue (#1234567890123)", null)]
    [InlineData("Add a queue\n\nas in (#142)", null)]
    [InlineData("", null)]
    public void The_number_stands_where_the_hosts_write_it(string message, int? number) => Assert.Equal(number, PullRequests.NumberIn(message));

    [Fact]
    public void Every_type_that_holds_something_is_a_type_and_says_what()
    {
        Assert.All(StatefulTypes.Types, t => Assert.True(TraitsCatalog.Get(t).IsKnown, t));
        Assert.All(StatefulTypes.Types, t => Assert.True(StatefulTypes.Find(t) is { Holds.Length: > 3, DefaultPolicy: "Delete" or "Snapshot" or "Retain" }, t));
        Assert.Null(StatefulTypes.Find("AWS::SNS::Topic"));
    }
}
