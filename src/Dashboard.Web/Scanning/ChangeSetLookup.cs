using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Asks the cloud for change sets, once for all who look at a stack within a minute.</summary>
internal sealed class ChangeSetLookup(BoardPublisher board, ILiveStateSource live, TimeProvider time) : IChangeSetLookup
{
    private const int MostKept = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly Dictionary<StackKey, (Task<WaitingChangeSets> Answer, long At)> _answers = [];

    /// <inheritdoc />
    /// <remarks>Of a stack that is not deployed, too: one in REVIEW_IN_PROGRESS is there for the change set alone that is to create it.</remarks>
    public async Task<WaitingChangeSets?> AskAsync(StackKey stack, CancellationToken cancellation) =>
        board.Environments.GetValueOrDefault(new EnvironmentKey(stack.Application, stack.Environment))?.Result?.Evaluation.Stacks.FirstOrDefault(s => s.Key == stack)
            is { } evaluation
            ? await Find(evaluation).WaitAsync(cancellation)
            : null;

    private Task<WaitingChangeSets> Find(StackEvaluation stack)
    {
        lock (_lock)
        {
            if (_answers.TryGetValue(stack.Key, out var known) && !known.Answer.IsFaulted && time.GetElapsedTime(known.At) < Kept)
                return known.Answer;
            if (_answers.Count >= MostKept)
                _answers.Remove(_answers.MinBy(a => a.Value.At).Key);
            // One that goes does not take the answer from the others who wait for it; each call has a deadline of its own.
            var asked = Task.Run(
                () => WaitingChangeSets.ReadAsync(live, new AccountRegion(stack.Account, stack.Key.Region), stack.StackName, time, CancellationToken.None), CancellationToken.None);
            _answers[stack.Key] = (asked, time.GetTimestamp());
            return asked;
        }
    }
}
