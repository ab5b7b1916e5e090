using System.Collections.Concurrent;

namespace Dashboard.Sources.Aws.Access;

/// <summary>What the answers to one flow of calls tell of permissions, through every await: of each action whether it was let through, refused, or left open, and by what code.</summary>
internal sealed class PermissionLog : IDisposable
{
    private static readonly AsyncLocal<PermissionLog?> Flow = new();

    private readonly PermissionLog? _outer = Flow.Value;
    private readonly ConcurrentDictionary<string, PermissionAnswer> _answers = new(StringComparer.Ordinal);

    private PermissionLog()
    {
    }

    /// <summary>The log of the present flow of execution, or null.</summary>
    public static PermissionLog? Current => Flow.Value;

    /// <summary>The actions that were refused.</summary>
    public IEnumerable<string> Refused => _answers.Where(a => a.Value.IsAllowed == false).Select(a => a.Key);

    /// <summary>Starts a log for the calling method and everything that it awaits.</summary>
    public static PermissionLog Begin() => Flow.Value = new PermissionLog();

    /// <summary>What is known of an action; null: nothing was asked that takes it.</summary>
    public PermissionAnswer? Of(string action) => _answers.TryGetValue(action, out var answer) ? answer : null;

    /// <summary>Whether it is known that an action is allowed, or that it is not.</summary>
    public bool Tells(string action) => Of(action)?.IsAllowed is not null;

    /// <summary>Notes an answer. A refusal stands, whatever is let through beside it; any other answer than these two stands until there is one of them.</summary>
    public void Note(string action, PermissionAnswer answer) => _answers.AddOrUpdate(
        action, answer, (_, known) => known.IsAllowed == false || (known.IsAllowed is not null && answer.IsAllowed is null) ? known : answer);

    /// <inheritdoc />
    public void Dispose() => Flow.Value = _outer;
}

/// <summary>What an answer tells of an action.</summary>
/// <param name="IsAllowed">Whether the action is allowed; null: that the answer leaves open.</param>
/// <param name="Code">The code of an error; null of any other answer.</param>
internal readonly record struct PermissionAnswer(bool? IsAllowed, string? Code);
