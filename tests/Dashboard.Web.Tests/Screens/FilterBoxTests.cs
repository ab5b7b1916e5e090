using Bunit;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The field that lists are filtered by.</summary>
public sealed class FilterBoxTests : ScreenTest
{
    [Fact]
    public void What_comes_back_late_does_not_overwrite_what_is_typed()
    {
        var heard = new List<string>();
        var box = Open("", heard);
        var field = box.Find("input");

        field.Input("w");
        field.Input("we");
        field.Input("web");
        Set(box, "w");
        Set(box, "web");

        Assert.Equal(["w", "we", "web"], heard);
        Assert.Equal("", box.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void What_somebody_else_sets_is_shown()
    {
        var box = Open("web", []);
        Assert.Equal("web", box.Find("input").GetAttribute("value"));

        box.Find("input").Input("webs");
        Set(box, "webs");
        Set(box, "");

        Assert.Equal("", box.Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<FilterBox> Open(string text, List<string> heard) =>
        Render<FilterBox>(p => p.Add(b => b.Label, "Filter").Add(b => b.Text, text).Add(b => b.TextChanged, heard.Add));

    private static void Set(IRenderedComponent<FilterBox> box, string text) => box.Render(p => p.Add(b => b.Text, text));
}
