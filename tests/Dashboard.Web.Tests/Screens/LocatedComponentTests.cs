using Dashboard.Web.Components;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A part of a page that follows the address.</summary>
public sealed class LocatedComponentTests : ScreenTest
{
    [Fact]
    public async Task One_that_has_gone_may_still_be_asked_whether_it_has()
    {
        var page = Render<Follower>();
        Assert.False(page.Instance.HasGone);

        // An address that changes tells all who followed it at its beginning, also those that somebody before them in the line took away.
        await page.Instance.DisposeAsync();

        Assert.True(page.Instance.HasGone);
    }

    private sealed class Follower : LocatedComponent
    {
        public bool HasGone => Gone.IsCancellationRequested;
    }
}
