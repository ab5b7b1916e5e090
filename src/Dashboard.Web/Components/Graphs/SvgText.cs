using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Components.Graphs;

/// <summary>SVG's element for text: in a component's markup its name means something else.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Its class.</summary>
    [Parameter, EditorRequired]
    public string Class { get; set; } = "";

    /// <summary>Where it begins, or ends where <see cref="IsEnd"/>.</summary>
    [Parameter, EditorRequired]
    public int X { get; set; }

    /// <summary>Where its letters stand.</summary>
    [Parameter, EditorRequired]
    public int Y { get; set; }

    /// <summary>Whether it ends at <see cref="X"/>.</summary>
    [Parameter]
    public bool IsEnd { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", X);
        builder.AddAttribute(3, "y", Y);
        builder.AddAttribute(4, "text-anchor", IsEnd ? "end" : null);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }
}
