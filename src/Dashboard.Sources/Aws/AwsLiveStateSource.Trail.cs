using Amazon.CloudFormation.Model;
using Amazon.SimpleSystemsManagement.Model;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Trail;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>Who changed a resource, and when.</content>
public sealed partial class AwsLiveStateSource : IChangeTrails
{
    /// <summary>What CloudTrail's event history holds.</summary>
    private const int DaysKept = 90;

    private const int MostTrailPages = 3;
    private const int MostEventPages = 5;
    private const int MostStackEvents = 3;
    private const int PageOfTrail = 50;

    /// <summary>A version so near to what CloudFormation says it did is its own, in the name of whoever released.</summary>
    private static readonly TimeSpan OwnWrite = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public async Task<ChangeTrail> ReadTrailAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(
            FromTrailAsync(scope, subject, cancellation), FromParameterAsync(scope, subject, cancellation), FromStackAsync(scope, subject, cancellation)).ConfigureAwait(false);
        parts[1] = parts[1] with { Entries = parts[1].Entries.RemoveAll(v => parts[0].Entries.Any(e => IsSameWrite(v, e)) || parts[2].Entries.Any(e => (v.At - e.At).Duration() <= OwnWrite)) };
        parts[2] = parts[2] with { Entries = [.. parts[2].Entries.Take(MostStackEvents)] };
        return new ChangeTrail(
            [.. parts.SelectMany(p => p.Entries).OrderByDescending(e => e.At).ThenBy(e => e.Source).ThenBy(e => e.Call, StringComparer.Ordinal)], [.. parts.SelectMany(p => p.Gaps)], _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<ReadResult<bool>> TryTrailAsync(AccountRegion scope, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<bool>(problem);
        var page = await LookUpAsync(aws, scope.Account, null, 1, cancellation).ConfigureAwait(false);
        return new(page.Outcome, page.IsRead, page.Detail) { Code = page.Code };
    }

    private async Task<TrailTold> FromTrailAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        var names = TrailNames.Of(scope, subject);
        if (names.IsEmpty)
            return TrailTold.Gap(TrailSource.CloudTrail, ReadOutcome.NotReadYet, "It has no physical id by which CloudTrail could know it.");
        var region = TrailNames.RegionOf(subject.Type, scope.Region);
        if (!TryGetScope(scope with { Region = region }, out var aws, out var problem))
            return TrailTold.Gap(TrailSource.CloudTrail, ReadOutcome.NoAccess, problem);
        var found = new Dictionary<string, TrailEntry>(StringComparer.Ordinal);
        var isCut = false;
        foreach (var name in names)
        {
            string? token = null;
            for (var page = 0; page == 0 || token is not null; page++)
            {
                if (page == MostTrailPages)
                {
                    isCut = true;
                    break;
                }

                var read = await LookUpAsync(aws, name, token, PageOfTrail, cancellation).ConfigureAwait(false);
                if (!read.IsRead)
                    return new([.. found.Values], [new(TrailSource.CloudTrail, read.Outcome, NotAnswered(read))]);
                foreach (var (id, entry) in ((read.Value["Events"] as ListValue)?.Items ?? []).OfType<MapValue>().Select(e => TrailEvents.Read(e, subject, names)).OfType<(string, TrailEntry)>())
                    found[id] = entry;
                token = read.Value["NextToken"] is ScalarValue { Kind: not ScalarKind.Null, Text.Length: > 0 } next ? next.Text : null;
            }
        }

        return !found.Values.Any(e => e.Part == TrailPart.Change)
            ? TrailTold.Gap(TrailSource.CloudTrail, ReadOutcome.Missing, isCut
                ? $"CloudTrail's newest {MostTrailPages * PageOfTrail} events of that name hold no change by hand; older ones were not looked at."
                : $"CloudTrail tells of no change by hand in the last {DaysKept} days: it was made earlier, within the last minutes, or by a call that CloudTrail does not keep (data events are not in its history).") with
            {
                Entries = [.. found.Values],
            }
            : new([.. found.Values], isCut ? [new(TrailSource.CloudTrail, ReadOutcome.Missing, "Older events were not looked at.")] : []);
    }

    private static Task<ReadResult<MapValue>> LookUpAsync(AwsScope aws, string name, string? token, int size, CancellationToken cancellation)
    {
        var attribute = MapValue.Create([KeyValuePair.Create("AttributeKey", (PropertyValue)new ScalarValue("ResourceName")), KeyValuePair.Create("AttributeValue", (PropertyValue)new ScalarValue(name))]);
        var arguments = MapValue.Create(new[]
        {
            KeyValuePair.Create("LookupAttributes", (PropertyValue)new ListValue([attribute])),
            KeyValuePair.Create("MaxResults", (PropertyValue)new ScalarValue(FormattableString.Invariant($"{size}"), ScalarKind.Number)),
        }.Concat(token is null ? [] : [KeyValuePair.Create("NextToken", (PropertyValue)new ScalarValue(token))]));
        return aws.CallAsync(WireService.CloudTrail, (client, stop) => client.AskAsync(TrailOperations.Lookup, [], arguments, stop), cancellation);
    }

