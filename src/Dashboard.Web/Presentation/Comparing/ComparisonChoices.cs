namespace Dashboard.Web.Presentation.Comparing;

/// <summary>In which form a comparison is shown.</summary>
public enum ComparisonView
{
    /// <summary>One column for each side.</summary>
    SideBySide,

    /// <summary>The sides beneath each other.</summary>
    Inline,

    /// <summary>The template's own text, with the differences at the lines that set them.</summary>
    Template,
}

/// <summary>How a reader wants comparisons shown. What is null was not chosen: it is as this browser remembers it, else as usual.</summary>
/// <param name="View">The form.</param>
/// <param name="Folded">Whether differences of spelling, which a normaliser folds, are shown; usually not.</param>
/// <param name="Explained">Whether differences that something accounts for are shown; usually they are.</param>
/// <param name="Equal">Whether what is equal is shown; usually only where nothing differs.</param>
public readonly record struct ComparisonChoices(ComparisonView? View = null, bool? Folded = null, bool? Explained = null, bool? Equal = null)
{
    /// <summary>Reads the choices out of a query.</summary>
    /// <param name="value">The value of a name, or null.</param>
    internal static ComparisonChoices Parse(Func<string, string?> value) => new(
        Enum.GetValues<ComparisonView>().Cast<ComparisonView?>().FirstOrDefault(v => EnumText.Name(v!.Value) == value("view")),
        Flag(value("folded")),
        Flag(value("explained")),
        Flag(value("equal")));

    /// <summary>Reads what a browser remembers; what is not ours in it is left out.</summary>
    public static ComparisonChoices Parse(string? text) => Parse(QueryText.Read("?" + text));

    /// <summary>Adds the choices to a query.</summary>
    internal QueryText AddTo(QueryText query) => query
        .Add("view", View is { } view ? EnumText.Name(view) : null)
        .Add("folded", Text(Folded))
        .Add("explained", Text(Explained))
        .Add("equal", Text(Equal));

    /// <summary>What a browser remembers: a query without its question mark.</summary>
    public string Format() => AddTo(new QueryText()).ToString().TrimStart('?');

    /// <summary>What decides which leaves are shown, in whatever form.</summary>
    public string WhatIsShown => (this with { View = null }).Format();

    /// <summary>These choices, and others' where nothing was chosen.</summary>
    public ComparisonChoices Or(ComparisonChoices others) => new(View ?? others.View, Folded ?? others.Folded, Explained ?? others.Explained, Equal ?? others.Equal);

    /// <summary>Of these choices those that show something else than usual; the rest counts as not chosen.</summary>
    public ComparisonChoices Unusual => new(View is ComparisonView.SideBySide ? null : View, Folded is true ? true : null, Explained is false ? false : null, Equal);

    private static bool? Flag(string? text) => text switch { "1" => true, "0" => false, _ => null };

    private static string? Text(bool? flag) => flag switch { true => "1", false => "0", null => null };
}

/// <summary>What this browser remembers of the form of comparisons. One for each circuit, used on its own thread alone.</summary>
public sealed class ComparisonMemory
{
    /// <summary>What was chosen last.</summary>
    public ComparisonChoices Remembered { get; private set; }

    /// <summary>Takes up what the browser's cookie says.</summary>
    public void Restore(string? cookie) => Remembered = ComparisonChoices.Parse(cookie);

    /// <summary>What a page's address says, and where it does not say it what this browser shows otherwise than usual: another browser that follows the address shows the same.</summary>
    public ComparisonChoices Say(ComparisonChoices said) => said.Or(Remembered.Unusual);

    /// <summary>Takes up what a page's address says.</summary>
    /// <returns>Whether the browser has something new to remember.</returns>
    public bool Remember(ComparisonChoices chosen)
    {
        var next = chosen.Or(Remembered);
        if (next == Remembered)
            return false;
        Remembered = next;
        return true;
    }
}
