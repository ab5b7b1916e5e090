using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Forms that nothing but a credential has: access key ids, private keys, vendors' tokens, JWTs, user and password in a URL, the addresses of webhooks.</summary>
/// <remarks>Every search goes through the text once, whatever it holds: texts come from repositories that nobody vouches for.</remarks>
internal static class CredentialForms
{
    private const int MaxUser = 300;

    /// <summary>"xoxb-" and ten characters.</summary>
    private const int ShortestToken = 15;

    /// <summary>Every token holds one of these.</summary>
    private static readonly ImmutableArray<string> Tokens =
    [
        "AKIA", "ASIA", "PRIVATE KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "glrt-", "xox", "xapp-", "k_live_", "k_test_", "whsec_", "AIza", "GOCSPX-", "SG.", "eyJ", "Bearer ", "Basic ",
        "npm_", "pypi-", "hf_", "dckr_pat_", "dop_v1_", "shpat_", "sk-ant-", "sk-proj-", RecordedSecret.Prefix,
    ];

    private const string Zapier = "hooks.zapier.com";

    /// <summary>Hosts and paths below which an address is all that it takes to write there.</summary>
    private static readonly (string Host, string Path)[] Webhooks =
    [
        ("hooks.slack.com", "/services/"), ("hooks.slack.com", "/workflows/"), ("hooks.slack.com", "/triggers/"), ("hooks.slack-gov.com", "/services/"),
        ("discord.com", "/api/webhooks/"), ("discordapp.com", "/api/webhooks/"), (".webhook.office.com", "/webhookb2/"), ("outlook.office.com", "/webhook/"), (Zapier, "/hooks/catch/"),
    ];

    /// <summary>A shorter last part of a webhook's address is none of a secret. Zapier's are the shortest.</summary>
    private const int ShortestHook = 8, ShortestZap = 5;

    private static readonly SearchValues<string> TokenMarks = SearchValues.Create([.. Tokens], StringComparison.Ordinal);

