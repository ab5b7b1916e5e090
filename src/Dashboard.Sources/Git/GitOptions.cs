namespace Dashboard.Sources.Git;

/// <summary>How git is run for remote repositories.</summary>
public sealed record GitOptions
{
    /// <summary>No credentials of our own: a credential helper, an ssh agent or a key gives them.</summary>
    public static readonly GitOptions Default = new();

    /// <summary>A megabyte.</summary>
    internal const int Megabyte = 1024 * 1024;

    /// <summary>For which address which environment variable holds the password. The first that fits counts.</summary>
    public ImmutableArray<GitCredential> Credentials { get; init; } = [];

    /// <summary>The most that one run of git may take; then it is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most that the mirror of one repository may take on disk, in bytes; what would make it larger is not fetched.</summary>
    public long MaxBytes { get; init; } = 4096L * Megabyte;

    /// <summary>Environment variables that go before those of the process: for git, and for passwords.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Environment variables with secrets, of which git and what it starts get none.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>An environment variable; null where there is none, or an empty one.</summary>
    internal string? Variable(string name) => (Variables.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name)) is { Length: > 0 } value ? value : null;
}

/// <summary>Where the password of an address comes from.</summary>
/// <param name="Url">An https address, as far as it goes: with a host alone, every repository of it.</param>
/// <param name="User">The user's name; with a token, most hosts take any.</param>
/// <param name="PasswordVariable">The environment variable that holds the password or token.</param>
public sealed record GitCredential(string Url, string User, string PasswordVariable)
{
    /// <summary>What a host of tokens alone wants for a user's name.</summary>
    public const string DefaultUser = "x-access-token";

    /// <summary>Whether it is for an address.</summary>
    internal bool Fits(GitLocation location)
    {
        if (location.Scheme is not ("https" or "http"))
            return false;
        var (own, other) = (new Uri(Url), new Uri(location.Text));
        return own.Scheme == other.Scheme && own.Authority == other.Authority
            && (other.AbsolutePath + "/").StartsWith(own.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
