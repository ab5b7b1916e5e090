using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>A part of a page that a cloud answers: it is asked once the page is drawn, and again where the question is another.</summary>
/// <typeparam name="TQuestion">What is asked, by value.</typeparam>
/// <typeparam name="TAnswer">What is answered.</typeparam>
public abstract class LaterAnswer<TQuestion, TAnswer> : ComponentBase, IDisposable
    where TQuestion : struct, IEquatable<TQuestion>
    where TAnswer : class
{
    private readonly CancellationTokenSource _gone = new();
    private TQuestion? _asked;
    private bool _isDrawn;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <summary>The answer; null where none has come.</summary>
    protected TAnswer? Answer { get; private set; }

    /// <summary>Why it is not known; null where it is, or has not come.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What is to be asked now; null: nothing is.</summary>
    protected abstract TQuestion? Question { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        if (!isDisposing)
            return;
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Asks.</summary>
    protected abstract Task<TAnswer?> AskAsync(TQuestion question, CancellationToken cancellation);

    /// <summary>What a question is about, for the log.</summary>
    protected abstract string SubjectOf(TQuestion question);

    /// <summary>Why an answer says nothing; null where it says something.</summary>
    protected abstract string? FailureOf(TAnswer? answer);

    /// <summary>Whether the answer to a question stands until the one to the next has come.</summary>
    protected virtual bool Stands(TQuestion before, TQuestion now) => false;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _isDrawn ? LoadAsync() : Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Not before: a page that is only written for the first answer waits for nobody's cloud.
        if (!firstRender)
            return;
        _isDrawn = true;
        await LoadAsync();
        if (!_gone.IsCancellationRequested)
            StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var question = Question;
        if (Nullable.Equals(_asked, question))
            return;
        if (_asked is not { } before || question is not { } now || !Stands(before, now))
            (Answer, Failure) = (null, null);
        _asked = question;
        if (question is not { } asked)
            return;
        try
        {
            var answer = await AskAsync(asked, _gone.Token);
            if (Nullable.Equals(_asked, question))
                (Answer, Failure) = (answer, FailureOf(answer));
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            if (Nullable.Equals(_asked, question))
                (Answer, Failure) = (null, $"an unexpected {e.GetType().Name}.");
            Logs.CreateLogger(GetType()).LogWarning(e, "{Subject} could not be looked up.", SubjectOf(asked));
        }
    }
}
