using Amazon.CloudFormation.Model;
using Amazon.SimpleSystemsManagement.Model;
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

    /// <inheritdoc />
    public async Task<ChangeTrail> ReadTrailAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(
            FromTrailAsync(scope, subject, cancellation), FromParameterAsync(scope, subject, cancellation), FromStackAsync(scope, subject, cancellation)).ConfigureAwait(false);
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

    private async Task<TrailPart> FromTrailAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        var names = TrailNames.Of(scope, subject);
        if (names.IsEmpty)
            return TrailPart.Gap(TrailSource.CloudTrail, ReadOutcome.NotReadYet, "It has no physical id by which CloudTrail could know it.");
        var region = TrailNames.RegionOf(subject.Type, scope.Region);
        if (!TryGetScope(scope with { Region = region }, out var aws, out var problem))
            return TrailPart.Gap(TrailSource.CloudTrail, ReadOutcome.Denied, problem);
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

        return found.Count == 0
            ? TrailPart.Gap(TrailSource.CloudTrail, ReadOutcome.Missing, isCut
                ? $"CloudTrail's newest {MostTrailPages * PageOfTrail} events of that name hold no change by hand; older ones were not looked at."
                : $"CloudTrail tells of no change by hand in the last {DaysKept} days: it was made earlier, within the last minutes, or by a call that CloudTrail does not keep (data events are not in its history).")
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
    private async Task<TrailPart> FromParameterAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        if (subject is not { Type: TrailOperations.ParameterType, PhysicalId: { Length: > 0 } name })
            return TrailPart.Nothing;
        if (!TryGetScope(scope, out var aws, out var problem))
            return TrailPart.Gap(TrailSource.ParameterStore, ReadOutcome.Denied, problem);
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
            : history.Outcome == ReadOutcome.Missing ? TrailPart.Gap(TrailSource.ParameterStore, ReadOutcome.Missing, "Parameter Store keeps no history of a parameter that is gone.")
            : TrailPart.Gap(TrailSource.ParameterStore, history.Outcome, NotAnswered(history));

        static TrailEntry? Version(ParameterHistory version) => CloudFormationReading.Instant(version.LastModifiedDate) is { } at
            ? new(at, TrailSource.ParameterStore, FormattableString.Invariant($"version {version.Version}"), TrailEvents.ActorOf(version.LastModifiedUser), "ssm")
            : null;
    }

    /// <summary>What CloudFormation itself did to the resource last.</summary>
    private async Task<TrailPart> FromStackAsync(AccountRegion scope, TrailSubject subject, CancellationToken cancellation)
    {
        if (subject is not { Stack: { } stack, LogicalId: { } logicalId })
            return TrailPart.Nothing;
        if (!TryGetScope(scope, out var aws, out var problem))
            return TrailPart.Gap(TrailSource.StackEvents, ReadOutcome.Denied, problem);
        var found = new List<LiveStackEvent>();
        string? token = null;
        for (var page = 0; page < MostEventPages && (page == 0 || token is not null) && found.Count == 0; page++)
        {
            var request = new DescribeStackEventsRequest { StackName = stack, NextToken = token };
            var read = await aws.CallAsync(async (client, stop) => await client.DescribeStackEventsAsync(request, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            if (!read.IsRead)
                return TrailPart.Gap(TrailSource.StackEvents, read.Outcome, NotAnswered(read));
            found.AddRange((read.Value.StackEvents ?? []).Select(Read).OfType<LiveStackEvent>().Where(e => e.LogicalId == logicalId && e.Status.EndsWith("_COMPLETE", StringComparison.Ordinal)));
            token = string.IsNullOrEmpty(read.Value.NextToken) ? null : read.Value.NextToken;
        }

        return found.Count == 0
            ? TrailPart.Gap(TrailSource.StackEvents, ReadOutcome.Missing, "The stack's events of the last 90 days do not name it.")
            : new([.. found.Take(MostStackEvents).Select(e => new TrailEntry(e.At, TrailSource.StackEvents, e.Status, null, null))], []);
    }

    private static string NotAnswered<T>(ReadResult<T> read) => read.Outcome switch
    {
        ReadOutcome.Denied when AwsErrors.MissingAction(read.Detail) is { } action => $"{action} is missing: give the role or user the policy that 'driftboard doctor --policy' prints.",
        ReadOutcome.TypeNotReadable => "This endpoint does not tell.",
        ReadOutcome.Throttled => "The service refused because calls came too fast; ask again in a moment.",
        _ => read.Detail ?? "It was not answered.",
    };

    /// <summary>What one of those who could tell told.</summary>
    private sealed record TrailPart(ImmutableArray<TrailEntry> Entries, ImmutableArray<TrailGap> Gaps)
    {
        public static readonly TrailPart Nothing = new([], []);

        public static TrailPart Gap(TrailSource source, ReadOutcome outcome, string reason) => new([], [new(source, outcome, reason)]);
    }
}
