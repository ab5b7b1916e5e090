using System.Globalization;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>The two operations of STS that a client of the other services needs: who am I, and become somebody in another account.</summary>
internal static class SecurityTokenApi
{
    private const string Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>Answers a call.</summary>
    public static Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        XElement[] result = action switch
        {
            "GetCallerIdentity" =>
            [
                new XElement("UserId", "AROASANDBOX:sandbox"),
                new XElement("Account", scope.Account),
                new XElement("Arn", $"arn:aws:sts::{scope.Account}:assumed-role/sandbox/sandbox"),
            ],
            "AssumeRole" => AssumeRole(form.Require("RoleArn"), form.Require("RoleSessionName")),
            _ => throw new SandboxException("InvalidAction", $"Could not find operation {action} for version 2011-06-15"),
        };
        return Reply.OfXml(
            new XElement(action + "Response",
                new XElement(action + "Result", result),
                new XElement("ResponseMetadata", new XElement("RequestId", requestId))),
            Xmlns);
    }

    /// <summary>Every role may be assumed, by everybody: the sandbox knows no permissions.</summary>
    private static XElement[] AssumeRole(string roleArn, string session)
    {
        if (roleArn.Split(':', 6) is not ["arn", _, "iam", _, { Length: 12 } account, ['r', 'o', 'l', 'e', '/', .. var role]] || !account.All(char.IsAsciiDigit))
            throw new SandboxException("ValidationError", $"{roleArn} is invalid");
        return
        [
            new XElement("Credentials",
                new XElement("AccessKeyId", CallScope.KeyOf(account)),
                new XElement("SecretAccessKey", "sandbox"),
                new XElement("SessionToken", "sandbox"),
                new XElement("Expiration", new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))),
            new XElement("AssumedRoleUser",
                new XElement("AssumedRoleId", $"AROASANDBOX:{session}"),
                new XElement("Arn", $"arn:aws:sts::{account}:assumed-role/{role.Split('/')[^1]}/{session}")),
        ];
    }
}
