using Bunit;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Of very many rows those that are in view.</summary>
public sealed class RowWindowTests : ScreenTest
{
    [Fact]
    public async Task A_row_is_never_drawn_as_another_one_that_has_the_same_key()
    {
        var window = Render<RowWindow<int>>(p => p
            .Add(w => w.Items, [.. Enumerable.Range(0, 200)])
            .Add(w => w.RowHeight, 28)
            .Add(w => w.KeyOf, row => row is 5 or 80 ? "the same" : row)
            .Add(w => w.ChildContent, row => $"<p data-row>{row}</p>"));
        await window.InvokeAsync(() => window.Instance.ShowAsync(0, 25, isDownwards: true, left: 0, width: 100));
        Assert.Equal(Enumerable.Range(0, 85), Drawn());

        await window.InvokeAsync(() => window.Instance.ShowAsync(50, 25, isDownwards: true, left: 0, width: 100));

        Assert.Equal(Enumerable.Range(20, 115), Drawn());

        IEnumerable<int> Drawn() => window.FindAll("[data-row]").Select(r => int.Parse(r.TextContent, System.Globalization.CultureInfo.InvariantCulture));
    }
}
