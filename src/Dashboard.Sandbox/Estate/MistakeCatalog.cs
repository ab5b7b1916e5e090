namespace Dashboard.Sandbox.Estate;

/// <summary>A mistake with its story.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Environment">The environment that it touches.</param>
/// <param name="Component">The component that it touches.</param>
/// <param name="Title">A few words.</param>
/// <param name="Description">What it does.</param>
/// <param name="Mistake">What is done.</param>
/// <param name="IsInitial">Whether the sample starts with it.</param>
/// <param name="By">Who made it, where the sample starts with it.</param>
internal sealed record ListedMistake(string Id, string Environment, string Component, string Title, string Description, HandMistake Mistake, bool IsInitial = false, string By = "hanna.lindqvist");

/// <summary>What people of the shop did by hand, and what a visitor may do.</summary>
internal static class MistakeCatalog
{
    private const string ReplayQueue = "production-shop-worker-orders-replay";

    /// <summary>The mistakes on offer.</summary>
    public static readonly ImmutableArray<ListedMistake> Offered =
    [
        new("open-ssh", "production", "storefront", "Open SSH to the world",
            "Somebody debugged a container at night and let every address in on port 22.",
            new AddsItem("WebSecurityGroup", "SecurityGroupIngress", """{"CidrIp":"0.0.0.0/0","Description":"temporary","FromPort":22,"IpProtocol":"tcp","ToPort":22}"""),
            IsInitial: true, By: "tomasz.wrona"),
        new("larger-database", "production", "database", "Take a larger database instance",
            "The summer sale needed db.r6g.2xlarge. Nobody went back, and the rule that accepted it has expired.",
            new SetsProperty("Database", "/DBInstanceClass", "\"db.r6g.2xlarge\""),
            IsInitial: true, By: "lea.brandt"),
        new("suspend-versioning", "production", "buckets", "Suspend the versioning of the invoices",
            "A clean-up script asked for it. From now on an overwritten invoice is gone.",
            new SetsProperty("InvoiceBucket", "/VersioningConfiguration/Status", "\"Suspended\""),
            IsInitial: true),
        new("replay-queue", "production", "worker", "Create a queue that stands in no template",
            "Orders of an incident were replayed through it. It is still there, unencrypted.",
            new CreatesResource(
                "AWS::SQS::Queue",
                s => $"https://sqs.{s.Region}.amazonaws.com/{s.Account}/{ReplayQueue}",
                $$"""{"QueueName":"{{ReplayQueue}}","SqsManagedSseEnabled":false}"""),
            IsInitial: true, By: "ravi.menon"),
        new("delete-mail-alarm", "staging", "worker", "Delete the alarm on mails that could not be sent",
            "It rang every night. It belongs to the nested stack of the queues.",
            new DeletesResource("Queues/MailDeadLetterAlarm"),
            IsInitial: true),
        new("long-timeout", "development", "worker", "Give the order function a quarter of an hour",
            "A breakpoint took longer than the time limit of 30 seconds.",
            new SetsProperty("OrderFunction", "/Timeout", "900"),
            IsInitial: true),
        new("public-assets", "production", "buckets", "Let a policy make the assets public",
            "The public access block of the bucket no longer refuses public policies.",
            new SetsProperty("AssetBucket", "/PublicAccessBlockConfiguration/BlockPublicPolicy", "false")),
        new("support-is-administrator", "production", "identity", "Make support administrators",
            "AdministratorAccess is attached to the role of the people on support.",
            new AddsItem("SupportRole", "ManagedPolicyArns", "\"arn:aws:iam::aws:policy/AdministratorAccess\"")),
        new("short-logs", "staging", "storefront", "Keep the storefront's logs for a day",
            "The bill for logs was too high. The retention goes from 30 days to one.",
            new SetsProperty("LogGroup", "/RetentionInDays", "1")),
        new("visible-sooner", "production", "worker", "Shorten the time that a worker has for an order",
            "The visibility timeout of the order queue goes down to 5 seconds: orders are processed twice.",
            new SetsProperty("Queues/OrderQueue", "/VisibilityTimeout", "5")),
    ];

    /// <summary>What else was done by hand before a visitor comes: small things, and two that a rule of driftboard.yaml allows.</summary>
    public static readonly ImmutableArray<ListedMistake> Unlisted =
    [
        new("", "staging", "database", "", "", new SetsProperty("Database", "/BackupRetentionPeriod", "1"), IsInitial: true),
        new("", "production", "worker", "", "", new SetsProperty("MailFunction", "/MemorySize", "512"), IsInitial: true),
        new("", "production", "storefront", "", "", new SetsProperty("Service", "/DesiredCount", "5"), IsInitial: true),
    ];
}
