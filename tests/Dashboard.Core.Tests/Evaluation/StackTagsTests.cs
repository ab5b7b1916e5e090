using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What CloudFormation puts on every resource was not changed by hand.</summary>
public class StackTagsTests
{
    private static readonly ImmutableDictionary<string, string> Stack = ImmutableDictionary<string, string>.Empty.Add("team", "shop").Add("commit", "a1b2");

    [Theory]
    [InlineData(
        "the stack's own tags", "AWS::S3::Bucket",
        """{"Tags":[{"Key":"Name","Value":"n"},{"Key":"team","Value":"shop"},{"Key":"commit","Value":"a1b2"}]}""",
        """{"Tags":[{"Key":"Name","Value":"n"}]}""",
        """{"Tags":[{"Key":"Name","Value":"n"}]}""")]
    [InlineData(
        "in a map too", "AWS::SSM::Parameter", """{"Tags":{"Name":"n","team":"shop"}}""", """{"Tags":{"Name":"n"}}""", """{"Tags":{"Name":"n"}}""")]
    [InlineData(
        "one that was changed by hand stays", "AWS::S3::Bucket", """{"Tags":[{"Key":"team","Value":"other"}]}""", """{}""", """{"Tags":[{"Key":"team","Value":"other"}]}""")]
    [InlineData(
        "one that was added by hand stays", "AWS::S3::Bucket", """{"Tags":[{"Key":"mine","Value":"shop"}]}""", """{}""", """{"Tags":[{"Key":"mine","Value":"shop"}]}""")]
    [InlineData(
        "one that the resource declares stays", "AWS::S3::Bucket",
        """{"Tags":[{"Key":"team","Value":"shop"}]}""", """{"Tags":[{"Key":"team","Value":"shop"}]}""", """{"Tags":[{"Key":"team","Value":"shop"}]}""")]
    [InlineData(
        "a type without tags", "AWS::S3::BucketPolicy", """{"Tags":[{"Key":"team","Value":"shop"}]}""", """{}""", """{"Tags":[{"Key":"team","Value":"shop"}]}""")]
    public void Only_what_the_stack_gave_is_left_out(string rule, string type, string live, string declared, string expected)
    {
        Assert.NotEmpty(rule);
        Assert.Equal(Map(expected), StackTags.Without(type, Map(live), Map(declared), Stack));
    }
}
