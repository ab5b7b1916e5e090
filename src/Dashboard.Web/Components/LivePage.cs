using Dashboard.Web.Presentation;

namespace Dashboard.Web.Components;

/// <summary>A page whose state is in its address.</summary>
/// <typeparam name="TState">Parses from and formats to the query.</typeparam>
public abstract class LivePage<TState> : LocatedComponent
    where TState : class, IPageState<TState>
{
    private string _path = "";

    /// <summary>What the page shows, as the address says it.</summary>
    protected TState State { get; private set; } = TState.Parse("");

    /// <summary>Called after <see cref="State"/> or the route has changed.</summary>
    protected abstract void OnStateChanged();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _path = Location.AbsolutePath;
        State = TState.Parse(Location.Query);
        OnStateChanged();
    }

    /// <summary>Another page's address is not this page's business: it is about to go, or to get new parameters.</summary>
    protected override bool OnLocationChanged()
    {
        if (Location.AbsolutePath != _path)
            return false;
        var next = TState.Parse(Location.Query);
        if (next.Equals(State))
            return false;
        State = next;
        OnStateChanged();
        return true;
    }

    /// <summary>Goes to another state of this page.</summary>
    /// <param name="next">The state.</param>
    /// <param name="replace">Whether the back button skips the present one: what is typed makes no history.</param>
    protected void Go(TState next, bool replace = false) => Navigation.NavigateTo(FrameState.Parse(Location.Query).AddTo(_path + next.Format()), forceLoad: false, replace);
}
