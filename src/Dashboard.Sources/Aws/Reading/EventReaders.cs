using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::Events::Rule and AWS::Events::EventBus.</summary>
internal static class EventReaders
{
    private static readonly ReadOperation Rules = ReadOperation.Json("events", "AWSEvents.DescribeRule");
    private static readonly ReadOperation Targets = ReadOperation.Json("events", "AWSEvents.ListTargetsByRule");
    private static readonly ReadOperation Buses = ReadOperation.Json("events", "AWSEvents.DescribeEventBus");
    private static readonly ReadOperation EventTags = ReadOperation.Json("events", "AWSEvents.ListTagsForResource");

    public static readonly TypeReader Rule = new(
        "AWS::Events::Rule",
        "EventBridge",
        ReadSection.Of<PropertyValue>(
            [Rules],
            async c => await c.AskAsync(WireService.EventBridge, Rules, ("Name", Name(c)), ("EventBusName", Bus(c))),
            ("Arn", r => r.Some("Arn")),
            ("Name", r => r.Some("Name")),
            ("Description", r => r.Some("Description")),
            ("EventBusName", r => r.Some("EventBusName")),
            ("EventPattern", r => Json(r.Text("EventPattern"))),
            ("RoleArn", r => r.Some("RoleArn")),
            ("ScheduleExpression", r => r.Some("ScheduleExpression")),
            ("State", r => r.Some("State"))),
        ReadSection.Of<Listed>(
            [Targets],
            async c => new Listed(await c.AskAllAsync(WireService.EventBridge, Targets, "Targets", ("NextToken", "NextToken"), [], ("Rule", Name(c)), ("EventBusName", Bus(c)))),
            // The service uses the template's own names here.
            ("Targets", l => List(l.Items))),
        ReadSection.Of<PropertyValue>(
            [EventTags],
            async c => await c.AskAsync(WireService.EventBridge, EventTags, ("ResourceARN", $"arn:{c.Partition}:events:{c.Scope.Region}:{c.Scope.Account}:rule/{(Bus(c) is { } bus ? bus + "/" : "")}{Name(c)}")),
            ("Tags", t => Tags(t.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));

    public static readonly TypeReader EventBus = new(
        "AWS::Events::EventBus",
        "EventBridge",
        ReadSection.Of<PropertyValue>(
            [Buses],
            async c => await c.AskAsync(WireService.EventBridge, Buses, ("Name", c.Id)),
            ("Arn", b => b.Some("Arn")),
            ("Name", b => b.Some("Name")),
            ("Description", b => b.Some("Description")),
            ("KmsKeyIdentifier", b => b.Some("KmsKeyIdentifier")),
            ("Policy", b => Json(b.Text("Policy"))),
            ("DeadLetterConfig", b => b.Some("DeadLetterConfig").Pick("Arn"))),
        ReadSection.Of<PropertyValue>(
            [EventTags],
            async c => await c.AskAsync(WireService.EventBridge, EventTags, ("ResourceARN", $"arn:{c.Partition}:events:{c.Scope.Region}:{c.Scope.Account}:event-bus/{c.Id}")),
            ("Tags", t => Tags(t.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));

    // The physical id is the rule's name, after "bus|" where it is not on the default bus.
    private static string Name(ReadContext c) => c.Id.Split('/', '|')[^1];

    private static string? Bus(ReadContext c) => c.Id.Split('|') is [var bus, _] ? bus : null;

    internal sealed record Listed(ImmutableArray<PropertyValue> Items);
}
