using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

public sealed class MergeMessageTests
{
    [Theory]
    [InlineData("Merge pull request #142 from ana/gift-cards\n\nGift cards", "#142")]
    [InlineData("Gift cards (#142)", "#142")]
    [InlineData("Gift cards (#142)\n\n* first\n* second (#9)", "#142")]
    [InlineData("Revert \"Gift cards (#142)\" (#150)", "#150")]
    [InlineData("Merge branch 'gift-cards' into 'main'\n\nGift cards\n\nSee merge request shop/web!142", "#142", "gift-cards")]
    [InlineData("Merged PR 142: Gift cards", "#142")]
    [InlineData("Merged in gift-cards (pull request #142)\n\nGift cards", "#142")]
    [InlineData("Merge remote-tracking branch 'origin/pr-7'", "pr-7")]
    [InlineData("Fix #142")]
    [InlineData("Prepare for #142 (see there)\n\nCloses (#142)")]
    [InlineData("")]
    public void What_was_merged_is_told_by_the_message(string message, params string[] expected) => Assert.Equal(expected, MergeMessage.Read(message));
}
