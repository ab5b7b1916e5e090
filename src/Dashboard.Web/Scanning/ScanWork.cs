using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Scanning;

/// <summary>What of an environment is to be read again: all of it, or some stacks.</summary>
/// <param name="IsWhole">Everything, whatever else is named.</param>
/// <param name="Scopes">Stacks, or single resources of them: those that are read in any case.</param>
/// <param name="IsSpread">Whether live reads of all others may wait for a later sweep, where one cannot hold them all: unless somebody asked for everything.</param>
internal sealed record ScanWork(bool IsWhole, ImmutableHashSet<ScanScope> Scopes, bool IsSpread = true)
{
    /// <summary>Where so many stacks are touched, one look at everything is cheaper than one at each.</summary>
    private const int MostStacks = 4;

    /// <summary>The sweep of all environments that it is a part of; null: it stands alone, and what another has asked for before is too old for it.</summary>
    public ScanSweep? Shared { get; init; }

    /// <summary>Everything, now: what a person asks for, and nobody else.</summary>
    public static readonly ScanWork Whole = new(true, [], IsSpread: false);

    /// <summary>Everything, as far as the sweep's turn goes.</summary>
    public static readonly ScanWork Sweep = new(true, []);

    /// <summary>One stack, or one resource of it.</summary>
    public static ScanWork Of(StackKey stack, string? logicalId) => new(false, [new ScanScope(stack, logicalId)]);

    /// <summary>Both in one.</summary>
    public ScanWork And(ScanWork? other) => other is null ? this : new(IsWhole || other.IsWhole, Scopes.Union(other.Scopes), IsSpread && other.IsSpread);

    /// <summary>The scopes to read one after the other, one for each stack; null: read everything.</summary>
    public ImmutableArray<ScanScope>? Steps()
    {
        var steps = StepsOf(Scopes);
        return IsWhole || steps.Length > MostStacks ? null : steps;
    }

    /// <summary>Whether some stacks are named, and no more than are read one after the other.</summary>
    public static bool IsFew(ImmutableHashSet<ScanScope> scopes) => !scopes.IsEmpty && StepsOf(scopes).Length <= MostStacks;

    /// <summary>One scope for each stack, in order.</summary>
    public static ImmutableArray<ScanScope> StepsOf(ImmutableHashSet<ScanScope> scopes) =>
        [.. scopes.GroupBy(s => s.Stack).Select(s => s.Count() == 1 ? s.First() : new ScanScope(s.Key, null)).OrderBy(s => s.Stack.ToString(), StringComparer.Ordinal)];
}
