using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Sources.Git;

/// <summary>Where a repository is: a local folder, or an https or ssh address. An address never holds a credential.</summary>
/// <param name="Text">As configured; of a local one, the full path.</param>
/// <param name="Scheme">"https", "ssh" or, on loopback alone, "http"; null: a local folder.</param>
public sealed partial record GitLocation(string Text, string? Scheme)
{
    /// <summary>What a location may be, for error messages.</summary>
    public const string Allowed = "the path of a local git repository, or an address such as https://git.example.com/shop.git, ssh://git@git.example.com/shop.git or git@git.example.com:shop.git";

    private static readonly string[] Schemes = ["https", "http", "ssh", "git", "ftp", "ftps", "file"];

    private const string CredentialAdvice =
        "Take it out, since addresses are shown, and give it by Driftboard:Git:Credentials (the name of an environment variable) or by a credential helper of git.";

    /// <summary>Whether it is an address and no folder.</summary>
    public bool IsRemote => Scheme is not null;

    /// <summary>Whether a text is meant as an address: whatever git would not take for a path.</summary>
    public static bool LooksRemote(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal) || IsShort(text);

    /// <summary>Reads a location.</summary>
    /// <param name="text">What is configured.</param>
    /// <param name="problem">What is wrong with it, in words that show no credential; empty where nothing is.</param>
    /// <returns>Null where something is wrong. Whether a folder is there, and is a repository, is not looked at.</returns>
    public static GitLocation? Parse(string text, out string problem)
    {
        problem = "";
        if (text.StartsWith('-') || text.Any(char.IsControl))
            problem = $"found '{Shown(text)}'; allowed is {Allowed}.";
        else if (!LooksRemote(text))
            return new GitLocation(Path.GetFullPath(text), null);
        else if (!text.Contains("://", StringComparison.Ordinal))
            return ParseShort(text, out problem);
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeFile && address.Host.Length == 0) || address.Host.StartsWith('-') || address.AbsolutePath is "" or "/" || text.Any(char.IsWhiteSpace))
            problem = $"found '{Shown(text)}'; allowed is {Allowed}.";
        else if (ProblemOf(address, text) is { } found)
            problem = found;
        else
            return new GitLocation(text, address.Scheme);
        return null;
    }

    /// <summary>A text that was meant as a location, as it may be shown: without what may be a credential.</summary>
    public static string Shown(string text)
    {
        var safe = string.Concat(text.Where(c => !char.IsControl(c)));
        var start = safe.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var at = safe.LastIndexOf('@');
        var hides = at >= start && (start > 0 || safe.AsSpan(0, at).Contains(':'));
        if (hides && !SshUser().IsMatch(safe))
            safe = $"{safe[..start]}***{safe[at..]}";
        var extra = safe.AsSpan(start).IndexOfAny('?', '#');
        return extra < 0 || start == 0 ? safe : $"{safe[..(start + extra + 1)]}***";
    }

    /// <summary>The name of the folder that holds the mirror.</summary>
    internal string MirrorName()
    {
        var last = Text.TrimEnd('/', '\\').Split('/', '\\', ':')[^1];
        if (IsRemote && last.EndsWith(".git", StringComparison.Ordinal))
            last = last[..^4];
        var name = IsRemote ? string.Concat(last.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')) : Path.GetFileName(Path.TrimEndingDirectorySeparator(Text));
        return $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..16]}.git";
    }

    private static string? ProblemOf(Uri address, string text)
    {
        if (address.Scheme is not ("https" or "http" or "ssh"))
            return $"found '{Shown(text)}', whose scheme is '{address.Scheme}'; allowed is {Allowed}.";
        if (address.Scheme == "ssh" ? address.UserInfo.Contains(':', StringComparison.Ordinal) : address.UserInfo.Length > 0)
            return $"found '{Shown(text)}', with a user name or password in the address. {CredentialAdvice}";
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            return $"found '{Shown(text)}', with a query or fragment, which may hold a credential. {CredentialAdvice}";
        if (address.Scheme == "ssh" && address.UserInfo.StartsWith('-'))
            return $"found '{Shown(text)}'; allowed is {Allowed}.";
        return address.Scheme == "http" && !address.IsLoopback
            ? $"found '{Shown(text)}': http sends all that is read, and the password, in the clear. Use https or ssh."
            : null;
    }

    private static GitLocation? ParseShort(string text, out string problem)
    {
        var path = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        // "user:password@host:path" reads as a host named "user", and "https:/user:password@host/path", with one slash, as a host named "https".
        var host = text[..^(path.Length + 1)];
        problem = path.Split('/')[0].Contains('@', StringComparison.Ordinal) || (path.Contains('@', StringComparison.Ordinal) && !host.Contains('@', StringComparison.Ordinal))
            ? $"found '{Shown(text)}', with a user name or password in the address. {CredentialAdvice}"
            : Schemes.Contains(host, StringComparer.OrdinalIgnoreCase) || path.Length == 0 || path.StartsWith(':') || text.Any(char.IsWhiteSpace) || !Short().IsMatch(text) ? $"found '{Shown(text)}'; allowed is {Allowed}." : "";
        return problem.Length == 0 ? new GitLocation(text, "ssh") : null;
    }

    // A colon before any slash, as git itself tells; a drive letter is none.
    private static bool IsShort(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && text.AsSpan(0, colon).IndexOfAny('/', '\\') < 0 && !(colon == 1 && OperatingSystem.IsWindows());
    }

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*@)?(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\]):", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Short();

    // Who logs in over ssh is no secret: it is "git" nearly everywhere.
    [GeneratedRegex(@"\Assh://[A-Za-z0-9_.][A-Za-z0-9_.-]*@[^@]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SshUser();
}
