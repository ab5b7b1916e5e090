using System.Reflection;

namespace Dashboard.Sandbox.Estate;

/// <summary>The files that the sample repository ends with, embedded into this assembly.</summary>
internal static class EstateFiles
{
    private const string Prefix = "Estate/";

    /// <summary>Text by path inside the sample repository, with forward slashes and LF whatever machine built the assembly.</summary>
    public static ImmutableSortedDictionary<string, string> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files.Add(path[Prefix.Length..], reader.ReadToEnd().ReplaceLineEndings("\n"));
        }

        return files.ToImmutable();
    }
}
