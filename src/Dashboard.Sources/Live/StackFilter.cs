using System.IO.Enumeration;

namespace Dashboard.Sources.Live;

/// <summary>Which stacks of an account are looked at: by name and by tag. What does not match is somebody else's: never claimed, never listed; what it owns stays owned.</summary>
/// <param name="Names">Patterns of names, "*" for any text and "?" for one character; one of them must match. None: every name.</param>
/// <param name="Tags">Tags that all must be there; a null value takes any.</param>
public sealed record StackFilter(ImmutableArray<string> Names, ImmutableArray<KeyValuePair<string, string?>> Tags)
{
    /// <summary>Every stack.</summary>
    public static readonly StackFilter All = new([], []);

    /// <summary>Reads "shop-*, pay-*" and "team=shop, managed"; null for a text that is no such list.</summary>
    public static StackFilter? Read(string? names, string? tags)
    {
        var patterns = Parts(names);
        var pairs = Parts(tags).Select(t => t.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, var value] ? KeyValuePair.Create(key, (string?)value) : new(t, null)).ToImmutableArray();
        return patterns.All(p => p.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '*' or '?')) && pairs.All(p => p.Key.Length > 0) ? new(patterns, pairs) : null;
    }

    /// <summary>Whether a stack is looked at.</summary>
    public bool Includes(LiveStack stack) =>
        (Names.IsEmpty || Names.Any(n => FileSystemName.MatchesSimpleExpression(n, stack.StackName, ignoreCase: false)))
        && Tags.All(t => stack.Tags.TryGetValue(t.Key, out var value) && (t.Value is null || t.Value == value));

    private static ImmutableArray<string> Parts(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
