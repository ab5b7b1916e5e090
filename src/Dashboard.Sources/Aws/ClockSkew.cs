using System.Globalization;

namespace Dashboard.Sources.Aws;

/// <summary>What is said of a clock that differs from the services'.</summary>
internal static class ClockSkew
{
    /// <summary>What to do.</summary>
    public const string Remedy = "Set the clock, and keep it set (NTP).";

    /// <summary>From here on, services refuse signatures sooner or later.</summary>
    private static readonly TimeSpan Worst = TimeSpan.FromMinutes(5);

    /// <summary>"40 s", "120 min".</summary>
    public static string Amount(TimeSpan skew) => skew.Duration() < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{skew.Duration().TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{skew.Duration().TotalMinutes:0} min");

    /// <summary>What is wrong with this machine's clock; null where nothing is, or where no service has answered yet.</summary>
    /// <param name="skew">How far the services' clock is ahead of it.</param>
    public static string? Problem(TimeSpan? skew) => skew is { } amount && amount.Duration() > Worst
        ? $"This machine's clock is {Amount(amount)} {(amount < TimeSpan.Zero ? "ahead of" : "behind")} the service's: ages are counted by the service's, but signatures may be refused."
        : null;

    /// <summary>The same as a scan reports it.</summary>
    public static ImmutableArray<Diagnostic> Diagnose(TimeSpan? skew) => Problem(skew) is { } problem
        ? [new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation("this machine"), "clock", $"{problem} {Remedy}")]
        : [];
}
