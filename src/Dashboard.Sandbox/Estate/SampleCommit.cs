namespace Dashboard.Sandbox.Estate;

/// <summary>A commit of the sample repository, as data.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="Date">When, with the author's offset: "2026-02-02T09:14:00+01:00".</param>
/// <param name="Message">What git log says.</param>
/// <param name="Changes">What it does to the files.</param>
internal sealed record SampleCommit(SampleAuthor Author, string Date, string Message, params ImmutableArray<FileChange> Changes);

/// <summary>Somebody of the team that owns the sample.</summary>
internal sealed record SampleAuthor(string Name, string Email);

/// <summary>What a commit does to one file.</summary>
internal abstract record FileChange(string Path)
{
    /// <summary>The file after the change, given the file before it (null: there was none).</summary>
    public abstract string Apply(string? text);

    /// <summary>The file before the change (null: there was none), given the file after it.</summary>
    public abstract string? Undo(string text);
}

/// <summary>The file appears, in the state that undoing all later changes leaves.</summary>
internal sealed record Added(string Path) : FileChange(Path)
{
    /// <inheritdoc />
    public override string Apply(string? text) => throw new InvalidOperationException($"{Path}: an added file is known only from undoing what came later.");

    /// <inheritdoc />
    public override string? Undo(string text) => null;
}

/// <summary>A block appears; its text is what the later version holds there.</summary>
/// <param name="Path">The file.</param>
/// <param name="From">What the block starts with: once in the file.</param>
/// <param name="Until">What stands behind the block, or null where it reaches to the end of the file.</param>
internal sealed record Inserted(string Path, string From, string? Until) : FileChange(Path)
{
    /// <inheritdoc />
    public override string Apply(string? text) => throw new InvalidOperationException($"{Path}: an inserted block is known only from undoing what came later.");

    /// <inheritdoc />
    public override string? Undo(string text)
    {
        var start = text.IndexOf(From, StringComparison.Ordinal);
        var end = start < 0 ? -1 : Until is null ? text.Length : text.IndexOf(Until, start + From.Length, StringComparison.Ordinal);
        return end >= 0 && text.IndexOf(From, start + 1, StringComparison.Ordinal) < 0
            ? text.Remove(start, end - start)
            : throw new InvalidOperationException($"{Path}: '{From}' must stand there once, with '{Until}' behind it.");
    }
}

/// <summary>An exact piece of text is replaced, in a stated number of places; both directions must be unambiguous.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">The old text.</param>
/// <param name="After">The new text.</param>
/// <param name="Times">In how many places.</param>
internal sealed record Edited(string Path, string Before, string After, int Times = 1) : FileChange(Path)
{
    /// <inheritdoc />
    public override string Apply(string? text) => Replace(text ?? throw new InvalidOperationException($"{Path} does not exist yet."), Before, After);

    /// <inheritdoc />
    public override string Undo(string text)
    {
        var before = Replace(text, After, Before);
        return Apply(before) == text ? before : throw new InvalidOperationException($"{Path}: replacing '{Before}' does not lead back to where it came from.");
    }

    private string Replace(string text, string find, string replacement)
    {
        var found = text.Split(find).Length - 1;
        return found == Times
            ? text.Replace(find, replacement, StringComparison.Ordinal)
            : throw new InvalidOperationException($"{Path}: found {found} times instead of {Times}: '{find}'.");
    }
}
