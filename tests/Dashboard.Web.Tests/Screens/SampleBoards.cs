using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A believable board for the workbench: a shop in three environments and one ephemeral one, with every status somewhere.</summary>
internal static class SampleBoards
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 2, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    public const string Commit = "54bac98815ebaf54b514e9e501870cb7a2d06089";

    public static readonly StackKey Storefront = Key("production", "storefront");
    public static readonly ParityKey Pair = new("shop", "staging", "production");

    /// <summary>The whole shop.</summary>
    public static DriftBoard Shop() => Of(
        Stack(Key("staging", "storefront"), Resource("WebSecurityGroup"), Pending("Service", "/DesiredCount", "4", "2")),
        Stack(Storefront, Opened("WebSecurityGroup"), Resource("Service"), Secret("TaskDefinition", "/Environment/0/Value")),
        Stack(Key("production", "database"), Drifted("Database", "/DBInstanceClass", "db.r6g.xlarge", "db.r6g.2xlarge", Impact.Update), Resource("Subnets")),
        Stack(Key("staging", "database"), Resource("Database"), Resource("Subnets")),
        Stack(Key("staging", "worker"), Deleted("Queues/DeadLetters"), Resource("Queues", "AWS::CloudFormation::Stack"), Resource("Queues/Orders")),
        Stack(Key("production", "worker"), Resource("Queues/Orders"), Unmanaged("https://sqs.eu-west-1.amazonaws.com/222222222222/replay")),
        Stack(Key("production", "dns"), Resource("Zone"), Unsupported("Record")),
        Stack(Key("staging", "dns"), Denied("Zone")) with { Detail = "route53:GetHostedZone is not allowed" },
        NotDeployed(Key("development", "storefront")),
        NotRead(Key("development", "database")),
        Stack(Key("pr-142", "storefront"), Resource("WebSecurityGroup")));

    /// <summary>A board of some stacks in the shop's environments, scanned at the start.</summary>
    public static DriftBoard Of(params StackEvaluation[] stacks) => DriftBoard.Empty("server", Start) with
    {
        Environments =
        [
            Environment("development", EnvironmentTier.Development, 0),
            Environment("staging", EnvironmentTier.Staging, 1),
            Environment("production", EnvironmentTier.Production, 2) with { Ref = "release" },
            Environment("pr-142", EnvironmentTier.Ephemeral, 3),
        ],
        Components = [.. stacks.Select(s => s.Key.Component).Distinct().Select(c => new BoardComponent("shop", c, c == "storefront" ? "team-shop" : "team-data"))],
        Stacks = stacks.ToImmutableDictionary(s => s.Key),
        Scan = new ScanActivity(false, null, 0, 0, Start, Interval, null),
    };

    /// <summary>So many components in four environments, one in nine of them drifted.</summary>
    public static DriftBoard Large(int components)
    {
        string[] environments = ["development", "staging", "production", "pr-142"];
        return Of(
        [
            .. from c in Enumerable.Range(0, components)
               from e in environments
               select Stack(Key(e, $"component-{c:0000}"), c % 9 == 0 && e == "production" ? Drifted("Queue", "/VisibilityTimeout", "30", "900") : Resource("Queue"), Resource("Topic")),
        ]);
    }

    public static StackKey Key(string environment, string component, string region = "eu-west-1", string instance = "") => new("shop", environment, component, region, instance);

    public static BoardEnvironment Environment(string name, EnvironmentTier tier, int order, string application = "shop") => new(application, name, tier, order, "main", Commit);

    /// <summary>A stack with the roll-up that its resources give.</summary>
    public static StackEvaluation Stack(StackKey key, params ResourceEvaluation[] resources)
    {
        var counted = resources.Where(r => r.Status is not Status.Unmanaged).ToList();
        var coverage = new Coverage(counted.Count(r => r.Status is Status.InSync or Status.Modified or Status.Deleted), counted.Count);
        var worst = resources.Min(r => r.Status == Status.Unsupported ? Status.PartlyChecked : r.Status);
        return new StackEvaluation(
            key,
            "222222222222",
            $"{key.Environment}-{key.Component}",
            worst,
            resources.Where(r => r.Reason is not null).Select(r => r.Reason).FirstOrDefault(),
            null,
            resources.Sum(r => r.PendingChanges),
            resources.Count(r => r.IsDrifted),
            coverage,
            Start,
            Start,
            Commit,
            [.. resources],
            [])
        {
            Accepted = resources.Count(r => r.Accepted.Any()),
        };
    }

    public static StackEvaluation NotDeployed(StackKey key) => Stack(key, Resource("Service") with { Status = Status.NotDeployed, Deployed = null, Live = null }) with
    {
        Status = Status.NotDeployed,
        Reason = StatusReason.StackMissing,
        OldestReadAt = null,
        Coverage = new Coverage(0, 0),
        PendingChanges = 12,
    };

    public static StackEvaluation NotRead(StackKey key) => Stack(key, Resource("Service")) with
    {
        Status = Status.Scanning,
        Reason = StatusReason.NotReadYet,
        CheckedAt = null,
        OldestReadAt = null,
        Coverage = new Coverage(0, 0),
        Resources = [],
    };

    public static ResourceEvaluation Resource(string address, string type = "AWS::SQS::Queue")
    {
        var properties = MapValue.Of(("Name", new ScalarValue(address)), ("VisibilityTimeout", new ScalarValue("30")));
        return new ResourceEvaluation(
            new ResourceAddress(address), type, "physical-" + address, Status.InSync, null, null, [], [], [], properties, properties, properties, Start, ["CloudControl"]);
    }

    public static ResourceEvaluation Drifted(string address, string path, string expected, string actual, Impact impact = Impact.Update) => Resource(address) with
    {
        Status = Status.Modified,
        Differences =
        [
            new Difference(PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue(expected), new ScalarValue(actual), impact),
        ],
    };

    public static ResourceEvaluation Pending(string address, string path, string desired, string deployed) => Resource(address) with
    {
        Differences =
        [
            new Difference(PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, new ScalarValue(desired), new ScalarValue(deployed), Impact.Update),
        ],
    };

    /// <summary>A security group with one rule too many.</summary>
    public static ResourceEvaluation Opened(string address)
    {
        var office = Rule("10.0.0.0/8", "Office");
        var world = Rule("0.0.0.0/0", "temporary");
        var declared = MapValue.Of(("SecurityGroupIngress", new ListValue([office])));
        return Resource(address, "AWS::EC2::SecurityGroup") with
        {
            Status = Status.Modified,
            Desired = declared,
            Deployed = declared,
            Live = MapValue.Of(("SecurityGroupIngress", new ListValue([office, world])), ("GroupId", new ScalarValue("sg-1"))),
            Differences =
            [
                new Difference(PropertyPath.Parse("/SecurityGroupIngress/1"), DifferenceKind.Add, DifferenceBetween.DeployedLive, null, world, Impact.Update),
            ],
        };
    }

    public static ResourceEvaluation Deleted(string address) => Resource(address) with
    {
        Status = Status.Deleted,
        Live = null,
        Differences = [new Difference(PropertyPath.Root, DifferenceKind.Remove, DifferenceBetween.DeployedLive, MapValue.Empty, null, Impact.Replacement)],
    };

    public static ResourceEvaluation Unmanaged(string identifier) => Resource("~" + identifier) with
    {
        Status = Status.Unmanaged,
        PhysicalId = identifier,
        Desired = null,
        Deployed = null,
        Differences = [new Difference(PropertyPath.Root, DifferenceKind.Add, DifferenceBetween.DeployedLive, null, MapValue.Empty, Impact.Update)],
    };

    public static ResourceEvaluation Unsupported(string address) => Resource(address, "AWS::Route53::RecordSet") with
    {
        Status = Status.Unsupported,
        Reason = StatusReason.TypeNotReadable,
        Live = null,
        ObservedAt = null,
        Readers = [],
    };

    public static ResourceEvaluation Denied(string address) => Resource(address) with
    {
        Status = Status.Unknown,
        Reason = StatusReason.Denied,
        Detail = "route53:GetHostedZone is not allowed",
        Live = null,
        ObservedAt = null,
        Readers = [],
    };

    /// <summary>A resource whose secret was changed by hand.</summary>
    public static ResourceEvaluation Secret(string address, string path)
    {
        var fingerprinter = Core.Secrets.SecretFingerprinter.CreateRandom();
        return Resource(address, "AWS::ECS::TaskDefinition") with
        {
            Status = Status.Modified,
            Differences =
            [
                new Difference(
                    PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, fingerprinter.Fingerprint("hunter2"), fingerprinter.Fingerprint("hunter3"), Impact.Replacement),
            ],
            Unverified = [new UnverifiedProperty(PropertyPath.Parse("/Name"), StatusReason.Unresolved, "the export is not known")],
        };
    }

    public static DriftBoard WithAll(this DriftBoard board, IEnumerable<StackEvaluation> stacks) =>
        board with { Stacks = board.Stacks.SetItems(stacks.Select(s => KeyValuePair.Create(s.Key, s))) };

    /// <summary>Staging against production, with a unit in each pile and one more of the unexplained.</summary>
    public static ParityEvaluation Parity()
    {
        ImmutableArray<ParityItem> items =
        [
            Unit("database", "Database", "/Engine", ParityPile.Equal, "postgres", "postgres"),
            Unit("database", "Database", "/DBInstanceClass", ParityPile.Declared, "db.r6g.large", "db.r6g.xlarge") with { Rule = Expect },
            Unit("database", "Database", "/BackupRetentionPeriod", ParityPile.Unexplained, "1", "14") with { Reason = "changed by hand in staging" },
            Unit("storefront", "WebSecurityGroup", "/SecurityGroupIngress/1", ParityPile.Unexplained, null, "0.0.0.0/0"),
            Unit("storefront", "Service", "/DesiredCount", ParityPile.Configured, "2", "6") with { Reason = "Tasks, set at parameters/storefront.staging.json:3" },
            Unit("storefront", "Service", "/Cpu", ParityPile.Pending, "512", "256") with { CommitId = Commit },
            Unit("storefront", "Service", "/Image", ParityPile.Unverifiable, "a", "b") with { Reason = "unresolved" },
        ];
        return new ParityEvaluation("shop", "staging", "production", new ParityCounts(1, 1, 1, 1, 2, 1), items, [], null);
    }

    /// <summary>A retention that was changed by hand in staging, of a database whose class was changed by hand in production.</summary>
    public static DriftBoard BackupChanged() => Of(
        Stack(Key("staging", "database"), Drifted("Database", "/BackupRetentionPeriod", "7", "1")),
        Stack(Key("production", "database"), Drifted("Database", "/DBInstanceClass", "db.r6g.xlarge", "db.r6g.2xlarge"))).With(Parity());

    public static readonly DifferenceRule Expect = new(
        RuleKind.Expect,
        "expect at driftboard.yaml:31",
        "database",
        null,
        "Database",
        null,
        "/DBInstanceClass",
        null,
        "Production carries the real load",
        "team-data",
        new DateOnly(2027, 6, 30),
        null,
        new SourceLocation("driftboard.yaml", 31));

    public static ParityItem Unit(string component, string address, string path, ParityPile pile, string? left, string? right) => new(
        component,
        "eu-west-1",
        "",
        new ResourceAddress(address),
        "AWS::SQS::Queue",
        PropertyPath.Parse(path),
        pile,
        left is null ? null : new ScalarValue(left),
        right is null ? null : new ScalarValue(right),
        null,
        null,
        null);

    private static MapValue Rule(string cidr, string description) => MapValue.Of(
        ("CidrIp", new ScalarValue(cidr)), ("Description", new ScalarValue(description)), ("FromPort", new ScalarValue("22", ScalarKind.Number)));
}
