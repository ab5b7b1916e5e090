using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>Stands beside a [data-selectable] list and tells what it holds beyond the rows that are drawn. Draws nothing.</summary>
public sealed class HeldList : ComponentBase, IDisposable
{
    /// <summary>The list's data-selectable.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>The addresses of its rows, or of each row's cells.</summary>
    [Parameter, EditorRequired]
    public Func<IEnumerable<IReadOnlyList<string?>>> Lines { get; set; } = static () => [];

    [Inject]
    private SelectableLists Lists { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnParametersSet() => Lists.Hold(this, Name, Lines);

    /// <inheritdoc />
    public void Dispose() => Lists.Forget(this);
}
