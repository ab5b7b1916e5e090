using Dashboard.Web.Presentation;

namespace Dashboard.Web.Tests.Screens;

public sealed class WallStateTests
{
    [Fact]
    public void Every_state_is_found_again_by_its_address()
    {
        var states =
            from application in new[] { null, "shop", "a&b = c?#ü/%" }
            from theme in Enum.GetValues<WallTheme>()
            from distance in Enum.GetValues<WallDistance>()
            from detail in Enum.GetValues<WallDetail>()
            select new WallState(application, theme, distance, detail);

        Assert.All(states, s => Assert.Equal(s, WallState.Parse(s.Format())));
    }

    [Fact]
    public void The_plain_address_is_the_plain_state() => Assert.Equal("", new WallState().Format());

    [Theory]
    [InlineData("?theme=purple&distance=&detail=FULL")]
    [InlineData("?&&=&theme")]
    public void What_is_broken_counts_as_not_given(string query) => Assert.Equal(new WallState(), WallState.Parse(query));
}
