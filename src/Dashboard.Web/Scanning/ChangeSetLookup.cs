using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Asks the cloud for change sets.</summary>
internal sealed class ChangeSetLookup(BoardPublisher board, ILiveStateSource live, TimeProvider time) : IChangeSetLookup
{
    private readonly StackAnswers<WaitingChangeSets> _answers = new(
        board, time, stack => WaitingChangeSets.ReadAsync(live, new AccountRegion(stack.Account, stack.Key.Region), stack.StackName, time, CancellationToken.None));

    /// <inheritdoc />
    /// <remarks>Of a stack that is not deployed, too: one in REVIEW_IN_PROGRESS is there for the change set alone that is to create it.</remarks>
    public Task<WaitingChangeSets?> AskAsync(StackKey stack, CancellationToken cancellation) => _answers.AskAsync(stack, cancellation);
}
