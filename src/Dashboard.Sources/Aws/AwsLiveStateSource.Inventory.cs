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

    /// <summary>Of routes those that somebody made: every table has some of its own, and gateways propagate others.</summary>
    private static async Task<ReadResult<ImmutableArray<UnmanagedResource>>> WithoutOwnRoutesAsync(
        AwsScope aws, AccountRegion scope, string type, ReadResult<ImmutableArray<UnmanagedResource>> listed, CancellationToken cancellation)
    {
        var lister = NetworkListers.Route;
        if (type != lister.Type || listed.Value.IsEmpty)
            return listed;
        var made = listed with { Value = listed.Value.RemoveAll(r => r.Properties["GatewayId"] is ScalarValue { Text: NetworkListers.LocalGateway }) };
        if (!aws.Has(lister.Service))
            return made;
        var routes = await lister.ListAsync(new ReadContext(aws, scope, "", MapValue.Empty, cancellation)).ConfigureAwait(false);
        if (AwsErrors.IsUnknownService(routes.Code))
        {
            aws.Lacks(lister.Service);
            return made;
        }

        if (!routes.IsRead)
            return new(routes.Outcome, default, routes.Detail) { Code = routes.Code };
        var own = routes.Value.Where(r => r.Default is not null).Select(r => r.Identifier).ToHashSet(StringComparer.Ordinal);
        return made with { Value = made.Value.RemoveAll(r => own.Contains(r.Identifier)) };
    }

    /// <inheritdoc />
    public ImmutableArray<string> AddedTypes(string account) => AccountOf(account)?.Options.Unmanaged ?? [];
}
