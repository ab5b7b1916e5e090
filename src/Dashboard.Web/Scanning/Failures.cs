using Dashboard.Sources.Git;

namespace Dashboard.Web.Scanning;

/// <summary>Exceptions in words. The message of an unexpected one may quote what it was working on, so neither screens nor the log show it.</summary>
internal static class Failures
{
    /// <summary>For people.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        GitSourceException => failure.Message,
        AggregateException { InnerException: { } inner } => Describe(inner),
        _ => $"an unexpected {failure.GetType().Name}; the log says where",
    };

    /// <summary>Logs where it came from.</summary>
    public static void LogFailure(this ILogger logger, string what, Exception failure) =>
        logger.LogError("{What} failed: {Failure}\n{Trace}", what, Describe(failure), failure.StackTrace);
}
