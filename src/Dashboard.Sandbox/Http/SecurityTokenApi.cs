using System.Globalization;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;

namespace Dashboard.Sandbox.Http;

/// <summary>The two operations of STS that a client of the other services needs: who am I, and become somebody in another account.</summary>
internal sealed class SecurityTokenApi(SandboxCloud cloud)
{
    private const string Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static readonly ImmutableSortedDictionary<string, Func<SecurityTokenApi, CallScope, QueryForm, XElement[]>> Table = new Dictionary<string, Func<SecurityTokenApi, CallScope, QueryForm, XElement[]>>
    {
        ["GetCallerIdentity"] = static (_, scope, _) =>
        [
            new XElement("UserId", "AROASANDBOX:sandbox"),
            new XElement("Account", scope.Account),
            new XElement("Arn", scope.Caller),
        ],
        ["AssumeRole"] = static (api, scope, form) => api.AssumeRole(scope, form.Require("RoleArn"), form.Require("RoleSessionName"), form["ExternalId"]),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => Table.Keys;

    /// <summary>Answers a call.</summary>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        var result = Table.TryGetValue(action, out var operation)
            ? operation(this, scope, form)
            : throw new SandboxException("InvalidAction", $"Could not find operation {action} for version 2011-06-15");
        return Reply.OfXml(
            new XElement(action + "Response",
                new XElement(action + "Result", result),
                new XElement("ResponseMetadata", new XElement("RequestId", requestId))),
            Xmlns);
    }

    /// <summary>Every role of an account may be assumed, by everybody, until roles are added to it: then these alone.</summary>
    private XElement[] AssumeRole(CallScope scope, string roleArn, string session, string? externalId)
    {
        if (roleArn.Split(':', 6) is not ["arn", _, "iam", _, { Length: 12 } account, ['r', 'o', 'l', 'e', '/', .. var path]] || !account.All(char.IsAsciiDigit))
            throw new SandboxException("ValidationError", $"{roleArn} is invalid");
        var role = path.Split('/')[^1];
        var (token, expires) = cloud.Roles.Assume(scope.Caller, account, role, session, externalId) ?? (RoleTable.OpenToken(role, session), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return
        [
            new XElement("Credentials",
                new XElement("AccessKeyId", CallScope.KeyOf(account)),
                new XElement("SecretAccessKey", "sandbox"),
                new XElement("SessionToken", token),
                new XElement("Expiration", expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))),
            new XElement("AssumedRoleUser",
                new XElement("AssumedRoleId", $"AROASANDBOX:{session}"),
                new XElement("Arn", $"arn:aws:sts::{account}:assumed-role/{role}/{session}")),
        ];
    }
}
