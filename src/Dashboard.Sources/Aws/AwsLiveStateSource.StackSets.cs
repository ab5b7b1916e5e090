using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>Stack sets and their instances.</content>
public sealed partial class AwsLiveStateSource
{
    /// <inheritdoc />
    /// <remarks>
    /// A delegated administrator sees the sets of its organization only where it asks as such, and its own only where it does not. Which accounts are delegated, their settings say:
    /// asking everybody would be one refusal in the trail of each account and region that is none.
    /// </remarks>
    public async Task<ReadResult<ImmutableArray<StackSetFact>>> ListStackSetsAsync(AccountRegion scope, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<StackSetFact>>(problem);
        var own = await ListStackSetsAsync(aws, scope, null, cancellation).ConfigureAwait(false);
        if (!own.IsRead || AccountOf(scope.Account)?.Options.DelegatedAdministrator != true)
            return own;
        var delegated = await ListStackSetsAsync(aws, scope, CallAs.DELEGATED_ADMIN, cancellation).ConfigureAwait(false);
        return delegated.IsRead ? delegated with { Value = [.. own.Value.Concat(delegated.Value).OrderBy(s => s.Name, StringComparer.Ordinal)] } : delegated;
    }

    private static async Task<ReadResult<ImmutableArray<StackSetFact>>> ListStackSetsAsync(AwsScope aws, AccountRegion scope, CallAs? callAs, CancellationToken cancellation)
    {
        var sets = await AwsCall.CollectAsync(token => aws.CallAsync(
            async (client, stop) =>
            {
                var page = await client.ListStackSetsAsync(new ListStackSetsRequest { Status = "ACTIVE", CallAs = callAs, NextToken = token }, stop).ConfigureAwait(false);
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
                    var page = await client.ListStackInstancesAsync(new ListStackInstancesRequest { StackSetName = name, CallAs = callAs, NextToken = token }, stop).ConfigureAwait(false);
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
