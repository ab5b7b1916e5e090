using System.Buffers;

namespace Dashboard.Templates.Syntax;

/// <summary>Reads tags, anchors and aliases, and keeps what anchors name.</summary>
internal sealed class YamlPropertyReader(TextCursor at, NodeMaker make)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:_-");

    /// <summary>CloudFormation's own tags, so that their names are made once.</summary>
    private static readonly string[] Functions =
    [
        "Ref", "Condition", "Fn::Sub", "Fn::GetAtt", "Fn::Join", "Fn::If", "Fn::Equals", "Fn::Select", "Fn::FindInMap", "Fn::Not", "Fn::And", "Fn::Or",
        "Fn::ImportValue", "Fn::Split", "Fn::GetAZs", "Fn::Base64", "Fn::Cidr", "Fn::Transform", "Fn::Length", "Fn::ToJsonString",
    ];

    private Dictionary<string, Anchored>? _anchors;

    /// <summary>Reads the properties of a node, and the spaces behind them.</summary>
    public YamlProperties Read()
    {
        var (start, line, column) = (at.Position, at.Line, at.Column);
        var end = start;
        string? shortForm = null, anchor = null;
        while (true)
        {
            if (at.Current == '!' && shortForm is null)
                shortForm = Tag();
            else if (at.Current == '&' && anchor is null)
                anchor = Name();
            else
                break;
            end = at.Position;
            at.SkipSpaces();
            if (at.Current is not ('!' or '&'))
                break;
        }

        return new YamlProperties(shortForm, anchor, start, end, line, column);
    }

    /// <summary>Reads an alias and returns what it names.</summary>
    public TemplateNode Alias()
    {
        var name = Name();
        if (_anchors is null || !_anchors.TryGetValue(name, out var anchored))
            throw HandOver.Because("an alias without an anchor");
        make.Repeat(anchored.Nodes, anchored.Height);
        return anchored.Node;
    }

    /// <summary>Keeps what an anchor names.</summary>
    /// <param name="name">The anchor's name.</param>
    /// <param name="node">The node, with its short form.</param>
    /// <param name="nodes">How many nodes it has.</param>
    /// <param name="height">At least how many levels it has.</param>
    public void Keep(string name, TemplateNode node, int nodes, int height) =>
        (_anchors ??= new Dictionary<string, Anchored>(StringComparer.Ordinal))[name] = new Anchored(node, nodes, height);

    private string Tag()
    {
        var rest = at.Text.AsSpan(at.Position + 1);
        var length = rest.IndexOfAnyExcept(TagCharacters);
        if (length < 0)
            length = rest.Length;
        if (length == 0 || rest[0] == ':' || !at.IsBreakAt(at.Position + 1 + length))
            throw HandOver.Because("an unknown tag");
        at.Position += length + 1;
        var name = rest[..length];
        foreach (var function in Functions)
        {
            if (name.SequenceEqual(function.AsSpan(function.StartsWith('F') ? 4 : 0)))
                return function;
        }

        return name.StartsWith("Fn::") ? name.ToString() : "Fn::" + name.ToString();
    }

    private string Name()
    {
        var rest = at.Text.AsSpan(at.Position + 1);
        var length = rest.IndexOfAnyExcept(NameCharacters);
        if (length < 0)
            length = rest.Length;
        if (length == 0 || !(at.IsBreakAt(at.Position + 1 + length) || at.At(at.Position + 1 + length) is ',' or ']' or '}'))
            throw HandOver.Because("an unknown anchor");
        at.Position += length + 1;
        return rest[..length].ToString();
    }

    private readonly record struct Anchored(TemplateNode Node, int Nodes, int Height);
}
