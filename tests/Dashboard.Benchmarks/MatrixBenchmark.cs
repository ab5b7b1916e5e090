using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Microsoft.Playwright;

namespace Dashboard.Benchmarks;

/// <summary>The overview of a very large application in Chromium: how soon it is painted, how soon it can be used, and how it scrolls.</summary>
internal static class MatrixBenchmark
{
    private const int Rounds = 7;

    /// <summary>From the navigation's start to the frame that shows the first row, and to the answer of the live page.</summary>
    private const string Watch =
        """
        const note = (name, test) => {
          const look = () => test() ? requestAnimationFrame(() => setTimeout(() => window[name] = performance.now())) : requestAnimationFrame(look);
          look();
        };
        note('paintedAt', () => document.querySelectorAll('.matrix tbody tr[data-row]').length >= 10);
        note('liveAt', () => document.querySelector('[data-interactive="true"]') && document.querySelectorAll('.matrix tbody tr[data-row]').length >= 10);
        """;

    /// <summary>Scrolls for four seconds, some 40 rows a second and then 400, and counts frames, late ones, and those that show a place where no row is yet.</summary>
    private const string Scroll =
        """
        pixels => new Promise(resolve => {
          const box = document.querySelector('.matrix-pane .scroll');
          box.scrollTop = 0;
          let frames = 0, late = 0, blank = 0, last = performance.now();
          const start = last;
          const step = now => {
            frames++;
            if (now - last > 25) late++;
            last = now;
            box.scrollTop = (now - start) / 1000 * pixels;
            const place = box.getBoundingClientRect();
            if (!document.elementFromPoint(place.left + 60, place.top + place.height / 2)?.closest('[data-row]')) blank++;
            if (now - start < 4000) requestAnimationFrame(step); else resolve([frames / ((now - start) / 1000), late / frames * 100, blank / frames * 100]);
          };
          requestAnimationFrame(step);
        })
        """;

    /// <summary>The same page as plain markup: no script, no server, and every row in it that the scrolling comes by.</summary>
    private const string Copy =
        """
        () => {
          const page = document.documentElement.cloneNode(true);
          page.querySelectorAll('script').forEach(script => script.remove());
          page.querySelector('base').href = location.origin + '/';
          const body = page.querySelector('.matrix tbody');
          const rows = [...body.querySelectorAll('tr[data-row]')];
          body.replaceChildren(...Array.from({ length: 2000 }, (_, i) => rows[i % rows.length].cloneNode(true)));
          return '<!DOCTYPE html>' + page.outerHTML;
        }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var components = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 2_000;
        var board = Board(components);
        await using var app = await ScreensHost.StartAsync(board);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Console.WriteLine($"{components} components in 4 environments, {board.Stacks.Count} cells; {Rounds} rounds, each in a fresh profile\n");
        List<double> answered = [], kilobytes = [], first = [], painted = [], live = [], elements = [];
        for (var round = -2; round < Rounds; round++)
        {
            await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
            var page = await context.NewPageAsync();
            await page.AddInitScriptAsync(Watch);
            await page.GotoAsync(app.Urls.First());
            await page.WaitForFunctionAsync("() => window.liveAt > 0");
            if (round < 0)
                continue;
            answered.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].responseEnd"));
            kilobytes.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].decodedBodySize / 1024"));
            first.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"));
            painted.Add(await page.EvaluateAsync<double>("() => window.paintedAt"));
            live.Add(await page.EvaluateAsync<double>("() => window.liveAt"));
            elements.Add(await page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"));
            if (round == Rounds - 1)
                await PrintScrollAsync(page);
        }

        Console.WriteLine("| | median | worst |\n|---|---|---|");
        Print("the page's text is there", answered, "ms");
        Print("how long it is", kilobytes, "KB");
        Print("first contentful paint", first, "ms");
        Print("rows painted", painted, "ms");
        Print("live", live, "ms");
        Print("elements in the page", elements, "");
        return painted.Order().ElementAt(Rounds / 2) < 1000 ? 0 : 1;
    }

    private static async Task PrintScrollAsync(IPage page)
    {
        Console.WriteLine("| scrolling | frames a second | frames over 25 ms | frames in which the middle has no row yet | of plain markup: frames a second | over 25 ms |\n|---|---|---|---|---|---|");
        var plain = await page.Context.NewPageAsync();
        await plain.SetContentAsync(await page.EvaluateAsync<string>(Copy));
        foreach (var rows in new[] { 40, 400 })
        {
            var limit = await plain.EvaluateAsync<double[]>(Scroll, rows * 28);
            await page.BringToFrontAsync();
            var figures = await page.EvaluateAsync<double[]>(Scroll, rows * 28);
            await plain.BringToFrontAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {rows} rows a second | {figures[0]:F0} | {figures[1]:F0} % | {figures[2]:F0} % | {limit[0]:F0} | {limit[1]:F0} % |"));
        }

        Console.WriteLine();
    }

    private static void Print(string what, List<double> values, string unit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {values.Order().ElementAt(values.Count / 2):F0} {unit} | {values.Max():F0} {unit} |"));

    private static DriftBoard Board(int components)
    {
        string[] environments = ["development", "staging", "production", "pr-142"];
        var now = DateTimeOffset.UtcNow;
        var stacks = from c in Enumerable.Range(0, components)
                     from e in environments
                     select Stack(new StackKey("shop", e, $"component-{c:0000}", "eu-west-1"), c % 9 == 0 && e == "production", now);
        return DriftBoard.Empty("server", now) with
        {
            Environments = [.. environments.Select((e, i) => new BoardEnvironment("shop", e, (EnvironmentTier)i, i, "main", "54bac98815ebaf54b514e9e501870cb7a2d06089"))],
            Components = [.. Enumerable.Range(0, components).Select(c => new BoardComponent("shop", $"component-{c:0000}", $"team-{c % 17}"))],
            Stacks = stacks.ToImmutableDictionary(s => s.Key),
            Scan = new ScanActivity(false, null, 0, 0, now, TimeSpan.FromMinutes(5), null),
        };
    }

    private static StackEvaluation Stack(StackKey key, bool isDrifted, DateTimeOffset now)
    {
        var difference = new Difference(PropertyPath.Parse("/VisibilityTimeout"), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue("30"), new ScalarValue("900"), Impact.Update);
        ImmutableArray<ResourceEvaluation> resources =
        [
            .. Enumerable.Range(0, 12).Select(i => new ResourceEvaluation(
                new ResourceAddress($"Queue{i}"), "AWS::SQS::Queue", $"q-{i}", isDrifted && i == 0 ? Status.Modified : Status.InSync, null, null, isDrifted && i == 0 ? [difference] : [], [], [], null, null, null, now, ["CloudControl"])),
        ];
        return new StackEvaluation(
            key, "222222222222", $"{key.Environment}-{key.Component}", isDrifted ? Status.Modified : Status.InSync, null, null, 0, isDrifted ? 1 : 0, new Coverage(12, 12), now, now, null, resources, []);
    }
}
