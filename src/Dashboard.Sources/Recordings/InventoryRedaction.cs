using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Recordings;

/// <summary>Takes out of what no stack owns the secrets, and who other accounts are: what a stack set has in them is left out, and what they share, of the types whose lists tell it.</summary>
/// <param name="accounts">The numbers of the other accounts.</param>
/// <param name="networks">Knows the ids of what is theirs, where networks were recorded before.</param>
/// <param name="redactor">Replaces secrets.</param>
internal sealed class InventoryRedaction(AccountNumbers accounts, NetworkRedaction networks, Redactor redactor)
{
    /// <summary>The same inventory for others to read.</summary>
    public RecordedInventory Redact(AccountInventory inventory)
    {
        Learn(inventory);
        return new(
            inventory.Account,
            inventory.TakenAt,
            [.. inventory.Listings.Select(l => l with { Detail = accounts.Detail(l.Detail) })],
            [.. inventory.Problems.Select(p => accounts.Detail(p)!)],
            [
                .. inventory.Resources.Where(r => r.Default is null || !accounts.NamesOther(r.Default)).Select(r => r with { Identifier = Name(r.Identifier), Name = r.Name is { } name ? Name(name) : null }),
            ],
            [
                .. inventory.StackSets.Select(s => s with
                {
                    Name = Name(s.Name),
                    Instances = [.. s.Instances.Where(i => !accounts.IsOther(i.Scope.Account)).Select(i => i with { StackName = i.StackName is { } stack ? Name(stack) : null })],
                }),
            ]);
    }

    /// <summary>An account that stands where accounts do is known in a name that stands before, too.</summary>
    public void Learn(AccountInventory inventory)
    {
        foreach (var text in inventory.Resources.SelectMany(r => new[] { r.Default, r.Identifier, r.Name }).Concat(inventory.StackSets.SelectMany(s => s.Instances).Select(i => i.Scope.Account)))
            accounts.Learn(text);
    }

    /// <summary>People call things as they like, and some put a token there. An id of several parts ("rtb-1|pl-1") may name what is another account's.</summary>
    public string Name(string name) => CredentialDetector.HoldsKnownForm(name) ? redactor.Replace(name) : string.Join('|', redactor.Text(name).Split('|').Select(networks.Id));
}
