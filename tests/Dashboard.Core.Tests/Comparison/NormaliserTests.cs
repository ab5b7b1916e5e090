using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Tests.Shared;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Every normaliser keeps its word: what its samples say, and what docs/rules/ says of it.</summary>
public partial class NormaliserTests
{
    /// <summary>Set to 1 to write docs/rules/ anew.</summary>
    private const string UpdateFlag = "DRIFTBOARD_UPDATE_DOCS";

    public static TheoryData<string> Ids => [.. NormaliserCatalog.All.Select(n => n.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_folds_its_samples_and_tells_apart_what_only_looks_alike(string id)
    {
        var rule = NormaliserCatalog.Get(id);
        Assert.Contains(rule.Samples, s => s.IsFolded);
        Assert.Contains(rule.Samples, s => !s.IsFolded);
        // What a sibling declares takes a whole stack to see: SiblingsTests folds it.
        Assert.All(rule.Samples.Where(s => id != "CMP041" || !s.IsFolded), s =>
        {
            var result = ResourceComparer.Compare(s.Type, YamlDocuments.Attach(s.Type, Map(s.Left)), YamlDocuments.Attach(s.Type, Map(s.Right)), (s.Options ?? ComparisonOptions.Drift) with { ListsFolded = true });
            Assert.Equal(s.IsFolded, result.Differences.IsEmpty);
            if (s.IsFolded)
                Assert.Contains(id, result.Folded.Select(f => f.Normaliser).Concat(result.Unverified.Select(_ => "CMP030")));
            Assert.Equal(result.FoldedCount, result.Folded.Length);
        });
    }

    [Fact]
    public void Ids_are_permanent_and_say_what_they_are()
    {
        Assert.All(NormaliserCatalog.All, n => Assert.Matches(IdForm(), n.Id));
        Assert.Equal(NormaliserCatalog.All.Length, NormaliserCatalog.All.Select(n => n.Title).Distinct().Count());
        Assert.All(NormaliserCatalog.All, n => Assert.EndsWith(".", n.Summary));
        // An id that was once given is never given to another rule: a new rule is added to this list, and none is taken off it.
        Assert.Equal(
            [
                "CMP001", "CMP002", "CMP003", "CMP004", "CMP005", "CMP006", "CMP007", "CMP008", "CMP009", "CMP010", "CMP020", "CMP022", "CMP023", "CMP024", "CMP025", "CMP026", "CMP027",
                "CMP028", "CMP029", "CMP030", "CMP031", "CMP032", "CMP033", "CMP034", "CMP035", "CMP040", "CMP041", "CMP101", "CMP102", "CMP103", "CMP104", "CMP105", "CMP106", "CMP107", "CMP108", "CMP109", "CMP110", "CMP111",
            ],
            NormaliserCatalog.All.Select(n => n.Id));
    }

    [Fact]
    public void Several_rows_hold_at_one_place()
    {
        const string one = """{"KeyName":"k","PublicKeyMaterial":"ssh-ed25519 AAAA\n"}""", other = """{"KeyName":"k","PublicKeyMaterial":"ssh-ed25519 AAAA"}""", named = """{"KeyName":"k","PublicKeyMaterial":"ssh-ed25519 AAAA me@host"}""";

        Assert.Empty(ResourceComparer.Compare("AWS::EC2::KeyPair", Map(one), Map(other), ComparisonOptions.Templates).Differences);
        Assert.Empty(ResourceComparer.Compare("AWS::EC2::KeyPair", Map(named), Map(other), ComparisonOptions.Drift).Differences);
    }

    [Fact]
    public void Rows_are_about_places_that_exist()
    {
        Assert.All(NormaliserCatalog.Rows.SelectMany(r => r.Places), p =>
        {
            Assert.True(Traits.TraitsCatalog.Get(p.Type).IsKnown, p.Type);
            Assert.StartsWith("/", p.Path);
        });
    }

    [Fact]
    public void The_pages_of_the_rules_are_those_of_this_build()
    {
        var folder = Path.Combine(RepositoryRoot.Find(), "docs", "rules");
        var pages = NormaliserCatalog.All.ToDictionary(n => n.Id + ".md", Page);
        pages["README.md"] = Index();
        if (Environment.GetEnvironmentVariable(UpdateFlag) == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in pages)
                File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(pages, p => Assert.True(
            File.ReadAllText(Path.Combine(folder, p.Key)).ReplaceLineEndings("\n") == p.Value, $"docs/rules/{p.Key} is not what the rule says; {UpdateFlag}=1 dotnet test tests/Dashboard.Core.Tests writes it."));
    }

    private static string Index()
    {
        var text = new StringBuilder("# What means the same\n\n")
            .Append("Before two states of a resource are compared, spellings that mean the same are folded. Each rule has a permanent id and a page; `driftboard diff --show-folded` names the rule\n")
            .Append("behind each difference that it passed over. Rules from CMP101 on are rows of `src/Dashboard.Core/Comparison/Normalisers/normalisers.json`. What each makes of a\n")
            .Append("whole template and what runs stands in `tests/Dashboard.Core.Tests/Golden`. These pages are written by\n")
            .Append($"`{UpdateFlag}=1 dotnet test tests/Dashboard.Core.Tests`.\n\n| id | rule | what it folds |\n|---|---|---|\n");
        foreach (var rule in NormaliserCatalog.All)
            text.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.Summary} |\n");
        return text.ToString();
    }

    private static string Page(Normaliser rule)
    {
        var text = new StringBuilder($"# {rule.Id}: {rule.Title}\n\n{rule.Summary}\n");
        foreach (var folded in new[] { true, false })
        {
            text.Append(folded ? "\n## The same\n" : "\n## Not the same\n");
            foreach (var sample in rule.Samples.Where(s => s.IsFolded == folded))
                text.Append($"\n`{sample.Type}`{(sample.Options is { AreTemplates: true } ? ", between two templates" : "")}\n\n```json\n{sample.Left}\n{sample.Right}\n```\n");
        }

        return text.ToString();
    }

    private static MapValue Map(string json) => (MapValue)JsonValues.Parse(json);

    [GeneratedRegex("^CMP[0-9]{3}$")]
    private static partial Regex IdForm();
}
