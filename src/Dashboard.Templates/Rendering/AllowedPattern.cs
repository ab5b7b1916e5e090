using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Templates.Rendering;

/// <summary>Judges texts by an AllowedPattern, which is one of Java's: what .NET would read otherwise is written out, and what it cannot say is not judged.</summary>
internal static class AllowedPattern
{
    private const int MaxPatterns = 500;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(200);

    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    /// <summary>Classes that are ASCII in Java; some of them .NET knows by no name.</summary>
    private static readonly FrozenDictionary<string, string> Classes = new Dictionary<string, string>
    {
        ["d"] = "0-9",
        ["w"] = "a-zA-Z_0-9",
        ["s"] = @" \t\n\x0B\f\r",
        ["Lower"] = "a-z",
        ["Upper"] = "A-Z",
        ["Alpha"] = "a-zA-Z",
        ["Digit"] = "0-9",
        ["Alnum"] = "a-zA-Z0-9",
        ["XDigit"] = "0-9a-fA-F",
        ["Space"] = @" \t\n\x0B\f\r",
        ["ASCII"] = @"\x00-\x7F",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a pattern matches the whole text; null where that cannot be judged (foreign syntax, too slow).</summary>
    public static bool? Matches(string pattern, string text)
    {
        try
        {
            return Compiled(pattern)?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? Compiled(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known))
            return known;
        // Look-arounds and back-references need the backtracking engine, under a limit in time.
        var made = Translate(pattern) is { } whole ? Compile(whole, RegexOptions.NonBacktracking) ?? Compile(whole, RegexOptions.None) : null;
        // The same few patterns come again with every rendering; a hostile repository fills no memory.
        if (Known.Count < MaxPatterns)
            Known[pattern] = made;
        return made;
    }

    private static Regex? Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.CultureInvariant, Timeout);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The pattern for whole texts as .NET writes it; null where it holds what only Java's have: <c>[a-z&amp;&amp;[^b]]</c>, <c>\Q..\E</c>, <c>a++</c>.</summary>
    private static string? Translate(string pattern)
    {
        var result = new StringBuilder(@"\A(?:");
        var (isInside, dotMatchesAll) = (false, false);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            var next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            if (c == '\\')
            {
                if (Escape(pattern, ref i, isInside) is not { } escape)
                    return null;
                result.Append(escape);
                continue;
            }

            if (isInside ? c == '[' || (c == '&' && next == '&') : c == '[' && (next == ']' || pattern.AsSpan(i + 1).StartsWith("^]")))
                return null;
            if (!isInside && c == '(' && next == '?' && !IsGroup(pattern, i, ref dotMatchesAll))
                return null;
            isInside = isInside ? c != ']' : c == '[';
            result.Append(c == '.' && !isInside && !dotMatchesAll ? @"[^\n\r\u0085\u2028\u2029]" : c.ToString());
        }

        return result.Append(@")\z").ToString();
    }

    /// <summary>A group that both know: not captured, looking around, atomic, named, or flags at the pattern's start.</summary>
    private static bool IsGroup(string pattern, int at, ref bool dotMatchesAll)
    {
        var rest = pattern.AsSpan(at + 2);
        if (rest is [':' or '=' or '!' or '>', ..] or ['<', ..])
            return true;
        var end = rest.IndexOf(')');
        if (at > 0 || end <= 0 || rest[..end].ContainsAnyExcept('i', 's'))
            return false;
        dotMatchesAll = rest[..end].Contains('s');
        return true;
    }

    /// <summary>What stands for an escape, whose last character becomes the current one; null where .NET has no such escape, or another of that name.</summary>
    private static string? Escape(string pattern, ref int i, bool isInside)
    {
        if (++i == pattern.Length)
            return null;
        var c = pattern[i];
        switch (c)
        {
            case 'd' or 'w' or 's':
                return isInside ? Classes[c.ToString()] : $"[{Classes[c.ToString()]}]";
            case 'D' or 'W' or 'S':
                return isInside ? null : $"[^{Classes[char.ToLowerInvariant(c).ToString()]}]";
            case 'p' or 'P' when pattern.IndexOf('}', i) is > 0 and var close && pattern[i + 1] == '{':
                var name = pattern[(i + 2)..close];
                i = close;
                return Classes.TryGetValue(name, out var posix) ? (isInside ? (c == 'p' ? posix : null) : $"[{(c == 'p' ? "" : "^")}{posix}]")
                    : name.Length <= 2 ? $@"\{c}{{{name}}}"
                    : null;
            case 'x' when i + 1 < pattern.Length && pattern[i + 1] != '{':
            case 'A' or 'B' or 'Z' or 'a' or 'b' or 'c' or 'e' or 'f' or 'k' or 'n' or 'r' or 't' or 'u' or 'z' or (>= '1' and <= '9'):
                return "\\" + c;
            default:
                return char.IsAsciiLetterOrDigit(c) ? null : "\\" + c;
        }
    }
}
