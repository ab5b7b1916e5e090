using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>What is known of the places inside an access policy, whichever resource it belongs to.</summary>
/// <remarks>
/// Statements are a multiset, and one may stand without its list; actions, resources, principals and condition values are sets, and one may stand
/// without its list; actions and the keys of conditions have no letter case; an account id as principal is the account's root. Version is text.
/// </remarks>
internal static class PolicyShape
{
    private static readonly TraitCursor Document = Build();

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "RepositoryPolicyText", "ResourcePolicy", "AccessPolicies", "RepositoryPolicy", "PolicyText",
        "FileSystemPolicy", "ResourcePolicyDocument", "PermissionsPolicyDocument",
    };

    /// <summary>Whether a value at a place is an access policy: a map with statements, where the traits, the name or the statements themselves say so.</summary>
    public static bool IsPolicy(TraitCursor cursor, string? name, PropertyValue value) =>
        value is MapValue map && map["Statement"] is { } statement && (MayBePolicy(cursor, name) || HasEffect(statement));

    /// <summary>Whether text at a place may be a policy.</summary>
    public static bool MayBePolicy(TraitCursor cursor, string? name) => cursor.Has(TraitFlags.Policy) || (name is not null && Names.Contains(name));

    /// <summary>Whether statements read like those of a policy wherever they stand: what they allow or deny are actions of a service ("s3:GetObject").</summary>
    private static bool HasEffect(PropertyValue statement) => statement switch
    {
        MapValue map => map["Effect"] is ScalarValue { Text: "Allow" or "Deny" } && (map["Action"] ?? map["NotAction"]) is { } action && IsAction(action),
        ListValue { Items: [MapValue first, ..] } => HasEffect(first),
        _ => false,
    };

    private static bool IsAction(PropertyValue action) => action switch
    {
        ScalarValue { Text: var text } => text == "*" || text.Contains(':', StringComparison.Ordinal),
        ListValue { Items: [var first, ..] } => IsAction(first),
        _ => false,
    };

    /// <summary>The policy's places, with what the place that holds it passes on.</summary>
    public static TraitCursor At(TraitCursor cursor) => cursor.Graft(Document);

    private static TraitCursor Build()
    {
        const TraitFlags Set = TraitFlags.Unordered | TraitFlags.SingleOrList | TraitFlags.EmptyCounts;
        var document = new TraitNode();
        document.At(["Statement"]).Flags = Set;
        // The version of a policy that names none.
        document.At(["Version"]).Default = new ScalarValue("2008-10-17");
        document.At(["Statement", "*", "Sid"]).Flags = TraitFlags.StatementId;
        foreach (var name in new[] { "Action", "NotAction" })
        {
            document.At(["Statement", "*", name]).Flags = Set | TraitFlags.Caseless;
            document.At(["Statement", "*", name, "*"]).Flags = TraitFlags.Caseless;
        }

        foreach (var name in new[] { "Resource", "NotResource" })
            document.At(["Statement", "*", name]).Flags = Set;
        foreach (var name in new[] { "Principal", "NotPrincipal" })
        {
            document.At(["Statement", "*", name]).Flags = TraitFlags.Principal;
            document.At(["Statement", "*", name, "*"]).Flags = Set | TraitFlags.AccountPrincipal;
            document.At(["Statement", "*", name, "*", "*"]).Flags = TraitFlags.AccountPrincipal;
        }

        document.At(["Statement", "*", "Condition", "*"]).Flags = TraitFlags.Caseless;
        document.At(["Statement", "*", "Condition", "*", "*"]).Flags = Set;
        return new TraitCursor([document], null, TraitFlags.None);
    }
}
