using System.Xml.Linq;
using Dashboard.Tests.Shared;

namespace Dashboard.Architecture.Tests;

/// <summary>The sources that these tests judge.</summary>
internal static class Repository
{
    public static readonly string Root = RepositoryRoot.Find();

    /// <summary>The C# and Razor sources below a folder, as paths relative to the root with forward slashes, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Select(f => (Path: Path.GetRelativePath(Root, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal) && !f.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (f.Path, File.ReadAllText(f.File)));

    /// <summary>The projects below src with the names that their project files reference: "Core" for Dashboard.Core, packages by id.</summary>
    public static IEnumerable<(string Project, IReadOnlyList<string> References)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => (Path.GetFileNameWithoutExtension(f), (IReadOnlyList<string>)[.. References(f)]));

    private static IEnumerable<string> References(string file)
    {
        var project = XDocument.Load(file);
        foreach (var import in project.Descendants("Import").Select(i => i.Attribute("Project")!.Value))
        {
            if (import.EndsWith("CloudFormationSdk.props", StringComparison.Ordinal))
                yield return "Amazon.CloudFormation";
        }

        foreach (var reference in project.Descendants().Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference"))
        {
            var include = reference.Attribute("Include")!.Value;
            yield return reference.Name.LocalName == "ProjectReference" ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/')) : include;
        }

        if (project.Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web")
            yield return "Microsoft.AspNetCore.App";
    }
}
