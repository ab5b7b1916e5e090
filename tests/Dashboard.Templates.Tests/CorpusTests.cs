using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Real templates of many authors.</summary>
public sealed class CorpusTests
{
    [Fact]
    public void Every_template_renders_and_renders_the_same_twice()
    {
        var folder = Corpus.Require();
        var (templates, resources) = (0, 0);
        foreach (var path in Corpus.Files(folder, "template", "golden"))
        {
            var request = Requests.For(TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)))) with { WithAttributes = true, Mode = ReferenceMode.Concrete };
            if (request.Template.Root is not MappingNode)
                continue;
            var rendered = TemplateRenderer.Render(request);

            Assert.Equal(Json(rendered), Json(TemplateRenderer.Render(request)));
            templates++;
            resources += rendered.Resources.Length;
        }

        Assert.True(templates > 350, $"{templates} templates");
        Assert.True(resources > 2500, $"{resources} resources");
    }

    /// <summary>Templates outside of cfn-lint's bad fixtures that have errors all the same, each with why that is right.</summary>
    private static readonly ImmutableDictionary<string, string> Broken = new Dictionary<string, string>
    {
        ["Sage-Bionetworks+aws-infra/templates/Cloudtrail/cloudtrail-trail.yaml"] = "org-formation fills in the bindings that it refers to",
        ["aws+serverless-application-model/tests/translator/input/connector_bucket_to_function.yaml"] = "it refers to a function that it does not have",
        ["aws+serverless-application-model/tests/translator/output/connector_bucket_to_function.json"] = "it refers to a function that it does not have",
        ["aws+serverless-application-model/tests/translator/output/aws-cn/connector_bucket_to_function.json"] = "it refers to a function that it does not have",
        ["aws+serverless-application-model/tests/translator/output/aws-us-gov/connector_bucket_to_function.json"] = "it refers to a function that it does not have",
        ["aws-cloudformation+aws-cloudformation-templates/Solutions/GitLabAndVSCode/GitLabAndVSCode.json"] = "rain makes a template of it: its network is one of rain's modules",
        ["aws-cloudformation+aws-cloudformation-templates/Solutions/GitLabAndVSCode/GitLabAndVSCode.yaml"] = "rain makes a template of it: its network is one of rain's modules",
        ["aws-cloudformation+aws-cloudformation-templates/Solutions/VPCFlowLogs/templates/VPCFlowLogs-main.cfn.json"] = "its own rule refuses its defaults",
        ["aws-cloudformation+aws-cloudformation-templates/Solutions/VPCFlowLogs/templates/VPCFlowLogs-main.cfn.yaml"] = "its own rule refuses its defaults",
        ["aws-cloudformation+cfn-lint/test/fixtures/templates/good/custom/is-defined.yaml"] = "it is good for a custom rule only, and refers to a parameter that it does not have",
    }.ToImmutableDictionary();

    [Fact]
    public void Only_a_template_that_is_broken_has_errors()
    {
        var folder = Corpus.Require();
        var (good, bad, wrong) = (0, 0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var path in Corpus.Files(folder, "template", "golden"))
        {
            var request = Requests.For(TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)))) with { Account = "", Region = "", StackName = "", WithAttributes = true };
            if (request.Template.Root is not MappingNode)
                continue;
            // What the environment gives is missing here.
            var hasErrors = TemplateRenderer.Render(request).Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error && !d.Key.StartsWith("Parameters/", StringComparison.Ordinal));
            if (path.Contains("/templates/bad/", StringComparison.Ordinal))
                bad += hasErrors ? 1 : 0;
            else if (hasErrors)
                wrong.Add(path);
            else
                good++;
        }

        Assert.Equal(Broken.Keys.Order(StringComparer.Ordinal), wrong);
        Assert.True(good > 350 && bad >= 4, $"{good} without errors, {bad} bad ones with some");
    }

    [Fact]
    public void A_literal_part_of_a_template_is_never_altered()
    {
        var folder = Corpus.Require();
        var literals = 0;
        foreach (var path in Corpus.Files(folder, "template"))
        {
            var document = TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)));
            if (((document.Root as MappingNode)?["Resources"] as MappingNode)?.Entries is not { } entries)
                continue;
            var rendered = TemplateRenderer.Render(Requests.For(document) with { RevealSecrets = true }).Resources.ToDictionary(r => r.Address.Path);
            foreach (var (key, node) in entries)
            {
                if ((node as MappingNode)?["Properties"] is not MappingNode { Entries: var properties } || properties is [{ Key.Text: "Ref" }])
                    continue;
                foreach (var (name, value) in properties)
                {
                    if (!rendered.TryGetValue(key.Text, out var resource) || Literal(value) is not { } literal || name.Text.StartsWith("Fn::", StringComparison.Ordinal))
                        continue;
                    literals++;
                    Assert.True(literal.Equals(resource.Properties[name.Text]), $"{path}: {key.Text}/{name.Text}: {resource.Properties[name.Text]}");
                }
            }
        }

        Assert.True(literals > 5000, $"{literals} literal properties");
    }

    public static TheoryData<string> Families
    {
        get
        {
            var families = new TheoryData<string>();
            if (Corpus.Folder is not { } folder)
            {
                families.Add("");
                return families;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "families.json")));
            foreach (var family in document.RootElement.EnumerateArray())
            {
                // A Jinja template is none before Sceptre has filled it in.
                if (family.GetProperty("template").GetString() is { } template && !template.EndsWith(".j2", StringComparison.Ordinal))
                    families.Add(family.GetProperty("family").GetString()!);
            }

            return families;
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_renders_for_each_of_its_environments_and_every_value_has_its_line(string name)
    {
        var folder = Corpus.Require();
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "families.json")));
        var family = document.RootElement.EnumerateArray().First(f => f.GetProperty("family").GetString() == name);
        var path = family.GetProperty("template").GetString()!;
        var template = TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)));
        foreach (var environment in family.GetProperty("envs").EnumerateObject())
        {
            var given = Given(folder, environment.Value.GetString()!);
            Assert.Empty(given.Diagnostics);
            var request = Requests.For(template) with { Account = "", Region = "us-east-1", Parameters = given.Values.ToImmutableDictionary(p => p.Name) };
            var rendered = TemplateRenderer.Render(request);

            // Parameters that only the pipeline gives are missing here; nothing else may be wrong.
            Assert.Equal([], rendered.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && !d.Key.StartsWith("Parameters/", StringComparison.Ordinal)).Select(d => d.ToString()));
            Assert.NotEmpty(rendered.Resources);
            foreach (var resource in rendered.Resources.Take(5))
                AssertExplained(request, resource, template);
        }
    }

    /// <summary>Every leaf has a position inside its own resource, on the line where the innermost property on its path is named.</summary>
    private static void AssertExplained(RenderRequest request, RenderedResource resource, TemplateDocument template)
    {
        var lines = template.Text.Split('\n');
        foreach (var path in Leaves(resource.Properties, PropertyPath.Root))
        {
            var steps = TemplateRenderer.Explain(request, resource.Address, path);
            var line = steps[0].Location.Line;
            Assert.Equal("property", steps[0].Kind);
            Assert.True(line > resource.Location.Line, $"{resource.Address}{path}: line {line}");
            // A branch of Fn::If and what a mapping holds stand on their own lines; else the line names the property or is an item of its list.
            if (path.Segments[^1].Name is { } name && steps.All(s => s.Kind is "property" or "parameter" or "default"))
                Assert.Contains(name, lines[line - 1], StringComparison.Ordinal);
        }
    }

    private static IEnumerable<PropertyPath> Leaves(PropertyValue value, PropertyPath path) => value switch
    {
        MapValue { Entries.Length: > 0 } map => map.Entries.SelectMany(e => Leaves(e.Value, path.Append(e.Key))),
        ListValue { Items.Length: > 0 } list => list.Items.SelectMany((item, i) => Leaves(item, path.Append(i))),
        _ => path.Segments.Length == 0 ? [] : [path],
    };

    private static ParameterFile Given(string folder, string source) => source.IndexOf('=', StringComparison.Ordinal) > 0
        ? ParameterFileReader.Read("parameters", Encoding.UTF8.GetBytes(source))
        : ParameterFileReader.Read(source, File.ReadAllBytes(Path.Combine(folder, source)));

    private static string Json(RenderedTemplate rendered) => JsonSerializer.Serialize(RenderingWriter.Write(rendered, null));

    /// <summary>What a node without any function in it must become; null where it holds one, or something that is left out.</summary>
    private static PropertyValue? Literal(TemplateNode node)
    {
        switch (node)
        {
            case ScalarNode { Kind: not ScalarKind.Null } scalar:
                return scalar.Text.Contains("{{resolve:", StringComparison.Ordinal) ? null : new ScalarValue(scalar.Text, scalar.Kind);
            case SequenceNode list:
                var items = list.Items.Select(Literal).ToArray();
                return items.Any(i => i is null) ? null : new ListValue([.. items.Select(i => i!)]);
            case MappingNode mapping:
                if (mapping.Entries.Any(e => e.Key.Text.StartsWith("Fn::", StringComparison.Ordinal) || (e.Key.Text == "Ref" && mapping.Entries.Length == 1)))
                    return null;
                var entries = mapping.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Literal(e.Value))).ToArray();
                return entries.Any(e => e.Value is null) ? null : MapValue.Create(entries.Select(e => KeyValuePair.Create(e.Key, e.Value!)));
            default:
                return null;
        }
    }
}
