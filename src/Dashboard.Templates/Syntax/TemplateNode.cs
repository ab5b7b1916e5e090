namespace Dashboard.Templates.Syntax;

/// <summary>What the keys in a node, or beneath it, call.</summary>
[Flags]
internal enum NodeContents : byte
{
    /// <summary>Nothing: the node stands for what it spells.</summary>
    None = 0,

    /// <summary>A function.</summary>
    Function = 1,

    /// <summary>A loop, which is a function too.</summary>
    Loop = 2,

    /// <summary>A transform, which is a function too.</summary>
    Transform = 4,
}

/// <summary>A piece of YAML or JSON text with its place. Short forms are long ones already: <c>!Ref A</c> is a mapping with the one key "Ref".</summary>
public abstract class TemplateNode(int line, int column)
{
    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based.</summary>
    public int Column { get; } = column;

    /// <summary>The line of the last character that belongs to the node; 1-based.</summary>
    public int EndLine { get; internal init; } = line;

    /// <summary>What the node renders to wherever it stands, once somebody has worked that out; null where it holds a function, or nobody has.</summary>
    /// <remarks>A document is rendered many times: for every environment, with references and with what they stand for. Threads may work it out at once; one of the equal values stays.</remarks>
    internal PropertyValue? Constant { get; set; }

    /// <summary>What is called in the node; found when it is made, so that nobody walks over what calls nothing.</summary>
    internal NodeContents Contents { get; private protected init; }
}

/// <summary>A text in its source's own spelling.</summary>
/// <param name="text">The text, escapes undone.</param>
/// <param name="kind">Plain YAML scalars and JSON literals by their form; quoted and block ones are strings.</param>
/// <param name="line">1-based.</param>
/// <param name="column">1-based.</param>
public sealed class ScalarNode(string text, ScalarKind kind, int line, int column) : TemplateNode(line, column)
{
    /// <summary>The text, escapes undone.</summary>
    public string Text { get; } = text;

    /// <summary>Plain YAML scalars and JSON literals by their form; quoted and block ones are strings.</summary>
    public ScalarKind Kind { get; } = kind;

    /// <summary>The text as CloudFormation judges it: a boolean is "true" or "false", however it is spelled (True, FALSE). Yes, no, on and off keep their spelling, as any text.</summary>
    public string Value => Kind == ScalarKind.Boolean ? ScalarForm.Boolean(Text) : Text;

    /// <summary>Where it stands in the document's text, quotes included; empty where it does not (the key of a short form).</summary>
    internal Range Span { get; init; } = 0..0;

    /// <summary>Whether it was written without quotes and not as a block.</summary>
    internal bool IsPlain { get; init; }
}

/// <summary>A list.</summary>
public sealed class SequenceNode : TemplateNode
{
    /// <summary>Creates a list.</summary>
    public SequenceNode(ImmutableArray<TemplateNode> items, int line, int column)
        : base(line, column)
    {
        Items = items;
        foreach (var item in items)
            Contents |= item.Contents;
    }

    /// <summary>The items, in order.</summary>
    public ImmutableArray<TemplateNode> Items { get; }
}

/// <summary>A mapping, in its source's order; keys are unique.</summary>
public sealed class MappingNode : TemplateNode
{
    /// <summary>As many entries are looked through faster than a table is made.</summary>
    private const int Few = 12;

    private Dictionary<string, int>? _places;

    /// <summary>What was worked out of the node as a whole template, or as a parameter's declaration: the same in every rendering. Threads may work it out at once.</summary>
    internal object? Known { get; set; }

    /// <summary>Creates a mapping.</summary>
    public MappingNode(ImmutableArray<MappingEntry> entries, int line, int column)
        : base(line, column)
    {
        Entries = entries;
        foreach (var (key, value) in entries)
            Contents |= value.Contents | Called(key.Text);
    }

    /// <summary>The entries, in order.</summary>
    public ImmutableArray<MappingEntry> Entries { get; }

    /// <summary>The value of a key, or null.</summary>
    public TemplateNode? this[string key] => Find(key)?.Value;

    /// <summary>The entry of a key, or null.</summary>
    internal MappingEntry? Find(string key) => IndexOf(key) is >= 0 and var place ? Entries[place] : null;

    /// <summary>Where a key stands among the entries; -1 where it does not.</summary>
    internal int IndexOf(string key)
    {
        if (Entries.Length > Few)
            return (_places ??= Places()).TryGetValue(key, out var place) ? place : -1;
        for (var i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key.Text == key)
                return i;
        }

        return -1;
    }

    private Dictionary<string, int> Places()
    {
        var places = new Dictionary<string, int>(Entries.Length, StringComparer.Ordinal);
        for (var i = 0; i < Entries.Length; i++)
            places.TryAdd(Entries[i].Key.Text, i);
        return places;
    }

    private static NodeContents Called(string key) => key switch
    {
        "Ref" => NodeContents.Function,
        ['F', 'n', ':', ':', ..] => NodeContents.Function
            | (key == "Fn::Transform" ? NodeContents.Transform : key.StartsWith("Fn::ForEach::", StringComparison.Ordinal) ? NodeContents.Loop : NodeContents.None),
        _ => NodeContents.None,
    };
}

/// <summary>An entry of a mapping.</summary>
public readonly record struct MappingEntry(ScalarNode Key, TemplateNode Value);

/// <summary>A parsed template, parameter file or driftboard.yaml.</summary>
/// <param name="File">The path inside the repository.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Root">The outermost node; null where the text could not be parsed at all.</param>
/// <param name="Diagnostics">What was wrong.</param>
public sealed record TemplateDocument(string File, string Text, TemplateNode? Root, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What stands in the text and not in the tree: a key that stands there a second time hides the first one with its value.</summary>
    internal ImmutableArray<MappingEntry> Hidden { get; init; } = [];
}
