using Dashboard.Core.Definition;
using Dashboard.Templates.Syntax;

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
    public static ApplicationFile Read(string file, ReadOnlySpan<byte> utf8)
    {
        var document = TemplateReader.Read(file, utf8);
        var problems = new Problems(file);
        problems.AddRange(document.Diagnostics);
        if (document.Root is not MappingNode root)
        {
            if (document.Root is { } other)
                problems.Error(other, "", $"Found {Fields.Describe(other)}; allowed is a mapping with version, application, environments and components.");
            return new ApplicationFile(null, problems.All);
        }

        var application = Read(file, new Fields(root, "", problems), problems);
        var diagnostics = problems.All;
        return new ApplicationFile(diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? null : application, diagnostics);
    }

    private static ApplicationDefinition Read(string file, Fields root, Problems problems)
    {
        root.Allow("version", "application", "environments", "components", "expect", "accept", "ignore", "revision");
        if (root.Text("version", required: true) is { } version && version != "1")
            root.Error("version", $"Found {version}; allowed is 1.");
        var tag = ReadRevision(root, problems);
        var name = root.Text("application", required: true);
        if (name is not null)
            CheckName(root, "application", name);
        var environments = EnvironmentSection.Read(root);
        var components = ComponentSection.Read(root, environments, problems);
        var rules = RuleSection.Read(root, environments, components, problems);
        var slash = file.LastIndexOf('/');
        return new ApplicationDefinition(name ?? "", slash < 0 ? "" : file[..slash], environments, components, rules) { RevisionTag = tag };
    }

    private static string? ReadRevision(Fields root, Problems problems)
    {
        switch (root["revision"])
        {
            case null:
                return null;
            case MappingNode mapping:
                var fields = new Fields(mapping, "revision", problems);
                fields.Allow("stackTag");
                return fields.Text("stackTag", required: true);
            default:
                root.Error("revision", $"Found {Fields.Describe(root["revision"]!)}; allowed is a mapping with stackTag.");
                return null;
        }
    }

    /// <summary>Names stand in addresses of pages and in stack names.</summary>
    internal static void CheckName(Fields fields, string field, string name)
    {
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            fields.Error(field, $"Found \"{name}\"; allowed are letters, digits, \"-\", \"_\" and \".\".");
    }
}
