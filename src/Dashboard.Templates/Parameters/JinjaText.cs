using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Templates.Parameters;

/// <summary>
/// A text with its Jinja taken out, so that the rest can be read as YAML: <c>{{ var.region }}</c> becomes a mark that a value can be recognised by,
/// <c>{% if %}</c> and <c>{# #}</c> vanish. Lines stay where they are.
/// </summary>
internal sealed partial class JinjaText
{
    // Characters of the private use area: no file has them, and YAML allows them in plain text.
    private const char Opening = '\uE000';
    private const char Closing = '\uE001';

    private readonly List<string> _expressions = [];
    private readonly HashSet<int> _conditional = [];

    private JinjaText(string text)
    {
        var result = new StringBuilder(text.Length);
        var (line, depth, position) = (1, 0, 0);
        foreach (Match match in Tag().Matches(text))
        {
            Copy(text[position..match.Index], result, ref line, depth);
            position = match.Index + match.Length;
            if (match.ValueSpan.StartsWith("{{"))
            {
                result.Append(Opening).Append(_expressions.Count).Append(Closing);
                _expressions.Add(match.Value);
            }
            else if (Block().Match(match.Value) is { Success: true } block)
            {
                depth = Math.Max(0, depth + (block.Groups["end"].Success ? -1 : 1));
            }

            var lines = match.ValueSpan.Count('\n');
            result.Append('\n', lines);
            line += lines;
        }

        Copy(text[position..], result, ref line, depth);
        Text = result.ToString();
    }

    /// <summary>The text without Jinja.</summary>
    public string Text { get; }

    /// <summary>The text without its Jinja; null where it has none. A JSON file has none: braces in its texts are the text's own.</summary>
    public static JinjaText? Find(string text) => MayHold(text) && Tag().IsMatch(text) ? new JinjaText(text) : null;

    /// <summary>The 1-based line of the first tag; null where there is none.</summary>
    public static int? FirstLine(string text) => MayHold(text) && Tag().Match(text) is { Success: true, Index: var index } ? text.AsSpan(0, index).Count('\n') + 1 : null;

    private static bool MayHold(string text) => text.AsSpan().TrimStart() is ['{', '%' or '{' or '#', ..] or not ['{' or '[', ..];

    /// <summary>Why a value cannot be known before the template engine has run; null where it can.</summary>
    public string? Reason(int line, string? value)
    {
        var open = value?.IndexOf(Opening, StringComparison.Ordinal) ?? -1;
        if (open >= 0 && value!.IndexOf(Closing, open) is > 0 and var close && int.TryParse(value.AsSpan(open + 1, close - open - 1), out var index) && index < _expressions.Count)
            return $"{_expressions[index]} is filled in by Jinja";
        return _conditional.Contains(line) ? "a Jinja block decides whether it is given" : null;
    }

    private void Copy(string text, StringBuilder result, ref int line, int depth)
    {
        result.Append(text);
        foreach (var c in text)
        {
            if (depth > 0)
                _conditional.Add(line);
            if (c == '\n')
                line++;
        }
    }

    // CloudFormation's own "{{resolve:...}}" is none.
    [GeneratedRegex(@"\{\{(?!resolve:).*?\}\}|\{%.*?%\}|\{#.*?#\}", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\{%[-+]?\s*(?<end>end)?(if|for|block|macro|filter|call|with)\b")]
    private static partial Regex Block();
}
