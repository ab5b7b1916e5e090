namespace Dashboard.Tests.Shared;

/// <summary>Every await in a test ends: a hang is a failure with a name, not a stuck run.</summary>
internal static class Timeouts
{
    /// <summary>Long enough for a loaded machine, short enough to be noticed.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    public static Task Soon(this Task task) => task.WaitAsync(Default);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Default);

    public static ValueTask<T> Soon<T>(this ValueTask<T> task) => new(task.AsTask().WaitAsync(Default));
}
