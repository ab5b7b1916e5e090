using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation;

/// <summary>Which resources of a stack are listed.</summary>
public enum ResourceFilter
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>Those that drifted.</summary>
    Drift,

    /// <summary>Those that a release would change.</summary>
    ToRelease,

    /// <summary>Those that could not be verified.</summary>
    Unverified,

    /// <summary>Those of which something runs that no template says, and that is not its default.</summary>
    Undeclared,
}

/// <summary>What the page of a stack shows.</summary>
/// <param name="Region">The region, where the component has several in this environment.</param>
/// <param name="Instance">The instance, where it has several.</param>
/// <param name="Resource">The address of the selected resource; null: the worst one.</param>
/// <param name="Path">The selected property as a JSON pointer; null: the first one that differs.</param>
/// <param name="Show">Which resources are listed.</param>
/// <param name="Text">Text that a listed resource's address or type holds; empty: any.</param>
/// <param name="Choices">In which form the comparison is shown, as far as the address says it.</param>
/// <param name="At">The commit whose template is shown; null: the one that was judged against.</param>
/// <param name="Item">What identifies the list item that the property is in ("Key=Name"): an item that one side lacks may have the index of another; null: none.</param>
/// <param name="File">Which file that sets values is shown; null: the template.</param>
/// <param name="Opened">What is opened of the resource: gaps, the events that are known of it, what only AWS reports; and of the stack, its change sets that wait.</param>
public sealed record StackState(
    string? Region = null,
    string? Instance = null,
    string? Resource = null,
    string? Path = null,
    ResourceFilter Show = ResourceFilter.All,
    string Text = "",
    ComparisonChoices Choices = default,
    string? At = null,
    string? Item = null,
    string? File = null,
    OpenedParts Opened = default) : IPageState<StackState>
{
    /// <inheritdoc />
    public static StackState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new StackState(
            value("region"),
            value("instance"),
            value("resource"),
            value("path"),
            EnumText.Parse(value("show"), ResourceFilter.All),
            value("q") ?? "",
            ComparisonChoices.Parse(value),
            value("at"),
            value("item"),
            value("file"),
            OpenedParts.Parse(value("open")));
    }

    /// <inheritdoc />
    public string Format() => Choices.AddTo(new QueryText()
            .Add("region", Region)
            .Add("instance", Instance)
            .Add("resource", Resource)
            .Add("path", Path)
            .Add("item", Item)
            .Add("show", EnumText.Format(Show, ResourceFilter.All))
            .Add("q", Text))
        .Add("open", Opened.Format())
        .Add("file", File)
        .Add("at", At)
        .ToString();
}
