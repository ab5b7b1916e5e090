using Amazon.SQS.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::SQS::Queue and AWS::SQS::QueuePolicy.</summary>
internal static class QueueReaders
{
    private static readonly ReadOperation Attributes = ReadOperation.Json("sqs", "AmazonSQS.GetQueueAttributes");
    private static readonly ReadOperation QueueTags = ReadOperation.Json("sqs", "AmazonSQS.ListQueueTags");

    public static readonly TypeReader Queue = new(
        "AWS::SQS::Queue",
        "SQS",
        ReadSection.Of<Dictionary<string, string>>(
            [Attributes],
            c => AskAsync(c, c.Id, "All"),
            ("QueueUrl", a => Of(a.GetValueOrDefault("DriftboardQueueUrl"))),
            ("Arn", a => Of(a.GetValueOrDefault("QueueArn"))),
            ("QueueName", a => Of(a.GetValueOrDefault("QueueArn")?.Split(':')[^1])),
            Number("DelaySeconds"),
            Number("MaximumMessageSize"),
            Number("MessageRetentionPeriod"),
            Number("ReceiveMessageWaitTimeSeconds"),
            Number("VisibilityTimeout"),
            Number("KmsDataKeyReusePeriodSeconds"),
            Flag("FifoQueue"),
            Flag("ContentBasedDeduplication"),
            Flag("SqsManagedSseEnabled"),
            ("DeduplicationScope", a => Of(a.GetValueOrDefault("DeduplicationScope"))),
            ("FifoThroughputLimit", a => Of(a.GetValueOrDefault("FifoThroughputLimit"))),
            ("KmsMasterKeyId", a => Of(a.GetValueOrDefault("KmsMasterKeyId"))),
            ("RedrivePolicy", a => Json(a.GetValueOrDefault("RedrivePolicy"))),
            ("RedriveAllowPolicy", a => Json(a.GetValueOrDefault("RedriveAllowPolicy")))),
        ReadSection.Of<ListQueueTagsResponse>(
            [QueueTags],
            async c => await c.SqsAsync((sqs, stop) => sqs.ListQueueTagsAsync(new ListQueueTagsRequest { QueueUrl = c.Id }, stop)),
            ("Tags", t => Tags(t.Tags, g => g.Key, g => g.Value))));

    /// <summary>One policy may be attached to several queues, and each queue has one: where they differ, the first that differs from the declared one is told.</summary>
    public static readonly TypeReader QueuePolicy = new(
        "AWS::SQS::QueuePolicy",
        "SQS",
        ReadSection.Of<AttachedPolicy>(
            [Attributes],
            c => AttachedPolicy.ReadAsync(c, "Queues", async queue => (await AskAsync(c, queue, "Policy"))?.GetValueOrDefault("Policy")),
            ("Queues", p => p.Owners),
            ("PolicyDocument", p => p.Document))
            with
        { Calls = declared => declared.Items("Queues").Length });

    private static async Task<Dictionary<string, string>?> AskAsync(ReadContext c, string queue, string attribute)
    {
        var reply = await c.SqsAsync((sqs, stop) => sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = queue, AttributeNames = [attribute] }, stop));
        return new Dictionary<string, string>(reply.Attributes ?? []) { ["DriftboardQueueUrl"] = queue };
    }

    private static (string, Func<Dictionary<string, string>, PropertyValue?>) Number(string name) =>
        (name, a => a.GetValueOrDefault(name) is { } text ? new ScalarValue(text, ScalarKind.Number) : null);

    private static (string, Func<Dictionary<string, string>, PropertyValue?>) Flag(string name) =>
        (name, a => a.GetValueOrDefault(name) is { } text ? new ScalarValue(text, ScalarKind.Boolean) : null);
}
