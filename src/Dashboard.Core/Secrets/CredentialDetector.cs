using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Secrets;

/// <summary>Tells what looks like a credential: by the name that a value bears, and by the value itself. The only such judgement in the product.</summary>
/// <remarks>It errs towards secrecy for values under a telling name, and towards openness for names, ids, ARNs and paths: these are what a comparison is about.</remarks>
public static partial class CredentialDetector
{
    /// <summary>Words that a credential's name holds, in upper case without separators.</summary>
    private static readonly string[] Telling =
    [
        "PASSWORD", "PASSWD", "PASSPHRASE", "PWD", "SECRET", "TOKEN", "APIKEY", "ACCESSKEY", "PRIVATEKEY", "SIGNINGKEY", "ENCRYPTIONKEY", "MASTERKEY",
        "CREDENTIAL", "CREDENTIALS", "AUTHKEY", "CONNECTIONSTRING", "LICENSEKEY", "WEBHOOKKEY", "SALT",
    ];

    /// <summary>Last words of a name that say: not the credential itself, but something about it.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "ARN", "ARNS", "ID", "IDS", "NAME", "NAMES", "PATH", "FILE", "PREFIX", "SUFFIX", "URL", "URI", "ENDPOINT", "HOST", "TTL", "EXPIRY", "EXPIRATION", "EXPIRES",
        "LENGTH", "SIZE", "ENABLED", "HEADER", "TYPE", "TABLE", "BUCKET", "VERSION", "REGION", "ROTATION", "POLICY", "ALGORITHM", "ISSUER", "AUDIENCE", "SECONDS",
        "MINUTES", "HOURS", "DAYS", "COUNT", "LIMIT", "PARAMETER", "REF", "KEYNAME", "MAX", "MIN", "MODE", "SOURCE", "PROVIDER", "LOCATION", "REQUIRED",
    };

    /// <summary>Every known form holds one of these: most texts hold none, and no pattern needs to be tried on them.</summary>
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["AKIA", "ASIA", "PRIVATE KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "k_live_", "k_test_", "AIza", "SG.", "eyJ", "://", "password", "passwd", "pwd", "secret", "api_key", "apikey", "auth"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> RandomAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.-");
    private static readonly SearchValues<char> Base64Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\t\r\n");

    private static readonly ConcurrentDictionary<string, bool> KnownNames = new(StringComparer.Ordinal);

    /// <summary>Whether a value looks like a credential.</summary>
    /// <param name="name">The name that it bears (the variable's name), or empty.</param>
    /// <param name="value">The text.</param>
    public static bool LooksLikeCredential(string name, string value)
    {
        if (value.Length == 0 || IsPointer(value))
            return false;
        return HoldsCredential(value) || (IsTellingName(name) && !IsFlag(value));
    }

    /// <summary>Whether a text is or holds a credential, whatever its name.</summary>
    public static bool HoldsCredential(string text)
    {
        if (text.Length < 8)
            return false;
        if (HasKnownForm(text) || IsRandom(text))
            return true;
        return text.Length >= 24 && FromBase64(text) is { } decoded && HasKnownForm(decoded);
    }

    /// <summary>Whether a name says that what it names is a credential.</summary>
    public static bool IsTellingName(string name)
    {
        if (name.Length == 0)
            return false;
        if (KnownNames.TryGetValue(name, out var known))
            return known;
        var isTelling = AreTellingWords(name);
        // The same few names are asked for in every template; a bound keeps a long-running process from collecting them.
        if (KnownNames.Count < 10_000 && name.Length < 200)
            KnownNames[name] = isTelling;
        return isTelling;
    }

    private static bool AreTellingWords(string name)
    {
        var words = Words().Matches(name).Select(m => m.Value.ToUpperInvariant()).ToList();
        if (words.Count == 0 || (words.Count > 1 && Harmless.Contains(words[^1])))
            return false;
        for (var first = 0; first < words.Count; first++)
        {
            var joined = "";
            for (var last = first; last < words.Count && last < first + 3; last++)
            {
                joined += words[last];
                if (Array.IndexOf(Telling, joined) >= 0 || (joined.Length > 8 && (joined.EndsWith("PASSWORD", StringComparison.Ordinal) || joined.EndsWith("SECRET", StringComparison.Ordinal))))
                    return true;
            }
        }

        return false;
    }

    private static bool HasKnownForm(string text) => text.AsSpan().ContainsAny(Marks) && KnownForms().IsMatch(text);

    /// <summary>An ARN, a dynamic reference, a path of a parameter store: it names where something is kept.</summary>
    private static bool IsPointer(string value) =>
        value.StartsWith("arn:", StringComparison.Ordinal)
        || value.StartsWith("{{resolve:", StringComparison.Ordinal)
        || (value.StartsWith('/') && PlainPath().IsMatch(value));

    private static bool IsFlag(string value) => value.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NONE" or "NULL" or "ENABLED" or "DISABLED";

    /// <summary>A long run without words in it: many kinds of characters in no order. Hexadecimal text is a digest or an id.</summary>
    private static bool IsRandom(string text)
    {
        if (text.Length is < 32 or > 512 || text.StartsWith('/') || text.AsSpan().ContainsAnyExcept(RandomAlphabet))
            return false;
        foreach (var run in text.Length == 40 ? [text] : text.Split('-', '_', '.'))
        {
            if (run.Length < 32 || run.Count(char.IsAsciiDigit) < 3 || run.Count(char.IsAsciiLetterUpper) < 3 || run.Count(char.IsAsciiLetterLower) < 3)
                continue;
            if (!run.Contains('-', StringComparison.Ordinal) && Entropy(run) >= 4.2 && LongestWord(run) < 8)
                return true;
        }

        return false;
    }

    private static double Entropy(string text)
    {
        var bits = 0.0;
        foreach (var group in text.GroupBy(c => c))
        {
            var share = (double)group.Count() / text.Length;
            bits -= share * Math.Log2(share);
        }

        return bits;
    }

    /// <summary>The longest run of lower-case letters: names are made of words, tokens are not.</summary>
    private static int LongestWord(string text)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiLetterLower(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string? FromBase64(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Base64Alphabet))
            return null;
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length))
            return null;
        var decoded = Encoding.UTF8.GetString(buffer, 0, length);
        return decoded.Contains('\uFFFD', StringComparison.Ordinal) ? null : decoded;
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("^/[A-Za-z0-9_./-]*[A-Za-z][A-Za-z0-9_./-]*$", RegexOptions.None, 1000)]
    private static partial Regex PlainPath();

    /// <summary>Forms that nothing but a credential has: access key ids, private keys, vendors' tokens, JWTs, user and password in a URL or connection string.</summary>
    [GeneratedRegex("""
        \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
        | -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY(?:\ BLOCK)?-----
        | \b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,} | \bgithub_pat_[A-Za-z0-9_]{20,} | \bglpat-[A-Za-z0-9_-]{16,}
        | \bxox[abprs]-[A-Za-z0-9-]{10,} | \b[sr]k_(?:live|test)_[A-Za-z0-9]{10,} | \bAIza[A-Za-z0-9_-]{30,} | \bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}
        | \beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}
        | [a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@"'$]*:[^\s/@"'${][^\s/@"']*@
        | (?i:\b(?:password|passwd|pwd|secret_?key|secret_?access_?key|api_?key|auth_?token)\b\s*[=:]\s*["']?(?!\{\{resolve|\$[{(A-Za-z]|["'\s;]|$)[^\s;"']{3,})
        """, RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex KnownForms();
}
