using System.Text;
using Bunit;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A value in full.</summary>
public sealed class ValueViewTests : ScreenTest
{
    [Fact]
    public void A_script_in_base64_is_shown_as_the_script_with_what_differs_in_it()
    {
        var view = Render<ValueView>(p => p
            .Add(v => v.Value, Encoded("#!/bin/sh\necho hello\nyum update -y\n"))
            .Add(v => v.Against, Encoded("#!/bin/sh\necho goodbye\nyum update -y\n")));

        Assert.Equal("#!/bin/sh\necho hello\nyum update -y\n", view.Find("code[data-copy-source]").TextContent);
        Assert.Equal(["hello"], view.FindAll("mark").Select(m => m.TextContent.Trim()));
        Assert.Equal("decoded from Base64", Words(view.Find(".decoded")));
    }

    [Fact]
    public void Any_other_text_is_shown_as_it_is()
    {
        var view = Render<ValueView>(p => p.Add(v => v.Value, new ScalarValue("c3RhZ2luZy1hcnRpZmFjdHMtYnVja2V0")));

        Assert.Equal("c3RhZ2luZy1hcnRpZmFjdHMtYnVja2V0", view.Find("code").TextContent);
        Assert.Empty(view.FindAll(".decoded"));
    }

    private static ScalarValue Encoded(string script) => new(Convert.ToBase64String(Encoding.UTF8.GetBytes(script)));
}
