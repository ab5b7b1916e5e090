using Bunit;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Components.Pages;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a stack's page says of change sets that wait.</summary>
public sealed class WaitingReleasesTests : ScreenTest
{
    [Fact]
    public void A_change_set_that_waits_stands_on_the_page_of_its_stack_with_what_it_would_do()
    {
        ChangeSets.Waiting = new WaitingChangeSets(
            Start,
            [
                new(new LiveChangeSet("arn", "release-7", "CREATE_COMPLETE", null, "AVAILABLE", Start.AddHours(-5)),
                    [new("Jobs", "jobs", "AWS::SQS::Queue", "Modify", "True", ["QueueName", "Tags"]), new("News", null, "AWS::SNS::Topic", "Add", null, [])], null),
                new(new LiveChangeSet("arn2", "release-6", "CREATE_COMPLETE", null, "AVAILABLE", null), [], "Access is denied."),
            ],
            null);
        Publish(Of(Stack(Storefront, Resource("Service"))));

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-change-set]").Count));
        Assert.Equal(
            "A change set waits: release-7 , made 5 h ago , would touch 2 resources. Whoever executes it releases it.", Words(page.Find("[data-change-set='release-7'] summary")));
        Assert.Equal(
            ["Modify Jobs AWS::SQS::Queue : QueueName, Tags, replaces it", "Add News AWS::SNS::Topic"], page.FindAll("[data-change-set='release-7'] li").Select(Words));
        Assert.Equal("What it would do is not known: Access is denied.", Words(page.Find("[data-change-set='release-6'] p")));
        Assert.Equal([Storefront], ChangeSets.Asked);
    }

    [Fact]
    public void Where_none_waits_nothing_is_said_and_where_nobody_knows_that_is()
    {
        ChangeSets.Waiting = new WaitingChangeSets(Start, [], null);
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal([Storefront], ChangeSets.Asked));
        Assert.DoesNotContain("change set", page.Markup, StringComparison.OrdinalIgnoreCase);

        ChangeSets.Waiting = new WaitingChangeSets(Start, [], "cloudformation:ListChangeSets is missing.");
        Publish(Of(Stack(Storefront, Resource("Service")) with { CheckedAt = Start.AddMinutes(1) }));

        page.WaitForAssertion(() => Assert.Equal("Whether change sets wait is not known: cloudformation:ListChangeSets is missing.", Words(page.Find("[data-change-sets]"))));
        Assert.Equal([Storefront, Storefront], ChangeSets.Asked);
    }

    private IRenderedComponent<StackPage> Open()
    {
        Navigation.NavigateTo("/stacks/shop/production/storefront");
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
    }
}
