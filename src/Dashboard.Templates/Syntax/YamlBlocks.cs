namespace Dashboard.Templates.Syntax;

/// <summary>Reads block mappings and sequences, and what stands in them. Every method starts at the first character of what it reads.</summary>
/// <remarks>Indentations are 0-based columns. A collection is over where a line stands further left; a line that stands elsewhere is handed over.</remarks>
internal sealed class YamlBlocks
{
    /// <summary>A longer key is none to the library's reader; a margin is left.</summary>
    public const int LongestKey = 1000;

    /// <summary>A scalar with a short form is two levels; the one that holds it is counted from its own depth.</summary>
    public const int HeightOfShortScalar = 3;

    private readonly TextCursor _at;
    private readonly NodeMaker _make;
    private readonly YamlScalars _scalars;
    private readonly YamlBlockScalars _blockScalars;
    private readonly YamlPropertyReader _properties;
    private readonly YamlFlow _flow;

    /// <summary>The last line of what was read last; an alias ends on its own line.</summary>
    private int _endLine;

    public YamlBlocks(TextCursor at, NodeMaker make)
    {
        (_at, _make) = (at, make);
        _scalars = new YamlScalars(at, make);
        _blockScalars = new YamlBlockScalars(at, make);
        _properties = new YamlPropertyReader(at, make);
        _flow = new YamlFlow(at, make, _scalars, _properties);
    }

    /// <summary>Reads the outermost collection and sees that nothing stands behind it.</summary>
    public TemplateNode Root()
    {
        if (!_at.SkipToContent())
            throw HandOver.Because("no content");
        if (_at.Text.AsSpan(_at.Position).StartsWith("---") && _at.Position == _at.LineStart)
        {
            _at.Position += 3;
            var line = _at.Line;
            if (!_at.IsBreakAt(_at.Position) || !_at.SkipToContent() || _at.Line == line)
                throw HandOver.Because("content on the line of the document's start");
        }

        var node = Node(-1, canNest: true, default);
        if (node is ScalarNode)
            throw HandOver.Because("a document that is a scalar");
        EndLine();
        if (_at.SkipToContent())
            throw HandOver.Because("content behind the document");
        return node;
    }

    /// <summary>Reads any node.</summary>
    /// <param name="parent">The indentation of the collection around it.</param>
    /// <param name="canNest">Whether a block collection may start here: on a line of its own or behind "- ", not behind a key.</param>
    /// <param name="before">Properties on an earlier line, or on this one.</param>
    private TemplateNode Node(int parent, bool canNest, in YamlProperties before)
    {
        var c = _at.Current;
        switch (c)
        {
            case '-' when _at.IsBreakAt(_at.Position + 1):
                return canNest ? Sequence(_at.Indent, isIndentless: false, before) : throw HandOver.Because("a sequence behind a key");
            case '!' or '&':
                return before.IsNone ? WithProperties(parent, canBeIndentless: false) : throw HandOver.Because("properties of properties");
            case '*':
                return before.IsNone ? Alias() : throw HandOver.Because("properties of an alias");
            case '[' or '{':
                var collection = _flow.Collection(before);
                _endLine = collection.EndLine;
                return collection;
            case '|' or '>':
                var block = parent < 0 ? throw HandOver.Because("a document that is a scalar") : _blockScalars.Read(parent, before);
                _endLine = block.EndLine;
                return block;
        }

        // As the first key of a mapping it has no properties: those before it, on an earlier line, are the mapping's.
        var (start, line, column) = (_at.Position, _at.Line, _at.Column);
        var scalar = c is '"' or '\'' ? _scalars.Quoted(canNest ? default : before) : _scalars.Plain(parent, canNest ? default : before);
        _at.SkipSpaces();
        if (_at.Current == ':')
        {
            if (!canNest)
                throw HandOver.Because("a mapping behind a key");
            CheckKey(scalar, start, line);
            return Mapping(scalar, column - 1, before);
        }

        if (canNest && !before.IsNone)
            scalar = _make.Widen(scalar, before);
        _endLine = scalar.EndLine;
        return scalar;
    }

    private TemplateNode Alias()
    {
        var line = _at.Line;
        var node = _properties.Alias();
        _endLine = node.Line == line ? node.EndLine : line;
        return node;
    }

    private TemplateNode WithProperties(int parent, bool canBeIndentless)
    {
        var (nodes, deepest) = (_make.NodeCount, _make.Deepest);
        _make.Deepest = _make.Depth;
        var before = _properties.Read();
        var line = _at.Line;
        _endLine = line;
        var hasContent = _at.SkipToContent();
        TemplateNode node;
        if (hasContent && _at.Line == line)
            node = Node(parent, canNest: false, before);
        else if (hasContent && _at.Indent > parent)
            node = Node(parent, canNest: true, before);
        else if (canBeIndentless && IsIndentless(parent))
            node = Sequence(parent, isIndentless: true, before);
        else if (IsIndentless(parent) || !_at.Text.AsSpan(before.End, _at.Position - before.End).IsWhiteSpace())
            // The library's reader counts the next item's mark, or a comment, to the empty scalar.
            throw HandOver.Because("properties of nothing");
        else
            node = _make.Scalar("", ScalarKind.Null, true, before.Start, before.End, before.Line, before.Column);

        if (before.ShortForm is { } function)
            node = _make.ShortForm(function, node);
        if (before.Anchor is { } anchor)
            _properties.Keep(anchor, node, _make.NodeCount - nodes, _make.Deepest - _make.Depth + HeightOfShortScalar);
        _make.Deepest = Math.Max(deepest, _make.Deepest);
        return node;
    }

