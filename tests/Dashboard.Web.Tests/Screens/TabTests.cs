using Bunit;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Open pages: each address has its tab, and each tab its address.</summary>
public sealed class TabTests : ScreenTest
{
    [Theory]
    [InlineData("/", null)]
    [InlineData("/wall?rotate=30", null)]
    [InlineData("/no-such-page", null)]
    [InlineData("/help", "/help")]
    [InlineData("/parity/shop/staging/production?pile=equal&q=x", "/parity/shop/staging/production")]
    [InlineData("/stacks/shop/production/storefront?resource=Service&path=%2FCpu", "/stacks/shop/production/storefront")]
    [InlineData("/stacks/shop/production/tenant?instance=blue&resource=Service", "/stacks/shop/production/tenant?instance=blue")]
    public void An_address_belongs_to_a_tab(string url, string? key) => Assert.Equal(key, WorkbenchTabs.KeyOf(url));

    [Fact]
    public void A_page_that_is_opened_stays_as_a_tab_and_its_tab_leads_back_to_what_was_last_looked_at()
    {
        Publish(Shop());
        var tabs = Render<TabStrip>();
        Navigation.NavigateTo("/?sort=name");
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service");
        Navigation.NavigateTo("/parity/shop/staging/production");
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=WebSecurityGroup");

        Assert.Equal(
            ["/?sort=name", "/stacks/shop/production/storefront?resource=WebSecurityGroup", "/parity/shop/staging/production"], tabs.FindAll(".tab a").Select(a => a.GetAttribute("href")));
        Assert.Equal("2 drifts: storefront @ production", Words(tabs.Find("[aria-current=page]")));
        Assert.Equal("/stacks/shop/production/storefront?resource=WebSecurityGroup\n/parity/shop/staging/production", string.Join('\n', (string[])KeysScript.Invocations["saveTabs"][^1].Arguments[0]!));
    }

    [Fact]
    public async Task A_closed_tab_is_gone_and_its_reader_is_taken_to_the_next_one()
    {
        Publish(Shop());
        var tabs = Render<TabStrip>();
        Navigation.NavigateTo("/stacks/shop/production/storefront");
        Navigation.NavigateTo("/stacks/shop/production/database");
        Navigation.NavigateTo("/help");

        Assert.Empty(WorkbenchScript.Invocations["focusPage"]);
        await tabs.Find("[aria-label='Close storefront @ production']").ClickAsync();
        Assert.EndsWith("/help", Navigation.Uri, StringComparison.Ordinal);
        // The button that had the focus has gone with its tab.
        Assert.Equal(true, Assert.Single(WorkbenchScript.Invocations["focusPage"]).Arguments[0]);

        await tabs.Find("[aria-label='Close help']").ClickAsync();
        Assert.EndsWith("/stacks/shop/production/database", Navigation.Uri, StringComparison.Ordinal);

        await tabs.Find("[aria-label='Close database @ production']").ClickAsync();
        Assert.EndsWith("/", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["Overview"], tabs.FindAll(".tab").Select(Words));
    }

    [Fact]
    public void No_more_tabs_are_kept_than_anybody_can_read()
    {
        Publish(Large(WorkbenchTabs.Most + 5));
        var tabs = Render<TabStrip>();

        for (var i = 0; i < WorkbenchTabs.Most + 5; i++)
            Navigation.NavigateTo($"/stacks/shop/staging/component-{i:0000}");

        Assert.Equal(WorkbenchTabs.Most, Shell.Tabs.Length);
        Assert.Equal("component-0005 @ staging", Words(tabs.FindAll(".tab .tab-name")[0]));
    }

    [Fact]
    public void The_tab_before_is_a_command_as_the_next_one_is()
    {
        Publish(Shop());

        Assert.Equal(["Next tab", "Previous tab"], Services.GetRequiredService<CommandRunner>().Commands.Where(c => c.Id is "tab:next" or "tab:previous").Select(c => c.Title));
    }

    [Theory]
    [InlineData("tab:next", "/stacks/shop/production/database", "/")]
    [InlineData("tab:previous", "/stacks/shop/production/database", "/stacks/shop/production/storefront")]
    [InlineData("tab:close", "/stacks/shop/production/database", "/stacks/shop/production/storefront")]
    [InlineData("problem:next", "/", "/stacks/shop/production/storefront?resource=TaskDefinition&path=%2FEnvironment%2F0%2FValue")]
    [InlineData("problem:next", "/stacks/shop/production/storefront?resource=TaskDefinition", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass")]
    [InlineData("difference:next", "/", "/stacks/shop/production/storefront?resource=TaskDefinition&path=%2FEnvironment%2F0%2FValue")]
    [InlineData("difference:next", "/stacks/shop/production/storefront?resource=Service&view=inline", "/stacks/shop/production/storefront?resource=WebSecurityGroup&path=%2FSecurityGroupIngress%2F1&view=inline")]
    [InlineData("difference:previous", "/stacks/shop/production/storefront?resource=Service", "/stacks/shop/production/storefront?resource=TaskDefinition&path=%2FEnvironment%2F0%2FValue")]
    [InlineData("problem:previous", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass", "/stacks/shop/production/storefront?resource=TaskDefinition&path=%2FEnvironment%2F0%2FValue")]
    public async Task Commands_move_the_reader(string command, string from, string to)
    {
        Publish(Shop());
        var tabs = Render<TabStrip>();
        foreach (var url in new[] { "/stacks/shop/production/storefront", "/stacks/shop/production/database", from })
            Navigation.NavigateTo(url);
        if (from == "/")
            await tabs.InvokeAsync(() => Shell.CloseOthers(null));

        await tabs.InvokeAsync(() => Services.GetRequiredService<CommandRunner>().RunAsync(command, Microsoft.AspNetCore.Components.ResourceAssetCollection.Empty));

        Assert.Equal(to, new Uri(Navigation.Uri).PathAndQuery);
    }

    [Fact]
    public async Task The_only_difference_of_a_page_says_so_and_names_the_key_that_leads_on()
    {
        Publish(Shop());
        var tabs = Render<TabStrip>();
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");

        await tabs.InvokeAsync(() => Services.GetRequiredService<CommandRunner>().RunAsync("difference:next", Microsoft.AspNetCore.Components.ResourceAssetCollection.Empty));

        Assert.Equal("The only difference here; N leads to another problem", Shell.Notice);
        Assert.Equal("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass", new Uri(Navigation.Uri).PathAndQuery);
        // What had the focus may have gone with the page that was left.
        Assert.Single(JSInterop.Invocations["focusPage"]);
    }
}
