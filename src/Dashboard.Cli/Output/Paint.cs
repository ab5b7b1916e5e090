namespace Dashboard.Cli.Output;

/// <summary>Colours for a terminal; without one the text alone. Colour never carries a meaning that the words do not.</summary>
internal readonly struct Paint(bool isOn)
{
    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Bad(string text) => Wrap("33", text);

    public string Good(string text) => Wrap("32", text);

    public string Pending(string text) => Wrap("34", text);

    private string Wrap(string code, string text) => isOn && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
