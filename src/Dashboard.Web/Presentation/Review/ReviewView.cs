using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Review;

/// <summary>What a review comes to.</summary>
public enum ReviewVerdict
{
    /// <summary>A difference is unexplained.</summary>
    Blocked,

    /// <summary>Nothing is unexplained, yet something could not be verified that nobody has looked at, what the release does cannot be told of every place, or the evidence is old.</summary>
    Open,

    /// <summary>Everything is explained, what the release does is known, and what could not be verified has been looked at.</summary>
    Clear,
}

/// <summary>Whether somebody has looked at one unit of a group.</summary>
/// <param name="Id">Stays the same as long as the unit, its values, its reason and the group's cause do: a tick is bound to it.</param>
/// <param name="At">When somebody looked at it; null: nobody has.</param>
public readonly record struct UnitTick(string Id, DateTimeOffset? At)
{
    /// <summary>The id of a unit with its evidence. A tick is looked for among very many: so much of the hash keeps two units from ever sharing one.</summary>
    public static string NameOf(string evidence) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(evidence)))[..20];
}

/// <summary>What belongs to one cause, and which of it somebody has looked at: what else has the same cause takes nothing of that back.</summary>
/// <param name="Id">Names the group; the same as long as the cause is.</param>
/// <param name="Cause">Why.</param>
/// <param name="Ticks">One for each of its units, in their order.</param>
public abstract record TickedGroup(string Id, string Cause, ImmutableArray<UnitTick> Ticks)
{
    /// <summary>How many of its units somebody has looked at.</summary>
    public int Looked { get; } = Ticks.Count(t => t.At is not null);

    /// <summary>When the unit was looked at whose look is the oldest; null where one of them was not looked at.</summary>
    public DateTimeOffset? TickedAt => Looked == Ticks.Length ? Ticks.Min(t => t.At) : null;

    /// <summary>"20 of 26 looked at" where a part of it was; else null.</summary>
    public string? PartText => Looked > 0 && Looked < Ticks.Length ? string.Create(CultureInfo.InvariantCulture, $"{Looked} of {Ticks.Length} looked at") : null;
}

/// <summary>Units that could not be verified for one and the same cause.</summary>
/// <param name="Id">Names the group.</param>
/// <param name="Cause">Why.</param>
/// <param name="Items">The units.</param>
/// <param name="Ticks">One for each of them.</param>
public sealed record UnverifiedGroup(string Id, string Cause, ImmutableArray<ParityItem> Items, ImmutableArray<UnitTick> Ticks) : TickedGroup(Id, Cause, Ticks);

/// <summary>Places of which nobody can tell, for one and the same cause, what the release does to them.</summary>
/// <param name="Id">Names the group.</param>
/// <param name="Cause">Why.</param>
/// <param name="Changes">The places.</param>
/// <param name="Ticks">One for each of them.</param>
public sealed record UntoldGroup(string Id, string Cause, ImmutableArray<UntoldChange> Changes, ImmutableArray<UnitTick> Ticks) : TickedGroup(Id, Cause, Ticks);

/// <summary>One thing that was changed by hand.</summary>
/// <param name="Name">Names it in addresses.</param>
/// <param name="Stack">The stack.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Difference">Deployed against live.</param>
/// <param name="Rule">The accept rule that knows it, or null.</param>
public sealed record ByHandRow(string Name, StackKey Stack, ResourceEvaluation Resource, Difference Difference, string? Rule);

/// <summary>A review within a scope: what the page, its prints and the API say is all taken from here.</summary>
public sealed class ReviewView
{
    private readonly Dictionary<(StackKey, ResourceAddress, PropertyPath), CollisionKind> _meets = [];

