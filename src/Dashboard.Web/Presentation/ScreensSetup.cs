using Dashboard.Web.Components;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Walls;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor.Services;

namespace Dashboard.Web.Presentation;

/// <summary>Adds the screens to a host.</summary>
/// <remarks>
/// The host registers <see cref="Live.DriftFeed"/>, <see cref="TimeProvider"/>, <see cref="IStackDetails"/>, <see cref="ITemplateHistory"/>, <see cref="ISandboxControls"/> and
/// <see cref="IScanControls"/> as singletons, and calls UseAntiforgery before <see cref="MapScreens"/>. Static assets are mapped here.
/// </remarks>
public static class ScreensSetup
{
    /// <summary>Registers what the screens need beyond the host's own services.</summary>
    public static IServiceCollection AddScreens(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddScoped<RecentChanges>();
        services.AddScoped<ShellState>();
        services.AddScoped<FrameAddress>();
        services.AddScoped<CommandRunner>();
        services.AddScoped<ComparisonMemory>();
        services.AddScoped<SelectableLists>();
        services.AddSingleton<WallScreens>();
        services.AddScoped<ScreenCircuit>();
        services.AddScoped<CircuitHandler>(s => s.GetRequiredService<ScreenCircuit>());
        return services;
    }

    /// <summary>Maps static assets and every page.</summary>
    public static void MapScreens(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
