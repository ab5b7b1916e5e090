using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Sandbox.Estate;
using Dashboard.Sources;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Recordings;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Hosting;

/// <summary>Reads the options from configuration. Every error is listed, each with its key, what was found and what is allowed.</summary>
internal sealed class OptionsReader
{
    /// <summary>Where the screens are served where nothing else is said.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    private const string DefaultSandboxUrls = "http://127.0.0.1:5081";
    private const string Root = SettingNames.Root;
    private const int DefaultInterval = 300;
    private const int SandboxInterval = 30;

    private readonly IConfiguration _configuration;
    private readonly List<string> _errors;

    private OptionsReader(IConfiguration configuration, IEnumerable<string> errors)
    {
        _configuration = configuration;
        _errors = [.. errors];
    }

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">Files, environment variables and the command line, laid over each other.</param>
    /// <param name="errors">What was wrong on the command line already.</param>
    /// <exception cref="StartException">Something is wrong; the message lists all of it.</exception>
    public static DriftboardOptions Read(IConfiguration configuration, IEnumerable<string> errors)
    {
        var reader = new OptionsReader(configuration, errors);
        var options = reader.Read();
        return reader._errors.Count == 0
            ? options
            : throw new StartException("Driftboard cannot start with this configuration:\n" + string.Join('\n', reader._errors.Select(e => "  " + e)));
    }

    private DriftboardOptions Read()
    {
        _errors.AddRange(SettingNames.Problems(_configuration.GetSection(Root).AsEnumerable(makePathsRelative: true)));
        CheckServer();
        var urls = Urls("Urls", DefaultUrls);
        var repositories = Repositories();
        var recording = From();
        var isSandbox = Flag($"{Root}:Sandbox:Enabled") ?? (repositories.IsEmpty && Text($"{Root}:From") is null);
        if (isSandbox && Text($"{Root}:From") is not null)
            Error($"{Root}:Sandbox:Enabled", "true", "false or null beside Driftboard:From: a recording stands in the place of every account");
        var isSandboxOnly = isSandbox && repositories.IsEmpty;
        var interval = Whole($"{Root}:Scan:IntervalSeconds", DefaultInterval, 5, 86_400);
        var sandboxUrls = Urls($"{Root}:Sandbox:Urls", DefaultSandboxUrls);
        if (isSandbox && sandboxUrls == urls && !urls.EndsWith(":0", StringComparison.Ordinal))
            Error($"{Root}:Sandbox:Urls", sandboxUrls, "an address other than that of the screens (Urls)");
        return new DriftboardOptions(
            urls,
            DataFolder(),
            repositories,
            recording,
            ConfigRef(),
            Git(repositories),
            isSandbox ? new SandboxOptions(sandboxUrls) : null,
            // The shipped settings spell the default out; a sandbox costs nothing to read, so it is read more often.
            TimeSpan.FromSeconds(isSandboxOnly && interval == DefaultInterval ? SandboxInterval : interval),
            LiveMaxAges(),
            Number($"{Root}:Scan:CallsPerSecond", AwsOptions.DefaultCallsPerSecond, 0.1, 1000),
            Accounts(isSandbox));
    }

    private LiveMaxAges LiveMaxAges()
    {
        var ages = Scanning.LiveMaxAges.Default;
        return new LiveMaxAges(Age("Development", ages.Development), Age("Staging", ages.Staging), Age("Production", ages.Production), Age("Ephemeral", ages.Ephemeral));

        TimeSpan Age(string tier, TimeSpan fallback) => TimeSpan.FromMinutes(Whole($"{Root}:Scan:LiveMaxAgeMinutes:{tier}", (int)fallback.TotalMinutes, 5, 10_080));
    }

