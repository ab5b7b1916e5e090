using System.Globalization;
using Dashboard.Core.Secrets;

namespace Dashboard.Templates.Syntax;

/// <summary>
/// Builds the tree from a stream of events without recursion, and holds the guards that a tree needs before anything may recurse over it:
/// its depth, the number of nodes that its aliases expand to, cycles, and repeated keys.
/// </summary>
internal sealed class NodeBuilder(string file, ImmutableArray<Diagnostic>.Builder diagnostics)
{
    public const int MaxDepth = 100;
    public const int MaxNodes = 250_000;

    private readonly Stack<Frame> _open = new();
    private readonly Dictionary<string, Built> _anchors = new(StringComparer.Ordinal);

    /// <summary>The outermost node, once it is complete.</summary>
    public TemplateNode? Root { get; private set; }

    /// <summary>Entries that another one with the same key hides.</summary>
    public List<MappingEntry> Hidden { get; } = [];

    /// <summary>Opens a mapping or a sequence.</summary>
    public void Open(bool mapping, string? shortForm, string? anchor, int line, int column)
    {
        var depth = (_open.Count == 0 ? 0 : _open.Peek().Depth) + (shortForm is null ? 1 : 2);
        if (depth > MaxDepth)
            throw TooDeep(line, column);
        _open.Push(new Frame(mapping, shortForm, anchor, line, column, depth));
    }

    /// <summary>Closes the innermost collection.</summary>
    /// <param name="endLine">The line of its closing bracket; 0 for a block, which ends where its last child does.</param>
    public void Close(int endLine)
    {
        var frame = _open.Pop();
        var end = endLine > 0 ? endLine : Math.Max(frame.Line, frame.EndLine);
        TemplateNode node = frame.IsMapping
            ? new MappingNode(Merge(frame), frame.Line, frame.Column) { EndLine = end }
            : new SequenceNode([.. frame.Items], frame.Line, frame.Column) { EndLine = end };
        Complete(node, frame.ShortForm, frame.Anchor, frame.Size, frame.Height + 1);
    }

    /// <summary>Adds a scalar.</summary>
    public void Scalar(ScalarNode node, string? shortForm, string? anchor) => Complete(node, shortForm, anchor, 1, 1);

    /// <summary>Adds what an anchor names.</summary>
    public void Alias(string name, int line, int column)
    {
        if (_anchors.TryGetValue(name, out var built))
            Add(built, line, column);
        else if (_open.Any(f => f.Anchor == name))
            throw new SyntaxStop(line, column, $"The alias *{name} stands inside what it names; a template must be finite.");
        else
            throw new SyntaxStop(line, column, $"The alias *{name} names nothing; an anchor &{name} must come before it.");
    }

    private void Complete(TemplateNode node, string? shortForm, string? anchor, int size, int height)
    {
        if (shortForm is not null)
        {
            var key = new ScalarNode(shortForm, ScalarKind.String, node.Line, node.Column);
            node = new MappingNode([new MappingEntry(key, node)], node.Line, node.Column) { EndLine = node.EndLine };
            (size, height) = (size + 2, height + 1);
        }

        var built = new Built(node, size, height);
        if (anchor is not null)
            _anchors[anchor] = built;
        Add(built, node.Line, node.Column);
    }

    private void Add(Built built, int line, int column)
    {
        if (_open.Count == 0)
        {
            Root = built.Node;
            return;
        }

        var frame = _open.Peek();
        if (frame.Depth + built.Height - 1 > MaxDepth)
            throw TooDeep(line, column);
        if ((frame.Size += built.Size) > MaxNodes)
            throw new SyntaxStop(line, column, Format($"Aliases expand to more than {MaxNodes:N0} nodes."));
        frame.Height = Math.Max(frame.Height, built.Height);
        // An alias ends on its own line, wherever that which it names may end.
        frame.EndLine = Math.Max(frame.EndLine, built.Node.Line == line ? built.Node.EndLine : line);
        if (!frame.IsMapping)
            frame.Items.Add(built.Node);
        else if (frame.Key is null)
            frame.Key = built.Node as ScalarNode ?? throw new SyntaxStop(line, column, "A mapping's key must be a text.");
        else
            AddEntry(frame, built.Node);
    }

    private void AddEntry(Frame frame, TemplateNode value)
    {
        var key = frame.Key!;
        frame.Key = null;
        if (key is { Text: "<<", IsPlain: true })
        {
            frame.Merges.Add((key, value));
        }
        else if (frame.Index.TryGetValue(key.Text, out var earlier))
        {
            var shown = SecretKeys.Shown(key.Text);
            diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(file, key.Line, key.Column), shown,
                Format($"The key \"{shown}\" stands here a second time; it is on line {frame.Entries[earlier].Key.Line} already. A key may stand only once; the later one is used.")));
            Hidden.Add(frame.Entries[earlier]);
            frame.Entries[earlier] = new MappingEntry(key, value);
        }
        else
        {
            frame.Index.Add(key.Text, frame.Entries.Count);
            frame.Entries.Add(new MappingEntry(key, value));
        }
    }

    /// <summary>Own keys win over merged ones, and an earlier merged mapping over a later one.</summary>
    private ImmutableArray<MappingEntry> Merge(Frame frame)
    {
        foreach (var (key, value) in frame.Merges)
        {
            foreach (var source in value is SequenceNode list ? list.Items : [value])
            {
                if (source is not MappingNode mapping)
                    throw new SyntaxStop(key.Line, key.Column, "\"<<\" merges a mapping or a list of mappings, nothing else.");
                frame.Size += mapping.Entries.Length;
                foreach (var entry in mapping.Entries)
                {
                    if (frame.Index.TryAdd(entry.Key.Text, frame.Entries.Count))
                        frame.Entries.Add(entry);
                    else
                        Hidden.Add(entry);
                }
            }
        }

        return [.. frame.Entries];
    }

    private static SyntaxStop TooDeep(int line, int column) => new(line, column, Format($"The text is nested deeper than {MaxDepth} levels."));

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Built(TemplateNode Node, int Size, int Height);

    private sealed class Frame(bool isMapping, string? shortForm, string? anchor, int line, int column, int depth)
    {
        public bool IsMapping { get; } = isMapping;

        public string? ShortForm { get; } = shortForm;

        public string? Anchor { get; } = anchor;

        public int Line { get; } = line;

        public int Column { get; } = column;

        public int Depth { get; } = depth;

        public int Size { get; set; } = 1;

        public int Height { get; set; }

        public int EndLine { get; set; }

        public ScalarNode? Key { get; set; }

        public List<TemplateNode> Items { get; } = [];

        public List<MappingEntry> Entries { get; } = [];

        public Dictionary<string, int> Index { get; } = new(StringComparer.Ordinal);

        public List<(ScalarNode Key, TemplateNode Value)> Merges { get; } = [];
    }
}
