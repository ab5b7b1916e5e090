using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace Dashboard.Benchmarks.Estates;

/// <summary>
/// This build beside another one of the same benchmarks, in one process and on one thread: each stack is judged by both in turn, and the best of many rounds counts. What a busy machine does to
/// one it does to the other, so that their ratio holds where seconds do not.
/// </summary>
internal static class BesideBenchmark
{
    private const int WarmRounds = 6;
    private const int Rounds = 12;

    public static int Run(string[] args)
    {
        if (args is not [var other, .. var rest] || !File.Exists(Path.Combine(other, "Dashboard.Benchmarks.dll")))
            throw new InvalidOperationException("Name the folder of the other build's Dashboard.Benchmarks.dll first.");
        var stacks = rest.Length > 0 && int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : 60;
        var folder = Corpus.Folder(rest);
        var (before, after) = (new Side(Open(Path.GetFullPath(other))(folder, stacks), stacks), new Side(EstateBenchmark.Open(folder, stacks), stacks));
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            for (var stack = 0; stack < stacks; stack++)
            {
                var isOtherFirst = ((round + stack) & 1) == 0;
                (isOtherFirst ? before : after).Judge(stack, round >= WarmRounds);
                (isOtherFirst ? after : before).Judge(stack, round >= WarmRounds);
            }
        }

        Console.WriteLine($"{stacks} stacks, one thread, best of {Rounds} for each stack; milliseconds a stack of the other build and of this one, and their ratio:");
        for (var phase = 0; phase < EstateBenchmark.Phases.Length; phase++)
            Print(EstateBenchmark.Phases[phase], before.Sum(phase), after.Sum(phase), stacks);
        Print("all", before.Sum(null), after.Sum(null), stacks);
        return 0;
    }

    private static void Print(string what, double before, double after, int stacks) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-32} {before / stacks,7:N3} {after / stacks,7:N3} {after / before,7:N3}"));

    /// <summary>The other build's own <see cref="EstateBenchmark.Open"/>, with its own copy of everything beneath it.</summary>
    private static Func<string, int, Func<int, long[]>> Open(string folder)
    {
        var context = new AssemblyLoadContext("beside");
        context.Resolving += (loader, name) => Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? loader.LoadFromAssemblyPath(file) : null;
        // What this build has loaded already would else be found before the other build's own.
        foreach (var file in Directory.EnumerateFiles(folder, "Dashboard.*.dll"))
            context.LoadFromAssemblyPath(file);
        var open = context.LoadFromAssemblyPath(Path.Combine(folder, "Dashboard.Benchmarks.dll")).GetType(typeof(EstateBenchmark).FullName!)?.GetMethod(nameof(EstateBenchmark.Open), BindingFlags.Static | BindingFlags.Public);
        return open?.CreateDelegate<Func<string, int, Func<int, long[]>>>() ?? throw new InvalidOperationException("The other build is older than this comparison: it has no EstateBenchmark.Open.");
    }

    /// <summary>The shortest time of each phase of each stack.</summary>
    private sealed class Side(Func<int, long[]> judge, int stacks)
    {
        private readonly long[]?[] _best = new long[stacks][];

        public void Judge(int stack, bool counts)
        {
            var phases = judge(stack);
            if (counts)
                _best[stack] = _best[stack] is { } best ? [.. best.Zip(phases, Math.Min)] : phases;
        }

        /// <summary>Milliseconds of a phase, or of all.</summary>
        public double Sum(int? phase) => _best.Sum(b => phase is { } one ? b![one] : b!.Sum()) * 1000.0 / Stopwatch.Frequency;
    }
}
