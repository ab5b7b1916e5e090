using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration.Memory;

namespace Dashboard.Web.Hosting;

/// <summary>The command line as settings: "--data X" is Driftboard:Data, and so on. It takes precedence over files and environment variables.</summary>
/// <param name="Settings">Key and value, as configuration names them.</param>
/// <param name="Repositories">Every --repository; empty where none was given.</param>
/// <param name="WantsHelp">Whether help was asked for.</param>
/// <param name="Errors">What was not understood.</param>
internal sealed record CommandLine(
    ImmutableDictionary<string, string?> Settings, ImmutableArray<string> Repositories, bool WantsHelp, ImmutableArray<string> Errors)
{
    /// <summary>What --help prints.</summary>
    public const string Help = """
        Driftboard shows, live, whether what runs in each environment is what the repository says.

        Usage: dotnet run --project src/Dashboard.Web -- [options]

          --urls ADDRESSES         where the screens are served; loopback only (http://127.0.0.1:5080)
          --settings FILE          the settings (appsettings.json of the current folder; where there is none, the one beside the program)
          --data FOLDER            what must survive a restart (driftboard in your local application data)
          --repository PATH|URL    a git repository with a driftboard.yaml: a folder, or an https or ssh address; may be given several times
          --from FOLDER            a recording (driftboard record) in the place of every account, and of the repositories where none is named
          --sandbox true|false     the embedded cloud with a sample estate (on exactly when there is no repository)
          --sandbox-urls ADDRESS   where the embedded cloud is served; loopback only (http://127.0.0.1:5081)

        The same and more can be set in the settings and by environment variables such as DRIFTBOARD__DATA.
        """;

    private const string RepositoryOption = "--repository";
    private const string FileKey = "SettingsFile";

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["--urls"] = "Urls",
        ["--settings"] = FileKey,
        ["--data"] = "Driftboard:Data",
        ["--from"] = "Driftboard:From",
        ["--sandbox"] = "Driftboard:Sandbox:Enabled",
        ["--sandbox-urls"] = "Driftboard:Sandbox:Urls",
    };

    /// <summary>The settings file that was named, or null.</summary>
    public string? File => Settings.GetValueOrDefault(FileKey);

    /// <summary>Reads the arguments: "--option value" or "--option=value".</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var settings = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.OrdinalIgnoreCase);
        var repositories = ImmutableArray.CreateBuilder<string>();
        var errors = ImmutableArray.CreateBuilder<string>();
        var wantsHelp = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=') : -1;
            var name = equals < 0 ? argument : argument[..equals];
            if (name is "--help" or "-h" or "-?")
            {
                wantsHelp = true;
                continue;
            }

            if (name != RepositoryOption && !Keys.ContainsKey(name))
            {
                errors.Add($"{name}: there is no such option; allowed are {string.Join(", ", Keys.Keys.Append(RepositoryOption).Order(StringComparer.Ordinal))}.");
                continue;
            }

            var value = equals >= 0 ? argument[(equals + 1)..] : i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : null;
            if (string.IsNullOrWhiteSpace(value))
                errors.Add($"{name}: found no value; allowed is one value, as in {name} {Example(name)}.");
            else if (name == RepositoryOption)
                repositories.Add(value);
            else if (!settings.TryAdd(Keys[name], value))
                errors.Add($"{name}: found twice; allowed is once.");
        }

        return new CommandLine(settings.ToImmutable(), repositories.ToImmutable(), wantsHelp, errors.ToImmutable());
    }

    /// <summary>Names by which a page may be asked for, where nothing else is configured: those of this machine alone.</summary>
    public const string OwnHosts = "localhost;127.0.0.1;[::1]";

    /// <summary>Lays the arguments over a configuration, and beneath it what no settings file needs to repeat. A list of repositories replaces the configured one as a whole.</summary>
    public void ApplyTo(ConfigurationManager configuration)
    {
        var settings = Settings.ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (!Repositories.IsEmpty)
        {
            foreach (var configured in configuration.GetSection("Driftboard:Repositories").GetChildren())
                settings[configured.Path] = null;
            for (var i = 0; i < Repositories.Length; i++)
                settings[string.Create(CultureInfo.InvariantCulture, $"Driftboard:Repositories:{i}")] = Repositories[i];
        }

        configuration.AddInMemoryCollection(settings);
        // Without any the framework would answer to every name.
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = [KeyValuePair.Create<string, string?>("AllowedHosts", OwnHosts)] });
    }

    private static string Example(string option) => option switch
    {
        "--urls" => "http://127.0.0.1:5080",
        "--sandbox-urls" => "http://127.0.0.1:5081",
        "--sandbox" => "true",
        "--settings" => "/etc/driftboard.json",
        _ => "/srv/driftboard",
    };
}
