using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>How far types may be read: as the built-in catalogue says, and of types that are not in it as an account's own registry does.</content>
public sealed partial class AwsLiveStateSource
{
    /// <summary>What a type's handlers ask for, as the registry of the account says: asked once for each type.</summary>
    public async Task<ReadResult<HandlerPermissions>> DescribeTypeAsync(AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<HandlerPermissions>(problem);
        var request = new DescribeTypeRequest { Type = RegistryType.RESOURCE, TypeName = type };
        return await AccountOf(scope.Account)!.Registry.AskAsync(
            scope.Region, type,
            () => aws.CallAsync(async (client, stop) => HandlerPermissions.OfSchema((await client.DescribeTypeAsync(request, stop).ConfigureAwait(false)).Schema ?? ""), cancellation),
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public TypeAccess AccessOf(AccountRegion scope, string type) =>
        TypeAccess.Of(type, PermissionCatalog.Find(type) ?? (IsForRegistry(type) ? AccountOf(scope.Account)?.Registry.Find(scope.Region, type) : null));

    /// <inheritdoc />
    public bool AsksRegistry(AccountRegion scope, string type, MapValue? declared) =>
        IsForRegistry(type) && AccountOf(scope.Account)?.Registry.WouldAsk(scope.Region, type) == true && (declared is null || OwnReaderOf(scope, type)?.Unread(declared).IsEmpty != true);

    /// <inheritdoc />
    /// <remarks>Where the registry gives no answer, it is as the catalogue has it: not known, so the type is read.</remarks>
    public async Task<TypeAccess> AskAccessAsync(AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (AsksRegistry(scope, type, null))
            await DescribeTypeAsync(scope, type, cancellation).ConfigureAwait(false);
        return AccessOf(scope, type);
    }

    /// <summary>Handlers of types that are not AWS's run with a role of their own, and ask nothing of us.</summary>
    private static bool IsForRegistry(string type) => PermissionCatalog.Find(type) is null && ReadPolicy.NeedsAccess(type) && TypeName().IsMatch(type);
}
