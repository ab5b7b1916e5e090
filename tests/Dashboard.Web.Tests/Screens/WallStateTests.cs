using Dashboard.Web.Components.Boards;
using Dashboard.Web.Presentation.Walls;

namespace Dashboard.Web.Tests.Screens;

public sealed class WallStateTests
{
    [Fact]
    public void Every_state_is_found_again_by_its_address()
    {
        var states =
            from application in new[] { null, "shop", "a&b = c?#ü/%" }
            from owner in new[] { null, "team-shop" }
            from board in new[] { null, "parity", "overview,environment:pr 1 & 2,changes" }
            from rotate in new int?[] { null, 5, 30, 3600 }
            from scale in Enum.GetValues<WallScale>()
            from safe in new[] { 0, 3, 10 }
            from theme in Enum.GetValues<WallTheme>()
            from detail in Enum.GetValues<WallDetail>()
            from layout in Enum.GetValues<WallLayout>()
            from screen in new[] { null, "lobby-2.left" }
            select new WallState(application, owner, board, rotate, scale, safe, theme, detail, layout, screen);

        Assert.All(states, s => Assert.Equal(s, WallState.Parse(s.Format())));
    }

    [Fact]
    public void The_plain_address_is_the_plain_state() => Assert.Equal("", new WallState().Format());

    [Theory]
    [InlineData("?theme=purple&scale=&detail=FULL")]
    [InlineData("?rotate=4&safe=11")]
    [InlineData("?rotate=-30&safe=-1")]
    [InlineData("?rotate=3601&safe=two")]
    [InlineData("?&&=&theme")]
    public void What_is_broken_counts_as_not_given(string query) => Assert.Equal(new WallState(), WallState.Parse(query));

    [Theory]
    [InlineData("?application=shop&rotate=30&scale=hall&safe=3&theme=light&detail=full&board=parity&owner=me", "")]
    [InlineData("?safe=11&foo=1&detail=FULL", "safe=11 (0 to 10), detail=FULL (names, full), foo")]
    [InlineData("?layout=sideways", "layout=sideways (landscape, portrait)")]
    [InlineData("?board=overveiw", "board=overveiw (overview, parity, environment, changes)")]
    [InlineData("?board=overveiw,parity,environment:x,chnages:y", "board=overveiw,chnages (overview, parity, environment, changes)")]
    [InlineData("?rotate=2", "rotate=2 (5 to 3600)")]
    [InlineData("?screen=the%20lobby", "screen=the lobby (up to 40 letters, digits, '-', '_' and '.')")]
    public void What_it_cannot_follow_is_told_with_what_it_can(string query, string words) => Assert.Equal(words, string.Join(", ", WallState.Refused(query, WallBoard.Names)));

    [Theory]
    [InlineData("", "overview")]
    [InlineData("?board=parity", "parity")]
    [InlineData("?board=nonsense", "overview")]
    [InlineData("?rotate=30", "overview parity changes")]
    [InlineData("?board=changes,%20environment:pr-142,parity&rotate=10", "changes environment=pr-142 parity")]
    [InlineData("?board=environment,environment:,nonsense:x", "environment environment")]
    public void The_address_says_which_boards_are_shown_in_which_order(string query, string boards) =>
        Assert.Equal(boards, string.Join(' ', WallBoard.Of(WallState.Parse(query)).Select(b => b.Choice is null ? b.Board.Name : $"{b.Board.Name}={b.Choice}")));

    [Fact]
    public void Whose_turn_it_is_follows_from_the_clock_alone()
    {
        var turn = TimeSpan.FromSeconds(30);
        var start = new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);
        var first = WallBoard.IndexAt(start, 3, turn);

        Assert.Equal([first, first, (first + 1) % 3, (first + 2) % 3, first], new[] { 0, 29, 30, 60, 90 }.Select(s => WallBoard.IndexAt(start.AddSeconds(s), 3, turn)));
        Assert.Equal(TimeSpan.FromSeconds(9), WallBoard.RestOfTurn(start.AddSeconds(21), turn));
    }
}
