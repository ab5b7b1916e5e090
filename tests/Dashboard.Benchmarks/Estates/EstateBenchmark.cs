using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks.Estates;

/// <summary>
/// A whole estate from its texts: read every template and every live property, render, and compare repository with deployment, deployment with what runs, staging with
/// production; and whether every difference that is known to be there is found, and no other.
/// </summary>
internal static class EstateBenchmark
{
    private const int Rounds = 8;

    public static readonly string[] Phases = ["read YAML and JSON templates", "read live JSON", "render", "repository with deployment", "deployment with live", "staging with production"];

    public static int Run(string[] args)
    {
        var stacks = args.Select(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).FirstOrDefault(n => n > 0) is > 0 and var given ? given : 1000;
        var (staging, production) = Estate.Make(Corpus.Folder(args), stacks);
        var both = staging.Concat(production).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{stacks} stacks x 2 environments; repository {Megabytes(staging, t => t.Desired):N1} MB, deployed {Megabytes(both, t => t.Deployed):N1} MB JSON, live {Megabytes(both, t => t.Live):N1} MB JSON"));
        var times = Enumerable.Range(0, Rounds).Select(round =>
        {
            GC.Collect();
            return Whole(staging, production, Environment.ProcessorCount, out _, out _);
        }).ToList();
        Report(staging, production, stacks, times);
        One(staging, production);
        return 0;
    }

    /// <summary>An estate of which one stack after another can be judged: how long each phase of one took, in ticks of <see cref="Stopwatch"/>.</summary>
    public static Func<int, long[]> Open(string folder, int stacks)
    {
        var (staging, production) = Estate.Make(folder, stacks);
        return stack =>
        {
            var phases = new long[Phases.Length];
            Judge(staging[stack], production[stack], phases, new Found());
            return phases;
        };
    }

