using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A tab, and everything that went wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>Milliseconds. A machine that has much else to do takes long for what takes an idle one no time: what is waited for comes, or nothing is.</summary>
    public const float Patience = 60_000;

    /// <summary>Seconds of its own after which a page is live again once its server answers.</summary>
    public const int MostSecondsToBeBack = 30;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Parts of pages in which axe found nothing: markup, theme and size of the screen.
    private static readonly ConcurrentDictionary<string, bool> Accessible = new();

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _troubles = new();

    // Seconds that pages of this profile have lived through, by their own timers: on a machine that is too busy to run them, they stand still, too.
    private int _seconds;

    /// <summary>Whether the page's clock is wound by the test: then its seconds tell nothing.</summary>
    private bool _isWound;

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; private set; }

    /// <summary>Opens a tab that keeps a record of console errors, exceptions, breaches of the content policy, and requests to any other host.</summary>
    public static async Task<Visit> StartAsync(IBrowserContext context, string home, bool isWound = false)
    {
        await context.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => console.error(`content policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));");
        await context.AddInitScriptAsync("if (self === top) setInterval(() => console.debug('a second'), 1000);");
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        var visit = new Visit(context, page) { _isWound = isWound };
        context.Console += (_, message) =>
        {
            if (message is { Type: "debug", Text: "a second" })
                Interlocked.Increment(ref visit._seconds);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit._troubles.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => visit._troubles.Enqueue($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (!IsHome(request.Url, home))
                visit._troubles.Enqueue($"request to another host: {request.Url}");
        };
        page.WebSocket += (_, socket) =>
        {
            if (!IsHome(socket.Url.Replace("ws://", "http://", StringComparison.Ordinal), home))
                visit._troubles.Enqueue($"connection to another host: {socket.Url}");
        };
        return visit;
    }

    /// <summary>Opens a page and waits until it is alive: prerendered pages can be seen, but not used, and what a script does waits for the script.</summary>
    public async Task OpenAsync(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("[data-interactive='true']").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await AttachedAsync();
    }

    /// <summary>Waits until each part of the page that a script works on has its script.</summary>
    public Task AttachedAsync() => Page.WaitForFunctionAsync("() => !document.querySelector('[data-script]:not([data-attached])')");

    /// <summary>Waits until the page has its styles, too. The page says so itself: Playwright's WaitForLoadState and WaitForURL miss an event that comes between their look and their wait.</summary>
    public Task LoadedAsync() => Page.WaitForFunctionAsync("() => document.readyState === 'complete'");

    /// <summary>Opens the wall and waits until the sandbox has been read and judged whole.</summary>
    public async Task OpenWallAsync()
    {
        await OpenAsync("/wall");
        await Page.WaitForFunctionAsync("() => document.querySelectorAll('[data-tile]').length === 4 && !document.querySelector('[data-tile][data-status=scanning]') && document.querySelectorAll('[data-pair]').length === 2");
    }

    /// <summary>Waits until the service worker answers for this page.</summary>
    public Task ControlledAsync() => Page.EvaluateAsync(
        "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(r => navigator.serviceWorker.addEventListener('controllerchange', r, { once: true }))).then(() => true)");

    /// <summary>Kills the tab's process; <see cref="Page"/> is a new, empty tab of the same profile afterwards.</summary>
    public async Task KillTabAsync()
    {
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Page.Crash += (_, _) => crashed.TrySetResult();
        var session = await _context.NewCDPSessionAsync(Page);
        var kill = session.SendAsync("Page.crash");
        await crashed.Task.WaitAsync(TimeSpan.FromMilliseconds(Patience));
        _ = kill.ContinueWith(static k => k.Exception, TaskScheduler.Default);
        await Page.CloseAsync();
        Page = await _context.NewPageAsync();
        Page.SetDefaultTimeout(Patience);
    }

    /// <summary>Marks the page as it stands: a reload wipes the mark away.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("() => { window.marked = true; }");

    /// <summary>Whether the page is still the one that was marked.</summary>
    public Task<bool> IsMarkedAsync() => Page.EvaluateAsync<bool>("() => window.marked === true");

    /// <summary>Waits until the page is no longer the one that was marked, and lives.</summary>
    public Task ReloadedAsync() => Page.WaitForFunctionAsync(
        "() => !window.marked && document.querySelector('[data-interactive]')?.dataset.interactive === 'true'", null, new PageWaitForFunctionOptions { Timeout = Patience });

    /// <summary>Waits until the wall shows a board and hears its server, which answers already: a beat has come since the page was rendered, within 30 of the page's own seconds.</summary>
    /// <param name="otherThan">The server that is gone; null where it is the same one.</param>
    public async Task LiveAsync(string? otherThan = null)
    {
        var before = Volatile.Read(ref _seconds);
        await Page.WaitForFunctionAsync(
            """
            gone => {
              const wall = document.querySelector('[data-server]');
              return wall && wall.dataset.server !== gone && document.querySelector('[data-tile]') && !document.getElementById('no-contact')
                && Number(document.querySelector('[data-beat]')?.dataset.beat) > 0;
            }
            """,
            otherThan,
            new PageWaitForFunctionOptions { Timeout = Patience });
        var took = Volatile.Read(ref _seconds) - before;
        Assert.True(_isWound || took <= MostSecondsToBeBack, $"the wall was back after {took} of its own seconds, wanted at most {MostSecondsToBeBack}");
    }

    /// <summary>The run of the server that rendered the page.</summary>
    public async Task<string> ServerAsync() => (await Page.Locator("[data-server]").GetAttributeAsync("data-server"))!;

    /// <summary>A folder to write pictures of the screens to; without it a run writes nothing.</summary>
    public static string? Pictures { get; } = Environment.GetEnvironmentVariable("DRIFTBOARD_SCREENSHOTS");

    /// <summary>axe finds nothing in the page as it stands. The rules are loaded once into each page: that is what takes the time.</summary>
    /// <param name="what">What the page shows.</param>
    /// <param name="within">A selector of what is looked at; null: the whole page, with the rules that only a whole page can break.</param>
    /// <remarks>A part that stands alike over several pages (a dialog, a menu) is looked at once for each of its markups, themes and sizes.</remarks>
    public async Task AssertAccessibleAsync(string what, string? within = null)
    {
        var part = within is null ? null : await Page.EvaluateAsync<string>(
            """
            within => {
              const e = document.querySelector(within);
              const box = e.getBoundingClientRect();
              return [innerWidth, innerHeight, document.documentElement.dataset.theme, box.x, box.y, box.width, box.height, e.outerHTML].join(' ');
            }
            """,
            within);
        if (part is not null && Accessible.ContainsKey(part))
            return;
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await Page.EvaluateAsync(Axe);
        var found = await Page.EvaluateAsync<string[]>(
            """
            within => axe.run(within ?? document, { resultTypes: ['violations'] }).then(r => r.violations.map(v =>
              `${v.id} (${v.impact}): ${v.help}\n${v.nodes.map(n => `  ${n.target}: ${n.html}\n    ${n.failureSummary}`).join('\n')}`))
            """,
            within).WaitAsync(TimeSpan.FromMilliseconds(Patience));
        Assert.True(found.Length == 0, $"axe on {what}:\n{string.Join('\n', found)}");
        if (part is not null)
            Accessible[part] = true;
    }

    /// <summary>What was copied, once it holds a text. A page's own wait takes a promise for a yes, whatever comes of it.</summary>
    public Task<string> ClipboardAsync(string part) => Page.EvaluateAsync<string>(
        """
        async part => {
          for (;;) {
            const text = await navigator.clipboard.readText();
            if (text.includes(part)) return text;
            await new Promise(requestAnimationFrame);
          }
        }
        """,
        part).WaitAsync(TimeSpan.FromMilliseconds(Patience));

    /// <summary>Whether an element covers the whole window, so that nothing behind it can be taken for the truth.</summary>
    public Task<bool> IsCoveredByAsync(string selector) => Page.EvaluateAsync<bool>(
        """
        selector => [[2, 2], [innerWidth - 2, 2], [innerWidth / 2, innerHeight / 2], [2, innerHeight - 2], [innerWidth - 2, innerHeight - 2]]
          .every(([x, y]) => document.elementFromPoint(x, y)?.closest(selector))
        """,
        selector);

    /// <summary>Shows the page as it stands in a theme, as the choice in the menu does, without loading it anew.</summary>
    /// <param name="theme">"light" or "dark".</param>
    public Task ShowThemeAsync(string theme) =>
        Page.EvaluateAsync("theme => { document.documentElement.dataset.theme = theme; document.cookie = `driftboard-theme=${theme};path=/;samesite=strict`; }", theme);

    /// <summary>Unfolds what the page folds, one after the other as a reader does, ten at most: what is unfolded the server may draw only then.</summary>
    /// <returns>How much is unfolded.</returns>
    public async Task<int> UnfoldAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            await using var closed = await Page.QuerySelectorAsync("main details:not([open])");
            if (closed is null)
                break;
            await closed.EvaluateAsync("d => d.querySelector('summary').click()");
            await Page.WaitForFunctionAsync("d => d.open || !d.isConnected", closed);
        }

        return await Page.Locator("main details[open]").CountAsync();
    }

    /// <summary>Keeps a picture of what the tab shows where pictures are wanted.</summary>
    public async Task PictureAsync(string name)
    {
        if (Pictures is not null)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png") });
    }

    /// <summary>Adds to what went wrong.</summary>
    public void Note(string trouble) => _troubles.Enqueue(trouble);

    /// <summary>No script ended with an exception since the tab was opened, whatever the browser itself complained of.</summary>
    public void AssertNoException() => Assert.DoesNotContain(_troubles, t => t.StartsWith("exception: ", StringComparison.Ordinal));

    /// <summary>Nothing went wrong since the tab was opened.</summary>
    public void AssertClean() => Assert.Empty(_troubles);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static bool IsHome(string url, string home) =>
        url.StartsWith(home + "/", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:" + home, StringComparison.Ordinal);
}
