using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests;

/// <summary>Paths, their order, and the patterns of rules.</summary>
public class PropertyPathTests
{
    private static readonly PropertyPath Tag = PropertyPath.Root.Append("Tags").Append(2, new ItemKey("Key", "a/b"));

    [Theory]
    [InlineData("")]
    [InlineData("/A")]
    [InlineData("/A/0/B")]
    [InlineData("/A~1B/x~0y")]
    [InlineData("/A//B")]
    public void A_path_is_written_as_it_was_read(string pointer) => Assert.Equal(pointer, PropertyPath.Parse(pointer).ToString());

    [Fact]
    public void A_path_that_does_not_start_with_a_slash_is_refused() => Assert.Throws<FormatException>(() => PropertyPath.Parse("A/B"));

    [Fact]
    public void Names_are_escaped_when_written() => Assert.Equal("/a~1b/~0/0", PropertyPath.Root.Append("a/b").Append("~").Append(0).ToString());

    [Fact]
    public void A_keyed_item_is_written_by_index_and_keeps_its_key()
    {
        Assert.Equal("/Tags/2", Tag.ToString());
        Assert.Equal(new ItemKey("Key", "a/b"), Tag.Append("Value").InnermostKey);
        Assert.Equal("Tags", Tag.TopLevelName);
        Assert.Equal("", PropertyPath.Root.TopLevelName);
        Assert.Null(PropertyPath.Parse("/Tags/2").InnermostKey);
    }

    [Fact]
    public void Paths_are_equal_by_their_segments()
    {
        Assert.Equal(PropertyPath.Parse("/A/1"), PropertyPath.Root.Append("A").Append(1));
        Assert.Equal(PropertyPath.Parse("/A/1").GetHashCode(), PropertyPath.Root.Append("A").Append(1).GetHashCode());
        Assert.NotEqual(PropertyPath.Parse("/A/1"), PropertyPath.Root.Append("A").Append("1"));
        Assert.NotEqual(PropertyPath.Parse("/Tags/2"), Tag);
    }

    [Fact]
    public void Order_is_by_segment_with_indexes_as_numbers_and_the_shorter_first()
    {
        string[] ordered = ["", "/A", "/A/B", "/A/0", "/A/2", "/A/2/X", "/A/10", "/B"];
        var shuffled = ordered.Reverse().Select(PropertyPath.Parse).Order(PathOrder.Instance).Select(p => p.ToString()).ToList();

        // A name and an index never stand in the same place; where they do, the order is merely fixed.
        Assert.Equal(ordered.Where(p => p != "/A/B"), shuffled.Where(p => p != "/A/B"));
        Assert.Equal(shuffled, shuffled.Select(PropertyPath.Parse).Order(PathOrder.Instance).Select(p => p.ToString()));
    }

    [Theory]
    [InlineData(null, "/Anything", true)]
    [InlineData("", "", true)]
    [InlineData("/A", "", false)]
    [InlineData("/A", "/A", true)]
    [InlineData("/A", "/A/B/0", true)]
    [InlineData("/A", "/AB", false)]
    [InlineData("/A/B", "/A", false)]
    [InlineData("/*/B", "/A/B", true)]
    [InlineData("/A/*/C", "/A/3/C", true)]
    [InlineData("/A/3", "/A/3/C", true)]
    [InlineData("/A/3", "/A/4", false)]
    [InlineData("/A/x~1y", "/A/x~1y", true)]
    [InlineData("A/B", "/A/B", true)]
    public void A_pattern_covers_its_place_and_everything_beneath(string? pattern, string path, bool covers) =>
        Assert.Equal(covers, PropertyPattern.Parse(pattern).Covers(PropertyPath.Parse(path)));

    [Theory]
    [InlineData("/Tags/[Key=a/b]", true)]
    [InlineData("/Tags[Key=a/b]/Value", true)]
    [InlineData("/Tags/[Key=a]", false)]
    [InlineData("/Tags/[Name=a/b]", false)]
    [InlineData("/Tags/2", true)]
    public void A_pattern_names_an_item_by_its_key(string pattern, bool covers) =>
        Assert.Equal(covers, PropertyPattern.Parse(pattern).Covers(Tag.Append("Value")));

    [Theory]
    [InlineData("/A/B", "1")]
    [InlineData("/L/1/v", "y")]
    [InlineData("/L/[k=b]/v", "y")]
    [InlineData("/L/9", null)]
    [InlineData("/L/[k=z]", null)]
    [InlineData("/L/*", null)]
    [InlineData("/A/B/C", null)]
    public void A_pattern_leads_to_a_value(string pattern, string? value) =>
        Assert.Equal(value, PropertyPattern.Parse(pattern).ValueIn(Map("""{"A":{"B":"1"},"L":[{"k":"a","v":"x"},{"k":"b","v":"y"}]}"""))?.ToString());
}
