using Dashboard.Core.Comparison;
using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>The pile that a unit of parity lands in; exactly one, and the first that matches in this order.</summary>
public enum ParityPile
{
    Unverifiable,
    Equal,
    Declared,
    Configured,
    Pending,
    Unexplained,
}

/// <summary>One unit of parity: one leaf property of a pair of resources, or a resource that exists in one environment only.</summary>
/// <param name="Component">The component.</param>
/// <param name="Region">The region, of the left side where the two differ.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Address">The address of the resource, the same in both.</param>
/// <param name="Type">Its type.</param>
/// <param name="Path">The leaf; the root where the unit is a whole resource.</param>
/// <param name="Pile">Where it landed.</param>
/// <param name="Left">The value in the first environment; null where absent.</param>
/// <param name="Right">The value in the second environment; null where absent.</param>
/// <param name="Rule">The rule that declares it, or null.</param>
/// <param name="CommitId">The commit that it is pending with, or null.</param>
/// <param name="Reason">In words: the parameter that configures it, why it cannot be verified.</param>
public sealed record ParityItem(
    string Component,
    string Region,
    string Instance,
    ResourceAddress Address,
    string Type,
    PropertyPath Path,
    ParityPile Pile,
    PropertyValue? Left,
    PropertyValue? Right,
    DifferenceRule? Rule,
    string? CommitId,
    string? Reason)
{
    /// <summary>Why it cannot be verified, without the place of its cause: the same for all that has the same cause.</summary>
    public string? Cause { get => field ?? FailedCall.CauseOf(Reason); init => field = value == Reason ? null : FailedCall.CauseOf(value); }

    /// <summary>Whether it is pending with the first environment's own deployment alone: the second one runs already what the release brings here.</summary>
    public bool IsOfFirst { get; init; }

    /// <summary>Whether somebody made it by hand in either environment and no rule accepts that: it is to be accepted as it is or put back, and not to be declared along with others.</summary>
    public bool IsByHand { get; init; }

    /// <summary>What of its values belongs to another environment than the one that it stands in; empty where the two are equal.</summary>
    public ImmutableArray<ForeignValue> Foreign { get; init; } = [];

    /// <summary>The lines of the repository that configure it, in the order in which the reason names them; empty where no line does.</summary>
    public ImmutableArray<DeclaredPlace> Places { get; init; } = [];

    /// <summary>Whether it is a separation finding: only a rule explains such a difference, no parameter and no release.</summary>
    public bool IsSeparationFinding => !Foreign.IsEmpty;

    /// <summary>Whether it is a separation finding that counts: no rule declares it, so that it is still to be answered.</summary>
    public bool IsOpenSeparation => IsSeparationFinding && Pile != ParityPile.Declared;
}

/// <summary>Where a resource is spelled differently in two environments and means the same.</summary>
/// <param name="Component">The component.</param>
/// <param name="Region">The region, of the left side where the two differ.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Address">The resource.</param>
/// <param name="Leaf">The place, the two values as they run, and the normaliser. A place may hold several units: a list whose order means nothing.</param>
public sealed record ParityFold(string Component, string Region, string Instance, ResourceAddress Address, FoldedLeaf Leaf);

/// <summary>A line of the repository that sets a value for one of two environments.</summary>
/// <param name="IsOfFirst">Whether for the first one.</param>
/// <param name="Location">The line.</param>
public sealed record DeclaredPlace(bool IsOfFirst, SourceLocation Location);

/// <summary>A value that belongs to another environment than the one that it stands in.</summary>
/// <param name="Environment">Where it stands.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Component">Of which component of the owner's.</param>
/// <param name="What">The resource, and its attribute where that is more than its reference ("Database.Endpoint.Address"); an output's name where the stack itself is meant.</param>
public sealed record ForeignValue(string Environment, string Owner, string Component, string What)
{
    /// <summary>"belongs to production: database / Database.Endpoint.Address".</summary>
    public override string ToString() => $"belongs to {Owner}: {Component} / {What}";
}

/// <summary>How many units each pile holds.</summary>
public readonly record struct ParityCounts(int Equal, int Declared, int Configured, int Pending, int Unexplained, int Unverifiable)
{
    /// <summary>Counts some units.</summary>
    public static ParityCounts Of(IEnumerable<ParityItem> items)
    {
        var counts = new int[Enum.GetValues<ParityPile>().Length];
        foreach (var item in items)
            counts[(int)item.Pile]++;
        return new ParityCounts(
            counts[(int)ParityPile.Equal],
            counts[(int)ParityPile.Declared],
            counts[(int)ParityPile.Configured],
            counts[(int)ParityPile.Pending],
            counts[(int)ParityPile.Unexplained],
            counts[(int)ParityPile.Unverifiable]);
    }
}

/// <summary>The parity of two environments.</summary>
/// <param name="Application">The application.</param>
/// <param name="From">The environment that promotes ("staging").</param>
/// <param name="To">The environment that it promotes into ("production").</param>
/// <param name="Counts">Units per pile.</param>
/// <param name="Items">Every unit, equal ones included, in order of component, region, instance, address and path.</param>
/// <param name="Diagnostics">Expect rules that match nothing or have expired.</param>
/// <param name="NextExpiry">The first instant after asOf at which a rule stops holding.</param>
public sealed record ParityEvaluation(
    string Application,
    string From,
    string To,
    ParityCounts Counts,
    ImmutableArray<ParityItem> Items,
    ImmutableArray<Diagnostic> Diagnostics,
    DateTimeOffset? NextExpiry)
{
    /// <summary>Expect rules that hold and match nothing between these two; empty where not everything was read. They are useless where no other pair needs them.</summary>
    public ImmutableArray<DifferenceRule> UnmatchedRules { get; init; } = [];

    /// <summary>What a normaliser folded, in the order of the units: each of these counts as equal.</summary>
    public ImmutableArray<ParityFold> Folded { get; init; } = [];
}
