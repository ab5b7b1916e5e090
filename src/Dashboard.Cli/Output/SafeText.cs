using Dashboard.Core.Values;

namespace Dashboard.Cli.Output;

/// <summary>Text that others wrote, made safe for one line of a terminal: no control sequence, no line break, no change of writing direction gets through.</summary>
internal static class SafeText
{
    public static string Line(string text) => VisibleText.Line(text);
}
