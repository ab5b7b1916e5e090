using System.Runtime.InteropServices;

namespace Dashboard.Templates.Syntax;

/// <summary>
/// Makes nodes for our own readers. Open collections share two growing arrays: a collection's children are the end of one of them, and
/// are cut off when it closes. Holds stricter guards than <see cref="NodeBuilder"/>: what comes near to one is handed over.
/// </summary>
/// <param name="text">The text, its lines ended by line feeds.</param>
/// <param name="lineEndLength">2 where a carriage return stood before each line feed: spans count it, content does not.</param>
internal sealed class NodeMaker(string text, int lineEndLength = 1)
{
    /// <summary>A scalar with a short form adds two levels, an alias as many as it names.</summary>
    private const int DepthLeft = 5;
    private const int FewKeys = 16;

    private MappingEntry[] _entries = new MappingEntry[32];
    private TemplateNode[] _items = new TemplateNode[16];
    private HashSet<string>? _keys;
    private int _depth;

    /// <summary>How many entries the open mappings have; the mark to close a mapping with.</summary>
    public int EntryCount { get; private set; }

    /// <summary>How many items the open sequences have; the mark to close a sequence with.</summary>
    public int ItemCount { get; private set; }

    /// <summary>How many nodes there are, those that aliases repeat included.</summary>
    public int NodeCount { get; private set; }

    /// <summary>The deepest level that was reached since it was set.</summary>
    public int Deepest { get; set; }

    /// <summary>How many levels are open.</summary>
    public int Depth => _depth;

    public void Enter(bool isShortForm)
    {
        _depth += isShortForm ? 2 : 1;
        Reach(_depth);
    }

    public void Leave(bool isShortForm) => _depth -= isShortForm ? 2 : 1;

    /// <summary>Counts what an alias repeats.</summary>
    public void Repeat(int nodes, int height)
    {
        Count(nodes);
        Reach(_depth + height);
    }

    public void Add(ScalarNode key, TemplateNode value)
    {
        if (EntryCount == _entries.Length)
            Array.Resize(ref _entries, EntryCount * 2);
        _entries[EntryCount++] = new MappingEntry(key, value);
    }

    public void Add(TemplateNode item)
    {
        if (ItemCount == _items.Length)
            Array.Resize(ref _items, ItemCount * 2);
        _items[ItemCount++] = item;
    }

    public MappingNode Mapping(int mark, int line, int column, int endLine)
    {
        Count(1);
        var entries = _entries.AsSpan(mark, EntryCount - mark);
        CheckKeys(entries);
        EntryCount = mark;
        return new MappingNode(ImmutableCollectionsMarshal.AsImmutableArray(entries.ToArray()), line, column) { EndLine = endLine };
    }

    public SequenceNode Sequence(int mark, int line, int column, int endLine)
    {
        Count(1);
        var items = _items.AsSpan(mark, ItemCount - mark);
        ItemCount = mark;
        return new SequenceNode(ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray()), line, column) { EndLine = endLine };
    }

    /// <summary>A short form around a node, as its long form.</summary>
    public MappingNode ShortForm(string function, TemplateNode argument)
    {
        Count(2);
        var key = new ScalarNode(function, ScalarKind.String, argument.Line, argument.Column);
        return new MappingNode([new MappingEntry(key, argument)], argument.Line, argument.Column) { EndLine = argument.EndLine };
    }

    /// <summary>A scalar on one line.</summary>
    /// <param name="content">Its text.</param>
    /// <param name="kind">By its form.</param>
    /// <param name="isPlain">Without quotes.</param>
    /// <param name="start">Where it starts, in the text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="line">1-based.</param>
    /// <param name="column">1-based.</param>
    public ScalarNode Scalar(string content, ScalarKind kind, bool isPlain, int start, int end, int line, int column)
    {
        Count(1);
        var before = (lineEndLength - 1) * (line - 1);
        return new ScalarNode(content, kind, line, column) { IsPlain = isPlain, Span = (start + before)..(end + before), EndLine = line };
    }

    /// <summary>A scalar that may go on over several lines.</summary>
    public ScalarNode LongScalar(string content, ScalarKind kind, bool isPlain, int start, int end, int line, int column)
    {
        Count(1);
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        var endLine = line + text.AsSpan(start, end - start).Count('\n');
        var span = (start + ((lineEndLength - 1) * (line - 1)))..(end + ((lineEndLength - 1) * (endLine - 1)));
        return new ScalarNode(content, kind, line, column) { IsPlain = isPlain, Span = span, EndLine = endLine };
    }

    /// <summary>A scalar whose properties stand on an earlier line, and belong to it.</summary>
    public ScalarNode Widen(ScalarNode scalar, in YamlProperties properties) => new(scalar.Text, scalar.Kind, properties.Line, properties.Column)
    {
        IsPlain = scalar.IsPlain,
        Span = (properties.Start + ((lineEndLength - 1) * (properties.Line - 1)))..scalar.Span.End,
        EndLine = scalar.EndLine,
    };

    private void Reach(int depth)
    {
        if (depth > NodeBuilder.MaxDepth - DepthLeft)
            throw HandOver.Because("deep nesting");
        Deepest = Math.Max(Deepest, depth);
    }

    private void Count(int nodes)
    {
        NodeCount += nodes;
        if (NodeCount > NodeBuilder.MaxNodes)
            throw HandOver.Because("many nodes");
    }

    /// <summary>Repeated keys and merges are rare: the library's reader says what is to be said of them.</summary>
    private void CheckKeys(ReadOnlySpan<MappingEntry> entries)
    {
        if (entries.Length > FewKeys)
        {
            CheckManyKeys(entries);
            return;
        }

        // Keys that differ in their length or last character are two keys: that alone tells almost all of them.
        var seen = 0UL;
        for (var i = 0; i < entries.Length; i++)
        {
            var key = entries[i].Key.Text;
            var mark = 1UL << ((key.Length + ((key.Length > 0 ? key[^1] : 0) * 7)) & 63);
            var isNew = (seen & mark) == 0;
            seen |= mark;
            for (var j = 0; j < i && !isNew; j++)
            {
                if (entries[j].Key.Text == key)
                    throw HandOver.Because("a repeated key");
            }
        }
    }

    private void CheckManyKeys(ReadOnlySpan<MappingEntry> entries)
    {
        _keys ??= new HashSet<string>(StringComparer.Ordinal);
        _keys.Clear();
        foreach (var entry in entries)
        {
            if (!_keys.Add(entry.Key.Text))
                throw HandOver.Because("a repeated key");
        }
    }
}
