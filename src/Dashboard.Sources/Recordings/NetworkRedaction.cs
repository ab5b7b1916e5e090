using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Networks;

namespace Dashboard.Sources.Recordings;

/// <summary>Takes out of the facts of networks what says who another account is: its id, and the ids of what is its own. The same account is the same number everywhere.</summary>
/// <param name="accounts">The accounts that are read.</param>
/// <param name="redactor">Replaces secrets.</param>
internal sealed partial class NetworkRedaction(IReadOnlyCollection<string> accounts, Redactor redactor)
{
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    /// <summary>The same facts for others to read.</summary>
    public NetworkFacts Redact(NetworkFacts facts) => new(
        facts.Scope,
        Each(facts.Vpcs, v => v with { Owner = Account(v.Owner), Name = Name(v.Name) }),
        Each(facts.Subnets, s => s with { Owner = Account(s.Owner), Name = Name(s.Name) }),
        Each(facts.RouteTables, t => t with { Owner = Account(t.Owner), Routes = [.. t.Routes.Select(r => r with { Target = r.Target is { } target ? Text(target) : null })] }),
        Each(facts.NetworkAcls, a => a with { Owner = Account(a.Owner) }),
        Each(facts.SecurityGroups, g => g with { Owner = Account(g.Owner), Name = Text(g.Name), Rules = [.. g.Rules.Select(Rule)] }),
        Each(facts.Interfaces, i => i with { Owner = Account(i.Owner), Requester = i.Requester is { } requester ? Text(requester) : null }),
        Each(facts.Peerings, p => p with { Requester = Side(p.Requester), Accepter = Side(p.Accepter) }),
        Each(facts.TransitGateways, g => g with { Owner = Account(g.Owner) }),
        Each(facts.Attachments, a => a with { GatewayOwner = Account(a.GatewayOwner), ResourceOwner = Account(a.ResourceOwner), ResourceId = Theirs(a.ResourceId, a.ResourceOwner) }),
        Each(facts.Endpoints, e => e with { Owner = Account(e.Owner), ServiceName = Text(e.ServiceName), Policy = e.Policy is { } policy ? Text(policy) : null }),
        Each(facts.PrefixLists, l => l with { Owner = Account(l.Owner), Name = Text(l.Name), Detail = redactor.Detail(l.Detail) is { } detail ? Text(detail) : null }));

    private NetworkPart<T> Each<T>(NetworkPart<T> part, Func<T, T> redact) => part with
    {
        Facts = part.Facts is { } facts ? [.. facts.Select(redact)] : null,
        Detail = redactor.Detail(part.Detail) is { } detail ? Text(detail) : null,
    };

    private GroupRule Rule(GroupRule rule) => rule.PeerAccount is not { } account ? rule : rule with
    {
        Peer = Theirs(rule.Peer, account),
        PeerAccount = Account(account),
        PeerVpcId = rule.PeerVpcId is { } vpc ? Theirs(vpc, account) : null,
    };

    private PeeringSide Side(PeeringSide side) => side with { Account = Account(side.Account), VpcId = Theirs(side.VpcId, side.Account) };

    /// <summary>"vpc-of-account-1": the kind of a thing, and whose it is.</summary>
    private string Theirs(string id, string owner) => IsOther(owner) ? $"{id.Split('-')[0]}-of-{Account(owner)}" : Text(id);

    private bool IsOther(string account) => TwelveDigits().IsMatch(account) && !accounts.Contains(account);

    private string Account(string account) => !IsOther(account) ? account
        : _others.TryGetValue(account, out var known) ? known
        : _others[account] = string.Create(CultureInfo.InvariantCulture, $"account-{_others.Count + 1}");

    private string? Name(string? name) => name is null ? null : Text(name);

    private string Text(string text) => TwelveDigits().Replace(redactor.Text(text), m => Account(m.Value));

    [GeneratedRegex("(?<![0-9])[0-9]{12}(?![0-9])")]
    private static partial Regex TwelveDigits();
}
