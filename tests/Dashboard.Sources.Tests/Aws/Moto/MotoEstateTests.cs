using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>An emulator that others wrote, filled and changed with the real <c>aws</c> command: what we read of it must be what was done there.</summary>
public sealed class MotoEstateTests(MotoServer moto)
{
    private static readonly string[] Infidelities = [.. File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "tests", "Dashboard.Sources.Tests", "Aws", "Moto", "infidelities.tsv"))
        .Select(l => l.Split('\t')).Select(c => $"{c[0]} {c[1]}").Order(StringComparer.Ordinal)];

    /// <summary>What the reader of a type asks only of resources that are made otherwise than those of the estate, or when somebody asks who changed one.</summary>
    private static readonly ImmutableDictionary<string, string[]> Unasked = ImmutableDictionary.CreateRange<string, string[]>(
    [
        new("AWS::EC2::VPCGatewayAttachment", ["ec2:DescribeVpnGateways"]),
        new("AWS::IAM::Policy", ["iam:GetGroupPolicy", "iam:GetUserPolicy"]),
        new("AWS::IAM::User", ["iam:GetUserPolicy"]),
        new("AWS::SSM::Parameter", ["ssm:GetParameterHistory"]),
    ]);

    [Fact]
    public async Task Every_change_by_hand_in_an_account_is_found_where_it_was_made_and_nothing_else_is()
    {
        AwsCommand.Require();
        var cancellation = TestContext.Current.CancellationToken;
        using var estate = new MotoEstate(await moto.UrlAsync());
        await Task.WhenAll(estate.DeployAsync("staging"), estate.DeployAsync("production"));
        var (before, calls) = await estate.ScanAsync("staging");
        var (elsewhere, _) = await estate.ScanAsync("production");

        Assert.Empty(Findings(before).Except(Infidelities));
        Assert.Empty(Infidelities.Except(Findings(before)));
        Assert.Equal(Infidelities, Findings(elsewhere));
        Assert.Equal(new Coverage(before.Resources.Length - 4, before.Resources.Length), before.Coverage);
        Assert.InRange(before.Resources.Where(r => r.ObservedAt is not null || r.Status == Status.Deleted).Select(r => r.Type).Distinct().Count(), 40, int.MaxValue);
        Assert.InRange(MotoChanges.All.Select(c => before.Resources.Single(r => r.Address.LogicalId == c.Resource).Type).Distinct().Count(), 40, int.MaxValue);
        Assert.DoesNotContain("cloudcontrolapi:GetResource", calls.Made.Calls.Keys);

        var keys = await estate.KeysAsync("staging");
        await Parallel.ForEachAsync(MotoChanges.All.Where(c => c.Command.Length > 0), new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = cancellation }, async (change, _) =>
            await estate.AwsAsync(keys, "staging", [.. change.Command.Split(' ').Concat(change.More).Select(a => MotoEstate.Filled(a, before))]));
        var (after, _) = await estate.ScanAsync("staging");
        var (still, _) = await estate.ScanAsync("production");

        Assert.Equal(
            MotoChanges.All.Select(c => $"{c.Resource} {c.Path}: {(c.IsGone ? "gone" : $"{MotoEstate.Filled(c.Expected, before)} -> {MotoEstate.Filled(c.Actual, before)}")}").Order(StringComparer.Ordinal),
            Drift(after).Except(Drift(before)).Order(StringComparer.Ordinal));
        Assert.Equal(Drift(elsewhere), Drift(still));
        Assert.NotNull(after.Resources.Single(r => r.Address.Path == "Function").Live);
        Assert.All(after.Resources, r => Assert.DoesNotContain("canary", $"{r.Desired} {r.Deployed} {r.Live}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_nested_stack_is_found_although_the_emulator_tells_its_name_and_not_its_ARN()
    {
        AwsCommand.Require();
        await using var own = new MotoServer();
        const string nested = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: nested-jobs, VisibilityTimeout: 30}}}";
        const string outer = """
            Parameters: {Prefix: {Type: String}}
            Resources: {Queues: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: "https://s3.amazonaws.com/templates/main/nested.yaml"}}}
            """;
        using var estate = new MotoEstate(await own.UrlAsync(), outer, ("nested.yaml", nested));
        var keys = await estate.KeysAsync("staging");
        await estate.AwsAsync(keys, "staging", "s3api", "create-bucket", "--bucket", "templates", "--create-bucket-configuration", "LocationConstraint=eu-west-1");
        await estate.AwsAsync(keys, "staging", "s3api", "put-object", "--bucket", "templates", "--key", "main/nested.yaml", "--body", Path.Combine(Path.GetDirectoryName(estate.TemplateFile)!, "nested.yaml"));
        await estate.DeployAsync("staging");

        var before = await estate.ScanAsync("staging", null);
        var queue = before.Evaluation.Stacks.Single().Resources.Single(r => r.Address.Path == "Queues/Jobs").PhysicalId!;
        await estate.AwsAsync(keys, "staging", "sqs", "set-queue-attributes", "--queue-url", queue, "--attributes", "VisibilityTimeout=60");
        var (after, _) = await estate.ScanAsync("staging");

        Assert.Equal(["Queues InSync", "Queues/Jobs InSync"], before.Evaluation.Stacks.Single().Resources.Select(r => $"{r.Address.Path} {r.Status}"));
        Assert.Empty(ListedStack.Unclaimed([before.Snapshot]));
        Assert.Equal(["Queues/Jobs /VisibilityTimeout: 30 -> 60"], Drift(after));
    }

    [Fact]
    public async Task A_scan_foresees_its_calls_of_forty_types()
    {
        AwsCommand.Require();
        await using var own = new MotoServer();
        using var estate = new MotoEstate(await own.UrlAsync());
        await estate.DeployAsync("staging");

        var first = await estate.ScanAsync("staging", null);
        var second = await estate.ScanAsync("staging", first.Snapshot);

        AssertForeseen(first.Calls, 0.1);
        AssertForeseen(second.Calls, 0.05);
    }

    [Fact]
    public async Task What_reading_one_of_each_type_takes_is_known_before()
    {
        AwsCommand.Require();
        await using var own = new MotoServer();
        using var estate = new MotoEstate(await own.UrlAsync());
        await estate.DeployAsync("staging");

        var counted = await estate.CountReadsAsync("staging");

        Assert.InRange(counted.Length, 40, int.MaxValue);
        // A policy that is a resource of its own stands inside the role, too, and nothing of the role's own declaration tells so.
        Assert.Equal(["Role AWS::IAM::Role: 4 foreseen, 5 made"], counted.Where(c => c.Foreseen != c.Made).Select(c => $"{c.Resource}: {c.Foreseen} foreseen, {c.Made} made"));
    }

    [Fact]
    public async Task Of_each_type_the_policy_allows_what_its_own_reader_is_recorded_to_call_and_beside_it_only_what_the_types_handlers_take()
    {
        AwsCommand.Require();
        await using var own = new MotoServer();
        using var estate = new MotoEstate(await own.UrlAsync());
        await estate.DeployAsync("staging");

        var recorded = await estate.PermissionsAsync("staging");

        Assert.InRange(recorded.Count, 40, int.MaxValue);
        Assert.All(recorded, type =>
        {
            var own = TypeAccess.Of(type.Key, null).Actions;
            Assert.Equal(own.Except(Unasked.GetValueOrDefault(type.Key, [])), type.Value.Order(StringComparer.Ordinal));
            var handlers = PermissionCatalog.Find(type.Key) is { } found && TypeAccess.Of(type.Key).HandlerRefusal is null ? found.Read.Concat(found.List) : [];
            Assert.Equal(own.Concat(handlers).Distinct().Order(StringComparer.Ordinal), TypeAccess.Of(type.Key).Actions);
        });
    }

    private static void AssertForeseen(ScanCalls calls, double tolerance) => Assert.True(
        Math.Abs(calls.Estimated - calls.Made.Total) <= tolerance * calls.Made.Total,
        $"{calls.Estimated} estimated, {calls.Made.Total} made: {string.Join(", ", calls.Made.Calls.Select(c => $"{c.Key} {c.Value}"))}");

    /// <summary>What is not as the template says, or could not be compared, by resource and path.</summary>
    private static IEnumerable<string> Findings(StackEvaluation stack) => stack.Resources
        .SelectMany(r => r.ObservedAt is null && r.Status != Status.Deleted ? [$"{r.Address} -"] : r.Differences.Select(d => $"{r.Address} {d.Path}"))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Drift(StackEvaluation stack) => stack.Resources.SelectMany(r => r.Differences.Select(d =>
        $"{r.Address} {d.Path}: {(r.Status == Status.Deleted ? "gone" : $"{d.Expected} -> {d.Actual}")}"));
}
