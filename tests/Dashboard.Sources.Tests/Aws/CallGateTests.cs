using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;
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
    public async Task What_somebody_waits_for_is_the_next_call_out_however_many_a_sweep_has_waiting()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 4, time);
        using var first = await gate.EnterAsync(Stop).Soon();
        var sweep = Enumerable.Range(0, 100).Select(_ => gate.EnterAsync(Stop)).ToList();

        var hint = UrgentAsync(() => gate.EnterAsync(Stop));
        var again = UrgentAsync(() => gate.TakeTurnAsync(Stop));
        time.Advance(TimeSpan.FromSeconds(1));

        (await hint.Soon()).Dispose();
        Assert.False(again.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await again.Soon();
        Assert.DoesNotContain(sweep, s => s.IsCompleted);
    }

    [Fact]
    public async Task Of_four_turns_one_is_the_sweeps_however_much_is_urgent()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 4, time);
        await gate.TakeTurnAsync(Stop).Soon();
        var passed = new List<string>();
        var waiting = new List<Task>();
        for (var i = 0; i < 6; i++)
        {
            waiting.Add(NoteAsync("sweep", gate.TakeTurnAsync(Stop)));
            waiting.Add(NoteAsync("hint", UrgentAsync(() => gate.TakeTurnAsync(Stop))));
        }

        for (var i = 0; i < 8; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waiting).Soon();
            waiting.RemoveAll(w => w.IsCompleted);
        }

        Assert.Equal(["hint", "hint", "hint", "sweep", "hint", "hint", "hint", "sweep"], passed);

        async Task NoteAsync(string who, Task turn)
        {
            await turn;
            passed.Add(who);
        }
    }

    [Fact]
    public async Task What_somebody_waits_for_has_a_place_more_than_the_calls_that_hang_and_no_second_one()
    {
        using var gate = new CallGate(100, 1, new FakeTimeProvider());
        var hanging = await gate.EnterAsync(Stop).Soon();
        var sweep = gate.EnterAsync(Stop);

        var hint = await UrgentAsync(() => gate.EnterAsync(Stop)).Soon();
        var next = UrgentAsync(() => gate.EnterAsync(Stop));
        Assert.False(next.IsCompleted);
        hint.Dispose();
        (await next.Soon()).Dispose();

        Assert.False(sweep.IsCompleted);
        hanging.Dispose();
        (await sweep.Soon()).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_while_it_waits_for_a_turn_leaves_it_to_the_next()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 4, time);
        await gate.TakeTurnAsync(Stop).Soon();
        using var cancel = new CancellationTokenSource();
        var gone = gate.TakeTurnAsync(cancel.Token);
        var next = gate.TakeTurnAsync(Stop);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.Soon());
        time.Advance(TimeSpan.FromSeconds(1));

        await next.Soon();
    }

    [Fact]
    public async Task Who_waits_when_the_gate_goes_is_let_go_and_it_may_go_twice()
    {
        var gate = new CallGate(1, 4, new FakeTimeProvider());
        await gate.TakeTurnAsync(Stop).Soon();
        var waiting = gate.TakeTurnAsync(Stop);

        gate.Dispose();
        gate.Dispose();

        await waiting.Soon();
    }

    private static async Task<T> UrgentAsync<T>(Func<Task<T>> call)
    {
        CallUrgency.Begin();
        return await call();
    }

    private static async Task UrgentAsync(Func<Task> call)
    {
        CallUrgency.Begin();
        await call();
    }

    [Fact]
    public async Task Throttling_halves_the_rate_and_what_was_saved_is_lost()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(2, 100, time);

        gate.Throttled();
        await gate.EnterAsync(Stop).Soon();
        var second = gate.EnterAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await second.Soon();
    }

    [Fact]
    public void Calls_that_are_refused_together_are_one_sign_and_an_eighth_is_the_slowest()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(5, 4, time);

        gate.Throttled();
        gate.Throttled();
        Assert.Equal(0.5, gate.Share);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            gate.Throttled();
        }

        Assert.Equal(CallGate.Slowest, gate.Share);
    }

    [Fact]
    public void The_rate_grows_back_slowly_and_no_further_than_it_was()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(500, 8, time);

        gate.Throttled();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0.75, gate.Share, 3);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, gate.Share);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, gate.Share);
    }

    [Fact]
    public async Task A_turn_alone_needs_no_place_but_keeps_to_the_rate()
    {
        var time = new FakeTimeProvider();
        using var gate = new CallGate(1, 1, time);
        using var place = await gate.EnterAsync(Stop).Soon();

        var again = gate.TakeTurnAsync(Stop);
        Assert.False(again.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await again.Soon();
    }
}
