using Bunit;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Layout;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Problems and activity below every page.</summary>
public sealed class PanelTests : ScreenTest
{
    [Fact]
    public void Problems_lead_to_the_very_property()
    {
        Publish(Shop() with { Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 12), "environments[1].ref", "found 7, allowed is a branch")] });

        var panel = Render<PanelPane>();
        var problems = panel.FindAll(".problem-table tbody tr:not([aria-hidden])");

        Assert.Equal("drifted production / storefront / TaskDefinition /Environment/0/Value (secret) → (another secret) replaces the resource now", Words(problems[0]));
        Assert.Equal("drifted production / database / Database /DBInstanceClass db.r6g.xlarge → db.r6g.2xlarge updates in place now", Words(problems[1]));
        Assert.Equal("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass", problems[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(problems, p => Words(p) == "error driftboard.yaml:12 environments[1].ref found 7, allowed is a branch");
        Assert.Contains(problems, p => Words(p).StartsWith("denied staging / dns route53:GetHostedZone is not allowed", StringComparison.Ordinal));

        // It was there at the first look: nobody knows for how long.
        Time.Advance(TimeSpan.FromMinutes(4));
        panel.WaitForAssertion(() => Assert.EndsWith("updates in place over 4 min", Words(panel.FindAll(".problem-table tbody tr:not([aria-hidden])")[1]), StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_page_shows_is_marked_in_the_list()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");
        var panel = Render<PanelPane>();
        Assert.StartsWith("drifted production / database", Words(panel.Find("tr[aria-current]")), StringComparison.Ordinal);

        Navigation.NavigateTo("/");

        Assert.Empty(panel.FindAll("tr[aria-current]"));
    }

    [Fact]
    public void A_board_without_problems_says_so()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));

        Assert.Equal("Nothing differs, nothing is unverified, and every input could be used.", Words(Render<PanelPane>().Find(".pane-empty")));
    }

    [Fact]
    public void Each_change_is_kept_to_be_read_again_the_newest_first()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var panel = Render<PanelPane>();
        panel.WaitForState(() => panel.RenderCount > 1);
        panel.Find("#panel-activity").Click();
        Assert.Contains("Nothing has changed since you opened this page", Words(panel.Find(".pane-empty")), StringComparison.Ordinal);

        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        panel.WaitForAssertion(() => Assert.Equal("Activity 1", Words(panel.Find("#panel-activity"))));
        Change(b => b.With(Stack(Storefront, Resource("Service"))));

        panel.WaitForAssertion(() => Assert.Equal(
            ["storefront in production: in sync again", "storefront in production: 1 drift"], panel.FindAll(".activity-table a").Select(Words)));

        Change(b => b with { Stacks = b.Stacks.Remove(Storefront) });

        panel.WaitForAssertion(() => Assert.Equal("storefront in production: not watched any more", Words(panel.FindAll(".activity-table a")[0])));
        Assert.Equal("/stacks/shop/production/storefront", panel.Find(".activity-table a").GetAttribute("href"));
    }
}
