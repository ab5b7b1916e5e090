using Dashboard.Core.Evaluation;
using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation;

/// <summary>What the units of a pile can be sorted by.</summary>
public enum ParityColumn
{
    /// <summary>The property.</summary>
    Property,

    /// <summary>The value in the environment that promotes.</summary>
    From,

    /// <summary>The value in the one that it promotes into.</summary>
    To,

    /// <summary>What accounts for the difference.</summary>
    Why,
}

/// <summary>What the parity page shows.</summary>
/// <param name="Pile">The pile that is listed.</param>
/// <param name="Component">The component, or null for all.</param>
/// <param name="Text">Text that a unit's address, path, values or reason hold; empty: any.</param>
/// <param name="Unit">The selected unit, as <see cref="UnitOf"/> names it; null: none.</param>
/// <param name="Choices">In which form the comparison is shown, as far as the address says it.</param>
/// <param name="Region">Of a component with several stacks the region of the one that is meant; null for all of it.</param>
/// <param name="Instance">With a region: the instance; null where the stack has none.</param>
/// <param name="Sort">The order of the units; usually by component and resource.</param>
/// <param name="Opened">Which gaps of the selected unit's resource are opened.</param>
public sealed record ParityState(
    ParityPile Pile = ParityPile.Unexplained,
    string? Component = null,
    string Text = "",
    string? Unit = null,
    ComparisonChoices Choices = default,
    string? Region = null,
    string? Instance = null,
    SortOrder<ParityColumn> Sort = default,
    OpenedParts Opened = default) : IPageState<ParityState>
{
    /// <inheritdoc />
    public static ParityState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new ParityState(EnumText.Parse(value("pile"), ParityPile.Unexplained), value("component"), value("q") ?? "", value("unit"), ComparisonChoices.Parse(value), value("region"), value("instance"), SortOrder.Parse<ParityColumn>(value("sort")) ?? default, OpenedParts.Parse(value("open")));
    }

    /// <inheritdoc />
    public string Format() => Choices.AddTo(new QueryText()
            .Add("pile", EnumText.Format(Pile, ParityPile.Unexplained))
            .Add("component", Component)
            .Add("region", Region)
            .Add("instance", Instance)
            .Add("q", Text)
            .Add("sort", Sort.Format())
            .Add("unit", Unit))
        .Add("open", Opened.Format())
        .ToString();

    /// <summary>Whether a unit belongs to the component, and where a region is named to the stack, that the address names.</summary>
    public bool IsOf(ParityItem item) =>
        (Component is null || item.Component == Component) && (Region is null || (item.Region == Region && item.Instance == (Instance ?? "")));

    /// <summary>What the page is narrowed to, for people: "tenant eu-west-1 a"; null where it is about everything.</summary>
    public string? Scope => Component is null && Region is null ? null : string.Join(' ', new[] { Component, Region, Region is null ? null : Instance }.OfType<string>());

    /// <summary>Another unit of a pile: what is opened of a resource is so while that resource is looked at.</summary>
    /// <param name="item">The unit.</param>
    /// <param name="from">The unit that is selected now; null: none.</param>
    public ParityState Select(ParityItem item, ParityItem? from) => this with
    {
        Pile = item.Pile,
        Unit = UnitOf(item),
        Opened = from is not null && (from.Component, from.Region, from.Instance, from.Address) == (item.Component, item.Region, item.Instance, item.Address) ? Opened : default,
    };

    /// <summary>Names a unit: unique within one evaluation, and the same in the next one.</summary>
    public static string UnitOf(ParityItem item)
    {
        var key = item.Path.InnermostKey is { } k ? $"|{k.Property}={k.Value}" : "";
        return $"{item.Component}|{item.Region}|{item.Instance}|{item.Address}|{item.Path}{key}";
    }
}
