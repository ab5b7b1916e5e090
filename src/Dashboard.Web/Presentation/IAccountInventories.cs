using System.Collections.Immutable;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation;

/// <summary>What no stack owns in the accounts of the board: looked through when somebody asks, and kept for a while.</summary>
public interface IAccountInventories
{
    /// <summary>What was found last, however long ago; empty before the first answer. Asks nobody.</summary>
    ImmutableArray<AccountInventory> Known { get; }

    /// <summary>The inventories of every account of which an environment was read; empty before the first one was.</summary>
    /// <param name="again">Whether what was found before is not enough.</param>
    /// <param name="cancellation">Given up when the page goes.</param>
    Task<ImmutableArray<AccountInventory>> AskAsync(bool again, CancellationToken cancellation);
}
