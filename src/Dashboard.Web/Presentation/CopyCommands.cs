using System.Text.Json;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;

namespace Dashboard.Web.Presentation;

/// <summary>The <c>aws</c> commands that show what runs.</summary>
internal static class CopyCommands
{
    /// <summary>What Cloud Control does not read, or not without showing a secret, by the command of its own service: from its physical id and its properties; null where they say too little.</summary>
    private static readonly Dictionary<string, Func<string, MapValue, string[]?>> OfServices = new(StringComparer.Ordinal)
    {
        ["AWS::SecretsManager::Secret"] = static (id, _) => ["secretsmanager", "describe-secret", "--secret-id", id],
        ["AWS::Lambda::EventSourceMapping"] = static (id, _) => ["lambda", "get-event-source-mapping", "--uuid", id],
        ["AWS::EC2::NetworkAclEntry"] = static (_, properties) => Text(properties["NetworkAclId"]) is { } acl
            ? ["ec2", "describe-network-acls", "--network-acl-ids", acl, "--query", int.TryParse(Text(properties["RuleNumber"]), out var rule) ? $"NetworkAcls[].Entries[] | [?RuleNumber==`{rule}`]" : "NetworkAcls[].Entries[]"]
            : null,
        ["AWS::Route53::RecordSet"] = static (id, properties) => Text(properties["HostedZoneId"]) is { } zone
            ? ["route53", "list-resource-record-sets", "--hosted-zone-id", zone, "--query", RecordsOf(Text(properties["Name"]) ?? id, Text(properties["Type"]))]
            : null,
        ["AWS::IAM::Policy"] = static (_, properties) => Text(properties["PolicyName"]) is { } policy
            ? PolicyOf(properties, "Roles", "role", policy) ?? PolicyOf(properties, "Users", "user", policy) ?? PolicyOf(properties, "Groups", "group", policy)
            : null,
        ["AWS::SQS::QueuePolicy"] = static (_, properties) => First(properties["Queues"]) is { } queue
            ? ["sqs", "get-queue-attributes", "--cli-input-json", Json(new Dictionary<string, object> { ["QueueUrl"] = queue, ["AttributeNames"] = new[] { "Policy" } })]
            : null,
        ["AWS::SNS::TopicPolicy"] = static (_, properties) => First(properties["Topics"]) is { } topic ? ["sns", "get-topic-attributes", "--topic-arn", topic] : null,
    };

    /// <summary>The command; null where none shows what runs. A nested stack is CloudFormation's, and what Cloud Control does not read is its own service's, which the sandbox has not.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="path">The property that is meant; null: all of the resource.</param>
    /// <param name="sandbox">The sandbox cloud's endpoint where the account is in it; else null.</param>
    public static string? Of(StackEvaluation stack, ResourceEvaluation resource, PropertyPath? path, string? sandbox)
    {
        if (resource.PhysicalId is not { } id)
            return null;
        if (resource is { Type: "AWS::CloudFormation::Stack" })
            return OfStack(stack, id, sandbox);
        var properties = resource.Live ?? resource.Deployed ?? MapValue.Empty;
        if (sandbox is null && OfServices.TryGetValue(resource.Type, out var service))
            return service(id, properties) is { } call ? Shell(ScopeOf(stack), sandbox, call) : null;
        var identifier = resource.Status switch
        {
            Status.Unsupported => null,
            // The catalogue has every type of AWS that Cloud Control reads; the sandbox's reads them all.
            _ when sandbox is null && resource.Type.StartsWith("AWS::", StringComparison.Ordinal) && PermissionCatalog.Find(resource.Type) is null => null,
            Status.Unmanaged => id,
            _ => LiveIdentifier.Find(new AccountRegion(stack.Account, stack.Key.Region), resource.Type, id, properties),
        };
        if (identifier is null)
            return null;
        var command = Shell(ScopeOf(stack), sandbox, Get(resource.Type, identifier));
        return path is { Segments.Length: > 0 }
            ? command + " | jq " + Quote(string.Concat(path.Segments.Select(s => s.Name is null ? $"[{s}]" : $".\"{JsonEncodedText.Encode(s.Name)}\"")))
            : command;
    }

    /// <summary>The command that shows a stack as a whole.</summary>
    /// <param name="scope">Says the account and the region.</param>
    /// <param name="name">The stack's name or id.</param>
    /// <param name="sandbox">As above.</param>
    public static string OfStack(StackEvaluation scope, string name, string? sandbox) => OfStack(ScopeOf(scope), name, sandbox);

