namespace Dashboard.Sandbox.Estate;

internal static partial class SampleHistory
{
    private const string Storefront = "templates/storefront.yaml";
    private const string Worker = "templates/worker.yaml";
    private const string Queues = "templates/worker-queues.yaml";
    private const string Database = "templates/database.yaml";
    private const string Buckets = "templates/buckets.yaml";
    private const string Network = "templates/network.yaml";
    private const string Dns = "templates/dns.yaml";
    private const string Identity = "templates/identity.yaml";
    private const string Observability = "templates/observability.yaml";
    private const string Application = "driftboard.yaml";

    private static readonly ImmutableArray<string> EnvironmentNames = ["development", "staging", "production"];

    private static readonly SampleAuthor Ines = new("Ines Carvalho", "ines@shop.example.com");
    private static readonly SampleAuthor Tomasz = new("Tomasz Wrona", "tomasz@shop.example.com");
    private static readonly SampleAuthor Hanna = new("Hanna Lindqvist", "hanna@shop.example.com");
    private static readonly SampleAuthor Ravi = new("Ravi Menon", "ravi@shop.example.com");
    private static readonly SampleAuthor Lea = new("Lea Brandt", "lea@shop.example.com");

    /// <summary>What production runs.</summary>
    private static readonly ImmutableArray<SampleCommit> Released =
    [
        new(Ines, "2026-02-02T09:14:00+01:00", "Say what this repository is for",
            new Added("README.md"), new Added("parameters/common.json"), new Added("parameters/development.yaml"), new Added("parameters/staging.yaml"),
            new Added("parameters/production.yaml")),
        new(Ines, "2026-02-05T16:40:00+01:00", "A VPC with public, application and data subnets",
            [new Added(Network), .. AddedParameters("network", "json")]),
        new(Hanna, "2026-02-10T10:05:00+01:00", "Topics, rules and one dashboard for the people on call",
            [new Added(Observability), .. AddedParameters("observability", "yaml")]),
        new(Ines, "2026-02-13T11:22:00+01:00", "Roles for the pipeline and for support, and a pool of customers",
            [new Added(Identity), .. AddedParameters("identity", "yaml")]),
        new(Hanna, "2026-02-17T14:31:00+01:00", "Buckets for assets, invoices and access logs, and the key for them",
            [new Added(Buckets), .. AddedParameters("buckets", "json")]),
        new(Lea, "2026-02-24T09:48:00+01:00", "PostgreSQL in the data subnets",
            [new Added(Database), .. AddedParameters("database", "json")]),
        new(Hanna, "2026-02-27T15:12:00+01:00", "The zone and its certificate come from the repository",
            [new Added(Dns), .. AddedParameters("dns", "properties")]),
        new(Tomasz, "2026-03-06T17:03:00+01:00", "Workers take orders and mails from queues",
            [new Added(Queues), new Added(Worker), .. AddedParameters("worker", "yaml")]),
        new(Ravi, "2026-03-12T13:27:00+01:00", "The storefront behind a load balancer",
            [new Added(Storefront), .. AddedParameters("storefront", "json")]),
        new(Hanna, "2026-03-19T10:44:00+01:00", "Encrypt invoices with our own key\n\nThe auditors ask for a key that we can revoke.",
            new Edited(Buckets,
                "          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: AES256\n      PublicAccessBlockConfiguration:\n        BlockPublicAcls: true\n"
                + "        BlockPublicPolicy: true\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n      OwnershipControls:",
                "          - BucketKeyEnabled: true\n            ServerSideEncryptionByDefault:\n              SSEAlgorithm: aws:kms\n"
                + "              KMSMasterKeyID: !GetAtt DataKey.Arn\n      PublicAccessBlockConfiguration:\n        BlockPublicAcls: true\n"
                + "        BlockPublicPolicy: true\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n      OwnershipControls:")),
        new(Ravi, "2026-03-26T16:18:00+01:00", "Drop headers that are no HTTP",
            new Edited(Storefront,
                "          Value: \"60\"\n        - Key: access_logs.s3.enabled",
                "          Value: \"60\"\n        - Key: routing.http.drop_invalid_header_fields.enabled\n          Value: \"true\"\n        - Key: access_logs.s3.enabled")),
        new(Ines, "2026-04-02T09:31:00+02:00", "One NAT gateway per zone in production",
            new Edited(Network,
                "      NatGatewayId: !Ref NatGatewayA\n\n  ApplicationSubnetARoutes:",
                "      NatGatewayId: !If [IsProduction, !Ref NatGatewayB, !Ref NatGatewayA]\n\n  ApplicationSubnetARoutes:"),
            new Inserted(Network, "  NatAddressB:", "  ApplicationRouteTableA:")),
        new(Tomasz, "2026-04-09T18:02:00+02:00", "Give the order function 512 MB\n\nIt spent a second of every order on collecting garbage.",
            new Edited(Worker, "  OrderMemory:\n    Type: Number\n    Default: 256", "  OrderMemory:\n    Type: Number\n    Default: 512")),
        new(Lea, "2026-04-16T10:26:00+02:00", "The sales of the day before, every morning at five",
            new Inserted(Worker, "  ReportRole:", "  OrderErrorAlarm:"),
            new Inserted(Worker, "  ReportState:", "  Sender:"),
            new Inserted(Buckets, "  ExportBucket:\n    Type", "Outputs:"),
            new Inserted(Buckets, "  ExportBucket:\n    Value", null)),
        new(Lea, "2026-04-21T11:55:00+02:00", "Refuse unencrypted connections to the database",
            new Edited(Database, "        rds.force_ssl: \"0\"", "        rds.force_ssl: \"1\"")),
        new(Hanna, "2026-05-05T10:12:00+02:00", "Warn when the pool of connections runs dry",
            new Inserted(Database, "  ConnectionAlarm:", "Outputs:")),
        new(Ravi, "2026-05-12T15:40:00+02:00", "Scale the storefront at 60 percent instead of 75",
            new Edited(Storefront, "        TargetValue: 75", "        TargetValue: 60")),
        new(Hanna, "2026-05-20T09:20:00+02:00", "Driftboard watches this repository",
            new Added(Application)),
        new(Ines, "2026-05-28T14:08:00+02:00", "Say which differences between staging and production are meant",
            new Inserted(Application, "\nexpect:", "\nignore:")),
        new(Lea, "2026-06-11T08:47:00+02:00", "Accept the larger database instance until the end of the summer sale",
            new Inserted(Application, "\naccept:", "\nignore:")),
        new(Tomasz, "2026-06-24T17:36:00+02:00", "Let the report read another database",
            new Edited(Worker,
                "          DATABASE_HOST:\n            Fn::ImportValue: !Sub \"${Environment}-${Project}-database-Endpoint\"\n          EXPORT_BUCKET:",
                "          DATABASE_HOST: !If\n            - HasReportDatabase\n            - !Ref ReportDatabaseHost\n"
                + "            - Fn::ImportValue: !Sub \"${Environment}-${Project}-database-Endpoint\"\n          EXPORT_BUCKET:"),
            new Inserted(Worker, "  HasReportDatabase:", "\nResources:"),
            new Inserted(Worker, "  ReportDatabaseHost:", "  Sender:")),
        new(Ravi, "2026-07-02T12:15:00+02:00", "Keep the carts recoverable to any second of the last month",
            new Edited(Storefront, "        PointInTimeRecoveryEnabled: false", "        PointInTimeRecoveryEnabled: true")),
        new(Tomasz, "2026-07-14T16:51:00+02:00", "Take five orders at a time, and repeat only those that failed",
            new Edited(Worker, "      BatchSize: 10\n\n", "      BatchSize: 5\n      FunctionResponseTypes: [ReportBatchItemFailures]\n\n")),
        new(Ines, "2026-07-30T10:33:00+02:00", "Keep production's flow logs for a year",
            new Edited(Network, "      Traffic: ALL\n      Days: 90", "      Traffic: ALL\n      Days: 365")),
        new(Lea, "2026-08-18T09:05:00+02:00", "PostgreSQL 16.12",
            new Edited(Database, "      EngineVersion: \"16.10\"", "      EngineVersion: \"16.12\"")),
        new(Tomasz, "2026-09-03T17:44:00+02:00", "Node.js 24 for every function",
            new Edited(Worker, "nodejs22.x", "nodejs24.x", Times: 3)),
        new(Ravi, "2026-09-16T11:10:00+02:00", "TLS 1.2 and 1.3 only",
            new Edited(Storefront, "      SslPolicy: ELBSecurityPolicy-2016-08", "      SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06")),
        new(Hanna, "2026-10-01T13:58:00+02:00", "Pull requests get environments of their own, in staging's account",
            new Inserted(Application, "  - name: \"pr-{number}\"", "\ncomponents:")),
        new(Ravi, "2026-10-08T16:37:00+02:00", "The administration answers to the office alone",
            new Inserted(Storefront, "  AdministrationRule:", "  OriginRecord:")),
        new(Hanna, "2026-10-13T15:26:00+02:00", "Tell the people on call of maintenance of the database too",
            new Edited(Observability,
                "          EventCategories: [failover, failure, low storage]",
                "          EventCategories: [failover, failure, low storage, maintenance]")),
        new(Ines, "2026-10-22T10:19:00+02:00", "Only Amazon may issue certificates for our names",
            new Inserted(Dns, "  CertificateAuthorityRecord:", "  StorefrontHealthCheck:")),
    ];

