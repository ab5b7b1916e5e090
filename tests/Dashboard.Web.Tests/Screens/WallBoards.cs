using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Small boards for the wall: three environments of one shop, scanned every minute.</summary>
internal static class WallBoards
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    public static readonly ScanActivity Scanned = new(false, null, 0, 0, Start, Interval, null);

    public static BoardEnvironment Environment(string name, EnvironmentTier tier, int order, string application = "shop") => new(application, name, tier, order, "main", "c0ffee");

    /// <summary>A board of the given stacks; read at the start unless a stack says otherwise.</summary>
    public static DriftBoard Board(params StackEvaluation[] stacks) => DriftBoard.Empty("server", Start) with
    {
        Environments =
        [
            Environment("development", EnvironmentTier.Development, 0), Environment("staging", EnvironmentTier.Staging, 1), Environment("production", EnvironmentTier.Production, 2),
        ],
        Components = [.. stacks.Select(s => s.Key.Component).Distinct().Select(c => new BoardComponent("shop", c, "team-" + c))],
        Stacks = stacks.ToImmutableDictionary(s => s.Key),
        Scan = Scanned,
    };

    /// <summary>Every environment in sync.</summary>
    public static DriftBoard Calm() => Board(
        Stack("development", "storefront", Status.InSync, InSync("Web")),
        Stack("staging", "storefront", Status.InSync, InSync("Web")),
        Stack("production", "storefront", Status.InSync, InSync("Web")));

    public static StackEvaluation Stack(string environment, string component, Status status, params ResourceEvaluation[] resources) => new(
        new StackKey("shop", environment, component, "eu-west-1"),
        "222222222222",
        $"{environment}-{component}",
        status,
        null,
        null,
        resources.Sum(r => r.PendingChanges),
        resources.Count(r => r.IsDrifted),
        new Coverage(resources.Count(r => r.Status is Status.InSync or Status.Modified or Status.Deleted), resources.Count(r => r.Status != Status.Unmanaged)),
        Start,
        resources.Any(r => r.ObservedAt is not null) ? Start : null,
        "c0ffee",
        [.. resources],
        [])
    {
        Accepted = resources.Count(r => r.Accepted.Any()),
    };

    /// <summary>What the evaluator makes of a stack, read at the start.</summary>
    public static StackEvaluation Judged(string environment, string component, Action<StackScene> build)
    {
        var scene = new Scene();
        build(scene.Stack(environment, component));
        var verdict = scene.Verdict(environment).ReadAt(Start);
        return verdict with { Resources = [.. verdict.Resources.Select(r => r with { ObservedAt = Start })] };
    }

    /// <summary>The same stack, read at another time.</summary>
    public static StackEvaluation ReadAt(this StackEvaluation stack, DateTimeOffset at) => stack with { CheckedAt = at, OldestReadAt = at };

    /// <summary>The same stack while a deployment of it runs.</summary>
    public static StackEvaluation Deploying(this StackEvaluation stack, DateTimeOffset since) => stack with { StackStatus = "UPDATE_IN_PROGRESS", UpdatedAt = since };

    /// <summary>A resource that drifted as a rule accepts.</summary>
    public static ResourceEvaluation Accepted(string id, DateOnly expires, string path = "/VisibilityTimeout") => InSync(id) with
    {
        Allowed =
        [
            new AllowedDifference(
                Modified(id, path).Differences[0],
                new DifferenceRule(RuleKind.Accept, "accept at driftboard.yaml:31", null, null, id, null, path, "900", "moved next week", "team-shop", expires, null, new SourceLocation("driftboard.yaml", 31))),
        ],
    };

    public static ResourceEvaluation InSync(string id) => Resource(id, Status.InSync);

    public static ResourceEvaluation Modified(string id, string path = "/VisibilityTimeout", string expected = "30", string actual = "900", params string[] more) =>
        Resource(id, Status.Modified) with
        {
            Differences =
            [
                new Difference(PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue(expected), new ScalarValue(actual), Impact.Update),
                .. more.Select(p => new Difference(PropertyPath.Parse(p), DifferenceKind.Remove, DifferenceBetween.DeployedLive, new ScalarValue("x"), null, Impact.Update)),
            ],
        };

    public static ResourceEvaluation Unmanaged(string physicalId, string type = "AWS::SQS::Queue") => Resource("~" + physicalId, Status.Unmanaged) with
    {
        Type = type,
        PhysicalId = physicalId,
        Differences = [new Difference(PropertyPath.Root, DifferenceKind.Add, DifferenceBetween.DeployedLive, null, MapValue.Empty, Impact.Update)],
    };

    public static ResourceEvaluation Unknown(string id, StatusReason reason) => Resource(id, Status.Unknown) with { Reason = reason, ObservedAt = null };

    public static ResourceEvaluation Unsupported(string id) => Resource(id, Status.Unsupported) with { Reason = StatusReason.TypeNotReadable, ObservedAt = null };

    public static ParityItem Unit(string component, string id, string path, ParityPile pile, string? left = "1", string? right = "2") => new(
        component, "eu-west-1", "", new ResourceAddress(id), "AWS::SQS::Queue", PropertyPath.Parse(path), pile,
        left is null ? null : new ScalarValue(left), right is null ? null : new ScalarValue(right), null, null, null);

    public static ParityEvaluation Parity(string from, string to, params ParityItem[] items) => new("shop", from, to, ParityCounts.Of(items), [.. items], [], null);

    public static ParityEvaluation Parity(string from, string to, ParityCounts counts) => new("shop", from, to, counts, [], [], null);

    public static DriftBoard With(this DriftBoard board, StackEvaluation stack) => board with { Stacks = board.Stacks.SetItem(stack.Key, stack) };

    public static DriftBoard With(this DriftBoard board, ParityEvaluation parity) =>
        board with { Parity = board.Parity.SetItem(new ParityKey(parity.Application, parity.From, parity.To), parity) };

    private static ResourceEvaluation Resource(string id, Status status) =>
        new(new ResourceAddress(id), "AWS::SQS::Queue", "physical-" + id, status, null, null, [], [], [], null, null, null, Start, ["CloudControl"]);
}
