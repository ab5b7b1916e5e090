using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation.Review;

/// <summary>The rows of a review's parts as they are shown, and the way through them from one difference to the next.</summary>
public static class ReviewRows
{
    /// <summary>So many resources are listed of what a release does.</summary>
    public const int MostChanged = 200;

    private const int PartLength = 8;

    /// <summary>Where the way begins for who looks at a part in which nothing differs: at what matters most.</summary>
    private static readonly ImmutableArray<ReviewPart> Walked = [ReviewPart.Unexplained, ReviewPart.Pending, ReviewPart.Configured, ReviewPart.Declared, ReviewPart.Release, ReviewPart.ByHand];

    /// <summary>The units of a pile. A row of two lines has room for its resource, which needs no line of its own for that.</summary>
    public static List<ParityRow> Units(ReviewView view, ParityPile pile, ReviewState state)
    {
        var rows = ParityRows.Build(view.Facts.Review.Parity with { Items = [.. view.In(pile)] }, new ParityState(pile, Text: state.Text, Sort: SortOrder.Parse<ParityColumn>(state.Sort.Format()) ?? default));
        return IsTall(pile) ? ParityRows.WithoutLoneHeads(rows) : rows;
    }

    /// <summary>Whether the rows of a pile have two lines: what accounts for a difference takes them, and nothing of it may be cut.</summary>
    public static bool IsTall(ParityPile pile) => pile != ParityPile.Equal;

    /// <summary>What was changed by hand.</summary>
    public static List<ByHandRow> ByHand(DriftBoard board, ReviewView view, ReviewState state) =>
    [
        .. state.Sort.Sort(view.ByHand.Where(r => state.Text.Length == 0 || $"{PlaceOf(board, r)} {r.Difference.Expected} {r.Difference.Actual}".Contains(state.Text, StringComparison.OrdinalIgnoreCase)), (row, column) => column switch
        {
            ReviewColumn.Property => new(PlaceOf(board, row)),
            ReviewColumn.From => new(row.Difference.Expected?.ToString()),
            ReviewColumn.To => new(row.Difference.Actual?.ToString()),
            ReviewColumn.Why => new(view.MeetsText(row)),
            ReviewColumn.State => new(row.Rule is { } rule ? $"accepted by {rule}" : StatusWords.Of(row.Resource)),
            _ => default,
        }),
    ];

    /// <summary>Where something was changed by hand, in words.</summary>
    public static string PlaceOf(DriftBoard board, ByHandRow row) => $"{row.Stack.Environment} / {StackNames.Short(board, row.Stack)} / {ShortText.Address(row.Resource.Address)}{row.Difference.Path}";

    /// <summary>What the release does, resource by resource: what is lost comes first, then what is made anew or goes, then the rest.</summary>
    public static List<IGrouping<(StackKey Stack, ResourceAddress Address), ReleaseChange>> Changes(ReviewView view, string text) =>
    [
        .. view.Facts.Review.Changes
            .Where(c => text.Length == 0 || $"{c.Stack.Component} / {c.Address}{c.Difference.Path} {c.Type} {c.Difference.Expected} {c.Difference.Actual}".Contains(text, StringComparison.OrdinalIgnoreCase))
            .GroupBy(c => (c.Stack, c.Address)).OrderBy(g => g.Min(Weight)),
    ];

    /// <summary>Names a change of the release in addresses.</summary>
    public static string NameOf(ReleaseChange change) => $"{PartOf(change.Stack)}{PartOf(change.Address)}{PartOf($"{change.Difference.Path}|{change.Difference.Path.InnermostKey}")}";

    /// <summary>Whether a name is one of a change to a resource: of a stack, a resource and a property, so that the resource is found though only the review knows its changes.</summary>
    public static bool IsChangeOf(string name, StackKey stack) => name.Length == 3 * PartLength && name.StartsWith(PartOf(stack), StringComparison.Ordinal);

    /// <summary>The same of a resource in that stack.</summary>
    public static bool IsChangeOf(string name, ResourceAddress address) => name.AsSpan(PartLength, PartLength).SequenceEqual(PartOf(address));

    private static string PartOf(object part) => RuleChoice.NameOf(part.ToString()!)[..PartLength];

    /// <summary>Names a property of a stack in addresses.</summary>
    public static string NameOf(StackKey stack, ResourceAddress address, PropertyPath path) => RuleChoice.NameOf($"{stack}|{address}|{path}|{path.InnermostKey}");

    /// <summary>The difference after the one that a state of the page shows, or before it; round the end. Null where what is shown is searched and has none, or the whole review has none.</summary>
    /// <param name="board">The board that names the stacks.</param>
    /// <param name="view">The review.</param>
    /// <param name="state">What the page shows.</param>
    /// <param name="step">1 or -1.</param>
    public static DifferenceStep? From(DriftBoard board, ReviewView view, ReviewState state, int step)
    {
        var part = state.Part ?? view.FirstPart;
        var names = NamesIn(board, view, state, part);
        if (names.Count == 0)
        {
            if (state.Text.Length > 0 && (part == ReviewPart.Equal || Walked.Contains(part)))
                return null;
            part = Walked.FirstOrDefault(p => NamesIn(board, view, state.Open(p), p).Count > 0);
            state = state.Open(part);
            names = NamesIn(board, view, state, part);
            if (names.Count == 0)
                return null;
        }

        var here = state.Unit is { } unit ? names.IndexOf(unit) : -1;
        var next = here < 0 ? (step > 0 ? 0 : names.Count - 1) : (here + step + names.Count) % names.Count;
        var review = view.Facts.Review.Parity;
        return new DifferenceStep(Links.Review(ParityKey.Of(review), state with { Part = part, Unit = names[next] }), next + 1, names.Count) { IsHere = here == next };
    }

    /// <summary>The names of the differences that a part lists, in order.</summary>
    private static List<string> NamesIn(DriftBoard board, ReviewView view, ReviewState state, ReviewPart part) => part switch
    {
        ReviewPart.ByHand => [.. ByHand(board, view, state).Select(r => r.Name)],
        ReviewPart.Release => [.. Changes(view, state.Text).Take(MostChanged).SelectMany(g => g).Select(NameOf)],
        ReviewPart.Unverifiable or ReviewPart.Rehearsal or ReviewPart.Commits or ReviewPart.Rules => [],
        _ => [.. Units(view, Enum.Parse<ParityPile>(part.ToString()), state).Where(r => !r.IsHead).Select(r => ReviewView.NameOf(r.Item))],
    };

    private static int Weight(ReleaseChange change) => change switch
    {
        { Risk: not null } => 0,
        { Difference.Impact: Impact.Replacement or Impact.ConditionalReplacement } => 1,
        { Difference.Impact: Impact.Delete } => 2,
        _ => 3,
    };
}
