using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Lambda;

/// <summary>What stands around a function: its versions, aliases, permissions and event source mappings.</summary>
internal static class FunctionPartReaders
{
    private static readonly ReadOperation Alias = ReadOperation.Rest("lambda", "GetAlias", "/2015-03-31/functions/{}/aliases/{}");
    private static readonly ReadOperation Policy = ReadOperation.Rest("lambda", "GetPolicy", "/2015-03-31/functions/{}/policy");
    private static readonly ReadOperation Mapping = ReadOperation.Rest("lambda", "GetEventSourceMapping", "/2015-03-31/event-source-mappings/{}");

    /// <summary>Its physical id is the ARN with the version at its end.</summary>
    public static readonly TypeReader VersionReader = new(
        "AWS::Lambda::Version",
        "Lambda",
        ReadSection.Of<PropertyValue>(
            [FunctionReader.Configuration],
            async c => c.Id.Split(':') is [.., var function, var version]
                ? await c.AskAsync(WireService.Lambda, FunctionReader.Configuration, [function], MapValue.Of(("Qualifier", new ScalarValue(version))))
                : throw ReadStop.TooLittle("The version of the function is not known."),
            ("FunctionArn", f => f.Some("FunctionArn")),
            ("FunctionName", f => f.Some("FunctionName")),
            ("Version", f => f.Some("Version")),
            ("Description", f => f.Some("Description")),
            ("CodeSha256", f => f.Some("CodeSha256"))));

    public static readonly TypeReader AliasReader = new(
        "AWS::Lambda::Alias",
        "Lambda",
        ReadSection.Of<PropertyValue>(
            [Alias],
            async c => c.Id.Split(':') is [.., var function, var alias]
                ? MapValue.Create([.. (await c.AskAsync(WireService.Lambda, Alias, [function, alias], MapValue.Empty)).Entries, KeyValuePair.Create("FunctionName", (PropertyValue)new ScalarValue(function))])
                : throw ReadStop.TooLittle("The alias of the function is not known."),
            ("AliasArn", a => a.Some("AliasArn")),
            ("Name", a => a.Some("Name")),
            ("FunctionName", a => a.Some("FunctionName")),
            ("FunctionVersion", a => a.Some("FunctionVersion")),
            ("Description", a => a.Some("Description")),
            ("RoutingConfig", a => Weights(a.Some("RoutingConfig", "AdditionalVersionWeights")))));

    /// <summary>A permission is the statement of the function's policy whose id is the physical id.</summary>
    public static readonly TypeReader Permission = new(
        "AWS::Lambda::Permission",
        "Lambda",
        ReadSection.Of<PropertyValue>(
            [Policy],
            StatementAsync,
            ("Id", s => s.Some("Sid")),
            ("FunctionName", s => s.Some("Function")),
            ("Action", s => s.Some("Action")),
            ("Principal", s => s.Some("Caller")),
            ("SourceArn", s => Condition(s, "AWS:SourceArn")),
            ("SourceAccount", s => Condition(s, "AWS:SourceAccount")),
            ("PrincipalOrgID", s => Condition(s, "aws:PrincipalOrgID")),
            ("EventSourceToken", s => Condition(s, "lambda:EventSourceToken")),
            ("FunctionUrlAuthType", s => Condition(s, "lambda:FunctionUrlAuthType"))));

    public static readonly TypeReader EventSourceMapping = new(
        "AWS::Lambda::EventSourceMapping",
        "Lambda",
        ReadSection.Of<PropertyValue>(
            [Mapping],
            async c => await c.AskAsync(WireService.Lambda, Mapping, [c.Id], MapValue.Empty),
            ("Id", m => m.Some("UUID")),
            ("EventSourceArn", m => m.Some("EventSourceArn")),
            ("FunctionName", m => Of(m.Text("FunctionArn"))),
            ("BatchSize", m => m.Some("BatchSize")),
            ("Enabled", m => Of(m.Text("State") is "Enabled" or "Enabling" or "Creating" or "Updating")),
            ("MaximumBatchingWindowInSeconds", m => m.Some("MaximumBatchingWindowInSeconds")),
            ("ParallelizationFactor", m => m.Some("ParallelizationFactor")),
            ("BisectBatchOnFunctionError", m => m.Some("BisectBatchOnFunctionError")),
            ("MaximumRecordAgeInSeconds", m => m.Some("MaximumRecordAgeInSeconds")),
            ("MaximumRetryAttempts", m => m.Some("MaximumRetryAttempts")),
            ("StartingPosition", m => m.Some("StartingPosition")),
            ("TumblingWindowInSeconds", m => m.Some("TumblingWindowInSeconds")),
            ("FunctionResponseTypes", m => m.Some("FunctionResponseTypes")),
            ("ScalingConfig", m => m.Some("ScalingConfig").Pick("MaximumConcurrency")),
            ("DestinationConfig", m => m.Some("DestinationConfig")),
            // Filters that are encrypted with a key are not told without leave to decrypt.
            ("FilterCriteria", m => m.Some("FilterCriteriaError") is null ? m.Some("FilterCriteria") : new UnresolvedValue("the filters are encrypted, and the read policy denies kms:Decrypt")),
            ("KmsKeyArn", m => m.Some("KMSKeyArn"))));

    private static PropertyValue? Condition(PropertyValue statement, string key) => (statement.At("Condition") as MapValue)?.Entries
        .SelectMany(e => (e.Value as MapValue)?.Entries ?? []).FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase)).Value;

    private static PropertyValue? Weights(PropertyValue? weights) => Map(("AdditionalVersionWeights", List(
        (weights as MapValue)?.Entries.Select(e => Map(("FunctionVersion", new ScalarValue(e.Key)), ("FunctionWeight", e.Value))))));

    private static async Task<PropertyValue?> StatementAsync(ReadContext c)
    {
        var named = c.Declared("FunctionName") ?? throw ReadStop.TooLittle("The function that is permitted to call is not known.");
        // An ARN, a part of one ("123456789012:function:name") or a name, each with a version or an alias at its end.
        const string Before = "function:";
        var at = named.IndexOf(Before, StringComparison.Ordinal);
        var name = at < 0 ? named : named[(at + Before.Length)..];
        var qualifier = name.Contains(':', StringComparison.Ordinal) ? name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..] : null;
        var reply = await c.AskAsync(
            WireService.Lambda, Policy, [name.Split(':')[0]], qualifier is null ? MapValue.Empty : MapValue.Of(("Qualifier", new ScalarValue(qualifier))));
        var statement = Json(reply.Text("Policy")).Items("Statement").FirstOrDefault(s => s.Text("Sid") == c.Id.Split('|')[^1]);
        if (statement is not MapValue found)
            return null;
        var principal = found.Some("Principal") is MapValue kinds ? kinds.Some("Service") ?? kinds.Some("AWS") : found.Some("Principal");
        // Who permits an account by its number permits its root.
        if (c.Declared("Principal") is { } declared && principal.Text() == $"arn:{c.Partition}:iam::{declared}:root")
            principal = new ScalarValue(declared);
        return found.With("Function", new ScalarValue(named)).With("Caller", principal);
    }
}
