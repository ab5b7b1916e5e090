using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Replaces the secrets in a template's own text, line for line.</summary>
internal static partial class TextMasker
{
    private const string Mask = "(secret)";

    /// <summary>The text with its secrets replaced. Of a text that could not be parsed nothing is shown: where its secrets stand is not known.</summary>
    public static string MaskText(TemplateDocument template) => template.Root is null
        ? "(not shown: the file could not be read)" + new string('\n', template.Text.AsSpan().Count('\n'))
        : MaskComments(Replace(template.Text, SecretFinder.Find(template)));

    /// <summary>The text with its secrets replaced, still a document of the same shape; null where that cannot be made of it.</summary>
    /// <param name="template">The document.</param>
    /// <param name="known">What to write for a text that is known to hold a secret, or null where it is not.</param>
    /// <param name="replacement">What to write for any other secret.</param>
    public static string? Redact(TemplateDocument template, Func<ScalarNode, string?> known, Func<string, string> replacement)
    {
        if (template.Root is not { } root)
            return null;
        var found = SecretFinder.Scalars(root).Select(s => (Node: s, Text: known(s))).Where(s => s.Text is not null).ToDictionary(s => s.Node, s => s.Text!);
        foreach (var secret in SecretFinder.Find(template))
            found.TryAdd(secret, WithHoles(secret.Text, replacement(secret.Text)));
        var isJson = template.Text.AsSpan().TrimStart() is ['{' or '[', ..];
        var text = MaskComments(Replace(template.Text, found, isJson, keepsTags: true));
        return TemplateReader.Read(template.File, text) is { Root: not null } read && SecretFinder.Scalars(read.Root).Count() == SecretFinder.Scalars(root).Count() ? text : null;
    }

    private static string Replace(string source, IEnumerable<ScalarNode> secrets) => Replace(source, secrets.ToDictionary(s => s, _ => Mask), isJson: false, keepsTags: false);

    private static string Replace(string source, Dictionary<ScalarNode, string> secrets, bool isJson, bool keepsTags)
    {
        var text = new StringBuilder(source.Length);
        var position = 0;
        foreach (var (secret, written) in secrets.Where(s => !s.Key.Span.Equals(0..0)).DistinctBy(s => s.Key.Span.Start.Value).OrderBy(s => s.Key.Span.Start.Value))
        {
            var end = secret.Span.End.Value;
            // A function's short form and an anchor stand before the text, and say what becomes of it.
            var start = secret.Span.Start.Value + (keepsTags ? Tags().Match(source, secret.Span.Start.Value, end - secret.Span.Start.Value).Length : 0);
            var quote = isJson || source[start] == '"' || written.Contains('$', StringComparison.Ordinal) ? "\"" : "";
            text.Append(source, position, start - position).Append(quote).Append(written).Append(quote).Append('\n', source.AsSpan(start, end - start).Count('\n'));
            position = end;
        }

        return text.Append(source, position, source.Length - position).ToString();
    }

    /// <summary>What stands for a secret, with the holes that a function fills: what is composed with a value that nobody knows stays so.</summary>
    private static string WithHoles(string secret, string replacement) => replacement + string.Concat(Hole().Matches(secret).Select(m => m.Value));

    [GeneratedRegex(@"\G(?:[!&][^\s]+\s+)+")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\$\{(?:AWS::[A-Za-z]+|[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)\}")]
    private static partial Regex Hole();

    /// <summary>A value that somebody commented out is still a secret.</summary>
    public static string MaskComments(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var hash = lines[i].IndexOf('#', StringComparison.Ordinal);
            if (hash >= 0 && (CredentialDetector.HoldsCredential(lines[i][hash..]) || SetsCredential(lines[i][hash..])))
                lines[i] = lines[i][..hash] + "# " + Mask;
        }

        return string.Join('\n', lines);
    }

    /// <summary>Whether a comment is a line of a template that sets a credential: <c># MasterUserPassword: "..."</c>.</summary>
    private static bool SetsCredential(string comment)
    {
        var line = comment.Trim('#', '-', ' ', '\t', '\r');
        var end = line.IndexOfAny([':', '=']);
        return end > 0 && CredentialDetector.LooksLikeCredential(line[..end].Trim(' ', '"', '\''), line[(end + 1)..].Trim(' ', '"', '\''));
    }
}
