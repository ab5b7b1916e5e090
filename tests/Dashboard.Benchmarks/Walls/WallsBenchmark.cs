using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Dashboard.Benchmarks.Walls;

/// <summary>What a wall costs its server, and how long a change takes to all of them: one in Chromium, the others without a browser.</summary>
internal static class WallsBenchmark
{
    /// <summary>How many walls are opened on the way to the most.</summary>
    private static readonly int[] Usual = [1, 100, 1_000];

    private const int Rounds = 20;
    private const int Warmup = 3;
    private const int OpenAtOnce = 16;

    /// <summary>What a wall may cost its server.</summary>
    private const int MostKilobytes = 300;

    /// <summary>Waits in the page for a row of a name, then for the frame that paints it; returns the clock in milliseconds.</summary>
    private const string WaitForPixel =
        """
        name => new Promise((resolve, reject) => {
          const started = Date.now();
          const look = () => {
            if ([...document.querySelectorAll('.wall-row .what')].some(e => e.textContent === name))
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
            else if (Date.now() - started > 60000)
              reject(new Error('no change within 60 s'));
            else
              requestAnimationFrame(look);
          };
          look();
        })
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var most = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 1_000;
        var query = args is [_, var asked, ..] ? asked : "";
        using var server = StartServer();
        try
        {
            var address = new Uri((await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!);
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = OpenAtOnce }) { BaseAddress = address };
            return await MeasureAsync(http, new Uri(address, "/wall" + query), [.. Usual.Where(c => c < most), most]) <= MostKilobytes ? 0 : 1;
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(10)))
                server.Kill();
        }
    }

    /// <summary>Kilobytes that a wall holds of the process, where there are most of them.</summary>
    private static async Task<long> MeasureAsync(HttpClient http, Uri page, int[] counts)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var screen = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
        await screen.GotoAsync(page.ToString());
        await screen.Locator("[data-interactive='true']").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

        var walls = new ConcurrentBag<HeadlessWall>();
        var watch = new Watch();
        // The first walls and changes compile what the later ones run.
        await OpenAsync(http, page, walls, watch, 20);
        await ChangeAsync(http, screen, watch, walls.Count, rounds: 0);
        await CloseAsync(walls);
        var empty = await MemoryAsync(http);
        Console.WriteLine("| walls | opened a second | alive, KB a wall | held by the process, KB a wall | to a wall's connection: median | p95 | to Chromium's pixel: median | p95 | of one processor while nothing changes |\n|---|---|---|---|---|---|---|---|---|");
        var kilobytes = 0L;
        foreach (var count in counts)
        {
            var begun = Stopwatch.GetTimestamp();
            var opened = count - 1 - walls.Count;
            await OpenAsync(http, page, walls, watch, opened);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var (latencies, pixels) = await ChangeAsync(http, screen, watch, walls.Count, Rounds);
            var (alive, held) = await MemoryAsync(http);
            var idle = await IdleAsync(http);
            var added = walls.Count;
            kilobytes = added == 0 ? 0 : Math.Max(alive - empty.Alive, held - empty.Held) / 1024 / added;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count} | {(opened == 0 ? "" : $"{opened / seconds:F0}")} | {PerWall(alive - empty.Alive, added)} | {PerWall(held - empty.Held, added)} | {At(latencies, 0.5)} | {At(latencies, 0.95)} | {At(pixels, 0.5)} | {At(pixels, 0.95)} | {idle:P0} |"));
        }

        Console.WriteLine($"\nthe page: {walls.Max(w => w.PageBytes) / 1024} KB of text");
        await CloseAsync(walls);
        return kilobytes;
    }

    private static string PerWall(long bytes, int walls) => walls == 0 ? "" : (bytes / 1024 / walls).ToString(CultureInfo.InvariantCulture);

    private static string At(List<double> values, double share) =>
        values.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{values.Order().ElementAt(Math.Min(values.Count - 1, (int)Math.Ceiling(share * values.Count) - 1)):F0} ms");

    private static async Task OpenAsync(HttpClient http, Uri page, ConcurrentBag<HeadlessWall> walls, Watch watch, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = deadline.Token }, async (_, cancellation) =>
        {
            var wall = await HeadlessWall.OpenAsync(http, page, cancellation);
            wall.Drawn += watch.See;
            walls.Add(wall);
        });
    }

    private static async Task CloseAsync(ConcurrentBag<HeadlessWall> walls)
    {
        while (walls.TryTake(out var wall))
            await wall.DisposeAsync();
    }

    private static async Task<(List<double> Connections, List<double> Pixels)> ChangeAsync(HttpClient http, IPage screen, Watch watch, int walls, int rounds)
    {
        List<double> connections = [], pixels = [];
        for (var round = -Warmup; round < rounds; round++)
        {
            // Changes that come close together reach a wall as one.
            await Task.Delay(1_000);
            var name = $"Change{Guid.NewGuid():N}"[..14];
            var seen = watch.Expect(name, walls);
            var painted = screen.EvaluateAsync<double>(WaitForPixel, name);
            var published = new DateTime(long.Parse(await PostAsync(http, "/bench/change/" + name), CultureInfo.InvariantCulture), DateTimeKind.Utc);
            var times = await seen.WaitAsync(TimeSpan.FromSeconds(60));
            var pixel = await painted - (published - DateTime.UnixEpoch).TotalMilliseconds;
            if (round < 0)
                continue;
            connections.AddRange(times.Select(t => (t - published).TotalMilliseconds));
            pixels.Add(pixel);
        }

        return (connections, pixels);
    }

    private static async Task<(long Alive, long Held)> MemoryAsync(HttpClient http)
    {
        // Circuits that were closed go when their connections have.
        await Task.Delay(5_000);
        var parts = (await PostAsync(http, "/bench/memory")).Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>How much of a processor the server needs for beats and ages alone.</summary>
    private static async Task<double> IdleAsync(HttpClient http)
    {
        var (begun, before) = (Stopwatch.GetTimestamp(), double.Parse(await PostAsync(http, "/bench/processor"), CultureInfo.InvariantCulture));
        await Task.Delay(20_000);
        var after = double.Parse(await PostAsync(http, "/bench/processor"), CultureInfo.InvariantCulture);
        return (after - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<string> PostAsync(HttpClient http, string path)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), null);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>The same program in another process, with the garbage collector that web servers have.</summary>
    private static Process StartServer()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(WallsBenchmark).Assembly.Location);
        start.ArgumentList.Add("walls-server");
        start.Environment["DOTNET_gcServer"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Notes when each wall is told of a name. Safe to use from any thread.</summary>
    private sealed class Watch
    {
        private volatile Expected? _expected;

        public Task<DateTime[]> Expect(string name, int walls)
        {
            var expected = new Expected(Encoding.UTF8.GetBytes(name), walls);
            _expected = expected;
            return expected.Done;
        }

        public void See(byte[] batch) => _expected?.See(batch);

        private sealed class Expected(byte[] name, int walls)
        {
            private readonly ConcurrentQueue<DateTime> _times = new();
            private readonly TaskCompletionSource<DateTime[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public Task<DateTime[]> Done => walls == 0 ? Task.FromResult(Array.Empty<DateTime>()) : _done.Task;

            public void See(byte[] batch)
            {
                var now = DateTime.UtcNow;
                if (batch.AsSpan().IndexOf(name) < 0)
                    return;
                _times.Enqueue(now);
                if (_times.Count == walls)
                    _done.TrySetResult([.. _times]);
            }
        }
    }
}
