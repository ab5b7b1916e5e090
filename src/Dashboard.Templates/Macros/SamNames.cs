using System.Text.RegularExpressions;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Macros;

/// <summary>The resource of a source template that a macro made another one from.</summary>
/// <param name="LogicalId">Its id in the source template.</param>
/// <param name="Location">Where the source template defines it.</param>
public sealed record GeneratedFrom(string LogicalId, SourceLocation Location);

/// <summary>
/// Traces the resources that AWS::Serverless makes back to their source by SAM's documented naming: "OrdersRole" and "OrdersAliaslive" come from the
/// function Orders, "OrdersNightlyPermission" from its event Nightly, "ServerlessRestApi" from the first function with an event that needs it.
/// </summary>
public static partial class SamNames
{
    private const string Prefix = "AWS::Serverless::";

    /// <summary>Where a resource of the processed template comes from; null where no name of the source explains it.</summary>
    public static GeneratedFrom? Trace(TemplateDocument source, string logicalId)
    {
        if ((source.Root as MappingNode)?["Resources"] is not MappingNode resources)
            return null;
        ScalarNode? best = null;
        foreach (var (key, node) in resources.Entries)
        {
            if (key.Text == logicalId)
                return At(source, key);
            // The longest name wins: "OrdersApi" may be a source of its own beside "Orders".
            if (key.Text.Length > (best?.Text.Length ?? 0) && logicalId.StartsWith(key.Text, StringComparison.Ordinal)
                && node is MappingNode resource && Makes(resource, logicalId[key.Text.Length..]))
            {
                best = key;
            }
        }

        best ??= Shared(resources, (MappingNode)source.Root, logicalId);
        return best is null ? null : At(source, best);
    }

    private static GeneratedFrom At(TemplateDocument source, ScalarNode key) => new(key.Text, new SourceLocation(source.File, key.Line, key.Column));

    /// <summary>Whether a resource makes others whose names go on like that behind its own.</summary>
    private static bool Makes(MappingNode resource, string rest) => TypeOf(resource) switch
    {
        "Function" => FunctionSuffix().IsMatch(rest) || (rest == "CognitoPermission" && Events(resource).Any(e => IsOfType(e.Value, "Cognito"))) || Events(resource).Any(e => IsOfEvent(rest, e.Key.Text)),
        "StateMachine" => StateMachineSuffix().IsMatch(rest) || Events(resource).Any(e => IsOfEvent(rest, e.Key.Text)),
        "Api" => ApiSuffix().IsMatch(rest),
        "HttpApi" or "WebSocketApi" => HttpApiSuffix().IsMatch(rest),
        "LayerVersion" => HashSuffix().IsMatch(rest),
        "Connector" => ConnectorSuffix().IsMatch(rest),
        "GraphQLApi" => rest.All(char.IsAsciiLetterOrDigit),
        _ => false,
    } || ((resource["Connectors"] as MappingNode)?.Entries ?? []).Any(c =>
        rest.StartsWith(c.Key.Text, StringComparison.Ordinal) && ConnectorSuffix().IsMatch(rest[c.Key.Text.Length..]));

    private static bool IsOfEvent(string rest, string name) =>
        rest.StartsWith(name, StringComparison.Ordinal) && EventSuffix().IsMatch(rest[name.Length..]);

