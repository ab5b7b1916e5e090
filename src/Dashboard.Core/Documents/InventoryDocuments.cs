namespace Dashboard.Core.Documents;

/// <summary>What no stack owns in the watched accounts: what /api/v1/unmanaged answers.</summary>
public sealed record UnmanagedDocument(IReadOnlyList<AccountInventoryDocument> Accounts);

/// <summary>What no stack of an account's watched regions owns, of the types that were listed.</summary>
/// <param name="Account">The account.</param>
/// <param name="TakenAt">When it was looked through.</param>
/// <param name="Listed">How many types were listed, region by region.</param>
/// <param name="Types">How many there were to list.</param>
/// <param name="NotListed">Those that were not, and why.</param>
/// <param name="Problems">What makes the list less than certain.</param>
/// <param name="Resources">In order of region, type and identifier.</param>
/// <param name="StackSets">The stack sets that the account administers: their stacks, in whatever account, belong to them.</param>
/// <param name="NotKnown">Why nobody knows what no stack owns ("not recorded: record with --unmanaged"); null where the account was looked through.</param>
public sealed record AccountInventoryDocument(
    string Account, DateTimeOffset TakenAt, int Listed, int Types, IReadOnlyList<NotListedDocument> NotListed, IReadOnlyList<string> Problems, IReadOnlyList<UnownedResourceDocument> Resources,
    IReadOnlyList<StackSetDocument> StackSets, string? NotKnown);

/// <summary>A stack set with its stacks.</summary>
public sealed record StackSetDocument(string Region, string Name, IReadOnlyList<StackInstanceDocument> Instances);

/// <summary>A stack of a stack set; the name is null while there is none.</summary>
public sealed record StackInstanceDocument(string Account, string Region, string? StackName);

/// <summary>A type that was not listed: "denied", "throttled", "timedOut", "failed", "noAccess", "typeNotReadable".</summary>
public sealed record NotListedDocument(string Region, string Type, string Outcome, string? Detail);

/// <summary>A resource that no known stack owns.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">Its primary identifier, or the name that its service lists it by.</param>
/// <param name="Name">What people call it, or null.</param>
/// <param name="Default">Why it is nobody's work; null where somebody made it.</param>
/// <param name="Stack">The stack in which it is shown as not in the repository: "shop/production/worker/eu-west-1"; null where there is none.</param>
public sealed record UnownedResourceDocument(
    string Region, string Type, string Identifier, string? Name, string? Default, string? Stack);

/// <summary>Writes inventories as documents.</summary>
public static class InventoryWriter
{
    /// <summary>The inventories of several accounts.</summary>
    public static UnmanagedDocument Unmanaged(IEnumerable<AccountInventory> accounts) => new([.. accounts.Select(Account)]);

    /// <summary>A resource that no stack owns.</summary>
    public static UnownedResourceDocument Resource(UnownedResource resource) => new(resource.Region, resource.Type, resource.Identifier, resource.Name, resource.Default, resource.Stack?.ToString());

    private static AccountInventoryDocument Account(AccountInventory account) => new(
        account.Account,
        account.TakenAt,
        account.Listings.Count(l => l.Outcome == ReadOutcome.Read),
        account.Listings.Length,
        [.. account.Listings.Where(l => l.Outcome != ReadOutcome.Read).Select(l => new NotListedDocument(l.Region, l.Type, DocumentWriter.Name(l.Outcome), l.Detail))],
        account.Problems,
        [.. account.Resources.Select(Resource)],
        [.. account.StackSets.Select(s => new StackSetDocument(s.Home.Region, s.Name, [.. s.Instances.Select(i => new StackInstanceDocument(i.Scope.Account, i.Scope.Region, i.StackName))]))],
        account.NotKnown);
}
