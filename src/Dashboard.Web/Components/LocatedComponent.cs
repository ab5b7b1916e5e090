using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components;

/// <summary>A live component that also follows the address.</summary>
public abstract class LocatedComponent : LiveComponent
{
    /// <summary>The address, and the way to another one.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>The address as it stands.</summary>
    protected Uri Location => new(Navigation.Uri);

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Navigation.LocationChanged += Follow;
    }

    /// <summary>Called after the address has changed, before the component renders. False: nothing changed for this one.</summary>
    protected virtual bool OnLocationChanged() => true;

    /// <inheritdoc />
    protected override ValueTask DisposeCoreAsync()
    {
        Navigation.LocationChanged -= Follow;
        return base.DisposeCoreAsync();
    }

    private void Follow(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        if (!Gone.IsCancellationRequested && OnLocationChanged())
            StateHasChanged();
    });
}
