using System.Globalization;
using Dashboard.Core.Documents;

namespace Dashboard.Cli.Output;

/// <summary>The product's words for people.</summary>
internal static class Words
{
    /// <summary>"1 resource", "2 resources".</summary>
    public static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    /// <summary>A status as the screens call it; where something could not be checked, the reason is the word.</summary>
    /// <param name="status">As documents spell it: "partlyChecked".</param>
    /// <param name="reason">As documents spell it, or null.</param>
    public static string Status(string status, string? reason) => status switch
    {
        "inSync" => "in sync",
        "partlyChecked" => "partly checked",
        "modified" => "drifted",
        "deleted" => "deleted",
        "unmanaged" => "not in the repository",
        "notDeployed" => "not deployed",
        "scanning" => "scanning",
        _ => reason switch
        {
            "noAccess" => "no access",
            "timedOut" => "timed out",
            "typeNotReadable" => "cannot be read",
            "notReadYet" => "not read yet",
            "stackMissing" => "not deployed",
            "stackUnreadable" => "unreadable",
            "stackMoving" => "being changed",
            "stackBroken" => "left halfway",
            null => status == "notChecked" ? "not checked" : status,
            _ => reason,
        },
    };

    /// <summary>The piles of a parity, the interesting ones first.</summary>
    public static string Parity(ParityCountsDocument counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Unexplained} unexplained, {counts.Unverifiable} cannot be verified, {counts.Pending} pending, {counts.Configured} configured, {counts.Declared} declared, {counts.Equal} equal");

    /// <summary>An age in one unit: "12 s", "4 min", "3 d".</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)age.TotalSeconds)} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{(long)age.TotalMinutes} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(long)age.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)age.TotalDays} d"),
    };
}
