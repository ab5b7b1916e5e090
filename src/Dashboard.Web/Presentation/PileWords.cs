using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>What the piles of parity are called.</summary>
public static class PileWords
{
    /// <summary>In the order in which they are looked at: what alarms first, what is equal last.</summary>
    public static readonly IReadOnlyList<ParityPile> InOrder =
        [ParityPile.Unexplained, ParityPile.Unverifiable, ParityPile.Pending, ParityPile.Configured, ParityPile.Declared, ParityPile.Equal];

    /// <summary>The pile's name.</summary>
    public static string Of(ParityPile pile) => pile switch
    {
        ParityPile.Unexplained => "Unexplained",
        ParityPile.Unverifiable => "Cannot be verified",
        ParityPile.Pending => "Pending release",
        ParityPile.Configured => "Configured",
        ParityPile.Declared => "Declared",
        _ => "Equal",
    };

    /// <summary>"staging uses production": a separation finding in words.</summary>
    public static string Separation(ParityItem item) => $"{string.Join(" and ", item.Foreign.Select(f => f.Environment).Distinct())} uses {string.Join(" and ", item.Foreign.Select(f => f.Owner).Distinct())}";

    /// <summary>What being in the pile means.</summary>
    public static string Meaning(ParityPile pile) => pile switch
    {
        ParityPile.Unexplained => "Nothing accounts for the difference: no rule, no parameter, no release that is on its way. What belongs to another environment is here whatever sets it, until a rule declares it.",
        ParityPile.Unverifiable => "A side could not be read or worked out, it is a secret that cannot be known, or only the deployment gives the value.",
        ParityPile.Pending => "It disappears once both environments run the release; the last column says where only the first one still has to be deployed.",
        ParityPile.Configured => "It follows from a parameter that the repository sets differently for the two.",
        ParityPile.Declared => "A rule of driftboard.yaml says that it is meant.",
        _ => "The same in both, each in its own terms.",
    };

    /// <summary>How many units a pile holds.</summary>
    public static int Count(ParityCounts counts, ParityPile pile) => pile switch
    {
        ParityPile.Unexplained => counts.Unexplained,
        ParityPile.Unverifiable => counts.Unverifiable,
        ParityPile.Pending => counts.Pending,
        ParityPile.Configured => counts.Configured,
        ParityPile.Declared => counts.Declared,
        _ => counts.Equal,
    };
}
