using System.Globalization;

namespace Dashboard.Web.Presentation.Graphs;

/// <summary>What the nodes of a graph are.</summary>
public enum GraphLevel
{
    /// <summary>Resources, each by itself.</summary>
    Resources,

    /// <summary>Whole stacks.</summary>
    Stacks,
}

/// <summary>In which form a graph is shown.</summary>
public enum GraphForm
{
    /// <summary>A drawing.</summary>
    Drawing,

    /// <summary>A table of what needs what.</summary>
    List,
}

/// <summary>What the page of a graph shows.</summary>
/// <param name="Component">The component; null for the whole environment.</param>
/// <param name="Region">The region, where the component has several in this environment.</param>
/// <param name="Instance">The instance, where it has several.</param>
/// <param name="Level">What its nodes are; null: resources of a component, stacks of an environment.</param>
/// <param name="Form">Drawing or list.</param>
/// <param name="Node">The selected node; null: none.</param>
/// <param name="IsNear">Whether only what the node needs, and what needs it, is shown.</param>
/// <param name="IsDiffering">Whether only what differs is shown, with what it needs and what needs it.</param>
/// <param name="View">What is seen of the drawing: "640.320.85" is the point in the middle and the size in percent, "fit" the whole; null: as it begins.</param>
public sealed record GraphState(
    string? Component = null,
    string? Region = null,
    string? Instance = null,
    GraphLevel? Level = null,
    GraphForm Form = GraphForm.Drawing,
    string? Node = null,
    bool IsNear = false,
    bool IsDiffering = false,
    string? View = null) : IPageState<GraphState>
{
    /// <summary>What the nodes are.</summary>
    public GraphLevel Shown => Level ?? (Component is null ? GraphLevel.Stacks : GraphLevel.Resources);

    /// <inheritdoc />
    public static GraphState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new GraphState(
            value("component"),
            value("region"),
            value("instance"),
            value("level") is { } level ? EnumText.Parse(level, value("component") is null ? GraphLevel.Stacks : GraphLevel.Resources) : null,
            EnumText.Parse(value("form"), GraphForm.Drawing),
            value("node"),
            value("near") == "1",
            value("show") == "differing",
            ViewOf(value("view")));
    }

    /// <summary>A view as addresses hold it; null where the text is none.</summary>
    private static string? ViewOf(string? text) => text switch
    {
        "fit" => text,
        { Length: <= 30 } when text.Split('.') is [var x, var y, var percent] && IsPlace(x) && IsPlace(y) && IsPlace(percent) && percent[0] is not ('-' or '0') => text,
        _ => null,
    };

    private static bool IsPlace(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text;

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("component", Component)
        .Add("region", Region)
        .Add("instance", Instance)
        .Add("level", Level is { } level ? EnumText.Name(level) : null)
        .Add("form", EnumText.Format(Form, GraphForm.Drawing))
        .Add("node", Node)
        .Add("near", IsNear ? "1" : null)
        .Add("show", IsDiffering ? "differing" : null)
        .Add("view", View)
        .ToString();
}
