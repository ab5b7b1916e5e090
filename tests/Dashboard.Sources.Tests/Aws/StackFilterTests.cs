using System.Collections.Immutable;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Tests.Aws;

public sealed class StackFilterTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("shop-*", null, true)]
    [InlineData("pay-*, shop-?eb", null, true)]
    [InlineData("pay-*", null, false)]
    [InlineData("SHOP-*", null, false)]
    [InlineData(null, "team=shop", true)]
    [InlineData(null, "team", true)]
    [InlineData(null, "team=pay", false)]
    [InlineData(null, "team=shop, managed", false)]
    [InlineData("shop-*", "team=pay", false)]
    public void A_stack_is_looked_at_by_its_name_and_its_tags(string? names, string? tags, bool isIncluded) =>
        Assert.Equal(isIncluded, StackFilter.Read(names, tags)!.Includes(Stack("shop-web", ("team", "shop"))));

    [Theory]
    [InlineData("shop web", null)]
    [InlineData("[a-z]+", null)]
    [InlineData(null, "=shop")]
    public void A_text_that_is_no_list_is_refused(string? names, string? tags) => Assert.Null(StackFilter.Read(names, tags));

    [Fact]
    public void The_settings_of_an_account_say_which_stacks_are_looked_at()
    {
        var settings = AwsAccountSettings.Read([new("111111111111:Stacks", "shop-*"), new("111111111111:StackTags", "team=shop"), new("222222222222:Stacks", "a b"), new("222222222222:StackTags", "=x")]);

        Assert.True(settings.Accounts["111111111111"].Stacks!.Includes(Stack("shop-web", ("team", "shop"))));
        Assert.False(settings.Accounts["111111111111"].Stacks!.Includes(Stack("shop-web")));
        Assert.Equal(
            [
                "Driftboard:Accounts:222222222222:StackTags: found \"=x\"; allowed are tags, separated by commas: team=shop, managed.",
                "Driftboard:Accounts:222222222222:Stacks: found \"a b\"; allowed are names of stacks, separated by commas, with * for any text: shop-*, pay-*.",
            ],
            settings.Errors);
    }

    private static LiveStack Stack(string name, params (string Key, string Value)[] tags) =>
        new("arn", name, "CREATE_COMPLETE", null, null, ImmutableDictionary<string, string>.Empty, [], tags.ToImmutableDictionary(t => t.Key, t => t.Value));
}
