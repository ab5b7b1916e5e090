namespace Dashboard.Templates.Tests;

/// <summary>The files of the corpus, a folder of real templates that DRIFTBOARD_CORPUS names.</summary>
internal static class CorpusFiles
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("DRIFTBOARD_CORPUS");

    /// <summary>Every file that the manifest lists, with its kind; the test is skipped where there is no corpus, and fails for that in CI.</summary>
    public static IReadOnlyList<(string Path, string Kind, byte[] Bytes)> All()
    {
        if (string.IsNullOrEmpty(Folder))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "DRIFTBOARD_CORPUS names no folder.");
            Assert.Skip("DRIFTBOARD_CORPUS names no folder.");
        }

        return
        [
            .. File.ReadLines(Path.Combine(Folder, "MANIFEST.tsv"))
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('\t'))
                .Select(fields => (fields[0], fields[3], File.ReadAllBytes(Path.Combine(Folder, fields[0])))),
        ];
    }
}
