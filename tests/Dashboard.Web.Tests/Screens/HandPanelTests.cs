using Bunit;
using Dashboard.Web.Components.Pages;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>"Change something by hand" on the overview.</summary>
public sealed class HandPanelTests : ScreenTest
{
    [Fact]
    public async Task A_mistake_is_made_and_taken_back()
    {
        var page = Open();
        Assert.Equal("aws cloudcontrol update-resource", page.Find("[data-mistake=open] [data-copy-source]").TextContent);

        await page.Find("[data-mistake=open] .button").ClickAsync();
        Assert.Equal("true", page.Find("[data-mistake=open]").GetAttribute("data-applied"));

        Assert.EndsWith("Done. Take it back", Words(page.Find("[data-mistake=open]")), StringComparison.Ordinal);
        await page.Find("[data-mistake=open] .button").ClickAsync();
        Assert.Equal("false", page.Find("[data-mistake=open]").GetAttribute("data-applied"));
        Assert.Equal(["apply open", "revert open"], Sandbox.Calls);
    }

    [Fact]
    public async Task The_sandbox_is_reset_only_after_a_second_yes()
    {
        var page = Open();

        await page.Find(".reset .button").ClickAsync();
        Assert.Empty(Sandbox.Calls);
        await page.FindAll(".reset .button")[1].ClickAsync();
        Assert.Empty(Sandbox.Calls);

        await page.Find(".reset .button").ClickAsync();
        await page.Find(".reset .button.primary").ClickAsync();
        Assert.Equal(["reset"], Sandbox.Calls);
        Assert.All(page.FindAll("[data-mistake]"), m => Assert.Equal("false", m.GetAttribute("data-applied")));
    }

    [Fact]
    public async Task A_failure_is_told_and_ends_nothing()
    {
        var page = Open();
        Sandbox.Failure = new InvalidOperationException("the stack is busy");

        await page.Find("[data-mistake=open] .button").ClickAsync();

        Assert.Equal("That did not work: the stack is busy", Words(page.Find(".hand [role=alert]")));
        Assert.False(page.Find("[data-mistake=open] .button").HasAttribute("disabled"));
    }

    [Fact]
    public void Without_a_sandbox_there_is_no_panel()
    {
        Sandbox.IsEnabled = false;

        Assert.Empty(Open().FindAll(".hand"));
    }

    private IRenderedComponent<Overview> Open()
    {
        Publish(Shop());
        Navigation.NavigateTo("/?hand=1");
        return Render<Overview>();
    }
}
