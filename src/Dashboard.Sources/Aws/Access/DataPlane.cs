using System.IO.Enumeration;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Reads of what people keep in AWS, not of how AWS is set up: nothing here is ever called, and the printed policy denies it all.</summary>
public static class DataPlane
{
    /// <summary>To take messages from a queue: allowed of the queues that tell of changes, and of no other.</summary>
    public const string TakeMessages = "sqs:ReceiveMessage";

    /// <summary>The code of a read that one of these actions was missing for: that is as it should be.</summary>
    public const string DeniedByReadPolicy = "DeniedByReadPolicy";

    /// <summary>The denied actions; "*" stands for any end.</summary>
    public static ImmutableArray<string> Denied { get; } =
    [
        "cassandra:Select",
        "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan",
        "kinesis:GetRecords",
        "kms:Decrypt",
        "logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogRecord", "logs:GetQueryResults", "logs:StartLiveTail", "logs:StartQuery",
        "s3:GetObject*",
        "secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue",
        TakeMessages,
    ];

    /// <summary>The same as names of single actions, of which "*" leaves the shortest.</summary>
    public static ImmutableArray<string> Examples { get; } = [.. Denied.Select(a => a.TrimEnd('*'))];

    /// <summary>Whether an action is denied, or is a pattern ("s3:Get*") that has one of these in it.</summary>
    public static bool IsDenied(string action) => Denied.Any(d => FileSystemName.MatchesSimpleExpression(d, action)) || Examples.Any(e => FileSystemName.MatchesSimpleExpression(action, e));
}
