using Dashboard.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_option_becomes_its_setting()
    {
        var line = CommandLine.Parse(
            ["--urls", "http://127.0.0.1:1", "--data=/d", "--repository", "/a", "--repository=/b", "--sandbox", "false", "--sandbox-urls", "http://127.0.0.1:2"]);

        Assert.Empty(line.Errors);
        Assert.Equal(["/a", "/b"], line.Repositories);
        Assert.Equal(
            ["Driftboard:Data=/d", "Driftboard:Sandbox:Enabled=false", "Driftboard:Sandbox:Urls=http://127.0.0.1:2", "Urls=http://127.0.0.1:1"],
            line.Settings.Select(s => $"{s.Key}={s.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--colour", "blue", "--colour: there is no such option; allowed are --data, --from, --repository, --sandbox, --sandbox-urls, --settings, --urls.")]
    [InlineData("shop", "--data", "shop: there is no such option")]
    [InlineData("--data", "--urls", "--data: found no value; allowed is one value, as in --data /srv/driftboard.")]
    [InlineData("--data=", "--sandbox=true", "--data: found no value")]
    [InlineData("--data=/a", "--data=/b", "--data: found twice; allowed is once.")]
    public void What_is_not_understood_is_an_error(string first, string second, string error) =>
        Assert.StartsWith(error, CommandLine.Parse([first, second]).Errors[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "localhost;127.0.0.1;[::1]")]
    [InlineData("driftboard.local", "driftboard.local")]
    public void A_settings_file_need_not_repeat_the_names_of_this_machine(string? configured, string expected)
    {
        var configuration = new ConfigurationManager();
        if (configured is not null)
            configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("AllowedHosts", configured)]);

        CommandLine.Parse(["--data=/d"]).ApplyTo(configuration);

        Assert.Equal((expected, "/d"), (configuration["AllowedHosts"], configuration["Driftboard:Data"]));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_is_asked_for(string argument) => Assert.True(CommandLine.Parse([argument]).WantsHelp);
}
