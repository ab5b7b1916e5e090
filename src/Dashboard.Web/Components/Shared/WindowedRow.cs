using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Components.Shared;

/// <summary>A row of a <see cref="RowWindow{TRow}"/>. A key within a fragment keeps no element where the fragments around it shift; that of a component does.</summary>
public sealed class WindowedRow : ComponentBase
{
    /// <summary>The row.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
