using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Output;

/// <summary>Writes JSON as YAML in block style. A text that any YAML reader could take for something else is quoted.</summary>
internal static partial class YamlOutput
{
    private static readonly HashSet<string> Ambiguous = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "true", "false", "on", "off", "null" };

    /// <summary>The document with a line break at its end.</summary>
    public static string Write(JsonElement root)
    {
        var text = new StringBuilder();
        if (IsNested(root))
            WriteNested(text, root, 0, startsOnLine: true);
        else
            text.Append(Inline(root, 0)).Append('\n');
        return text.ToString();
    }

    private static bool IsNested(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any()) || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0);

    /// <summary>A map or list that is not empty.</summary>
    /// <param name="text">What is written so far.</param>
    /// <param name="value">The map or list.</param>
    /// <param name="indent">The column of its keys or dashes.</param>
    /// <param name="startsOnLine">Whether the cursor stands at the start of a line; else it stands at the column already, behind a dash.</param>
    private static void WriteNested(StringBuilder text, JsonElement value, int indent, bool startsOnLine)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                Indent(text, startsOnLine ? indent : 0).Append(Scalar(property.Name)).Append(':');
                startsOnLine = true;
                if (!IsNested(property.Value))
                {
                    text.Append(' ').Append(Inline(property.Value, indent)).Append('\n');
                    continue;
                }

                text.Append('\n');
                WriteNested(text, property.Value, indent + 2, startsOnLine: true);
            }

            return;
        }

        foreach (var item in value.EnumerateArray())
        {
            Indent(text, startsOnLine ? indent : 0).Append("- ");
            startsOnLine = true;
            if (IsNested(item))
                WriteNested(text, item, indent + 2, startsOnLine: false);
            else
                text.Append(Inline(item, indent)).Append('\n');
        }
    }

    private static StringBuilder Indent(StringBuilder text, int columns) => text.Append(' ', columns);

    private static string Inline(JsonElement value, int indent) => value.ValueKind switch
    {
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        JsonValueKind.String => value.GetString() is { } text && IsBlock(text) ? Block(text, indent + 2) : Scalar(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Scalar(string text) => Plain().IsMatch(text) && !Ambiguous.Contains(text) ? text : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                _ when VisibleText.IsUnsafe(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text of several lines reads best as it stands: nothing invisible in it, and nothing that a block's own indentation would blur.</summary>
    private static bool IsBlock(string text) =>
        text.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) && text[0] is not (' ' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Any(c => c != '\n' && VisibleText.IsUnsafe(c))
        && text.Split('\n').All(l => l.Length == 0 || !char.IsWhiteSpace(l[^1]));

    private static string Block(string text, int indent)
    {
        var block = new StringBuilder(text.EndsWith('\n') ? "|" : "|-");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            block.Append('\n');
            if (line.Length > 0)
                block.Append(' ', indent).Append(line);
        }

        return block.ToString();
    }

    /// <summary>Starts with a letter, "/" or "_" (so it is no number and no date), single spaces inside, and no ": " or " #".</summary>
    [GeneratedRegex(@"^[A-Za-z/_](?:[A-Za-z0-9_./@%+=$(){}*,;?!&^~-]|:(?=[A-Za-z0-9:/$])|(?<! ) (?=[A-Za-z0-9/_]))*\z")]
    private static partial Regex Plain();
}
