namespace Dashboard.Core.Model;

/// <summary>What there is in an account beside its stacks: the resources that no stack of its watched regions owns, type by type, and how much of the account was looked through.</summary>
/// <param name="Account">The account.</param>
/// <param name="Resources">What no stack owns, in order of region, type and identifier.</param>
/// <param name="Listings">Which types were listed where, and how that ended.</param>
/// <param name="Problems">What makes the list less than certain, for people.</param>
/// <param name="TakenAt">When it was taken.</param>
public sealed record AccountInventory(
    string Account, ImmutableArray<UnownedResource> Resources, ImmutableArray<TypeListing> Listings, ImmutableArray<string> Problems, DateTimeOffset TakenAt)
{
    /// <summary>Why nobody knows what no stack owns, for people; null where the account was looked through.</summary>
    public string? NotKnown { get; init; }

    /// <summary>The stack sets that the account administers in its watched regions.</summary>
    public ImmutableArray<StackSetFact> StackSets { get; init; } = [];

    /// <summary>Resources that somebody made; what the account or a service brings along is left out.</summary>
    public IEnumerable<UnownedResource> Made => Resources.Where(r => r.Default is null);
}

/// <summary>A live resource that no known stack owns.</summary>
/// <param name="Region">Its region; of a service for all regions, the first one that is watched.</param>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">Its primary identifier, or the name that its service lists it by.</param>
/// <param name="Name">What people call it, where that is told beside the identifier; else null.</param>
/// <param name="Default">Why it is nobody's work ("the account's default VPC"); null where somebody made it.</param>
/// <param name="Stack">The stack that it belongs to by what it is called or names; null where none can be told.</param>
public sealed record UnownedResource(string Region, string Type, string Identifier, string? Name, string? Default, StackKey? Stack);

/// <summary>How listing a type in a region ended.</summary>
/// <param name="Region">The region.</param>
/// <param name="Type">The type.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Found">How many resources of it there are, owned ones included; 0 unless read.</param>
/// <param name="Detail">Why it was not listed, or null.</param>
public sealed record TypeListing(string Region, string Type, ReadOutcome Outcome, int Found, string? Detail);
