using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Checks texts with placeholders: "{environment}-storefront".</summary>
internal static class Placeholders
{
    /// <summary>Reports every placeholder that is not allowed, and braces that do not match.</summary>
    public static void Check(Fields fields, string name, ScalarNode node, params string[] allowed)
    {
        var text = node.Text;
        var list = string.Join(", ", allowed.Select(a => "{" + a + "}"));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '}')
            {
                fields.Error(node, name, $"Found a \"}}\" without its \"{{\" in \"{text}\"; allowed placeholders are {list}.");
                return;
            }

            if (text[i] != '{')
                continue;
            var close = text.IndexOf('}', i);
            if (close < 0)
            {
                fields.Error(node, name, $"Found a \"{{\" without its \"}}\" in \"{text}\"; allowed placeholders are {list}.");
                return;
            }

            var placeholder = text[(i + 1)..close];
            if (!allowed.Contains(placeholder))
                fields.Error(node, name, $"Found the unknown placeholder {{{placeholder}}} in \"{text}\"; allowed are {list}.");
            i = close;
        }
    }

    /// <summary>Reports a path that is absolute or leaves the folder of the file.</summary>
    public static void CheckPath(Fields fields, string name, ScalarNode node)
    {
        if (node.Text.StartsWith('/') || node.Text.Contains('\\', StringComparison.Ordinal) || node.Text.Split('/').Contains(".."))
            fields.Error(node, name, $"Found \"{node.Text}\"; allowed is a path with forward slashes, relative to this file and inside its folder.");
    }
}
