using System.Text;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>Writes a value as people read it: a scalar bare, a script in Base64 as the script, a structure indented, one entry a line.</summary>
public static class ValueLines
{
    /// <summary>The whole value. Never shows a secret.</summary>
    public static string Format(PropertyValue value)
    {
        if (value is not (MapValue { Entries.Length: > 0 } or ListValue { Items.Length: > 0 }))
            return VisibleText.Lines(ScriptText.Of(value) ?? value.ToString());
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, PropertyValue value, int depth)
    {
        if (value is MapValue map)
        {
            foreach (var (key, entry) in map.Entries)
                AppendEntry(text.Append(' ', depth * 2).Append(VisibleText.Line(key)).Append(':'), entry, depth);
        }
        else if (value is ListValue list)
        {
            foreach (var item in list.Items)
                AppendItem(text.Append(' ', depth * 2).Append('-'), item, depth);
        }
    }

    private static void AppendEntry(StringBuilder text, PropertyValue value, int depth)
    {
        if (IsStructure(value))
            Append(text.Append('\n'), value, depth + 1);
        else
            AppendScalar(text.Append(' '), value, depth + 1);
    }

    /// <summary>The first entry of a map stands beside the dash.</summary>
    private static void AppendItem(StringBuilder text, PropertyValue value, int depth)
    {
        if (!IsStructure(value))
        {
            AppendScalar(text.Append(' '), value, depth + 1);
            return;
        }

        var inner = new StringBuilder();
        Append(inner, value, depth + 1);
        text.Append(' ').Append(inner.ToString().AsSpan((depth + 1) * 2));
    }

    /// <summary>A text of several lines keeps them, indented.</summary>
    private static void AppendScalar(StringBuilder text, PropertyValue value, int depth)
    {
        var script = ScriptText.Of(value);
        var written = VisibleText.Lines(script ?? value.ToString());
        if (written.Contains('\n', StringComparison.Ordinal))
            written = (script is null ? "|\n" : "|  # decoded from Base64\n") + new string(' ', depth * 2) + written.TrimEnd('\n').Replace("\n", "\n" + new string(' ', depth * 2), StringComparison.Ordinal);
        text.Append(written.Length == 0 ? "\"\"" : written).Append('\n');
    }

    private static bool IsStructure(PropertyValue value) => value is MapValue { Entries.Length: > 0 } or ListValue { Items.Length: > 0 };
}
