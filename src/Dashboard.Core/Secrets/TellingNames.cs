using System.Collections.Concurrent;

namespace Dashboard.Core.Secrets;

/// <summary>Tells by the words of a name whether what it names is a credential.</summary>
internal static class TellingNames
{
    /// <summary>A longer name is judged by its end.</summary>
    private const int MaxLength = 200;

    /// <summary>Words that a credential's name holds, in upper case without separators.</summary>
    private static readonly HashSet<string> Anywhere = new(StringComparer.Ordinal)
    {
        "PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE", "PWD", "SECRET", "TOKEN", "APIKEY", "ACCESSKEY", "ACCOUNTKEY", "PRIVATEKEY", "SIGNINGKEY", "ENCRYPTIONKEY", "MASTERKEY",
        "CREDENTIAL", "CREDENTIALS", "AUTHKEY", "CONNECTIONSTRING", "LICENSEKEY", "WEBHOOKKEY", "SALT",
        "DBPASS", "DBPASSWD", "DBPWD", "USERPASS", "ROOTPASS", "ADMINPASS", "MYSQLPASS", "SMTPPASS", "REQUIREPASS", "MASTERAUTH", "STOREPASS", "KEYPASS", "PASSWORDD",
        "SECRETKEY", "SECRETKEYBASE",
    };

    /// <summary>Words that tell as the last ones only: PassRole and AuthType are no credentials, DB_PASS and REDIS_AUTH are.</summary>
    private static readonly HashSet<string> Last = new(StringComparer.Ordinal)
    {
        "PASS", "AUTH", "CREDS", "PASSWORDS", "PASSWDS", "PASSPHRASES", "PWDS", "SECRETS", "TOKENS", "APIKEYS", "ACCESSKEYS", "PRIVATEKEYS", "SIGNINGKEYS", "ENCRYPTIONKEYS",
        "CONNECTIONSTRINGS", "LICENSEKEYS", "JWT", "JWTS",
    };

    /// <summary>Words that end as NEWPASS and MAILPASS do, and mean something else.</summary>
    private static readonly HashSet<string> OtherPasses = new(StringComparer.Ordinal) { "BYPASS", "COMPASS", "ENCOMPASS", "OVERPASS", "UNDERPASS", "SURPASS", "TRESPASS" };

