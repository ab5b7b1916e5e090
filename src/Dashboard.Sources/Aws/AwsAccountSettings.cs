using System.Text.RegularExpressions;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>What the setting <c>Driftboard:Accounts</c> says, for web host and command line alike. It takes key/value pairs, so that it needs no configuration library.</summary>
/// <param name="Accounts">By account id.</param>
/// <param name="Errors">Every error, each with its key, what was found and what is allowed.</param>
public sealed partial record AwsAccountSettings(ImmutableDictionary<string, AwsAccountOptions> Accounts, ImmutableArray<string> Errors)
{
    /// <summary>The key of the setting.</summary>
    public const string Section = "Driftboard:Accounts";

    internal static readonly string[] Keys = ["Profile", "RoleArn", "ExternalId", "Endpoint", "Stacks", "StackTags", "Queue", "Unmanaged", "DetectDrift", "DelegatedAdministrator"];

    private static readonly string Allowed = $"allowed are {string.Join(", ", Keys[..^1])} and {Keys[^1]}";

    /// <summary>What is to be said of an account that the setting does not list.</summary>
    public static string NotListed(string account) => $"Account {account} is not listed under {Section}. {ToList(account)}";

    /// <summary>How an account gets into the list.</summary>
    public static string ToList(string account) => $"Add \"{account}\": {{}} there, with the Profile or the RoleArn that reads it.";

    /// <summary>Reads the setting.</summary>
    /// <param name="settings">Keys relative to <see cref="Section"/>, in any case: "111111111111:Profile". A bare "111111111111" lists the account and
    /// says nothing more: it is reached with the SDK's default credentials. An empty value is as none.</param>
    public static AwsAccountSettings Read(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var accounts = ImmutableDictionary.CreateBuilder<string, AwsAccountOptions>(StringComparer.Ordinal);
        var errors = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, value) in settings.Where(s => s.Key.Length > 0).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            var account = colon < 0 ? key : key[..colon];
            if (!AccountId().IsMatch(account))
            {
                if (!errors.Any(e => e.StartsWith($"{Section}:{account}: ", StringComparison.Ordinal)))
                    errors.Add($"{Section}:{account}: found \"{account}\"; allowed is an account id of twelve digits.");
                continue;
            }

            var options = accounts.GetValueOrDefault(account) ?? new AwsAccountOptions(account);
            var text = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
            // The value is never repeated: somebody may have put a secret where none belongs.
            string? error = null;
            if (colon >= 0)
                (options, error) = With(options, key[(colon + 1)..], text);
            else if (text is not null)
                error = $"found a text; {Allowed}, beneath it.";
            if (error is not null)
                errors.Add($"{Section}:{key}: {error}");
            accounts[account] = options;
        }

        foreach (var lonely in accounts.Values.Where(a => a.ExternalId is not null && a.RoleArn is null).Select(a => a.Account).Order(StringComparer.Ordinal))
            errors.Add($"{Section}:{lonely}:ExternalId: found a value, and no RoleArn beside it; allowed is an external id together with the role that asks for it.");
        return new AwsAccountSettings(accounts.ToImmutable(), errors.ToImmutable());
    }

    private static (AwsAccountOptions Options, string? Error) With(AwsAccountOptions options, string name, string? value) => name.ToUpperInvariant() switch
    {
        "PROFILE" => (options with { Profile = value }, null),
        "EXTERNALID" => (options with { ExternalId = value }, null),
        "ROLEARN" when value is null || RoleArn().IsMatch(value) => (options with { RoleArn = value }, null),
        "ROLEARN" => (options, $"found \"{value}\"; allowed is the ARN of a role, such as arn:aws:iam::{options.Account}:role/driftboard-read."),
        "STACKS" when StackFilter.Read(value, null) is { } names => (options with { Stacks = (options.Stacks ?? StackFilter.All) with { Names = names.Names } }, null),
        "STACKS" => (options, $"found \"{value}\"; allowed are names of stacks, separated by commas, with * for any text: shop-*, pay-*."),
        "STACKTAGS" when StackFilter.Read(null, value) is { } tags => (options with { Stacks = (options.Stacks ?? StackFilter.All) with { Tags = tags.Tags } }, null),
        "STACKTAGS" => (options, $"found \"{value}\"; allowed are tags, separated by commas: team=shop, managed."),
        "QUEUE" when ChangeQueue.ReadAll(value) is { } queues => (options with { Queues = queues }, null),
        "QUEUE" => (options, $"found what is no queue's URL; allowed are {ChangeQueue.Allowed}."),
        "DETECTDRIFT" when value is null => (options with { DetectDrift = false }, null),
        "DETECTDRIFT" when bool.TryParse(value, out var detects) => (options with { DetectDrift = detects }, null),
        "DETECTDRIFT" => (options, $"found \"{value}\"; allowed are true (drift detections are started in the account) and false."),
        "DELEGATEDADMINISTRATOR" when value is null => (options with { DelegatedAdministrator = false }, null),
        "DELEGATEDADMINISTRATOR" when bool.TryParse(value, out var isDelegated) => (options with { DelegatedAdministrator = isDelegated }, null),
        "DELEGATEDADMINISTRATOR" => (options, $"found \"{value}\"; allowed are true (the account administers its organization's stack sets) and false."),
        // A list, or in an environment variable a text.
        "UNMANAGED" when value is null => (options, null),
        "UNMANAGED" => WithUnmanaged(options, value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        var entry when entry.StartsWith("UNMANAGED:", StringComparison.Ordinal) => WithUnmanaged(options, value ?? ""),
        "ENDPOINT" when value is null || IsEndpoint(value) => (options with { Endpoint = value }, null),
        "ENDPOINT" => (options, $"found \"{value}\"; allowed is an https address, or an http one on loopback."),
        _ => (options, $"there is no such setting; {Allowed}."),
    };

    private static (AwsAccountOptions Options, string? Error) WithUnmanaged(AwsAccountOptions options, params string[] types) => types.FirstOrDefault(t => !TypeName().IsMatch(t)) is { } wrong
        ? (options, $"found \"{wrong}\"; allowed are resource types of AWS, such as AWS::S3::Bucket.")
        : (options with { Unmanaged = [.. options.Unmanaged.Concat(types).Distinct()] }, null);

    [GeneratedRegex(@"^AWS::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}\z")]
    private static partial Regex TypeName();

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex AccountId();

    [GeneratedRegex(@"^arn:[a-z-]+:iam::[0-9]{12}:role/.+\z")]
    private static partial Regex RoleArn();
}
