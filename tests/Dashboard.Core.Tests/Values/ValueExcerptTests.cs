using System.Text;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Values;

/// <summary>What is shown of long values that differ.</summary>
public class ValueExcerptTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i:000};"));

    [Theory]
    [InlineData(0)]
    [InlineData(57)]
    [InlineData(100)]
    [InlineData(199)]
    public void What_differs_is_within_what_is_shown(int at)
    {
        var other = Long.Remove(at, 1).Insert(at, "X");

        var (start, end) = ValueExcerpt.Of(Long, other, 60);

        Assert.InRange(at, start, end - 1);
        Assert.Equal(60, end - start);
        Assert.True(at < 48 ? start == 0 : start <= at - 12 || end == Long.Length);
    }

    [Fact]
    public void A_short_text_is_whole_and_one_without_another_is_its_beginning()
    {
        Assert.Equal((0, 4), ValueExcerpt.Of("abcd", "abce", 60));
        Assert.Equal((0, 60), ValueExcerpt.Of(Long, null, 60));
        Assert.Equal((140, 200), ValueExcerpt.Of(Long, Long + "more", 60));
    }

    [Fact]
    public void No_character_is_cut_in_two()
    {
        var smiles = string.Concat(Enumerable.Repeat("😀", 60));
        for (var at = 0; at < 60; at++)
        {
            var (start, end) = ValueExcerpt.Of("a" + smiles, "a" + smiles[..(2 * at)] + "x", 31);
            var shown = ("a" + smiles)[start..end];
            Assert.Equal(shown, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(shown)));
        }
    }

    [Fact]
    public void Values_that_would_look_the_same_are_told_apart_and_a_script_is_one()
    {
        var script = Convert.ToBase64String("#!/bin/sh\nls\n"u8.ToArray());

        Assert.Equal("\"1\"", ValueExcerpt.Line(new ScalarValue("1"), new ScalarValue("1", ScalarKind.Number)));
        Assert.Equal("1", ValueExcerpt.Line(new ScalarValue("1"), new ScalarValue("2")));
        Assert.Equal("Base64 of \"#!/bin/sh\\nls\\n\"", ValueExcerpt.Line(new ScalarValue(script)));
    }
}
