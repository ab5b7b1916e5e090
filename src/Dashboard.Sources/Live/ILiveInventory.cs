namespace Dashboard.Sources.Live;

/// <summary>A cloud that lists what there is of a type, whoever made it.</summary>
/// <remarks>Not a part of <see cref="ILiveStateSource"/>, as it tells what others have in an account, too: a recording holds what came of it (<see cref="IRecordedInventories"/>) only where somebody asked for that.</remarks>
public interface ILiveInventory
{
    /// <summary>Every resource of a type in a region, in order of identifier.</summary>
    Task<ReadResult<ImmutableArray<ListedResource>>> ListAsync(AccountRegion scope, string type, CancellationToken cancellation);

    /// <summary>The stack sets that the account administers in a region, with their instances, in order of name.</summary>
    Task<ReadResult<ImmutableArray<StackSetFact>>> ListStackSetsAsync(AccountRegion scope, CancellationToken cancellation);

    /// <summary>The types that the account's settings add to those that its templates use.</summary>
    ImmutableArray<string> AddedTypes(string account);
}

/// <summary>A resource as a list shows it.</summary>
/// <param name="Identifier">Its primary identifier, or the name that its service lists it by.</param>
/// <param name="Name">What people call it, where that is told beside the identifier; else null.</param>
/// <param name="Default">Why it is nobody's work; null where somebody made it.</param>
public sealed record ListedResource(string Identifier, string? Name = null, string? Default = null);
