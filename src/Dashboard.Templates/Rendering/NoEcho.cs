using System.Buffers;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Tells whether a parameter's declaration says NoEcho.</summary>
public static class NoEcho
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Anything but a spelled-out false says so: CloudFormation reads yes and on as true, and what is not understood is better hidden.</summary>
    public static bool IsSetOn(MappingNode declaration) => declaration["NoEcho"] switch
    {
        null => false,
        ScalarNode { Text: var text } => text.ToUpperInvariant() is not ("FALSE" or "NO" or "OFF"),
        _ => true,
    };

    /// <summary>Whether an AllowedPattern spells out a part of what it allows: <c>^Hunter2$</c>, but not <c>[a-zA-Z0-9]{8,}</c>.</summary>
    internal static bool SpellsOut(string pattern)
    {
        var run = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '[')
                i = EndOfClass(pattern, i);
            else if (c == '\\' || c == '{')
                i = c == '{' ? Math.Max(i, pattern.IndexOf('}', i)) : i + 1;
            run = Letters.Contains(c) ? run + 1 : 0;
            if (run >= 4)
                return true;
        }

        return false;
    }

    private static int EndOfClass(string pattern, int at)
    {
        for (at++; at < pattern.Length && pattern[at] != ']'; at++)
        {
            if (pattern[at] == '\\')
                at++;
        }

        return at;
    }
}
