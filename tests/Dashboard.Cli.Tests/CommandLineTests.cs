namespace Dashboard.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_version_is_that_of_driftboard()
    {
        var result = await _cli.RunAsync("--version");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^driftboard \d+\.\d+\.\d+\S*\n$", result.Output);
    }

    [Theory]
    [InlineData("render", "Fn::Unresolved", "0  done")]
    [InlineData("diff", "--left-parameters", "1  different")]
    [InlineData("scan", "DRIFTBOARD__ACCOUNTS__", "3  no drift, but not everything was checked")]
    [InlineData("watch", "http://127.0.0.1:5080", "0  ended by Ctrl+C")]
    public async Task The_help_of_a_command_says_what_its_exit_codes_mean(string command, params string[] expected)
    {
        var result = await _cli.RunAsync(command, "--help");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains($"driftboard {command} ", result.Output, StringComparison.Ordinal);
        Assert.All(expected, e => Assert.Contains(e, result.Output, StringComparison.Ordinal));
        Assert.Contains(command, (await _cli.RunAsync("--help")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("driftboard: Unrecognized command or argument '--colour'.", "render", "t.yaml", "--colour")]
    [InlineData("driftboard: Argument 'xml' not recognized. Must be one of: 'json' 'yaml'", "render", "t.yaml", "--format", "xml")]
    [InlineData("driftboard: Two templates are needed, LEFT and RIGHT, or --batch.", "diff", "t.yaml")]
    [InlineData("driftboard: Required command was not provided.")]
    [InlineData("driftboard: Unrecognized command or argument 'rendr'.", "rendr")]
    public async Task What_is_not_understood_ends_with_2_and_a_hint(string error, params string[] arguments)
    {
        var result = await _cli.RunAsync(arguments);

        Assert.Equal((ExitCode.Error, ""), (result.ExitCode, result.Output));
        Assert.Contains(error, result.Error.Split('\n'));
        Assert.Matches(@"Try 'driftboard( \w+)? --help'\.\n$", result.Error);
    }

    [Fact]
    public async Task A_value_that_starts_with_an_at_sign_is_no_response_file()
    {
        _cli.File("secret.rsp", "--format yaml");

        var result = await _cli.RunAsync("render", "@secret.rsp");

        Assert.Equal(new CommandResult(ExitCode.Error, "", "@secret.rsp: there is no such file.\n"), result);
    }
}
