using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What the page of a stack says by CloudFormation's own word for it.</summary>
public sealed class StackAdviceTests : ScreenTest
{
    [Theory]
    [InlineData("UPDATE_IN_PROGRESS", "being deployed", "Being deployed: the stack is in UPDATE_IN_PROGRESS: it is judged when that has ended. It is judged as soon as the deployment has ended")]
    [InlineData("DELETE_IN_PROGRESS", "being deleted", "Being deleted: the stack is being deleted (DELETE_IN_PROGRESS): it is judged when that has ended. It counts as not deployed as soon as the deletion has ended")]
    [InlineData("UPDATE_FAILED", "left halfway by its last operation", "roll the update back")]
    [InlineData("UPDATE_ROLLBACK_FAILED", "left halfway by its last operation", "continue the rollback")]
    [InlineData("IMPORT_ROLLBACK_FAILED", "left halfway by its last operation", "and put that right")]
    [InlineData("A_WORD_OF_TOMORROW", "left halfway by its last operation", "Read in its events what happened")]
    [InlineData("CREATE_FAILED", "left halfway by its last operation", "or delete it")]
    [InlineData("ROLLBACK_FAILED", "left halfway by its last operation", "delete the stack")]
    [InlineData("DELETE_FAILED", "left halfway by its last operation", "delete the stack again")]
    public void Each_word_has_its_own_next_step_and_a_deletion_is_advised_of_nothing_that_runs(string state, string word, string advice)
    {
        var stack = Judged(state, isDrifted: false);

        Assert.Equal(word, StatusWords.Of(stack));
        Assert.EndsWith(advice, StackAdvice.Of(stack), StringComparison.Ordinal);
        Assert.Equal(state is "CREATE_FAILED" or "ROLLBACK_FAILED" or "DELETE_FAILED", StackAdvice.Of(stack)!.Contains("delete ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_creation_that_was_rolled_back_has_to_be_deleted_before_it_can_be_deployed()
    {
        var stack = Judged("ROLLBACK_COMPLETE", isDrifted: false) with { Status = Status.NotDeployed, Reason = StatusReason.StackMissing, Detail = "its creation failed" };

        Assert.Contains("delete what is left of it, and deploy it again", StackAdvice.Of(stack), StringComparison.Ordinal);
        Assert.Contains("Deploy it, or take the component out", StackAdvice.Of(stack with { StackStatus = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_drifted_stack_that_was_left_halfway_says_both()
    {
        Publish(SampleBoards.Of(Judged("UPDATE_ROLLBACK_FAILED", isDrifted: true)));

        var page = Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));

        Assert.Equal("1 drift", Words(page.Find(".stack-title .verdict")));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", Words(page.Find("[data-stack-status]")));
        Assert.StartsWith("Left halfway by its last operation: the stack is in UPDATE_ROLLBACK_FAILED", Words(page.Find("[data-advice]")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE_ROLLBACK_COMPLETE", true)]
    [InlineData("ROLLBACK_COMPLETE", true)]
    [InlineData("UPDATE_ROLLBACK_FAILED", true)]
    [InlineData("UPDATE_COMPLETE", false)]
    [InlineData("UPDATE_IN_PROGRESS", false)]
    public void Where_an_operation_failed_the_resource_is_told_at_which_it_did(string status, bool isAsked)
    {
        Failures.Failed = new(SampleBoards.Start, [new("1", SampleBoards.Start, "Service", null, "AWS::SQS::Queue", "UPDATE_FAILED", "Invalid request provided: too long", null)], null);
        var page = Open(status);

        Assert.Equal(isAsked, Failures.Asked.Count == 1);
        Assert.Equal(isAsked ? ["The last operation failed at: Service AWS::SQS::Queue, UPDATE_FAILED, now : Invalid request provided: too long"] : [], page.FindAll("[data-failed-operation]").Select(Words));
        if (isAsked)
            Assert.Equal("/stacks/shop/production/storefront?resource=Service", page.Find("[data-failed-operation] a").GetAttribute("href"));
    }

    [Fact]
    public void Events_that_could_not_be_read_or_that_tell_nothing_are_said_to_be_so()
    {
        Failures.Failed = new(SampleBoards.Start, [], "cloudformation:DescribeStackEvents is not allowed");
        Assert.Equal("Which resource the last operation failed at is not known: cloudformation:DescribeStackEvents is not allowed", Words(Open("UPDATE_FAILED").Find("[data-failed-operation]")));
        Failures.Failed = new(SampleBoards.Start, [], null);
        Assert.Equal("CloudFormation's events name no resource at which the last operation failed.", Words(Open("UPDATE_FAILED").Find("[data-failed-operation]")));
        Failures.Failure = new InvalidOperationException("CANARY");
        Assert.Equal("Which resource the last operation failed at is not known: an unexpected InvalidOperationException.", Words(Open("UPDATE_FAILED").Find("[data-failed-operation]")));
    }

    private IRenderedComponent<StackPage> Open(string status)
    {
        Publish(SampleBoards.Of(SampleBoards.Stack(SampleBoards.Storefront, SampleBoards.Resource("Service")) with { StackStatus = status }));
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
    }

    [Fact]
    public void A_deployment_that_was_rolled_back_says_so_and_why_in_the_services_own_words()
    {
        Publish(SampleBoards.Of(SampleBoards.Stack(SampleBoards.Storefront, SampleBoards.Resource("Service")) with { StackStatus = "UPDATE_ROLLBACK_COMPLETE", StackStatusReason = "The following resource(s) failed to update: [Service]." }));

        var page = Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE The following resource(s) failed to update: [Service].", Words(page.Find("[data-stack-status]")));
    }

    [Fact]
    public void A_stack_that_is_settled_has_no_word_of_CloudFormations()
    {
        Publish(SampleBoards.Of(Judged("UPDATE_COMPLETE", isDrifted: true)));

        var page = Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));

        Assert.Empty(page.FindAll("[data-stack-status], [data-advice]"));
    }

    [Fact]
    public void The_list_of_problems_calls_a_deletion_by_its_name()
    {
        Publish(SampleBoards.Of(Judged("DELETE_IN_PROGRESS", isDrifted: false)));

        Assert.StartsWith("being deleted production / storefront", Words(Render<PanelPane>().Find(".problem-table tbody tr:not([aria-hidden])")), StringComparison.Ordinal);
    }

    private static StackEvaluation Judged(string state, bool isDrifted) => WallBoards.Judged("production", "storefront", s => s
        .Add("Web", "AWS::SQS::Queue", """{"DelaySeconds":1}""").Live("Web", isDrifted ? """{"DelaySeconds":2}""" : """{"DelaySeconds":1}""").InState(state));
}
