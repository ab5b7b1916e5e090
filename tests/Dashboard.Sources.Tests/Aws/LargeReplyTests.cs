using System.Net;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Row 14: large replies are read one at a time, and nobody keeps the turn of one.</summary>
public sealed class LargeReplyTests : IDisposable
{
    private const int Limit = 4 * LargeReply.Small;

    private readonly LargeReplies _places = new(new SemaphoreSlim(1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _places.Dispose();

    [Fact]
    public async Task The_turn_of_a_large_reply_lasts_until_its_call_has_ended_and_a_small_one_needs_none()
    {
        var first = new TaskCompletionSource();
        var reading = CallAsync(LargeReply.Small + 1, first.Task);
        Assert.Equal(0, _places.Turn.CurrentCount);

        Assert.Equal(LargeReply.Small, await CallAsync(LargeReply.Small, Task.CompletedTask).Soon());
        var waiting = CallAsync(LargeReply.Small + 2, Task.CompletedTask);
        Assert.False(waiting.IsCompleted);
        first.SetResult();

        Assert.Equal((LargeReply.Small + 1, LargeReply.Small + 2), (await reading.Soon(), await waiting.Soon()));
        Assert.Equal(1, _places.Turn.CurrentCount);
    }

    [Fact]
    public async Task A_call_that_tries_again_keeps_its_turn()
    {
        using var call = LargeReply.Begin();
        await BufferAsync(LargeReply.Small + 1);
        await BufferAsync(LargeReply.Small + 1).Soon();
        Assert.Equal(0, _places.Turn.CurrentCount);
    }

    [Fact]
    public async Task A_turn_that_comes_after_the_call_has_ended_is_given_back()
    {
        await _places.Turn.WaitAsync(Stop);
        Task<long> late;
        using (LargeReply.Begin())
            late = BufferAsync(LargeReply.Small + 1);
        Assert.False(late.IsCompleted);
        _places.Turn.Release();

        await late.Soon();
        Assert.Equal(1, _places.Turn.CurrentCount);
    }

    [Fact]
    public async Task One_that_trickles_holds_up_nobody()
    {
        var pipe = new System.IO.Pipelines.Pipe(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 0));
        using var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
        await pipe.Writer.WriteAsync(new byte[LargeReply.Small + 1], Stop);
        using var call = LargeReply.Begin();
        var slow = LargeReply.BufferAsync(reply, Limit, _places, static _ => { }, Stop);
        Assert.Equal(1, _places.Turn.CurrentCount);

        await pipe.Writer.CompleteAsync();
        await slow.Soon();
        Assert.Equal(0, _places.Turn.CurrentCount);
    }

    [Fact]
    public async Task No_more_than_some_large_ones_are_in_memory_at_a_time_and_small_ones_go_on()
    {
        var ends = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource()).ToList();
        List<Task<long>> calls = [.. ends.Select(e => CallAsync(LargeReply.Small + 1, e.Task))];
        Assert.Equal(0, _places.Seats.CurrentCount);

        // Of the fourth not more is read than a small one has.
        using var body = new MemoryStream(new byte[LargeReply.Small + 40_000]);
        var fourth = CallAsync(body, Task.CompletedTask);
        Assert.Equal(LargeReply.Small, await CallAsync(LargeReply.Small, Task.CompletedTask).Soon());
        Assert.False(fourth.IsCompleted);
        Assert.True(body.Position <= LargeReply.Small + (16 * 1024));

        ends.ForEach(e => e.SetResult());
        await Task.WhenAll(calls).Soon();
        Assert.Equal(LargeReply.Small + 40_000, await fourth.Soon());
        Assert.Equal((3, 1), (_places.Seats.CurrentCount, _places.Turn.CurrentCount));
    }

    [Fact]
    public async Task What_begins_as_no_answer_does_is_not_read_to_its_end()
    {
        using var body = new MemoryStream(new byte[Limit]);
        using var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };

        var read = 0L;
        await Assert.ThrowsAsync<ForeignReplyException>(() => LargeReply.BufferAsync(reply, Limit, _places, Look, Stop)).Soon();

        Assert.InRange(read, 1, 16 * 1024);

        void Look(ReadOnlySpan<byte> first)
        {
            read = body.Position;
            throw new ForeignReplyException($"It begins with {first.Length} bytes of something else.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_large_is_not_read_to_its_end(bool isSizeTold)
    {
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => BufferAsync(Limit + 1, isSizeTold)).Soon();
        Assert.Equal("The reply is larger than 1024 kB.", refused.Message);
        Assert.Equal(Limit, await BufferAsync(Limit, isSizeTold).Soon());
    }

    private async Task<long> CallAsync(int size, Task untilThen)
    {
        using var call = LargeReply.Begin();
        var read = await BufferAsync(size);
        await untilThen;
        return read;
    }

    private async Task<long> CallAsync(MemoryStream body, Task untilThen)
    {
        using var call = LargeReply.Begin();
        using var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        var read = await LargeReply.BufferAsync(reply, Limit, _places, static _ => { }, Stop);
        await untilThen;
        return read.Count;
    }

    private async Task<long> BufferAsync(int size, bool isSizeTold = true)
    {
        using var body = new MemoryStream(new byte[size]);
        using var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = isSizeTold ? new ByteArrayContent(new byte[size]) : new StreamContent(body) };
        if (!isSizeTold)
            reply.Content.Headers.ContentLength = null;
        reply.Content.Headers.ContentType = new("text/xml");
        await LargeReply.BufferAsync(reply, Limit, _places, static _ => { }, Stop);
        Assert.Equal("text/xml", reply.Content.Headers.ContentType?.MediaType);
        return (await reply.Content.ReadAsByteArrayAsync(Stop)).Length;
    }
}
