using System.Collections.Immutable;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>What the comparison says of a leaf.</summary>
public enum LeafKind
{
    /// <summary>It differs, and nothing accounts for that.</summary>
    Differs,

    /// <summary>Nobody can say whether it differs.</summary>
    Unverified,

    /// <summary>It differs, and a rule, a parameter or a release accounts for it.</summary>
    Explained,

    /// <summary>It is written differently and means the same.</summary>
    Folded,

    /// <summary>It is the same.</summary>
    Equal,

    /// <summary>It was compared with nothing: nothing was read, or nothing is deployed.</summary>
    NotCompared,
}

/// <summary>How a cell of a leaf is marked.</summary>
public enum CellMark
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>What runs, changed by hand.</summary>
    Drift,

    /// <summary>What the repository says, not released yet.</summary>
    Pending,
}

/// <summary>What one side says at a leaf.</summary>
/// <param name="Value">The value; null: there is none.</param>
/// <param name="Word">What stands in the place of the value: "deleted", "not read". Null: the value itself.</param>
/// <param name="Mark">How it is marked.</param>
/// <param name="Against">The side whose value it is compared with word by word; -1: none.</param>
public sealed record ComparisonCell(PropertyValue? Value, string? Word = null, CellMark Mark = CellMark.None, int Against = -1);

/// <summary>One leaf of a comparison: a place, and what each side says there.</summary>
/// <param name="Path">The place.</param>
/// <param name="Kind">What the comparison says of it.</param>
/// <param name="Cells">One for each side, in the order of the sides.</param>
public sealed record ComparisonLeaf(PropertyPath Path, LeafKind Kind, ImmutableArray<ComparisonCell> Cells)
{
    /// <summary>Why it is no plain difference: the rule with its reason, the normaliser, why it could not be verified. Null where nothing is to be said.</summary>
    public string? Note { get; init; }

    /// <summary>The ids of the normalisers under which the two sides were compared here.</summary>
    public ImmutableArray<string> Normalisers { get; init; } = [];

    /// <summary>The difference in its three states; null where nothing differs, and of two environments.</summary>
    public PropertyRow? Row { get; init; }

    /// <summary>Whether it is no unit of its own, but stands above some: a list whose order means nothing.</summary>
    public bool IsAboveUnits { get; init; }

    /// <summary>The unit of parity; null for a stack's own resource.</summary>
    public ParityItem? Unit { get; init; }

    /// <summary>"means the same: Order of tags (CMP024)." and what the normaliser says of itself.</summary>
    internal static string NoteOf(FoldedLeaf fold) => NormaliserCatalog.Get(fold.Normaliser) is var rule ? $"means the same: {rule.Title} ({rule.Id}). {rule.Summary}" : "";

    /// <summary>Names the leaf: the same in the next comparison, and unique in most.</summary>
    public string Key => KeyOf(Path);

    /// <summary>Whether every side has the same value. The same text may be one environment's own, and the other's mistake.</summary>
    public bool IsSameEverywhere => Unit is not { IsSeparationFinding: true } && Cells.All(c => c.Word is null && c.Value is not null && c.Value.Equals(Cells[0].Value));

    /// <summary>Names a place: the pointer, and what identifies the list item that it is in.</summary>
    public static string KeyOf(PropertyPath path) => path.InnermostKey is { } key ? $"{path}|{key.Property}={key.Value}" : path.ToString();

    /// <summary>Whether the leaf is at a path, or beneath it.</summary>
    public bool IsWithin(PropertyPath path) => IsWithin(Path, path);

    /// <summary>Whether one path is another, or beneath it. Items that have keys are the same by these: their indexes may be those of two states.</summary>
    internal static bool IsWithin(PropertyPath inner, PropertyPath outer)
    {
        if (outer.Segments.Length > inner.Segments.Length)
            return false;
        for (var i = 0; i < outer.Segments.Length; i++)
        {
            var (one, other) = (outer.Segments[i], inner.Segments[i]);
            if (one.Name != other.Name || (one.Key is { } key && other.Key is not null ? key != other.Key : one.Index != other.Index))
                return false;
        }

        return true;
    }
}
