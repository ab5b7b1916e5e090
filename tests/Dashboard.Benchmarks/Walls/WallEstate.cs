using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Benchmarks.Walls;

/// <summary>A board that fills a wall: four environments of sixty stacks each, twelve resources in a stack, one stack in nine drifted.</summary>
internal static class WallEstate
{
    private const int Components = 60;
    private const int Resources = 12;
    private static readonly string[] Environments = ["development", "staging", "production", "pr-142"];

    /// <summary>The stack that changes.</summary>
    public static readonly StackKey Changing = new("shop", "production", "component-01", "eu-west-1");

    public static DriftBoard Board()
    {
        var now = DateTimeOffset.UtcNow;
        var stacks = from c in Enumerable.Range(0, Components)
                     from e in Environments
                     select Stack(new StackKey("shop", e, string.Create(CultureInfo.InvariantCulture, $"component-{c:00}"), "eu-west-1"), c % 9 == 0 ? "Queue0" : null, now);
        return DriftBoard.Empty("server", now) with
        {
            Environments = [.. Environments.Select((e, i) => new BoardEnvironment("shop", e, (EnvironmentTier)i, i, "main", "54bac98815ebaf54b514e9e501870cb7a2d06089"))],
            Components = [.. Enumerable.Range(0, Components).Select(c => new BoardComponent("shop", string.Create(CultureInfo.InvariantCulture, $"component-{c:00}"), $"team-{c % 7}"))],
            Stacks = stacks.ToImmutableDictionary(s => s.Key),
            Parity = new[] { ("development", "staging"), ("staging", "production") }.ToImmutableDictionary(
                p => new ParityKey("shop", p.Item1, p.Item2), p => new ParityEvaluation("shop", p.Item1, p.Item2, new ParityCounts(8200, 6, 59, 10, 12, 73), [], [], null)),
            Scan = new ScanActivity(false, null, 0, 0, now, TimeSpan.FromHours(1), null),
        };
    }

    /// <summary>A stack of which one resource drifted, under a name of the caller's; null: none.</summary>
    public static StackEvaluation Stack(StackKey key, string? drifted, DateTimeOffset now)
    {
        var difference = new Difference(PropertyPath.Parse("/VisibilityTimeout"), DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue("30"), new ScalarValue("900"), Impact.Update);
        ImmutableArray<ResourceEvaluation> resources =
        [
            .. Enumerable.Range(0, Resources).Select(i => new ResourceEvaluation(
                new ResourceAddress(drifted is not null && i == 0 ? drifted : $"Queue{i}"), "AWS::SQS::Queue", $"q-{i}", drifted is not null && i == 0 ? Status.Modified : Status.InSync, null, null,
                drifted is not null && i == 0 ? [difference] : [], [], [], null, null, null, now, ["CloudControl"])),
        ];
        return new StackEvaluation(
            key, "222222222222", $"{key.Environment}-{key.Component}", drifted is null ? Status.InSync : Status.Modified, null, null, 0, drifted is null ? 0 : 1, new Coverage(Resources, Resources), now, now, null, resources, []);
    }
}
