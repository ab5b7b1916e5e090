namespace Dashboard.Templates.Syntax;

/// <summary>Reads literal ("|") and folded (">") scalars.</summary>
internal sealed class YamlBlockScalars(TextCursor at, NodeMaker make)
{
    private readonly TextBuffer _buffer = new();

    /// <summary>Reads one, and stops at the start of the line behind it.</summary>
    /// <param name="parentIndent">The column of the collection around it.</param>
    /// <param name="properties">What stands before it.</param>
    public ScalarNode Read(int parentIndent, in YamlProperties properties)
    {
        var (start, line, column) = properties.IsNone ? (at.Position, at.Line, at.Column) : (properties.Start, properties.Line, properties.Column);
        var isFolded = at.Current == '>';
        var (chomping, indent) = Header();
        indent = indent > 0 ? parentIndent + indent : Detect(parentIndent);

        _buffer.Clear();
        var (trailing, end) = Lines(indent, isFolded);
        // What a line's end says is known only behind the last line.
        if (chomping != '-' && trailing > 0)
            _buffer.Append('\n', chomping == '+' ? trailing : 1);
        return make.LongScalar(_buffer.ToString(), ScalarKind.String, false, start, end, line, column);
    }

    /// <summary>The indicators behind "|": how the last line ends, and an explicit indentation or 0.</summary>
    private (char Chomping, int Indent) Header()
    {
        var (chomping, indent) = (' ', 0);
        at.Position++;
        for (; !at.IsBreakAt(at.Position); at.Position++)
        {
            var c = at.Current;
            if (c is '+' or '-' && chomping == ' ')
                chomping = c;
            else if (c is >= '1' and <= '9' && indent == 0)
                indent = c - '0';
            else
                throw HandOver.Because("an unknown head of a block scalar");
        }

        at.SkipSpaces();
        if (at.Current == '#')
        {
            var feed = at.Text.AsSpan(at.Position).IndexOf('\n');
            at.Position = feed < 0 ? at.Text.Length : at.Position + feed;
        }

        if (at.Current != '\n')
            throw HandOver.Because("an unknown head of a block scalar");
        at.StartLine(at.Position + 1);
        return (chomping, indent);
    }

    /// <summary>The indentation of the first line that is not blank.</summary>
    private int Detect(int parentIndent)
    {
        var (i, lineStart, longest) = (at.Position, at.Position, 0);
        while (true)
        {
            while (at.At(i) == ' ')
                i++;
            if (at.At(i) != '\n')
                break;
            longest = Math.Max(longest, i - lineStart);
            lineStart = ++i;
        }

        var indent = i - lineStart;
        if (at.At(i) is '\t' or '\0' || indent <= parentIndent || longest > indent)
            throw HandOver.Because("a block scalar without a clear first line");
        return indent;
    }

    /// <summary>The lines; returns how many line feeds stand behind the last content, and where that ends.</summary>
    private (int Trailing, int End) Lines(int indent, bool isFolded)
    {
        var text = at.Text;
        var (breaks, end) = (0, -1);
        var wasBlankFirst = false;
        while (!at.IsAtEnd)
        {
            var content = at.Position;
            var limit = Math.Min(text.Length, content + indent);
            while (content < limit && text[content] == ' ')
                content++;
            if (at.At(content) == '\n')
            {
                breaks++;
                at.StartLine(content + 1);
                continue;
            }

            if (content >= text.Length)
            {
                at.Position = content;
                break;
            }

            if (content < limit)
            {
                if (text[content] == '\t')
                    throw HandOver.Because("a tab in an indentation");
                break;
            }

            var isBlankFirst = text[content] is ' ' or '\t';
            Join(breaks, isFirst: end < 0, isFolded && !isBlankFirst && !wasBlankFirst);
            wasBlankFirst = isBlankFirst;
            var feed = text.AsSpan(content).IndexOf('\n');
            end = feed < 0 ? text.Length : content + feed;
            _buffer.Append(text.AsSpan(content, end - content));
            breaks = feed < 0 ? 0 : 1;
            if (feed < 0)
                at.Position = end;
            else
                at.StartLine(end + 1);
        }

        return end < 0 ? throw HandOver.Because("an empty block scalar") : (breaks, end);
    }

    /// <summary>Writes the line feeds between two lines; where they fold, one is a space and more are one fewer.</summary>
    private void Join(int breaks, bool isFirst, bool folds)
    {
        if (isFirst || !folds)
            _buffer.Append('\n', breaks);
        else if (breaks == 1)
            _buffer.Append(' ');
        else
            _buffer.Append('\n', breaks - 1);
    }
}
