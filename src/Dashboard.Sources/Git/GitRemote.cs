using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <summary>Where a mirror's branches and tags come from.</summary>
internal interface IGitOrigin
{
    /// <summary>The branches and tags now, by full name, with what each points at.</summary>
    /// <exception cref="GitSourceException">It cannot be asked.</exception>
    ImmutableDictionary<string, string> List(Repository mirror, CancellationToken cancellation);

    /// <summary>The branch that its HEAD names; null where that is not told.</summary>
    /// <exception cref="GitSourceException">It cannot be asked.</exception>
    string? DefaultBranch(Repository mirror, CancellationToken cancellation);

    /// <summary>Brings every branch and tag into the mirror; what is gone stays.</summary>
    /// <exception cref="GitSourceException">It cannot be read.</exception>
    void Fetch(Repository mirror, CancellationToken cancellation);

    /// <summary>Packs the mirror where that is worth it: only once everything that is kept has a name.</summary>
    void Tidy(Repository mirror, CancellationToken cancellation);
}

/// <summary>What all origins have in common.</summary>
internal static class GitOrigin
{
    public const string Branches = "refs/heads/";
    public const string Tags = "refs/tags/";

    /// <summary>What a fetch takes, rewritten branches included.</summary>
    public static readonly ImmutableArray<string> Everything = [$"+{Branches}*:{Branches}*", $"+{Tags}*:{Tags}*"];

    /// <summary>Whether a name is a branch's or tag's; the other ends of annotated tags are listed beside them.</summary>
    public static bool IsFollowed(string name) =>
        (name.StartsWith(Branches, StringComparison.Ordinal) || name.StartsWith(Tags, StringComparison.Ordinal)) && !name.EndsWith("^{}", StringComparison.Ordinal);
}

/// <summary>A repository in a local folder, read without the git command.</summary>
internal sealed class LocalOrigin : IGitOrigin
{
    public ImmutableDictionary<string, string> List(Repository mirror, CancellationToken cancellation) =>
        Read(mirror).Where(r => GitOrigin.IsFollowed(r.CanonicalName)).ToImmutableDictionary(r => r.CanonicalName, r => (r as DirectReference ?? r.ResolveToDirectReference())?.TargetIdentifier ?? r.TargetIdentifier, StringComparer.Ordinal);

    public string? DefaultBranch(Repository mirror, CancellationToken cancellation) =>
        Read(mirror).FirstOrDefault(r => r.CanonicalName == "HEAD") is SymbolicReference { TargetIdentifier: var target } && target.StartsWith(GitOrigin.Branches, StringComparison.Ordinal)
            ? target[GitOrigin.Branches.Length..]
            : null;

    public void Fetch(Repository mirror, CancellationToken cancellation)
    {
        try
        {
            mirror.Network.Fetch("origin", GitOrigin.Everything, new FetchOptions { TagFetchMode = TagFetchMode.None });
        }
        catch (LibGit2SharpException e)
        {
            throw new GitSourceException(e.Message, e);
        }
    }

    public void Tidy(Repository mirror, CancellationToken cancellation)
    {
        // There may be no git command here.
    }

    private static IEnumerable<Reference> Read(Repository mirror)
    {
        try
        {
            return mirror.Network.ListReferences(mirror.Network.Remotes["origin"]);
        }
        catch (LibGit2SharpException e)
        {
            throw new GitSourceException(e.Message, e);
        }
    }
}

/// <summary>A repository at an https or ssh address, read with the git command: it knows credential helpers, agents, known hosts and proxies, and it can be ended.</summary>
internal sealed class RemoteOrigin(GitLocation location, GitOptions options, TimeProvider time) : IGitOrigin
{
    /// <summary>What is too large is not fetched as far as it may be every minute.</summary>
    private static readonly TimeSpan TooLargeStands = TimeSpan.FromHours(1);

    // Fetches come one after another.
    private (GitSourceException Problem, long At)? _tooLarge;

    private const string UserVariable = "DRIFTBOARD_GIT_USER";
    private const string PasswordVariable = "DRIFTBOARD_GIT_PASSWORD";

    // Answers "get" alone: what git tells a helper otherwise, to keep or to forget a password, is not for us.
    private const string Helper = $$"""!f() { if test "$1" = get; then printf '%s\n' "username=${{UserVariable}}" "password=${{PasswordVariable}}"; fi; }; f""";

    private const string Ssh = "ssh";
    private const string SshCommand = "GIT_SSH_COMMAND";

    // Never ask, and never believe a host whose key nobody has looked at.
    private const string SshOptions = "-o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20";

    public ImmutableDictionary<string, string> List(Repository mirror, CancellationToken cancellation)
    {
        var tips = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in Run(mirror, null, cancellation, "ls-remote", "--heads", "--tags", "--quiet", "--", location.Text))
        {
            if (line.Split('\t') is [var id, var name] && GitOrigin.IsFollowed(name))
                tips[name] = id;
        }

