using System.Text.Json;
using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The menu of an environment and of an application in the explorer: open, compare, scan, copy.</summary>
public sealed class ExplorerMenuTests : ScreenTest
{
    [Fact]
    public void An_environment_opens_compares_with_its_neighbours_and_scans()
    {
        Publish(Shop().With(Parity()));

        Assert.Equal(
            ["Open the graph of production -> /graph/shop/production", "Compare with staging -> /parity/shop/staging/production", "Scan production now: shop production"],
            Items("production"));
        Assert.Equal("Compare with production -> /parity/shop/staging/production", Items("staging")[1]);
        Assert.Equal(["Open the graph of development -> /graph/shop/development", "Scan development now: shop development"], Items("development"));
        Assert.Equal(
            ["Open the overview of shop -> /?application=shop", "Compare staging with production -> /parity/shop/staging/production", "Scan shop now: shop"],
            Items("shop"));
    }

    [Fact]
    public void Names_from_repositories_stay_words_in_the_menu()
    {
        var row = new ExplorerRow(Evil, 1, Evil, Status.InSync, BoardTotals.Of([]), null, true);

        Assert.Equal($"Open the overview of {Evil}", ExplorerMenu.Of(Shop(), row)[0].Words);
        Assert.Equal("/?application=%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E", ExplorerMenu.Of(Shop(), row)[0].Href);
    }

    [Fact]
    public async Task What_is_copied_of_an_environment_are_its_stacks_and_the_command_lists_them()
    {
        Publish(Of(
            Stack(Storefront, Opened("WebSecurityGroup")), Stack(Key("production", "database"), Resource("Database")), NotDeployed(Key("production", "worker")), Stack(Key("staging", "storefront"), Resource("A"))));
        var menu = Render<CopyMenu>().Instance;

        var text = await CopiedAsync(menu, "text", "/graph/shop/production");
        Assert.StartsWith("shop / production: 3 stacks, 1 resource differs, 0 unverified, 12 to release\n  production / database", text, StringComparison.Ordinal);
        Assert.StartsWith("  production / storefront (production-storefront): 1 drift, 1 of 1 checked", text!.Split('\n')[2], StringComparison.Ordinal);
        Assert.EndsWith("\nhttp://localhost/graph/shop/production", text, StringComparison.Ordinal);
        Assert.DoesNotContain("staging", text, StringComparison.Ordinal);
        Assert.Equal(
            "AWS_ACCESS_KEY_ID=SANDBOX222222222222 AWS_SECRET_ACCESS_KEY=x aws --region eu-west-1 --endpoint-url http://127.0.0.1:5081 cloudformation describe-stacks --query 'Stacks[?contains(`[\"production-database\", \"production-storefront\"]`, StackName)].[StackName, StackStatus, LastUpdatedTime]' --output table",
            await CopiedAsync(menu, "command", "/graph/shop/production"));
        Assert.Equal("http://localhost/graph/shop/production", await CopiedAsync(menu, "link", "/graph/shop/production"));
        Assert.Equal(3, JsonDocument.Parse((await CopiedAsync(menu, "json", "/graph/shop/production"))!).RootElement.GetArrayLength());
        Assert.StartsWith("`shop / production`: **3 stacks,", await CopiedAsync(menu, "markdown", "/graph/shop/production"), StringComparison.Ordinal);

        Assert.StartsWith("shop: 4 stacks, ", await CopiedAsync(menu, "text", "/?application=shop"), StringComparison.Ordinal);
        Assert.Null(await CopiedAsync(menu, "text", "/graph/shop/nowhere"));
        Assert.Null(await CopiedAsync(menu, "link", "/?application=nothing"));
        Assert.Null(await CopiedAsync(menu, "text", "/?application=shop&sort=name"));
    }

    [Fact]
    public void A_command_for_very_many_stacks_or_odd_names_lists_them_all()
    {
        var many = Enumerable.Range(0, 200).Select(i => Stack(Key("production", $"c{i}"), Resource("A")));

        Assert.Equal("aws --region eu-west-1 cloudformation describe-stacks --query 'Stacks[].[StackName, StackStatus, LastUpdatedTime]' --output table", CopyCommands.OfStacks(many, _ => null));
        Assert.DoesNotContain("x`y", CopyCommands.OfStacks([Stack(Storefront, Resource("A")) with { StackName = "x`y" }], _ => null), StringComparison.Ordinal);
        Assert.Equal(2, CopyCommands.OfStacks([Stack(Storefront, Resource("A")), Stack(Storefront, Resource("A")) with { Account = "111111111111" }], _ => null)!.Split('\n').Length);
        Assert.Null(CopyCommands.OfStacks([], _ => null));
    }

    [Fact]
    public async Task A_scan_from_the_menu_is_of_that_environment_of_that_application()
    {
        Publish(Shop());
        var menu = Render<CopyMenu>().Instance;

        await menu.ScanAsync("shop", "production");
        await menu.ScanAsync("shop", null);
        await menu.ScanAsync("shop", "nowhere");
        await menu.ScanAsync("nothing", null);

        Assert.Equal([("shop", "production", null), ("shop", null, null)], Scans.Requests);
        Assert.Equal("Scan of shop requested", Shell.Notice);
    }

    private List<string> Items(string name)
    {
        var row = Render<Explorer>().FindAll("button[role=treeitem]").Single(b => b.GetAttribute("title") == name);
        return [.. JsonDocument.Parse(row.GetAttribute("data-menu-also")!).RootElement.EnumerateArray().Select(i => i.GetProperty("words").GetString()
            + (i.GetProperty("href").GetString() is { } href ? " -> " + href : ": " + string.Join(' ', i.GetProperty("scan").EnumerateArray().Select(s => s.GetString()))))];
    }
}
