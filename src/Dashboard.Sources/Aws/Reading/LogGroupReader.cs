using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::Logs::LogGroup: how it is set up, and none of its events.</summary>
internal static class LogGroupReader
{
    private static readonly ReadOperation Groups = ReadOperation.Json("logs", "Logs_20140328.DescribeLogGroups");
    private static readonly ReadOperation GroupTags = ReadOperation.Json("logs", "Logs_20140328.ListTagsForResource");

    public static readonly TypeReader Reader = new(
        "AWS::Logs::LogGroup",
        "Logs",
        ReadSection.Of<PropertyValue>(
            [Groups],
            async c => (await c.AskAllAsync(WireService.Logs, Groups, "logGroups", ("nextToken", "nextToken"), [], ("logGroupNamePrefix", c.Id))).FirstOrDefault(g => g.Text("logGroupName") == c.Id),
            ("LogGroupName", g => g.Some("logGroupName")),
            ("Arn", g => g.Some("arn")),
            ("RetentionInDays", g => g.Some("retentionInDays")),
            ("KmsKeyId", g => g.Some("kmsKeyId")),
            ("LogGroupClass", g => g.Some("logGroupClass")),
            ("DeletionProtectionEnabled", g => g.Some("deletionProtectionEnabled"))),
        ReadSection.Of<PropertyValue>(
            [GroupTags],
            async c => await c.AskAsync(WireService.Logs, GroupTags, ("resourceArn", $"arn:{c.Partition}:logs:{c.Scope.Region}:{c.Scope.Account}:log-group:{c.Id}")),
            ("Tags", t => List((t.At("tags") as MapValue)?.Entries.Select(e => Map(("Key", new ScalarValue(e.Key)), ("Value", e.Value)))))));
}
