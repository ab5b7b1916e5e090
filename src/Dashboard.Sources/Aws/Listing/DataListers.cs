using Amazon.DynamoDBv2.Model;
using Amazon.KeyManagementService.Model;
using Amazon.S3.Model;
using Amazon.SimpleSystemsManagement.Model;
using Amazon.SQS.Model;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using static Dashboard.Sources.Aws.Listing.TypeLister;

namespace Dashboard.Sources.Aws.Listing;

/// <summary>Lists what holds data: buckets, tables, queues, parameters, keys.</summary>
internal static class DataListers
{
    private const int PageSize = 1000;

    public static readonly TypeLister Bucket = new("AWS::S3::Bucket", [ReadOperation.Buckets()], c => PagesAsync(async token =>
    {
        var request = new ListBucketsRequest { MaxBuckets = PageSize, BucketRegion = c.Scope.Region, ContinuationToken = token };
        var page = await c.S3Async((s3, stop) => s3.ListBucketsAsync(request, stop)).ConfigureAwait(false);
        return ((page.Buckets ?? []).Where(b => string.IsNullOrEmpty(b.BucketRegion) || b.BucketRegion == c.Scope.Region).Select(b => new ListedResource(b.BucketName)), page.ContinuationToken);
    }));

    public static readonly TypeLister Table = new("AWS::DynamoDB::Table", [ReadOperation.Json("dynamodb", "DynamoDB_20120810.ListTables")], c => PagesAsync(async token =>
    {
        var page = await c.DynamoDbAsync((tables, stop) => tables.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = token }, stop)).ConfigureAwait(false);
        return ((page.TableNames ?? []).Select(n => new ListedResource(n)), page.LastEvaluatedTableName);
    }));

    public static readonly TypeLister Queue = new("AWS::SQS::Queue", [ReadOperation.Json("sqs", "AmazonSQS.ListQueues")], c => PagesAsync(async token =>
    {
        var page = await c.SqsAsync((sqs, stop) => sqs.ListQueuesAsync(new ListQueuesRequest { MaxResults = PageSize, NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.QueueUrls ?? []).Select(u => new ListedResource(u, u[(u.LastIndexOf('/') + 1)..])), page.NextToken);
    }));

    public static readonly TypeLister Parameter = new("AWS::SSM::Parameter", [ReadOperation.Json("ssm", "AmazonSSM.DescribeParameters")], c => PagesAsync(async token =>
    {
        var page = await c.SsmAsync((ssm, stop) => ssm.DescribeParametersAsync(new DescribeParametersRequest { MaxResults = 50, NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.Parameters ?? []).Select(p => new ListedResource(p.Name)), page.NextToken);
    }));

    public static readonly TypeLister Key = new(
        "AWS::KMS::Key",
        [ReadOperation.Json("kms", "TrentService.ListKeys"), ReadOperation.Json("kms", "TrentService.DescribeKey")],
        c => PagesAsync(async token =>
        {
            var page = await c.KmsAsync((kms, stop) => kms.ListKeysAsync(new ListKeysRequest { Marker = token }, stop)).ConfigureAwait(false);
            // Who manages a key is told by the key alone.
            var keys = await Task.WhenAll((page.Keys ?? []).Select(k => DescribeAsync(c, k.KeyId))).ConfigureAwait(false);
            // A key's own policy may keep it to itself; that all do is a permission that is missing.
            if (keys is [{ Refusal: { } refusal }, ..] && keys.All(k => k.Refusal is not null))
                throw refusal;
            return (keys.Select(k => k.Key), page.NextMarker);
        }));

    private static async Task<(ListedResource Key, ReadStop? Refusal)> DescribeAsync(ReadContext c, string id)
    {
        try
        {
            var key = (await c.KmsAsync((kms, stop) => kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = id }, stop)).ConfigureAwait(false)).KeyMetadata;
            return (new(key.KeyId, string.IsNullOrEmpty(key.Description) ? null : key.Description, key.KeyManager?.Value == "AWS" ? "a key that AWS manages for a service" : null), null);
        }
        catch (ReadStop stop) when (stop.Outcome == ReadOutcome.Denied)
        {
            return (new(id), stop);
        }
    }
}
