namespace Dashboard.Web.Scanning;

/// <summary>How the scanner keeps time.</summary>
/// <param name="Interval">From one full sweep to the next.</param>
/// <param name="Poll">How often repositories are asked for new commits.</param>
/// <param name="ParallelEnvironments">How many environments are read whole at the same time.</param>
internal sealed record ScanOptions(TimeSpan Interval, TimeSpan Poll, int ParallelEnvironments = 2);