        // A login page that is answered with 200 looks the same to git as a repository without anything in it. Read as one, it would say that every branch is gone.
        return tips.Count > 0 ? tips.ToImmutable() : throw new GitSourceException(GitFailure.NothingListed);
    }

    public string? DefaultBranch(Repository mirror, CancellationToken cancellation)
    {
        // ref: refs/heads/main	HEAD
        const string start = "ref: " + GitOrigin.Branches;
        return Run(mirror, null, cancellation, "ls-remote", "--symref", "--quiet", "--", location.Text, "HEAD")
            .FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal) && l.EndsWith("\tHEAD", StringComparison.Ordinal))?[start.Length..^"\tHEAD".Length];
    }

    public void Fetch(Repository mirror, CancellationToken cancellation)
    {
        RemoveLeftovers(mirror.Info.Path);
        if (_tooLarge is { } known && time.GetElapsedTime(known.At) < TooLargeStands)
            throw known.Problem;
        var limit = new GitSizeLimit(mirror.Info.Path, options.MaxBytes);
        try
        {
            Run(mirror, limit, cancellation, ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head", "--no-recurse-submodules", "--", location.Text, .. GitOrigin.Everything]);
            _tooLarge = null;
        }
        catch (GitSourceException problem) when (limit.IsExceeded)
        {
            // What was fetched so far is of no use, and takes the space of what is.
            RemoveLeftovers(mirror.Info.Path);
            _tooLarge = (problem, time.GetTimestamp());
            throw;
        }
    }

    public void Tidy(Repository mirror, CancellationToken cancellation)
    {
        try
        {
            Run(mirror, null, cancellation, "gc", "--auto", "--quiet");
        }
        catch (GitSourceException)
        {
            // Many small packs are slower to read, and nothing else.
        }
    }

    /// <summary>What a run that was ended has left: locks, on which every later one would fail, and half of a pack. Nobody else works in the mirror.</summary>
    private static void RemoveLeftovers(string mirror)
    {
        var packs = Path.Combine(mirror, "objects", "pack");
        var leftovers = Directory.EnumerateFiles(mirror, "*.lock").Concat(Directory.EnumerateFiles(Path.Combine(mirror, "refs"), "*.lock", SearchOption.AllDirectories));
        if (Directory.Exists(packs))
            leftovers = leftovers.Concat(Directory.EnumerateFiles(packs, "tmp_*"));
        foreach (var file in leftovers.ToList())
        {
            File.SetAttributes(file, FileAttributes.Normal);
            File.Delete(file);
        }
    }

    private IReadOnlyList<string> Run(Repository mirror, GitSizeLimit? limit, CancellationToken cancellation, params IEnumerable<string> arguments)
    {
        var (settings, variables) = Prepare();
        var answer = GitProcess.Run([.. settings.SelectMany(s => new[] { "-c", s }), $"--git-dir={mirror.Info.Path}", .. arguments], variables, options.Timeout, limit, cancellation);
        return answer.ExitCode == 0 ? answer.Output : throw new GitSourceException(GitFailure.Describe(answer.Error, location.Scheme == Ssh ? options.Variable(SshCommand) : null));
    }

    private (List<string> Settings, Dictionary<string, string?> Variables) Prepare()
    {
        var variables = options.Variables.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal);
        List<string> settings =
        [
            "protocol.allow=never", "protocol.https.allow=always", "protocol.ssh.allow=always", $"protocol.{location.Scheme}.allow=always",
            "http.followRedirects=false", "core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.autoDetach=false", .. GitSizeLimit.Settings,
        ];
        foreach (var hidden in options.Hidden)
            variables[hidden] = null;
        // Keys of accounts are for the helper of AWS's own git host, and for nobody else.
        if (!IsOfAws)
        {
            foreach (var name in Environment.GetEnvironmentVariables().Keys.OfType<string>().Concat(options.Variables.Keys).Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
                variables[name] = null;
        }

        if (options.Credentials.FirstOrDefault(c => c.Fits(location)) is { } credential)
        {
            var address = new Uri(location.Text);
            if (GitSettings.ProblemOf(options, credential) is { } problem)
                throw new GitSourceException(problem);
            // The empty one takes away the user's own helpers: what is configured here is meant.
            settings.AddRange(["credential.helper=", $"credential.{address.Scheme}://{address.Authority}.helper={Helper}"]);
            variables[UserVariable] = credential.User;
            variables[PasswordVariable] = options.Variable(credential.PasswordVariable);
        }

        if (location.Scheme == Ssh)
        {
            var command = options.Variable(SshCommand);
            if (command is null && !Exists(Ssh))
                throw new GitSourceException("the command 'ssh' was not found. Install the OpenSSH client and see that it is in PATH, name another in GIT_SSH_COMMAND, or use an https address.");
            variables[SshCommand] = $"{command ?? Ssh} {SshOptions}";
            variables["GIT_SSH_VARIANT"] = options.Variable("GIT_SSH_VARIANT") ?? Ssh;
        }

        return (settings, variables);
    }

    private bool IsOfAws => location.Scheme != Ssh && new Uri(location.Text).Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);

    private bool Exists(string command) => (options.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? command + ".exe" : command)));
}
