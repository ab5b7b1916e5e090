using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation;

/// <summary>The change sets of a stack that wait: asked of the cloud when somebody looks, and kept for a minute.</summary>
public interface IChangeSetLookup
{
    /// <summary>What waits; null where the board has no such stack; nothing waits where it does not exist in the cloud.</summary>
    Task<WaitingChangeSets?> AskAsync(StackKey stack, CancellationToken cancellation);
}