    private ReviewView(ReviewFacts facts, bool isWhole, DateTimeOffset now, TimeSpan interval, Func<string, DateTimeOffset?> tickOf)
    {
        (Facts, IsWhole, Now) = (facts, isWhole, now);
        var review = facts.Review;
        Components = [.. review.Components.Where(c => isWhole || c.IsInScope)];
        var names = Components.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        Items = UnexplainedOrder.Of(review.Parity.Items.Where(i => names.Contains(i.Component)));
        UnexplainedOutside = review.Parity.Items.Count(i => i.Pile == ParityPile.Unexplained && !names.Contains(i.Component));
        Counts = ParityCounts.Of(Items);
        Groups = [.. Items.Where(i => i.Pile == ParityPile.Unverifiable).GroupBy(CauseOf, StringComparer.Ordinal).Select(g => Group(g.Key, [.. g], tickOf)).OrderBy(g => g.Cause, StringComparer.Ordinal)];
        Untold = [.. review.Untold.GroupBy(u => u.Cause, StringComparer.Ordinal).Select(g => Group(g.Key, [.. g], tickOf)).OrderBy(g => g.Cause, StringComparer.Ordinal)];
        Stacks = [.. facts.Stacks.Where(s => names.Contains(s.Verdict.Key.Component))];
        ByHand = [.. Stacks.SelectMany(s => Drifts(s.Verdict)).OrderBy(r => r.Stack.Environment == review.Parity.To ? 0 : 1)];
        Collisions = review.Collisions;
        foreach (var collision in Collisions)
            _meets.TryAdd((collision.Stack, collision.Address, collision.Drift.Path), collision.Kind);
        Age = ParityAges.Of(facts.KeptSince, Stacks.Select(s => s.Verdict), now, interval);
        OldestRead = Stacks.Min(s => s.Verdict.OldestReadAt);
        OldestCheck = Stacks.Min(s => s.Verdict.CheckedAt);
        Calls = Stacks.Sum(s => s.Calls);
        Reservations = ReleaseReservations.Of(this);
        (Stage, StageText) = ReleaseStages.Of(facts, now, interval);
    }

    /// <summary>What it rests on.</summary>
    public ReviewFacts Facts { get; }

    /// <summary>The release by its two ends, "54bac98..66a26d2".</summary>
    public string Range => $"{ShortText.Commit(Facts.Begin) ?? PinnedRelease.NotKnown}..{ShortText.Commit(Facts.Review.FromCommit) ?? "none"}";

    /// <summary>How many resources in scope rest on a read that is not later than an instant.</summary>
    public int ReadBefore(DateTimeOffset asked) => Stacks.Sum(s => s.Verdict.Resources.Count(r => r.ObservedAt <= asked));

    /// <summary>Whether every component is in scope.</summary>
    public bool IsWhole { get; }

    /// <summary>The instant by which ages are judged.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The components in scope.</summary>
    public ImmutableArray<ReviewedComponent> Components { get; }

    /// <summary>Every unit of parity in scope, equal ones included; what is unexplained by weight.</summary>
    public ImmutableArray<ParityItem> Items { get; }

    /// <summary>How many differences of components that are not in scope are unexplained.</summary>
    public int UnexplainedOutside { get; }

    /// <summary>Units in scope per pile.</summary>
    public ParityCounts Counts { get; }

    /// <summary>How many units are in scope.</summary>
    public int Total => Items.Length;

    /// <summary>How many of them could be compared.</summary>
    public int Compared => Total - Counts.Unverifiable;

    /// <summary>What could not be verified, by cause.</summary>
    public ImmutableArray<UnverifiedGroup> Groups { get; }

    /// <summary>What the release may do and nobody can tell, by cause.</summary>
    public ImmutableArray<UntoldGroup> Untold { get; }

    /// <summary>How many of the groups of <see cref="Untold"/> somebody still has to look at.</summary>
    public int UntoldLeft => Untold.Count(g => g.TickedAt is null);

    /// <summary>How many of the groups somebody has looked at wholly.</summary>
    public int Ticked => Groups.Count(g => g.TickedAt is not null);

    /// <summary>The stacks of both environments in scope.</summary>
    public ImmutableArray<ReviewedStack> Stacks { get; }

    /// <summary>What was changed by hand in scope, the second environment first.</summary>
    public ImmutableArray<ByHandRow> ByHand { get; }

    /// <summary>Changes by hand that the release may meet.</summary>
    public ImmutableArray<Collision> Collisions { get; }

    /// <summary>How the release meets a change by hand; null where it leaves the resource alone.</summary>
    public CollisionKind? Meets(ByHandRow row) => _meets.TryGetValue((row.Stack, row.Resource.Address, row.Difference.Path), out var kind) ? kind : null;

