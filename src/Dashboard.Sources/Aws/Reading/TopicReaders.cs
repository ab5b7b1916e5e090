using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::SNS::Topic, AWS::SNS::Subscription and AWS::SNS::TopicPolicy.</summary>
internal static class TopicReaders
{
    private static readonly ReadOperation Attributes = ReadOperation.Query("sns", "GetTopicAttributes");
    private static readonly ReadOperation Subscriptions = ReadOperation.Query("sns", "ListSubscriptionsByTopic");
    private static readonly ReadOperation SubscriptionAttributes = ReadOperation.Query("sns", "GetSubscriptionAttributes");
    private static readonly ReadOperation TopicTags = ReadOperation.Query("sns", "ListTagsForResource");

    public static readonly TypeReader Topic = new(
        "AWS::SNS::Topic",
        "SNS",
        ReadSection.Of<PropertyValue>(
            [Attributes],
            async c => (await c.AskAsync(WireService.Sns, Attributes, ("TopicArn", c.Id))).At("Attributes"),
            ("TopicArn", a => Of(a.Text("TopicArn"))),
            ("TopicName", a => Of(a.Text("TopicArn")?.Split(':')[^1])),
            ("DisplayName", a => Of(a.Text("DisplayName"))),
            ("KmsMasterKeyId", a => Of(a.Text("KmsMasterKeyId"))),
            ("FifoTopic", a => Of(a.Text("FifoTopic"))),
            ("ContentBasedDeduplication", a => Of(a.Text("ContentBasedDeduplication"))),
            ("FifoThroughputScope", a => Of(a.Text("FifoThroughputScope"))),
            ("ArchivePolicy", a => Json(a.Text("ArchivePolicy"))),
            ("SignatureVersion", a => Of(a.Text("SignatureVersion"))),
            ("TracingConfig", a => Of(a.Text("TracingConfig")))),
        ReadSection.Of<Listed>(
            [Subscriptions],
            async c => new Listed(await c.AskAllAsync(WireService.Sns, Subscriptions, "Subscriptions", ("NextToken", "NextToken"), [], ("TopicArn", c.Id))),
            // Those of other resources of the stack (AWS::SNS::Subscription) are among them, too.
            ("Subscription", l => List(l.Items.Select(s => Map(("Endpoint", Of(s.Text("Endpoint"))), ("Protocol", Of(s.Text("Protocol")))))))),
        ReadSection.Of<PropertyValue>(
            [TopicTags],
            async c => await c.AskAsync(WireService.Sns, TopicTags, ("ResourceArn", c.Id)),
            ("Tags", t => Tags(t.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));

    public static readonly TypeReader Subscription = new(
        "AWS::SNS::Subscription",
        "SNS",
        ReadSection.Of<PropertyValue>(
            [SubscriptionAttributes],
            async c => (await c.AskAsync(WireService.Sns, SubscriptionAttributes, ("SubscriptionArn", c.Id))).At("Attributes"),
            ("Arn", a => Of(a.Text("SubscriptionArn"))),
            ("TopicArn", a => Of(a.Text("TopicArn"))),
            ("Protocol", a => Of(a.Text("Protocol"))),
            ("Endpoint", a => Of(a.Text("Endpoint"))),
            ("RawMessageDelivery", a => Of(a.Text("RawMessageDelivery"))),
            ("FilterPolicy", a => Json(a.Text("FilterPolicy"))),
            ("FilterPolicyScope", a => Of(a.Text("FilterPolicyScope"))),
            ("DeliveryPolicy", a => Json(a.Text("DeliveryPolicy"))),
            ("RedrivePolicy", a => Json(a.Text("RedrivePolicy"))),
            ("SubscriptionRoleArn", a => Of(a.Text("SubscriptionRoleArn")))));

    public static readonly TypeReader TopicPolicy = new(
        "AWS::SNS::TopicPolicy",
        "SNS",
        ReadSection.Of<AttachedPolicy>(
            [Attributes],
            c => AttachedPolicy.ReadAsync(c, "Topics", async topic => (await c.AskAsync(WireService.Sns, Attributes, ("TopicArn", topic))).Text("Attributes", "Policy")),
            ("Topics", p => p.Owners),
            ("PolicyDocument", p => p.Document))
            with
        { Calls = declared => declared.Items("Topics").Length });

    internal sealed record Listed(ImmutableArray<PropertyValue> Items);
}
