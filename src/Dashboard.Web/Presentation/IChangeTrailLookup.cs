using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation;

/// <summary>Who changed a resource of the board: asked of the cloud when somebody looks, and kept for a while.</summary>
public interface IChangeTrailLookup
{
    /// <summary>What somebody was told already of a resource as it differs now; null where nobody has asked. Asks nobody.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="resource">The resource in it.</param>
    ChangeTrail? Known(StackKey stack, ResourceEvaluation resource);

    /// <summary>The resource's changes; null where the board has no such resource.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="address">The resource in it.</param>
    /// <param name="again">Whether what was answered before is not enough.</param>
    /// <param name="cancellation">Given up when the page goes.</param>
    Task<ChangeTrail?> AskAsync(StackKey stack, ResourceAddress address, bool again, CancellationToken cancellation);
}
