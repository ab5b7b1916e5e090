using System.Text.RegularExpressions;

namespace Dashboard.Core.Model;

/// <summary>A stack set that a watched account administers: what owns its instances, whatever account they are in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Home">The account and region in which it is administered.</param>
/// <param name="Instances">Its stacks, in order of account and region.</param>
public sealed partial record StackSetFact(string Name, AccountRegion Home, ImmutableArray<StackSetInstance> Instances)
{
    /// <summary>The stack set that a stack belongs to: as its administrator lists it, else as the name that stack sets give to their stacks says; null where it belongs to none.</summary>
    /// <param name="known">The stack sets that are known.</param>
    /// <param name="scope">The stack's account and region.</param>
    /// <param name="stackName">Its name.</param>
    public static string? OwnerOf(IEnumerable<StackSetFact> known, AccountRegion scope, string stackName) =>
        known.FirstOrDefault(s => s.Instances.Any(i => i.Scope == scope && i.StackName == stackName))?.Name
        ?? (GivenName().Match(stackName) is { Success: true } match ? match.Groups[1].Value : null);

    // "StackSet-guardrails-0a1b2c3d-1111-2222-3333-444455556666": in an account that administers no stack set nothing else tells.
    [GeneratedRegex(@"^StackSet-(.+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z")]
    private static partial Regex GivenName();
}

/// <summary>A stack of a stack set.</summary>
/// <param name="Scope">Its account and region.</param>
/// <param name="StackName">Its name; null while there is no stack.</param>
public sealed record StackSetInstance(AccountRegion Scope, string? StackName);
