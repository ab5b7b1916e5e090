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

    /// <inheritdoc />
    public ImmutableArray<string> AddedTypes(string account) => AccountOf(account)?.Options.Unmanaged ?? [];
}
