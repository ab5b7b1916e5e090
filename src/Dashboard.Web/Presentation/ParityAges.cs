using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>How old a judgement of parity looks.</summary>
/// <param name="KeptSince">Of when it is, where it is kept; null: it is of what was read last.</param>
/// <param name="AsOf">The instant that it is true of, where that must be said: it is kept, or a stack that it rests on is stale. Null where nothing need be said, and of what was never read.</param>
/// <param name="Freshness">The worst of the judgement's own age and those of the stacks.</param>
public readonly record struct ParityAge(DateTimeOffset? KeptSince, DateTimeOffset? AsOf, Freshness Freshness)
{
    /// <summary>Whether it proves nothing any more.</summary>
    public bool IsStale => Freshness == Freshness.Stale;

    /// <summary>The class for how old it looks.</summary>
    public string Look => Freshness.ToString().ToLowerInvariant();

    /// <summary>Whether its age must be said: "as of 10:32".</summary>
    public bool IsSaid => KeptSince is not null || IsStale;

    /// <summary>What that means, for a hover; null where nothing need be said.</summary>
    public string? Meaning => KeptSince is not null ? Kept : IsStale ? "Part of this rests on reads that are too old to prove anything." : null;

    /// <summary>Why a judgement is kept, in words.</summary>
    private const string Kept = "The two were not both read at one commit since: this is what was judged before.";
}

/// <summary>How old parity looks: a judgement that is kept ages from the older of the readings that it rests on, as a stack does from when it was read (docs/decisions/0028-when-a-pair-is-judged.md). Every screen asks here.</summary>
public static class ParityAges
{
    /// <summary>A judgement with every stack that it rests on.</summary>
    public static ParityAge Of(DriftBoard board, ParityKey pair, DateTimeOffset now) =>
        Of(board, pair, board.Stacks.Values.Where(s => s.Key.Application == pair.Application && (s.Key.Environment == pair.From || s.Key.Environment == pair.To)), now);

    /// <summary>A judgement with the stacks that what is looked at rests on.</summary>
    public static ParityAge Of(DriftBoard board, ParityKey pair, IEnumerable<StackEvaluation> stacks, DateTimeOffset now) => Of(board.KeptSince(pair), stacks, now, board.Scan.Interval);

    /// <summary>The same for one who knows of when a judgement is that is kept.</summary>
    public static ParityAge Of(DateTimeOffset? keptSince, IEnumerable<StackEvaluation> stacks, DateTimeOffset now, TimeSpan interval)
    {
        var (asOf, worst) = (keptSince, keptSince is null ? Freshness.Fresh : Ages.Judge(keptSince, now, interval));
        foreach (var stack in stacks)
        {
            var freshness = StackAges.Judge(stack, now, interval);
            worst = freshness > worst ? freshness : worst;
            if (freshness == Freshness.Stale && StackAges.AsOf(stack) is { } at && !(asOf <= at))
                asOf = at;
        }

        return new ParityAge(keptSince, asOf, worst);
    }
}
