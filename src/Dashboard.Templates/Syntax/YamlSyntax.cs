using SharpYaml;
using SharpYaml.Events;

namespace Dashboard.Templates.Syntax;

/// <summary>Reads YAML events into a <see cref="NodeBuilder"/>. The only file that knows the parser.</summary>
internal static class YamlSyntax
{
    private const string CoreTag = "tag:yaml.org,2002:";

    /// <exception cref="SyntaxStop">The text is no YAML, or a guard stopped it.</exception>
    public static void Read(string text, NodeBuilder builder, Action<int, int, string> warn)
    {
        try
        {
            // Events are pulled one by one, so that the builder's guard on depth stops a hostile text before the parser's own effort grows with it.
            var parser = Parser.CreateParser(new StringReader(text), NodeBuilder.MaxDepth + 1);
            var documents = 0;
            var flow = new Stack<bool>();
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart start && ++documents > 1)
                {
                    warn(start.Start.Line + 1, start.Start.Column + 1, "The text holds a second YAML document; only the first one is read.");
                    return;
                }

                Accept(parser.Current!, text, builder, flow);
            }
        }
        catch (YamlException broken)
        {
            throw new SyntaxStop(broken.Start.Line + 1, broken.Start.Column + 1, "The text is not valid YAML: " + Reason(broken));
        }
        catch (Exception fault) when (fault is not SyntaxStop and not OutOfMemoryException)
        {
            // The parser meets hostile text; whatever it trips over is the text's fault, not ours.
            throw new SyntaxStop(1, 1, $"The text is not valid YAML ({fault.GetType().Name}).");
        }
    }

    private static void Accept(ParsingEvent current, string text, NodeBuilder builder, Stack<bool> flow)
    {
        var (line, column) = (current.Start.Line + 1, current.Start.Column + 1);
        switch (current)
        {
            case Scalar scalar:
                builder.Scalar(Node(scalar, text), ShortForm(scalar.Tag, line, column), scalar.Anchor);
                break;
            case MappingStart mapping:
                flow.Push(mapping.Style == YamlStyle.Flow);
                builder.Open(true, ShortForm(mapping.Tag, line, column), mapping.Anchor, line, column);
                break;
            case SequenceStart sequence:
                flow.Push(sequence.Style == YamlStyle.Flow);
                builder.Open(false, ShortForm(sequence.Tag, line, column), sequence.Anchor, line, column);
                break;
            case MappingEnd or SequenceEnd:
                builder.Close(flow.Pop() ? current.End.Line + 1 : 0);
                break;
            case AnchorAlias alias:
                builder.Alias(alias.Value, line, column);
                break;
        }
    }

    private static ScalarNode Node(Scalar scalar, string text)
    {
        var plain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any;
        var kind = plain && scalar.Tag is not (CoreTag + "str" or "!") ? ScalarForm.KindOf(scalar.Value) : ScalarKind.String;
        var (start, end) = (Math.Clamp(scalar.Start.Index, 0, text.Length), Math.Clamp(scalar.End.Index, 0, text.Length));
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return new ScalarNode(scalar.Value, kind, scalar.Start.Line + 1, scalar.Start.Column + 1)
        {
            IsPlain = plain,
            Span = start..end,
            EndLine = scalar.Start.Line + 1 + text.AsSpan(start, end - start).Count('\n'),
        };
    }

    /// <summary>"!Ref" is Ref, "!Condition" is Condition, every other "!X" is "Fn::X"; the core schema's tags are none.</summary>
    private static string? ShortForm(string? tag, int line, int column)
    {
        if (tag is null or "" or "!" || tag.StartsWith(CoreTag, StringComparison.Ordinal))
            return null;
        if (tag[0] != '!')
            throw new SyntaxStop(line, column, "A tag must be a CloudFormation function, such as !Ref.");
        var name = tag[1..];
        return name is "Ref" or "Condition" || name.StartsWith("Fn::", StringComparison.Ordinal) ? name : "Fn::" + name;
    }

    private static string Reason(YamlException broken)
    {
        var message = broken.Message.ReplaceLineEndings(" ");
        // The parser writes "(Line: 2, Col: 4, Idx: 9) - (...): what"; the place is a field of its own here.
        var cut = message.LastIndexOf("): ", StringComparison.Ordinal);
        message = cut >= 0 ? message[(cut + 3)..] : message;
        return message.Length > 200 ? message[..200] : message;
    }
}
