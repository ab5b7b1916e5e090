using Dashboard.Cli.Output;
using Dashboard.Core.Definition;
using Dashboard.Sources.Aws;

namespace Dashboard.Cli.Scanning;

/// <summary>What to scan, or to check.</summary>
/// <param name="Repositories">Paths of git repositories.</param>
/// <param name="Environments">Names; empty: all.</param>
/// <param name="Endpoint">One address instead of AWS, with the sandbox's credentials for every account; null: the accounts of the settings.</param>
internal sealed record ScanTarget(ImmutableArray<string> Repositories, ImmutableArray<string> Environments, string? Endpoint)
{
    /// <summary>The target that a command line names; what it leaves open, the settings and the current folder give.</summary>
    /// <exception cref="CommandException">The endpoint is no address, or there is no repository.</exception>
    public static ScanTarget Read(CliHost host, ScanSettings settings, string[] repositories, string[] environments, string? endpoint)
    {
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new CommandException(SafeText.Line($"--endpoint: found \"{endpoint}\"; allowed is an http or https address, such as http://127.0.0.1:5081."));
        ImmutableArray<string> paths = repositories.Length > 0 ? [.. repositories.Select(host.Locate)]
            : settings.Repositories.Length > 0 ? settings.Repositories
            : [Around(host.Folder)];
        return new ScanTarget([.. paths.Distinct()], [.. environments.Distinct()], endpoint);
    }

    /// <summary>How the accounts of the applications are reached.</summary>
    public ImmutableDictionary<string, AwsAccountOptions> Accounts(ScanSettings settings, IEnumerable<ApplicationDefinition> applications) => Endpoint is { } endpoint
        ? applications.SelectMany(a => a.Environments).Select(e => e.Account).Distinct().ToImmutableDictionary(a => a, a => AwsAccountOptions.Sandbox(a, endpoint))
        : settings.Accounts;

    /// <summary>The repository that the current folder belongs to.</summary>
    private static string Around(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
                return at;
        }

        throw new CommandException(SafeText.Line($"{folder}: this is no git repository, and none is around it. Name one with --repository PATH."));
    }
}
