using Dashboard.Core.Model;

namespace Dashboard.Core.Tests;

/// <summary>The call in the words of a failure: named once, left out where failures are gathered by their cause.</summary>
public sealed class FailedCallTests
{
    private const string Queue = "cloudcontrol GetResource in eu-west-1: HTTP 503 without an error code.";

    [Theory]
    [InlineData("HTTP 503 without an error code.", Queue)]
    [InlineData(Queue, Queue)]
    [InlineData("Account 1: sts AssumeRole in eu-west-1: refused", "Account 1: sts AssumeRole in eu-west-1: refused")]
    public void A_call_is_named_once(string problem, string told) => Assert.Equal(told, FailedCall.Tell(FailedCall.NameOf("cloudcontrol", "GetResource", "eu-west-1"), problem));

    [Fact]
    public void What_is_of_no_call_stays_as_it_is() => Assert.Equal("The profile is not there.", FailedCall.Tell(null, "The profile is not there."));

    [Theory]
    [InlineData(Queue, "HTTP 503 without an error code.")]
    [InlineData("staging: could not be read, ec2 DescribeVpcs in us-gov-west-1: gone; ec2 calls in eu-west-1: Not asked", "staging: could not be read, gone; Not asked")]
    [InlineData("It stands in eu-west-1: nothing else does", "It stands in eu-west-1: nothing else does")]
    [InlineData("sqs ListQueues in eu-west-1: something else answered (reply 3f2a96c01be4).", "something else answered.")]
    [InlineData("Stack x: sqs ListQueues in eu-west-1: something else answered (reply 3f2a96c01be4).", "Stack x: something else answered.")]
    [InlineData("It takes a reply (reply soon).", "It takes a reply (reply soon).")]
    [InlineData(null, null)]
    public void The_cause_is_the_same_whatever_was_called(string? detail, string? cause) => Assert.Equal(cause, FailedCall.CauseOf(detail));

    [Fact]
    public void A_region_that_stands_beside_it_is_not_named_again()
    {
        Assert.Equal("cloudcontrol GetResource: HTTP 503 without an error code.", FailedCall.Within("eu-west-1", Queue));
        Assert.Equal(Queue, FailedCall.Within("us-east-1", Queue));
    }

    [Fact]
    public void Failures_with_one_cause_are_one_text_with_the_first_calls()
    {
        Assert.Equal(Queue, FailedCall.Gather([Queue, Queue]));
        Assert.Equal("x: ec2 DescribeA in eu-west-1, ec2 DescribeB in eu-west-1: gone", FailedCall.Gather(["x: ec2 DescribeB in eu-west-1: gone", "x: ec2 DescribeA in eu-west-1: gone"]));
        Assert.Equal("ec2 DescribeA in eu-west-1, ec2 DescribeB in eu-west-1, ec2 DescribeC in eu-west-1 and 2 more: gone", FailedCall.Gather("ABCDE".Select(l => $"ec2 Describe{l} in eu-west-1: gone")));
        Assert.Null(FailedCall.Gather([null]));
    }

    [Fact]
    public void Which_reply_it_was_is_told_where_it_was_the_same_every_time()
    {
        Assert.Equal("gone (reply 3f2a96c01be4).", FailedCall.WithReply("gone.", "3f2a96c01be4"));
        Assert.Equal("ec2 DescribeA in eu-west-1, ec2 DescribeB in eu-west-1: gone (reply 3f2a96c01be4).", FailedCall.Gather(["ec2 DescribeA in eu-west-1: gone (reply 3f2a96c01be4).", "ec2 DescribeB in eu-west-1: gone (reply 3f2a96c01be4)."]));
        Assert.Equal("ec2 DescribeA in eu-west-1, ec2 DescribeB in eu-west-1: gone.", FailedCall.Gather(["ec2 DescribeA in eu-west-1: gone (reply 3f2a96c01be4).", "ec2 DescribeB in eu-west-1: gone (reply 000000000000)."]));
        Assert.Equal("ec2 DescribeA in eu-west-1: gone.", FailedCall.Gather(["ec2 DescribeA in eu-west-1: gone (reply 3f2a96c01be4).", "ec2 DescribeA in eu-west-1: gone (reply 000000000000)."]));
        Assert.Equal("gone.", FailedCall.Gather(["gone (reply 3f2a96c01be4).", "gone (reply 000000000000)."]));
    }
}
