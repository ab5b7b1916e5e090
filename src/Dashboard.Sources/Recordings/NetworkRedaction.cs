using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Networks;

namespace Dashboard.Sources.Recordings;

/// <summary>Takes out of the facts of networks what says who another account is: its id, and the ids of what is its own. The same account is the same number everywhere.</summary>
/// <param name="accounts">The numbers of the other accounts.</param>
internal sealed partial class NetworkRedaction(AccountNumbers accounts)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>The same facts for others to read. What is another account's is known in them as far as it was learned before.</summary>
    public NetworkFacts Redact(NetworkFacts facts) =>
        new(
            facts.Scope,
            Each(facts.Vpcs, v => v with { Id = Id(v.Id), Owner = Account(v.Owner), Name = Name(v.Name, v.Owner) }),
            Each(facts.Subnets, s => s with { Id = Id(s.Id), VpcId = Id(s.VpcId), Owner = Account(s.Owner), Name = Name(s.Name, s.Owner) }),
            Each(facts.RouteTables, t => t with { Id = Id(t.Id), VpcId = Id(t.VpcId), Owner = Account(t.Owner), SubnetIds = Ids(t.SubnetIds), GatewayIds = Ids(t.GatewayIds), Routes = [.. t.Routes.Select(Route)] }),
            Each(facts.NetworkAcls, a => a with { Id = Id(a.Id), VpcId = Id(a.VpcId), Owner = Account(a.Owner), SubnetIds = Ids(a.SubnetIds) }),
            Each(facts.SecurityGroups, g => g with { Id = Id(g.Id), Name = Name(g.Name, g.Owner) ?? Account(g.Owner), VpcId = g.VpcId is { } vpc ? Id(vpc) : null, Owner = Account(g.Owner), Rules = [.. g.Rules.Select(Rule)] }),
            Each(facts.Interfaces, i => i with
            {
                Id = Id(i.Id),
                VpcId = Id(i.VpcId),
                SubnetId = Id(i.SubnetId),
                Owner = Account(i.Owner),
                SecurityGroupIds = Ids(i.SecurityGroupIds),
                Requester = i.Requester is { } requester ? IdentityId().IsMatch(requester) ? "somebody" : Text(requester) : null,
            }),
            Each(facts.Peerings, p => p with { Requester = Side(p.Requester), Accepter = Side(p.Accepter) }),
            Each(facts.TransitGateways, g => g with { Id = Id(g.Id), Owner = Account(g.Owner) }),
            Each(facts.Attachments, a => a with
            {
                TransitGatewayId = Id(a.TransitGatewayId),
                GatewayOwner = Account(a.GatewayOwner),
                ResourceId = Id(a.ResourceId),
                ResourceOwner = Account(a.ResourceOwner),
                RouteTableId = a.RouteTableId is { } table ? Id(table) : null,
            }),
            Each(facts.Endpoints, e => e with
            {
                VpcId = Id(e.VpcId),
                Owner = Account(e.Owner),
                ServiceName = Service(e.ServiceName),
                SubnetIds = Ids(e.SubnetIds),
                RouteTableIds = Ids(e.RouteTableIds),
                SecurityGroupIds = Ids(e.SecurityGroupIds),
                Policy = e.Policy is { } policy ? Policy(policy) : null,
            }),
            Each(facts.PrefixLists, l => l with { Id = Id(l.Id), Owner = Account(l.Owner), Name = Name(l.Name, l.Owner) ?? Account(l.Owner), Detail = accounts.Detail(l.Detail) }));

    /// <summary>"vpc-of-account-1", "vpc-of-account-1-2" of what is another account's: the kind of a thing, and whose it is. Any other text without who other accounts are.</summary>
    public string Id(string id) => _ids.TryGetValue(id, out var theirs) ? theirs : AnyId().Replace(Text(id), m => _ids.GetValueOrDefault(m.Value, m.Value));

    /// <summary>Gives each thing of another account an id of its own, the same wherever it is named.</summary>
    public void Learn(NetworkFacts facts)
    {
        (string? Id, string? Owner)[] things =
        [
            .. Of(facts.Vpcs, v => [(v.Id, v.Owner)]), .. Of(facts.Subnets, s => [(s.Id, s.Owner), (s.VpcId, s.Owner)]), .. Of(facts.RouteTables, t => [(t.Id, t.Owner)]), .. Of(facts.NetworkAcls, a => [(a.Id, a.Owner)]),
            .. Of(facts.SecurityGroups, g => [(g.Id, g.Owner), .. g.Rules.SelectMany(r => new[] { ((string?)r.Peer, r.PeerAccount), (r.PeerVpcId, r.PeerAccount) })]), .. Of(facts.Interfaces, i => [(i.Id, i.Owner)]),
            .. Of(facts.Peerings, p => [(p.Requester.VpcId, p.Requester.Account), (p.Accepter.VpcId, p.Accepter.Account)]), .. Of(facts.TransitGateways, g => [(g.Id, g.Owner)]),
            .. Of(facts.Attachments, a => [(a.TransitGatewayId, a.GatewayOwner), (a.RouteTableId, a.GatewayOwner), (a.ResourceId, a.ResourceOwner)]), .. Of(facts.PrefixLists, l => [(l.Id, l.Owner)]),
        ];
        foreach (var (id, owner) in things)
        {
            if (id is not { Length: > 0 } || owner is null || !accounts.IsOther(owner) || _ids.ContainsKey(id))
                continue;
            var name = $"{Kind().Match(id) switch { { Success: true, Value: var kind } => kind, _ => "thing" }}-of-{Account(owner)}";
            var before = _ids.Values.Count(i => i == name || i.StartsWith(name + "-", StringComparison.Ordinal));
            _ids[id] = before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{before + 1}");
        }

        static IEnumerable<(string? Id, string? Owner)> Of<T>(NetworkPart<T> part, Func<T, IEnumerable<(string? Id, string? Owner)>> things) => (part.Facts ?? []).SelectMany(things);
    }

    private NetworkPart<T> Each<T>(NetworkPart<T> part, Func<T, T> redact) => part with
    {
        Facts = part.Facts is { } facts ? [.. facts.Select(redact)] : null,
        Detail = accounts.Detail(part.Detail),
    };

    private GroupRule Rule(GroupRule rule) => rule with
    {
        Peer = Id(rule.Peer),
        PeerAccount = rule.PeerAccount is { } account ? Account(account) : null,
        PeerVpcId = rule.PeerVpcId is { } vpc ? Id(vpc) : null,
    };

    private RouteFact Route(RouteFact route) => route with { Destination = Id(route.Destination), Target = route.Target is { } target ? Id(target) : null };

    private PeeringSide Side(PeeringSide side) => side with { Account = Account(side.Account), VpcId = Id(side.VpcId) };

    private ImmutableArray<string> Ids(ImmutableArray<string> ids) => [.. ids.Select(Id)];

    /// <summary>Whose a service is that no list of services tells, nobody says: each is a number.</summary>
    private string Service(string name) => ServiceId().Replace(Text(name), m => _ids.TryGetValue(m.Value, out var known) ? known
        : _ids[m.Value] = string.Create(CultureInfo.InvariantCulture, $"vpce-svc-{_ids.Keys.Count(k => ServiceId().IsMatch(k)) + 1}"));

    /// <summary>Without who of another account is named there, and without the organization.</summary>
    private string Policy(string policy) => OrganizationId().Replace(TheirPrincipal().Replace(Text(policy), "$1somebody"), "o-organization");

    private string Account(string account) => accounts.Of(account);

    private string? Name(string? name, string owner) => name is null || accounts.IsOther(owner) ? null : Text(name);

    private string Text(string text) => accounts.Text(text);

    // "tgw-rtb" of "tgw-rtb-0123456789abcdef0"
    [GeneratedRegex("^[a-z]+(?:-[a-z]+)*(?=-[0-9a-f]+$)")]
    private static partial Regex Kind();

    // "vpc-0123456789abcdef0" in an ARN
    [GeneratedRegex("(?<![A-Za-z0-9-])[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}(?![A-Za-z0-9-])")]
    private static partial Regex AnyId();

    [GeneratedRegex("vpce-svc-[0-9a-f]+")]
    private static partial Regex ServiceId();

    // "AROAEXAMPLEEXAMPLE12:session", the unique id of a role or a user
    [GeneratedRegex("^A[A-Z]{3}[A-Z0-9]{12,}(?::|$)")]
    private static partial Regex IdentityId();

    [GeneratedRegex("(:(?:iam|sts)::account-[0-9]+:)[^\"\\s]+")]
    private static partial Regex TheirPrincipal();

    [GeneratedRegex("(?<![a-z0-9-])o-[a-z0-9]{10,32}(?![a-z0-9])")]
    private static partial Regex OrganizationId();
}
