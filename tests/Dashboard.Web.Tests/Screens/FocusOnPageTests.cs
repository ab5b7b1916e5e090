using Bunit;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Who comes to a page has the focus on its heading.</summary>
public sealed class FocusOnPageTests : ScreenTest
{
    [Fact]
    public void Another_page_gets_the_focus_and_the_same_one_in_another_state_where_what_had_it_has_gone()
    {
        var script = JSInterop.SetupModule("./js/workbench.js");
        script.SetupVoid("focusPage", _ => true).SetVoidResult();
        var focus = Render<FocusOnPage>(p => p.Add(f => f.RouteData, To(typeof(Help))));
        Assert.Equal([true], Asked());

        focus.Render(p => p.Add(f => f.RouteData, To(typeof(Help))));
        Assert.Equal([true, true], Asked());

        focus.Render(p => p.Add(f => f.RouteData, To(typeof(Overview))));
        Assert.Equal([true, true, false], Asked());

        IEnumerable<object?> Asked() => script.Invocations["focusPage"].Select(i => i.Arguments[0]);
    }

    private static RouteData To(Type page) => new(page, new Dictionary<string, object?>());
}
