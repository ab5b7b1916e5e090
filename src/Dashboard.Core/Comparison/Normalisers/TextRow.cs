using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A rule that is a row of data: at certain places, texts that the same steps turn into the same text are the same.</summary>
/// <param name="steps">What is done to both texts, or, where the rule is about live values only, to the template's.</param>
/// <param name="isLiveOnly">Whether it holds only against what a service returns.</param>
/// <param name="places">Where: a resource type and a path, as in the traits.</param>
internal sealed class TextRow(
    string id, string title, string summary, ImmutableArray<NormaliserSample> samples, ImmutableArray<TextStep> steps, bool isLiveOnly, ImmutableArray<(string Type, string Path)> places)
    : ScalarNormaliser(id, title, summary, samples)
{
    /// <summary>Where the rule holds.</summary>
    public ImmutableArray<(string Type, string Path)> Places { get; } = places;

    public override string? Canonical(ScalarValue value, TraitCursor place) => isLiveOnly ? null : TextSteps.Apply(steps, value.Text);

    public override bool AreSame(in ScalarPair pair) => isLiveOnly
        ? pair.Options.IsLive && TextSteps.Matches(steps, pair.Left.Text, pair.Right.Text, pair.Siblings)
        : base.AreSame(pair);
}