    /// <summary>The same in a few words.</summary>
    public string MeetsText(ByHandRow row)
    {
        var isOfSecond = row.Stack.Environment == Facts.Review.Parity.To;
        var isUntold = isOfSecond && (Facts.Review.FromCommit is null || Facts.Review.Untold.Any(u => u.Stack == row.Stack && (u.Address.IsStack || u.Address == row.Resource.Address)));
        return Meets(row) is var meets && meets is null && isUntold ? "cannot be told" : ReleaseWords.ShortOf(meets, isOfSecond);
    }

    /// <summary>The oldest live read that anything in scope rests on; null where nothing was read.</summary>
    public DateTimeOffset? OldestRead { get; }

    /// <summary>When the template of a stack in scope was checked longest ago.</summary>
    public DateTimeOffset? OldestCheck { get; }

    /// <summary>Whether a verdict in scope is too old to prove anything.</summary>
    public bool IsStale => Age.IsStale;

    /// <summary>How old the judgement looks, with the stacks in scope.</summary>
    public ParityAge Age { get; }

    /// <summary>How many calls it takes to read the scope again.</summary>
    public int Calls { get; }

    /// <summary>
    /// What it comes to. Only what is unexplained blocks; and nothing is clear that nobody could compare, nor a release of which nobody can tell what it does before
    /// somebody has looked, nor one that meets, loses or brings what another part of the review warns of.
    /// </summary>
    public ReviewVerdict Verdict => Counts.Unexplained > 0 ? ReviewVerdict.Blocked
        : Compared == 0 || Ticked < Groups.Length || UntoldLeft > 0 || IsStale || Facts.Review.FromCommit is null || !Reservations.IsEmpty ? ReviewVerdict.Open
        : ReviewVerdict.Clear;

    /// <summary>What blocks nothing, and lets nothing be clear: the worst first.</summary>
    public ImmutableArray<string> Reservations { get; }

    /// <summary>The verdict in words.</summary>
    public string Headline
    {
        get
        {
            if (Counts.Unexplained > 0)
                return $"Blocked: {Words(Counts.Unexplained, "difference is", "differences are")} unexplained";
            if (Facts.Review.FromCommit is null)
                return $"Nothing to release: the ref of {Facts.Review.Parity.From} names no commit";
            var (untold, unseen) = (Facts.Review.Untold.Length, Untold.Sum(g => g.Changes.Length - g.Looked));
            if (Total == 0 && untold == 0)
                return "Nothing blocks: the release changes nothing";
            if (Compared == 0)
                return "Nothing could be compared, so nothing is proven";
            var left = Groups.Length - Ticked;
            if (!Reservations.IsEmpty)
            {
                return "Not blocked, but: " + string.Join(", ", new[]
                {
                    string.Join(", ", Reservations),
                    left > 0 ? $"{Words(left, "group", "groups")} that cannot be verified" : null,
                    unseen > 0 ? $"{Words(unseen, "place", "places")} of which nobody can tell" : null,
                    IsStale ? "old evidence" : null,
                }.OfType<string>());
            }

            return left > 0 ? $"Nothing is unexplained, and {Words(left, "group", "groups")} that cannot be verified {(left == 1 ? "waits" : "wait")} for a look"
                : unseen > 0 ? $"Nothing is unexplained, but what the release does to {Words(unseen, "place", "places")} cannot be told"
                : IsStale ? "Nothing is unexplained, but the evidence is old: refresh it"
                : untold > 0 ? $"Nothing blocks this release; {Words(untold, "place", "places")} of which nobody can tell {(untold == 1 ? "was" : "were")} looked at"
                : "Nothing blocks this release";
        }
    }

    /// <summary>How far the release is.</summary>
    public ReleaseStage Stage { get; }

    /// <summary>How far the release is, in words; null where there is none.</summary>
    public string? StageText { get; }

    /// <summary>After the release: whether the second environment runs what was reviewed, and what not; null before it.</summary>
    public string? After => Stage == ReleaseStage.Done ? StageText : null;

    /// <summary>How long it takes at least to read the scope again: accounts and regions are read side by side, each at its own pace.</summary>
    public TimeSpan RefreshTime(CallPace pace) => TimeSpan.FromSeconds(Math.Ceiling(
        Stacks.GroupBy(s => (s.Verdict.Account, s.Verdict.Key.Region)).Select(g => g.Sum(s => s.Calls) / pace.CallsPerSecond(g.Key.Account)).DefaultIfEmpty(0).Max()));

