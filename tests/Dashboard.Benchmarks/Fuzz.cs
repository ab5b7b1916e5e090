using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Core.Comparison;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;
using Dashboard.Templates.Tests;
using Dashboard.Tests.Shared;

namespace Dashboard.Benchmarks;

/// <summary>Reads, renders and compares spoilt templates of the corpus for as long as one likes, and tells each input that something is wrong with.</summary>
/// <remarks>An input follows from its number alone: the number that is printed, given as the seed, starts with that input again.</remarks>
internal static class Fuzz
{
    private const int LargestSample = 8_000;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    /// <summary>Each takes a text and says what is wrong, or null.</summary>
    private static readonly (string Name, Func<string, string?> Fault)[] Targets = [("read", ReaderFuzz.Fault), ("render", Render), ("compare", Compare)];

    public static int Run(string[] args)
    {
        if (args.Length == 0 || !double.TryParse(args[0], CultureInfo.InvariantCulture, out var minutes))
            throw new InvalidOperationException("Say for how many minutes.");
        var first = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        string[] samples = [.. Corpus.Templates(Corpus.Folder(args[1..])).Where(t => t.Bytes.Length < LargestSample).Select(t => Encoding.UTF8.GetString(t.Bytes).TrimStart('\uFEFF'))];
        Console.WriteLine($"{samples.Length} samples, seed {first}");
        var (faults, count, start) = (0, 0, Environment.CpuUsage.TotalTime);
        for (var seed = first; (Environment.CpuUsage.TotalTime - start).TotalMinutes < minutes; seed++, count++)
        {
            var text = ReaderFuzz.Text(seed, samples);
            foreach (var (name, fault) in Targets)
            {
                if (Guarded(fault, text) is not { } message)
                    continue;
                faults++;
                Console.WriteLine($"seed {seed}, {name}: {message}\n{(text.Length > 2_000 ? text[..2_000] + "..." : text)}\n");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} inputs in {(Environment.CpuUsage.TotalTime - start).TotalMinutes:N1} minutes of one processor, {faults} faults"));
        return faults == 0 ? 0 : 1;
    }

    private static string? Guarded(Func<string, string?> fault, string text)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return fault(text) ?? (Stopwatch.GetElapsedTime(start) > Slow ? $"It took {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} s." : null);
        }
        catch (Exception thrown)
        {
            return thrown.ToString();
        }
    }

    private static string? Render(string text)
    {
        TemplateRenderer.Render(new RenderRequest
        {
            Template = TemplateReader.Read("fuzz.yaml", text),
            Stack = new StackKey("fuzz", "production", "component", "eu-west-1"),
            Account = "111111111111",
            Region = "eu-west-1",
            StackName = "production-component",
            Fingerprinter = Fingerprinter,
        });
        return null;
    }

    /// <summary>A template is equal to itself, and what it differs from another in is as much one way as the other.</summary>
    private static string? Compare(string text)
    {
        var content = TemplateContentReader.Read(TemplateReader.Read("fuzz.yaml", text), Fingerprinter).Content;
        if (content is null)
            return null;
        if (TemplateComparer.Compare(content, content, ComparisonOptions.Sources) is { AreEqual: false } self)
            return "A template differs from itself: " + self.Differences[0];
        var other = TemplateContentReader.Read(TemplateReader.Read("fuzz.yaml", new RandomYaml(text.Length).Spoil(text)), Fingerprinter).Content;
        if (other is null)
            return null;
        var (there, back) = (TemplateComparer.Compare(content, other, ComparisonOptions.Sources).Differences.Length, TemplateComparer.Compare(other, content, ComparisonOptions.Sources).Differences.Length);
        return there == back ? null : $"{there} differences one way, {back} the other.";
    }
}
