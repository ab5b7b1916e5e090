using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Sources.Git;

/// <summary>What a run of git came to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its lines of output.</param>
/// <param name="Error">What it complained of, as git wrote it: not for people.</param>
internal sealed record GitAnswer(int ExitCode, IReadOnlyList<string> Output, string Error);

/// <summary>Runs the git command: without a terminal, without prompts, never longer than its deadline, and never with more output than somebody wants to hold.</summary>
internal static class GitProcess
{
    /// <summary>The most lines that a run may print; a repository with more branches and tags than these is refused.</summary>
    public const int MostLines = 100_000;

    private const int MostErrorText = 16_384;

    private static readonly TimeSpan EndOfOutput = TimeSpan.FromSeconds(5);

    /// <summary>Runs git.</summary>
    /// <param name="arguments">Its arguments; nothing secret, since everybody on the machine can read them.</param>
    /// <param name="variables">Environment variables; null takes one away.</param>
    /// <param name="deadline">When it is ended, with all that it started.</param>
    /// <param name="limit">Ends it as well; null: nothing is watched.</param>
    /// <param name="cancellation">Ends it, too.</param>
    /// <exception cref="GitSourceException">There is no git, it took too long, said too much, or wrote too much.</exception>
    public static GitAnswer Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> variables, TimeSpan deadline, GitSizeLimit? limit, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Start(arguments, variables) };
        var output = new Lines();
        var error = new StringBuilder();
        var outputEnded = new ManualResetEventSlim();
        var errorEnded = new ManualResetEventSlim();
        process.OutputDataReceived += (_, line) => Take(line.Data, outputEnded, text =>
        {
            if (!output.Add(text))
                Kill(process);
        });
        process.ErrorDataReceived += (_, line) => Take(line.Data, errorEnded, text =>
        {
            lock (error)
            {
                if (error.Length < MostErrorText)
                    error.AppendLine(text);
            }
        });
        try
        {
            process.Start();
        }
        catch (ExternalException e)
        {
            throw new GitSourceException("the command 'git' was not found. Install git and see that it is in PATH, or give the path of a local clone.", e);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var stop = cancellation.Register(() => Kill(process));
        using var watch = new Timer(_ => KillIf(limit?.Look() == true, process), null, GitSizeLimit.Interval, limit is null ? Timeout.InfiniteTimeSpan : GitSizeLimit.Interval);
        var hasEnded = process.WaitForExit(deadline);
        if (!hasEnded)
            Kill(process);
        process.WaitForExit(EndOfOutput);
        // A program that git left behind may hold the pipes open; what it would say is of no interest.
        outputEnded.Wait(EndOfOutput, CancellationToken.None);
        errorEnded.Wait(EndOfOutput, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (output.IsTooLong)
            throw new GitSourceException($"it has more than {MostLines:N0} branches and tags. Remove what nobody uses, or give the path of a local clone with fewer.");
        // What ended well before anybody saw it is there, and whole.
        if (limit?.Look() == true && !(hasEnded && process.ExitCode == 0))
            throw limit.Exceeded();
        if (!hasEnded)
            throw new GitSourceException($"git took longer than {deadline.TotalSeconds:N0} seconds and was ended. If the repository is that large or slow, raise {GitSettings.Section}:TimeoutSeconds.");
        lock (error)
            return new GitAnswer(process.ExitCode, output.Read(), error.ToString());
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> variables)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        // Of the caller's own git: another repository, and traces that print what is sent.
        foreach (var name in start.Environment.Keys.Where(IsUnwanted).ToList())
            start.Environment.Remove(name);
        // No prompt anywhere; an empty one stops git from looking for the next way to ask.
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ASKPASS"] = "";
        start.Environment["SSH_ASKPASS"] = "";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static bool IsUnwanted(string name) => name.StartsWith("GIT_TRACE", StringComparison.Ordinal)
        || name is "GIT_CURL_VERBOSE" or "GIT_DIR" or "GIT_WORK_TREE" or "GIT_INDEX_FILE" or "GIT_OBJECT_DIRECTORY" or "GIT_ALTERNATE_OBJECT_DIRECTORIES" or "GIT_NAMESPACE" or "GIT_COMMON_DIR";

    private static void Take(string? line, ManualResetEventSlim ended, Action<string> take)
    {
        if (line is null)
            ended.Set();
        else
            take(line);
    }

    private static void KillIf(bool isTooMuch, Process process)
    {
        if (isTooMuch)
            Kill(process);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or ExternalException or AggregateException)
        {
            // It has ended by itself.
        }
    }

    private sealed class Lines
    {
        // Written by the one thread that reads the output; read when that has ended, or is given up.
        private readonly List<string> _lines = [];

        public bool IsTooLong { get; private set; }

        public bool Add(string line)
        {
            lock (_lines)
            {
                if (_lines.Count < MostLines)
                    _lines.Add(line);
                else
                    IsTooLong = true;
                return !IsTooLong;
            }
        }

        public IReadOnlyList<string> Read()
        {
            lock (_lines)
                return [.. _lines];
        }
    }
}
