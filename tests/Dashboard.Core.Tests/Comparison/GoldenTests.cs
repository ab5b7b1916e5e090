using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>
/// A folder is a test of a rule: template.yaml, what runs by logical id (live.json) or a second template (other.yaml), and expected.json: what is folded by which rule,
/// what differs all the same, and what cannot be verified. The expected files are written by hand from what the services document, never by the comparison.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly SecretFingerprinter Fingerprinter = new(new byte[32]);

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_rule_has_a_golden_folder()
    {
        var rules = Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f).Split('-')[0]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(NormaliserCatalog.All.Select(n => n.Id), rules);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void What_a_rule_folds_is_folded_and_what_somebody_changed_is_found(string folder)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, folder, "expected.json")))!.AsObject();
        var rule = folder.Split('-')[0];
        // What is masked is not passed over: it cannot be verified.
        var seen = rule == MaskedText.Rule.Id ? ("unverified", "") : ("folded", " " + rule);
        Assert.Contains(expected, e => e.Value![seen.Item1]!.AsArray().Any(f => ((string)f!).EndsWith(seen.Item2, StringComparison.Ordinal)));
        Assert.Contains(expected, e => e.Value!["differences"]!.AsArray().Count > 0);

        foreach (var (side, outcome) in expected)
        {
            var resources = side == "live" ? AgainstWhatRuns(folder) : AgainstTheOther(folder);
            Assert.Equal(Lines(outcome, "folded"), Found(resources, r => r.Folded));
            Assert.Equal(Lines(outcome, "differences"), Found(resources, r => r.Differences));
            Assert.Equal(Lines(outcome, "unverified"), Found(resources, r => r.Unverified));
        }
    }

    /// <summary>The template as it was deployed, against what the services answer: the verdicts of a whole stack, and what was passed over on the way to them.</summary>
    private static Outcome[] AgainstWhatRuns(string folder)
    {
        var scene = new Scene();
        var stack = scene.Staging();
        var types = new Dictionary<string, string>();
        foreach (var resource in Rendered(folder, "template.yaml").Resources)
        {
            stack.Add(resource);
            types.Add(resource.Address.Path, resource.Type);
        }

        foreach (var (id, properties) in JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, folder, "live.json")))!.AsObject())
            stack.Live(id, YamlDocuments.Attach(types[id], (MapValue)JsonValues.Parse(properties!.ToJsonString())));

        var snapshot = stack.Build(Scene.MainCommit);
        var deployed = snapshot.Deployed!.Concrete!.Resources.ToDictionary(r => r.Address);
        var live = snapshot.Live.ToDictionary(r => r.Address);
        return
        [
            .. scene.Verdict().Resources.Select(r =>
            {
                var passed = ResourceComparer.Compare(r.Type, deployed[r.Address].Properties, live[r.Address].Observations[0].Properties!, ComparisonOptions.Drift with { ListsFolded = true });
                return new Outcome(
                    r.Address.Path,
                    [.. passed.Folded.Concat(r.Folded).Select(f => $"{f.Path} {f.Normaliser}")],
                    [.. r.Differences.Select(d => $"{d.Kind} {d.Path} {d.Confidence}")],
                    [.. r.Unverified.Select(u => u.Path.ToString())]);
            }),
        ];
    }

    /// <summary>Two templates of one stack.</summary>
    private static Outcome[] AgainstTheOther(string folder)
    {
        var other = Rendered(folder, "other.yaml").Resources.ToDictionary(r => r.Address);
        return
        [
            .. Rendered(folder, "template.yaml").Resources.Select(r =>
            {
                var result = ResourceComparer.Compare(r.Type, r.Properties, other[r.Address].Properties, ComparisonOptions.Templates with { ListsFolded = true });
                return new Outcome(
                    r.Address.Path,
                    [.. result.Folded.Select(f => $"{f.Path} {f.Normaliser}")],
                    [.. result.Differences.Select(d => $"{d.Kind} {d.Path} {d.Confidence}")],
                    [.. result.Unverified.Select(u => u.Path.ToString())]);
            }),
        ];
    }

    private static RenderedTemplate Rendered(string folder, string file)
    {
        var rendered = TemplateRenderer.Render(new RenderRequest
        {
            Template = TemplateReader.Read(file, File.ReadAllBytes(Path.Combine(Folder, folder, file))),
            Stack = new StackKey("shop", "staging", "web", "eu-west-1"),
            Account = "111111111111",
            Region = "eu-west-1",
            StackName = "staging-web",
            Fingerprinter = Fingerprinter,
        });
        Assert.Empty(rendered.Diagnostics);
        return rendered;
    }

    private static IEnumerable<string> Lines(JsonNode? outcome, string key) => (outcome?[key]?.AsArray().Select(t => (string)t!) ?? []).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Found(IEnumerable<Outcome> resources, Func<Outcome, ImmutableArray<string>> select) =>
        resources.SelectMany(r => select(r).Select(line => $"{r.Address} {line}")).Order(StringComparer.Ordinal);

    /// <summary>What was found of a resource: "path rule", "kind path confidence" and "path".</summary>
    private sealed record Outcome(string Address, ImmutableArray<string> Folded, ImmutableArray<string> Differences, ImmutableArray<string> Unverified);
}
