using Dashboard.Web.Live;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>Whether the page of this circuit is connected, and as which screen: a tab that was killed ends its connection at once, one that hangs within half a minute.</summary>
public sealed class ScreenCircuit(WallScreens screens) : CircuitHandler, IDisposable
{
    // The circuit calls from its own thread, the page from the renderer's.
    private readonly Lock _lock = new();
    private bool _isConnected;
    private string? _name;
    private string? _told;

    /// <summary>The page shows the wall of a screen; null: of none that has a name.</summary>
    public void Show(string? name) => Change(() => _name = name);

    /// <inheritdoc />
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Change(() => _isConnected = true);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => Change(() => _isConnected = false);

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            var next = _isConnected ? _name : null;
            if (next == _told)
                return;
            if (_told is not null)
                screens.Leave(_told);
            if (next is not null)
                screens.Show(next);
            _told = next;
        }
    }
}
