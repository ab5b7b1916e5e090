using Dashboard.Core.Definition;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>What came of reading a driftboard.yaml.</summary>
/// <param name="Application">Null where the file has an error; warnings do not stop it.</param>
/// <param name="Diagnostics">Every error and warning at once, each with file, line, key, what was found and what is allowed.</param>
public sealed record ApplicationFile(ApplicationDefinition? Application, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads driftboard.yaml.</summary>
public static class ApplicationFileReader
{
    /// <summary>Reads the file.</summary>
    /// <param name="file">Its path inside the repository: "driftboard.yaml", or in a folder of a monorepo.</param>
    /// <param name="utf8">Its bytes.</param>
    public static ApplicationFile Read(string file, ReadOnlySpan<byte> utf8) => throw new NotImplementedException();
}
