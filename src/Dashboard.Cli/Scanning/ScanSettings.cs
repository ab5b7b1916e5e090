using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Values;
using Dashboard.Sources;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Cli.Scanning;

/// <summary>What the settings file (appsettings.json of the current folder, or the one that is named) and the environment variables (DRIFTBOARD__ACCOUNTS__...) say that a scan needs.</summary>
/// <param name="Repositories">Configured addresses, and paths: full ones.</param>
/// <param name="ConfigRef">Where driftboard.yaml is read from; null: the default branch.</param>
/// <param name="CallsPerSecond">Per account, region and service.</param>
/// <param name="Accounts">The accounts that may be read.</param>
/// <param name="DataFolder">The data folder of the server, where pipelines publish; empty where there is none.</param>
/// <param name="Git">How repositories at addresses are read.</param>
internal sealed record ScanSettings(
    ImmutableArray<string> Repositories, string? ConfigRef, double CallsPerSecond, ImmutableDictionary<string, AwsAccountOptions> Accounts, string DataFolder, GitOptions Git)
{
    private const string FileName = "appsettings.json";
    private const string Prefix = "DRIFTBOARD__";

    /// <summary>Nothing is configured.</summary>
    public static readonly ScanSettings None = new([], null, AwsOptions.DefaultCallsPerSecond, ImmutableDictionary<string, AwsAccountOptions>.Empty, "", GitOptions.Default);

    /// <summary>Reads the settings; a variable wins over the file.</summary>
    /// <param name="host">The folder and the variables.</param>
    /// <param name="file">The file that the user named; null: the current folder's, where it has one.</param>
    /// <exception cref="CommandException">Every error at once.</exception>
    public static ScanSettings Read(CliHost host, string? file)
    {
        var section = Load(host, file).GetSection(SettingNames.Root);
        var accounts = AwsAccountSettings.Read(section.GetSection("Accounts").AsEnumerable(makePathsRelative: true));
        var git = GitSettings.Read(section.GetSection("Git").AsEnumerable(makePathsRelative: true), host.Variables);
        List<string> errors = [.. SettingNames.Problems(section.AsEnumerable(makePathsRelative: true)), .. accounts.Errors, .. git.Errors];
        var rate = AwsOptions.DefaultCallsPerSecond;
        if (section["Scan:CallsPerSecond"] is { Length: > 0 } text
            && (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) || !(rate > 0) || double.IsInfinity(rate)))
        {
            errors.Add($"Driftboard:Scan:CallsPerSecond: found \"{text}\"; allowed is a number above 0.");
        }

        if (errors.Count > 0)
            throw new CommandException(string.Join('\n', errors.Select(VisibleText.Line)));
        var repositories = section.GetSection("Repositories").GetChildren().Select(c => c.Value).Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => Located(host, v!));
        return new ScanSettings([.. repositories], section["ConfigRef"] is { Length: > 0 } reference ? reference : null, rate, accounts.Accounts,
            section["Data"] is { Length: > 0 } data ? host.Locate(data) : host.DataFolder, git.Options);
    }

    /// <summary>A repository as the user named it: an address, or a path as a full one.</summary>
    public static string Located(CliHost host, string repository) => GitLocation.LooksRemote(repository) ? repository : host.Locate(repository);

    private static IConfiguration Load(CliHost host, string? file)
    {
        var builder = new ConfigurationBuilder();
        try
        {
            var path = host.Locate(file ?? FileName);
            if (file is not null || File.Exists(path))
                builder.AddJsonStream(new MemoryStream(File.ReadAllBytes(path)));
            return builder
                .AddInMemoryCollection(host.Variables
                    .Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value)))
                .Build();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(VisibleText.Line($"{file}: there is no such file."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or JsonException or InvalidDataException)
        {
            throw new CommandException(VisibleText.Line($"{file ?? FileName}: {(e.InnerException as JsonException ?? e).Message}"));
        }
    }
}
