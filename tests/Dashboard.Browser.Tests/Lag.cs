using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>For a run that looks for tests which pass by luck: everything comes later than it need, by the milliseconds of two environment variables.</summary>
internal static class Lag
{
    /// <summary>DRIFTBOARD_SLOW: so much later comes each step of a test.</summary>
    public static readonly int OfSteps = Milliseconds("DRIFTBOARD_SLOW");

    // DRIFTBOARD_LAG: so much later comes each message between a page and its server.
    private static readonly int OfMessages = Milliseconds("DRIFTBOARD_LAG");

    /// <summary>Holds up what the pages of a profile and their servers tell each other.</summary>
    public static Task AddAsync(IBrowserContext context) => OfMessages == 0 ? Task.CompletedTask : context.RouteWebSocketAsync(new Regex("."), page =>
    {
        var server = page.ConnectToServer();
        page.OnMessage(Later(server));
        server.OnMessage(Later(page));
    });

    /// <summary>Each way by itself, and in order.</summary>
    private static Action<IWebSocketFrame> Later(IWebSocketRoute to)
    {
        var last = Task.CompletedTask;
        return frame => last = SendAsync(frame, last, Task.Delay(OfMessages));

        async Task SendAsync(IWebSocketFrame frame, Task before, Task delay)
        {
            await before;
            await delay;
            if (frame.Binary is { } bytes)
                to.Send(bytes);
            else
                to.Send(frame.Text!);
        }
    }

    private static int Milliseconds(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
