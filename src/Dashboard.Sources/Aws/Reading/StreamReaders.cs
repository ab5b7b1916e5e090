using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::Kinesis::Stream: how it is set up, and none of its records.</summary>
internal static class StreamReaders
{
    private static readonly ReadOperation Streams = ReadOperation.Json("kinesis", "Kinesis_20131202.DescribeStreamSummary");
    private static readonly ReadOperation StreamTags = ReadOperation.Json("kinesis", "Kinesis_20131202.ListTagsForStream");

    public static readonly TypeReader Stream = new(
        "AWS::Kinesis::Stream",
        "Kinesis",
        ReadSection.Of<PropertyValue>(
            [Streams],
            async c => (await c.AskAsync(WireService.Kinesis, Streams, ("StreamName", c.Id))).At("StreamDescriptionSummary"),
            ("Arn", s => s.Some("StreamARN")),
            ("Name", s => s.Some("StreamName")),
            ("ShardCount", s => s.Text("StreamModeDetails", "StreamMode") == "ON_DEMAND" ? null : s.Some("OpenShardCount")),
            ("RetentionPeriodHours", s => s.Some("RetentionPeriodHours")),
            ("StreamModeDetails", s => s.Some("StreamModeDetails").Pick("StreamMode")),
            ("StreamEncryption", s => s.Text("EncryptionType") is null or "NONE" ? null : s.Pick("EncryptionType", "KeyId"))),
        ReadSection.Of<PropertyValue>(
            [StreamTags],
            async c => await c.AskAsync(WireService.Kinesis, StreamTags, ("StreamName", c.Id)),
            ("Tags", t => Tags(t.Items("Tags"), g => g.Text("Key"), g => g.Text("Value")))));
}
