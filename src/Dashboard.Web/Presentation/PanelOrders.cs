namespace Dashboard.Web.Presentation;

/// <summary>What the list of problems can be sorted by.</summary>
public enum ProblemColumn
{
    /// <summary>What is wrong, in a word.</summary>
    What,

    /// <summary>Environment, stack and resource; of an input its file and line.</summary>
    Where,

    /// <summary>The property.</summary>
    Property,

    /// <summary>The two values, or the reason where there are none.</summary>
    Values,

    /// <summary>What putting it back does, the worst first.</summary>
    Effect,

    /// <summary>Since when it is there, the newest first.</summary>
    Seen,
}

/// <summary>What the list of changes can be sorted by.</summary>
public enum ChangeColumn
{
    /// <summary>When, the newest first.</summary>
    When,

    /// <summary>What happened, in a word.</summary>
    What,

    /// <summary>Environment, stack and resource.</summary>
    Where,

    /// <summary>The property.</summary>
    Property,

    /// <summary>The two values.</summary>
    Values,

    /// <summary>Who did it.</summary>
    By,
}

/// <summary>How the lists of the panel below every page are sorted, as far as an address says it. They are not the page's, but they stand in its address.</summary>
/// <param name="Problems">The list of problems; null: the address does not say.</param>
/// <param name="Changes">The list of changes; null: the address does not say.</param>
public readonly record struct PanelOrders(SortOrder<ProblemColumn>? Problems = null, SortOrder<ChangeColumn>? Changes = null)
{
    private const string ProblemsName = "problems";
    private const string ChangesName = "activity";

    /// <summary>Said of a list in its own order, where an address has to tell it from one that says nothing: else no way would lead back to it.</summary>
    private const string Own = "usual";

    /// <summary>Reads what a query says of the panel.</summary>
    public static PanelOrders Parse(string query)
    {
        var value = QueryText.Read(query);
        return new PanelOrders(Parse<ProblemColumn>(value(ProblemsName)), Parse<ChangeColumn>(value(ChangesName)));
    }

    /// <summary>These orders, and others' where nothing was said.</summary>
    public PanelOrders Or(PanelOrders others) => new(Problems ?? others.Problems, Changes ?? others.Changes);

    /// <summary>An address that says these orders and else what it said before.</summary>
    /// <param name="url">A path and query.</param>
    public string AddTo(string url)
    {
        var parts = url.Split('?', 2);
        var others = parts.Length < 2 ? [] : parts[1].Split('&').Where(p => p.Split('=')[0] is not (ProblemsName or ChangesName or ""));
        string[] query = [.. others, .. Said(ProblemsName, Problems), .. Said(ChangesName, Changes)];
        return query.Length == 0 ? parts[0] : $"{parts[0]}?{string.Join('&', query)}";
    }

    private static SortOrder<TColumn>? Parse<TColumn>(string? text)
        where TColumn : struct, Enum => text == Own ? default(SortOrder<TColumn>) : SortOrder.Parse<TColumn>(text);

    private static IEnumerable<string> Said<TColumn>(string name, SortOrder<TColumn>? order)
        where TColumn : struct, Enum => order is { } said ? [$"{name}={said.Format() ?? Own}"] : [];
}
