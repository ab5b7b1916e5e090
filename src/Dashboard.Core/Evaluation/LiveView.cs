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

    /// <summary>The properties that another than the first of <see cref="Readers"/> told, with who and when.</summary>
    public ImmutableSortedDictionary<string, ValueSource> Others { get; init; } = ValueSource.None;

    /// <summary>Where nothing but results that CloudFormation keeps tell of it: how reading it now has failed. Null: it was read, or nobody can read its type.</summary>
    public ResourceObservation? Refusal { get; init; }

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
        return Merge([.. newest.Where(o => o.Outcome == ReadOutcome.Read)], live.Observations.Where(o => o.Outcome is not (ReadOutcome.Read or ReadOutcome.Missing)), declared);
    }

    private static LiveView Merge(List<ResourceObservation> reads, IEnumerable<ResourceObservation> failed, MapValue? declared)
    {
        List<ResourceObservation> failures = [.. failed];
        // The newest read tells of every declared property that its reader reads, also by leaving it out: an older word would bring back what somebody has removed since.
        var merged = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var (name, value) in reads.SelectMany(r => r.Properties?.Entries ?? []))
        {
            if (declared?[name] is null)
                merged.TryAdd(name, value);
        }

        var told = new List<ResourceObservation> { reads[0] };
        foreach (var (name, _) in declared?.Entries ?? [])
        {
            var teller = reads.Find(r => !r.Unread.Contains(name));
            if ((teller is null ? new UnresolvedValue(NobodyReads(reads, failures)) : teller.Properties?[name]) is { } value)
                merged[name] = value;
            if (teller is not null && !told.Exists(t => ReferenceEquals(t, teller)))
                told.Add(teller);
        }

        return new LiveView(ReadOutcome.Read, MapValue.Create(merged), told.Min(r => r.ObservedAt), [.. told.Select(r => r.Reader).Distinct()], null)
        {
            Others = ByOthers(reads, declared),
            Refusal = reads.TrueForAll(r => r.Reader == StoredDrift)
                ? failures.Where(f => f.Reader != StoredDrift && f.Outcome is not (ReadOutcome.TypeNotReadable or ReadOutcome.NotReadYet) && f.ObservedAt > reads[0].ObservedAt).MaxBy(f => f.ObservedAt)
                : null,
        };
    }

    private static string NobodyReads(List<ResourceObservation> reads, IEnumerable<ResourceObservation> failures) => string.Join("; ", reads.Select(r => $"{r.Reader} does not tell it")
        .Concat(failures.Where(f => f.Reader != StoredDrift).Select(f => $"{f.Reader}: {f.Detail ?? f.Outcome.ToString()}")));

    private static ImmutableSortedDictionary<string, ValueSource> ByOthers(List<ResourceObservation> reads, MapValue? declared)
    {
        var others = ImmutableSortedDictionary.CreateBuilder<string, ValueSource>(StringComparer.Ordinal);
        if (reads.Count < 2)
            return ValueSource.None;
        foreach (var name in reads.SelectMany(r => r.Properties?.Entries.Select(e => e.Key) ?? []).Distinct())
        {
            var teller = declared?[name] is null ? reads.Find(r => r.Properties?[name] is not null) : reads.Find(r => !r.Unread.Contains(name));
            if (teller is not null && !ReferenceEquals(teller, reads[0]))
                others[name] = new ValueSource(teller.Reader, teller.ObservedAt);
        }

        return others.Count == 0 ? ValueSource.None : others.ToImmutable();
    }
}
