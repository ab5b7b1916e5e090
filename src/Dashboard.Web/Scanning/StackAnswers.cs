using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Scanning;

/// <summary>What the cloud answered about stacks of the board: asked once for all who look at a stack within a minute.</summary>
/// <param name="board">Knows the stacks.</param>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks.</param>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class StackAnswers<T>(BoardPublisher board, TimeProvider time, Func<StackEvaluation, Task<T>> ask)
    where T : class
{
    private const int MostKept = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly Dictionary<(StackKey Stack, string? Status, DateTimeOffset? UpdatedAt), (Task<T> Answer, long At)> _answers = [];

    /// <summary>The answer; null where the board has no such stack.</summary>
    public async Task<T?> AskAsync(StackKey stack, CancellationToken cancellation) =>
        board.Environments.GetValueOrDefault(new EnvironmentKey(stack.Application, stack.Environment))?.Result?.Evaluation.Stacks.FirstOrDefault(s => s.Key == stack)
            is { } evaluation
            ? await Find(evaluation).WaitAsync(cancellation)
            : null;

    private Task<T> Find(StackEvaluation stack)
    {
        // Of another operation than the last one another answer is to be had.
        var asking = (stack.Key, stack.StackStatus, stack.UpdatedAt);
        lock (_lock)
        {
            if (_answers.TryGetValue(asking, out var known) && !known.Answer.IsFaulted && time.GetElapsedTime(known.At) < Kept)
                return known.Answer;
            if (_answers.Count >= MostKept)
                _answers.Remove(_answers.MinBy(a => a.Value.At).Key);
            // One that goes does not take the answer from the others who wait for it; each call has a deadline of its own.
            var asked = Task.Run(() => AskAsync(stack), CancellationToken.None);
            _answers[asking] = (asked, time.GetTimestamp());
            return asked;
        }
    }

    private async Task<T> AskAsync(StackEvaluation stack)
    {
        CallUrgency.Begin();
        return await ask(stack);
    }
}