    private static void Report(ImmutableArray<EstateStack> staging, ImmutableArray<EstateStack> production, int stacks, List<double> times)
    {
        // The runtime compiles what is used often a second time, while the first rounds run.
        var warm = times.Skip(1).Order().ToList();
        var total = warm[0];
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes();
        var pause = GC.GetTotalPauseDuration();
        var collections = Collections();
        var single = Whole(staging, production, 1, out var found, out var phases);
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        pause = GC.GetTotalPauseDuration() - pause;
        collections = [.. Collections().Zip(collections, (after, first) => after - first)];
        process.Refresh();
        var busy = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Resources:N0} resources; on {Environment.ProcessorCount} cores first {times[0]:N2} s, then best of {warm.Count} {total:N2} s ({total * 1000 / stacks:N2} ms a stack), median {warm[warm.Count / 2]:N2} s; on one {single:N2} s, {busy:N2} s of processor time, {bytes / 1e9:N2} GB allocated, {pause.TotalSeconds:N2} s of it {string.Join(" + ", collections)} garbage collections:"));
        for (var i = 0; i < Phases.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Phases[i],-32} {phases[i] / (double)Stopwatch.Frequency:N2} s"));
        var changed = staging.Concat(production).SelectMany(s => s.Changed.Select(c => $"{s.Key}#{c}")).ToHashSet();
        var drifted = staging.Concat(production).SelectMany(s => s.Drifted.Select(c => $"{s.Key}#{c}")).ToHashSet();
        Score("pending changes", found.Changed, changed);
        Score("drift", found.Drifted, drifted);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"staging with production: {found.Parity:N0} differences; cannot be verified in live state: {found.Unverified:N0} properties"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {process.PeakWorkingSet64 / 1e6:N0} MB, the texts included"));
    }

    /// <summary>How often each generation was collected so far, the youngest first.</summary>
    private static int[] Collections() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];

    private static void Score(string what, ConcurrentBag<string> found, HashSet<string> truth)
    {
        var distinct = found.ToHashSet();
        var right = distinct.Count(truth.Contains);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {truth.Count} known, {distinct.Count} found; precision {(distinct.Count == 0 ? 1 : (double)right / distinct.Count):N3}, recall {(truth.Count == 0 ? 1 : (double)right / truth.Count):N3}"));
        foreach (var wrong in distinct.Except(truth).Order().Take(5))
            Console.WriteLine("  not known: " + wrong);
        foreach (var missed in truth.Except(distinct).Order().Take(5))
            Console.WriteLine("  missed: " + missed);
    }

    private static double Whole(ImmutableArray<EstateStack> staging, ImmutableArray<EstateStack> production, int threads, out Found found, out long[] phases)
    {
        var all = new Found();
        var sum = new long[Phases.Length];
        var start = Stopwatch.GetTimestamp();
        Parallel.For(0, staging.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var mine = new long[Phases.Length];
            Judge(staging[i], production[i], mine, all);
            for (var p = 0; p < mine.Length; p++)
                Interlocked.Add(ref sum[p], mine[p]);
        });
        (found, phases) = (all, sum);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void One(ImmutableArray<EstateStack> staging, ImmutableArray<EstateStack> production)
    {
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Judge(staging[i % staging.Length], production[i % production.Length], new long[Phases.Length], new Found());
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one changed stack, both environments read, rendered and compared anew: median {times[100]:N2} ms, p95 {times[190]:N2} ms"));
    }

    private static void Judge(EstateStack staging, EstateStack production, long[] phases, Found found)
    {
        for (var i = 0; i < staging.Templates.Length; i++)
        {
            // One commit, one text: whoever has read it for one environment has read it for all.
            var source = staging.Templates[i];
            var desired = Measured(phases, 0, () => TemplateReader.Read(source.Name, source.Desired));
            var from = Side(staging, i, desired, phases, found);
            var to = Side(production, i, desired, phases, found);
            Measured(phases, 5, () =>
            {
                foreach (var (address, left) in from)
                {
                    if (to.TryGetValue(address, out var right) && right.Type == left.Type)
                        Interlocked.Add(ref found.Parity, ResourceComparer.Compare(left.Type, left.Properties, right.Properties, ComparisonOptions.Templates).Differences.Length);
                }

                return 0;
            });
        }
    }

    private static Dictionary<ResourceAddress, RenderedResource> Side(EstateStack stack, int index, TemplateDocument desired, long[] phases, Found found)
    {
        var template = stack.Templates[index];
        var deployed = Measured(phases, 0, () => TemplateReader.Read(template.Name, template.Deployed));
        var live = Measured(phases, 1, () => (MapValue)JsonValues.Parse(template.Live));
        // What belongs to its own environment is the same in every environment: references of both are those of one.
        var neutral = stack.Key with { Environment = "any" };
        var (wanted, symbolic, concrete) = Measured(phases, 2, () => (
            ByAddress(TemplateRenderer.Render(Estate.Request(desired, neutral))),
            ByAddress(TemplateRenderer.Render(Estate.Request(deployed, neutral))),
            ByAddress(TemplateRenderer.Render(Estate.Request(deployed, stack.Key) with { Mode = ReferenceMode.Concrete }))));
        Measured(phases, 3, () =>
        {
            foreach (var (address, left) in wanted)
            {
                if (!symbolic.TryGetValue(address, out var right) || ResourceComparer.Compare(left.Type, left.Properties, right.Properties, ComparisonOptions.Pending).Differences.Any(d => d.Confidence == Confidence.Confirmed))
                    found.Changed.Add($"{stack.Key}#{template.Name}#{address}");
            }

            return 0;
        });
        Measured(phases, 4, () =>
        {
            foreach (var (address, left) in concrete)
            {
                Interlocked.Increment(ref found.Resources);
                var masked = Core.Secrets.SecretMasker.Mask(left.Type, live[address.ToString()] as MapValue ?? MapValue.Empty, left.TaintedPaths, Estate.Request(deployed, stack.Key).Fingerprinter);
                var result = ResourceComparer.Compare(left.Type, left.Properties, masked, ComparisonOptions.Drift);
                Interlocked.Add(ref found.Unverified, result.Unverified.Length);
                if (result.Differences.Any(d => d.Confidence == Confidence.Confirmed))
                    found.Drifted.Add($"{stack.Key}#{template.Name}#{address}");
            }

            return 0;
        });
        return wanted;
    }

    private static Dictionary<ResourceAddress, RenderedResource> ByAddress(RenderedTemplate template) => template.Resources.ToDictionary(r => r.Address);

    private static T Measured<T>(long[] phases, int phase, Func<T> job)
    {
        var start = Stopwatch.GetTimestamp();
        var result = job();
        phases[phase] += Stopwatch.GetTimestamp() - start;
        return result;
    }

    private static double Megabytes(IEnumerable<EstateStack> stacks, Func<EstateTemplate, byte[]> text) => stacks.Sum(s => s.Templates.Sum(t => (double)text(t).Length)) / 1e6;

    /// <summary>What was found; counters are added to by several threads.</summary>
    private sealed class Found
    {
        public long Resources;
        public long Parity;
        public long Unverified;

        public ConcurrentBag<string> Changed { get; } = [];

        public ConcurrentBag<string> Drifted { get; } = [];
    }
}
