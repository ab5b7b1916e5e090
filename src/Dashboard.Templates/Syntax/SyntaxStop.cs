namespace Dashboard.Templates.Syntax;

/// <summary>Ends the reading of a text that cannot be used; caught by <see cref="TemplateReader"/> and never seen outside.</summary>
internal sealed class SyntaxStop(int line, int column, string message) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
