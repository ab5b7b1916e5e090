using Bunit;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The field that lists are filtered by.</summary>
public sealed class FilterBoxTests : ScreenTest
{
    [Fact]
    public async Task What_comes_back_late_does_not_overwrite_what_is_typed()
    {
        var heard = new List<string>();
        var box = Open("", heard);
        var field = box.Find("input");

        await field.InputAsync("w");
        await field.InputAsync("we");
        await field.InputAsync("web");
        Set(box, "w");
        Set(box, "web");

        Assert.Equal(["w", "we", "web"], heard);
        Assert.Equal("", box.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task What_somebody_else_sets_is_shown()
    {
        var box = Open("web", []);
        Assert.Equal("web", box.Find("input").GetAttribute("value"));

        await box.Find("input").InputAsync("webs");
        Set(box, "webs");
        Set(box, "");

        Assert.Equal("", box.Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<FilterBox> Open(string text, List<string> heard) =>
        Render<FilterBox>(p => p.Add(b => b.Label, "Filter").Add(b => b.Text, text).Add(b => b.TextChanged, heard.Add));

    private static void Set(IRenderedComponent<FilterBox> box, string text) => box.Render(p => p.Add(b => b.Text, text));
}
