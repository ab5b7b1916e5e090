using System.Globalization;
using System.Net.Http.Json;
using Dashboard.Browser.Tests;
using Dashboard.Core.Documents;
using Microsoft.Playwright;

namespace Dashboard.Benchmarks;

/// <summary>How long a change by hand takes to the screen: from the return of the API call that made it, to the frame that shows it.</summary>
/// <remarks>
/// One topic's display name in production goes wrong and right in turn, so that the component's cell changes its status each time. Server
/// and browser run on the same machine and read the same clock.
/// </remarks>
internal static class LiveBenchmark
{
    private const string Account = "222222222222";
    private const string Region = "eu-west-1";
    private const string Type = "AWS::SNS::Topic";
    private const int Warmup = 4;

    /// <summary>Waits in the page for the cell to show another status, then for the frame that paints it; returns the clock in milliseconds.</summary>
    private const string WaitForPixel =
        """
        ([selector, before]) => new Promise((resolve, reject) => {
          const started = Date.now();
          const look = () => {
            const cell = document.querySelector(selector);
            if (cell && cell.getAttribute('data-status') !== before)
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
            else if (Date.now() - started > 20000)
              reject(new Error('no change within 20 s'));
            else
              requestAnimationFrame(look);
          };
          look();
        })
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 40;
        await using var server = new DashboardServer();
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var cloud = new SandboxCalls(server.SandboxUrl, Account, Region);
        var (component, topic) = await FindTopicAsync(http);
        var name = (await cloud.GetAsync(Type, topic)).GetProperty("DisplayName").GetString()!;

        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
        await page.GotoAsync(server.Url);
        await page.Locator("[data-interactive='true']").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        var selector = $"[data-cell='production/{component}']";
        await page.Locator(selector).First.WaitForAsync();

        var latencies = new List<double>();
        for (var round = 0; round < rounds + Warmup; round++)
        {
            var before = await page.Locator(selector).First.GetAttributeAsync("data-status");
            var seen = page.EvaluateAsync<double>(WaitForPixel, new[] { selector, before });
            await cloud.UpdateAsync(Type, topic, "/DisplayName", round % 2 == 0 ? name + " changed" : name);
            var returned = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            var latency = await seen - returned;
            if (round >= Warmup)
                latencies.Add(latency);
        }

        latencies.Sort();
        Console.WriteLine($"live: {rounds} changes of {component} in production, API call's return to the changed pixel on /");
        Console.WriteLine($"  median {At(latencies, 0.5):0} ms, p95 {At(latencies, 0.95):0} ms, worst {latencies[^1]:0} ms");
        return 0;
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];

    /// <summary>A queue of a production component that has not drifted.</summary>
    private static async Task<(string Component, string Queue)> FindTopicAsync(HttpClient http)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var board = (await http.GetFromJsonAsync("/api/v1/board", DocumentSerializer.Default.BoardDocument, deadline.Token))!;
            foreach (var cell in board.Stacks.Where(s => s is { Environment: "production", Drifted: 0 } && s.Status is "inSync" or "partlyChecked"))
            {
                var stack = (await http.GetFromJsonAsync($"/api/v1/stacks/{cell.Application}/{cell.Environment}/{cell.Component}", DocumentSerializer.Default.StackDocument, deadline.Token))!;
                if (stack.Resources.FirstOrDefault(r => r is { Type: Type, Status: "inSync", Differences.Count: 0 }) is { PhysicalId: { } topic })
                    return (cell.Component, topic);
            }

            await Task.Delay(500, deadline.Token);
        }
    }
}
