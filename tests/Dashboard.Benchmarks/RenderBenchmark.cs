using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks;

/// <summary>How many resources of real templates are rendered in a second, on one thread. Reading the templates is not part of it.</summary>
internal static class RenderBenchmark
{
    public static int Run(string[] args)
    {
        if (Environment.GetEnvironmentVariable("DRIFTBOARD_CORPUS") is not { Length: > 0 } folder)
        {
            Console.Error.WriteLine("DRIFTBOARD_CORPUS must name the folder of real templates.");
            return 2;
        }

        var rounds = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 30;
        var fingerprinter = new SecretFingerprinter(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
        RenderRequest[] requests =
        [
            .. File.ReadLines(Path.Combine(folder, "MANIFEST.tsv")).Select(l => l.Split('\t')).Where(f => f is [_, _, _, "template" or "golden", ..]).Select(f => f[0])
                .Select(path => TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path))))
                .Where(t => t.Root is MappingNode)
                .Select(t => new RenderRequest
                {
                    Template = t,
                    Stack = new StackKey("shop", "staging", "storefront", "eu-west-1"),
                    Account = "111111111111",
                    Region = "eu-west-1",
                    StackName = "staging-storefront",
                    Fingerprinter = fingerprinter,
                }),
        ];
        foreach (var mode in new[] { ReferenceMode.Symbolic, ReferenceMode.Concrete })
        {
            RenderRequest[] all = [.. requests.Select(r => r with { Mode = mode })];
            Measure(mode.ToString().ToLowerInvariant(), all, rounds);
        }

        return 0;
    }

    private static void Measure(string what, RenderRequest[] requests, int rounds)
    {
        var resources = 0;
        for (var i = 0; i < Math.Max(10, rounds / 3); i++)
            resources = Render(requests);
        var times = new double[rounds];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Render(requests);
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / rounds;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-9} {requests.Length} templates, {resources} resources: median {resources / times[rounds / 2]:N0} resources/s, best {resources / times[0]:N0}; {allocated / Math.Max(1, resources):N0} bytes a resource"));
    }

    private static int Render(RenderRequest[] requests)
    {
        var resources = 0;
        foreach (var request in requests)
            resources += TemplateRenderer.Render(request).Resources.Length;
        return resources;
    }
}
