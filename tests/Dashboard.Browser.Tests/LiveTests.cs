using System.Text.Json;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A change that somebody makes by hand, with the real <c>aws</c> command, on every screen.</summary>
[Collection(nameof(Browser))]
public sealed class LiveTests(Browser browser)
{
    private const string Account = "222222222222";
    private const string Region = "eu-west-1";
    private const string Topic = "arn:aws:sns:eu-west-1:222222222222:production-shop-observability-alarms";

    [Fact]
    public async Task A_change_by_hand_is_seen_on_every_screen_without_a_reload_and_so_is_its_end()
    {
        AwsCommand.Require();
        await using var overview = await browser.VisitAsync();
        await using var stack = await browser.VisitAsync();
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        await overview.OpenAsync("/");
        await stack.OpenAsync("/stacks/shop/production/observability?resource=AlarmTopic");
        var before = await NameAsync();
        var differing = await DifferingAsync(wall.Page);
        await Assertions.Expect(overview.Page.Locator("[data-cell='production/observability']").First).ToHaveAttributeAsync("data-status", "inSync");
        foreach (var visit in new[] { overview, stack, wall })
            await visit.MarkAsync();

        await RenameAsync("Changed by hand");

        await Assertions.Expect(overview.Page.Locator("[data-cell='production/observability']").First).ToHaveAttributeAsync("data-status", "modified");
        await Assertions.Expect(stack.Page.Locator("[data-resource='AlarmTopic']").First).ToHaveAttributeAsync("data-status", "modified");
        await Assertions.Expect(stack.Page.GetByText("Changed by hand").First).ToBeVisibleAsync();
        await Assertions.Expect(wall.Page.Locator("[data-row='observability']")).ToBeVisibleAsync();
        await Assertions.Expect(wall.Page.Locator("[data-row='observability'] .what")).ToHaveTextAsync("AlarmTopic");
        await Assertions.Expect(wall.Page.Locator("[data-figure='differing'] .number")).ToHaveTextAsync($"{differing + 1}");
        await Assertions.Expect(wall.Page.Locator(".wall-change")).ToContainTextAsync("1 drift: observability in production");
        await using (var changes = await browser.VisitAsync())
        {
            // The figures of the newest changes have room in the largest letters, too.
            await changes.OpenAsync("/wall?board=changes&scale=hall");
            await Assertions.Expect(changes.Page.Locator("[data-change='observability']").First).ToBeVisibleAsync();
            Assert.Empty(await changes.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('[data-change] :is(.what, .wall-age)')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline').map(e => e.textContent)"));
        }


        await RenameAsync(before);

        await Assertions.Expect(overview.Page.Locator("[data-cell='production/observability']").First).ToHaveAttributeAsync("data-status", "inSync");
        await Assertions.Expect(stack.Page.Locator("[data-resource='AlarmTopic']").First).ToHaveAttributeAsync("data-status", "inSync");
        await Assertions.Expect(wall.Page.Locator("[data-figure='differing'] .number")).ToHaveTextAsync($"{differing}");
        foreach (var visit in new[] { overview, stack, wall })
        {
            Assert.True(await visit.IsMarkedAsync());
            visit.AssertClean();
        }
    }

    [Fact]
    public async Task A_value_with_markup_is_text_on_every_screen()
    {
        AwsCommand.Require();
        const string evil = "<img src=x onerror='window.broken=1'><script>window.broken=1</script>";
        await using var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        var before = await NameAsync();

        await RenameAsync(evil);

        try
        {
            await visit.OpenAsync("/wall?detail=full");
            await Assertions.Expect(visit.Page.Locator("[data-row^='observability']")).ToContainTextAsync("<img src=x onerror=");
            await visit.OpenAsync("/stacks/shop/production/observability?resource=AlarmTopic");
            await Assertions.Expect(visit.Page.GetByText("<img src=x onerror=").First).ToBeVisibleAsync();
            Assert.False(await visit.Page.EvaluateAsync<bool>("() => 'broken' in window || document.querySelector('img[src=x]') !== null"));
            await visit.OpenAsync("/");
            Assert.False(await visit.Page.EvaluateAsync<bool>("() => 'broken' in window || document.querySelector('img[src=x]') !== null"));
            visit.AssertClean();
        }
        finally
        {
            await RenameAsync(before);
        }
    }

    private static async Task<int> DifferingAsync(IPage wall) =>
        int.Parse((await wall.Locator("[data-figure='differing'] .number").TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The topic's live display name, as the real command reads it.</summary>
    private async Task<string> NameAsync()
    {
        var (exit, output, error) = await AwsCommand.RunAsync(
            browser.Server.SandboxUrl, Account, Region, "cloudcontrol", "get-resource", "--type-name", "AWS::SNS::Topic", "--identifier", Topic);
        Assert.True(exit == 0, error);
        using var answer = JsonDocument.Parse(output);
        using var properties = JsonDocument.Parse(answer.RootElement.GetProperty("ResourceDescription").GetProperty("Properties").GetString()!);
        return properties.RootElement.GetProperty("DisplayName").GetString()!;
    }

    private async Task RenameAsync(string name)
    {
        var patch = JsonSerializer.Serialize(new[] { new { op = "replace", path = "/DisplayName", value = name } });
        var (exit, _, error) = await AwsCommand.RunAsync(
            browser.Server.SandboxUrl, Account, Region, "cloudcontrol", "update-resource", "--type-name", "AWS::SNS::Topic", "--identifier", Topic, "--patch-document", patch);
        Assert.True(exit == 0, error);
    }
}
