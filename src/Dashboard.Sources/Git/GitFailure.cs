using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Git;

/// <summary>What git complains of, in words for people and with what to do next.</summary>
/// <remarks>Git has one exit code for all of it, so its English sentences are all that there is to tell them apart. They choose the advice, and nothing else.</remarks>
internal static class GitFailure
{
    private const int MostText = 300;

    /// <summary>The answer names no reference at all.</summary>
    public const string NothingListed = "what answers lists no branch or tag: it may be a login page of a network or a proxy, or a repository without anything in it. See in a browser what the address shows, log in there, or push a branch.";

    private const string NoTls = "what answers at this https address does not speak TLS: it may be a port for http, or a proxy. See that the host and the port are right.";

    private static readonly string[] ShellRefusals = ["not found", "command not found", "No such file or directory", "Permission denied"];

    private static readonly (string Sign, string Advice)[] Known =
    [
        ("Host key verification failed", "the host's key is not the known one, or none is known. Compare its fingerprint with the one that the host publishes, and add it to known_hosts of the user that Driftboard runs as."),
        ("Permission denied (", "the host accepts no key of ours. Give the user that Driftboard runs as a key or an agent, and register the public key with the host (reading is enough)."),
        ("Authentication failed", "the host does not accept the user and password. See that the variable of Driftboard:Git:Credentials, or the credential helper, holds a password or token that is still valid and may read the repository."),
        ("could not read Username", "the host asks for a user and password, and there are none. Name the variable that holds them in Driftboard:Git:Credentials, or set up a credential helper of git."),
        ("could not read Password", "the host asks for a password, and there is none. Name the variable that holds it in Driftboard:Git:Credentials, or set up a credential helper of git."),
        ("terminal prompts disabled", "the host asks for a user and password, and there are none. Name the variable that holds them in Driftboard:Git:Credentials, or set up a credential helper of git."),
        ("returned error: 401", "the host does not accept who we are. See that the variable of Driftboard:Git:Credentials, or the credential helper, holds a password or token that is still valid."),
        ("returned error: 403", "the host does not let us read it. See that the user or token may read the repository."),
        ("returned error: 30", "the host answers with another address. Configure the one that it leads to: redirects are not followed."),
        ("command not found", "a program that is needed is missing: here, one that GIT_SSH_COMMAND starts, or git on the host."),
        ("info/refs not valid", NothingListed),
        ("wrong version number", NoTls),
        ("unexpected TLS packet", NoTls),
        ("packet length too long", NoTls),
        ("SEC_E_INVALID_TOKEN", NoTls),
        ("unable to update url base from redirection", "the host answers with another address. Configure the one that it leads to: redirects are not followed."),
        ("returned error: 5", "the host has a fault of its own."),
        ("not found", "the host knows no such repository, or does not show it to us. See that the address is right and that the user or token may read it."),
        ("does not appear to be a git repository", "the host knows no such repository, or does not show it to us. See that the address is right and that the key may read it."),
        ("Could not resolve host", "the host's name is not known here. See that the address is right and that name resolution works."),
        ("certificate", "the host's certificate is not trusted. Of a private authority, name the file in GIT_SSL_CAINFO."),
        ("Failed to connect", "the host cannot be reached."),
        ("Connection refused", "the host cannot be reached."),
        ("Connection timed out", "the host cannot be reached."),
        ("No space left on device", "the disk of the data folder is full."),
    ];

    /// <summary>In words.</summary>
    /// <param name="error">What git wrote.</param>
    /// <param name="ssh">The command that it was to reach the host with; null: none.</param>
    public static string Describe(string error, string? ssh = null)
    {
        if (ssh is not null && ProgramOf(ssh) is { Length: > 0 } program && CannotStart(error, program))
            return $"the ssh program '{CredentialDetector.Shown(program)}' that GIT_SSH_COMMAND names cannot be started: it is not there, or may not be run. Install it, or correct GIT_SSH_COMMAND.";
        var (sign, known) = Array.Find(Known, k => error.Contains(k.Sign, StringComparison.OrdinalIgnoreCase));
        var said = Said(error, sign);
        var advice = known ?? "git failed.";
        return said.Length == 0 ? advice : $"{advice} Git says: {said}";
    }

    /// <summary>Whether the shell says so: "... 1: /no/ssh: not found".</summary>
    private static bool CannotStart(string error, string program) => error.Split('\n', StringSplitOptions.TrimEntries)
        .Any(l => Array.Exists(ShellRefusals, r => l.EndsWith($" {program}: {r}", StringComparison.Ordinal)));

    /// <summary>The first word of a command: "'/opt/my ssh' -i key" names "/opt/my ssh".</summary>
    private static string ProgramOf(string command)
    {
        var text = command.Trim();
        var end = text is ['\'' or '"', ..] ? text.IndexOf(text[0], 1) : text.IndexOfAny([' ', '\t']);
        return (end < 0 ? text : text[..end]).Trim('\'', '"');
    }

    /// <summary>The line that says most, as far as it may be shown: of those with the sign that the advice is for, where there are any.</summary>
    private static string Said(string error, string? sign)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (sign is not null && Array.FindAll(lines, l => l.Contains(sign, StringComparison.OrdinalIgnoreCase)) is { Length: > 0 } signed)
            lines = signed;
        var line = Array.Find(lines, l => l.StartsWith("fatal: ", StringComparison.Ordinal)) ?? Array.Find(lines, l => l.StartsWith("error: ", StringComparison.Ordinal)) ?? lines.LastOrDefault("");
        var text = string.Concat(line.Where(c => !char.IsControl(c)));
        var shown = CredentialDetector.Shown(text);
        return shown.Length > MostText ? shown[..MostText] + "..." : shown;
    }
}
