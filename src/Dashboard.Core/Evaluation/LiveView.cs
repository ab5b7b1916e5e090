namespace Dashboard.Core.Evaluation;

/// <summary>Everything that was observed of one resource, put together.</summary>
/// <param name="Outcome">How reading it ended, all readers considered.</param>
/// <param name="Properties">The newest word on each property; null unless read.</param>
/// <param name="ObservedAt">The oldest observation that these rest on.</param>
/// <param name="Readers">Who said it.</param>
/// <param name="Detail">For people, where it was not read.</param>
internal sealed record LiveView(ReadOutcome Outcome, MapValue? Properties, DateTimeOffset? ObservedAt, ImmutableArray<string> Readers, string? Detail)
{
    /// <summary>The reader of results that CloudFormation keeps: it adds what others lack, and is never the reason why something was not read.</summary>
    private const string StoredDrift = "StoredDrift";

    private static readonly LiveView NotReadYet = new(ReadOutcome.NotReadYet, null, null, [], null);

    /// <summary>Puts observations together.</summary>
    /// <param name="live">The resource; null where CloudFormation does not list it.</param>
    /// <param name="declared">The properties that the template declares: the age is that of what is compared.</param>
    public static LiveView Of(LiveResource? live, MapValue? declared)
    {
        if (live is null || live.Observations.IsDefaultOrEmpty)
            return NotReadYet;
        var newest = live.Observations
            .Where(o => o.Outcome is ReadOutcome.Read or ReadOutcome.Missing)
            .GroupBy(o => o.Reader, StringComparer.Ordinal)
            .Select(g => g.MaxBy(o => o.ObservedAt)!)
            .OrderByDescending(o => o.ObservedAt).ThenBy(o => o.Reader == StoredDrift).ThenBy(o => o.Reader, StringComparer.Ordinal)
            .ToList();
        if (newest.Count == 0)
        {
            var failure = live.Observations.OrderBy(o => o.Reader == StoredDrift).ThenByDescending(o => o.ObservedAt).First();
            return new LiveView(failure.Outcome, null, null, [failure.Reader], failure.Detail);
        }

        if (newest[0].Outcome == ReadOutcome.Missing)
            return new LiveView(ReadOutcome.Missing, null, newest[0].ObservedAt, [newest[0].Reader], newest[0].Detail);
        return Merge([.. newest.Where(o => o.Outcome == ReadOutcome.Read)], declared);
    }

    private static LiveView Merge(List<ResourceObservation> reads, MapValue? declared)
    {
        // The newest read tells of every declared property, also by leaving it out: an older word would bring back what somebody has removed since.
        var newest = reads[0];
        var merged = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var read in reads)
        {
            foreach (var (name, value) in read.Properties?.Entries ?? [])
            {
                if (ReferenceEquals(read, newest) || declared?[name] is null)
                    merged.TryAdd(name, value);
            }
        }

        return new LiveView(ReadOutcome.Read, MapValue.Create(merged), newest.ObservedAt, [newest.Reader], null);
    }
}
