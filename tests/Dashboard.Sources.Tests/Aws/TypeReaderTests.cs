using Amazon.S3;
using Amazon.S3.Model;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Reading.S3;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>What the readers of types make of the answers of services.</summary>
public sealed class TypeReaderTests
{
    private static readonly ReadOperation Operation = ReadOperation.Json("logs", "Logs_20140328.DescribeLogGroups");

    [Theory]
    [InlineData(0, ReadOutcome.Missing)]
    [InlineData(1, ReadOutcome.Failed)]
    public async Task Only_the_first_question_tells_whether_a_resource_is_there(int missing, ReadOutcome outcome)
    {
        var reader = new TypeReader("AWS::Logs::LogGroup", "Logs", Section("LogGroupName", missing == 0), Section("RetentionInDays", missing == 1));

        var read = await reader.ReadAsync(Context(MapValue.Empty));

        Assert.Equal((outcome, "gone"), (read.Outcome, read.Detail));
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"q"}]}""")]
    [InlineData("""{"Statement":{"Resource":["q"],"Action":["sqs:SendMessage"],"Principal":"*","Effect":"Allow"},"Version":"2012-10-17"}""")]
    public void Of_the_copies_of_a_policy_that_one_is_told_which_says_something_else(string same)
    {
        var other = JsonValues.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"q"}]}""");
        // The template has the document as a text, in which nothing is spelled as the service spells it.
        var declared = MapValue.Of(("PolicyDocument", new ScalarValue("""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "q"}]}""")));

        Assert.Same(other, AttachedPolicy.Telling(Context(declared), [JsonValues.Parse(same), other]));
        Assert.Equal(JsonValues.Parse(same), AttachedPolicy.Telling(Context(declared), [JsonValues.Parse(same)]));
    }

    [Theory]
    [InlineData("tmp/", null, "tmp/")]
    [InlineData(null, "logs/", "logs/")]
    [InlineData(null, null, null)]
    public void A_lifecycle_rule_has_its_prefix_in_a_filter_or_as_older_ones_beside_it(string? own, string? filter, string? expected)
    {
#pragma warning disable CS0618 // The service returns it still.
        var rule = new LifecycleRule { Id = "a", Status = LifecycleRuleStatus.Enabled, Prefix = own };
#pragma warning restore CS0618
        if (filter is not null)
            rule.Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = filter } };

        var read = (MapValue)((ListValue)BucketParts.Lifecycle(new LifecycleConfiguration { Rules = [rule] }).At("Rules")!).Items[0];

        Assert.Equal(expected, read.Text("Prefix"));
    }

    [Fact]
    public async Task Of_a_state_machine_whose_definition_takes_a_denied_action_all_else_is_read()
    {
        const string Machine = "arn:aws:states:eu-west-1:111111111111:stateMachine:orders";
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeStateMachine", Reply.JsonError("KmsAccessDeniedException"), Reply.Json($$"""{"stateMachineArn": "{{Machine}}", "name": "orders", "definition": "{}", "roleArn": "arn:aws:iam::111111111111:role/orders", "type": "STANDARD"}"""));
        aws.On("ListTagsForResource", Reply.Json("""{"tags": []}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        var read = await source.ReadResourceAsync(CannedAws.Scope, "AWS::StepFunctions::StateMachine", Machine, MapValue.Empty, [], TestContext.Current.CancellationToken).Soon();

        Assert.True(read.Outcome == ReadOutcome.Read, read.Detail);
        Assert.Equal(new ScalarValue("arn:aws:iam::111111111111:role/orders"), read.Properties!["RoleArn"]);
        Assert.Equal("reading it needs kms:Decrypt, which the read policy denies", Assert.IsType<UnresolvedValue>(read.Properties["DefinitionString"]).Reason);
        Assert.Equal("METADATA_ONLY", aws.Asked("DescribeStateMachine").Last().Form["includedData"]);
    }

    private static ReadSection Section(string property, bool isMissing) => ReadSection.Of<PropertyValue>(
        [Operation],
        _ => isMissing ? throw new ReadStop(ReadOutcome.Missing, "gone", "ResourceNotFoundException") : Task.FromResult<PropertyValue?>(new ScalarValue("x")),
        (property, p => p));

    private static ReadContext Context(MapValue declared) => new(null!, new AccountRegion("111111111111", "eu-west-1"), "x", declared, TestContext.Current.CancellationToken);
}
