using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>How often a fuzz test turns: a number of times; with DRIFTBOARD_FUZZ=10 for ten minutes, and with DRIFTBOARD_FUZZ=#579 once, with that seed. Each turn follows from its seed alone.</summary>
internal sealed class FuzzTurns
{
    private static readonly string Asked = Environment.GetEnvironmentVariable("DRIFTBOARD_FUZZ") ?? "";
    private static readonly int? Only = Asked.StartsWith('#') && int.TryParse(Asked[1..], CultureInfo.InvariantCulture, out var seed) ? seed : null;
    private static readonly double Minutes = double.TryParse(Asked, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    private const int Tries = 3;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<string> _wrong = [];
    private readonly int _least;
    private readonly int _mostMegabytes;

    /// <param name="least">How many turns a run without minutes has.</param>
    /// <param name="mostMegabytes">What a turn may allocate all in all, which is more than is in memory at once.</param>
    public FuzzTurns(int least, int mostMegabytes = 200) => (_least, _mostMegabytes) = (least, mostMegabytes);

    /// <summary>The seeds, one after the other; with minutes those of every run are others.</summary>
    public IEnumerable<int> Seeds()
    {
        var first = Only ?? (Minutes > 0 ? Environment.TickCount & 0xFFFFFF : 0);
        for (var turn = 0; Only is not null ? turn < 1 : Minutes > 0 ? Stopwatch.GetElapsedTime(_started).TotalMinutes < Minutes : turn < _least; turn++)
        {
            Count = turn + 1;
            yield return first + turn;
        }
    }

    public int Count { get; private set; }

    /// <summary>Something is wrong with a turn.</summary>
    public void Wrong(int seed, string what) => _wrong.Add($"seed {seed}: {what}");

    /// <summary>A turn, which is wrong where it throws, takes too long or allocates too much; null where it threw.</summary>
    /// <remarks>Time and memory are the process's, in which other tests run: what goes beyond is tried again, and only what always does is wrong.</remarks>
    public async Task<T?> MeasureAsync<T>(int seed, Func<string> what, Func<Task<T>> turn)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            var before = _wrong.Count;
            var result = await MeasureOnceAsync(seed, what, turn);
            if (tries == Tries || result is null || _wrong.Count == before)
                return result;
            _wrong.RemoveRange(before, _wrong.Count - before);
        }
    }

    private async Task<T?> MeasureOnceAsync<T>(int seed, Func<string> what, Func<Task<T>> turn)
        where T : class
    {
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        T? result = null;
        try
        {
            result = await turn();
        }
        catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Wrong(seed, $"{e}\n{what()}");
        }

        if (Stopwatch.GetElapsedTime(start) is var time && time > Slow)
            Wrong(seed, FormattableString.Invariant($"It took {time.TotalSeconds:N1} s: {what()}"));
        if ((GC.GetTotalAllocatedBytes() - allocated) / 1_000_000 is var megabytes && megabytes > _mostMegabytes)
            Wrong(seed, FormattableString.Invariant($"It took {megabytes:N0} MB: {what()}"));
        return result;
    }

    /// <summary>The same of what ends at once.</summary>
    public void Measure(int seed, Func<string> what, Action turn) => _ = MeasureAsync(seed, what, () =>
    {
        turn();
        return Task.FromResult("");
    });

    /// <summary>Nothing was.</summary>
    public void AssertNothingWrong()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Count:N0} turns in {Stopwatch.GetElapsedTime(_started).TotalMinutes:N1} minutes; the process had {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB at most"));
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {Count} turns:\n{string.Join('\n', _wrong.Take(20))}");
    }
}
