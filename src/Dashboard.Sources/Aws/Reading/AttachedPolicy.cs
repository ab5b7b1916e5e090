namespace Dashboard.Sources.Aws.Reading;

/// <summary>A policy that is attached to several queues or topics, each of which has one.</summary>
/// <param name="Owners">Those that have one.</param>
/// <param name="Document">The policy of them all; where they differ, the first that is not as declared.</param>
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
            if (Live.Json(await policy(owner).ConfigureAwait(false)) is { } document)
                found.Add((owner, document));
        }

        if (found.Count == 0)
            return null;
        var declared = context.DeclaredProperties["PolicyDocument"];
        var other = found.Select(f => f.Document).FirstOrDefault(d => !d.Equals(declared));
        return new AttachedPolicy(Live.List(found.Select(f => f.Owner)), other ?? found[0].Document);
    }
}
