namespace Dashboard.Sources.Live;

/// <summary>A cloud that cannot be looked through again: it keeps what no stack owned when somebody last did.</summary>
public interface IRecordedInventories
{
    /// <summary>What was found in an account; where nobody looked, <see cref="AccountInventory.NotKnown"/> says so.</summary>
    AccountInventory InventoryOf(string account);
}
