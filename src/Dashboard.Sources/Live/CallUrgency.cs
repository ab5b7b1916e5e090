namespace Dashboard.Sources.Live;

/// <summary>Marks calls that somebody waits for (what a hint named, what a person asked of a stack), through every await: they go before those of a sweep.</summary>
public static class CallUrgency
{
    private static readonly AsyncLocal<bool> Flow = new();

    /// <summary>Whether the present flow of execution is waited for.</summary>
    public static bool IsUrgent => Flow.Value;

    /// <summary>Marks the calling asynchronous method and everything that it awaits; its caller is not.</summary>
    public static void Begin() => Flow.Value = true;
}
