using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Tests.Shared;
using LibGit2Sharp;

namespace Dashboard.Browser.Tests;

/// <summary>An application of which every text that people write is hostile: owners, branches, authors, messages, reasons, descriptions, names, tags and values. It is deployed, changed by hand, and about to be released.</summary>
internal sealed class HostileEstate : IDisposable
{
    /// <summary>No blank and none of the letters that git refuses.</summary>
    private const string Branch = "<img/src=x/onerror=window.hostile=1>\"'&lt;`${1}";

    private const string Staging = "111111111111";
    private const string Production = "222222222222";
    private const int PerComponent = 40;

    /// <summary>A template given inline has 51,200 bytes at most: nothing is escaped that need not be.</summary>
    private static readonly JsonSerializerOptions Short = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-hostile-").FullName;
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static int Components => HostileText.All.Length / PerComponent;

    /// <summary>The repository.</summary>
    public string Repository => _root;

    /// <summary>Writes the repository: what is released is one commit, what is to be released two hundred more.</summary>
    public void Write()
    {
        LibGit2Sharp.Repository.Init(_root);
        using var repository = new Repository(_root);
        var released = Commit(repository, null, 0, Files(0));
        repository.Refs.Add("refs/heads/release", released.Sha, allowOverwrite: true);
        var tip = released;
        for (var i = 0; i < HostileText.All.Length; i++)
            tip = Commit(repository, tip, i, i == 0 ? Files(1) : []);
        repository.Refs.Add("refs/heads/" + Branch, tip.Sha, allowOverwrite: true);
        repository.Refs.Add("refs/heads/main", tip.Sha, allowOverwrite: true);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
    }

    /// <summary>Deploys the released templates to both environments, and changes some of production by hand.</summary>
    public static async Task DeployAsync(string endpoint)
    {
        using var cloud = new SandboxCaller(endpoint);
        for (var component = 0; component < Components; component++)
        {
            foreach (var (account, environment, generation) in new[] { (Staging, "staging", 1), (Production, "production", 0) })
                await cloud.CreateAsync(account, $"{environment}-texts-{component}", Template(component, generation, environment), "why", HostileText.At(component));

            for (var i = 0; i < PerComponent; i += 5)
                await cloud.ChangeAsync(Production, Name("production", component, i), HostileText.At((component * PerComponent) + i + 7));
        }
    }

    /// <summary>Changes one more thing of production by hand.</summary>
    public static async Task ChangeAsync(string endpoint)
    {
        using var cloud = new SandboxCaller(endpoint);
        await cloud.ChangeAsync(Production, Name("production", 0, 1), HostileText.All.First(t => t.Contains("window.hostile=1", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        // git's objects are read-only, which Windows does not remove.
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }

    private Commit Commit(Repository repository, Commit? parent, int number, IReadOnlyCollection<(string Path, string Text)> files)
    {
        var tree = TreeDefinition.From(parent?.Tree ?? repository.ObjectDatabase.CreateTree(new TreeDefinition()));
        foreach (var (path, text) in files)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            tree.Add(path, repository.ObjectDatabase.CreateBlob(stream), Mode.NonExecutableFile);
        }

        // Angle brackets and control characters are all that git itself takes out of a name.
        var author = new string([.. HostileText.At(number).Where(c => c is not ('<' or '>') && !char.IsControl(c))]);
        _now = _now.AddMinutes(1);
        var signature = new Signature(author.Trim(' ', '.', ',', ':', ';', '"', '\\', '\'') is { Length: > 0 } name ? name : "nobody", "somebody@example.com", _now);
        return repository.ObjectDatabase.CreateCommit(
            signature, signature, $"{HostileText.At(number)} (#{number})\n\n{HostileText.At(number + 1)}", repository.ObjectDatabase.CreateTree(tree), parent is null ? [] : [parent], prettifyMessage: false);
    }

    private static List<(string Path, string Text)> Files(int generation)
    {
        var files = new List<(string, string)> { ("driftboard.yaml", Application()) };
        for (var component = 0; component < Components; component++)
        {
            foreach (var environment in new[] { "staging", "production" })
                files.Add(($"templates/{environment}-{component}.json", Template(component, generation, environment)));
        }

        // What cannot be read is quoted to the reader, too.
        files.Add(("templates/broken.json", "{\"Resources\": {" + string.Join(", ", HostileText.All.Select((t, i) => $"{Json(t)}: {{\"Type\": {Json(HostileText.At(i + 1))}, {Json(t)}: 1}}")) + "}}"));
        return files;
    }

    /// <summary>YAML that is JSON in its values.</summary>
    private static string Application()
    {
        var text = new StringBuilder(
            $"""
             version: 1
             application: hostile
             environments:
               - name: staging
                 account: "{Staging}"
                 regions: [eu-west-1]
                 ref: {Json(Branch)}
               - name: production
                 account: "{Production}"
                 regions: [eu-west-1]
                 ref: release
             components:
               - name: broken
                 owner: {Json(HostileText.At(3))}
                 template: templates/broken.json
                 stack: "x{"{environment}"}-broken"

             """);
        for (var component = 0; component < Components; component++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: texts-{component}, owner: {Json(HostileText.At(component * 7))}, template: \"templates/{{environment}}-{component}.json\", stack: \"{{environment}}-texts-{component}\"}}\n");
        for (var i = 0; i < HostileText.All.Length - Components; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{name: absent-{i:000}, owner: {Json(HostileText.At(i))}, template: templates/production-0.json, stack: \"x{{environment}}-absent-{i}\"}}\n");
        text.Append("expect:\n");
        for (var i = 0; i < PerComponent / 2; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{component: texts-0, resource: P{i}, property: /Description, reason: {Json(HostileText.At(i))}, owner: {Json(HostileText.At(i + 1))}, expires: 2036-01-01}}\n");
        return text.ToString();
    }

    private static string Template(int component, int generation, string environment)
    {
        var first = component * PerComponent;
        var shift = (generation * 11) + (environment == "staging" ? 3 : 0);
        var resources = Enumerable.Range(0, PerComponent).ToDictionary(i => $"P{i}", i => new
        {
            Type = "AWS::SSM::Parameter",
            Properties = new
            {
                Name = Name(environment, component, i),
                Type = "String",
                Value = HostileText.At(first + i + shift),
                Description = HostileText.At(first + i + shift + 1),
                Tags = new Dictionary<string, string> { [HostileText.At(first + i)] = HostileText.At(first + i + shift + 2) },
            },
        });
        return JsonSerializer.Serialize(new { Description = HostileText.At(first), Resources = resources }, Short);
    }

    private static string Name(string environment, int component, int index) => string.Create(CultureInfo.InvariantCulture, $"/{environment}/texts/{component}/{index}");

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