    /// <summary>What several resources share is made for the first of them; where that cannot be told, null.</summary>
    private static ScalarNode? Shared(MappingNode resources, MappingNode template, string logicalId)
    {
        if (logicalId.StartsWith("ServerlessRestApi", StringComparison.Ordinal) && (logicalId.Length == 17 || ApiSuffix().IsMatch(logicalId[17..])))
            return First(resources, r => Events(r).Any(e => NeedsImplicitApi(e.Value, "Api", "RestApiId")));
        if (logicalId.StartsWith("ServerlessHttpApi", StringComparison.Ordinal) && (logicalId.Length == 17 || HttpApiSuffix().IsMatch(logicalId[17..])))
            return First(resources, r => Events(r).Any(e => NeedsImplicitApi(e.Value, "HttpApi", "ApiId")));
        if (logicalId is "ServerlessDeploymentApplication" or "CodeDeployServiceRole")
            return First(resources, r => TypeOf(r) == "Function" && Properties(r)?["DeploymentPreference"] is not null);
        if (logicalId is "ServerlessUsagePlan" or "ServerlessUsagePlanKey" or "ServerlessApiKey")
            return First(resources, SharesUsagePlan) ?? (IsShared(Global("Api")) ? First(resources, r => Events(r).Any(e => NeedsImplicitApi(e.Value, "Api", "RestApiId"))) : null);
        if (!DomainName().IsMatch(logicalId))
            return null;
        ScalarNode[] owners = [.. resources.Entries.Where(e => e.Value is MappingNode r && TypeOf(r) is "Api" or "HttpApi" && HasDomain(r)).Select(e => e.Key)];
        return owners.Length == 1 ? owners[0] : null;

        bool HasDomain(MappingNode api) => Properties(api)?["Domain"] is not null || Global(TypeOf(api))?["Domain"] is not null;

        bool SharesUsagePlan(MappingNode api) => TypeOf(api) == "Api" && (Properties(api)?["Auth"] is null ? IsShared(Global("Api")) : IsShared(Properties(api)));

        MappingNode? Global(string type) => (template["Globals"] as MappingNode)?[type] as MappingNode;

        static bool IsShared(MappingNode? api) =>
            ((api?["Auth"] as MappingNode)?["UsagePlan"] as MappingNode)?["CreateUsagePlan"] is ScalarNode { Text: "SHARED" };
    }

    private static ScalarNode? First(MappingNode resources, Func<MappingNode, bool> isIt)
    {
        foreach (var (key, node) in resources.Entries)
        {
            if (node is MappingNode resource && isIt(resource))
                return key;
        }

        return null;
    }

    private static bool NeedsImplicitApi(TemplateNode node, string type, string reference) =>
        IsOfType(node, type) && Properties((MappingNode)node)?[reference] is null;

    private static bool IsOfType(TemplateNode node, string type) => node is MappingNode @event && (@event["Type"] as ScalarNode)?.Text == type;

    private static MappingNode? Properties(MappingNode resource) => resource["Properties"] as MappingNode;

    private static ImmutableArray<MappingEntry> Events(MappingNode resource) =>
        TypeOf(resource) is "Function" or "StateMachine" && Properties(resource)?["Events"] is MappingNode events ? events.Entries : [];

    /// <summary>"Function" of "AWS::Serverless::Function"; empty for what SAM leaves alone.</summary>
    private static string TypeOf(MappingNode resource) =>
        resource["Type"] is ScalarNode { Text: var type } && type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : "";

    [GeneratedRegex(@"^(Role|Version[0-9a-f]{10}|Alias[A-Za-z0-9]+|DeploymentGroup|Url|UrlPublicPermissions|URLInvokeAllowPublicAccess|EventInvokeConfig(On(Success|Failure)(Queue|Topic))?)$")]
    private static partial Regex FunctionSuffix();

    [GeneratedRegex("^(Role|Version|Alias[A-Za-z0-9]+)$")]
    private static partial Regex StateMachineSuffix();

    [GeneratedRegex("^(Permission[A-Za-z0-9]*|EventSourceMapping|Queue|QueuePolicy|Role|)$")]
    private static partial Regex EventSuffix();

    [GeneratedRegex("^(Deployment[0-9a-f]{10}|[A-Za-z0-9]+Stage|ApiKey|UsagePlan|UsagePlanKey|Account|CloudWatchRole|[A-Za-z0-9]*BasePathMapping|[A-Za-z0-9]+AuthorizerPermission)$")]
    private static partial Regex ApiSuffix();

    [GeneratedRegex("^([A-Za-z0-9]+Stage|[A-Za-z0-9]*ApiMapping|[A-Za-z0-9]+(Authorizer)?Permission|[A-Za-z0-9]+(Integration|Route|Role|Deployment))$")]
    private static partial Regex HttpApiSuffix();

    [GeneratedRegex("^[0-9a-f]{10}$")]
    private static partial Regex HashSuffix();

    [GeneratedRegex("^[A-Za-z]*(Policy|Permission)(Destination[0-9]+)?$")]
    private static partial Regex ConnectorSuffix();

    [GeneratedRegex("^(ApiGatewayDomainName(V2)?|RecordSetGroup)[0-9a-f]{10}$")]
    private static partial Regex DomainName();
}
