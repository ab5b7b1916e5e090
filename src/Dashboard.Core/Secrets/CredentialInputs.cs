using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Tells whether a command that reads a password from its input is given one there: <c>echo x | passwd --stdin user</c>, <c>chpasswd &lt;&lt;&lt; "user:x"</c>, the users of a cloud-config.</summary>
internal static class CredentialInputs
{
    private static readonly SearchValues<char> LineEnd = SearchValues.Create("\r\n");

    /// <summary>Whether sudo is told to read the password from its input.</summary>
    public static bool ReadsPassword(ReadOnlySpan<char> after)
    {
        var words = new ShellWords(after);
        while (words.MoveNext() && words.Current is ['-', .. var options])
        {
            if (options is "-stdin" || (options is not ['-', ..] && options.Contains('S')))
                return true;
            if (options is "u" or "g" or "h" or "p" or "C" or "r" or "t")
                words.MoveNext();
        }

        return false;
    }

    /// <summary><c>echo x |</c> stands before a command, with nothing but sudo between: what it reads is written out.</summary>
    /// <param name="before">What stands before the command.</param>
    /// <param name="isPair">Whether it reads <c>user:x</c>.</param>
    public static bool IsPiped(ReadOnlySpan<char> before, bool isPair)
    {
        var pipe = before.LastIndexOf('|');
        if (pipe <= 0 || !IsOnlySudo(before[(pipe + 1)..]))
            return false;
        var line = before[..pipe];
        var echo = Math.Max(line.LastIndexOf("echo "), line.LastIndexOf("printf "));
        if (echo < 0 || (echo > 0 && (char.IsAsciiLetterOrDigit(line[echo - 1]) || line[echo - 1] is '-' or '_')))
            return false;
        var words = new ShellWords(line[(line[echo..].IndexOf(' ') + echo)..]);
        while (words.MoveNext())
        {
            if (!words.IsQuoted && words.Current is ['-', ..])
                continue;
            // The format of printf, where it is one.
            if (words.Current.Contains("%s", StringComparison.Ordinal) && !words.MoveNext())
                return false;
            var written = words.Current;
            var next = words;
            // A user and a password of which only one is quoted.
            if (isPair && next.MoveNext() && next.IsAttached && (written is [.., ':'] || next.Current is [':', ..]))
                return SecretText.IsPassword(next.Current.TrimStart(':')) && !next.Rest.ContainsAny(ShellWords.Separators);
            return IsRead(written, isPair) && !words.Rest.ContainsAny(ShellWords.Separators);
        }

        return false;
    }

    private static bool IsOnlySudo(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.IsEmpty || text.StartsWith("sudo") || (text[^1] == '/' && !text.Contains(' '));
    }

    /// <summary>Whether what a command reads is a password, or a user with one.</summary>
    private static bool IsRead(ReadOnlySpan<char> written, bool isPair)
    {
        if (!isPair)
            return SecretText.IsPassword(written);
        var colon = written.StartsWith("${") ? written.IndexOf("}:") + 1 : written.IndexOf(':');
        return colon >= 0 && written.Length > colon && written[colon] == ':' && SecretText.IsPassword(written[(colon + 1)..]) && written[(colon + 1)..] is not "RANDOM";
    }

    /// <summary><c>chpasswd &lt;&lt;&lt; "user:x"</c>, and a document that begins below.</summary>
    public static bool IsFed(ReadOnlySpan<char> after, bool isPair)
    {
        var line = after.IndexOfAny(LineEnd) is >= 0 and var end ? after[..end] : after;
        var sign = line.IndexOf("<<");
        if (sign < 0 || line[..sign].ContainsAny(ShellWords.Separators))
            return false;
        if (line[(sign + 2)..] is ['<', .. var here])
        {
            var words = new ShellWords(here);
            return words.MoveNext() && IsRead(words.Current, isPair);
        }

        var document = after[line.Length..].TrimStart();
        return IsRead(document.IndexOfAny(LineEnd) is >= 0 and var first ? document[..first] : document, isPair);
    }

    /// <summary><c>chpasswd:</c>, <c>list: |</c> and users beneath, as cloud-init reads them.</summary>
    public static bool IsCloudInit(ReadOnlySpan<char> after)
    {
        if (after.IndexOf("list:") is not (>= 0 and < 100 and var list))
            return false;
        var first = true;
        foreach (var line in after[(list + "list:".Length)..].EnumerateLines())
        {
            var user = line.Trim().TrimStart("-| \"'");
            if (!first && user.IsEmpty)
                return false;
            if (user.IndexOf(':') is > 0 && !user.Contains(": ", StringComparison.Ordinal) && IsRead(user, isPair: true))
                return true;
            first = false;
        }

        return false;
    }

    /// <summary><c>"x" | ConvertTo-SecureString</c>.</summary>
    public static bool IsQuotedBefore(ReadOnlySpan<char> before)
    {
        if (before.TrimEnd() is not [.. var piped, '|'] || piped.TrimEnd(" \\") is not [.. var text, '"' or '\''])
            return false;
        text = text.TrimEnd('\\');
        var open = text.LastIndexOfAny('"', '\'');
        return open >= 0 && SecretText.IsPassword(text[(open + 1)..]);
    }
}
