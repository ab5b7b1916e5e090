using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Cli.Output;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Batch;

/// <summary>Answers lines of JSON with lines of JSON, in their order: several at once, each written as soon as all before it are.</summary>
internal static class BatchRunner
{
    /// <summary>The longest line that is read, in characters: two templates of CloudFormation's own limit, escaped.</summary>
    private const int LongestLine = 8 * 1024 * 1024;

    /// <summary>Reads the lines of a file, or of standard input where the name is "-".</summary>
    /// <param name="host">The world around.</param>
    /// <param name="source">The file's name, or "-".</param>
    /// <param name="answer">Answers one line; the line is a JSON object. Called on several threads at once.</param>
    /// <param name="fail">Answers a line that is none, or of which the answer failed: why, and its id where it has one.</param>
    /// <param name="cancellation">Stops everything.</param>
    /// <returns>0 where every line was answered, 2 where the input could not be read to its end.</returns>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static async Task<int> RunAsync<T>(
        CliHost host, string source, Func<JsonElement, JsonElement?, T> answer, Func<string, JsonElement?, T> fail, CancellationToken cancellation)
    {
        using var lines = Open(host, source);
        var pending = Channel.CreateBounded<Task<string>>(new BoundedChannelOptions(Environment.ProcessorCount * 4) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(lines, line => Written(line, answer, fail), pending.Writer, cancellation);
        await foreach (var line in pending.Reader.ReadAllAsync(cancellation))
        {
            host.Output.WriteLine(await line);
            // Whoever asked line by line waits for the answer; whoever sends many at once is not slowed down by each.
            if (pending.Reader.Count == 0)
                await host.Output.FlushAsync(cancellation);
        }

        await reading;
        await host.Output.FlushAsync(cancellation);
        return ExitCode.Ok;
    }

    private static async Task ReadAsync(TextReader lines, Func<string, string> answer, ChannelWriter<Task<string>> pending, CancellationToken cancellation)
    {
        try
        {
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (line.AsSpan().Trim().Length > 0)
                    await pending.WriteAsync(Task.Run(() => answer(line), cancellation), cancellation);
            }

            pending.Complete();
        }
        catch (Exception broken)
        {
            pending.Complete(broken is IOException ? new CommandException("The lines cannot be read to their end: " + VisibleText.Line(broken.Message)) : broken);
        }
    }

    private static string Written<T>(string line, Func<JsonElement, JsonElement?, T> answer, Func<string, JsonElement?, T> fail)
    {
        try
        {
            return JsonOutput.Line(Answer(line, answer, fail));
        }
        catch (Exception unwritable) when (unwritable is JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonOutput.Line(fail("The answer holds an escape that is no character, perhaps in the line's id.", null));
        }
    }

    private static T Answer<T>(string line, Func<JsonElement, JsonElement?, T> answer, Func<string, JsonElement?, T> fail)
    {
        JsonElement? id = null;
        if (line.Length > LongestLine)
            return fail($"The line has {line.Length} characters; at most {LongestLine} are read.", null);
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 200 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return fail("The line is no JSON object.", null);
            id = document.RootElement.TryGetProperty("id", out var given) ? given.Clone() : null;
            return answer(document.RootElement, id);
        }
        catch (JsonException broken)
        {
            var cut = broken.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return fail("The line is not valid JSON: " + (cut > 0 ? broken.Message[..cut] : broken.Message), id);
        }
        catch (InvalidOperationException)
        {
            return fail("A text of the line holds an escape that is no character.", id);
        }
        catch (BatchLineException problem)
        {
            return fail(problem.Message, id);
        }
        catch (Exception unexpected) when (unexpected is not (OutOfMemoryException or OperationCanceledException))
        {
            return fail($"Unexpected {unexpected.GetType().Name}.", id);
        }
    }

    private static TextReader Open(CliHost host, string source)
    {
        if (source == "-")
            return host.Input;
        try
        {
            return new StreamReader(host.Locate(source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException(VisibleText.Line($"{source}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}"));
        }
    }
}

/// <summary>A line that lacks what its answer needs.</summary>
internal sealed class BatchLineException(string message) : Exception(message);
