using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What an entry of the palette is.</summary>
public enum PaletteKind
{
    Command,
    Component,
    Stack,
    Problem,
    Property,
    Resource,
    Commit,
    Parity,
}

/// <summary>Something that the palette can find.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What it is found by; the name comes first, since a beginning counts most.</param>
public sealed record PaletteEntry(PaletteKind Kind, FuzzyText Key)
{
    /// <summary>What it is found by, too, where that is typed as it stands: an identifier, values; null: nothing.</summary>
    public string? Exact { get; init; }

    /// <summary>The stack that it is about.</summary>
    public StackKey? Stack { get; init; }

    /// <summary>The resource that it is about.</summary>
    public ResourceAddress? Address { get; init; }

    /// <summary>What is known of a resource; null: it is none.</summary>
    internal ResourceEvaluation? Resource { get; init; }

    /// <summary>The property that it is about.</summary>
    public PropertyPath? Path { get; init; }

    /// <summary>The verdict whose shape it bears.</summary>
    public Status? Status { get; init; }

    /// <summary>The unit that shows it, where a value belongs to another environment: it bears the shape and the words of that, and no verdict's.</summary>
    public ParityItem? Separation { get; init; }

    /// <summary>Where it leads, where that is no stack's page.</summary>
    public string? Href { get; init; }

    /// <summary>The file that it leads to, as its commit left it; null: none.</summary>
    public (string File, string Commit)? Source { get; init; }

    /// <summary>The command that it runs.</summary>
    public string? CommandId { get; init; }

    /// <summary>What it is called on the screen.</summary>
    public string Title { get; init; } = "";

    /// <summary>What tells it from others of its name; null: nothing is needed.</summary>
    public string? Detail { get; init; }

    /// <summary>Where it leads; null where it runs a command.</summary>
    public string? LinkIn(DriftBoard board) => Href ?? (Stack is null ? null : Source is var (file, commit) ? Links.Source(board, Stack, Address, Path, file, commit) : Links.Stack(board, Stack, Address, Path is { Segments.Length: > 0 } ? Path : null));
}
