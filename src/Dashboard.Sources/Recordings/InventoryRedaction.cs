using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Recordings;

/// <summary>Takes out of what no stack owns the secrets, and who other accounts are: what they share, and what a stack set has in them, is left out.</summary>
/// <param name="accounts">The numbers of the other accounts.</param>
/// <param name="redactor">Replaces secrets.</param>
internal sealed class InventoryRedaction(AccountNumbers accounts, Redactor redactor)
{
    /// <summary>The same inventory for others to read.</summary>
    public RecordedInventory Redact(AccountInventory inventory) => new(
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

    /// <summary>People call things as they like, and some put a token there.</summary>
    private string Name(string name) => CredentialDetector.HoldsKnownForm(name) ? redactor.Replace(name) : accounts.Text(name);
}
