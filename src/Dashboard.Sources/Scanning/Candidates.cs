using System.Collections.Concurrent;

namespace Dashboard.Sources.Scanning;

/// <summary>What was read of resources that no stack owns, whoever they belong to: where reads are spread, it stands until its turn comes.</summary>
internal sealed class Candidates
{
    private readonly ConcurrentDictionary<CandidateKey, ResourceObservation> _reads = new();

    /// <summary>The candidates of some types that were read before.</summary>
    public IEnumerable<(CandidateKey Key, ResourceObservation Read)> Of(AccountRegion scope, IReadOnlySet<string> types) =>
        _reads.Where(r => r.Key.Scope == scope && types.Contains(r.Key.Type)).Select(r => (r.Key, r.Value));

    /// <summary>What was read of one last; null where nothing was.</summary>
    public ResourceObservation? Find(CandidateKey key) => _reads.GetValueOrDefault(key);

    /// <summary>Keeps what was read.</summary>
    public void Keep(CandidateKey key, ResourceObservation read)
    {
        if (read.Outcome is ReadOutcome.Read or ReadOutcome.TypeNotReadable)
            _reads[key] = read;
        else
            _reads.TryRemove(key, out _);
    }

    /// <summary>Forgets those of a type that are no candidates any more.</summary>
    public void Retain(AccountRegion scope, string type, IReadOnlySet<string> identifiers)
    {
        foreach (var key in _reads.Keys.Where(k => k.Scope == scope && k.Type == type && !identifiers.Contains(k.Identifier)).ToList())
            _reads.TryRemove(key, out _);
    }
}
