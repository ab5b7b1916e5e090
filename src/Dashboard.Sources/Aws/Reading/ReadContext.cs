using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.KeyManagementService;
using Amazon.S3;
using Amazon.SimpleSystemsManagement;
using Amazon.SQS;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>What a reader has at hand while it reads one resource: who is asked for, and the services. Every call takes its turn and its deadline.</summary>
/// <param name="aws">The account and region.</param>
/// <param name="scope">Their names.</param>
/// <param name="id">The resource's physical id.</param>
/// <param name="declared">Its declared properties with references replaced.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class ReadContext(AwsScope aws, AccountRegion scope, string id, MapValue declared, CancellationToken cancellation)
{
    public string Id { get; } = id;

    public AccountRegion Scope { get; } = scope;

    public MapValue DeclaredProperties { get; } = declared;

    /// <summary>"aws", "aws-cn".</summary>
    public string Partition => Amazon.RegionEndpoint.GetBySystemName(Scope.Region).PartitionName;

    /// <summary>The text that the template declares of a property; null where it declares none.</summary>
    public string? Declared(string property) => DeclaredProperties[property] is ScalarValue { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar ? scalar.Text : null;

    public Task<T> Ec2Async<T>(Func<AmazonEC2Client, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("ec2", a => a.CreateEc2(), call, cancellation));

    public Task<T> S3Async<T>(Func<AmazonS3Client, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("s3", a => a.CreateS3(), call, cancellation));

    public Task<T> SqsAsync<T>(Func<AmazonSQSClient, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("sqs", a => a.CreateSqs(), call, cancellation));

    public Task<T> SsmAsync<T>(Func<AmazonSimpleSystemsManagementClient, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("ssm", a => a.CreateSsm(), call, cancellation));

    public Task<T> DynamoDbAsync<T>(Func<AmazonDynamoDBClient, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("dynamodb", a => a.CreateDynamoDb(), call, cancellation));

    public Task<T> KmsAsync<T>(Func<AmazonKeyManagementServiceClient, CancellationToken, Task<T>> call) => RunAsync(aws.CallAsync("kms", a => a.CreateKms(), call, cancellation));

    /// <summary>Asks a service without a package. Null members are left out.</summary>
    public Task<MapValue> AskAsync(WireService service, ReadOperation operation, params (string Name, string? Value)[] arguments) =>
        AskAsync(service, operation, [], MapValue.Create(arguments.Where(a => a.Value is not null).Select(a => KeyValuePair.Create(a.Name, (PropertyValue)new ScalarValue(a.Value!)))));

    /// <summary>The same with the members of a path, and with arguments that are more than texts.</summary>
    public Task<MapValue> AskAsync(WireService service, ReadOperation operation, ImmutableArray<string> path, MapValue arguments) =>
        RunAsync(aws.CallAsync(service, (client, stop) => client.AskAsync(operation, path, arguments, stop), cancellation));

    /// <summary>Every item of a list that comes in pages.</summary>
    /// <param name="list">The member that holds the items.</param>
    /// <param name="token">The member that holds the next page's token, and the argument that takes it.</param>
    public async Task<ImmutableArray<PropertyValue>> AskAllAsync(
        WireService service, ReadOperation operation, string list, (string Given, string Taken) token, ImmutableArray<string> path, params (string Name, string? Value)[] arguments)
    {
        var collected = await AwsCall.CollectAsync<PropertyValue>(async next =>
        {
            var given = arguments.Append((token.Taken, next)).Where(a => a.Item2 is not null).Select(a => KeyValuePair.Create(a.Item1, (PropertyValue)new ScalarValue(a.Item2!)));
            var page = await aws.CallAsync(service, (client, stop) => client.AskAsync(operation, path, MapValue.Create(given), stop), cancellation).ConfigureAwait(false);
            return page.IsRead
                ? new(ReadOutcome.Read, new AwsPage<PropertyValue>((page.Value[list] as ListValue)?.Items ?? [], (page.Value[token.Given] as ScalarValue)?.Text))
                : new(page.Outcome, null, page.Detail) { Code = page.Code };
        }).ConfigureAwait(false);
        return Value(collected);
    }

    /// <summary>Every item of a list that is asked page by page, within the bounds of every list.</summary>
    /// <param name="read">Reads the page of a token; null is the first page's.</param>
    /// <param name="key">What tells one item from all others, where something does.</param>
    public static async Task<ImmutableArray<T>> PagesAsync<T>(Func<string?, Task<(IEnumerable<T> Items, string? Next)>> read, Func<T, string>? key = null) => Value(await AwsCall.CollectAsync(
        async token =>
        {
            var (items, next) = await read(token).ConfigureAwait(false);
            return new ReadResult<AwsPage<T>>(ReadOutcome.Read, new(items, next));
        },
        key).ConfigureAwait(false));

    private static async Task<T> RunAsync<T>(Task<ReadResult<T>> call) => Value(await call.ConfigureAwait(false));

    private static T Value<T>(ReadResult<T> result) => result.IsRead ? result.Value : throw new ReadStop(result.Outcome, result.Detail, result.Code);
}

/// <summary>A call of a reader that was not answered as it should: the reading ends here. Never leaves <see cref="TypeReader"/>.</summary>
internal sealed class ReadStop(ReadOutcome outcome, string? detail, string? code) : Exception(detail)
{
    public ReadOutcome Outcome { get; } = outcome;

    /// <summary>What the template and the physical id say is not enough to find the resource with the type's own service.</summary>
    public static ReadStop TooLittle(string why) => new(ReadOutcome.TypeNotReadable, why, null);

    /// <summary>What ended a reading: an answer that no reader is ready for ends it like a call that was refused.</summary>
    public static ReadStop Of(Exception exception) => exception as ReadStop ?? new(ReadOutcome.Failed, $"The reply could not be read ({exception.GetType().Name}).", AwsErrors.ForeignReply);

    public string? Code { get; } = code;
}
