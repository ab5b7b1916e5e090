namespace Dashboard.Templates.Syntax;

/// <summary>What stands before a node: a tag ("!Ref"), an anchor ("&amp;name"), both or nothing.</summary>
/// <param name="ShortForm">The function that the tag means, in its long form.</param>
/// <param name="Anchor">The anchor's name.</param>
/// <param name="Start">Where the first of them starts, in the text.</param>
/// <param name="End">Where the last of them ends.</param>
/// <param name="Line">1-based; 0 where nothing stands.</param>
/// <param name="Column">1-based.</param>
internal readonly record struct YamlProperties(string? ShortForm, string? Anchor, int Start, int End, int Line, int Column)
{
    public bool IsNone => Line == 0;
}