    /// <summary>The command that shows a stack as a whole, whoever claims it.</summary>
    /// <param name="scope">The account and the region.</param>
    /// <param name="name">The stack's name or id.</param>
    /// <param name="sandbox">As above.</param>
    public static string OfStack(AccountRegion scope, string name, string? sandbox) => Shell(scope, sandbox, ["cloudformation", "describe-stacks", "--stack-name", name]);

    /// <summary>The command that shows a resource that no stack owns; null where Cloud Control does not read its type, or not without showing a secret.</summary>
    /// <param name="scope">The account and the region.</param>
    /// <param name="type">Its type.</param>
    /// <param name="identifier">Its primary identifier.</param>
    /// <param name="sandbox">As above.</param>
    public static string? OfUnowned(AccountRegion scope, string type, string identifier, string? sandbox) =>
        sandbox is null && (OfServices.ContainsKey(type) || PermissionCatalog.Find(type) is null) ? null : Shell(scope, sandbox, Get(type, identifier));

    /// <summary>More stacks than these are not named in a command, which lists all of the account and region then.</summary>
    private const int MostNamed = 100;

    /// <summary>The commands that list stacks, one for each account and region; null where there is no stack.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="sandboxOf">The sandbox cloud's endpoint for an account that is in it; else null.</param>
    public static string? OfStacks(IEnumerable<StackEvaluation> stacks, Func<string, string?> sandboxOf)
    {
        var commands = stacks.GroupBy(s => (s.Account, s.Key.Region)).Select(g =>
        {
            List<string> names = [.. g.Select(s => s.StackName).Distinct().Order(StringComparer.Ordinal)];
            // Names of stacks are letters, digits and hyphens.
            var which = names.Count > MostNamed || !names.All(n => n.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) ? "" : $"?contains(`[{string.Join(", ", names.Select(n => $"\"{n}\""))}]`, StackName)";
            return Shell(ScopeOf(g.First()), sandboxOf(g.Key.Account), ["cloudformation", "describe-stacks", "--query", $"Stacks[{which}].[StackName, StackStatus, LastUpdatedTime]", "--output", "table"]);
        }).ToList();
        return commands.Count == 0 ? null : string.Join('\n', commands);
    }

    private static AccountRegion ScopeOf(StackEvaluation stack) => new(stack.Account, stack.Key.Region);

    private static string[] Get(string type, string identifier) => ["cloudcontrol", "get-resource", .. Identify(type, identifier), "--query", "ResourceDescription.Properties", "--output", "text"];

    /// <summary>A call of the aws command for an account and region, as a shell takes it.</summary>
    private static string Shell(AccountRegion scope, string? sandbox, IEnumerable<string> call)
    {
        string[] endpoint = sandbox is null ? [] : ["--endpoint-url", sandbox];
        var command = string.Join(' ', new[] { "aws", "--region", scope.Region }.Concat(endpoint).Concat(call).Select(Quote));
        return sandbox is null ? command : $"AWS_ACCESS_KEY_ID=SANDBOX{scope.Account} AWS_SECRET_ACCESS_KEY=x {command}";
    }

    /// <summary>The older aws command fetches an argument that is an address (a queue's identifier is one) instead of passing it on.</summary>
    private static string[] Identify(string type, string identifier) => identifier.StartsWith("http", StringComparison.Ordinal)
        ? ["--cli-input-json", Json(new Dictionary<string, string> { ["TypeName"] = type, ["Identifier"] = identifier })]
        : ["--type-name", type, "--identifier", identifier];

    private static string Json<T>(T value) => CopyTexts.Write(JsonSerializer.SerializeToElement(value)).ReplaceLineEndings("");

    /// <summary>Route 53 tells names with their last dot, and writes "*" as a number.</summary>
    private static string RecordsOf(string name, string? type)
    {
        var isNamed = $"Name=='{(name.TrimEnd('.') + ".").Replace("*", "\\052", StringComparison.Ordinal)}'";
        return name.Contains('\'', StringComparison.Ordinal) ? "ResourceRecordSets[]" : $"ResourceRecordSets[?{isNamed}{(type?.All(char.IsAsciiLetter) == true ? $" && Type=='{type}'" : "")}]";
    }

    /// <summary>A policy stands inside each that it is attached to; it is the same in all of them.</summary>
    private static string[]? PolicyOf(MapValue properties, string list, string kind, string policy) =>
        First(properties[list]) is { } holder ? ["iam", $"get-{kind}-policy", $"--{kind}-name", holder, "--policy-name", policy] : null;

    private static string? First(PropertyValue? list) => list is ListValue { Items: [var first, ..] } ? Text(first) : null;

    private static string? Text(PropertyValue? value) => value is ScalarValue { Kind: not ScalarKind.Null, Text: { Length: > 0 } text } ? text : null;

    /// <summary>A word as a POSIX shell reads it back.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@,+".Contains(c, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
