using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Presentation;

/// <summary>Keeps what the panes around the page show and what the address says of them the same. One for each circuit, used on its own thread alone.</summary>
public sealed class FrameAddress(NavigationManager navigation, ShellState shell)
{
    private string _saidOf = "";

    private string Url => new Uri(navigation.Uri).PathAndQuery;

    private FrameState Here => FrameState.Parse(new Uri(navigation.Uri).Query);

    /// <summary>The address says what the panes show; where it does not, they stay as they are.</summary>
    public void Take() => shell.Frame = Here.Or(shell.Frame);

    /// <summary>What the panes show is part of every address: where this one does not say it, it does from now on.</summary>
    public void Say()
    {
        var unsaid = shell.Frame.Beyond(Here);
        if (unsaid == default)
        {
            _saidOf = "";
        }
        else if (_saidOf != Url)
        {
            // Several panes notice it, and the browser is a round trip away.
            _saidOf = Url;
            navigation.NavigateTo(unsaid.Or(Here).AddTo(Url), replace: true);
        }
    }

    /// <summary>Has the panes show something else.</summary>
    /// <param name="next">What; nothing is said of the rest.</param>
    /// <param name="isStep">Whether back leads to how it was: what is typed and folded makes no history.</param>
    public void Go(FrameState next, bool isStep = true)
    {
        var here = Here;
        if (isStep)
        {
            // Back leads to this address, which says from now on how it was.
            here = shell.Frame.Of(next).Or(here);
            navigation.NavigateTo(here.AddTo(Url), replace: true);
        }

        navigation.NavigateTo(next.Or(here).AddTo(Url), replace: !isStep);
    }
}
