namespace Dashboard.Core.Model;

/// <summary>A resource that kept its physical id while its logical id or its stack changed, as two readings saw it.</summary>
/// <param name="Identity">What it is, wherever it stands.</param>
/// <param name="FromStack">The stack that had it before.</param>
/// <param name="From">Where it stood there.</param>
/// <param name="ToStack">The stack that has it now; null where none of those that were read has it (yet).</param>
/// <param name="To">Where it stands there.</param>
public sealed record ResourceMove(ResourceIdentity Identity, StackKey FromStack, ResourceAddress From, StackKey? ToStack, ResourceAddress To);

/// <summary>What a resource is, whichever stack has it and under whichever logical id.</summary>
/// <param name="Scope">The account and region.</param>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">As CloudFormation names it.</param>
public sealed record ResourceIdentity(AccountRegion Scope, string Type, string PhysicalId)
{
    /// <summary>The identity of a resource; null where it has no physical id, or where others may have the same one: custom resources choose theirs, record sets have their domain's name, and what is identified by several properties has one of them.</summary>
    public static ResourceIdentity? Of(AccountRegion scope, string type, string? physicalId) =>
        physicalId is not { Length: > 0 } || type is "AWS::Route53::RecordSet" or "AWS::ApiGatewayV2::Stage" or "AWS::Glue::Table" || type.StartsWith("AWS::CloudFormation::", StringComparison.Ordinal)
            || Traits.TraitsCatalog.Get(type) is not { IsKnown: true, PrimaryIdentifier.Length: 1 }
            ? null
            : new ResourceIdentity(scope, type, physicalId);
}
