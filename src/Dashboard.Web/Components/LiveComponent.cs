using Dashboard.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components;

/// <summary>A component that shows the board and follows it: the one place that owns the loop.</summary>
/// <remarks>
/// The board is there from the first render on. A failure in the loop is logged and shown, and the loop begins anew after a pause; the loop ends,
/// and is awaited, when the component goes. Everything that a derived class overrides runs on the renderer's own thread.
/// </remarks>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _gone = new();
    private Task _following = Task.CompletedTask;

    /// <summary>A component that has not been drawn yet.</summary>
    protected LiveComponent() => Gone = _gone.Token;

    /// <summary>The board as it stands.</summary>
    protected DriftBoard Board { get; private set; } = null!;

    /// <summary>The time that the whole component shows ages by; it moves on at every change of the board and every ten seconds.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Whether the board is not followed just now, so that what is shown may be old.</summary>
    protected bool IsBehind { get; private set; }

    /// <summary>Cancelled when the component goes. It may be asked after that, too: an address that changes tells those that have just gone.</summary>
    protected CancellationToken Gone { get; }

    [Inject]
    private DriftFeed Feed { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Ages are shown anew this often, even where nothing changes.</summary>
    protected virtual TimeSpan AgeingInterval => TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Board = Feed.Current;
        Now = Time.GetUtcNow();
    }

    /// <summary>Called after the board has moved on, before the component renders.</summary>
    protected virtual void OnBoardChanged(DriftChange change)
    {
    }

    /// <summary>Whether a change concerns what this component shows; called before the board moves on. Without it nothing is drawn anew until the ages are.</summary>
    protected virtual bool Shows(DriftChange change) => true;

    /// <summary>Draws the component as it is at this instant.</summary>
    protected void Redraw()
    {
        Now = Time.GetUtcNow();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _following = Task.WhenAll(FollowAsync(), GrowOldAsync());
    }

    private async Task FollowAsync()
    {
        var pause = FirstPause;
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in Feed.SubscribeAsync(_gone.Token))
                {
                    await InvokeAsync(() => Apply(change));
                    pause = FirstPause;
                }
            }
            catch (OperationCanceledException) when (_gone.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever a page's own code throws, the page must come back to life.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogBroken(Loggers.CreateLogger(GetType()), e);
                if (!await PauseAsync(pause))
                    return;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            // It counts from the failure on, not from when that was shown.
            var over = Task.Delay(pause, Time, _gone.Token);
            await InvokeAsync(() =>
            {
                IsBehind = true;
                StateHasChanged();
            });
            await over;
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Apply(DriftChange change)
    {
        var isShown = IsBehind || Shows(change);
        Board = change.Board;
        IsBehind = false;
        OnBoardChanged(change);
        if (isShown)
            Redraw();
    }

    private async Task GrowOldAsync()
    {
        using var timer = new PeriodicTimer(AgeingInterval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(Redraw);
            }
        }
        catch (OperationCanceledException)
        {
            // The component went.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _gone.CancelAsync();
        await _following;
        await DisposeCoreAsync();
        _gone.Dispose();
    }

    /// <summary>What a derived class has to let go of.</summary>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "A page lost the board and begins anew.")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
