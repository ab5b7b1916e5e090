using Dashboard.Sources.Aws;
using Dashboard.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Hosting;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-options-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_any_setting_the_sandbox_is_on_and_read_every_30_seconds()
    {
        var options = Read();

        Assert.Equal(("http://127.0.0.1:5080", "http://127.0.0.1:5081", 30, 5), (options.Urls, options.Sandbox?.Urls, options.ScanInterval.TotalSeconds, options.CallsPerSecond));
        Assert.True(options.IsSandboxOnly);
        Assert.Empty(options.Accounts);
        Assert.Equal("driftboard", Path.GetFileName(options.DataFolder));
        Assert.True(Path.IsPathFullyQualified(options.DataFolder));
    }

    [Fact]
    public void With_a_repository_the_sandbox_is_off_and_the_interval_is_the_configured_one()
    {
        var options = Read(("Driftboard:Repositories:0", _folder), ("Driftboard:Scan:IntervalSeconds", "300"));

        Assert.Null(options.Sandbox);
        Assert.Equal(300, options.ScanInterval.TotalSeconds);
        Assert.Equal([_folder], options.Repositories);
    }

    [Fact]
    public void A_sandbox_beside_repositories_is_no_sandbox_alone()
    {
        var options = Read(("Driftboard:Repositories:0", _folder), ("Driftboard:Sandbox:Enabled", "true"));

        Assert.NotNull(options.Sandbox);
        Assert.False(options.IsSandboxOnly);
    }

    [Fact]
    public void The_sandbox_can_be_switched_off_without_a_repository() => Assert.Null(Read(("Driftboard:Sandbox:Enabled", "false")).Sandbox);

    [Fact]
    public void An_interval_of_its_own_holds_in_the_sandbox_too() => Assert.Equal(60, Read(("Driftboard:Scan:IntervalSeconds", "60")).ScanInterval.TotalSeconds);

    [Fact]
    public void Accounts_are_read_with_how_they_are_reached()
    {
        var options = Read(
            ("Driftboard:Sandbox:Enabled", "false"),
            ("Driftboard:Accounts:111111111111:Profile", "shop-staging"),
            ("Driftboard:Accounts:222222222222:RoleArn", "arn:aws:iam::222222222222:role/driftboard-read"),
            ("Driftboard:Accounts:222222222222:ExternalId", "x-1"));

        Assert.Equal(new AwsAccountOptions("111111111111", "shop-staging"), options.Accounts["111111111111"]);
        Assert.Equal(("arn:aws:iam::222222222222:role/driftboard-read", "x-1"), (options.Accounts["222222222222"].RoleArn, options.Accounts["222222222222"].ExternalId));
    }

    [Fact]
    public void The_command_line_replaces_configured_repositories_as_a_whole()
    {
        var configuration = Configuration(("Driftboard:Repositories:0", "/configured/one"), ("Driftboard:Repositories:1", "/configured/two"), ("Driftboard:Data", "/configured/data"));

        CommandLine.Parse(["--repository", _folder, "--data", "/given/data"]).ApplyTo(configuration);
        var options = OptionsReader.Read(configuration, []);

        Assert.Equal([_folder], options.Repositories);
        Assert.Equal("/given/data", options.DataFolder);
    }

    [Theory]
    [InlineData("Urls", "http://0.0.0.0:5080", "ssh -L")]
    [InlineData("Urls", "http://*:5080", "loopback")]
    [InlineData("Urls", "http://127.0.0.1:5080;http://192.168.1.4:5080", "loopback")]
    [InlineData("Urls", "http://localhost.example.com:5080", "loopback")]
    [InlineData("Urls", "https://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("Urls", "5080", "loopback")]
    [InlineData("Driftboard:Sandbox:Urls", "http://[::]:5081", "loopback")]
    [InlineData("Driftboard:Sandbox:Urls", "http://127.0.0.1:5080", "other than that of the screens")]
    [InlineData("Driftboard:Sandbox:Enabled", "yes", "true, false or null")]
    [InlineData("Driftboard:Scan:IntervalSeconds", "4", "a whole number from 5 to 86400")]
    [InlineData("Driftboard:Scan:IntervalSeconds", "soon", "a whole number from 5 to 86400")]
    [InlineData("Driftboard:Scan:CallsPerSecond", "0", "a number from 0.1 to 1000")]
    [InlineData("Driftboard:Repositories:0", "ftp://example.com/shop.git", "whose scheme is 'ftp'")]
    [InlineData("Driftboard:Repositories:0", "--upload-pack=x", "local git repository")]
    [InlineData("Driftboard:Repositories:0", "http://example.com/shop.git", "in the clear")]
    [InlineData("Driftboard:Git:IntervalSeconds", "1", "a whole number from 10 to 86400")]
    [InlineData("Driftboard:Git:HookSecretVariable", "DRIFTBOARD_TEST_NOWHERE", "there is no environment variable of that name")]
    [InlineData("Driftboard:Git:Speed", "9", "there is no such setting; allowed are IntervalSeconds")]
    [InlineData("Driftboard:Repositories:0", "/nowhere/at/all", "no such folder")]
    [InlineData("Driftboard:Repositories", "/srv/git/shop", "a list of paths and addresses")]
    [InlineData("Driftboard:ConfigRef", "-x", "a branch, tag or commit")]
    [InlineData("Driftboard:Accounts:12:Profile", "x", "twelve digits")]
    [InlineData("Driftboard:Accounts:111111111111:Profile", "x", "an account that the sandbox does not use")]
    [InlineData("Driftboard:Accounts:444444444444:RoleArn", "driftboard-read", "arn:aws:iam::")]
    [InlineData("Driftboard:Accounts:444444444444:ExternalId", "x-1", "RoleArn")]
    [InlineData("Driftboard:Accounts:444444444444:Endpoint", "http://example.com", "https")]
    [InlineData("Driftboard:Accounts:444444444444:SecretKey", "x", "Nothing secret belongs in the configuration")]
    [InlineData("Driftboard:Interval", "30", "there is no such setting; allowed are Repositories")]
    [InlineData("Driftboard:Scan:Intervall", "30", "there is no such setting; allowed are IntervalSeconds")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:80", "Urls alone")]
    [InlineData("AllowedHosts", "*", "host names")]
    [InlineData("AllowedHosts", "", "host names")]
    public void A_wrong_setting_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        var message = Assert.Throws<StartException>(() => Read((key, value))).Message;

        var error = Assert.Single(message.Split('\n')[1..]);
        Assert.StartsWith("  " + (key.StartsWith("Kestrel", StringComparison.Ordinal) ? "Kestrel:Endpoints" : key.StartsWith("Driftboard:Accounts:12:", StringComparison.Ordinal) ? "Driftboard:Accounts:12" : key.Replace(":Profile", "", StringComparison.Ordinal)), error, StringComparison.Ordinal);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_below_the_program_is_refused()
    {
        var message = Assert.Throws<StartException>(() => Read(("Driftboard:Data", Path.Combine(AppContext.BaseDirectory, "data")))).Message;

        Assert.Contains("outside the program's own", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_listed_together_with_those_of_the_command_line()
    {
        var message = Assert.Throws<StartException>(() => OptionsReader.Read(
            Configuration(("Urls", "http://0.0.0.0:1"), ("Driftboard:Scan:CallsPerSecond", "many"), ("Driftboard:Colour", "blue")), ["--colour: there is no such option."])).Message;

        Assert.Equal(5, message.Split('\n').Length);
        Assert.All(["--colour", "Urls", "CallsPerSecond", "Driftboard:Colour"], key => Assert.Contains(key, message, StringComparison.Ordinal));
    }

    private static DriftboardOptions Read(params (string Key, string Value)[] settings) => OptionsReader.Read(Configuration(settings), []);

    private static ConfigurationManager Configuration(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("AllowedHosts", "localhost;127.0.0.1")]);
        configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        return configuration;
    }
}
