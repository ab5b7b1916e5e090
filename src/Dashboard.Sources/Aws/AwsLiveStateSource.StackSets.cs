using Amazon.CloudFormation.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>Stack sets and their instances.</content>
public sealed partial class AwsLiveStateSource
{
    /// <inheritdoc />
    public async Task<ReadResult<ImmutableArray<StackSetFact>>> ListStackSetsAsync(AccountRegion scope, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<StackSetFact>>(problem);
        var sets = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.ListStackSetsAsync(new ListStackSetsRequest { Status = "ACTIVE", NextToken = token }, stop).ConfigureAwait(false);
                return new AwsPage<string>((page.Summaries ?? []).Select(s => s.StackSetName).Where(n => !string.IsNullOrEmpty(n)).ToList(), page.NextToken);
            },
            cancellation)).ConfigureAwait(false);
        if (!sets.IsRead)
            return new(sets.Outcome, default, sets.Detail) { Code = sets.Code };

        var facts = ImmutableArray.CreateBuilder<StackSetFact>();
        foreach (var name in sets.Value.Order(StringComparer.Ordinal))
        {
            var instances = await AwsCall.CollectAsync(token => aws.CallAsync(
                async (client, stop) =>
                {
                    var page = await client.ListStackInstancesAsync(new ListStackInstancesRequest { StackSetName = name, NextToken = token }, stop).ConfigureAwait(false);
                    return new AwsPage<StackSetInstance>((page.Summaries ?? []).Where(i => !string.IsNullOrEmpty(i.Account) && !string.IsNullOrEmpty(i.Region)).Select(Read).ToList(), page.NextToken);
                },
                cancellation)).ConfigureAwait(false);
            if (!instances.IsRead)
                return new(instances.Outcome, default, instances.Detail) { Code = instances.Code };
            facts.Add(new StackSetFact(name, scope, [.. instances.Value.OrderBy(i => i.Scope.Account, StringComparer.Ordinal).ThenBy(i => i.Scope.Region, StringComparer.Ordinal)]));
        }

        return new(ReadOutcome.Read, facts.ToImmutable());

        // arn:aws:cloudformation:eu-west-1:111111111111:stack/StackSet-guardrails-0a1b…/5d4c…
        static StackSetInstance Read(StackInstanceSummary instance) => new(
            new AccountRegion(instance.Account, instance.Region), instance.StackId?.Split('/') is [_, { Length: > 0 } name, ..] ? name : null);
    }
}
