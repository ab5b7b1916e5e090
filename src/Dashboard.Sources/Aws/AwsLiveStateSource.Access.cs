using System.Globalization;
using Amazon.SQS.Model;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>What only the doctor asks.</content>
public sealed partial class AwsLiveStateSource
{
    private const string Sqs = "sqs";

    /// <summary>The attributes of a queue that tells of changes.</summary>
    internal async Task<ReadResult<ImmutableDictionary<string, string>>> DescribeQueueAsync(string account, ChangeQueue queue, CancellationToken cancellation)
    {
        if (!TryGetScope(new AccountRegion(account, queue.Region), out var aws, out var problem))
            return Refused<ImmutableDictionary<string, string>>(problem);
        return await aws.CallAsync(
            Sqs, static clients => clients.CreateSqs(),
            async (sqs, stop) =>
            {
                var request = new GetQueueAttributesRequest { QueueUrl = queue.Url, AttributeNames = ["All"] };
                return ((await sqs.GetQueueAttributesAsync(request, stop).ConfigureAwait(false)).Attributes ?? []).ToImmutableDictionary(StringComparer.Ordinal);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a message, and leaves it where it is: it may be taken again at once.</summary>
    internal async Task<ReadResult<bool>> TryTakingAsync(string account, ChangeQueue queue, CancellationToken cancellation)
    {
        if (!TryGetScope(new AccountRegion(account, queue.Region), out var aws, out var problem))
            return Refused<bool>(problem);
        var request = new ReceiveMessageRequest { QueueUrl = queue.Url, MaxNumberOfMessages = 1, WaitTimeSeconds = 0, VisibilityTimeout = 0 };
        return await aws.CallAsync(
            Sqs, static clients => clients.CreateSqs(), async (sqs, stop) => (await sqs.ReceiveMessageAsync(request, stop).ConfigureAwait(false)) is not null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes a message that was never taken: the service refuses the handle, unless it refuses the caller first.</summary>
    internal async Task<ReadResult<bool>> TryDeletingAsync(string account, ChangeQueue queue, CancellationToken cancellation)
    {
        if (!TryGetScope(new AccountRegion(account, queue.Region), out var aws, out var problem))
            return Refused<bool>(problem);
        var request = new DeleteMessageBatchRequest { QueueUrl = queue.Url, Entries = [new DeleteMessageBatchRequestEntry("0", "driftboard-doctor")] };
        return await aws.CallAsync(
            Sqs, static clients => clients.CreateSqs(), async (sqs, stop) => (await sqs.DeleteMessageBatchAsync(request, stop).ConfigureAwait(false)) is not null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends one request of an operation, whatever is answered: only what the answer tells of the permission is of interest, and that is noted on the way.</summary>
    internal async Task AskAsync(AccountRegion scope, WireService service, ReadOperation operation, ImmutableArray<string> path, MapValue arguments, CancellationToken cancellation)
    {
        if (TryGetScope(scope, out var aws, out _))
            await aws.CallAsync(service, (client, stop) => client.AskAsync(operation, path, arguments, stop), cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks every question of a type's own reader about a resource, also those behind one that was refused; what is answered is dropped.</summary>
    internal async Task AskEachAsync(AccountRegion scope, string type, string physicalId, MapValue declared, CancellationToken cancellation)
    {
        if (TypeReaders.Find(type) is not { } reader || !TryGetScope(scope, out var aws, out _) || !aws.Has(reader.Service))
            return;
        var context = new ReadContext(aws, scope, physicalId, declared, cancellation);
        foreach (var section in reader.Sections)
        {
            try
            {
                await section.ReadAsync(context).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whether it was refused is noted where the answer came in; the next question is asked all the same.
            }
        }
    }

    /// <summary>What a user's or role's own policies make of some actions on everything: "allowed", "explicitDeny" or "implicitDeny", which leaves single resources open.</summary>
    /// <param name="scope">The account, and a region that answers.</param>
    /// <param name="principal">ARN of the user or role.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task<ReadResult<ImmutableArray<(string Action, string Decision)>>> SimulateAsync(AccountRegion scope, string principal, ImmutableArray<string> actions, CancellationToken cancellation)
    {
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableArray<(string Action, string Decision)>>(problem);
        var arguments = MapValue.Create(actions.Select((a, i) => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"ActionNames.member.{i + 1}"), (PropertyValue)new ScalarValue(a)))
            .Append(KeyValuePair.Create("PolicySourceArn", (PropertyValue)new ScalarValue(principal))));
        // <EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>allowed</EvalDecision>…</member></EvaluationResults>
        var simulated = await aws.CallAsync(WireService.Iam, (client, stop) => client.AskAsync(AwsOperations.Simulation, [], arguments, stop), cancellation).ConfigureAwait(false);
        if (!simulated.IsRead)
            return new(simulated.Outcome, default, simulated.Detail) { Code = simulated.Code };
        var results = ((simulated.Value["EvaluationResults"] as ListValue)?.Items ?? []).OfType<MapValue>().ToList();
        return results.Count < actions.Length
            ? new(ReadOutcome.Failed, default, "The answer says nothing of some of the actions.")
            : new(ReadOutcome.Read, [.. results.Select(r => (Text(r, "EvalActionName"), Text(r, "EvalDecision")))]);

        static string Text(MapValue result, string name) => (result[name] as ScalarValue)?.Text ?? "";
    }
}
