using System.Globalization;
using Dashboard.Benchmarks.Walls;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Dashboard.Benchmarks;

/// <summary>Every screen of the product over the sample estate, in Chromium: how soon it is painted, how soon it can be used, what it sends, and what its circuit holds.</summary>
internal static class ScreensBenchmark
{
    private const int Circuits = 20;

    /// <summary>The screens, each as the reader comes to it.</summary>
    private static readonly (string Name, string Address)[] Screens =
    [
        ("overview", "/"),
        ("stack, side by side", "/stacks/shop/production/storefront?resource=WebSecurityGroup"),
        ("stack, inline with all that is equal", "/stacks/shop/production/database?resource=Database&view=inline&equal=1&folded=1"),
        ("stack, template", "/stacks/shop/production/storefront?resource=WebSecurityGroup&view=template"),
        ("parity", "/parity/shop/staging/production"),
        ("parity, all that is equal", "/parity/shop/staging/production?pile=equal"),
        ("parity, one unit", "/parity/shop/staging/production?unit=worker%7Ceu-west-1%7C%7CMailFunction%7C%2FMemorySize"),
        ("review", "/review/shop/staging/production"),
        ("review, what the release does", "/review/shop/staging/production?show=release"),
        ("graph of a stack", "/graph/shop/production?component=storefront"),
        ("graph of an environment", "/graph/shop/production?level=resources"),
        ("claimed by nothing", "/unclaimed?defaults=1"),
        ("unverified", "/unverified"),
        ("keys", "/help"),
        ("wall", "/wall"),
    ];

    /// <summary>Notes when the page is alive: prerendered pages can be seen, but not used.</summary>
    private const string Watch =
        """
        const look = () => document.querySelector('[data-interactive="true"]') && !document.querySelector('.skeleton') ? requestAnimationFrame(() => setTimeout(() => window.liveAt = performance.now())) : requestAnimationFrame(look);
        look();
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 7;
        var data = Directory.CreateTempSubdirectory("driftboard-screens-").FullName;
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--sandbox-urls", "http://127.0.0.1:0", "--data", data]);
        line = line with { Settings = line.Settings.Add("Driftboard:Scan:IntervalSeconds", "86400") };
        // A circuit that has lost its page is kept for some minutes; here it would count as one more.
        await using (var host = await DriftboardHost.StartAsync(line, TextWriter.Null, static s => s.Configure<CircuitOptions>(o => o.DisconnectedCircuitMaxRetained = 0)))
        {
            await foreach (var change in host.Services.GetRequiredService<DriftFeed>().SubscribeAsync())
            {
                if (change.Board.Scan.LastFinishedAt is not null && change.Board.Parity.Count == 2)
                    break;
            }

            using var playwright = await Playwright.CreateAsync();
            await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            Console.WriteLine($"{rounds} rounds a screen, each in a fresh profile; {Circuits} circuits for the memory\n");
            Console.WriteLine("| screen | first paint: median | worst | can be used: median | worst | page | by HTTP in all | by its connection | elements | alive a circuit |\n|---|---|---|---|---|---|---|---|---|---|");
            foreach (var (name, address) in Screens)
                Console.WriteLine($"| {name} | {await PaintAsync(chromium, new Uri(new Uri(host.Url), address), rounds)} | {await MemoryAsync(new Uri(new Uri(host.Url), address))} |");
        }

        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(data, recursive: true);
        return 0;
    }

    private static async Task<string> PaintAsync(IBrowser chromium, Uri address, int rounds)
    {
        List<double> painted = [], live = [], page = [], http = [], socket = [], elements = [];
        for (var round = -1; round < rounds; round++)
        {
            await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
            var tab = await context.NewPageAsync();
            var received = 0L;
            tab.WebSocket += (_, s) => s.FrameReceived += (_, frame) => Interlocked.Add(ref received, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
            await tab.AddInitScriptAsync(Watch);
            await tab.GotoAsync(address.ToString(), new PageGotoOptions { Timeout = 60_000 });
            await tab.WaitForFunctionAsync("() => window.liveAt > 0", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
            // The first round compiles what the others run.
            if (round < 0)
                continue;
            painted.Add(await tab.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"));
            live.Add(await tab.EvaluateAsync<double>("() => window.liveAt"));
            page.Add(await tab.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].decodedBodySize / 1024"));
            http.Add(await tab.EvaluateAsync<double>("() => performance.getEntries().reduce((sum, e) => sum + (e.transferSize ?? 0), 0) / 1024"));
            elements.Add(await tab.EvaluateAsync<int>("() => document.querySelectorAll('*').length"));
            socket.Add(Interlocked.Read(ref received) / 1024.0);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(painted):F0} ms | {painted.Max():F0} ms | {Median(live):F0} ms | {live.Max():F0} ms | {Median(page):F0} KB | {Median(http):F0} KB | {Median(socket):F0} KB | {Median(elements):F0}");
    }

    /// <summary>What stays alive for each reader of a screen, after three full collections.</summary>
    private static async Task<string> MemoryAsync(Uri address)
    {
        using var http = new HttpClient();
        await (await HeadlessWall.OpenAsync(http, address, CancellationToken.None)).DisposeAsync();
        var empty = await AliveAsync();
        var circuits = new List<HeadlessWall>();
        for (var i = 0; i < Circuits; i++)
            circuits.Add(await HeadlessWall.OpenAsync(http, address, CancellationToken.None));
        var full = await AliveAsync();
        foreach (var circuit in circuits)
            await circuit.DisposeAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{(full - empty) / 1024.0 / Circuits:F0} KB");
    }

    private static async Task<long> AliveAsync()
    {
        // Circuits that were closed go when their connections have.
        await Task.Delay(2_000);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
