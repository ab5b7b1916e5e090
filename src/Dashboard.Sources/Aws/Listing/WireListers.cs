using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Listing;

/// <summary>Lists types of services without a package: IAM, SNS, Lambda, Logs, Secrets Manager.</summary>
internal static class WireListers
{
    private static readonly ReadOperation Roles = ReadOperation.Query("iam", "ListRoles");
    private static readonly ReadOperation Users = ReadOperation.Query("iam", "ListUsers");
    private static readonly ReadOperation Policies = ReadOperation.Query("iam", "ListPolicies");
    private static readonly ReadOperation Topics = ReadOperation.Query("sns", "ListTopics");
    private static readonly ReadOperation Functions = ReadOperation.Rest("lambda", "ListFunctions", "/2015-03-31/functions/");
    private static readonly ReadOperation Mappings = ReadOperation.Rest("lambda", "ListEventSourceMappings", "/2015-03-31/event-source-mappings/");
    private static readonly ReadOperation Secrets = ReadOperation.Json("secretsmanager", "secretsmanager.ListSecrets");
    private static readonly ReadOperation LogGroups = ReadOperation.Json("logs", "Logs_20140328.DescribeLogGroups");

    public static readonly TypeLister Role = new("AWS::IAM::Role", [Roles], async c =>
        Of(await c.AskAllAsync(WireService.Iam, Roles, "Roles", ("Marker", "Marker"), []).ConfigureAwait(false), "RoleName", null, r =>
            IsBeneath(r, "Path", "/aws-service-role/") ? "a service-linked role, which its service makes"
            : IsBeneath(r, "Path", "/aws-reserved/") ? "IAM Identity Center makes it for a permission set"
            : null))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister User = new("AWS::IAM::User", [Users], async c =>
        Of(await c.AskAllAsync(WireService.Iam, Users, "Users", ("Marker", "Marker"), []).ConfigureAwait(false), "UserName"));

    public static readonly TypeLister ManagedPolicy = new("AWS::IAM::ManagedPolicy", [Policies], async c =>
        Of(await c.AskAllAsync(WireService.Iam, Policies, "Policies", ("Marker", "Marker"), [], ("Scope", "Local")).ConfigureAwait(false), "Arn", "PolicyName"));

    public static readonly TypeLister Topic = new("AWS::SNS::Topic", [Topics], async c =>
        Of(await c.AskAllAsync(WireService.Sns, Topics, "Topics", ("NextToken", "NextToken"), []).ConfigureAwait(false), "TopicArn"));

    public static readonly TypeLister Function = new("AWS::Lambda::Function", [Functions], async c =>
        Of(await c.AskAllAsync(WireService.Lambda, Functions, "Functions", ("NextMarker", "Marker"), []).ConfigureAwait(false), "FunctionName"));

    public static readonly TypeLister EventSourceMapping = new("AWS::Lambda::EventSourceMapping", [Mappings], async c =>
        Of(await c.AskAllAsync(WireService.Lambda, Mappings, "EventSourceMappings", ("NextMarker", "Marker"), []).ConfigureAwait(false), "UUID"));

    // What it answers describes the secrets: a value is never among it.
    public static readonly TypeLister Secret = new("AWS::SecretsManager::Secret", [Secrets], async c =>
        Of(await c.AskAllAsync(WireService.SecretsManager, Secrets, "SecretList", ("NextToken", "NextToken"), []).ConfigureAwait(false), "ARN", "Name", s =>
            Text(s, "OwningService") is { } owner ? $"{owner} keeps it for what it manages" : null))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister LogGroup = new("AWS::Logs::LogGroup", [LogGroups], async c =>
        Of(await c.AskAllAsync(WireService.Logs, LogGroups, "logGroups", ("nextToken", "nextToken"), []).ConfigureAwait(false), "logGroupName", null, g =>
            IsBeneath(g, "logGroupName", "/aws/lambda/") ? "Lambda makes it for a function" : null))
    {
        TellsDefaults = true,
    };

    private static List<ListedResource> Of(ImmutableArray<PropertyValue> items, string identifier, string? name = null, Func<MapValue, string?>? isDefault = null) =>
    [
        .. items.OfType<MapValue>().Where(i => Text(i, identifier) is not null)
            .Select(i => new ListedResource(Text(i, identifier)!, name is null ? null : Text(i, name), isDefault?.Invoke(i))),
    ];

    private static bool IsBeneath(MapValue map, string name, string start) => Text(map, name)?.StartsWith(start, StringComparison.Ordinal) == true;

    private static string? Text(MapValue map, string name) => map[name] is ScalarValue { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar ? scalar.Text : null;
}
