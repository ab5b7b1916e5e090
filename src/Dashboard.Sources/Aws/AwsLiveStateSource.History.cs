using Amazon.CloudFormation.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>What happened to stacks, what is prepared for them, and what they have of each other.</content>
public sealed partial class AwsLiveStateSource
{
    /// <summary>What happened to a stack, newest first. Events are kept for 90 days.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="stackNameOrId">The stack; a deleted one by its ARN.</param>
    /// <param name="since">Nothing older than this is read; null: everything.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<ReadResult<ImmutableArray<LiveStackEvent>>> ReadEventsAsync(
        AccountRegion scope, string stackNameOrId, DateTimeOffset? since, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<LiveStackEvent>>(problem);
        var events = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.DescribeStackEventsAsync(new DescribeStackEventsRequest { StackName = stackNameOrId, NextToken = token }, stop).ConfigureAwait(false);
                var found = (page.StackEvents ?? []).Select(Read).OfType<LiveStackEvent>().ToList();
                var isOld = since is { } start && found.Exists(e => e.At < start);
                return new AwsPage<LiveStackEvent>(found.Where(e => since is not { } start || e.At >= start), isOld ? null : page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        return events;
    }

    /// <summary>The names of the stacks that import an export, in ordinal order; none where nobody does.</summary>
    public async Task<ReadResult<ImmutableArray<string>>> ListImportersAsync(AccountRegion scope, string exportName, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<string>>(problem);
        var importers = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.ListImportsAsync(new ListImportsRequest { ExportName = exportName, NextToken = token }, stop).ConfigureAwait(false);
                return new AwsPage<string>(page.Imports ?? [], page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        // "Export 'x' is not imported by any stack." is a ValidationError, and so is an export that does not exist: neither has an importer.
        return importers.Code == "ValidationError" ? new(ReadOutcome.Read, [])
            : importers.IsRead ? importers with { Value = importers.Value.Sort(string.CompareOrdinal) }
            : importers;
    }

    /// <summary>The change sets of a stack, newest first.</summary>
    public async Task<ReadResult<ImmutableArray<LiveChangeSet>>> ListChangeSetsAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<LiveChangeSet>>(problem);
        var sets = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.ListChangeSetsAsync(new ListChangeSetsRequest { StackName = stackNameOrId, NextToken = token }, stop).ConfigureAwait(false);
                var found = (page.Summaries ?? []).Where(s => !string.IsNullOrEmpty(s.ChangeSetId)).Select(s => new LiveChangeSet(
                    s.ChangeSetId, s.ChangeSetName ?? "", s.Status?.Value ?? "UNKNOWN", CloudFormationReading.Reason(s.StatusReason), s.ExecutionStatus?.Value ?? "UNKNOWN", CloudFormationReading.Instant(s.CreationTime)));
                return new AwsPage<LiveChangeSet>(found, page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        return sets.IsRead ? sets with { Value = [.. sets.Value.OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id, StringComparer.Ordinal)] } : sets;
    }

    /// <summary>What a change set would do, in order of the logical ids.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="changeSetId">Its ARN.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<ReadResult<ImmutableArray<LiveResourceChange>>> ReadChangeSetAsync(AccountRegion scope, string changeSetId, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<LiveResourceChange>>(problem);
        var changes = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.DescribeChangeSetAsync(new DescribeChangeSetRequest { ChangeSetName = changeSetId, NextToken = token }, stop).ConfigureAwait(false);
                return new AwsPage<LiveResourceChange>((page.Changes ?? []).Select(c => c.ResourceChange).Where(c => !string.IsNullOrEmpty(c?.LogicalResourceId)).Select(Read), page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        return changes.IsRead ? changes with { Value = changes.Value.Sort((a, b) => string.CompareOrdinal(a.LogicalId, b.LogicalId)) } : changes;
    }

    private static LiveStackEvent? Read(StackEvent e) => CloudFormationReading.Instant(e.Timestamp) is { } at && !string.IsNullOrEmpty(e.EventId)
        ? new(
            e.EventId, at, e.LogicalResourceId ?? "", string.IsNullOrEmpty(e.PhysicalResourceId) ? null : e.PhysicalResourceId, e.ResourceType ?? "",
            e.ResourceStatus?.Value ?? "UNKNOWN", CloudFormationReading.Reason(e.ResourceStatusReason), e.ClientRequestToken)
        : null;

    private static LiveResourceChange Read(ResourceChange change)
    {
        var places = (change.Details ?? []).Select(d => d.Target).Where(t => t is not null)
            .Select(t => string.IsNullOrEmpty(t.Name) ? t.Attribute?.Value : t.Name).OfType<string>();
        return new(
            change.LogicalResourceId, string.IsNullOrEmpty(change.PhysicalResourceId) ? null : change.PhysicalResourceId, change.ResourceType ?? "", change.Action?.Value ?? "UNKNOWN",
            string.IsNullOrEmpty(change.Replacement?.Value) ? null : change.Replacement.Value, [.. places.Distinct().Order(StringComparer.Ordinal)]);
    }
}
