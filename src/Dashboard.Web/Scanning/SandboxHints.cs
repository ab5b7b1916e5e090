using System.Runtime.CompilerServices;
using Dashboard.Core.Model;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Live;

namespace Dashboard.Web.Scanning;

/// <summary>The embedded cloud's changes as hints.</summary>
internal sealed class SandboxHints(SandboxCloud cloud) : IChangeHints
{
    /// <inheritdoc />
    public IAsyncEnumerable<ChangeHint> ReadAllAsync(CancellationToken cancellation) => Translate(cloud.ReadChangesAsync(cancellation), cancellation);

    // Not in the method above: there the subscription would begin only with the first read, and changes before it would be lost.
    private static async IAsyncEnumerable<ChangeHint> Translate(IAsyncEnumerable<SandboxChange> changes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in changes.WithCancellation(cancellation))
            yield return new ChangeHint(new AccountRegion(change.Account, change.Region), change.StackName, change.LogicalId, change.PhysicalId);
    }
}
