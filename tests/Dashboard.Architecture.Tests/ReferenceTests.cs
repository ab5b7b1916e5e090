using System.Reflection;

namespace Dashboard.Architecture.Tests;

/// <summary>Who may reference whom: the table of the house, held against project files and against what the compiler wrote.</summary>
public sealed class ReferenceTests
{
    /// <summary>What each project may reference beyond the BCL. A name that ends in "*" stands for everything that starts so.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Dashboard.Core"] = [],
        ["Dashboard.Templates"] = ["Dashboard.Core", "SharpYaml", "Tomlyn"],
        ["Amazon.CloudFormation"] = ["AWSSDK.Core"],
        ["Dashboard.Sources"] = ["Dashboard.Core", "Dashboard.Templates", "Amazon.CloudFormation", "AWSSDK.*", "LibGit2Sharp"],
        ["Dashboard.Sandbox"] = ["Dashboard.Core", "Dashboard.Templates", "LibGit2Sharp", "Microsoft.AspNetCore", "Microsoft.AspNetCore.*", "Microsoft.Extensions.*"],
        ["Dashboard.Web"] = ["Dashboard.Core", "Dashboard.Templates", "Dashboard.Sources", "Dashboard.Sandbox", "Amazon.CloudFormation", "AWSSDK.*", "LibGit2Sharp", "DiffPlex", "MudBlazor", "Microsoft.AspNetCore", "Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.JSInterop*", "Microsoft.OpenApi"],
        ["driftboard"] = ["Dashboard.Core", "Dashboard.Templates", "Dashboard.Sources", "System.CommandLine", "Microsoft.AspNetCore.SignalR.*", "Microsoft.AspNetCore.Connections*", "Microsoft.AspNetCore.Http.Connections*", "Microsoft.Extensions.*"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_only_what_the_table_allows(string project)
    {
        var name = project == "driftboard" ? "Dashboard.Cli" : project;
        var references = Repository.Projects().Single(p => p.Project == name).References;

        Assert.Empty(Violations(project, references, Allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_references_only_what_the_table_allows(string project)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!).Where(n => !IsBcl(n));

        Assert.Empty(Violations(project, references, Allowed));
    }

    [Fact]
    public void Every_project_below_src_stands_in_the_table() =>
        Assert.Equal(Allowed.Keys.Select(k => k == "driftboard" ? "Dashboard.Cli" : k).Order(), Repository.Projects().Select(p => p.Project).Order());

    [Theory]
    [InlineData("Dashboard.Core", "LibGit2Sharp")]
    [InlineData("Dashboard.Templates", "Dashboard.Sources")]
    [InlineData("Dashboard.Sandbox", "Amazon.CloudFormation")]
    [InlineData("driftboard", "Dashboard.Sandbox")]
    [InlineData("driftboard", "Microsoft.AspNetCore.App")]
    public void An_offender_is_found(string project, string reference) =>
        Assert.Equal([$"{project} must not reference {reference}"], Violations(project, [reference], Allowed));

    internal static IEnumerable<string> Violations(string project, IEnumerable<string> references, IReadOnlyDictionary<string, string[]> allowed) =>
        references.Where(r => !allowed[project].Any(a => a.EndsWith('*') ? r.StartsWith(a[..^1], StringComparison.Ordinal) : r == a))
            .Select(r => $"{project} must not reference {r}");

    private static bool IsBcl(string name) =>
        name is "netstandard" or "mscorlib" || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine");
}
