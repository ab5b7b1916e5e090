namespace Dashboard.Templates.Syntax;

/// <summary>Reads flow collections: <c>[a, !Ref b, {c: d}]</c>.</summary>
internal sealed class YamlFlow(TextCursor at, NodeMaker make, YamlScalars scalars, YamlPropertyReader properties)
{
    /// <summary>Reads a collection from its opening bracket to behind its closing one.</summary>
    public TemplateNode Collection(in YamlProperties before)
    {
        var (line, column) = before.IsNone ? (at.Line, at.Column) : (before.Line, before.Column);
        make.Enter(before.ShortForm is not null);
        TemplateNode node = at.Current == '[' ? Sequence(line, column) : Mapping(line, column);
        make.Leave(before.ShortForm is not null);
        return node;
    }

    private SequenceNode Sequence(int line, int column)
    {
        var mark = make.ItemCount;
        at.Position++;
        while (true)
        {
            Skip();
            if (at.Current == ']')
                break;
            make.Add(Node());
            if (!EndsItem(']'))
                break;
        }

        at.Position++;
        return make.Sequence(mark, line, column, at.Line);
    }

    private MappingNode Mapping(int line, int column)
    {
        var mark = make.EntryCount;
        at.Position++;
        while (true)
        {
            Skip();
            if (at.Current == '}')
                break;
            var key = Key();
            Skip();
            if (at.Current is ',' or '}')
                throw HandOver.Because("a key without a value in a flow mapping");
            make.Add(key, Node());
            if (!EndsItem('}'))
                break;
        }

        at.Position++;
        return make.Mapping(mark, line, column, at.Line);
    }

    private ScalarNode Key()
    {
        var (start, line) = (at.Position, at.Line);
        var key = at.Current is '"' or '\'' ? scalars.Quoted(default) : scalars.FlowPlain(default);
        at.SkipSpaces();
        if (at.Line != line || at.Current != ':' || !at.IsBreakAt(at.Position + 1) || at.Position - start > YamlBlocks.LongestKey || key is { Text: "<<", IsPlain: true })
            throw HandOver.Because("an unknown key in a flow mapping");
        at.Position++;
        return key;
    }

    private TemplateNode Node()
    {
        if (at.Current == '*')
            return properties.Alias();
        if (at.Current is not ('!' or '&'))
            return Content(default);
        var (nodes, deepest) = (make.NodeCount, make.Deepest);
        make.Deepest = make.Depth;
        var before = properties.Read();
        Skip();
        var node = Content(before);
        if (before.ShortForm is { } function)
            node = make.ShortForm(function, node);
        if (before.Anchor is { } anchor)
            properties.Keep(anchor, node, make.NodeCount - nodes, make.Deepest - make.Depth + YamlBlocks.HeightOfShortScalar);
        make.Deepest = Math.Max(deepest, make.Deepest);
        return node;
    }

    private TemplateNode Content(in YamlProperties before) => at.Current switch
    {
        '[' or '{' => Collection(before),
        '"' or '\'' => scalars.Quoted(before),
        _ => scalars.FlowPlain(before),
    };

    /// <summary>Goes over the comma behind an item; false at the closing bracket.</summary>
    private bool EndsItem(char close)
    {
        Skip();
        if (at.Current == close)
            return false;
        if (at.Current != ',')
            throw HandOver.Because("an unknown mark in a flow collection");
        at.Position++;
        return true;
    }

    private void Skip()
    {
        if (!at.SkipToContent() || (at.Position == at.LineStart && at.Current is '-' or '.'))
            throw HandOver.Because("a flow collection that does not end");
    }
}
