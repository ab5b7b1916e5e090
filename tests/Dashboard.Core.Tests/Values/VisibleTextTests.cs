using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Values;

/// <summary>What others wrote cannot look like something else.</summary>
public class VisibleTextTests
{
    [Theory]
    [InlineData("plain, ümlaut, 漢字", "plain, ümlaut, 漢字")]
    [InlineData("a\u202Eevil gnirts", "a\\u202eevil gnirts")]
    [InlineData("zero\u200Bwidth\u2028line", "zero\\u200bwidth\\u2028line")]
    [InlineData("bell\u0007", "bell\\u0007")]
    public void What_cannot_be_seen_is_spelled_out(string text, string seen)
    {
        Assert.Equal(seen, VisibleText.Line(text));
        Assert.Equal(seen, VisibleText.Lines(text));
        Assert.Equal(seen, ValueExcerpt.Line(new ScalarValue(text)));
        Assert.Equal(seen, new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("a.yaml"), text, text).Key);
    }

    [Fact]
    public void Lines_and_tabs_are_kept_or_spelled_out()
    {
        Assert.Equal("a\n\tb\r\n", VisibleText.Lines("a\n\tb\r\n"));
        Assert.Equal("a\\n\\tb\\r\\n", VisibleText.Line("a\n\tb\r\n"));
        Assert.Equal("""{"\u202ek": ["\u202e", "x"]}""", ValueExcerpt.Line(MapValue.Of(("\u202Ek", new ListValue([new ScalarValue("\u202E"), new ScalarValue("x")])))));
    }
}
