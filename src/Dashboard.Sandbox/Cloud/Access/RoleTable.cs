using System.Globalization;

namespace Dashboard.Sandbox.Cloud.Access;

/// <summary>The roles that there are, and the sessions of those that were assumed.</summary>
/// <remarks>An account without roles is open: every role of it may be assumed and may do everything.</remarks>
internal sealed class RoleTable(TimeProvider time)
{
    private const string TokenStart = "sandbox-session";
    private const string OpenStart = "sandbox-open";

    private readonly Lock _lock = new();

    // All guarded by _lock. A session's number; sessions with a lower one than _firstValid have been ended.
    private readonly Dictionary<(string Account, string Name), (SandboxRole Role, RolePolicy? Policy)> _roles = [];
    private int _lastSession;
    private int _firstValid;

    /// <summary>Adds a role, or replaces it.</summary>
    public void Add(SandboxRole role)
    {
        var policy = role.PolicyDocument is { } document ? RolePolicy.Read(document) : null;
        lock (_lock)
            _roles[(role.Account, role.Name)] = (role, policy);
    }

    /// <summary>Removes every role; every session ends.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _roles.Clear();
            _firstValid = _lastSession + 1;
        }
    }

    /// <summary>Ends every session at once, whatever time it had left.</summary>
    public void EndSessions()
    {
        lock (_lock)
            _firstValid = _lastSession + 1;
    }

    /// <summary>Begins a session; its token and its end. Null where the account has no roles at all.</summary>
    /// <exception cref="SandboxException">AccessDenied: there is no such role, or the external id is another one.</exception>
    public (string Token, DateTimeOffset Expires)? Assume(string caller, string account, string name, string session, string? externalId)
    {
        lock (_lock)
        {
            if (!_roles.Keys.Any(r => r.Account == account))
                return null;
            if (!_roles.TryGetValue((account, name), out var known) || (known.Role.ExternalId is { } asked && asked != externalId))
                throw new SandboxException("AccessDenied", $"User: {caller} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{account}:role/{name}", 403);
            var expires = time.GetUtcNow() + (known.Role.SessionLife ?? TimeSpan.FromHours(1));
            return (string.Create(CultureInfo.InvariantCulture, $"{TokenStart}/{name}/{++_lastSession}/{expires.ToUnixTimeMilliseconds()}/{session}"), expires);
        }
    }

    /// <summary>The token of a session in an account without roles.</summary>
    public static string OpenToken(string name, string session) => $"{OpenStart}/{name}/{session}";

    /// <summary>The role and the session that a token names; null of a token that is none of these.</summary>
    public static (string Role, string Session)? SessionOf(string? token) => token?.Split('/') switch
    {
        [TokenStart, var name, _, _, var session] => (name, session),
        [OpenStart, var name, var session] => (name, session),
        _ => null,
    };

    /// <summary>The role that a session token speaks for; null: the account itself.</summary>
    /// <exception cref="SandboxException">ExpiredToken.</exception>
    public string? RoleOf(string? token)
    {
        if (token?.Split('/') is not [TokenStart, var name, var session, var expires, _])
            return null;
        lock (_lock)
        {
            if (int.Parse(session, CultureInfo.InvariantCulture) < _firstValid || long.Parse(expires, CultureInfo.InvariantCulture) <= time.GetUtcNow().ToUnixTimeMilliseconds())
                throw new SandboxException("ExpiredToken", "The security token included in the request is expired", 403);
            return name;
        }
    }

    /// <summary>What a role's policy makes of an action: "allowed", "explicitDeny" or "implicitDeny".</summary>
    /// <exception cref="SandboxException">NoSuchEntity.</exception>
    public string Simulate(string account, string principal, string action)
    {
        lock (_lock)
        {
            var known = _roles.Values.Where(r => r.Role.Account == account && r.Role.Arn == principal).Take(1).ToList();
            return known is not [var (_, policy)] ? throw new SandboxException("NoSuchEntity", $"{principal} cannot be found.", 404)
                : policy is null ? "allowed"
                : policy.Decision(action);
        }
    }

    /// <summary>Lets the caller do these actions, or refuses the first that it may not do.</summary>
    /// <exception cref="SandboxException">AccessDenied.</exception>
    public void Authorize(string account, string? role, string caller, IEnumerable<string> actions)
    {
        if (role is null)
            return;
        RolePolicy? policy;
        lock (_lock)
            policy = _roles.GetValueOrDefault((account, role)).Policy;
        foreach (var action in actions)
        {
            if (policy?.Refusal(action) is { } reason)
                throw new SandboxException("AccessDenied", $"User: {caller} is not authorized to perform: {action} {reason}", 403);
        }
    }
}