    /// <summary>Every other form holds one of these, or is a command: most texts hold none, and nothing else needs to be tried on them.</summary>
    private static readonly SearchValues<string> Marks = SearchValues.Create(["://", .. CredentialAssignments.Marks], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> OptionMarks = SearchValues.Create([.. CredentialCommands.OptionMarks], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> WordMarks = SearchValues.Create([.. CredentialCommands.WordMarks], StringComparison.OrdinalIgnoreCase);

    /// <summary>Every URL, assignment and login holds one of these; where a text has none, only a token can be in it.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create(":=> \t");

    private static readonly SearchValues<char> Kind = SearchValues.Create(" ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> Digest = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Url64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> Header = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-");
    private static readonly SearchValues<char> Path = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/@");
    private static readonly SearchValues<char> UrlEnd = SearchValues.Create(" \t\r\n\f\v/@\"'");

    /// <summary>Whether a text may hold one.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(TokenMarks) || (text.ContainsAny(Signs) && HasMark(text));

    /// <summary>Whether a text holds one.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Signs))
            return text.Length >= ShortestToken && HoldsToken(text);
        return HoldsToken(text) || (HasMark(text) && (HoldsUrl(text) || CredentialAssignments.AreIn(text) || CredentialAssignments.HoldsLogin(text) || CredentialCommands.AreIn(text)));
    }

    /// <summary>Few texts have a blank, and every command has; fewer have a dash as well.</summary>
    private static bool HasMark(ReadOnlySpan<char> text) =>
        text.ContainsAny(Marks) || (text.Contains(' ') && ((text.Contains('-') && text.ContainsAny(OptionMarks)) || text.ContainsAny(WordMarks)));

    private static bool HoldsToken(ReadOnlySpan<char> text)
    {
        for (var at = 0; text[at..].IndexOfAny(TokenMarks) is >= 0 and var step;)
        {
            at += step;
            if (IsToken(text, at, out var end))
                return true;
            at = Math.Max(end, at + 1);
        }

        return false;
    }

    /// <summary>Whether a token begins (a private key: has its words) at a place; else no other can begin before the end.</summary>
    private static bool IsToken(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at + 1;
        var rest = text[at..];
        var isStart = at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_');
        switch (rest[0])
        {
            case 'n':
                return isStart && Run(rest[4..], Plain) >= 30;
            case 'p':
                return isStart && Run(rest[5..], Url64) >= 40;
            case 'h':
                return isStart && Run(rest[3..], Plain) >= 30;
            case 'w':
                return isStart && Run(rest[6..], Header) >= 20;
            case 'G':
                return isStart && Run(rest[7..], Url64) >= 20;
            case 's' when rest[1] == 'h':
                return isStart && Run(rest[6..], Plain) >= 32;
            case 's':
                return isStart && Run(rest[7..], Url64) >= 20;
            case 'd' when rest[1] == 'c':
                return isStart && Run(rest[9..], Url64) >= 20;
            case 'd' when rest[1] == 'o':
                return isStart && Run(rest[7..], Plain) >= 64;
            case 'A' when rest[1] == 'I':
                return isStart && Run(rest[4..], Url64) >= 30;
            case 'A':
                return isStart && Run(rest[4..], Digest) == 16 && (rest.Length == 20 || !(char.IsLetterOrDigit(rest[20]) || rest[20] == '_'));
            case 'P':
                return IsPrivateKey(text, at);
            case 'B':
                var credential = rest[(rest.IndexOf(' ') + 1)..];
                credential = credential[..Run(credential, Header)];
                return isStart && credential.Length >= 16 && credential.ContainsAnyInRange('0', '9') && credential.ContainsAnyInRange('A', 'z');
            case 'g' when rest.StartsWith("github"):
                return isStart && Run(rest[11..], Url64) >= 20;
            case 'g' when rest[1] == 'l':
                return isStart && Run(rest[(rest.IndexOf('-') + 1)..], Url64) >= 16;
            case 'x' when rest[1] == 'a':
                return isStart && Run(rest[5..], Url64) >= 20;
            case 'g':
                return isStart && Run(rest[4..], Plain) >= 20;
            case 'x':
                return isStart && rest.Length > 5 && rest[3] is 'a' or 'b' or 'p' or 'r' or 's' && rest[4] == '-' && Run(rest[5..], Url64) >= 10;
            case 'd':
                return RecordedSecret.IsAt(rest);
            case 'k':
                return at > 0 && text[at - 1] is 's' or 'r' && Run(rest[7..], Plain) >= 10;
            case 'S':
                var key = Run(rest[3..], Url64);
                return isStart && key >= 16 && rest.Length > 3 + key && rest[3 + key] == '.' && Run(rest[(4 + key)..], Url64) >= 16;
            default:
                return IsJwt(rest, isStart, at, out end);
        }
    }

    /// <summary><c>-----BEGIN RSA PRIVATE KEY-----</c>, and the same of PGP.</summary>
    private static bool IsPrivateKey(ReadOnlySpan<char> text, int at)
    {
        const string Opening = "-----BEGIN ";
        var before = text[Math.Max(0, at - 60)..at];
        var begin = before.LastIndexOf(Opening);
        if (begin < 0 || before[(begin + Opening.Length)..].ContainsAnyExcept(Kind))
            return false;
        var after = text[(at + "PRIVATE KEY".Length)..];
        return after.StartsWith("-----") || after.StartsWith(" BLOCK-----");
    }

    /// <summary><c>eyJ...</c>, twice, and a signature.</summary>
    private static bool IsJwt(ReadOnlySpan<char> rest, bool isStart, int at, out int end)
    {
        var head = Run(rest, Url64);
        // Whatever begins inside this run ends where it ends.
        end = at + head;
        if (!isStart || head < 11 || rest.Length == head || rest[head] != '.' || !rest[(head + 1)..].StartsWith("eyJ"))
            return false;
        var body = rest[(head + 1)..];
        var length = Run(body, Url64);
        return length >= 11 && body.Length > length && body[length] == '.' && Run(body[(length + 1)..], Url64) >= 8;
    }

    /// <summary><c>postgres://user:password@host</c>; a password that begins with a hole, a variable or a placeholder is none.</summary>
    private static bool HoldsUrl(ReadOnlySpan<char> text)
    {
        for (var at = 0; text[at..].IndexOf("://") is >= 0 and var step;)
        {
            at += step + 3;
            if (at > 3 && !(char.IsAsciiLetterOrDigit(text[at - 4]) || text[at - 4] is '+' or '.' or '-'))
                continue;
            if (IsWebhook(text[at..]))
                return true;
            var colon = EndOfUser(text, at);
            if (colon >= text.Length || text[colon] != ':')
                continue;
            var password = text[(colon + 1)..];
            var end = password.IndexOfAny(UrlEnd);
            if (end > 0 && password[end] == '@' && password[0] is not ('$' or '{' or '<' or '*'))
                return true;
        }

        return false;
    }

    /// <summary><c>hooks.slack.com/services/T0/B0/x</c>: whose last part is written out. A number alone says which one it is.</summary>
    private static bool IsWebhook(ReadOnlySpan<char> address)
    {
        var slash = address.IndexOfAny(UrlEnd);
        if (slash <= 0 || address[slash] != '/')
            return false;
        var host = address[..slash];
        var rest = address[slash..];
        foreach (var (known, path) in Webhooks)
        {
            if (!host.EndsWith(known, StringComparison.OrdinalIgnoreCase) || (host.Length > known.Length && known[0] != '.' && host[^(known.Length + 1)] != '.') || !rest.StartsWith(path, StringComparison.Ordinal))
                continue;
            var parts = rest[path.Length..];
            var end = Run(parts, Path);
            while (end < parts.Length && parts[end] is '$' or '{' && parts[end..].IndexOf('}') is > 0 and var hole)
            {
                // What is filled in later says nothing; the last part counts, and only where all of it is written out.
                parts = parts[(end + hole)..].TrimStart('}');
                end = Run(parts, Path);
                parts = parts[..end].IndexOf('/') is >= 0 and var next ? parts[next..] : default;
                end = Run(parts, Path);
            }

            parts = parts[..end].TrimEnd('/');
            var last = parts[(parts.LastIndexOf('/') + 1)..];
            return last.Length >= (known == Zapier ? ShortestZap : ShortestHook) && last.ContainsAnyExceptInRange('0', '9');
        }

        return false;
    }

    /// <summary>Where the user of a URL ends: its own colons are inside holes and dynamic references only.</summary>
    private static int EndOfUser(ReadOnlySpan<char> text, int at)
    {
        var depth = 0;
        for (var most = at + MaxUser; at < text.Length && at < most; at++)
        {
            var c = text[at];
            if (c == '{')
                depth++;
            else if (c == '}')
                depth--;
            else if (depth <= 0 ? c == ':' || UrlEnd.Contains(c) : c is ' ' or '\n' or '"' or '\'')
                break;
        }

        return at;
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> alphabet) => text.IndexOfAnyExcept(alphabet) is >= 0 and var end ? end : text.Length;
}
