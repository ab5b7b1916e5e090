using System.Globalization;
using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Git;

/// <summary>The section "Driftboard:Git" of a configuration.</summary>
/// <param name="Options">How git is run.</param>
/// <param name="Interval">How often a remote repository is asked for news.</param>
/// <param name="HookSecretVariable">The environment variable with the secret that webhooks are signed with; null: there are none.</param>
/// <param name="Errors">All that is wrong, each with its key, what was found and what is allowed.</param>
public sealed record GitSettings(GitOptions Options, TimeSpan Interval, string? HookSecretVariable, ImmutableArray<string> Errors)
{
    /// <summary>The section's key.</summary>
    public const string Section = "Driftboard:Git";

    private const int ShortestSecret = 16;

    internal static readonly string[] Keys = ["IntervalSeconds", "TimeoutSeconds", "MaxMegabytes", "HookSecretVariable", "Credentials"];
    internal static readonly string[] CredentialKeys = ["Url", "User", "PasswordVariable"];

    /// <summary>Reads the section.</summary>
    /// <param name="entries">Keys below the section ("Credentials:0:Url") with their values.</param>
    /// <param name="variables">Environment variables that go before those of the process.</param>
    /// <param name="served">Of a server, the repositories that it reads: what it needs of the environment has to be there, for them and for webhooks. Null: the environment is looked at when something is read.</param>
    public static GitSettings Read(IEnumerable<KeyValuePair<string, string?>> entries, ImmutableDictionary<string, string>? variables = null, IReadOnlyCollection<string>? served = null)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        var values = entries.Where(e => !string.IsNullOrEmpty(e.Value)).ToDictionary(e => e.Key, e => e.Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var key in values.Keys.Where(k => !k.Contains(':', StringComparison.Ordinal) && !Keys.Contains(k, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{Section}:{key}: there is no such setting; allowed are {string.Join(", ", Keys)}.");
        foreach (var key in Keys[..^1].SelectMany(k => values.Keys.Where(v => v.StartsWith(k + ":", StringComparison.OrdinalIgnoreCase))).Concat(values.Keys.Where(k => k.Equals("Credentials", StringComparison.OrdinalIgnoreCase))))
            errors.Add($"{Section}:{key}: allowed are one value for each of {string.Join(", ", Keys[..^1])}, and a list of Credentials.");

        var options = new GitOptions { Variables = variables ?? ImmutableDictionary<string, string>.Empty };
        var credentials = Credentials(values, options, served, errors).ToImmutableArray();
        var hook = values.GetValueOrDefault("HookSecretVariable");
        options = options with
        {
            MaxBytes = (long)GitOptions.Megabyte * Number(values, "MaxMegabytes", (int)(options.MaxBytes / GitOptions.Megabyte), 1, 1_000_000, errors),
            Timeout = TimeSpan.FromSeconds(Number(values, "TimeoutSeconds", (int)options.Timeout.TotalSeconds, 5, 3_600, errors)),
            Credentials = credentials,
            Hidden = [.. credentials.Select(c => c.PasswordVariable).Append(hook).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
        if (hook is not null && (!IsName(hook) || (served is not null && options.Variable(hook) is null)))
            errors.Add(Missing($"{Section}:HookSecretVariable", hook, "the secret"));
        else if (hook is not null && served is not null && options.Variable(hook)!.Length < ShortestSecret)
            errors.Add($"{Section}:HookSecretVariable: found a secret of fewer than {ShortestSecret} characters in {hook}; allowed are {ShortestSecret} or more, such as what 'openssl rand -hex 32' prints.");
        return new GitSettings(options, TimeSpan.FromSeconds(Number(values, "IntervalSeconds", 60, 10, 86_400, errors)), hook, errors.ToImmutable());
    }

    /// <summary>The secret that webhooks are signed with; null where there are none.</summary>
    public string? HookSecret() => HookSecretVariable is { } variable ? Options.Variable(variable) : null;

    /// <summary>What stands in the way of using a credential; null where nothing does.</summary>
    internal static string? ProblemOf(GitOptions options, GitCredential credential, string key = $"{Section}:Credentials") => options.Variable(credential.PasswordVariable) is not { } password
        ? Missing(key, credential.PasswordVariable, "the password or token")
        // Git is told the password in a line of its own: more lines would be told, too.
        : password.Any(char.IsControl) ? $"{key}: found a control character, such as the end of a line, in the variable {credential.PasswordVariable}; allowed is the password or token alone." : null;

    private static IEnumerable<GitCredential> Credentials(Dictionary<string, string> values, GitOptions options, IReadOnlyCollection<string>? served, ImmutableArray<string>.Builder errors)
    {
        const string list = "Credentials:";
        foreach (var entry in values.Where(v => v.Key.StartsWith(list, StringComparison.OrdinalIgnoreCase)).GroupBy(v => v.Key[list.Length..].Split(':')[0]).OrderBy(g => g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            var key = $"{Section}:{list}{entry.Key}";
            var own = entry.ToDictionary(e => e.Key[(list.Length + entry.Key.Length)..].TrimStart(':'), e => e.Value, StringComparer.OrdinalIgnoreCase);
            var count = errors.Count;
            foreach (var unknown in own.Keys.Where(k => !CredentialKeys.Contains(k, StringComparer.OrdinalIgnoreCase)))
                errors.Add($"{key}:{unknown}: there is no such setting; allowed are {string.Join(", ", CredentialKeys)}. Nothing secret belongs in the configuration: name an environment variable.");
            var url = own.GetValueOrDefault("Url") ?? "";
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)) || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
                errors.Add($"{key}:Url: found '{GitLocation.Shown(url)}'; allowed is an https address without user and password, such as https://git.example.com. For ssh, use an agent or a key.");
            var user = own.GetValueOrDefault("User") ?? GitCredential.DefaultUser;
            if (user.Any(c => char.IsControl(c)))
                errors.Add($"{key}:User: found a control character; allowed is a user's name.");
            if (own.GetValueOrDefault("PasswordVariable") is not { } variable)
                errors.Add($"{key}:PasswordVariable: found nothing; allowed is the name of the environment variable that holds the password or token.");
            else if (!IsName(variable))
                errors.Add(Missing($"{key}:PasswordVariable", variable, "the password or token"));
            else if (errors.Count == count)
            {
                var credential = new GitCredential(url, user, variable);
                if (served?.Any(s => GitLocation.Parse(s, out _) is { } location && credential.Fits(location)) == true && ProblemOf(options, credential, $"{key}:PasswordVariable") is { } problem)
                    errors.Add(problem);
                yield return credential;
            }
        }
    }

    // Whoever writes the secret itself here must not find it on the screen.
    private static string Missing(string key, string variable, string what) => variable.Length <= 64 && variable.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') && !CredentialDetector.HoldsCredential(variable)
        ? $"{key}: found '{variable}', but there is no environment variable of that name, or it is empty; set it to {what}, and start again."
        : $"{key}: found what names no environment variable; allowed is the name of one that holds {what}, such as SHOP_GIT_TOKEN.";

    private static bool IsName(string variable) => variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(variable[0]);

    private static int Number(Dictionary<string, string> values, string key, int fallback, int least, int most, ImmutableArray<string>.Builder errors)
    {
        if (values.GetValueOrDefault(key) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key}: found '{text}'; allowed is a whole number from {least} to {most}."));
        return fallback;
    }
}
