using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>
/// Seventeen services' own readers behind a proxy that breaks their answers. Whatever breaks: a resource is read as it is, or it is not known; it is never missing, and never
/// another one.
/// </summary>
public sealed class MotoFaultTests(MotoFaultTests.Estate estate) : IClassFixture<MotoFaultTests.Estate>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Faults that are over at once, so that every operation of every type can meet them.</summary>
    public static TheoryData<string> Quick => [.. Faults.All.Select(f => f.Data.Item1).Where(f => f is not ("hangs" or "trickles" or "drips"))];

    [Theory]
    [MemberData(nameof(Quick))]
    public async Task An_operation_that_is_answered_with_a_fault_costs_the_resources_that_it_tells_of_and_changes_none(string fault)
    {
        var proxy = await estate.ProxyAsync();
        using var live = estate.Cloud.Source(proxy.Url);
        proxy.Fault = call => Faults.BreakAsync(fault, call);
        var wrong = new List<string>();
        foreach (var operation in estate.Operations)
        {
            proxy.Hits = (_, asked) => asked == operation;
            var before = proxy.Hit;
            var reads = await Task.WhenAll(estate.Resources.Where(r => r.Operations.Contains(operation)).Select(async r => (Told: r, Now: await ReadAsync(live, estate.Scope, r))));
            // A service that throttles call after call is left alone after some.
            Assert.True(proxy.Hit > before || fault == "throttled", operation);
            wrong.AddRange(from read in reads
                           let what = Difference(read.Told, read.Now)
                           where what is not null
                           select $"{operation}: {read.Told.Resource.Address} {read.Told.Resource.Type}: {what}");
        }

        proxy.Hits = static (_, _) => false;
        Assert.DoesNotContain(estate.Resources, r => r.Outcome == ReadOutcome.Failed);
        Assert.InRange(estate.Operations.Count(), 60, int.MaxValue);
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Faults.All), MemberType = typeof(Faults))]
    public async Task A_scan_in_which_something_breaks_says_nothing_else(string fault, int oneIn)
    {
        var proxy = await estate.ProxyAsync();
        using var live = estate.Cloud.Source(proxy.Url, Deadline);
        var random = new Random(fault.Length);
        proxy.Fault = call => Faults.BreakAsync(fault, call);
        proxy.Hits = (_, operation) =>
        {
            lock (random)
                return operation is not ("GetCallerIdentity" or "AssumeRole") && random.Next(oneIn) == 0;
        };

        var scan = await estate.Cloud.ScanAsync("staging", null, live);

        proxy.Hits = static (_, _) => false;
        Assert.InRange(estate.Control.Evaluation.Stacks.Single().Resources.Length, 50, int.MaxValue);
        Faults.AssertSaysNothingElse(estate.Control, scan);
    }

    [Fact]
    public async Task Row_14_a_spoilt_answer_ends_nothing_is_not_repeated_and_where_it_is_no_document_changes_nothing()
    {
        var proxy = await estate.ProxyAsync();
        using var live = estate.Cloud.Source(proxy.Url);
        var turns = new FuzzTurns(2_000);
        foreach (var seed in turns.Seeds())
        {
            var told = estate.Resources[seed % estate.Resources.Length];
            var operation = told.Operations.Order(StringComparer.Ordinal).ElementAtOrDefault(seed / estate.Resources.Length % Math.Max(1, told.Operations.Count));
            var (isDocument, spoilt, hit) = (true, "", proxy.Hit);
            proxy.Hits = (_, asked) => asked == operation;
            proxy.Fault = async call => (isDocument, spoilt) = await Faults.SpoilAsync(call, seed, proxy.Url);
            var now = await turns.MeasureAsync(seed, () => $"{told.Resource.Address} {operation}: {spoilt}", () => ReadAsync(live, estate.Scope, told));
            if (now is null)
                continue;
            if (operation is not null && proxy.Hit == hit)
                turns.Wrong(seed, $"{operation} was not asked: {now.Detail}");
            if (now.Detail?.Contains(Faults.Canary, StringComparison.Ordinal) == true || (!isDocument && Difference(told, now) is not null))
                turns.Wrong(seed, $"{told.Resource.Address} {operation}: {now.Outcome} {now.Detail}; {spoilt}; {Difference(told, now)}");
        }

        proxy.Hits = static (_, _) => false;
        Assert.DoesNotContain(proxy.Asked, a => a.Contains(RandomReply.Outside, StringComparison.Ordinal));
        turns.AssertNothingWrong();
    }

    [Fact]
    public async Task Row_14_a_spoilt_answer_ends_no_list_and_no_network()
    {
        var proxy = await estate.ProxyAsync();
        using var live = estate.Cloud.Source(proxy.Url);
        await Faults.AssertAnswersAsync(
            proxy,
            1_000,
            [
                .. TypeListers.All.Select(l => (l.Type, (Func<Task<string?>>)(async () => (await live.ListAsync(estate.Scope, l.Type, Stop).Soon()).Detail))),
                ("network", async () => string.Join('\n', (await live.ReadNetworkAsync(estate.Scope, Stop).Soon()).Parts.Select(p => p.Part.Detail))),
            ]);
    }

    private static string? Difference(Told told, ResourceObservation now) =>
        now.Detail?.Contains(Faults.Canary, StringComparison.Ordinal) == true ? $"repeats what it was sent: {now.Detail}"
        : now.Outcome == ReadOutcome.Missing && told.Outcome != ReadOutcome.Missing ? $"is missing: {now.Detail}"
        : now.Outcome == ReadOutcome.Read && !Equals(Known(now.Properties!, told.Properties), told.Properties) ? $"is {now.Properties}, not {told.Properties}"
        : null;

    /// <summary>What cannot be told of a property that is read by itself (the value of a parameter) is no other value.</summary>
    private static MapValue Known(MapValue now, MapValue? told) =>
        MapValue.Create(now.Entries.Select(e => e.Value is UnresolvedValue && told?[e.Key] is { } known ? KeyValuePair.Create(e.Key, known) : e));

    private static Task<ResourceObservation> ReadAsync(AwsLiveStateSource live, AccountRegion scope, Told told) =>
        live.ReadResourceAsync(scope, told.Resource.Type, told.PhysicalId, told.Resource.Declared, [], Stop).Soon();

    /// <summary>What is read of a resource while nothing breaks.</summary>
    public sealed record Told(EstimatedResource Resource, string PhysicalId, ReadOutcome Outcome, MapValue? Properties, ImmutableHashSet<string> Operations);

    /// <summary>The estate in an emulator of its own, whose answers the proxy remembers: nobody changes anything there.</summary>
    public sealed class Estate : IAsyncLifetime
    {
        private readonly MotoServer _moto = new();
        private readonly Lazy<Task<FaultProxy>> _proxy;
        private MotoEstate? _cloud;

        public Estate() => _proxy = new(FillAsync);

        public ImmutableArray<Told> Resources { get; private set; }

        /// <summary>Every operation that one of them is read with.</summary>
        public IEnumerable<string> Operations => Resources.SelectMany(r => r.Operations).Distinct().Order(StringComparer.Ordinal);

        public AccountRegion Scope { get; private set; } = null!;

        internal MotoEstate Cloud => _cloud!;

        internal ScanResult Control { get; private set; } = null!;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        /// <summary>The proxy; a test without the emulator or the command is skipped here.</summary>
        internal Task<FaultProxy> ProxyAsync()
        {
            AwsCommand.Require();
            return _proxy.Value;
        }

        public async ValueTask DisposeAsync()
        {
            _cloud?.Dispose();
            if (_proxy is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await _proxy.Value).DisposeAsync();
            await _moto.DisposeAsync();
        }

        private async Task<FaultProxy> FillAsync()
        {
            var url = await _moto.UrlAsync();
            _cloud = new MotoEstate(url);
            await _cloud.DeployAsync("staging");
            var proxy = await FaultProxy.StartAsync(url, remembers: true);
            using var live = _cloud.Source(proxy.Url, TimeSpan.FromMinutes(2));
            Control = await _cloud.ScanAsync("staging", null, live);
            var snapshot = Control.Snapshot.Stacks.Single();
            Scope = MotoEstate.ScopeOf(snapshot);
            var resources = ImmutableArray.CreateBuilder<Told>();
            foreach (var (resource, physicalId) in MotoEstate.Readable(snapshot))
            {
                proxy.Asked.Clear();
                var told = new Told(resource, physicalId, ReadOutcome.Read, null, []);
                var read = await ReadAsync(live, Scope, told);
                resources.Add(told with { Outcome = read.Outcome, Properties = read.Properties, Operations = [.. proxy.Asked] });
            }

            Resources = resources.ToImmutable();
            return proxy;
        }
    }
}
