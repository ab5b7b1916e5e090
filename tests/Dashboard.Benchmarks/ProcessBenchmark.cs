using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Benchmarks;

/// <summary>How long a published command takes from its start to its end, in turn with the emptiest process of another kind.</summary>
internal static class ProcessBenchmark
{
    private const int Warmup = 3;
    private const int Rounds = 25;

    public static int Run(string[] args)
    {
        if (args is not [var command, var left, var right])
        {
            Console.Error.WriteLine("Needed are the published command and two templates.");
            return 2;
        }

        (string Name, string File, string[] Arguments)[] all =
        [
            ("node -e 0", "node", ["-e", "0"]),
            ("driftboard --version", command, ["--version"]),
            ("driftboard diff", command, ["diff", left, right]),
        ];
        var jobs = Array.FindAll(all, j => Time(j.File, j.Arguments) is not null);
        var times = jobs.ToDictionary(j => j.Name, _ => new List<double>());
        for (var round = -Warmup; round < Rounds; round++)
        {
            foreach (var (name, file, arguments) in jobs)
            {
                if (Time(file, arguments) is { } time && round >= 0)
                    times[name].Add(time);
            }
        }

        Console.WriteLine("| process | median | best | worst |\n|---|---|---|---|");
        foreach (var (name, _, _) in jobs)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[name].Order().ElementAt(Rounds / 2):N1} ms | {times[name].Min():N1} ms | {times[name].Max():N1} ms |"));
        return 0;
    }

    /// <summary>Milliseconds; null where there is no such program.</summary>
    private static double? Time(string file, string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            error.Wait();
            process.WaitForExit();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
