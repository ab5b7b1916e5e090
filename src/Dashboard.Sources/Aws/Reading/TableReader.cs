using Amazon.DynamoDBv2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>AWS::DynamoDB::Table: how the table is set up, and no item of it.</summary>
internal static class TableReader
{
    private static readonly ReadOperation Tables = ReadOperation.Json("dynamodb", "DynamoDB_20120810.DescribeTable");
    private static readonly ReadOperation Backups = ReadOperation.Json("dynamodb", "DynamoDB_20120810.DescribeContinuousBackups");
    private static readonly ReadOperation TimeToLive = ReadOperation.Json("dynamodb", "DynamoDB_20120810.DescribeTimeToLive");
    private static readonly ReadOperation TableTags = ReadOperation.Json("dynamodb", "DynamoDB_20120810.ListTagsOfResource");

    public static readonly TypeReader Reader = new(
        "AWS::DynamoDB::Table",
        "DynamoDB",
        ReadSection.Of<TableDescription>(
            [Tables],
            async c => (await c.DynamoDbAsync((db, stop) => db.DescribeTableAsync(new DescribeTableRequest { TableName = c.Id }, stop))).Table,
            ("TableName", t => Of(t.TableName)),
            ("Arn", t => Of(t.TableArn)),
            ("StreamArn", t => Of(t.LatestStreamArn)),
            ("AttributeDefinitions", t => List(t.AttributeDefinitions?.Select(a => Map(("AttributeName", Of(a.AttributeName)), ("AttributeType", Of(a.AttributeType)))))),
            ("KeySchema", t => Keys(t.KeySchema)),
            ("BillingMode", t => Of(t.BillingModeSummary?.BillingMode?.Value ?? "PROVISIONED")),
            ("ProvisionedThroughput", t => Throughput(t.ProvisionedThroughput)),
            ("GlobalSecondaryIndexes", t => List(t.GlobalSecondaryIndexes?.Select(i => Map(
                ("IndexName", Of(i.IndexName)),
                ("KeySchema", Keys(i.KeySchema)),
                ("Projection", Projected(i.Projection)),
                ("ProvisionedThroughput", Throughput(i.ProvisionedThroughput)))))),
            ("LocalSecondaryIndexes", t => List(t.LocalSecondaryIndexes?.Select(i => Map(
                ("IndexName", Of(i.IndexName)), ("KeySchema", Keys(i.KeySchema)), ("Projection", Projected(i.Projection)))))),
            ("StreamSpecification", t => t.StreamSpecification?.StreamEnabled == true ? Map(("StreamViewType", Of(t.StreamSpecification.StreamViewType))) : null),
            ("SSESpecification", t => t.SSEDescription?.Status?.Value is "ENABLED" or "ENABLING" or "UPDATING"
                ? Map(("SSEEnabled", Of((bool?)true)), ("SSEType", Of(t.SSEDescription.SSEType)), ("KMSMasterKeyId", Of(t.SSEDescription.KMSMasterKeyArn)))
                : null),
            ("TableClass", t => Of(t.TableClassSummary?.TableClass)),
            ("DeletionProtectionEnabled", t => Of(t.DeletionProtectionEnabled))),
        ReadSection.Of<ContinuousBackupsDescription>(
            [Backups],
            async c => (await c.DynamoDbAsync((db, stop) => db.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = c.Id }, stop))).ContinuousBackupsDescription,
            ("PointInTimeRecoverySpecification", b => Map(
                ("PointInTimeRecoveryEnabled", Of(b.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus?.Value == "ENABLED")),
                ("RecoveryPeriodInDays", Of((long?)b.PointInTimeRecoveryDescription?.RecoveryPeriodInDays))))),
        ReadSection.Of<TimeToLiveDescription>(
            [TimeToLive],
            async c => (await c.DynamoDbAsync((db, stop) => db.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = c.Id }, stop))).TimeToLiveDescription,
            ("TimeToLiveSpecification", t => t.TimeToLiveStatus?.Value is "ENABLED" or "ENABLING"
                ? Map(("Enabled", Of((bool?)true)), ("AttributeName", Of(t.AttributeName)))
                : Map(("Enabled", Of((bool?)false))))),
        ReadSection.Of<ListTagsOfResourceResponse>(
            [TableTags],
            async c =>
            {
                var arn = $"arn:{c.Partition}:dynamodb:{c.Scope.Region}:{c.Scope.Account}:table/{c.Id}";
                return await c.DynamoDbAsync((db, stop) => db.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = arn }, stop));
            },
            ("Tags", t => Tags(t.Tags, g => g.Key, g => g.Value))))
    {
        Gaps =
        [
            "/GlobalSecondaryIndexes/*/ContributorInsightsSpecification", "/GlobalSecondaryIndexes/*/OnDemandThroughput", "/GlobalSecondaryIndexes/*/WarmThroughput",
            "/StreamSpecification/ResourcePolicy",
        ],
    };

    private static PropertyValue? Keys(List<KeySchemaElement>? keys) => List(keys?.Select(k => Map(("AttributeName", Of(k.AttributeName)), ("KeyType", Of(k.KeyType)))));

    private static PropertyValue? Projected(Projection? projection) =>
        Map(("ProjectionType", Of(projection?.ProjectionType)), ("NonKeyAttributes", List(projection?.NonKeyAttributes)));

    // A table that is billed per request has zeros here, which no template can declare.
    private static PropertyValue? Throughput(ProvisionedThroughputDescription? throughput) =>
        throughput is { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } ? null : Map(("ReadCapacityUnits", Of(throughput?.ReadCapacityUnits)), ("WriteCapacityUnits", Of(throughput?.WriteCapacityUnits)));
}
