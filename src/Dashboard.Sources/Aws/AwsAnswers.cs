using System.Collections.Frozen;
using System.Text.Json;
using System.Xml;

namespace Dashboard.Sources.Aws;

/// <summary>What tells an answer to an operation from whatever else may come with a 200: a login page, nothing at all, an answer to another question.</summary>
/// <remarks>Read as an answer, any of these says that there is nothing: a resource would count as deleted, a property as taken away.</remarks>
internal static class AwsAnswers
{
    /// <summary>As deep as JSON may be nested for the framework's reader; no answer comes near it.</summary>
    private const int MostDepth = 64;

    /// <summary>Of an operation that answers in JSON: members of which every answer has one.</summary>
    private static readonly FrozenDictionary<string, string[]> Members = new Dictionary<string, string[]>
    {
        ["cloudcontrolapi:GetResource"] = ["ResourceDescription"],
        ["cloudcontrolapi:ListResources"] = ["ResourceDescriptions"],
        ["cloudtrail:LookupEvents"] = ["Events"],
        ["dynamodb:DescribeContinuousBackups"] = ["ContinuousBackupsDescription"],
        ["dynamodb:DescribeTable"] = ["Table"],
        ["dynamodb:DescribeTimeToLive"] = ["TimeToLiveDescription"],
        ["dynamodb:ListTables"] = ["TableNames"],
        ["dynamodb:ListTagsOfResource"] = ["Tags"],
        ["ecr:DescribeRepositories"] = ["repositories"],
        ["ecr:GetLifecyclePolicy"] = ["lifecyclePolicyText"],
        ["ecr:GetRepositoryPolicy"] = ["policyText"],
        ["ecr:ListTagsForResource"] = ["tags"],
        ["ecs:DescribeClusters"] = ["clusters"],
        ["ecs:DescribeServices"] = ["services"],
        ["ecs:DescribeTaskDefinition"] = ["taskDefinition"],
        ["events:DescribeEventBus"] = ["Name"],
        ["events:DescribeRule"] = ["Name"],
        ["events:ListTagsForResource"] = ["Tags"],
        ["events:ListTargetsByRule"] = ["Targets"],
        ["kinesis:DescribeStreamSummary"] = ["StreamDescriptionSummary"],
        ["kinesis:ListTagsForStream"] = ["Tags"],
        ["kms:DescribeKey"] = ["KeyMetadata"],
        ["kms:GetKeyPolicy"] = ["Policy"],
        ["kms:GetKeyRotationStatus"] = ["KeyRotationEnabled"],
        ["kms:ListAliases"] = ["Aliases"],
        ["kms:ListKeys"] = ["Keys"],
        ["kms:ListResourceTags"] = ["Tags"],
        ["lambda:GetAlias"] = ["AliasArn"],
        ["lambda:GetEventSourceMapping"] = ["UUID"],
        ["lambda:GetFunctionConcurrency"] = ["ReservedConcurrentExecutions"],
        ["lambda:GetFunctionConfiguration"] = ["FunctionName"],
        ["lambda:GetPolicy"] = ["Policy"],
        ["lambda:ListEventSourceMappings"] = ["EventSourceMappings"],
        ["lambda:ListFunctions"] = ["Functions"],
        ["lambda:ListTags"] = ["Tags"],
        ["logs:DescribeLogGroups"] = ["logGroups"],
        ["logs:ListTagsForResource"] = ["tags"],
        ["s3:GetBucketPolicy"] = ["Statement"],
        ["secretsmanager:DescribeSecret"] = ["ARN"],
        ["secretsmanager:ListSecrets"] = ["SecretList"],
        ["sqs:DeleteMessageBatch"] = ["Successful", "Failed"],
        ["sqs:GetQueueAttributes"] = ["Attributes"],
        ["sqs:ListQueueTags"] = ["Tags"],
        ["sqs:ListQueues"] = ["QueueUrls"],
        ["sqs:ReceiveMessage"] = ["Messages"],
        ["ssm:DescribeParameters"] = ["Parameters"],
        ["ssm:GetParameter"] = ["Parameter"],
        ["ssm:GetParameterHistory"] = ["Parameters"],
        ["ssm:ListTagsForResource"] = ["TagList"],
        ["states:DescribeStateMachine"] = ["stateMachineArn"],
        ["states:ListTagsForResource"] = ["tags"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those of them that leave the member out where there is nothing: an empty object is an answer, too, and only the request's id tells it from that of something else.</summary>
    /// <remarks>A page of HTML, an empty body and an object with anything else in it are refused here as well.</remarks>
    private static readonly FrozenSet<string> MayBeEmpty = new[]
    {
        // No concurrency is reserved; GetFunctionConfiguration has told of the function.
        "lambda:GetFunctionConcurrency",
        // No tags; GetQueueAttributes has told of the queue.
        "sqs:ListQueueTags",
        // No queues in the region.
        "sqs:ListQueues",
        // No message came while it waited: it is asked again at once, and the sweep finds what a hint did not tell.
        "sqs:ReceiveMessage",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Of an operation that answers in XML: the name of the document, where that is not the operation's own with "Response" behind it.</summary>
    private static readonly FrozenDictionary<string, string> Roots = new Dictionary<string, string>
    {
        ["s3:GetBucketAccelerateConfiguration"] = "AccelerateConfiguration",
        ["s3:GetBucketCors"] = "CORSConfiguration",
        ["s3:GetBucketEncryption"] = "ServerSideEncryptionConfiguration",
        ["s3:GetBucketLifecycleConfiguration"] = "LifecycleConfiguration",
        ["s3:GetBucketLocation"] = "LocationConstraint",
        ["s3:GetBucketLogging"] = "BucketLoggingStatus",
        ["s3:GetBucketNotification"] = "NotificationConfiguration",
        ["s3:GetBucketOwnershipControls"] = "OwnershipControls",
        ["s3:GetBucketTagging"] = "Tagging",
        ["s3:GetBucketVersioning"] = "VersioningConfiguration",
        ["s3:GetBucketWebsite"] = "WebsiteConfiguration",
        ["s3:GetPublicAccessBlock"] = "PublicAccessBlockConfiguration",
        ["s3:ListBuckets"] = "ListAllMyBucketsResult",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operations that answer in JSON: "kms:ListKeys".</summary>
    public static IEnumerable<string> Operations => Members.Keys;

    /// <summary>Whether it is known what an answer to an operation that is no form looks like.</summary>
    public static bool Knows(string service, string operation) => $"{service}:{operation}" is var name && (Members.ContainsKey(name) || Roots.ContainsKey(name));

    /// <summary>Whether a reply bears the id that every service of AWS gives to each request, in whatever form: what stands in between and answers in its place gives none.</summary>
    public static bool BearsRequestId(HttpResponseMessage reply) => reply.Headers.Contains("x-amzn-RequestId") || reply.Headers.Contains("x-amz-request-id");

    /// <summary>Refuses what is no answer to an operation. Nothing of it is repeated.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="body">The reply.</param>
    /// <param name="bearsRequestId">Whether it bears a request's id: without one, "there is nothing" is not believed.</param>
    /// <exception cref="ForeignReplyException">It is none.</exception>
    public static void Require(string service, string operation, ArraySegment<byte> body, bool bearsRequestId)
    {
        var name = $"{service}:{operation}";
        if (Members.TryGetValue(name, out var members) ? !Holds(service, body, members, bearsRequestId && MayBeEmpty.Contains(name)) : RootOf(body) is not { } root || (root != operation + "Response" && root != Roots.GetValueOrDefault(name)))
            throw Foreign(isJson: members is not null);
    }

    /// <summary>Refuses what begins otherwise than an answer to an operation: the rest of a page of HTML need not be read to know it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="first">How the reply begins.</param>
    /// <exception cref="ForeignReplyException">It is none.</exception>
    public static void RequireBeginning(string service, string operation, ReadOnlySpan<byte> first)
    {
        var isJson = Members.ContainsKey($"{service}:{operation}");
        var text = (first.StartsWith(ByteOrderMark) ? first[ByteOrderMark.Length..] : first).TrimStart(" \t\r\n"u8);
        if (!text.IsEmpty && (isJson ? text[0] != '{' : text[0] != '<' || Begins(text, "<!doctype"u8) || Begins(text, "<html"u8)))
            throw Foreign(isJson);

        static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with) => text.Length >= with.Length && System.Text.Ascii.EqualsIgnoreCase(text[..with.Length], with);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private static ForeignReplyException Foreign(bool isJson) => new($"The reply is not the expected {(isJson ? "JSON" : "XML")}: it is cut off, or something other than the service answered.");

    private static bool Holds(string service, ReadOnlySpan<byte> body, string[] members, bool mayBeEmpty)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            // Where there is nothing, a member that is null says it as well as one that is left out.
            var (holds, isEmpty) = (false, true);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isOne = false;
                foreach (var member in members)
                    isOne |= reader.ValueTextEquals(member);
                reader.Read();
                holds |= isOne && reader.TokenType != JsonTokenType.Null;
                isEmpty &= isOne;
                reader.Skip();
            }

            // What was cut off, or goes on behind the end, throws.
            while (reader.Read())
            {
            }

            return (holds || (isEmpty && mayBeEmpty)) && JsonShapes.Fit(service, body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what the reader says of a name that is no text.
            return false;
        }
    }

    /// <summary>The name of a document; null where it is none, or is nested so deep that whoever takes it apart would take minutes, or the stack with it.</summary>
    /// <remarks>All of it is read: the SDK's reader of EC2 takes bytes that are no text for other ones.</remarks>
    private static string? RootOf(ArraySegment<byte> body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.Array!, body.Offset, body.Count, writable: false), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            var root = reader.MoveToContent() == XmlNodeType.Element ? reader.LocalName : null;
            while (root is not null && reader.Read())
            {
                if (reader.Depth > MostDepth)
                    return null;
            }

            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <summary>Something other than the service answered: a proxy, a login page. The message repeats nothing of what it sent.</summary>
internal sealed class ForeignReplyException(string message) : Exception(message);
