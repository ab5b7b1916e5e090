using System.Collections.Immutable;
using Dashboard.Cli.Scanning;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Tests.Scanning;

/// <summary>A stack is called by the parts of its key that vary: no two lines of a scan mean two things.</summary>
public sealed class PlacesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_varies_is_said_and_nothing_else()
    {
        StackKey one = new("shop", "staging", "worker", "eu-west-1"), other = new("twin", "staging", "worker", "eu-west-1"), tenant = new("shop", "production", "tenant", "us-east-1", "acme");

        Assert.Equal(["staging/worker"], Places(one));
        Assert.Equal(["shop/staging/worker", "twin/staging/worker"], Places(one, other));
        Assert.Equal(["staging/worker@eu-west-1", "staging/worker@us-east-1"], Places(one, one with { Region = "us-east-1" }));
        Assert.Equal(["staging/worker", "production/tenant/acme"], Places(one, tenant));
        Assert.Equal(["shop/staging/worker@eu-west-1", "shop/staging/worker@us-east-1", "twin/staging/worker"], Places(one, one with { Region = "us-east-1" }, other));
    }

    private static IEnumerable<string> Places(params StackKey[] keys)
    {
        var report = new ScanReport(Now, [.. keys.GroupBy(k => (k.Application, k.Environment)).Select(g => Environment([.. g]))], [], [], [], new ScanCalls(0, CallCount.None));
        return keys.Select(report.PlaceOf);
    }

    private static ScannedEnvironment Environment(StackKey[] keys)
    {
        var environment = new DeploymentEnvironment(keys[0].Environment, EnvironmentTier.Staging, "111111111111", ["eu-west-1", "us-east-1"], "main", null, null, 0);
        var snapshot = new EnvironmentSnapshot(
            new ApplicationDefinition(keys[0].Application, "", [environment], [], []),
            environment,
            null,
            [.. keys.Select(k => new StackSnapshot(k, "111111111111", k.Component, ReadOutcome.Missing, null, ImmutableDictionary<string, DesiredState>.Empty, null, [], [], Now))],
            Now,
            []);
        return new ScannedEnvironment(null!, snapshot, EnvironmentEvaluator.Evaluate(snapshot, Now), 0);
    }
}
