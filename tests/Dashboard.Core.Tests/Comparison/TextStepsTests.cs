using Dashboard.Core.Comparison.Normalisers;

namespace Dashboard.Core.Tests.Comparison;

public sealed class TextStepsTests
{
    private static readonly TextStep Wrap = new("wrap", ["", ":[0-9]+"]);

    [Fact]
    public void A_text_in_a_pattern_stands_for_itself()
    {
        Assert.True(TextSteps.Matches([Wrap], "arn:aws:[x]", "arn:aws:[x]:17", null));
        Assert.False(TextSteps.Matches([Wrap], "arn:aws:.", "arn:aws:x:17", null));
    }

    [Fact]
    public void Of_a_text_that_is_longer_than_any_name_no_pattern_is_made()
    {
        var text = "arn:aws:" + new string('[', 400_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(TextSteps.Matches([Wrap], text, text + ":17", null));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }
}
