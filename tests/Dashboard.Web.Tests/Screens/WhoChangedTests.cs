using Bunit;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared;
using Dashboard.Web.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Who changed a drifted resource, on the page of its stack.</summary>
public sealed class WhoChangedTests : ScreenTest
{
    private static readonly TrailActor Tomasz = new("tomasz.wrona", "Operations", "arn:aws:sts::222222222222:assumed-role/Operations/tomasz.wrona", "console");

    [Fact]
    public void The_answer_comes_after_the_page_and_names_actor_call_and_age()
    {
        Trails.Trail = new ChangeTrail(
            [
                new(Start.AddMinutes(-2), TrailSource.CloudTrail, "AuthorizeSecurityGroupIngress", Tomasz, "ec2"),
                new(Start.AddDays(-3), TrailSource.StackEvents, "UPDATE_COMPLETE", null, null),
            ],
            [],
            Start);
        var page = Open();
        Assert.Equal("looking up who changed it…", Words(page.Find(".who")));
        Assert.Equal("true", page.Find(".who").GetAttribute("aria-busy"));

        Trails.Gate.SetResult();

        page.WaitForAssertion(() => Assert.StartsWith("Changed by tomasz.wrona as Operations with AuthorizeSecurityGroupIngress (console),", Words(page.Find(".who p")), StringComparison.Ordinal));
        Assert.Contains("2 min", Words(page.Find(".who p")), StringComparison.Ordinal);
        Assert.Equal(["cloudTrail", "stackEvents"], page.FindAll(".who .trail li").Select(l => l.GetAttribute("data-source")));
        Assert.Contains("CloudFormation: UPDATE_COMPLETE , 3 d", Words(page.Find(".who [data-source='stackEvents']")), StringComparison.Ordinal);
        Assert.Equal(["WebSecurityGroup"], Trails.Asked);
    }

    [Fact]
    public void What_is_not_known_is_said_with_its_reason()
    {
        Trails.Trail = new ChangeTrail([], [new(TrailSource.CloudTrail, ReadOutcome.Denied, "cloudtrail:LookupEvents is missing.")], Start);
        Trails.Gate.SetResult();

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal("CloudTrail: cloudtrail:LookupEvents is missing.", Words(page.Find("[data-gap='cloudTrail']"))));
        Assert.StartsWith("Nobody tells who changed it.", Words(page.Find(".who p")), StringComparison.Ordinal);
        Assert.False(page.Find(".who details").HasAttribute("open"));
    }

    [Fact]
    public async Task A_failure_is_said_without_its_words_and_can_be_tried_again()
    {
        Trails.Failure = new InvalidOperationException("CANARY");
        Trails.Gate.SetResult();
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("could not be looked up: an unexpected InvalidOperationException.", Words(page.Find(".who")), StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", page.Markup, StringComparison.Ordinal);

        Trails.Failure = null;
        Trails.Trail = new ChangeTrail([new(Start, TrailSource.CloudTrail, "SetQueueAttributes", null, "sqs")], [], Start);
        await page.Find(".who button").ClickAsync();

        page.WaitForAssertion(() => Assert.StartsWith("Changed by somebody unknown with SetQueueAttributes", Words(page.Find(".who p")), StringComparison.Ordinal));
        Assert.Equal(["WebSecurityGroup", "WebSecurityGroup again"], Trails.Asked);
    }

    [Fact]
    public async Task Looking_again_is_seen_at_once_and_so_is_what_it_brings()
    {
        Trails.Gate.SetResult();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("Look again", Words(page.Find(".who button"))));
        Trails.Gate = new();
        Trails.Trail = new ChangeTrail([new(Start, TrailSource.CloudTrail, "SetQueueAttributes", null, "sqs")], [], Start);

        var asking = page.Find(".who button").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find(".who button").GetAttribute("aria-busy")));
        Trails.Gate.SetResult();
        await asking.Soon();

        page.WaitForAssertion(() => Assert.StartsWith("Changed by somebody unknown with SetQueueAttributes", Words(page.Find(".who p")), StringComparison.Ordinal));
        Assert.False(page.Find(".who button").HasAttribute("aria-busy"));
    }

    [Fact]
    public void It_is_asked_anew_when_the_resource_differs_in_another_way_and_never_of_one_in_sync()
    {
        Trails.Gate.SetResult();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(["WebSecurityGroup"], Trails.Asked));

        Change(b => Of(Stack(Storefront, Opened("WebSecurityGroup") with { ObservedAt = Start.AddMinutes(1) })));
        Change(b => Of(Stack(Storefront, Drifted("WebSecurityGroup", "/GroupDescription", "a", "b"))));
        page.WaitForAssertion(() => Assert.Equal(["WebSecurityGroup", "WebSecurityGroup"], Trails.Asked));
        Change(b => Of(Stack(Storefront, Resource("WebSecurityGroup"))));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".who")));
        Assert.Equal(2, Trails.Asked.Count);
    }

    [Fact]
    public async Task A_page_that_is_only_written_waits_for_no_cloud()
    {
        await using var html = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(WhoChanged.Stack)] = Stack(Storefront, Opened("WebSecurityGroup")),
            [nameof(WhoChanged.Resource)] = Opened("WebSecurityGroup"),
            [nameof(WhoChanged.Now)] = Start,
        });

        var written = await html.Dispatcher.InvokeAsync(async () => (await html.RenderComponentAsync<WhoChanged>(parameters)).ToHtmlString()).Soon();

        Assert.Contains("looking up who changed it", written, StringComparison.Ordinal);
        Assert.Empty(Trails.Asked);
    }

    [Fact]
    public void What_only_names_the_resource_is_told_and_is_not_who_changed_it()
    {
        Trails.Trail = new ChangeTrail([new(Start, TrailSource.CloudTrail, "RunInstances", Tomasz, "ec2") { Part = TrailPart.NamedIn }], [], Start);
        Trails.Gate.SetResult();

        var page = Open();

        page.WaitForAssertion(() => Assert.StartsWith("Nobody tells who changed it.", Words(page.Find(".who p")), StringComparison.Ordinal));
        Assert.StartsWith("Named in what was done by tomasz.wrona as Operations with RunInstances", Words(page.Find(".who .trail li")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_session_are_text_and_no_markup()
    {
        Trails.Trail = new ChangeTrail([new(Start, TrailSource.CloudTrail, Evil, new TrailActor(Evil, Evil, Evil, null), "sqs")], [], Start);
        Trails.Gate.SetResult();

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("onerror", Words(page.Find(".who")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".who img"));
    }

    private IRenderedComponent<StackPage> Open()
    {
        if (Feed.Current.Stacks.IsEmpty)
            Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
    }
}
