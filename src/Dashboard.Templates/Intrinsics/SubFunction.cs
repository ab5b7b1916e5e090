using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Intrinsics;

/// <summary><c>!Sub "text ${Name} ${Resource.Attribute} ${!Literal}"</c>, or a list of the text and a mapping of further names.</summary>
internal static class SubFunction
{
    public static PropertyValue? Evaluate(IntrinsicCall call)
    {
        var (template, names) = call.Argument switch
        {
            ScalarNode scalar => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar] } => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar, MappingNode mapping] } => (scalar, mapping),
            _ => (null, null),
        };
        if (template is null)
            return call.Fail("Fn::Sub must be a text, or a list of a text and a mapping.");
        var parts = new List<PropertyValue>();
        var text = template.Text;
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf("${", position, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                break;
            if (open > position)
                parts.Add(new ScalarValue(text[position..open]));
            position = close + 1;
            var hole = text[(open + 2)..close];
            var name = hole.Trim();
            // An escape is a text like any other: blanks in it stay.
            var part = name.Length == 0 ? new ScalarValue("${}")
                : name[0] == '!' ? new ScalarValue("${" + hole[(hole.IndexOf('!', StringComparison.Ordinal) + 1)..] + "}")
                : Resolve(call, names, name);
            if (part is ListValue or MapValue)
                return call.Fail($"Fn::Sub needs a text for ${{{name}}}, which is a list or a mapping.");
            if (part is not null)
                parts.Add(part);
        }

        parts.Add(new ScalarValue(text[position..]));
        return call.Compose(parts);
    }

    private static PropertyValue? Resolve(IntrinsicCall call, MappingNode? names, string name)
    {
        if (names?[name] is { } own)
            return call.Evaluate(own);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < name.Length - 1 ? GetAttFunction.Resolve(call, name[..dot], name[(dot + 1)..]) : RefFunction.Resolve(call, name);
    }
}
