using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The matrix as somebody narrows it down and puts it in order, by keyboard; what it shows is in the address.</summary>
[Collection(nameof(Browser))]
public sealed class MatrixTests(Browser browser)
{
    private const string Names = ".matrix tbody tr[data-row] .row-name";

    [Fact]
    public async Task Chips_count_what_there_is_and_show_the_rows_with_it_and_a_reload_shows_the_same()
    {
        await using var visit = await OpenAsync("/?sort=name");
        var page = visit.Page;
        var all = await RowsAsync(page);
        // What the chips count comes from what programs are told; which rows have it, from the cells.
        using var board = JsonDocument.Parse(await page.EvaluateAsync<string>("() => fetch('/api/v1/board').then(r => r.text())"));
        var stacks = board.RootElement.GetProperty("stacks").EnumerateArray().ToList();
        (string Name, string Address, int Count, string Sign)[] chips =
        [
            ("Differing", "differing", stacks.Sum(s => s.GetProperty("drifted").GetInt32()), "[data-cell]:is([data-status=modified], [data-status=deleted], [data-status=unmanaged])"),
            ("Unverified", "unverified", stacks.Sum(s => s.GetProperty("coverage").GetProperty("total").GetInt32() - s.GetProperty("coverage").GetProperty("compared").GetInt32()), ".coverage"),
            ("To release", "pending", stacks.Sum(s => s.GetProperty("pendingChanges").GetInt32()), ".pending.status-pending"),
        ];
        var expected = new Dictionary<string, string[]>();
        foreach (var (name, _, _, sign) in chips)
            expected[name] = await RowsAsync(page, sign);
        foreach (var (name, address, _, _) in chips)
        {
            var rows = expected[name];
            Assert.InRange(rows.Length, 1, all.Length - 1);
            await PressAsync(page, "Which components", name);

            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"[?&]show={address}(&|$)"));
            await Assertions.Expect(page.Locator(Names)).ToHaveTextAsync(rows);
            // What is hidden is counted all the same.
            foreach (var chip in chips)
                await Assertions.Expect(Chip(page, "Which components", chip.Name)).ToHaveTextAsync(chip.Name + chip.Count);
        }

        await visit.OpenAsync(page.Url);
        await Assertions.Expect(page.Locator(Names)).ToHaveTextAsync(expected[chips[^1].Name]);
        await Assertions.Expect(Chip(page, "Which components", chips[^1].Name)).ToHaveAttributeAsync("aria-current", "true");
        await PressAsync(page, "Which components", "All");
        await Assertions.Expect(page.Locator(Names)).ToHaveTextAsync(all);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?sort=name$"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Rows_are_sorted_and_gathered_by_their_owners_and_a_link_says_so()
    {
        await using var visit = await OpenAsync("/?sort=name");
        var page = visit.Page;
        var owners = await page.EvaluateAsync<string[][]>("() => [...document.querySelectorAll('.matrix tbody tr[data-row]')].map(r => [r.querySelector('.owner').textContent, r.querySelector('.row-name').textContent])");
        var groups = owners.GroupBy(o => o[0], o => o[1]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (Owner: g.Key, Rows: g.Order(StringComparer.Ordinal).ToArray())).ToList();
        Assert.Contains(groups, g => g.Rows.Length > 1);

        await PressAsync(page, "Order of the components", "Owner");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?sort=owner$"));
        await Assertions.Expect(page.Locator(Names)).ToHaveTextAsync(groups.SelectMany(g => g.Rows));

        await PressAsync(page, "What the components are gathered by", "By owner");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?sort=owner&group=owner$"));
        await ShowsAsync(groups);
        foreach (var (owner, rows) in groups)
            await Assertions.Expect(page.Locator($"[data-group='{owner}'] .count")).ToHaveTextAsync(rows.Length == 1 ? "1 component" : $"{rows.Length} components");
        // The group says whose they are.
        await Assertions.Expect(page.Locator(".matrix .owner")).ToHaveCountAsync(0);

        // Within their groups, too, rows are filtered; of what is left whose everything is stays said.
        var differing = await RowsAsync(page, "[data-status=modified]");
        await PressAsync(page, "Which components", "Differing");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?show=differing&sort=owner&group=owner$"));
        var left = groups.Select(g => (g.Owner, Rows: g.Rows.Where(differing.Contains).ToArray())).Where(g => g.Rows.Length > 0).ToList();
        await ShowsAsync(left);
        await page.ReloadAsync();
        await ShowsAsync(left);
        visit.AssertClean();

        async Task ShowsAsync(IEnumerable<(string Owner, string[] Rows)> shown) =>
            await Assertions.Expect(page.Locator(Names)).ToHaveTextAsync(shown.SelectMany(g => g.Rows.Prepend(g.Owner)));
    }

    private static ILocator Chip(IPage page, string chips, string name) => page.Locator($"nav[aria-label='{chips}'] a").Filter(new LocatorFilterOptions { HasTextRegex = new Regex($@"^{name}\d*$") });

    private static async Task PressAsync(IPage page, string chips, string name)
    {
        await Chip(page, chips, name).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Chip(page, chips, name)).ToHaveAttributeAsync("aria-current", "true");
    }

    /// <summary>The components of the rows that are shown; with a selector, of those that hold such a thing.</summary>
    private static Task<string[]> RowsAsync(IPage page, string sign = "*") => page.EvaluateAsync<string[]>(
        "sign => [...document.querySelectorAll('.matrix tbody tr[data-row]:not([data-group])')].filter(r => r.querySelector(sign)).map(r => r.querySelector('.row-name').textContent)", sign);

    private async Task<Visit> OpenAsync(string address)
    {
        var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.OpenAsync(address);
        return visit;
    }
}
