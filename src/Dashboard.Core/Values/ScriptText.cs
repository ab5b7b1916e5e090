using System.Buffers;
using System.Text;

namespace Dashboard.Core.Values;

/// <summary>Scripts that travel as Base64, such as a machine's user data: people read the script, and not its Base64.</summary>
/// <remarks>Source: the formats of user data that cloud-init and EC2Launch take. A configuration or any other document in Base64 is none: it is where credentials are kept.</remarks>
public static class ScriptText
{
    /// <summary>A longer text is not decoded: it is read by nobody.</summary>
    private const int Longest = 200_000;

    /// <summary>"#!/bin/sh" alone has twelve.</summary>
    private const int Shortest = 16;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>With what such a script begins.</summary>
    private static readonly string[] Beginnings = ["#", "<powershell>", "<script>", "Content-Type: multipart/", "MIME-Version: "];

    /// <summary>What the Base64 of each beginning begins with.</summary>
    private static readonly SearchValues<char> First = SearchValues.Create([.. Beginnings.Select(b => Convert.ToBase64String(Encoding.ASCII.GetBytes(b))[0])]);

    /// <summary>The script of several lines that a value holds in Base64; null where it holds none.</summary>
    public static string? Of(PropertyValue? value) => value is ScalarValue { Kind: ScalarKind.String, Text: var text } ? Of(text) : null;

    /// <summary>The script of several lines whose Base64 a text is; null where it is none.</summary>
    public static string? Of(string text)
    {
        // Almost no text comes further than its first letter.
        if (text.Length is < Shortest or > Longest || !First.Contains(text[0]) || text.AsSpan().ContainsAnyExcept(Alphabet))
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return null;
        try
        {
            var decoded = Strict.GetString(bytes, 0, length);
            return Array.Exists(Beginnings, b => decoded.StartsWith(b, StringComparison.Ordinal)) && decoded.Contains('\n', StringComparison.Ordinal)
                && !decoded.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))
                ? decoded
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
