using System.Globalization;
using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Networks;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Networks;

/// <summary>The facts of networks as text: how many of each, and by name what leads out of a VPC or lets others in.</summary>
internal sealed class NetworkText(Paint paint, NetworkReport report)
{
    private readonly StringBuilder _text = new();

    /// <summary>The text.</summary>
    public string Write()
    {
        foreach (var network in report.Networks)
        {
            _text.Append(paint.Bold(VisibleText.Line($"{network.Facts.Scope.Account} {network.Facts.Scope.Region}"))).Append("  ").Append(VisibleText.Line(string.Join(", ", network.Environments))).Append('\n');
            Write(network.Facts);
            _text.Append('\n');
        }

        if (report.Networks.IsEmpty)
            _text.Append("No environment names a region.\n");
        return _text.ToString();
    }

    private void Write(NetworkFacts facts)
    {
        var read = facts.Parts.Where(p => p.Part.Outcome == ReadOutcome.Read).ToList();
        if (read.Count > 0)
            Line(string.Join(", ", read.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Part.Count} {p.Name}"))));
        foreach (var unread in facts.Parts.Where(p => p.Part.Outcome != ReadOutcome.Read).GroupBy(p => (p.Part.Outcome, Cause: FailedCall.CauseOf(p.Part.Detail))))
            Dim($"not read: {string.Join(", ", unread.Select(p => p.Name))}  ({Words.Status(DocumentWriter.Name(unread.Key.Outcome), null)}{(FailedCall.Within(facts.Scope.Region, FailedCall.Gather(unread.Select(p => p.Part.Detail))) is { } why ? ": " + why : "")})");
        foreach (var list in (facts.PrefixLists.Facts ?? []).Where(l => !l.IsWhole()))
            Dim($"not read: what {list.Id} {list.Name} holds  ({list.Detail})");

        foreach (var vpc in facts.Vpcs.Facts ?? [])
            Line($"{vpc.Id}  {string.Join(" ", vpc.Cidrs)}{Named(vpc.Name)}{(vpc.IsDefault ? "  default" : "")}{OfOther(facts, vpc.Owner)}");
        foreach (var peering in facts.Peerings.Facts ?? [])
            Line($"{peering.Id}  {Side(facts, peering.Requester)} -> {Side(facts, peering.Accepter)}  {peering.State}");
        foreach (var gateway in facts.TransitGateways.Facts ?? [])
            Line($"{gateway.Id}  {gateway.State}{OfOther(facts, gateway.Owner)}{(gateway.SharesByDefault ? "  one route table for all" : "")}");
        foreach (var attachment in facts.Attachments.Facts ?? [])
            Line($"{attachment.Id}  {attachment.Kind} {attachment.ResourceId} on {attachment.TransitGatewayId}  {attachment.State}{OfOther(facts, attachment.GatewayOwner == facts.Scope.Account ? attachment.ResourceOwner : attachment.GatewayOwner)}");
        foreach (var endpoint in facts.Endpoints.Facts ?? [])
            Line($"{endpoint.Id}  {endpoint.VpcId} to {endpoint.ServiceName}  {endpoint.State}");
        foreach (var (table, route) in (facts.RouteTables.Facts ?? []).SelectMany(t => t.Routes.Where(r => r.Target is not "local").Select(r => (t, r))))
            Line($"{table.Id}  {route.Destination} to {route.Target ?? "nobody knows what"}{(route.IsActive ? "" : "  blackhole")}");
        foreach (var (group, rule) in (facts.SecurityGroups.Facts ?? []).SelectMany(g => g.Rules.Where(r => !r.IsOutgoing && (!r.Peer.StartsWith("sg-", StringComparison.Ordinal) || IsOther(facts, r.PeerAccount))).Select(r => (g, r))))
            Line($"{group.Id} {group.Name}  lets in {rule.Peer} {Of(rule.Traffic)}{OfOther(facts, rule.PeerAccount)}");
    }

    private void Line(string line) => _text.Append("  ").Append(VisibleText.Line(line)).Append('\n');

    private void Dim(string line) => _text.Append("  ").Append(paint.Dim(VisibleText.Line(line))).Append('\n');

    private static string Named(string? name) => name is null ? "" : "  " + name;

    private static string Side(NetworkFacts facts, PeeringSide side) => $"{side.VpcId} {string.Join(" ", side.Cidrs)}".TrimEnd() + (side.Account == facts.Scope.Account && side.Region == facts.Scope.Region ? "" : $" ({side.Account} {side.Region})");

    private static bool IsOther(NetworkFacts facts, string? account) => account is { Length: > 0 } && account != facts.Scope.Account;

    private static string OfOther(NetworkFacts facts, string? account) => IsOther(facts, account) ? $"  of {account}" : "";

    /// <summary>"tcp 22", "tcp 8000-8080", "all traffic".</summary>
    private static string Of(Traffic traffic) => traffic switch
    {
        { Protocol: "-1" } => "all traffic",
        { FromPort: null } => traffic.Protocol,
        { FromPort: var from, ToPort: var to } when from == to || to is null => string.Create(CultureInfo.InvariantCulture, $"{traffic.Protocol} {from}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{traffic.Protocol} {traffic.FromPort}-{traffic.ToPort}"),
    };
}
