using System.Buffers;
using System.Text;

namespace Dashboard.Core.Values;

/// <summary>Scripts that travel as Base64, such as a machine's user data: people read the script, and not its Base64.</summary>
public static class ScriptText
{
    /// <summary>A longer text is not decoded: it is read by nobody.</summary>
    private const int Longest = 200_000;

    /// <summary>"#!/bin/sh" alone has sixteen.</summary>
    private const int Shortest = 16;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of several lines that a value holds in Base64; null where it holds none.</summary>
    public static string? Of(PropertyValue? value)
    {
        if (value is not ScalarValue { Kind: ScalarKind.String, Text: { Length: >= Shortest and <= Longest } text } || text.AsSpan().ContainsAnyExcept(Alphabet))
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return null;
        try
        {
            var decoded = Strict.GetString(bytes, 0, length);
            return decoded.Contains('\n', StringComparison.Ordinal) && !decoded.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')) ? decoded : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
