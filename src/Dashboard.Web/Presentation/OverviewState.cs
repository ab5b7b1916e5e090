namespace Dashboard.Web.Presentation;

/// <summary>Which rows of the overview are shown.</summary>
public enum CellFilter
{
    /// <summary>Every row.</summary>
    All,

    /// <summary>Rows in which something drifted.</summary>
    Differing,

    /// <summary>Rows in which something could not be verified.</summary>
    Unverified,

    /// <summary>Rows with something to release.</summary>
    Pending,
}

/// <summary>The order of the overview's rows.</summary>
public enum OverviewSort
{
    /// <summary>The worst verdict first.</summary>
    Worst,

    /// <summary>By the component's name.</summary>
    Name,

    /// <summary>By its owner, then its name.</summary>
    Owner,
}

/// <summary>What the overview's rows are gathered by.</summary>
public enum OverviewGrouping
{
    /// <summary>By nothing: the rows of one application.</summary>
    None,

    /// <summary>By owner.</summary>
    Owner,

    /// <summary>By application: the rows of all of them.</summary>
    Application,
}

/// <summary>What the overview shows.</summary>
/// <param name="Application">The application; null: the first one.</param>
/// <param name="Text">Text that a row's component, owner, region or instance holds; empty: any.</param>
/// <param name="Show">Which rows.</param>
/// <param name="Sort">In which order.</param>
/// <param name="ByHand">Whether "Change something by hand" is open.</param>
/// <param name="Group">What the rows are gathered by.</param>
public sealed record OverviewState(
    string? Application = null,
    string Text = "",
    CellFilter Show = CellFilter.All,
    OverviewSort Sort = OverviewSort.Worst,
    bool ByHand = false,
    OverviewGrouping Group = OverviewGrouping.None) : IPageState<OverviewState>
{
    /// <inheritdoc />
    public static OverviewState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new OverviewState(
            value("application"),
            value("q") ?? "",
            EnumText.Parse(value("show"), CellFilter.All),
            EnumText.Parse(value("sort"), OverviewSort.Worst),
            value("hand") == "1",
            EnumText.Parse(value("group"), OverviewGrouping.None));
    }

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("application", Application)
        .Add("q", Text)
        .Add("show", EnumText.Format(Show, CellFilter.All))
        .Add("sort", EnumText.Format(Sort, OverviewSort.Worst))
        .Add("group", EnumText.Format(Group, OverviewGrouping.None))
        .Add("hand", ByHand ? "1" : null)
        .ToString();
}
