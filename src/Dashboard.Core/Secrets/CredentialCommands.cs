using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Finds in scripts the commands that are given a credential: <c>mysql -u root -px</c>, <c>docker login -u user -p x</c>, <c>htpasswd -b file user x</c>, <c>echo x | sudo -S ls</c>.</summary>
/// <remarks>What each command is given follows from its own manual: <c>-p</c> is a password to some, a port or a prompt to others.</remarks>
internal static class CredentialCommands
{
    private const int MaxName = 40;
    private const int MaxCommand = 1000;
    private const int MaxBefore = 300;

    /// <summary>Every command that takes one by an option, or reads it when an option says so, has one of these and a dash, in any letter case; those of passwords ("passwd") have the words of telling names.</summary>
    public static readonly ImmutableArray<string> OptionMarks =
    [
        "mysql", "mariadb", "mongo", "redis-cli", "sqlcmd", "ldap", " login", "sudo -", "useradd", "usermod", "zip -p", "securestring",
    ];

    /// <summary>Every other command has one of these.</summary>
    public static readonly ImmutableArray<string> WordMarks = ["identified", "net use", ".exe use", "rabbitmqctl", "kinit", "realm join", "masterauth"];

    private static readonly SearchValues<string> Names = SearchValues.Create([.. OptionMarks, .. WordMarks, "passwd", "sshpass", "put-parameter", "create-secret", "put-secret-value", "update-secret"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Programs that log in to a registry of images or charts.</summary>
    public static readonly ImmutableArray<string> RegistryNames = ["docker", "podman", "buildah", "skopeo", "nerdctl", "crane", "oras", "helm"];

    /// <summary>Programs whose login takes a password as <c>-p</c>; a machine's own takes none.</summary>
    private static readonly SearchValues<string> Registries = SearchValues.Create([.. RegistryNames, "az ", "acr ", "oc "], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Users = SearchValues.Create(["user ", "role ", "grant "], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> PortCharacters = SearchValues.Create("0123456789:./-tcpud");

    /// <summary>Whether a text has such a command in it.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(Names) is >= 0 and var step;)
        {
            at += step;
            if (text[at] is ' ' or '.')
                at++;
            var (start, end) = (at, at);
            while (start > 0 && at - start < MaxName && IsNameCharacter(text[start - 1]))
                start--;
            while (end < text.Length && end - at < MaxName && IsNameCharacter(text[end]))
                end++;
            if (IsGiven(text, start, end))
                return true;
            at = Math.Max(end, at + 1);
        }

        return false;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    private static bool IsGiven(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[Math.Max(0, start - MaxBefore)..start];
        // A folder of that name is no command, but where programs are kept.
        if (before is [.., '/' or '\\'] && !before[..^1].EndsWith("bin", StringComparison.OrdinalIgnoreCase))
            return false;
        Span<char> name = stackalloc char[Math.Min(end - start, 2 * MaxName)];
        text.Slice(start, name.Length).ToLowerInvariant(name);
        if (name.EndsWith(".exe"))
            name = name[..^4];
        var after = text[end..Math.Min(text.Length, end + MaxCommand)];
        // The name itself may be quoted: ["mysql", "-px"]
        if (before is [.., '"' or '\''])
            after = after.TrimStart("\"'\\").TrimStart(',');
        if (after is [not (' ' or '\t' or '"' or '\'' or '\\' or '`' or '<' or ':'), ..])
            return name is "passwd" or "chpasswd" && CredentialInputs.IsPiped(before, isPair: name is "chpasswd");
        if (after is [':', ..])
            return name is "chpasswd" && CredentialInputs.IsCloudInit(after);
        switch ((ReadOnlySpan<char>)name)
        {
            case "mysqladmin":
                return HasAttached(after) || FollowsWord(after, "password");
            case "mysql" or "mysqldump" or "mysqlimport" or "mysqlcheck" or "mysqlshow" or "mysqlpump" or "mysqlslap" or "mysqlsh" or "mysql_upgrade" or "mysqlbinlog"
                or "mariadb" or "mariadb-dump" or "mariadb-admin" or "mariadb-check" or "mariadb-import":
                return HasAttached(after) || (name is "mariadb-admin" && FollowsWord(after, "password"));
            case "mongo" or "mongosh" or "mongodump" or "mongorestore" or "mongoimport" or "mongoexport":
                return HasOption(after, "-p");
            case "redis-cli":
                return HasOption(after, "-a");
            case "sqlcmd":
                return HasOption(after, "-P");
            case "ldapsearch" or "ldapadd" or "ldapmodify" or "ldapdelete" or "ldapwhoami" or "ldappasswd":
                return HasOption(after, "-w") || (name is "ldappasswd" && HasOption(after, "-s"));
            case "slappasswd":
                return HasOption(after, "-s");
            case "zip" or "unzip":
                return HasOption(after, "-P", isLeading: true);
            case "sshpass":
                return HasOption(after, "-p", isLeading: true) || HasOption(after, "-P", isLeading: true) && HasOption(after, "-p");
            case "useradd" or "usermod":
                return HasOption(after, "-p");
            case "login":
                return IsRegistry(before) && (HasOption(after, "-p") || (HasWord(after, "--password-stdin") && CredentialInputs.IsPiped(before[..CommandStart(before)], isPair: false)));
            case "htpasswd":
                return IsBatch(after);
            case "net":
                return IsNet(after);
            case "masterauth":
                return HasGivenWord(after);
            case "rabbitmqctl":
                return IsRabbit(after);
            case "chpasswd":
                return CredentialInputs.IsPiped(before, isPair: true) || CredentialInputs.IsFed(after, isPair: true);
            case "passwd" or "smbpasswd" or "vncpasswd" or "kinit":
                return before.TrimEnd().EndsWith("openssl", StringComparison.Ordinal) ? IsArgument(after) : CredentialInputs.IsPiped(before, isPair: false) || CredentialInputs.IsFed(after, isPair: false);
            case "mkpasswd":
                return IsArgument(after);
            case "realm":
                return CredentialInputs.IsPiped(before, isPair: false);
            case "sudo":
                return CredentialInputs.ReadsPassword(after) && (CredentialInputs.IsPiped(before, isPair: false) || CredentialInputs.IsFed(after, isPair: false));
            case "identified":
                return IsIdentified(before, after);
            case "convertto-securestring":
                return HasWord(after, "-AsPlainText") && (IsArgument(after) || CredentialInputs.IsQuotedBefore(before));
            case "put-parameter":
                return HasWord(after, "SecureString") && HasOption(after, "--value");
            case "create-secret" or "put-secret-value" or "update-secret":
                return HasOption(after, "--secret-string");
            default:
                return false;
        }
    }

    /// <summary><c>-px</c>; <c>-p</c> alone asks at the terminal, and a number alone is the port of whatever else stands there.</summary>
    private static bool HasAttached(ReadOnlySpan<char> after)
    {
        var isUserGiven = false;
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            isUserGiven |= words.Current.StartsWith("-u") || words.Current.StartsWith("--user");
            if (!words.Current.StartsWith("-p"))
                continue;
            var value = words.Current[2..];
            if (value.IsEmpty)
            {
                var next = words;
                if (!next.MoveNext() || !next.IsAttached)
                    continue;
                value = next.Current;
            }

            if (value is not ("ort" or "rint" or "ath" or "rofile" or "rotocol" or "assword" or "lugin-dir") && SecretText.IsPassword(value) && !IsPort(value, isUserGiven))
                return true;
        }

        return false;
    }

    /// <summary>A port, or what a container maps it to.</summary>
    private static bool IsPort(ReadOnlySpan<char> value, bool isUserGiven) =>
        char.IsAsciiDigit(value[0]) && !value.ContainsAnyExcept(PortCharacters) && (value.Contains(':') || (value.Length <= 5 && !isUserGiven));

    /// <summary><c>-p x</c>, <c>-p=x</c> and <c>-px</c>.</summary>
    /// <param name="after">The words of the command.</param>
    /// <param name="option">The option.</param>
    /// <param name="isLeading">Whether it stands before all that is no option: what follows is the command of another.</param>
    private static bool HasOption(ReadOnlySpan<char> after, string option, bool isLeading = false)
    {
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            var word = words.Current;
            if (isLeading && word is not ['-', ..])
                return false;
            if (!word.StartsWith(option))
                continue;
            var value = word[option.Length..].TrimStart('=');
            if (value.IsEmpty)
            {
                var next = words;
                if (!next.MoveNext())
                    return false;
                value = next.Current;
            }
            else if (option.StartsWith("--", StringComparison.Ordinal) && word[option.Length] != '=')
            {
                continue;
            }

            if (SecretText.IsPassword(value) && !IsPort(value, isUserGiven: false))
                return true;
        }

        return false;
    }

    private static bool HasWord(ReadOnlySpan<char> after, string word)
    {
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            if (words.Current.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary><c>mysqladmin -u root password x</c>: only options stand before the word, or it is prose.</summary>
    private static bool FollowsWord(ReadOnlySpan<char> after, string word)
    {
        var words = new ShellWords(after);
        for (var isFirst = true; words.MoveNext(); isFirst = false)
        {
            if (words.Current.SequenceEqual(word))
                return words.MoveNext() && IsGivenWord(words);
            if (isFirst && words.Current is not ['-', ..])
                return false;
        }

        return false;
    }

    /// <summary>Whether a word is a password where prose could stand as well: "net user names are short".</summary>
    private static bool IsGivenWord(ShellWords words)
    {
        if (!SecretText.IsPassword(words.Current))
            return false;
        if (words.IsQuoted || words.Current.ContainsAnyExceptInRange('a', 'z'))
            return true;
        return !words.MoveNext() || words.IsQuoted || words.Current.ContainsAnyExceptInRange('a', 'z');
    }

    /// <summary><c>masterauth x</c> of redis.conf.</summary>
    private static bool HasGivenWord(ReadOnlySpan<char> after)
    {
        var words = new ShellWords(after);
        return words.MoveNext() && IsGivenWord(words);
    }

    /// <summary><c>openssl passwd -1 x</c>: the first word that is no option and none's value.</summary>
    private static bool IsArgument(ReadOnlySpan<char> after)
    {
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            if (words.Current is "-salt" or "-m" or "-S" or "-in")
                words.MoveNext();
            else if (words.Current is not ['-', ..])
                return SecretText.IsPassword(words.Current);
        }

        return false;
    }

    /// <summary>Whether the login is one at a registry or a cloud.</summary>
    private static bool IsRegistry(ReadOnlySpan<char> before) => before[CommandStart(before)..].ContainsAny(Registries);

    private static int CommandStart(ReadOnlySpan<char> before) => before.LastIndexOfAny(ShellWords.Separators) + 1;

    /// <summary><c>htpasswd -bc file user x</c>, <c>htpasswd -nb user x</c>.</summary>
    private static bool IsBatch(ReadOnlySpan<char> after)
    {
        var (isBatch, position, password) = (false, 0, 2);
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            if (words.Current is ['-', .. var options])
            {
                isBatch |= options.Contains('b');
                password = options.Contains('n') ? 1 : password;
                // The rounds of bcrypt.
                if (options.Contains('C'))
                    words.MoveNext();
            }
            else if (position++ == password)
            {
                return isBatch && SecretText.IsPassword(words.Current);
            }
        }

        return false;
    }

    /// <summary><c>net user admin x /add</c>.</summary>
    private static bool IsNet(ReadOnlySpan<char> after)
    {
        var words = new ShellWords(after);
        if (!words.MoveNext())
            return false;
        if (!words.Current.Equals("user", StringComparison.OrdinalIgnoreCase))
            return words.Current.Equals("use", StringComparison.OrdinalIgnoreCase) && IsNetUse(words);
        for (var position = 0; words.MoveNext();)
        {
            if (words.Current is not ['/', ..] && position++ == 1)
                return IsGivenWord(words);
        }

        return false;
    }

    /// <summary><c>net use z: \\server\share x /user:name</c>: the password follows the share, or the user.</summary>
    private static bool IsNetUse(ShellWords words)
    {
        var (hasUser, hasPassword, isNext) = (false, false, false);
        while (words.MoveNext())
        {
            var isUser = words.Current.StartsWith("/user:", StringComparison.OrdinalIgnoreCase);
            var isShare = words.Current.StartsWith("\\\\");
            hasPassword |= isNext && !isUser && !isShare && SecretText.IsPassword(words.Current);
            hasUser |= isUser;
            isNext = isUser || isShare;
        }

        return hasUser && hasPassword;
    }

    /// <summary><c>rabbitmqctl add_user user x</c>.</summary>
    private static bool IsRabbit(ReadOnlySpan<char> after)
    {
        var words = new ShellWords(after);
        while (words.MoveNext())
        {
            if (words.Current is "add_user" or "change_password" or "authenticate_user")
                return words.MoveNext() && words.MoveNext() && SecretText.IsPassword(words.Current);
        }

        return false;
    }

    /// <summary><c>CREATE USER x IDENTIFIED WITH plugin BY 'x'</c>; without quotes, where it is no word.</summary>
    private static bool IsIdentified(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (!before[(before.LastIndexOf(';') + 1)..].ContainsAny(Users))
            return false;
        var words = new ShellWords(after);
        for (var i = 0; i < 4 && words.MoveNext(); i++)
        {
            if (words.Current.Equals("by", StringComparison.OrdinalIgnoreCase))
                return words.MoveNext() && SecretText.IsPassword(words.Current) && (words.IsQuoted || words.Current.ContainsAnyInRange('0', '9'));
        }

        return false;
    }
}