    /// <summary>Last words of a name that say: not the credential itself, but something about it.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "ARN", "ARNS", "ID", "IDS", "NAME", "NAMES", "PATH", "PATHS", "FILE", "FILES", "PREFIX", "SUFFIX", "URL", "URLS", "URI", "URIS", "ENDPOINT", "ENDPOINTS", "HOST", "TTL", "EXPIRY", "EXPIRATION", "EXPIRES",
        "LENGTH", "SIZE", "ENABLED", "HEADER", "HEADERS", "TYPE", "TYPES", "TABLE", "BUCKET", "VERSION", "REGION", "ROTATION", "POLICY", "ALGORITHM", "ISSUER", "AUDIENCE", "SECONDS",
        "MINUTES", "HOURS", "DAYS", "COUNT", "LIMIT", "PARAMETER", "PARAM", "PARAMETERS", "REF", "KEYNAME", "MAX", "MIN", "MODE", "SOURCE", "PROVIDER", "LOCATION", "REQUIRED",
        "VALIDITY", "UNIT", "UNITS", "FORMAT", "FIELD", "FIELDS", "PERIOD", "AGE", "REUSE", "PREVENTION", "HISTORY", "CHARACTERS", "LABEL", "DESCRIPTION", "STAGE", "STAGES", "TARGET",
        "ATTACHMENT", "GENERATOR", "GENERATION", "RESET", "LAMBDA", "FUNCTION", "ROLE", "STATUS", "STATE", "STORE", "MANAGER", "SERVICE", "SERVER", "DURATION", "TIMEOUT", "AUTHORIZER",
        "VALIDATION", "CLAIM", "CLAIMS", "SCOPE", "SCOPES", "SCHEDULE", "INTERVAL", "STDIN", "ALIAS", "RESOURCE", "TEMPLATE", "METHOD", "STRATEGY", "FLOW", "FLOWS", "TAG", "TAGS", "CLASS",
        "RETRIEVAL", "RECOVERY", "COMPLEXITY", "UPDATED", "CREATED", "CHANGED", "DATE", "TIME", "TIMESTAMP", "REGEX", "PATTERN", "KIND", "PROJECT", "REPOSITORY", "NAMESPACE", "GROUP",
    };

    /// <summary>Last two words of names that AWS gives to what identifies a request, a page or a provider.</summary>
    private static readonly HashSet<string> HarmlessPairs = new(StringComparer.Ordinal)
    {
        "SERVICETOKEN", "CREATIONTOKEN", "REQUESTTOKEN", "NEXTTOKEN", "TASKTOKEN", "CLIENTTOKEN", "IDEMPOTENCYTOKEN", "PAGINATIONTOKEN", "SYNCTOKEN", "CONTINUATIONTOKEN", "PAGETOKEN",
    };

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    private static readonly NameTable<bool> Recent = new(1024);

    /// <summary>Whether a name says that what it names is a credential.</summary>
    public static bool Tells(string name)
    {
        if (name.Length is 0)
            return false;
        if (Recent.TryGet(name, out var recent))
            return recent;
        if (!Known.TryGetValue(name, out var tells))
        {
            tells = TellsBy(name, atEnd: false);
            // The same few names are asked for in every template; a bound keeps a long-running process from collecting them.
            if (Known.Count >= 10_000 || name.Length >= MaxLength)
                return tells;
            Known[name] = tells;
        }

        Recent.Put(name, tells);
        return tells;
    }

    /// <summary>Whether a name in a script or document says so with its last words: <c>DB_PASSWORD=</c>, but not <c>token_response =</c>.</summary>
    public static bool TellsAtEnd(ReadOnlySpan<char> name) => TellsBy(name, atEnd: true);

    private static bool TellsBy(ReadOnlySpan<char> name, bool atEnd)
    {
        if (name.Length > MaxLength)
            name = name[^MaxLength..];
        // spring.datasource.password, token.actions.githubusercontent.com:sub; of fs.s3a.secret.key the last two say it
        if (name.LastIndexOfAny('.', ':') is >= 0 and var dot)
            name = name[((name[dot..] is ".key" ? name[..dot].LastIndexOfAny('.', ':') : dot) + 1)..];
        var words = Words(name);
        while (words.Count > 1 && char.IsAsciiDigit(words[^1][0]))
            words.RemoveAt(words.Count - 1);
        if (words.Count == 0 || (words.Count > 1 && (Harmless.Contains(words[^1]) || HarmlessPairs.Contains(words[^2] + words[^1]))))
            return false;
        for (var first = 0; first < words.Count; first++)
        {
            var joined = "";
            for (var last = first; last < words.Count && last < first + 3; last++)
            {
                joined += words[last];
                var isLast = last == words.Count - 1;
                if ((isLast || !atEnd) && (Anywhere.Contains(joined) || EndsTelling(joined) || (isLast && (Last.Contains(joined) || IsPass(words[last])))) && !IsManager(words, last))
                    return true;
            }
        }

        return false;
    }

    /// <summary>DATABASEPASSWORD, written without a break.</summary>
    private static bool EndsTelling(string word) =>
        word.Length > 8 && (word.EndsWith("PASSWORD", StringComparison.Ordinal) || word.EndsWith("SECRET", StringComparison.Ordinal));

    /// <summary>NEWPASS, written without a break.</summary>
    private static bool IsPass(string word) => word.EndsWith("PASS", StringComparison.Ordinal) && !OtherPasses.Contains(word);

    /// <summary>Secrets Manager is a service.</summary>
    private static bool IsManager(List<string> words, int at) => at + 1 < words.Count && words[at + 1] == "MANAGER";

    /// <summary>The words in upper case: "DBPassword_v2" is DB, PASSWORD, V, 2.</summary>
    private static List<string> Words(ReadOnlySpan<char> name)
    {
        var words = new List<string>();
        for (var i = 0; i < name.Length;)
        {
            var end = i;
            if (char.IsAsciiDigit(name[i]))
            {
                while (end < name.Length && char.IsAsciiDigit(name[end]))
                    end++;
            }
            else
            {
                while (end < name.Length && char.IsAsciiLetterUpper(name[end]))
                    end++;
                var isFollowed = end < name.Length && char.IsAsciiLetterLower(name[end]);
                // The last capital of a run begins the next word.
                if (isFollowed && end - i > 1)
                    end--;
                else
                    while (end < name.Length && char.IsAsciiLetterLower(name[end]))
                        end++;
            }

            if (end > i)
                words.Add(name[i..end].ToString().ToUpperInvariant());
            i = Math.Max(end, i + 1);
        }

        return words;
    }
}
