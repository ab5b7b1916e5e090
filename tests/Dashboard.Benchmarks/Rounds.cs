using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Benchmarks;

/// <summary>Measures jobs in turn, round by round, so that what disturbs one disturbs the others too. On a busy machine the processor's time says more than the clock.</summary>
internal sealed class Rounds(int count)
{
    private const int Warmup = 20;
    private readonly List<(string Name, double Amount, string Unit, Action Job)> _jobs = [];

    /// <summary>Adds a job.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="amount">How much one round does.</param>
    /// <param name="unit">Of what: "MB", "resources".</param>
    /// <param name="job">One round.</param>
    public Rounds Add(string name, double amount, string unit, Action job)
    {
        _jobs.Add((name, amount, unit, job));
        return this;
    }

    /// <summary>Runs everything and prints a row for each job, with its ratio to the last one.</summary>
    public void Run()
    {
        var times = _jobs.ConvertAll(_ => new List<double>());
        var processor = _jobs.ConvertAll(_ => new List<double>());
        for (var round = -Warmup; round < count; round++)
        {
            for (var i = 0; i < _jobs.Count; i++)
            {
                GC.Collect();
                var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                _jobs[i].Job();
                // The first rounds warm up.
                if (round < 0)
                    continue;
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                processor[i].Add((Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            }
        }

        var last = Median(processor[^1]) / _jobs[^1].Amount;
        Console.WriteLine("| job | median | best | by processor time | times the last, by processor time |\n|---|---|---|---|---|");
        for (var i = 0; i < _jobs.Count; i++)
        {
            var (name, amount, unit, _) = _jobs[i];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {amount / Median(times[i]):N0} {unit}/s | {amount / times[i].Min():N0} {unit}/s | {amount / Median(processor[i]):N0} {unit}/s | {last / (Median(processor[i]) / amount):N2} |"));
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
