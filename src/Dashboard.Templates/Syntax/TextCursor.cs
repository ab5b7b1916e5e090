namespace Dashboard.Templates.Syntax;

/// <summary>Where a reader stands in a text: offset in characters, line, and where the line began.</summary>
internal sealed class TextCursor(string text)
{
    public string Text { get; } = text;

    /// <summary>The offset of the next character.</summary>
    public int Position { get; set; }

    /// <summary>1-based.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The offset of the first character of the line.</summary>
    public int LineStart { get; private set; }

    /// <summary>0-based: the indentation, where the next character is the first of its line.</summary>
    public int Indent => Position - LineStart;

    /// <summary>1-based.</summary>
    public int Column => Position - LineStart + 1;

    public bool IsAtEnd => Position >= Text.Length;

    /// <summary>The next character; NUL, which no text holds, at the end.</summary>
    public char Current => At(Position);

    /// <summary>The character at an offset; NUL at the end.</summary>
    public char At(int offset) => (uint)offset < (uint)Text.Length ? Text[offset] : '\0';

    /// <summary>Whether a word ends before an offset: there is a space, a line's end or the text's end.</summary>
    public bool IsBreakAt(int offset) => At(offset) is ' ' or '\n' or '\0';

    /// <summary>Goes to the start of the next line.</summary>
    /// <param name="start">The offset after a line feed.</param>
    public void StartLine(int start)
    {
        Line++;
        LineStart = start;
        Position = start;
    }

    /// <summary>Goes over spaces of the line.</summary>
    public void SkipSpaces()
    {
        while (Current == ' ')
            Position++;
    }

    /// <summary>Goes over spaces, line feeds and comments to the next content.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool SkipToContent()
    {
        while (true)
        {
            SkipSpaces();
            switch (Current)
            {
                case '\n':
                    StartLine(Position + 1);
                    break;
                case '#':
                    if (Position > LineStart && Text[Position - 1] != ' ')
                        throw HandOver.Because("a # that touches what stands before it");
                    var end = Text.AsSpan(Position).IndexOf('\n');
                    Position = end < 0 ? Text.Length : Position + end;
                    break;
                case '\t':
                    throw HandOver.Because("a tab between tokens");
                default:
                    return !IsAtEnd;
            }
        }
    }
}
