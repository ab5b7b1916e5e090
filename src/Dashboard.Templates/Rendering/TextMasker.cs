using System.Text;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Replaces the secrets in a template's own text, line for line.</summary>
internal static class TextMasker
{
    private const string Mask = "(secret)";

    /// <summary>The text with its secrets replaced. Of a text that could not be parsed nothing is shown: where its secrets stand is not known.</summary>
    public static string MaskText(TemplateDocument template) => template.Root is null
        ? "(not shown: the file could not be read)" + new string('\n', template.Text.AsSpan().Count('\n'))
        : MaskComments(Replace(template.Text, SecretFinder.Find(template.Root)));

    private static string Replace(string source, IEnumerable<ScalarNode> secrets)
    {
        var text = new StringBuilder(source.Length);
        var position = 0;
        foreach (var secret in secrets.Where(s => !s.Span.Equals(0..0)).DistinctBy(s => s.Span.Start.Value).OrderBy(s => s.Span.Start.Value))
        {
            var (start, end) = (secret.Span.Start.Value, secret.Span.End.Value);
            var quote = source[start] == '"' ? "\"" : "";
            text.Append(source, position, start - position).Append(quote).Append(Mask).Append(quote).Append('\n', source.AsSpan(start, end - start).Count('\n'));
            position = end;
        }

        return text.Append(source, position, source.Length - position).ToString();
    }

    /// <summary>A value that somebody commented out is still a secret.</summary>
    private static string MaskComments(string text)
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
