using Dashboard.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Hosting;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("driftboard-settings-").FullName;
    private readonly string _program = Directory.CreateTempSubdirectory("driftboard-program-").FullName;

    public SettingsFileTests() => Write(_program, "appsettings.json", """{"Urls": "program", "Driftboard": {"Data": "program", "Repositories": ["one", "two"]}}""");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_program, recursive: true);
    }

    [Fact]
    public void The_current_folders_file_takes_the_place_of_the_programs_own()
    {
        var path = Write(_folder, "appsettings.json", """{"Driftboard": {"Data": "folder", "Repositories": ["three"]}}""");
        var configuration = Program();

        Assert.Equal(path, SettingsFile.ApplyTo(configuration, null, _folder));

        Assert.Equal(("folder", null, "three", null), (configuration["Driftboard:Data"], configuration["Urls"], configuration["Driftboard:Repositories:0"], configuration["Driftboard:Repositories:1"]));
        Assert.Equal("variable", configuration["Driftboard:ConfigRef"]);
    }

    [Fact]
    public void A_file_that_is_named_wins_over_the_current_folders()
    {
        Write(_folder, "appsettings.json", """{"Driftboard": {"Data": "folder"}}""");
        Write(_folder, "named.json", """{"Driftboard": {"Data": "named", "ConfigRef": "file"}}""");
        var configuration = Program();

        SettingsFile.ApplyTo(configuration, "named.json", _folder);

        Assert.Equal(("named", "variable"), (configuration["Driftboard:Data"], configuration["Driftboard:ConfigRef"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"AllowedHosts": "*"}""")]
    public void Without_a_file_that_speaks_of_Driftboard_the_programs_own_stays(string? other)
    {
        if (other is not null)
            Write(_folder, "appsettings.json", other);
        var configuration = Program();

        Assert.Null(SettingsFile.ApplyTo(configuration, null, _folder));

        Assert.Equal(("program", "two", null), (configuration["Driftboard:Data"], configuration["Driftboard:Repositories:1"], configuration["AllowedHosts"]));
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_no_json_is_one_line()
    {
        var broken = Write(_folder, "broken.json", "{ \"Driftboard\": ");

        var missing = Assert.Throws<StartException>(() => SettingsFile.ApplyTo(Program(), "missing.json", _folder));
        var wrong = Assert.Throws<StartException>(() => SettingsFile.ApplyTo(Program(), "broken.json", _folder));

        Assert.Equal($"{Path.Combine(_folder, "missing.json")}: there is no such file. Name a file of settings: --settings appsettings.json.", missing.Message);
        Assert.StartsWith(broken + ": ", wrong.Message, StringComparison.Ordinal);
        Assert.Single(wrong.Message.Split('\n'));
    }

    /// <summary>As the framework sets it up: the program's file, and a variable above it.</summary>
    private ConfigurationManager Program()
    {
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Path.Combine(_program, "appsettings.json"));
        configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Driftboard:ConfigRef", "variable")]);
        return configuration;
    }

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
