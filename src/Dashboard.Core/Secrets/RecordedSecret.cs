using System.Globalization;

namespace Dashboard.Core.Secrets;

/// <summary>What stands in a recording in the place of a secret: "driftboard-secret-7". The same secret has the same number throughout one recording, and nothing else is told of it.</summary>
/// <remarks>It has a credential's form, so that whatever reads a recording makes a secret of it again, wherever it stands.</remarks>
public static class RecordedSecret
{
    /// <summary>What all of them begin with: safe unquoted in YAML, JSON strings and shell words.</summary>
    internal const string Prefix = "driftboard-secret-";

    /// <summary>The text for the secret of a number.</summary>
    public static string Text(int number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a text is one, whole.</summary>
    public static bool Is(ReadOnlySpan<char> text) =>
        text.StartsWith(Prefix) && text.Length > Prefix.Length && !text[Prefix.Length..].ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a text begins with one.</summary>
    internal static bool IsAt(ReadOnlySpan<char> text) => text.Length > Prefix.Length && text.StartsWith(Prefix) && char.IsAsciiDigit(text[Prefix.Length]);
}
