using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.CloudFormation.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>From the service's shapes to ours. Every list of theirs may be null; members without ids (emulators make some) are left out.</summary>
internal static partial class CloudFormationReading
{
    /// <summary>The stacks that exist.</summary>
    public static IEnumerable<LiveStack> Stacks(List<Stack>? stacks) => (stacks ?? [])
        .Where(s => !string.IsNullOrEmpty(s.StackName) && !string.IsNullOrEmpty(s.StackId) && s.StackStatus?.Value != "DELETE_COMPLETE")
        .Select(s => new LiveStack(
            s.StackId,
            s.StackName,
            s.StackStatus?.Value ?? "UNKNOWN",
            Instant(s.LastUpdatedTime ?? s.CreationTime),
            string.IsNullOrEmpty(s.ParentId) ? null : s.ParentId,
            Map(s.Parameters ?? [], p => p.ParameterKey, p => p.ResolvedValue ?? p.ParameterValue),
            [.. (s.Outputs ?? []).Where(o => !string.IsNullOrEmpty(o.OutputKey)).Select(o => new LiveOutput(o.OutputKey, o.OutputValue ?? "", o.ExportName))],
            Map(s.Tags ?? [], t => t.Key, t => t.Value))
        {
            StatusReason = Reason(s.StackStatusReason),
            CreatedAt = Instant(s.CreationTime),
            DriftCheckedAt = Instant(s.DriftInformation?.LastCheckTimestamp),
            IsDriftUnchecked = s.DriftInformation is { LastCheckTimestamp: null } drift && drift.StackDriftStatus?.Value == "NOT_CHECKED",
        });

    /// <summary>The resources that belong to the stack now.</summary>
    public static IEnumerable<LiveStackResource> Resources(List<StackResourceSummary>? resources) => (resources ?? [])
        .Where(r => !string.IsNullOrEmpty(r.LogicalResourceId) && !string.IsNullOrEmpty(r.ResourceType))
        .Where(r => r.ResourceStatus?.Value is not ("DELETE_COMPLETE" or "DELETE_SKIPPED"))
        .Select(r => new LiveStackResource(
            r.LogicalResourceId,
            string.IsNullOrEmpty(r.PhysicalResourceId) ? null : r.PhysicalResourceId,
            r.ResourceType,
            r.ResourceStatus?.Value ?? "UNKNOWN"));

    /// <summary>Properties from the text that holds their JSON.</summary>
    /// <exception cref="JsonException">It does not, or holds something else than an object.</exception>
    public static MapValue Properties(string json)
    {
        try
        {
            return JsonValues.Parse(json) as MapValue ?? throw new JsonException("The properties are not an object.");
        }
        catch (System.InvalidOperationException)
        {
            // Half a surrogate pair in a string.
            throw new JsonException("The properties hold text that is not Unicode.");
        }
    }

    /// <summary>What the service says of why something ended as it did. A value that it quotes, since it did not like it ("Value 'x' at 'y' failed to satisfy constraint"), may be a secret one.</summary>
    public static string? Reason(string? text) => string.IsNullOrEmpty(text) ? null : CredentialDetector.Shown(QuotedValue().Replace(text, "$1(hidden)$2"));

    [GeneratedRegex("""(\bvalues? ?(?:\([^)]*\) ?|of |is |was )?['"\[]).*?(['"\]])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedValue();

    /// <summary>The SDK's times are UTC; some of its versions leave the kind open.</summary>
    public static DateTimeOffset? Instant(DateTime? time) => time is not { } t ? null
        : t.Kind == DateTimeKind.Local ? t.ToUniversalTime()
        : new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Utc));

    // A key may come twice from an emulator; the last one counts.
    private static ImmutableDictionary<string, string> Map<T>(IEnumerable<T> items, Func<T, string?> key, Func<T, string?> value)
    {
        var map = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (key(item) is { Length: > 0 } name)
                map[name] = value(item) ?? "";
        }

        return map.ToImmutable();
    }
}
