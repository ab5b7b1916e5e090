using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Asks the cloud who changed a resource. CloudTrail lets two calls a second through, so an answer is shared by all who look, and kept until the resource differs in another way.</summary>
internal sealed class ChangeTrailLookup(BoardPublisher board, ILiveStateSource live, TimeProvider time) : IChangeTrailLookup
{
    private const int MostKept = 500;

    /// <summary>CloudTrail tells of a call some minutes after it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    /// <summary>However often somebody presses the button.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly Dictionary<Key, Answer> _answers = [];

    /// <inheritdoc />
    public async Task<ChangeTrail?> AskAsync(StackKey stack, ResourceAddress address, bool again, CancellationToken cancellation)
    {
        if (board.Environments.GetValueOrDefault(new EnvironmentKey(stack.Application, stack.Environment))?.Result?.Evaluation.Stacks.FirstOrDefault(s => s.Key == stack) is not { } evaluation
            || evaluation.Resources.FirstOrDefault(r => r.Address == address) is not { } resource)
            return null;
        return await Find(new Key(stack, address, DriftLook.Of(resource)), again, evaluation, resource).WaitAsync(cancellation);
    }

    /// <inheritdoc />
    public ChangeTrail? Known(StackKey stack, ResourceEvaluation resource)
    {
        lock (_lock)
        {
            return _answers.TryGetValue(new Key(stack, resource.Address, DriftLook.Of(resource)), out var known) && known.Trail.IsCompletedSuccessfully ? known.Trail.Result : null;
        }
    }

    private Task<ChangeTrail> Find(Key key, bool again, StackEvaluation stack, ResourceEvaluation resource)
    {
        lock (_lock)
        {
            if (_answers.TryGetValue(key, out var known) && !known.Trail.IsFaulted && time.GetElapsedTime(known.At) < (again && known.Trail.IsCompleted ? Least : Kept))
                return known.Trail;
            if (_answers.Count >= MostKept)
                _answers.Remove(_answers.MinBy(a => a.Value.At).Key);
            // One that goes does not take the answer from the others who wait for it; each call has a deadline of its own.
            var asked = Task.Run(() => ReadAsync(stack, resource), CancellationToken.None);
            _answers[key] = new Answer(asked, time.GetTimestamp());
            return asked;
        }
    }

    private async Task<ChangeTrail> ReadAsync(StackEvaluation stack, ResourceEvaluation resource)
    {
        CallUrgency.Begin();
        var (scope, subject) = TrailSubjects.Of(stack, resource);
        return live is IChangeTrails trails
            ? await trails.ReadTrailAsync(scope, subject, CancellationToken.None)
            : new ChangeTrail([], [new(TrailSource.CloudTrail, ReadOutcome.TypeNotReadable, "This cloud does not tell who changed what.")], time.GetUtcNow());
    }

    private readonly record struct Key(StackKey Stack, ResourceAddress Address, int Look);

    private sealed record Answer(Task<ChangeTrail> Trail, long At);
}
