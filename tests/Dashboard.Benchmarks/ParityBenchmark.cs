using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;

namespace Dashboard.Benchmarks;

/// <summary>How long one judgement of parity takes: two environments of 10 components with 10 resources each, of which a few differ in every way that there is.</summary>
internal static class ParityBenchmark
{
    private const string MainCommit = "1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ReleaseCommit = "2222222bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        var rounds = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 500;
        EnvironmentSnapshot staging = Snapshot("staging", MainCommit), production = Snapshot("production", ReleaseCommit);
        EnvironmentEvaluation from = EnvironmentEvaluator.Evaluate(staging, Now), to = EnvironmentEvaluator.Evaluate(production, Now);
        var identities = IdentityMapBuilder.Build([staging, production]);
        Console.WriteLine($"{staging.Stacks.Sum(s => s.Live.Length)} resources in each environment; {ParityEvaluator.Evaluate(from, to, identities, Now).Counts}");
        Measure("identities", rounds, () => IdentityMapBuilder.Build([staging, production]));
        Measure("one environment", rounds, () => EnvironmentEvaluator.Evaluate(production, Now));
        Measure("parity", rounds, () => ParityEvaluator.Evaluate(from, to, identities, Now));
        var parity = ParityEvaluator.Evaluate(from, to, identities, Now);
        Measure("review", rounds, () => ReleaseReviewer.Review(from, to, parity, identities, Now));
        return 0;
    }

    private static void Measure(string what, int rounds, Action action)
    {
        for (var i = 0; i < 100; i++)
            action();
        var times = new double[rounds];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        // On a busy machine the clock says little: the processor's time is what the judgement costs.
        var mean = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / rounds;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-16} median {times[rounds / 2]:F2} ms, p95 {times[rounds * 95 / 100]:F2} ms; processor {mean:F2} ms"));
    }

    private static EnvironmentSnapshot Snapshot(string environment, string commit)
    {
        ImmutableArray<ComponentDefinition> components =
            [.. Enumerable.Range(0, 10).Select(i => new ComponentDefinition($"c{i}", $"c{i}.yaml", [], [], $"{{environment}}-c{i}", [], [], null, new SourceLocation("driftboard.yaml", i)))];
        ImmutableArray<DeploymentEnvironment> environments =
        [
            new("staging", EnvironmentTier.Staging, "111111111111", ["eu-west-1"], "main", null, null, 0),
            new("production", EnvironmentTier.Production, "222222222222", ["eu-west-1"], "release", null, null, 1),
        ];
        ImmutableArray<DifferenceRule> rules =
        [
            new(RuleKind.Expect, "expect at driftboard.yaml:30", "c0", null, "R0", null, "/Timeout", null, "meant", "team", new DateOnly(2099, 12, 31), null, new SourceLocation("driftboard.yaml", 30)),
        ];
        var application = new ApplicationDefinition("shop", "", environments, components, rules);
        return new EnvironmentSnapshot(
            application, environments.First(e => e.Name == environment), commit, [.. components.Select(c => Stack(new StackKey("shop", environment, c.Name, "eu-west-1"), commit))], Now, []);
    }

    private static StackSnapshot Stack(StackKey key, string commit)
    {
        var isProduction = key.Environment == "production";
        ImmutableArray<ParameterValue> parameters = [new("Memory", new ScalarValue(isProduction ? "1024" : "512"), new SourceLocation($"parameters/{key.Environment}.yaml", 3))];
        RenderedTemplate Template(bool isReleased, bool isConcrete) => new([.. Enumerable.Range(0, 10).Select(i => Resource(key, i, isReleased, isConcrete))], [], parameters, []);
        var deployed = Template(!isProduction, isConcrete: false);
        var concrete = Template(!isProduction, isConcrete: true);
        var live = concrete.Resources.Select((r, i) => new LiveResource(
            r.Address, r.Type, $"{key.Environment}-{key.Component}-r{i}",
            [new ResourceObservation(ReadOutcome.Read, isProduction && i == 7 ? r.Properties.With("Timeout", new ScalarValue("99")) : r.Properties, Now, "CloudControl")]));
        var desired = ImmutableDictionary<string, DesiredState>.Empty
            .SetItem(commit, new DesiredState(commit, deployed, $"{key.Component}.yaml", []))
            .SetItem(MainCommit, new DesiredState(MainCommit, Template(isReleased: true, isConcrete: false), $"{key.Component}.yaml", []));
        return new StackSnapshot(
            key, isProduction ? "222222222222" : "111111111111", $"{key.Environment}-{key.Component}", ReadOutcome.Read, null, desired,
            new DeployedState($"arn:aws:cloudformation:eu-west-1:1:stack/{key.Environment}-{key.Component}", "UPDATE_COMPLETE", Now, deployed, concrete, ImmutableDictionary<string, string>.Empty),
            [.. live], [], Now);
    }

    /// <summary>A function with references, variables, tags and a policy in it: about 40 leaves.</summary>
    private static RenderedResource Resource(StackKey key, int number, bool isReleased, bool isConcrete)
    {
        PropertyValue Text(string text) => new ScalarValue(text);
        PropertyValue Own(string id) => isConcrete ? Text($"{key.Environment}-{key.Component}-{id.ToLowerInvariant()}") : new ReferenceValue(new ResourceOwner(key, new ResourceAddress(id)), "Ref");
        var variables = Enumerable.Range(0, 12).Select(v => KeyValuePair.Create($"V{v}", v % 3 == 0 ? Own($"R{v % 10}") : Text($"value {v}")));
        var tags = Enumerable.Range(0, 5).Select(t => (PropertyValue)MapValue.Of(("Key", Text($"k{t}")), ("Value", Text($"v{t}"))));
        var statements = Enumerable.Range(0, 4).Select(s => (PropertyValue)MapValue.Of(
            ("Effect", Text("Allow")), ("Action", new ListValue([Text("s3:GetObject"), Text("s3:PutObject")])),
            ("Resource", CompositeValue.Concatenate([Text("arn:aws:s3:::"), Own($"R{s}"), Text("/*")]))));
        var properties = MapValue.Of(
            ("FunctionName", Text($"{key.Environment}-{key.Component}-r{number}")),
            ("MemorySize", Text(key.Environment == "production" ? "1024" : "512")),
            ("Timeout", Text(number == 0 && key.Environment == "production" ? "60" : "30")),
            ("Runtime", Text(isReleased ? "nodejs24.x" : "nodejs22.x")),
            ("Environment", MapValue.Of(("Variables", MapValue.Create(variables)))),
            ("Tags", new ListValue([.. tags])),
            ("Policy", MapValue.Of(("PolicyDocument", MapValue.Of(("Version", Text("2012-10-17")), ("Statement", new ListValue([.. statements])))))));
        return new RenderedResource(
            new ResourceAddress($"R{number}"), "AWS::Lambda::Function", properties, [new ParameterUse(PropertyPath.Parse("/MemorySize"), "Memory")], new SourceLocation($"{key.Component}.yaml", 1), []);
    }
}
