namespace Dashboard.Core.Comparison;

/// <summary>What a comparison is for.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Two rendered templates: what neither service nor account decides is compared too (read-only and write-only properties).</summary>
    public static readonly ComparisonOptions Templates = new() { AreTemplates = true };

    /// <summary>A deployed template with its deployment's own copy of it: as <see cref="Templates"/>, and what GetTemplate spoils is not told apart.</summary>
    public static readonly ComparisonOptions Pending = new() { AreTemplates = true, FoldsMaskedText = true };

    /// <summary>The deployed state with what the services answer: only what the template declares.</summary>
    public static readonly ComparisonOptions Drift = new() { OnlyDeclared = true, FoldsMaskedText = true };

    /// <summary>
    /// Two template texts before any parameter is known: what refers to something is compared as what it says, so that a reference and a text differ.
    /// </summary>
    public static readonly ComparisonOptions Sources = new() { AreTemplates = true, FoldsMaskedText = true, AreSources = true, HasIndexesOfRight = true };

    /// <summary>Whether the right side is what a service answers.</summary>
    public bool IsLive => !AreTemplates;

    /// <summary>Whether both sides are template texts, whose references are texts like any other.</summary>
    public bool AreSources { get; init; }

    /// <summary>Whether the items of lists on the path of what was added or changed have the indexes of the right side; otherwise only what was added itself has.</summary>
    public bool HasIndexesOfRight { get; init; }

    /// <summary>Whether what only the right side has, and <see cref="OnlyDeclared"/> leaves out, is listed apart.</summary>
    public bool ListsUndeclared { get; init; }

    /// <summary>Whether differences that a normaliser folded are listed, and not only counted.</summary>
    public bool ListsFolded { get; init; }

    /// <summary>Whether both sides come from templates, so that read-only and write-only properties can be compared.</summary>
    public bool AreTemplates { get; init; }

    /// <summary>
    /// Whether the right side may have more than the left declares: entries of a map that the left side does not name are then not looked at.
    /// Lists, tags, documents and maps with keys of the user's own are compared whole; of an item that both sides have, again only what the left side names.
    /// </summary>
    public bool OnlyDeclared { get; init; }

    /// <summary>Whether a "?" may stand for a character beyond ASCII: CloudFormation's GetTemplate returns it so.</summary>
    public bool FoldsMaskedText { get; init; }

    /// <summary>Whether equal leaves are listed too.</summary>
    public bool ListsEqual { get; init; }
}
