using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>How far types may be read: as the built-in catalogue says, and of types that are not in it as an account's own registry does.</content>
public sealed partial class AwsLiveStateSource
{
    /// <summary>What a type's handlers ask for, as the registry of the account says: asked once for each type. <see cref="ReadOutcome.TypeNotReadable"/> where it has no read handler.</summary>
    public async Task<ReadResult<HandlerPermissions>> DescribeTypeAsync(AccountRegion scope, string type, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<HandlerPermissions>(problem);
        return await AccountOf(scope.Account)!.Registry.AskAsync(scope.Region, type, AskAsync, cancellation).ConfigureAwait(false);

        async Task<ReadResult<HandlerPermissions>> AskAsync()
        {
            var request = new DescribeTypeRequest { Type = RegistryType.RESOURCE, TypeName = type };
            var described = await aws.CallAsync(
                async (client, stop) =>
                {
                    var reply = await client.DescribeTypeAsync(request, stop).ConfigureAwait(false);
                    return (Handlers: HandlerPermissions.OfSchema(reply.Schema ?? ""), reply.TypeName);
                },
                cancellation).ConfigureAwait(false);
            return !described.IsRead ? new(described.Outcome, null, described.Detail) { Code = described.Code }
                : described.Value.Handlers is { } handlers ? new(ReadOutcome.Read, handlers)
                : new(ReadOutcome.TypeNotReadable, null, $"{type} has no read handler.");
        }
    }

    /// <inheritdoc />
    public TypeAccess AccessOf(AccountRegion scope, string type) =>
        TypeAccess.Of(type, PermissionCatalog.Find(type) ?? (IsForRegistry(type) ? AccountOf(scope.Account)?.Registry.Find(type) : null));

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
