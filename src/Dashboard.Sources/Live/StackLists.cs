using System.Collections.Concurrent;

namespace Dashboard.Sources.Live;

/// <summary>What runs there of a type, listed while one stack is read: once for all of its resources that can only be found in the list.</summary>
/// <remarks>No longer than that: the next stack may have been deployed since, with resources that stand in no list from before.</remarks>
internal sealed class StackLists
{
    private static readonly AsyncLocal<StackLists?> Flow = new();

    private readonly ConcurrentDictionary<(AccountRegion Scope, string Type), Lazy<Task<ReadResult<ImmutableArray<UnmanagedResource>>>>> _lists = new();

    private StackLists()
    {
    }

    /// <summary>From here on to its end, the calling method and everything that it awaits share their lists.</summary>
    public static void Begin() => Flow.Value = new StackLists();

    /// <summary>The list of a type; outside the reading of a stack, a new one each time.</summary>
    public static Task<ReadResult<ImmutableArray<UnmanagedResource>>> OnceAsync(AccountRegion scope, string type, Func<Task<ReadResult<ImmutableArray<UnmanagedResource>>>> list) =>
        Flow.Value is { } lists ? lists._lists.GetOrAdd((scope, type), _ => new(list)).Value : list();
}
