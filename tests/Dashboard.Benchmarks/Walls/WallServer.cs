using System.Globalization;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Benchmarks.Walls;

/// <summary>The server whose walls are measured: a process of its own, so that its memory is its own.</summary>
internal static class WallServer
{
    /// <summary>Serves until its standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        // A circuit that has lost its page is kept for some minutes; here it would count as a wall.
        await using var app = await ScreensHost.StartAsync(
            WallEstate.Board(),
            static services => services.Configure<CircuitOptions>(o => o.DisconnectedCircuitMaxRetained = 0),
            static app =>
            {
                app.MapPost("/bench/memory", Memory);
                app.MapPost("/bench/processor", static () => Environment.CpuUsage.TotalTime.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
                app.MapPost("/bench/change/{name}", static (string name, DriftFeed feed) => Change(feed, name));
            });
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Bytes that are alive, and those that the process holds.</summary>
    private static string Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: true)} {Environment.WorkingSet}");
    }

    /// <summary>Publishes that a resource of that name drifted; answers the clock just before.</summary>
    private static string Change(DriftFeed feed, string name)
    {
        var now = DateTimeOffset.UtcNow;
        feed.Publish(b => b with { Stacks = b.Stacks.SetItem(WallEstate.Changing, WallEstate.Stack(WallEstate.Changing, name, now)) });
        return now.UtcTicks.ToString(CultureInfo.InvariantCulture);
    }
}
