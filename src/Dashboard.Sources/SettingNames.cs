using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;

namespace Dashboard.Sources;

/// <summary>The settings that there are, for web host and command line alike: a misspelt one is an error for both, and no advice names another. It takes key/value pairs, so that it needs no configuration library.</summary>
public static class SettingNames
{
    /// <summary>The section that holds them all.</summary>
    public const string Root = "Driftboard";

    /// <summary>The keys of each section, by its path below the root. What stands below Git and Accounts, their own readers check.</summary>
    private static readonly (string Section, string[] Keys)[] Sections =
    [
        ("", ["Repositories", "ConfigRef", "Data", "From", "Sandbox", "Scan", "Git", "Accounts"]),
        ("Sandbox", ["Enabled", "Urls"]),
        ("Scan", ["IntervalSeconds", "CallsPerSecond", "LiveMaxAgeMinutes"]),
        ("Scan:LiveMaxAgeMinutes", ["Development", "Staging", "Production", "Ephemeral"]),
    ];

    /// <summary>A message for each key of a section that it does not have, in order of appearance.</summary>
    /// <param name="entries">Keys relative to the root, in any case, with their values.</param>
    public static IEnumerable<string> Problems(IEnumerable<KeyValuePair<string, string?>> entries)
    {
        var names = entries.Select(e => e.Key).ToList();
        foreach (var (section, keys) in Sections)
        {
            var start = section.Length == 0 ? "" : section + ":";
            foreach (var key in names.Where(n => n.Length > start.Length && n.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(n => n[start.Length..].Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                    yield return $"{Root}:{start}{key}: there is no such setting; allowed are {string.Join(", ", keys)}.{SecretHint(key)}";
            }
        }
    }

    /// <summary>Whether there is a setting or section of a name.</summary>
    /// <param name="key">"Driftboard:Scan:CallsPerSecond"; in the place of an account's id, or of a list's index, anything may stand.</param>
    public static bool Exists(string key) => key.Split(':') switch
    {
        [Root] => true,
        [Root, "Accounts", _] => true,
        [Root, "Accounts", _, var name] => AwsAccountSettings.Keys.Contains(name),
        [Root, "Git", "Credentials", _, var name] => GitSettings.CredentialKeys.Contains(name),
        [Root, "Git", "Credentials", var name] => int.TryParse(name, out _) || GitSettings.CredentialKeys.Contains(name),
        [Root, "Git", var name] => GitSettings.Keys.Contains(name),
        [Root, "Repositories", var index] => int.TryParse(index, out _),
        [Root, .. var sections, var name] => Sections.Any(s => s.Section == string.Join(':', sections) && s.Keys.Contains(name)),
        _ => false,
    };

    /// <summary>What is said to who may have put a secret there; else nothing.</summary>
    /// <param name="key">The setting's name.</param>
    public static string SecretHint(string key) =>
        key.Contains("key", StringComparison.OrdinalIgnoreCase) || key.Contains("secret", StringComparison.OrdinalIgnoreCase) || key.Contains("token", StringComparison.OrdinalIgnoreCase)
            ? " Nothing secret belongs in the configuration: name a profile or a role."
            : "";
}
