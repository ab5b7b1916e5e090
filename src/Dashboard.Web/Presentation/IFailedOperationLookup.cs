using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation;

/// <summary>Why the last operation of a stack failed: asked of the cloud when somebody looks, and kept for a minute.</summary>
public interface IFailedOperationLookup
{
    /// <summary>What failed; null where the board has no such stack.</summary>
    Task<FailedOperation?> AskAsync(StackKey stack, CancellationToken cancellation);
}
