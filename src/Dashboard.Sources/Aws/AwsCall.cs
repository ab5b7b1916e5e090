using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>Runs one call under a deadline and turns whatever comes of it into a result.</summary>
internal static class AwsCall
{
    private const int MostPages = 1000;

    /// <summary>The call's value, or how it ended. Only the caller's cancellation throws.</summary>
    public static async Task<ReadResult<T>> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        using var permissions = PermissionLog.Current is null ? PermissionLog.Begin() : null;
        using var large = LargeReply.Begin();
        var called = CalledOperation.Begin();
        try
        {
            // The SDK gets its credentials without a token, one caller at a time: whoever waits for them must not wait beyond his deadline.
            return new(ReadOutcome.Read, await call(linked.Token).WaitAsync(linked.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested)
                return new(ReadOutcome.TimedOut, default, FailedCall.Tell(called.Name, FormattableString.Invariant($"No answer within {deadline.TotalSeconds:0.###} s.")));
            var (outcome, detail) = AwsErrors.Classify(e);
            // Not every service says what was not allowed: "Access Denied" is all that S3 has to say.
            if (outcome == ReadOutcome.Denied && AwsErrors.MissingAction(detail) is null && permissions?.Refused.FirstOrDefault() is { } action)
                detail = $"{detail.TrimEnd('.')}: it takes {action}.";
            var code = AwsErrors.CodeOf(e);
            if (code == AwsErrors.ForeignReply && called.Reply is { } reply)
                detail = FailedCall.WithReply(detail, reply);
            // That something is not there is an answer, and what the SDK says of profiles and credentials is of no call.
            var isOfCall = outcome is not (ReadOutcome.Missing or ReadOutcome.TypeNotReadable) && (outcome != ReadOutcome.NoAccess || code is not null);
            return new(outcome, default, isOfCall ? FailedCall.Tell(called.Name, detail) : detail) { Code = code };
        }
    }

    /// <summary>The same for a call that entered a fuse and took a turn: how it ends is told to the fuse.</summary>
    public static async Task<ReadResult<T>> RunAsync<T>(this CallFuse fuse, Func<CancellationToken, Task<T>> call, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        var turn = CallTurn.Begin(fuse);
        var started = time.GetTimestamp();
        ReadOutcome? outcome = null;
        try
        {
            var result = await RunAsync(call, deadline, time, cancellation).ConfigureAwait(false);
            outcome = result.Code == AwsErrors.LeftAlone || turn.IsRenewing ? null : result.Outcome;
            return result;
        }
        finally
        {
            fuse.Leave(turn.Close(), outcome, started);
        }
    }

    /// <summary>A list in which each item has a key of its own, as the service promises; one that stands there twice fails it: nobody can say which of the two it is.</summary>
    public static ReadResult<ImmutableArray<T>> RequireUnique<T>(ReadResult<ImmutableArray<T>> listed, Func<T, string> key, string call) =>
        listed.IsRead && listed.Value.Select(key).Where(k => k.Length > 0).GroupBy(k => k, StringComparer.Ordinal).Any(g => g.Skip(1).Any())
            ? new(ReadOutcome.Failed, default, FailedCall.Tell(call, "The service listed something twice."))
            : listed;

    /// <summary>Reads page after page. A service that repeats a token or never ends is a failure, not an endless loop.</summary>
    /// <param name="read">Reads the page of a token; null is the first page's.</param>
    /// <param name="key">
    /// What tells one item from all others; null: nothing does. One that stands on two pages says that the pages are not those of one list, and then another one may stand on none:
    /// the list is read once more, and where that happens again it is a failure.
    /// </param>
    public static async Task<ReadResult<ImmutableArray<T>>> CollectAsync<T>(Func<string?, Task<ReadResult<AwsPage<T>>>> read, Func<T, string>? key = null)
    {
        var called = CalledOperation.Begin();
        var (listed, isOrdered) = await ReadPagesAsync(read, key, called).ConfigureAwait(false);
        if (!isOrdered)
            (listed, isOrdered) = await ReadPagesAsync(read, key, called).ConfigureAwait(false);
        return isOrdered ? listed : new(ReadOutcome.Failed, default, FailedCall.Tell(called.Name, "The service listed something on two pages, twice: what stands on none is not known."));
    }

    private static async Task<(ReadResult<ImmutableArray<T>> Listed, bool IsOrdered)> ReadPagesAsync<T>(Func<string?, Task<ReadResult<AwsPage<T>>>> read, Func<T, string>? key, CalledOperation called)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var result = await read(token).ConfigureAwait(false);
            if (!result.IsRead)
                return (new(result.Outcome, default, result.Detail) { Code = result.Code }, true);
            var first = items.Count;
            items.AddRange(result.Value.Items);
            if (key is not null)
            {
                var here = items.Skip(first).Select(key).ToHashSet(StringComparer.Ordinal);
                if (known.Overlaps(here))
                    return (new(ReadOutcome.Failed, default), false);
                known.UnionWith(here);
            }

            token = result.Value.NextToken;
            if (string.IsNullOrEmpty(token))
                return (new(ReadOutcome.Read, items.DrainToImmutable()), true);
            if (!tokens.Add(token))
                return (new(ReadOutcome.Failed, default, FailedCall.Tell(called.Name, FormattableString.Invariant($"The service repeated a page token after {page + 1} pages."))), true);
        }

        return (new(ReadOutcome.Failed, default, FailedCall.Tell(called.Name, FormattableString.Invariant($"The list has more than {MostPages} pages."))), true);
    }
}

/// <summary>A page of a list.</summary>
internal sealed record AwsPage<T>(IEnumerable<T> Items, string? NextToken);
