using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>The one operation of IAM that tells what a role may do; roles themselves are read through Cloud Control.</summary>
internal sealed class IdentityApi(SandboxCloud cloud)
{
    private const string Xmlns = "https://iam.amazonaws.com/doc/2010-05-08/";

    private const string Simulate = "SimulatePrincipalPolicy";

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => [Simulate];

    /// <summary>Answers a call.</summary>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        if (action != Simulate)
            throw new SandboxException("InvalidAction", $"Could not find operation {action} for version 2010-05-08");
        cloud.Roles.Authorize(scope.Account, scope.Role, scope.Caller, ["iam:" + Simulate]);
        var principal = form.Require("PolicySourceArn");
        var results = form.List("ActionNames").Select(name => new XElement("member",
            new XElement("EvalActionName", name),
            new XElement("EvalResourceName", "*"),
            new XElement("EvalDecision", cloud.Roles.Simulate(scope.Account, principal, name))));
        return Reply.OfXml(
            new XElement(action + "Response",
                new XElement(action + "Result", new XElement("IsTruncated", "false"), new XElement("EvaluationResults", results)),
                new XElement("ResponseMetadata", new XElement("RequestId", requestId))),
            Xmlns);
    }
}
