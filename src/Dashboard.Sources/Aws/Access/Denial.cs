using System.Text.RegularExpressions;

namespace Dashboard.Sources.Aws.Access;

/// <summary>What a refusal says of itself.</summary>
/// <param name="Action">The action that was refused; null where none is named.</param>
/// <param name="Policy">The kind of policy that it says has refused it, in IAM's words; null where it says nothing of that.</param>
/// <param name="IsExplicit">Whether a statement denies it, rather than that none allows it.</param>
internal readonly partial record struct Denial(string? Action, string? Policy = null, bool IsExplicit = false)
{
    /// <summary>What helps where no more is known than that an action is missing.</summary>
    public const string Grant = "Give the role or user the policy that 'driftboard doctor --policy' prints.";

    /// <summary>Whether it is one of the actions that the read policy denies everybody.</summary>
    public bool IsOfData => Action is not null && DataPlane.IsDenied(Action);

    /// <summary>"User: … is not authorized to perform: sqs:GetQueueAttributes on resource: … with an explicit deny in a service control policy".</summary>
    public static Denial Of(string? detail) => Source().Match(detail ?? "") is { Success: true } source
        ? new(AwsErrors.MissingAction(detail), source.Groups["policy"].Value, source.Groups["deny"].Success)
        : new(AwsErrors.MissingAction(detail));

    /// <summary>What to do about some refusals: a sentence for each kind that there is.</summary>
    public static string Remedy(IEnumerable<Denial> denials)
    {
        var sentences = denials.GroupBy(d => (d.Policy, d.IsExplicit)).Select(kind => (
            Actions: string.Join(", ", kind.Select(d => d.Action ?? "It").Distinct().Order(StringComparer.Ordinal)), kind.Key.Policy, kind.Key.IsExplicit)).Select(kind => kind switch
            {
                { Policy: "service control policy" or "resource control policy" } =>
                    $"{kind.Actions}: a {kind.Policy} of the organization refuses that, whatever the role may do: whoever administers the organization has to allow it.",
                { Policy: "permissions boundary" } => $"{kind.Actions}: the permissions boundary of the role or user refuses that: let it allow what 'driftboard doctor --policy' prints.",
                { Policy: "session policy" } => $"{kind.Actions}: the policy of the session refuses that: begin it without one, or let it allow what 'driftboard doctor --policy' prints.",
                { Policy: "VPC endpoint policy" } => $"{kind.Actions}: the policy of the VPC endpoint on the way to the service refuses that: allow it there.",
                { Policy: "resource-based policy", IsExplicit: false } => $"{kind.Actions}: let the policy of the resource itself allow that, or give the role or user the policy that 'driftboard doctor --policy' prints.",
                { Policy: "resource-based policy" } => $"{kind.Actions}: the policy of the resource itself denies that: whoever owns the resource has to allow it.",
                { Policy: "identity-based policy", IsExplicit: true } => $"{kind.Actions}: a policy of the role or user denies that, and no other one can allow it then: take it out of that statement.",
                _ => Grant,
            });
        return string.Join(' ', sentences.Distinct().OrderBy(s => s != Grant).ThenBy(s => s, StringComparer.Ordinal));
    }

    /// <summary>"Reading it needs kms:Decrypt, which the read policy denies": the words for what no permission should mend.</summary>
    public static string ByPolicy(string what, string actions) => $"{what} needs {actions}, which the read policy denies";

    [GeneratedRegex(@"(?:with an (?<deny>explicit deny) in an? |because no )(?<policy>(?:identity-based|resource-based|service control|resource control|session|VPC endpoint) policy|permissions boundary)", RegexOptions.CultureInvariant)]
    private static partial Regex Source();
}
