using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>What there is of a type, whoever made it.</content>
public sealed partial class AwsLiveStateSource : ILiveInventory
{
    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<ListedResource>>> ListAsync(AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<ListedResource>>(problem);
        if (TypeListers.Find(type) is { } lister && aws.Has(lister.Service))
        {
            var own = await lister.ListAsync(new ReadContext(aws, scope, "", MapValue.Empty, cancellation)).ConfigureAwait(false);
            if (!AwsErrors.IsUnknownService(own.Code))
                return own;
            aws.Lacks(lister.Service);
        }

        var listed = await ListLiveResourcesAsync(scope, type, cancellation).ConfigureAwait(false);
        return listed.IsRead
            ? new(ReadOutcome.Read, [.. listed.Value.Select(r => new ListedResource(r.Identifier))])
            : new(listed.Outcome, default, listed.Detail) { Code = listed.Code };
    }

    /// <summary>What somebody made of a type, as its own service lists it: without properties. Null where that service is not asked.</summary>
    private async Task<ReadResult<ImmutableArray<UnmanagedResource>>?> ListByOwnServiceAsync(AwsScope aws, AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (TypeListers.Find(type) is not { } lister || !aws.Has(lister.Service))
            return null;
        var own = await lister.ListAsync(new ReadContext(aws, scope, "", MapValue.Empty, cancellation)).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        return own.IsRead
            ? new(ReadOutcome.Read, [.. own.Value.Where(r => r.Default is null).Select(r => new UnmanagedResource(type, r.Identifier, MapValue.Empty, now))])
            : new(own.Outcome, default, own.Detail) { Code = own.Code };
    }

    /// <summary>Of a list those that somebody made: tables and VPCs bring parts of their own, services make roles and log groups, and gateways propagate routes.</summary>
    private static async Task<ReadResult<ImmutableArray<UnmanagedResource>>> MadeBySomebodyAsync(
        AwsScope aws, AccountRegion scope, string type, ReadResult<ImmutableArray<UnmanagedResource>> listed, CancellationToken cancellation)
    {
        if (listed.Value.IsEmpty || TypeListers.Find(type) is not { TellsDefaults: true } lister)
            return listed;
        var made = listed with { Value = listed.Value.RemoveAll(NetworkListers.IsBroughtAlong) };
        if (!aws.Has(lister.Service))
            return made;
        var all = await lister.ListAsync(new ReadContext(aws, scope, "", MapValue.Empty, cancellation)).ConfigureAwait(false);
        if (AwsErrors.IsUnknownService(all.Code))
        {
            aws.Lacks(lister.Service);
            return made;
        }

        if (!all.IsRead)
            return new(all.Outcome, default, all.Detail) { Code = all.Code };
        var defaults = all.Value.Where(r => r.Default is not null).Select(r => r.Identifier).ToHashSet(StringComparer.Ordinal);
        return made with { Value = made.Value.RemoveAll(r => defaults.Contains(r.Identifier)) };
    }

    /// <inheritdoc />
    public ImmutableArray<string> AddedTypes(string account) => AccountOf(account)?.Options.Unmanaged ?? [];
}
