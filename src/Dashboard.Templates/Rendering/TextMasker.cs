using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Replaces the secrets in a template's own text, line for line.</summary>
internal static class TextMasker
{
    private const string Mask = "(secret)";

    /// <summary>The text with its secrets replaced. Of a text that could not be parsed nothing is shown: where its secrets stand is not known.</summary>
    public static string MaskText(TemplateDocument template)
    {
        if (template.Root is not MappingNode root)
            return string.Concat(Enumerable.Repeat("(not shown: the file could not be read)\n", 1)) + new string('\n', template.Text.AsSpan().Count('\n'));
        var secrets = new List<ScalarNode>();
        foreach (var (_, node) in (root["Parameters"] as MappingNode)?.Entries ?? [])
        {
            if (node is MappingNode parameter && parameter["NoEcho"] is ScalarNode { Text: var flag } && bool.TryParse(flag, out var hidden) && hidden)
            {
                Collect(parameter["Default"], secrets);
                Collect(parameter["AllowedValues"], secrets);
            }
        }

        return Replace(template.Text, secrets);
    }

    private static void Collect(TemplateNode? node, List<ScalarNode> secrets)
    {
        if (node is ScalarNode scalar)
            secrets.Add(scalar);
        foreach (var item in (node as SequenceNode)?.Items ?? [])
            Collect(item, secrets);
    }

    private static string Replace(string source, IEnumerable<ScalarNode> secrets)
    {
        var text = new StringBuilder(source.Length);
        var position = 0;
        foreach (var secret in secrets.Where(s => !s.Span.Equals(0..0)).DistinctBy(s => s.Span.Start.Value).OrderBy(s => s.Span.Start.Value))
        {
            var (start, end) = (secret.Span.Start.Value, secret.Span.End.Value);
            text.Append(source, position, start - position).Append(Mask).Append('\n', source.AsSpan(start, end - start).Count('\n'));
            position = end;
        }

        return text.Append(source, position, source.Length - position).ToString();
    }
}
