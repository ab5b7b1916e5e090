using Dashboard.Core.Networks;

namespace Dashboard.Core.Documents;

/// <summary>The networks of the watched accounts and regions: what <c>driftboard network</c> prints as JSON.</summary>
public sealed record NetworksDocument(IReadOnlyList<NetworkDocument> Networks);

/// <summary>The networks of one account and region: facts, without a judgement.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="IsWhole">Whether every part was read, so that what is not there is not there.</param>
public sealed record NetworkDocument(
    string Account,
    string Region,
    bool IsWhole,
    NetworkPartDocument<VpcFact> Vpcs,
    NetworkPartDocument<SubnetFact> Subnets,
    NetworkPartDocument<RouteTableFact> RouteTables,
    NetworkPartDocument<NetworkAclFact> NetworkAcls,
    NetworkPartDocument<SecurityGroupFact> SecurityGroups,
    NetworkPartDocument<NetworkInterfaceFact> Interfaces,
    NetworkPartDocument<PeeringFact> Peerings,
    NetworkPartDocument<TransitGatewayFact> TransitGateways,
    NetworkPartDocument<TransitGatewayAttachmentFact> Attachments,
    NetworkPartDocument<VpcEndpointFact> Endpoints,
    NetworkPartDocument<PrefixListFact> PrefixLists);

/// <summary>One part of networks.</summary>
/// <param name="Outcome">"read", or why it was not: "denied", "noAccess", "throttled", "timedOut", "missing", "failed", "typeNotReadable", "notReadYet".</param>
/// <param name="Detail">The reason in words, or null.</param>
/// <param name="Reader">Who was asked: "EC2 DescribeVpcs".</param>
/// <param name="ObservedAt">When the last answer came.</param>
/// <param name="Facts">In order of id; null unless read: then nobody knows whether there is any.</param>
public sealed record NetworkPartDocument<T>(string Outcome, string? Detail, string Reader, DateTimeOffset ObservedAt, IReadOnlyList<T>? Facts);

/// <summary>Writes the facts of networks as documents.</summary>
public static class NetworkWriter
{
    /// <summary>The networks of several accounts and regions.</summary>
    public static NetworksDocument Networks(IEnumerable<NetworkFacts> networks) => new([.. networks.Select(Network)]);

    /// <summary>The networks of an account and region.</summary>
    public static NetworkDocument Network(NetworkFacts facts) => new(
        facts.Scope.Account,
        facts.Scope.Region,
        facts.IsWhole,
        Part(facts.Vpcs),
        Part(facts.Subnets),
        Part(facts.RouteTables),
        Part(facts.NetworkAcls),
        Part(facts.SecurityGroups),
        Part(facts.Interfaces),
        Part(facts.Peerings),
        Part(facts.TransitGateways),
        Part(facts.Attachments),
        Part(facts.Endpoints),
        Part(facts.PrefixLists));

    /// <summary>The facts that a document holds.</summary>
    public static NetworkFacts Read(NetworkDocument document)
    {
        NetworkPart<T> Part<T>(NetworkPartDocument<T> part) => new(OutcomeOf(part), part.Facts is { } facts ? [.. facts] : null, part.Detail, part.Reader, part.ObservedAt);

        // A word that nobody knows is no answer that could be used, and neither is one without facts.
        ReadOutcome OutcomeOf<T>(NetworkPartDocument<T> part) =>
            Enum.GetValues<ReadOutcome>().Cast<ReadOutcome?>().FirstOrDefault(o => DocumentWriter.Name(o!.Value) == part.Outcome) is { } outcome && (outcome != ReadOutcome.Read || part.Facts is not null)
                ? outcome
                : ReadOutcome.Failed;
        return new(
            new AccountRegion(document.Account, document.Region),
            Part(document.Vpcs),
            Part(document.Subnets),
            Part(document.RouteTables),
            Part(document.NetworkAcls),
            Part(document.SecurityGroups),
            Part(document.Interfaces),
            Part(document.Peerings),
            Part(document.TransitGateways),
            Part(document.Attachments),
            Part(document.Endpoints),
            Part(document.PrefixLists));
    }

    private static NetworkPartDocument<T> Part<T>(NetworkPart<T> part) => new(DocumentWriter.Name(part.Outcome), part.Detail, part.Reader, part.ObservedAt, part.Facts is { } facts ? facts : null);
}