    /// <summary>The units of a pile.</summary>
    public IEnumerable<ParityItem> In(ParityPile pile) => Items.Where(i => i.Pile == pile);

    /// <summary>The part that matters most: what blocks, what cannot be verified, or what the release does.</summary>
    public ReviewPart FirstPart => Counts.Unexplained > 0 ? ReviewPart.Unexplained : Ticked < Groups.Length ? ReviewPart.Unverifiable : ReviewPart.Release;

    /// <summary>Who wrote a place, where that is known.</summary>
    public WrittenLine? LineOf(ParityItem item) => Facts.Lines.GetValueOrDefault(ReviewPlaces.Name(item.Component, item.Region, item.Instance, item.Address, item.Path.ToString()));

    /// <summary>Who wrote what a change brings, where that is known.</summary>
    public WrittenLine? LineOf(ReleaseChange change) => change.Difference.IsAttribute ? null
        : Facts.Lines.GetValueOrDefault(ReviewPlaces.Name(change.Stack.Component, change.Stack.Region, change.Stack.Instance, change.Address, change.Difference.Path.ToString()));

    /// <summary>Makes the view.</summary>
    /// <param name="facts">What it rests on.</param>
    /// <param name="isWhole">Whether every component is in scope.</param>
    /// <param name="now">Ages are judged by it.</param>
    /// <param name="interval">From one sweep to the next.</param>
    /// <param name="tickOf">When a unit was ticked, by the id of its tick.</param>
    public static ReviewView Of(ReviewFacts facts, bool isWhole, DateTimeOffset now, TimeSpan interval, Func<string, DateTimeOffset?> tickOf) => new(facts, isWhole, now, interval, tickOf);

    /// <summary>Names a unit in addresses.</summary>
    public static string NameOf(ParityItem item) => RuleChoice.NameOf(ParityState.UnitOf(item));

    /// <summary>"1 change", "3 changes".</summary>
    public static string Words(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string CauseOf(ParityItem item) => item.Cause ?? item.Reason ?? "the cause is not known";

    private UnverifiedGroup Group(string cause, ImmutableArray<ParityItem> items, Func<string, DateTimeOffset?> tickOf)
    {
        var parity = Facts.Review.Parity;
        var of = $"{parity.Application} {parity.From} {parity.To} {cause}";
        // Secrets write themselves as what they are, never as what they hold.
        return new UnverifiedGroup(RuleChoice.NameOf(of), cause, items, [.. items.Select(i => Tick($"{of}\n{ParityState.UnitOf(i)} {i.Left} {i.Right}\n{i.Reason}", tickOf))]);
    }

    /// <summary>The values are what cannot be told: the two commits stand in their place.</summary>
    private UntoldGroup Group(string cause, ImmutableArray<UntoldChange> changes, Func<string, DateTimeOffset?> tickOf)
    {
        var review = Facts.Review;
        var of = $"untold {review.Parity.Application} {review.Parity.From} {review.Parity.To} {review.FromCommit} {review.ToCommit} {cause}";
        return new UntoldGroup(RuleChoice.NameOf(of), cause, changes, [.. changes.Select(c => Tick($"{of}\n{c.Stack}|{c.Address}{c.Path}\n{c.Detail}", tickOf))]);
    }

    private static UnitTick Tick(string evidence, Func<string, DateTimeOffset?> tickOf)
    {
        var id = UnitTick.NameOf(evidence);
        return new UnitTick(id, tickOf(id));
    }

    private static IEnumerable<ByHandRow> Drifts(StackEvaluation stack) =>
        from resource in stack.Resources
        from drift in resource.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).Select(d => (Difference: d, Rule: (string?)null))
            .Concat(resource.Allowed.Where(a => a.Rule.Kind == Core.Definition.RuleKind.Accept).Select(a => (a.Difference, Rule: (string?)a.Rule.Id)))
        select new ByHandRow(
            ReviewRows.NameOf(stack.Key, resource.Address, drift.Difference.Path), stack.Key, resource, drift.Difference, drift.Rule);
}
