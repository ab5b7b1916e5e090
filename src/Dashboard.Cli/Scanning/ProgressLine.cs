using System.Globalization;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Scanning;

/// <summary>How far a scan has come, on one line that writes over itself.</summary>
internal sealed class ProgressLine(TextWriter error) : IProgress<ScanProgress>
{
    private readonly Lock _lock = new();

    // Guarded by _lock, like the line itself: environments are read at the same time.
    private readonly SortedDictionary<string, ScanProgress> _environments = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Report(ScanProgress value)
    {
        lock (_lock)
        {
            _environments[value.Environment] = value;
            var parts = _environments.Values.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Environment} {e.Done}/{e.Total}"));
            var calls = string.Create(CultureInfo.InvariantCulture, $" (about {_environments.Values.Sum(e => e.EstimatedCalls)} calls)");
            error.Write("\r\u001b[K" + "scanning " + VisibleText.Line(string.Join(", ", parts) + calls));
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_lock)
            error.Write("\r\u001b[K");
    }
}