    /// <summary>Settings of the server that would undo what the host promises.</summary>
    private void CheckServer()
    {
        if (_configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            _errors.Add($"Kestrel:Endpoints: found endpoints; allowed is Urls alone. {LoopbackAddress.Why}");
        var hosts = _configuration["AllowedHosts"] ?? "";
        if (hosts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is var names && (names.Length == 0 || names.Any(n => n.Contains('*', StringComparison.Ordinal))))
            Error("AllowedHosts", hosts, "host names separated by semicolons, without \"*\": a page of another site could reach Driftboard through a name of its own otherwise");
    }

    private string Urls(string key, string fallback)
    {
        var urls = Text(key) ?? fallback;
        if (!LoopbackAddress.IsValid(urls))
            _errors.Add($"{key}: found '{urls}'; allowed are {LoopbackAddress.Allowed}. {LoopbackAddress.Why}");
        return urls;
    }

    private ImmutableArray<string> Repositories()
    {
        var key = $"{Root}:Repositories";
        if (Text(key) is { } text)
            Error(key, text, "a list of paths and addresses");
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in _configuration.GetSection(key).GetChildren())
        {
            // The command line hides configured entries by null.
            if (entry.Value is null && !entry.GetChildren().Any())
                continue;
            if (string.IsNullOrWhiteSpace(entry.Value))
                Error(entry.Path, entry.Value, GitLocation.Allowed);
            else if (GitLocation.Parse(entry.Value, out var problem) is not { } location)
                _errors.Add($"{entry.Path}: {problem}");
            else if (!location.IsRemote && !Directory.Exists(entry.Value))
                Error(entry.Path, entry.Value, $"{GitLocation.Allowed}; there is no such folder");
            else if (paths.Contains(entry.Value))
                Error(entry.Path, entry.Value, "each repository once");
            else
                paths.Add(entry.Value);
        }

        return paths.ToImmutable();
    }

    private Recording? From()
    {
        if (Text($"{Root}:From") is not { } folder)
            return null;
        try
        {
            return Recording.Read(Path.GetFullPath(folder));
        }
        catch (RecordingException e)
        {
            _errors.AddRange(e.Message.Split('\n').Select(l => $"{Root}:From: {l}"));
            return null;
        }
    }

    private GitSettings Git(ImmutableArray<string> repositories)
    {
        var settings = GitSettings.Read(_configuration.GetSection(GitSettings.Section).AsEnumerable(makePathsRelative: true), served: repositories);
        _errors.AddRange(settings.Errors);
        return settings;
    }

    private string? ConfigRef()
    {
        var reference = Text($"{Root}:ConfigRef");
        if (reference is not null && (reference.StartsWith('-') || reference.Any(char.IsWhiteSpace)))
            Error($"{Root}:ConfigRef", reference, "a branch, tag or commit, or null for the default branch");
        return reference;
    }

    private string DataFolder()
    {
        var key = $"{Root}:Data";
        var folder = Text(key);
        if (folder is null)
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            if (home.Length == 0)
                Error(key, null, "a folder; this user has no local application data to put it in");
            folder = Path.Combine(home, "driftboard");
        }

        var path = Path.GetFullPath(folder);
        var program = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) + Path.DirectorySeparatorChar;
        if ((path + Path.DirectorySeparatorChar).StartsWith(program, StringComparison.Ordinal))
            Error(key, folder, "a folder outside the program's own, which the next build or installation replaces");
        return path;
    }

    private ImmutableDictionary<string, AwsAccountOptions> Accounts(bool isSandbox)
    {
        if (Text(AwsAccountSettings.Section) is { } text)
            Error(AwsAccountSettings.Section, text, "accounts by their twelve digits");
        var settings = AwsAccountSettings.Read(_configuration.GetSection(AwsAccountSettings.Section).AsEnumerable(makePathsRelative: true));
        _errors.AddRange(settings.Errors.Select(e => e + SettingNames.SecretHint(e[..e.IndexOf(": ", StringComparison.Ordinal)])));
        foreach (var account in settings.Accounts.Keys.Where(a => isSandbox && SampleEstate.Accounts.Contains(a)).Order(StringComparer.Ordinal))
            Error($"{AwsAccountSettings.Section}:{account}", account, "an account that the sandbox does not use; or switch the sandbox off");
        return settings.Accounts;
    }

    /// <summary>A text; null where nothing or an empty text is given.</summary>
    private string? Text(string key) => _configuration[key] is { Length: > 0 } text ? text : null;

    private bool? Flag(string key)
    {
        var text = Text(key);
        if (text is null || bool.TryParse(text, out _))
            return text is null ? null : bool.Parse(text);
        Error(key, text, "true, false or null");
        return null;
    }

    private int Whole(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Error(key, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
        return fallback;
    }

    private double Number(string key, double fallback, double least, double most)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Error(key, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return fallback;
    }

    private void Error(string key, string? found, string allowed) => _errors.Add($"{key}: found {(found is null ? "nothing" : $"'{found}'")}; allowed is {allowed}.");
}
