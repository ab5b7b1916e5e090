using Bunit;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Screens;

/// <summary>An exception in a page does not leave it dead.</summary>
public sealed class RecoveringTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();
    private bool _isBroken = true;

    public RecoveringTests() => Services.AddSingleton<TimeProvider>(_time);

    [Fact]
    public void A_failed_page_is_shown_again_with_nobody_there()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("This page failed", page.Markup, StringComparison.Ordinal));

        _isBroken = false;
        _time.Advance(TimeSpan.FromMinutes(1));

        page.WaitForAssertion(() => Assert.Equal("<p>alive</p>", page.Markup.Trim()));
    }

    [Fact]
    public void A_page_that_fails_again_and_again_is_tried_ever_more_rarely_and_never_given_up()
    {
        var page = Open();
        for (var round = 0; round < 8; round++)
        {
            page.WaitForAssertion(() => Assert.Contains("This page failed", page.Markup, StringComparison.Ordinal));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _isBroken = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        page.WaitForAssertion(() => Assert.Equal("<p>alive</p>", page.Markup.Trim()));
    }

    private IRenderedComponent<Recovering> Open() => Render<Recovering>(p => p.Add(r => r.ChildContent, builder =>
    {
        builder.OpenComponent<Page>(0);
        builder.AddComponentParameter(1, nameof(Page.IsBroken), (Func<bool>)(() => _isBroken));
        builder.CloseComponent();
    }));

    private sealed class Page : ComponentBase
    {
        [Parameter]
        public Func<bool> IsBroken { get; set; } = () => false;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            if (IsBroken())
                throw new InvalidOperationException("The page is broken.");
            builder.OpenElement(0, "p");
            builder.AddContent(1, "alive");
            builder.CloseElement();
        }
    }
}