    /// <summary>Reads a mapping from behind its first key.</summary>
    private MappingNode Mapping(ScalarNode first, int indent, in YamlProperties before)
    {
        var isShortForm = before.ShortForm is not null;
        _make.Enter(isShortForm);
        var mark = _make.EntryCount;
        var end = first.Line;
        for (var key = first; ; key = Key())
        {
            _at.Position++;
            _endLine = key.Line;
            _make.Add(key, Value(indent));
            end = Math.Max(end, _endLine);
            if (!Continues(indent))
                break;
        }

        _make.Leave(isShortForm);
        _endLine = end;
        return before.IsNone ? _make.Mapping(mark, first.Line, first.Column, end) : _make.Mapping(mark, before.Line, before.Column, Math.Max(before.Line, end));
    }

    private ScalarNode Key()
    {
        var (start, line) = (_at.Position, _at.Line);
        var key = _at.Current is '"' or '\'' ? _scalars.Quoted(default) : _scalars.Plain(int.MaxValue, default);
        _at.SkipSpaces();
        CheckKey(key, start, line);
        return key;
    }

    private void CheckKey(ScalarNode key, int start, int line)
    {
        if (_at.Current != ':' || !_at.IsBreakAt(_at.Position + 1) || _at.Line != line || _at.Position - start > LongestKey || key is { Text: "<<", IsPlain: true })
            throw HandOver.Because("an unknown key");
    }

    /// <summary>Reads what stands behind "key:".</summary>
    private TemplateNode Value(int indent)
    {
        var (place, line, column) = (_at.Position, _at.Line, _at.Column);
        var hasContent = _at.SkipToContent();
        if (!hasContent || (_at.Line != line && _at.Indent <= indent && !IsIndentless(indent)))
            return _make.Scalar("", ScalarKind.Null, true, place, place, line, column);
        if (_at.Current is '!' or '&')
            return WithProperties(indent, canBeIndentless: true);
        if (_at.Line == line)
            return Node(indent, canNest: false, default);
        return _at.Indent > indent ? Node(indent, canNest: true, default) : Sequence(indent, isIndentless: true, default);
    }

    /// <summary>Whether a sequence starts at the column of the mapping that it belongs to.</summary>
    private bool IsIndentless(int indent) => _at.Indent == indent && _at.Current == '-' && _at.IsBreakAt(_at.Position + 1);

    private SequenceNode Sequence(int indent, bool isIndentless, in YamlProperties before)
    {
        var (startLine, startColumn) = before.IsNone ? (_at.Line, _at.Column) : (before.Line, before.Column);
        _make.Enter(before.ShortForm is not null);
        var mark = _make.ItemCount;
        var end = startLine;
        while (true)
        {
            _at.Position++;
            var (place, line, column) = (_at.Position, _at.Line, _at.Column);
            _endLine = line;
            if (_at.SkipToContent() && (_at.Line == line || _at.Indent > indent))
                _make.Add(Node(indent, canNest: true, default));
            else
                _make.Add(_make.Scalar("", ScalarKind.Null, true, place, place, line, column));
            end = Math.Max(end, _endLine);
            if (!Continues(indent))
                break;
            if (_at.Current != '-' || !_at.IsBreakAt(_at.Position + 1))
            {
                if (isIndentless)
                    break;
                throw HandOver.Because("a line inside a sequence that is no item");
            }
        }

        _make.Leave(before.ShortForm is not null);
        _endLine = end;
        return _make.Sequence(mark, startLine, startColumn, end);
    }

    /// <summary>Goes to the next line with content; whether it stands at this indentation.</summary>
    private bool Continues(int indent)
    {
        EndLine();
        if (!_at.SkipToContent() || _at.Indent < indent)
            return false;
        return _at.Indent == indent ? true : throw HandOver.Because("a line that stands too far right");
    }

    /// <summary>Sees that nothing but a comment stands on the rest of the line.</summary>
    private void EndLine()
    {
        var line = _at.Line;
        if (_at.Position != _at.LineStart && _at.SkipToContent() && _at.Line == line && !IsFirstOfLine())
            throw HandOver.Because("content behind a value");
    }

    /// <summary>Whether only spaces stand before the next character: somebody else has gone to it already.</summary>
    private bool IsFirstOfLine() => _at.Text.AsSpan(_at.LineStart, _at.Position - _at.LineStart).Trim(' ').IsEmpty;
}
