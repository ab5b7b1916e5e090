using Dashboard.Core.Definition;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Review;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Review;

/// <summary>A release before it is made: what differs, what it will do, and what nobody knows of it.</summary>
public sealed partial class ReviewPage : LivePage<ReviewState>
{
    /// <summary>The first paint waits no longer than this for a review.</summary>
    private static readonly TimeSpan FirstPaint = TimeSpan.FromMilliseconds(400);

    /// <summary>Driftboard takes addresses of 16 KB and no more; 1,200 rows fit. What forwards to it may take less: nginx 8 KB, unless large_client_header_buffers says more.</summary>
    private const int LongestRules = 13_500;

    private ReviewFacts? _facts;
    private ReviewView? _view;
    private (bool IsWhole, DateTimeOffset Now)? _viewOf;
    private (ParityKey Pair, string Release)? _subject;
    private string? _failure;
    private Task _loading = Task.CompletedTask;
    private bool _isLoading;
    private DateTimeOffset? _askedAt;
    private int _asked;

    /// <summary>The application.</summary>
    [Parameter]
    public string Application { get; set; } = "";

    /// <summary>The environment that promotes.</summary>
    [Parameter]
    public string From { get; set; } = "";

    /// <summary>The environment that it promotes into.</summary>
    [Parameter]
    public string To { get; set; } = "";

    [Inject]
    private IReviews Reviews { get; set; } = null!;

    [Inject]
    private IReviewTicks Ticks { get; set; } = null!;

    [Inject]
    private IScanControls Scans { get; set; } = null!;

    [Inject]
    private CallPace Pace { get; set; } = null!;

    [Inject]
    private ShellState Shell { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<ReviewPage> Logger { get; set; } = null!;

    private ParityKey Pair => new(Application, From, To);

    private bool BothExist =>
        Board.Environments.Any(e => e.Application == Application && e.Name == From) && Board.Environments.Any(e => e.Application == Application && e.Name == To);

    /// <summary>The review in the scope and at the time that are shown; null while there is none.</summary>
    private ReviewView? View
    {
        get
        {
            if (_facts is null)
                return null;
            if (_view is null || _viewOf != (State.IsWhole, Now))
                (_view, _viewOf) = (ReviewView.Of(_facts, State.IsWhole, Now, Board.Scan.Interval, Ticks.Of), (State.IsWhole, Now));
            return _view;
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Ticks.Changed += OnTicked;
        Shell.Walk = Step;
    }

    /// <inheritdoc />
    protected override void OnBoardChanged(DriftChange change)
    {
        if (change.IsSnapshot || change.Parity.Contains(Pair) || change.Stacks.Any(s => s.Application == Application && (s.Environment == From || s.Environment == To)))
            _ = LoadAsync();
    }

    /// <inheritdoc />
    protected override void OnStateChanged()
    {
        if (_subject == (Pair, State.Release))
            return;
        (_subject, _facts, _failure, _askedAt) = ((Pair, State.Release), null, null, null);
        _loading = LoadAsync();
    }

    /// <summary>A review that has been made already is drawn at once, without a word of waiting before it.</summary>
    protected override async Task OnParametersSetAsync()
    {
        await base.OnParametersSetAsync();
        if (_facts is null && !_loading.IsCompleted)
            await Task.WhenAny(_loading, Task.Delay(FirstPaint, Clock, Gone));
    }

    /// <inheritdoc />
    protected override ValueTask DisposeCoreAsync()
    {
        Ticks.Changed -= OnTicked;
        // The next page may be a review, too, and there already.
        if (Shell.Walk == Step)
            Shell.Walk = null;
        return base.DisposeCoreAsync();
    }

    private DifferenceStep? Step(int step) => View is { } view ? ReviewRows.From(Board, view, State, step) : null;

    private void OnTicked() => _ = InvokeAsync(() =>
    {
        _view = null;
        StateHasChanged();
    });

    /// <summary>Asks for the review as the board has it now. What is asked while an answer is under way is asked once more after it, however often that was.</summary>
    private async Task LoadAsync()
    {
        _asked++;
        if (_isLoading)
            return;
        _isLoading = true;
        for (var answered = 0; answered != _asked;)
        {
            answered = _asked;
            var subject = (Pair, State.Release);
            try
            {
                var facts = await Reviews.ReviewAsync(subject.Pair, PinnedRelease.Parse(subject.Release), Gone);
                if (subject == (Pair, State.Release))
                    (_facts, _view, _failure) = (facts, null, null);
            }
            catch (OperationCanceledException) when (Gone.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(Logger, e);
                _failure = "The review could not be made; the server's log has the reason.";
            }

            _isLoading = answered != _asked;
            StateHasChanged();
        }
    }

    /// <summary>Reads again what the review rests on, and no more than that.</summary>
    private async Task RefreshAsync()
    {
        if (View is not { } view)
            return;
        await ReadAsync(view.IsWhole ? [null] : [.. view.Components.Select(c => c.Name)]);
    }

    private Task ReadBothAsync() => ReadAsync([null]);

    /// <summary>Reads components of both environments again; null: all of them.</summary>
    private async Task ReadAsync(IReadOnlyList<string?> components)
    {
        foreach (var environment in new[] { From, To })
        {
            foreach (var component in components)
                await Scans.RequestScanAsync(Application, environment, component);
        }

        _askedAt = Clock.GetUtcNow();
    }

    private void Toggle(RuleKind kind, string name)
    {
        if (View is not { } view)
            return;
        var next = State with { Rules = RuleChoice.Toggle(RuleChoice.Expand(view, State.Rules), RuleChoice.Of(kind, name)) };
        if (next.Rules.Length <= LongestRules || next.Rules.Length < State.Rules.Length)
            Go(next, replace: true);
        else
            Shell.Tell("So many rows fit into no address: take them in several patches, or all of them at once");
    }

    /// <summary>What is selected belongs to what is listed: another part, scope, release or search is another list.</summary>
    private string ListName(ReviewPart part) => "review " + Address(State with { Part = part, Unit = null, Who = null, Rules = "", Sort = default, Opened = part == ReviewPart.Unverifiable ? State.Opened : default });

    private string Address(ReviewState state) => Links.Review(Pair, state);

    [LoggerMessage(Level = LogLevel.Error, Message = "A review could not be made.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
