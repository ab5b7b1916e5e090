using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Components.Shared;

/// <summary>A row of a <see cref="RowWindow{TRow}"/>. A key within a fragment keeps no element where the fragments around it shift; that of a component does.</summary>
public sealed class WindowedRow : ComponentBase
{
    private RenderFragment? _drawn;

    /// <summary>The row; one that is the same object is drawn already.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    /// <inheritdoc />
    protected override bool ShouldRender() => !ReferenceEquals(_drawn, ChildContent);

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _drawn = ChildContent;
        builder.AddContent(0, ChildContent);
    }
}
