using System.Globalization;
using System.Text;
using Dashboard.Tests.Shared;
using LibGit2Sharp;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Lists and tables of which a part is drawn are walked by arrow keys to their other end.</summary>
[Collection(nameof(OutageTests))]
public sealed class WalkTests(Browser browser)
{
    private const int Rows = 130;
    private const int Columns = 26;

    /// <summary>Whether the cell that has the focus is another one than before, and those beside it are drawn.</summary>
    private const string HasMoved =
        """
        before => {
          const cell = document.activeElement?.closest('td[data-item], td[data-copy-menu]');
          const row = cell?.closest('[data-row]');
          const name = cell && (cell.dataset.copyMenu ?? `${row.querySelector('th').textContent} ${cell.ariaColIndex}`);
          return cell && name !== before && row.nextElementSibling?.matches('[data-row]') && [...row.querySelectorAll('td[data-item], td[data-copy-menu]')].at(-1) !== cell;
        }
        """;

    [Fact]
    public async Task The_focus_stays_where_the_arrow_keys_led_it_while_rows_and_columns_are_drawn_and_go()
    {
        Needed.Require(browser.Missing);
        var repository = Directory.CreateTempSubdirectory("driftboard-walk-").FullName;
        try
        {
            Write(repository);
            await using var server = new DashboardServer("--repository", repository, "--sandbox", "true");
            await server.StartAsync();
            await using var visit = await browser.VisitAsync(server: server);
            var page = visit.Page;
            await visit.OpenAsync("/?application=wide&sort=name");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-row] [data-cell]').length > 100 && !document.querySelector('[data-status=scanning]') && document.querySelector('thead th.parity')");
            await page.Locator("[data-row] [data-cell] a").First.FocusAsync();

            var rows = await WalkAsync(page, "ArrowDown", 100);
            Assert.Equal(Enumerable.Range(0, 101).Select(i => $"{i:000}"), rows.Select(c => c[^3..]));
            Assert.Single(rows.Select(c => c.Split('/')[3]).Distinct());
            var columns = await WalkAsync(page, "ArrowRight", 20);
            Assert.Equal(21, columns.Distinct().Count());
            Assert.All(columns, c => Assert.Contains("part-100", c, StringComparison.Ordinal));

            // The ends are reached though they are not drawn yet.
            await page.Keyboard.PressAsync("Control+Home");
            await page.WaitForFunctionAsync("() => document.activeElement?.closest('td')?.ariaColIndex === '2' && document.activeElement.closest('tr').ariaRowIndex === '2'");
            await page.Keyboard.PressAsync("Control+End");
            await page.WaitForFunctionAsync("() => { const cell = document.activeElement?.closest('td'); const grid = cell?.closest('table'); return grid && cell.ariaColIndex === grid.ariaColCount && cell.parentElement.ariaRowIndex === grid.ariaRowCount; }");

            // Far from the item that Tab led to, it leads into view.
            const string explorer = "document.querySelector('.explorer [data-roving]')";
            await page.EvaluateAsync($"() => {{ const tree = {explorer}; tree.scrollTop = tree.scrollHeight; }}");
            await page.WaitForFunctionAsync($"() => {{ const tree = {explorer}; const stops = [...tree.querySelectorAll('[data-item][tabindex=\"0\"]')]; return tree.scrollTop > 10000 && stops.length === 1 && stops[0].getBoundingClientRect().bottom > tree.getBoundingClientRect().top; }}");
            visit.AssertClean();
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(repository, "*", SearchOption.AllDirectories))
                File.SetAttributes(file, FileAttributes.Normal);
            Directory.Delete(repository, recursive: true);
        }
    }

    private static async Task<List<string>> WalkAsync(IPage page, string key, int steps)
    {
        // A cell that holds nothing has no address of its own.
        const string here = "() => { const cell = document.activeElement.closest('td'); return cell.dataset.copyMenu ?? `${cell.closest('tr').querySelector('th').textContent} ${cell.ariaColIndex}`; }";
        var cells = new List<string> { await page.EvaluateAsync<string>(here) };
        for (var i = 0; i < steps; i++)
        {
            await page.Keyboard.PressAsync(key);
            try
            {
                await page.WaitForFunctionAsync(HasMoved, cells[^1]);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"after {i + 1} times {key}, {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")} has the focus");
            }

            cells.Add(await page.EvaluateAsync<string>(here));
        }

        return cells;
    }

    /// <summary>Nothing of it is deployed, which is a verdict like any other.</summary>
    private static void Write(string root)
    {
        var text = new StringBuilder("version: 1\napplication: wide\nenvironments:\n");
        for (var i = 0; i < Columns; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: e{i:00}, account: \"222222222222\", regions: [eu-west-1], ref: main, tier: development}}\n");
        text.Append("components:\n");
        for (var i = 0; i < Rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: part-{i:000}, template: template.json, stack: \"x{{environment}}-part-{i:000}\"}}\n");
        Repository.Init(root);
        File.WriteAllText(Path.Combine(root, "driftboard.yaml"), text.ToString());
        File.WriteAllText(Path.Combine(root, "template.json"), """{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}""");
        using var repository = new Repository(root);
        Commands.Stage(repository, "*");
        var signature = new Signature("Ada", "ada@example.com", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var commit = repository.Commit("wide", signature, signature);
        repository.Refs.Add("refs/heads/main", commit.Sha, allowOverwrite: true);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
    }
}
