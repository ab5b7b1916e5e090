using Dashboard.Core.Definition;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;
using Dashboard.Sources.Recordings;

namespace Dashboard.Cli.Scanning;

/// <summary>What to scan, or to check.</summary>
/// <param name="Repositories">Paths and addresses of git repositories.</param>
/// <param name="Environments">Names; empty: all.</param>
/// <param name="Endpoint">One address instead of AWS, with the sandbox's credentials for every account; null: the accounts of the settings.</param>
/// <param name="From">A recording in the place of every account, and of the repositories where none is named.</param>
internal sealed record ScanTarget(ImmutableArray<string> Repositories, ImmutableArray<string> Environments, string? Endpoint, Recording? From = null)
{
    /// <summary>Whether it is looked up who changed what has drifted.</summary>
    public bool AsksWho { get; init; }

    /// <summary>Whether the accounts are looked through for what no stack owns.</summary>
    public bool AsksUnmanaged { get; init; }

    /// <summary>Whether the networks of the accounts are read.</summary>
    public bool AsksNetwork { get; init; }

    /// <summary>The target that a command line names; what it leaves open, the settings and the current folder give.</summary>
    /// <exception cref="CommandException">The endpoint is no address, the recording cannot be read, or there is no repository.</exception>
    public static ScanTarget Read(CliHost host, ScanSettings settings, string[] repositories, string[] environments, string? endpoint, string? from = null)
    {
        if (from is not null && endpoint is not null)
            throw new CommandException("--endpoint: found beside --from; allowed is one of them: a recording stands in the place of every account.");
        if (from is not null)
            return new ScanTarget([.. repositories.Select(r => ScanSettings.Located(host, r)).Distinct()], [.. environments.Distinct()], null, ReadRecording(host, from));
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new CommandException(VisibleText.Line($"--endpoint: found \"{endpoint}\"; allowed is an http or https address, such as http://127.0.0.1:5081."));
        ImmutableArray<string> paths = repositories.Length > 0 ? [.. repositories.Select(r => ScanSettings.Located(host, r))]
            : settings.Repositories.Length > 0 ? settings.Repositories
            : [Around(host.Folder)];
        return new ScanTarget([.. paths.Distinct()], [.. environments.Distinct()], endpoint);
    }

    /// <summary>Refuses names of environments that nothing bears.</summary>
    /// <param name="known">The names that there are.</param>
    /// <exception cref="CommandException">There are some.</exception>
    public void RequireNames(IEnumerable<string> known)
    {
        ImmutableArray<string> names = [.. known.Distinct()];
        if (Environments.Except(names).ToList() is { Count: > 0 } unknown)
            throw new CommandException($"--environment: found {string.Join(", ", unknown)}; allowed are {(names.IsEmpty ? "none, since none was found" : string.Join(", ", names))}.");
    }

    /// <summary>The time to judge by: a recording is judged as of then.</summary>
    public TimeProvider Clock(CliHost host) => From?.Clock ?? host.Time;

    /// <summary>The clouds, or the recording that stands in their place.</summary>
    public OpenedCloud Open(ScanSettings settings, IEnumerable<ApplicationDefinition> applications, SecretFingerprinter fingerprinter, TimeProvider time)
    {
        if (From is { } recording)
            return new OpenedCloud(recording.OpenLive(fingerprinter), recording.Accounts, null);
        var accounts = Accounts(settings, applications);
        var live = new AwsLiveStateSource(new AwsOptions(accounts, settings.CallsPerSecond), fingerprinter, time);
        return new OpenedCloud(live, [.. accounts.Keys], live);
    }

    /// <summary>How the accounts of the applications are reached.</summary>
    public ImmutableDictionary<string, AwsAccountOptions> Accounts(ScanSettings settings, IEnumerable<ApplicationDefinition> applications) => Endpoint is { } endpoint
        ? applications.SelectMany(a => a.Environments).Select(e => e.Account).Distinct().ToImmutableDictionary(a => a, a => AtEndpoint(a, endpoint, settings.Accounts.GetValueOrDefault(a)))
        : settings.Accounts;

    /// <summary>An account behind one address, with what the settings say of anything but the way to it.</summary>
    private static AwsAccountOptions AtEndpoint(string account, string endpoint, AwsAccountOptions? configured)
    {
        var options = AwsAccountOptions.Sandbox(account, endpoint);
        return configured is null ? options : options with { Stacks = configured.Stacks, Unmanaged = configured.Unmanaged, DetectDrift = configured.DetectDrift };
    }

    private static Recording ReadRecording(CliHost host, string folder)
    {
        try
        {
            return Recording.Read(host.Locate(folder));
        }
        catch (RecordingException problem)
        {
            throw new CommandException(string.Join('\n', problem.Message.Split('\n').Select(VisibleText.Line)));
        }
    }

    /// <summary>The repository that the current folder belongs to.</summary>
    private static string Around(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
                return at;
        }

        throw new CommandException(VisibleText.Line($"{folder}: this is no git repository, and none is around it. Name one with --repository PATH or URL."));
    }
}

/// <summary>What a command reads live state from.</summary>
/// <param name="Live">The clouds.</param>
/// <param name="Accounts">The accounts that may be read.</param>
/// <param name="Aws">AWS itself, where it is no recording.</param>
internal sealed record OpenedCloud(ILiveStateSource Live, ImmutableHashSet<string> Accounts, AwsLiveStateSource? Aws) : IDisposable
{
    /// <summary>Who tells of networks: every cloud does, and every recording.</summary>
    public INetworkFacts Networks => (INetworkFacts)Live;

    /// <inheritdoc />
    public void Dispose() => Aws?.Dispose();
}
