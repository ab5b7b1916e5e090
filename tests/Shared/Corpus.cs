namespace Dashboard.Tests.Shared;

/// <summary>Real templates of many authors, in the folder that DRIFTBOARD_CORPUS names. Without it a test is skipped, but not in CI.</summary>
internal static class Corpus
{
    /// <summary>The folder, or null where the variable is not set.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("DRIFTBOARD_CORPUS") is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder; skips the test where it is not known, or fails it in CI.</summary>
    public static string Require()
    {
        Needed.Require(Folder is null ? "DRIFTBOARD_CORPUS names no folder of real templates." : null);
        return Folder!;
    }

    /// <summary>The paths of the files of some kinds, from the corpus's list.</summary>
    public static IEnumerable<string> Files(string folder, params string[] kinds) => File.ReadLines(Path.Combine(folder, "MANIFEST.tsv"))
        .Select(l => l.Split('\t'))
        .Where(f => f.Length >= 4 && kinds.Contains(f[3]))
        .Select(f => f[0]);
}
