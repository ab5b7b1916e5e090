using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Asks the cloud why the last operation of a stack failed.</summary>
internal sealed class FailedOperationLookup(BoardPublisher board, ILiveStateSource live, TimeProvider time) : IFailedOperationLookup
{
    private readonly StackAnswers<FailedOperation> _answers = new(
        board, time, stack => FailedOperation.ReadAsync(live, new AccountRegion(stack.Account, stack.Key.Region), stack.StackName, stack.UpdatedAt, stack.StackStatus, time, CancellationToken.None));

    /// <inheritdoc />
    public Task<FailedOperation?> AskAsync(StackKey stack, CancellationToken cancellation) => _answers.AskAsync(stack, cancellation);
}
