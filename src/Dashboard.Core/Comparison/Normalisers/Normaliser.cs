using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>One way in which two values may be written differently and mean the same.</summary>
/// <remarks>Ids are permanent: they stand in reports and in what people wrote about them. One file each; rules that are rows of data stand in normalisers.json.</remarks>
/// <param name="id">"CMP004".</param>
/// <param name="title">A few words.</param>
/// <param name="summary">When it folds, and why that is right; a sentence or two.</param>
/// <param name="samples">At least one that it folds and one that it must not fold.</param>
public abstract class Normaliser(string id, string title, string summary, ImmutableArray<NormaliserSample> samples)
{
    /// <summary>"CMP004".</summary>
    public string Id { get; } = id;

    /// <summary>A few words.</summary>
    public string Title { get; } = title;

    /// <summary>When it folds, and why that is right.</summary>
    public string Summary { get; } = summary;

    /// <summary>At least one that it folds and one that it must not fold.</summary>
    public ImmutableArray<NormaliserSample> Samples { get; } = samples;
}

/// <summary>Two sets of properties, and whether the rule makes them the same.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Left">Properties as JSON: what is expected.</param>
/// <param name="Right">Properties as JSON: what is there.</param>
/// <param name="IsFolded">Whether the two mean the same.</param>
/// <param name="Options">What the comparison is for; with live values where nothing else is said.</param>
public sealed record NormaliserSample(string Type, string Left, string Right, bool IsFolded, ComparisonOptions? Options = null)
{
    /// <summary>A sample that the rule folds.</summary>
    public static NormaliserSample Same(string type, string left, string right, ComparisonOptions? options = null) => new(type, left, right, true, options);

    /// <summary>A sample that looks alike and must be told apart.</summary>
    public static NormaliserSample Different(string type, string left, string right, ComparisonOptions? options = null) => new(type, left, right, false, options);
}

/// <summary>A rule about the shape of values: where it holds is the walk's to know.</summary>
internal sealed class ShapeNormaliser(string id, string title, string summary, params ImmutableArray<NormaliserSample> samples) : Normaliser(id, title, summary, samples);

/// <summary>A rule about two scalars at one place.</summary>
internal abstract class ScalarNormaliser(string id, string title, string summary, params ImmutableArray<NormaliserSample> samples) : Normaliser(id, title, summary, samples)
{
    /// <summary>The one text that all equal spellings at the place share; null where the rule has nothing to say of the text.</summary>
    public virtual string? Canonical(ScalarValue value, TraitCursor place) => null;

    /// <summary>Whether two scalars of different text or kind are the same.</summary>
    public virtual bool AreSame(in ScalarPair pair) =>
        Canonical(pair.Left, pair.Place) is var left && Canonical(pair.Right, pair.Place) is var right && (left ?? right) is not null
        && (left ?? pair.Left.Text) == (right ?? pair.Right.Text);
}

/// <summary>Two scalars at one place.</summary>
/// <param name="Left">The expected one.</param>
/// <param name="Right">The actual one.</param>
/// <param name="Place">What is known of the place.</param>
/// <param name="Options">What the comparison is for.</param>
/// <param name="Siblings">The expected entries of the map that the place belongs to; null inside a list.</param>
internal readonly record struct ScalarPair(ScalarValue Left, ScalarValue Right, TraitCursor Place, ComparisonOptions Options, MapValue? Siblings);
