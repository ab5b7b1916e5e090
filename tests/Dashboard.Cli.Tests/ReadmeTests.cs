using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests;

/// <summary>What README says under "Try it with moto", run word for word: two accounts of an emulator, the command and the server.</summary>
public sealed partial class ReadmeTests(MotoServer moto) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-readme-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_steps_against_an_emulator_do_what_is_said_beside_them()
    {
        AwsCommand.Require();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The steps are for a POSIX shell.");
        var url = await moto.UrlAsync();
        var blocks = Blocks("### Try it with moto");
        Assert.Equal(["moto_server -H 127.0.0.1 -p 5000\n"], blocks[..1]);
        var said = Said().Matches(blocks[2]).Select(m => m.Groups["code"].Value).ToList();
        Assert.Equal(["3", "0", "1"], said);

        var steps = string.Concat(blocks[1..]).Replace("/tmp/driftboard-try", _folder, StringComparison.Ordinal).Replace("http://127.0.0.1:5000", url, StringComparison.Ordinal);
        var output = await RunAsync(Wrapped() + steps);

        Assert.True(said.SequenceEqual(Ended().Matches(output).Select(m => m.Groups["code"].Value)), output);
        Assert.Contains("Drift in 1 stack of 2; 2 of 2 resources compared.", output, StringComparison.Ordinal);
        var server = Served().Match(output).Groups["arguments"].Value;
        Assert.Equal(["Its settings are those of " + Path.Combine(_folder, "appsettings.json")], (await StartAsync(server)).Skip(1));
    }

    /// <summary>The built programs in the place of what dotnet run would build; the server is only named, since it would not end.</summary>
    private static string Wrapped()
    {
        var tests = Path.Combine(AppContext.BaseDirectory, "Dashboard.Cli.Tests");
        return $$"""
            dotnet() {
              local project=$3; shift 4
              if [ $project = src/Dashboard.Web ]; then echo "served: $*"; return; fi
              [ $project = src/Dashboard.Cli ] || exit 9
              command dotnet exec --runtimeconfig '{{tests}}.runtimeconfig.json' --depsfile '{{tests}}.deps.json' '{{Path.Combine(AppContext.BaseDirectory, "driftboard.dll")}}' "$@"
              echo "ended: $?"
            }

            """;
    }

    /// <summary>Starts the server as the steps do, on a free port, and ends it; the first two lines that it says.</summary>
    private static async Task<string[]> StartAsync(string arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(RepositoryRoot.Find(), "src", "Dashboard.Web", "bin", here.Parent!.Name, here.Name, "Dashboard.Web.dll");
        using var process = Start("dotnet", [assembly, .. arguments.Split(' '), "--urls", "http://127.0.0.1:0"]);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var lines = new string[2];
            for (var i = 0; i < lines.Length; i++)
                lines[i] = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline) ?? throw new InvalidOperationException(await error);
            return lines;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline);
        }
    }

    private static async Task<string> RunAsync(string script)
    {
        using var process = Start("bash", ["-c", script]);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
            return await output.Soon() + await error.Soon();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>In the repository's root, without what this machine knows of AWS.</summary>
    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = RepositoryRoot.Find(), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal) || k.StartsWith("DRIFTBOARD__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere/aws";
        return Process.Start(start)!;
    }

    private static string[] Blocks(string heading)
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "README.md")).ReplaceLineEndings("\n");
        var at = readme.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(at > 0, heading);
        var end = readme.IndexOf("\n##", at + heading.Length, StringComparison.Ordinal);
        return [.. ShellBlock().Matches(readme[at..end]).Select(m => m.Groups["text"].Value)];
    }

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("# (?<code>[0-9]): ")]
    private static partial Regex Said();

    [GeneratedRegex("^ended: (?<code>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Ended();

    [GeneratedRegex("^served: (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex Served();
}
