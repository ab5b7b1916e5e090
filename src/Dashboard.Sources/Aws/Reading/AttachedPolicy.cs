using Dashboard.Core.Comparison;

namespace Dashboard.Sources.Aws.Reading;

/// <summary>A policy that several resources have, each its own copy of it: queues, topics, roles.</summary>
/// <param name="Owners">Those that have one.</param>
/// <param name="Document">The policy of them all; where they differ, one that is not as declared.</param>
internal sealed record AttachedPolicy(PropertyValue? Owners, PropertyValue? Document)
{
    /// <summary>Reads it; null where none of the owners has a policy.</summary>
    /// <param name="context">The resource.</param>
    /// <param name="property">The property that names the owners.</param>
    /// <param name="policy">Reads the policy of one of them as JSON; null or empty where it has none.</param>
    public static async Task<AttachedPolicy?> ReadAsync(ReadContext context, string property, Func<string, Task<string?>> policy)
    {
        var owners = context.DeclaredProperties.Items(property).OfType<ScalarValue>().Select(o => o.Text).ToList();
        if (owners.Count == 0)
            throw ReadStop.TooLittle($"What the policy is attached to is not known: {property} is not resolved.");
        var found = new List<(string Owner, PropertyValue Document)>();
        foreach (var owner in owners)
        {
            if (await UnlessGoneAsync(async () => Live.Json(await policy(owner).ConfigureAwait(false))).ConfigureAwait(false) is { } document)
                found.Add((owner, document));
        }

        if (found.Count == 0)
            return null;
        return new AttachedPolicy(Live.List(found.Select(f => f.Owner)), Telling(context, [.. found.Select(f => f.Document)]));
    }

    /// <summary>Of the copies of one document that which differs from the template by what it says, else any: whoever compares it then sees the difference.</summary>
    public static PropertyValue Telling(ReadContext context, IReadOnlyList<PropertyValue> copies)
    {
        const string Document = "PolicyDocument";
        if (context.DeclaredProperties[Document] is not { } declared)
            return copies[0];
        return copies.FirstOrDefault(c => !ResourceComparer.Compare("", MapValue.Of((Document, declared)), MapValue.Of((Document, c)), ComparisonOptions.Drift).Differences.IsEmpty) ?? copies[0];
    }

    /// <summary>What is asked; null where the one that is asked about is not there any more.</summary>
    public static async Task<PropertyValue?> UnlessGoneAsync(Func<Task<PropertyValue?>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (ReadStop stop) when (stop.Outcome == ReadOutcome.Missing)
        {
            return null;
        }
    }
}