    /// <summary>The versions of a parameter with who wrote each. Values come along, a SecureString's encrypted: they are dropped here.</summary>
    private async Task<TrailTold> FromParameterAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        if (subject is not { Type: TrailOperations.ParameterType, PhysicalId: { Length: > 0 } name })
            return TrailTold.Nothing;
        if (!TryGetScope(scope, out var aws, out var problem))
            return TrailTold.Gap(TrailSource.ParameterStore, ReadOutcome.NoAccess, problem);
        var history = await AwsCall.CollectAsync(token => aws.CallAsync(
            "ssm",
            clients => clients.CreateSsm(),
            async (ssm, stop) =>
            {
                var page = await ssm.GetParameterHistoryAsync(new GetParameterHistoryRequest { Name = name, WithDecryption = false, MaxResults = PageOfTrail, NextToken = token }, stop).ConfigureAwait(false);
                return new AwsPage<TrailEntry>((page.Parameters ?? []).Select(Version).OfType<TrailEntry>().ToList(), page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        return history.IsRead ? new(history.Value, [])
            : history.Outcome == ReadOutcome.Missing ? TrailTold.Gap(TrailSource.ParameterStore, ReadOutcome.Missing, "Parameter Store keeps no history of a parameter that is gone.")
            : TrailTold.Gap(TrailSource.ParameterStore, history.Outcome, NotAnswered(history));

        static TrailEntry? Version(ParameterHistory version) => CloudFormationReading.Instant(version.LastModifiedDate) is { } at
            ? new(at, TrailSource.ParameterStore, FormattableString.Invariant($"version {version.Version}"), TrailEvents.ActorOf(version.LastModifiedUser), "ssm")
            : null;
    }

    /// <summary>Whether a version and a call are one write, which CloudTrail tells to the second.</summary>
    private static bool IsSameWrite(TrailEntry version, TrailEntry call) =>
        call.Call == "PutParameter" && call.Actor?.Arn is { } arn && arn == version.Actor?.Arn && (call.At - version.At).Duration() < TimeSpan.FromSeconds(2);

    /// <summary>What CloudFormation itself did to the resource, newest first; of a parameter as far back as the pages go, for its versions.</summary>
    private async Task<TrailTold> FromStackAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        if (subject is not { Stack: { } stack, LogicalId: { } logicalId })
            return TrailTold.Nothing;
        if (!TryGetScope(scope, out var aws, out var problem))
            return TrailTold.Gap(TrailSource.StackEvents, ReadOutcome.NoAccess, problem);
        var found = new List<LiveStackEvent>();
        string? token = null;
        for (var page = 0; page < MostEventPages && (page == 0 || token is not null) && (found.Count == 0 || subject.Type == TrailOperations.ParameterType); page++)
        {
            var request = new DescribeStackEventsRequest { StackName = stack, NextToken = token };
            var read = await aws.CallAsync(async (client, stop) => await client.DescribeStackEventsAsync(request, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            if (!read.IsRead)
                return TrailTold.Gap(TrailSource.StackEvents, read.Outcome, NotAnswered(read));
            found.AddRange((read.Value.StackEvents ?? []).Select(Read).OfType<LiveStackEvent>().Where(e => e.LogicalId == logicalId && e.Status.EndsWith("_COMPLETE", StringComparison.Ordinal)));
            token = string.IsNullOrEmpty(read.Value.NextToken) ? null : read.Value.NextToken;
        }

        return found.Count == 0
            ? TrailTold.Gap(TrailSource.StackEvents, ReadOutcome.Missing, token is null
                ? $"The stack's events of the last {DaysKept} days do not name it."
                : $"The newest {MostEventPages} pages of the stack's events do not name it; older ones were not looked at.")
            : new([.. found.Select(e => new TrailEntry(e.At, TrailSource.StackEvents, e.Status, null, null))], []);
    }

    private static string NotAnswered<T>(ReadResult<T> read) => read.Outcome switch
    {
        ReadOutcome.Denied when AwsErrors.MissingAction(read.Detail) is { } action => $"{action} is missing. {Denial.Remedy([Denial.Of(read.Detail)])}",
        ReadOutcome.TypeNotReadable => "This endpoint does not tell.",
        ReadOutcome.Throttled => "The service refused because calls came too fast; ask again in a moment.",
        _ => read.Detail ?? "It was not answered.",
    };

    /// <summary>What one of those who could tell told.</summary>
    private sealed record TrailTold(ImmutableArray<TrailEntry> Entries, ImmutableArray<TrailGap> Gaps)
    {
        public static readonly TrailTold Nothing = new([], []);

        public static TrailTold Gap(TrailSource source, ReadOutcome outcome, string reason) => new([], [new(source, outcome, reason)]);
    }
}