    /// <summary>On main, not released yet.</summary>
    private static readonly ImmutableArray<SampleCommit> Pending =
    [
        new(Tomasz, "2026-11-03T09:37:00+01:00", "Give an order three minutes before another worker tries it\n\nThe payment service may take two.",
            new Edited(Queues, "  OrderVisibilityTimeout:\n    Type: Number\n    Default: 60", "  OrderVisibilityTimeout:\n    Type: Number\n    Default: 180"),
            new Edited(Worker, "      Timeout: 15\n      ReservedConcurrentExecutions: 20", "      Timeout: 30\n      ReservedConcurrentExecutions: 20")),
        new(Hanna, "2026-11-04T10:11:00+01:00", "Warn when orders come close to the function's time limit",
            new Inserted(Worker, "  OrderDurationAlarm:", "Outputs:")),
        new(Ravi, "2026-11-05T14:02:00+01:00", "The storefront listens on port 3000, as its new base image does\n\nThe target group is replaced; deploy in the quiet hours.",
            new Edited(Storefront, "          FromPort: 8080\n          ToPort: 8080", "          FromPort: 3000\n          ToPort: 3000"),
            new Edited(Storefront, "      Protocol: HTTP\n      Port: 8080", "      Protocol: HTTP\n      Port: 3000"),
            new Edited(Storefront, "ContainerPort: 8080", "ContainerPort: 3000", Times: 2)),
        new(Hanna, "2026-11-09T10:50:00+01:00", "Move invoices to cheaper storage after 60 days",
            new Edited(Buckets, "                TransitionInDays: 90", "                TransitionInDays: 60")),
        new(Lea, "2026-11-10T16:21:00+01:00", "Log database statements from a quarter of a second on",
            new Edited(Database, "        log_min_duration_statement: \"500\"", "        log_min_duration_statement: \"250\"")),
        new(Tomasz, "2026-11-12T18:09:00+01:00", "Compare staging's report with the real numbers",
            new Inserted("parameters/worker.staging.yaml", "ReportDatabaseHost:", null)),
        new(Ravi, "2026-11-17T11:42:00+01:00", "Twice the memory for the storefront",
            new Edited(Storefront, "      Cpu: \"256\"\n      Memory: \"512\"", "      Cpu: \"256\"\n      Memory: \"1024\""),
            new Edited(Storefront, "      Cpu: \"512\"\n      Memory: \"1024\"", "      Cpu: \"512\"\n      Memory: \"2048\""),
            new Edited(Storefront, "      Cpu: \"1024\"\n      Memory: \"2048\"", "      Cpu: \"1024\"\n      Memory: \"4096\"")),
        new(Tomasz, "2026-11-19T09:15:00+01:00", "Accept the memory of production's mail function",
            new Inserted(Application, "  - component: worker\n    environment: production", "\nignore:")),
    ];

    private static readonly ImmutableArray<SampleCommit> MainCommits = [.. Released, .. Pending];

    private static readonly SampleCommit OfSupportDeadLetters = new(Lea, "2026-11-19T17:30:00+01:00", "Let support look into the dead letters",
        new Edited(Identity, "              - sqs:ListQueues\n", "              - sqs:ListQueues\n              - sqs:ReceiveMessage\n"));

    private static readonly SampleCommit OfGiftCards = new(Ravi, "2026-11-20T10:26:00+01:00", "Gift cards",
        new Edited(Storefront,
            "              Value: !Ref CartTable\n",
            "              Value: !Ref CartTable\n            - Name: GIFT_CARDS\n              Value: \"on\"\n"));

    private static ImmutableArray<FileChange> AddedParameters(string component, string extension) =>
        [.. EnvironmentNames.Select(e => new Added($"parameters/{component}.{e}.{extension}"))];
}
