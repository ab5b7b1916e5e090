using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Review;

/// <summary>What the parts of a review are called.</summary>
public static class PartWords
{
    /// <summary>The part that lists a pile, which bears its name.</summary>
    public static ReviewPart PartOf(ParityPile pile) => Enum.Parse<ReviewPart>(pile.ToString());

    /// <summary>The parts beside the piles, in order.</summary>
    public static readonly IReadOnlyList<ReviewPart> Beside = [ReviewPart.Release, ReviewPart.Rehearsal, ReviewPart.ByHand, ReviewPart.Commits, ReviewPart.Rules];

    /// <summary>The part's name.</summary>
    public static string Of(ReviewPart part, ParityKey pair) => part switch
    {
        ReviewPart.Release => $"What this does to {pair.To}",
        ReviewPart.Rehearsal => $"Not rehearsed in {pair.From}",
        ReviewPart.ByHand => "Changed by hand",
        ReviewPart.Commits => "Commits",
        ReviewPart.Rules => "Rules to add",
        _ => PileWords.Of(Enum.Parse<ParityPile>(part.ToString())),
    };

    /// <summary>What the part shows.</summary>
    public static string Meaning(ReviewPart part, ParityKey pair) => part switch
    {
        ReviewPart.Release => $"The templates of {pair.From}'s commit with the parameters of {pair.To}, against what {pair.To} was deployed with.",
        ReviewPart.Rehearsal => $"What {pair.To} gets and {pair.From} never ran.",
        ReviewPart.ByHand => "What runs otherwise than it was deployed, accepted or not.",
        ReviewPart.Commits => "What the release brings, newest first.",
        ReviewPart.Rules => "A patch for driftboard.yaml. It is yours to commit: nothing is written to the repository.",
        _ => PileWords.Meaning(Enum.Parse<ParityPile>(part.ToString())),
    };
}

/// <summary>What a release does, in words.</summary>
public static class ReleaseWords
{
    /// <summary>What becomes of a resource that holds something.</summary>
    public static string Of(Core.Releases.StateRisk risk, Impact impact) =>
        $"{(impact == Impact.Delete ? "deletes" : risk.IsCertain ? "replaces" : "may replace")} {risk.Holds}: " + (risk.Policy, impact) switch
        {
            ("Retain" or "RetainExceptOnCreate", Impact.Delete) => "it is kept, and no stack manages it any more",
            ("Snapshot", Impact.Delete) => "only a snapshot of it is kept",
            ("Retain" or "RetainExceptOnCreate", _) => "the old one is kept beside the stack, and the new one begins empty",
            ("Snapshot", _) => "a snapshot is kept, and the new one begins empty",
            _ => "what is in it is gone",
        };

    /// <summary>The same in two words.</summary>
    public static string MarkOf(Core.Releases.StateRisk risk, Impact impact) => (risk.Policy, impact) switch
    {
        ("Retain" or "RetainExceptOnCreate", Impact.Delete) => "left behind",
        ("Snapshot", Impact.Delete) => "snapshot only",
        ("Retain" or "RetainExceptOnCreate" or "Snapshot", _) => "new and empty",
        _ => "data loss",
    };

    /// <summary>That there is nothing to release.</summary>
    public static string NoRelease(string from) => $"The ref of {from} names no commit, so there is nothing to release. Look at its ref in driftboard.yaml.";

    /// <summary>Why no commit is told of a release.</summary>
    public static string NoCommits(string? from, string? to, bool isWhole) => (from, to) switch
    {
        (null, _) => "The ref of the first environment names no commit, so there is nothing to release. Look at the refs in driftboard.yaml.",
        (_, null) => "Which commit runs now cannot be told of any stack that the release changes, so neither can what lies between.",
        _ when from == to => "Both environments run the same commit.",
        _ when !isWhole => "What lies between the two commits cannot be told: the repository that is at hand does not hold both of them, or could not be read.",
        _ => "No commit lies between the two: the release takes back what runs now.",
    };

    /// <summary>That a release takes something back, or may; null where it does not, and where there are no two commits.</summary>
    public static string? Backward(string? from, string? to, bool? isForward, string environment) => isForward is true || from is null || to is null ? null
        : isForward is false ? $"The commit that {environment} runs does not stand in the history of the one that is to be released: the release takes something back, too."
        : $"Whether the commit that {environment} runs stands in the history of the one that is to be released cannot be told: the release may take something back, too.";

    /// <summary>How a release meets a change by hand. An update compares with the previous template, so nothing here is certain.</summary>
    public static string Of(Core.Releases.CollisionKind kind) => kind switch
    {
        Core.Releases.CollisionKind.SameProperty => "It may overwrite what was changed by hand: it changes this very property.",
        Core.Releases.CollisionKind.Replaced => "It may lose what was changed by hand: it makes the resource anew, or deletes it.",
        Core.Releases.CollisionKind.Deleted => "It may fail: the resource was deleted by hand, and an update expects it.",
        Core.Releases.CollisionKind.Beside => "It may leave this as it is or take it back: it changes another property of the same resource.",
        _ => "It brings just what was done by hand; the two may meet without harm.",
    };

    /// <summary>The same in three words; of a change by hand that it does not meet, that.</summary>
    /// <param name="kind">How they meet; null: not at all.</param>
    /// <param name="isOfSecond">Whether the change is in the environment that takes the release.</param>
    public static string ShortOf(Core.Releases.CollisionKind? kind, bool isOfSecond) => kind switch
    {
        null => isOfSecond ? "leaves it" : "–",
        Core.Releases.CollisionKind.SameProperty => "may overwrite it",
        Core.Releases.CollisionKind.Replaced => "may lose it",
        Core.Releases.CollisionKind.Deleted => "may fail on it",
        Core.Releases.CollisionKind.Beside => "may take it back",
        _ => "brings the same",
    };
}
