using Dashboard.Core.Evaluation;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Walls;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A stack that is unknown as a whole, though every resource of it was compared and is equal, is on every list of what is not verified.</summary>
public sealed class UnverifiedStackTests
{
    private const string Queue = "AWS::SQS::Queue";

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", false, "left halfway by its last operation")]
    [InlineData("UPDATE_COMPLETE", true, "unresolved")]
    public void It_is_on_every_list(string word, bool isRepositorySilent, string said)
    {
        var stack = Judged("production", "storefront", s => Build(s, word, isRepositorySilent));
        Assert.Equal((Status.Unknown, new Coverage(0, 2), said), (stack.Status, stack.Coverage, StatusWords.Of(stack)));
        var board = Board(stack, Stack("staging", "worker", Status.InSync, InSync("Queue")));

        var problem = Assert.Single(ProblemBook.Of(board, "shop"));
        Assert.Equal((stack.Key, null, stack.Detail), (problem.Stack!.Key, problem.Resource, problem.Text));
        Assert.Equal((1, 2, 3), (BoardTotals.Of(board.Stacks.Values).Compared, BoardTotals.Of(board.Stacks.Values).Unverified, BoardTotals.Of(board.Stacks.Values).Total));
        Assert.Equal(["storefront"], OverviewMatrix.Build(board, "shop", new OverviewState(Show: CellFilter.Unverified)).Lines.Select(l => l.Row!.Component));

        var wall = WallContent.Of(board, new WallState(), new NewsWindow(Start, null));
        var row = Assert.Single(wall.Rows);
        Assert.Equal((WallRowKind.Open, "production", said), (row.Kind, row.Place, row.Title));
        Assert.Equal([0, 0, 1], wall.At(Start).Tiles.Select(t => t.Proven).Order());
    }

    [Fact]
    public void Where_a_resource_says_why_the_stack_is_not_named_beside_it()
    {
        var board = Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Api", StatusReason.Denied)));

        Assert.Equal("Api", Assert.Single(ProblemBook.Of(board, "shop")).Resource!.Address.Path);
        Assert.Equal(1, BoardTotals.Of(board.Stacks.Values).Unverified);
    }

    private static void Build(StackScene stack, string word, bool isRepositorySilent)
    {
        stack.Add("Orders", Queue, """{"DelaySeconds":1}""").Add("Returns", Queue, """{"DelaySeconds":1}""").InState(word);
        if (isRepositorySilent)
            stack.Desired(Scene.ReleaseCommit, null);
    }
}
