using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Items and texts of which something is not known, beside what a service answers.</summary>
public sealed class UnknownItemTests
{
    private const string Function = "AWS::Lambda::Function";
    private static readonly UnresolvedValue Unknown = new("Ref A is not known");

    [Fact]
    public void What_a_service_adds_may_be_an_item_that_is_not_known_wherever_it_stands()
    {
        var result = ResourceComparer.Compare(Function, Groups(Unknown, new ScalarValue("sg-2")), Groups(new ScalarValue("sg-2"), new ScalarValue("sg-1")), ComparisonOptions.Drift);

        Assert.Empty(result.Differences);
        Assert.Equal("/VpcConfig/SecurityGroupIds/0", Assert.Single(result.Unverified).Path.ToString());
    }

    [Fact]
    public void What_is_too_much_is_told_though_an_item_is_not_known()
    {
        var result = ResourceComparer.Compare(
            Function, Groups(Unknown, new ScalarValue("sg-2")), Groups(new ScalarValue("sg-2"), new ScalarValue("sg-1"), new ScalarValue("sg-3")), ComparisonOptions.Drift);

        Assert.Equal((DifferenceKind.Add, "sg-3"), (Assert.Single(result.Differences).Kind, result.Differences[0].Right?.ToString()));
    }

    [Theory]
    [InlineData("staging-1-pol", 1, 0)]
    [InlineData("prod-1-role", 1, 0)]
    [InlineData("prod-1-pol", 0, 1)]
    public void A_known_part_rules_a_text_out_whatever_is_not_known(string actual, int different, int unverified)
    {
        var name = CompositeValue.Concatenate([new ScalarValue("prod-"), Unknown, new ScalarValue("-pol")]);

        var result = ResourceComparer.Compare("AWS::SQS::Queue", MapValue.Of(("QueueName", name)), MapValue.Of(("QueueName", new ScalarValue(actual))), ComparisonOptions.Drift);

        Assert.Equal((different, unverified), (result.Differences.Length, result.Unverified.Length));
        Assert.All(result.Differences, d => Assert.Equal(Confidence.Confirmed, d.Confidence));
    }

    [Theory]
    [InlineData("Fn::Base64", 1, 0)]
    [InlineData("Fn::Select", 1, 0)]
    [InlineData("Fn::If", 0, 1)]
    [InlineData("Fn::FindInMap", 0, 1)]
    public void What_a_function_always_makes_is_missing_for_certain_where_a_side_has_nothing(string function, int different, int unverified)
    {
        var made = new CallValue(function, [Write.Ref("Names"), new ScalarValue("a"), new ScalarValue("b")]);

        var result = ResourceComparer.Compare("AWS::SQS::Queue", MapValue.Of(("QueueName", made)), MapValue.Empty, ComparisonOptions.Templates);

        Assert.Equal((different, unverified), (result.Differences.Length, result.Unverified.Length));
    }

    private static MapValue Groups(params PropertyValue[] ids) => MapValue.Of(("VpcConfig", MapValue.Of(("SecurityGroupIds", new ListValue([.. ids])))));
}
