using Bunit;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Tests.Screens;

/// <summary>An error in a part of the workbench is that part's alone.</summary>
public sealed class PartTests : BunitContext
{
    private bool _isBroken = true;

    [Fact]
    public async Task A_part_that_fails_says_so_leaves_the_others_and_is_shown_again_when_somebody_asks()
    {
        var page = Render(builder =>
        {
            builder.OpenRegion(0);
            Part(builder, "inspector", () => _isBroken);
            builder.CloseRegion();
            builder.OpenRegion(1);
            Part(builder, "explorer", () => false);
            builder.CloseRegion();
        });

        Assert.Equal("The inspector failed; the server's log has the reason. Show it again", ScreenTest.Words(page.Find("[role=alert]")));
        Assert.Equal("alive", Assert.Single(page.FindAll("p")).TextContent);

        // As long as the reason stands, asking again says so again.
        await page.Find("[role=alert] button").ClickAsync();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert]")));

        _isBroken = false;
        await page.Find("[role=alert] button").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("p").Count));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    private static void Part(RenderTreeBuilder builder, string name, Func<bool> isBroken)
    {
        builder.OpenComponent<Part>(0);
        builder.AddComponentParameter(1, nameof(Components.Shared.Part.Name), name);
        builder.AddComponentParameter(2, nameof(Components.Shared.Part.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent<Fragile>(0);
            content.AddComponentParameter(1, nameof(Fragile.IsBroken), isBroken);
            content.CloseComponent();
        }));
        builder.CloseComponent();
    }

    private sealed class Fragile : ComponentBase
    {
        [Parameter]
        public Func<bool> IsBroken { get; set; } = () => false;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (IsBroken())
                throw new InvalidOperationException("The part is broken.");
            builder.OpenElement(0, "p");
            builder.AddContent(1, "alive");
            builder.CloseElement();
        }
    }
}
