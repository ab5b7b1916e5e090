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
public sealed record GraphState(
    string? Component = null,
    string? Region = null,
    string? Instance = null,
    GraphLevel? Level = null,
    GraphForm Form = GraphForm.Drawing,
    string? Node = null,
    bool IsNear = false,
    bool IsDiffering = false) : IPageState<GraphState>
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
            value("show") == "differing");
    }

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
        .ToString();
}
