using System.Text;

namespace Dashboard.Core.Values;

/// <summary>Writes a value as text for people: JSON-like, one line, without ever showing a secret.</summary>
public static class ValueText
{
    /// <summary>The whole value on one line. A text stands bare at the top and quoted inside lists and maps.</summary>
    public static string Format(PropertyValue value)
    {
        if (value is ScalarValue s)
            return s.Kind == ScalarKind.Null ? "null" : s.Text;
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>One of two values that differ: a text is quoted where the other is a literal of the same letters ("1" and 1).</summary>
    public static string Format(PropertyValue value, PropertyValue? other) =>
        value is ScalarValue { Kind: ScalarKind.String } text && DifferByKind(value, other) ? JsonValues.Quote(text.Text) : Format(value);

    /// <summary>Whether two scalars have the same letters, and are of different kinds.</summary>
    public static bool DifferByKind(PropertyValue value, PropertyValue? other) => value is ScalarValue one && other is ScalarValue another && one.Text == another.Text && one.Kind != another.Kind;

    /// <summary>How a reference is written in text: "${WebQueue.Arn}", "${AWS::Region}".</summary>
    public static string Format(ReferenceValue reference)
    {
        var name = reference.Owner.Address.IsStack ? reference.Attribute
            : reference.Attribute == "Ref" ? reference.Owner.Address.ToString()
            : $"{reference.Owner.Address}.{reference.Attribute}";
        return "${" + name + "}";
    }

    private static void Append(StringBuilder text, PropertyValue value)
    {
        switch (value)
        {
            case ScalarValue { Kind: ScalarKind.String } s:
                text.Append(JsonValues.Quote(s.Text));
                break;
            case ScalarValue { Kind: ScalarKind.Null }:
                text.Append("null");
                break;
            case ScalarValue s:
                text.Append(s.Text);
                break;
            case ListValue l:
                text.Append('[');
                Join(text, l.Items, Append);
                text.Append(']');
                break;
            case MapValue m:
                text.Append('{');
                Join(text, m.Entries, static (t, e) =>
                {
                    t.Append(JsonValues.Quote(e.Key)).Append(": ");
                    Append(t, e.Value);
                });
                text.Append('}');
                break;
            case ReferenceValue r:
                text.Append(Format(r));
                break;
            case CompositeValue c:
                foreach (var part in c.Parts)
                    text.Append(Format(part));
                break;
            case CallValue call:
                text.Append(call.Function).Append('(');
                Join(text, call.Arguments, Append);
                text.Append(')');
                break;
            case UnresolvedValue u:
                text.Append("(unresolved: ").Append(u.Reason).Append(')');
                break;
            case SecretValue:
                text.Append("(secret)");
                break;
        }
    }

    private static void Join<T>(StringBuilder text, ImmutableArray<T> items, Action<StringBuilder, T> append)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            append(text, items[i]);
        }
    }
}
