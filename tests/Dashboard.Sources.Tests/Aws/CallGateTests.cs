using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws;

public sealed class CallGateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seconds_worth_of_calls_passes_at_once_and_then_the_rate_holds()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(5, 100, time);

        for (var i = 0; i < 5; i++)
            (await gate.EnterAsync(Stop).Soon()).Dispose();
        var sixth = gate.EnterAsync(Stop);
        var seventh = gate.EnterAsync(Stop);

        Assert.False(sixth.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(sixth.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(2));
        await sixth.Soon();
        Assert.False(seventh.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(200));
        await seventh.Soon();
    }

    [Fact]
    public async Task Idle_time_saves_no_more_than_a_seconds_worth()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(2, 100, time);

        time.Advance(TimeSpan.FromHours(1));
        await gate.EnterAsync(Stop).Soon();
        await gate.EnterAsync(Stop).Soon();

        Assert.False(gate.EnterAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task No_more_calls_run_at_once_than_there_are_places()
    {
        using var gate = new CallGate(100, 2, new FakeTimeProvider());
        var first = await gate.EnterAsync(Stop).Soon();
        await gate.EnterAsync(Stop).Soon();

        var third = gate.EnterAsync(Stop);
        Assert.False(third.IsCompleted);
        first.Dispose();
        first.Dispose();

        await third.Soon();
        Assert.False(gate.EnterAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gives_its_place_back()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 1, time);
        (await gate.EnterAsync(Stop).Soon()).Dispose();
        using var cancel = new CancellationTokenSource();

        var waiting = gate.EnterAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        var next = gate.EnterAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(3));

        await next.Soon();
    }

    [Fact]
    public async Task Throttling_halves_the_rate()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 100, time);

        gate.Report(throttled: true);
        await gate.EnterAsync(Stop).Soon();
        var second = gate.EnterAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.6));

        await second.Soon();
    }
}
