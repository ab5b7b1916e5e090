using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The real Chromium that is installed, and the real server; shared by the tests of a collection.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private bool _isSettled;

    /// <summary>The server with the sandbox.</summary>
    public DashboardServer Server { get; } = new();

    /// <summary>Why there is no browser; null where there is one.</summary>
    public string? Missing { get; private set; }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } chromium)
        {
            Missing = $"Chromium is not installed (looked for {string.Join(", ", Places)}).";
            return;
        }

        await Server.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Visit.Patience);
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments, SlowMo = Lag.OfSteps });
    }

    /// <summary>A tab in a fresh profile.</summary>
    /// <param name="theme">The theme that the reader chose: "light" or "dark".</param>
    /// <param name="hasOwnClock">Whether the page's clock is ours to wind forward; it runs by itself meanwhile.</param>
    /// <param name="server">Another server than the shared one.</param>
    /// <remarks>The reader wants no motion: without a graphics card every frame of it is drawn by the processor that the test waits for.</remarks>
    internal async Task<Visit> VisitAsync(string theme = "dark", bool hasOwnClock = false, DashboardServer? server = null)
    {
        Needed.Require(Missing);
        server ??= Server;
        // A test that failed in the middle of an outage must not take the next ones with it.
        if (!server.IsStarted)
            await server.StartAsync();
        var context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Url,
            ViewportSize = new ViewportSize { Width = 1920, Height = 1080 },
            ColorScheme = theme == "dark" ? ColorScheme.Light : ColorScheme.Dark,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.AddCookiesAsync([new Cookie { Name = "driftboard-theme", Value = theme, Url = server.Url }]);
        if (hasOwnClock)
            await context.Clock.InstallAsync();
        await Lag.AddAsync(context);
        return await Visit.StartAsync(context, server.Url, hasOwnClock);
    }

    /// <summary>Waits until the server has read and judged the sandbox whole; costs nothing where it is known to have.</summary>
    internal async Task SettleAsync(Visit visit)
    {
        if (!_isSettled)
            await visit.OpenWallAsync();
        _isSettled = true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        _playwright?.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>Tests that share one browser and one server.</summary>
[CollectionDefinition(nameof(Browser))]
public sealed class BrowserCollection : ICollectionFixture<Browser>;

/// <summary>
/// Tests that kill the server have a browser and a server of their own, beside the others. Those that start one more, or wait for the clock, are with them: both collections run at once and take as long.
/// </summary>
[CollectionDefinition(nameof(OutageTests))]
public sealed class OutageCollection : ICollectionFixture<Browser>;
