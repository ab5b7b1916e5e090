using System.Text.Json;
using CsCheck;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Intrinsics;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>What holds of rendering any tree at all, however little it looks like a template.</summary>
public sealed class RenderingLawTests
{
    private const int Depth = 5;

    private static readonly string[] Names =
    [
        "A", "B", "Type", "Properties", "Condition", "DependsOn", "Metadata", "Value", "Export", "Name", "Description", "Default", "NoEcho", "AllowedPattern", "AllowedValues",
        "RuleCondition", "Assertions", "Assert", "AssertDescription", "DefaultValue", "StackName", "OutputName", "Parameters", "Location", "TemplateURL", "Environment", "Variables",
        "Fn::ForEach::L", "Fn::ForEach::M", "Fn::Unknown", "X${N}", "X&{N}", .. IntrinsicTable.All.Keys,
    ];

    private static readonly string[] Texts =
    [
        "", "A", "B", "N", "A.Arn", "A.Outputs.B", "${A}", "${!A}", "${A.Arn}/${B}", "${", "x,y", ",", "0", "1", "-1", "10.0.0.0/16", "true", "False", "AWS::Region", "AWS::NoValue", "AWS::StackId",
        "String", "Number", "CommaDelimitedList", "List<Number>", "AWS::SSM::Parameter::Value<List<String>>", "AWS::S3::Bucket", "AWS::CloudFormation::Stack", "AWS::Include",
        "AWS::LanguageExtensions", "AWS::Serverless-2016-10-31", "{{resolve:ssm:a:1}}", "{{resolve:secretsmanager:a:SecretString:b:c:d}}", "{{resolve:", "(", "[a-z]+", "password=abc12345",
    ];

    private static readonly Gen<ScalarNode> Scalars = Gen.Frequency(
        (8, AnyOf(Texts).Select(t => new ScalarNode(t, ScalarKind.String, 1, 1))),
        (1, AnyOf("1", "2.50").Select(t => new ScalarNode(t, ScalarKind.Number, 1, 1))),
        (1, Gen.Const(new ScalarNode("", ScalarKind.Null, 1, 1))));

    /// <summary>Sections whose entries have the keys that they should have, with anything behind them.</summary>
    private static readonly Gen<(string, TemplateNode)> Sections = Gen.OneOf(
        Section("Resources", ["Type", "Properties", "Condition", "DeletionPolicy"]),
        Section("Resources", ["Type", "Properties"]),
        Section("Parameters", ["Type", "Default", "AllowedPattern", "NoEcho"]),
        Section("Outputs", ["Value", "Condition", "Export"]),
        Section("Rules", ["RuleCondition", "Assertions"]),
        Gen.Select(AnyOf("Conditions", "Mappings", "Resources", "Outputs"), Gen.Select(AnyOf(Names), Nodes(Depth)).Array[0, 4].Select(Mapping)),
        Gen.Select(AnyOf("Resources", "Parameters", "Conditions", "Outputs", "Mappings", "Rules", "Transform", "A"), Nodes(Depth)));

    private static readonly Gen<TemplateDocument> Templates = Sections.Array[1, 7].Select(Document);

    [Fact]
    public void Rendering_any_tree_ends_without_an_exception_and_is_the_same_twice() => Templates.Sample(
        document =>
        {
            foreach (var mode in new[] { ReferenceMode.Symbolic, ReferenceMode.Concrete })
            {
                var request = Requests.For(document, ("A", "x,y"), ("Stranger", "1")) with
                {
                    Mode = mode,
                    WithAttributes = true,
                    Import = name => name == "A" ? new ScalarValue("imported") : null,
                    NestedTemplate = (_, url) => url is null ? document : null,
                    Include = (_, location) => location.Length > 1 ? document : null,
                };
                var rendered = TemplateRenderer.Render(request);

                Assert.Equal(Json(rendered), Json(TemplateRenderer.Render(request)));
                foreach (var resource in rendered.Resources.Take(3))
                    Assert.NotEmpty(TemplateRenderer.Explain(request, resource.Address, PropertyPath.Parse("/A/0/B")));
            }
        },
        iter: 2_000,
        print: d => string.Join(" | ", ((MappingNode)d.Root!).Entries.Select(e => e.Key.Text + ": " + Text(e.Value))));

    [Fact]
    public void What_a_document_was_rendered_to_before_shows_in_no_other_rendering() => Templates.Sample(
        document =>
        {
            foreach (var (mode, value) in new[] { (ReferenceMode.Symbolic, "x,y"), (ReferenceMode.Concrete, "true"), (ReferenceMode.Symbolic, "B") })
            {
                var request = Requests.For(document, ("A", value), ("N", value)) with { Mode = mode, WithAttributes = true };

                Assert.Equal(Json(TemplateRenderer.Render(request with { Template = document with { Root = Copy(document.Root!) } })), Json(TemplateRenderer.Render(request)));
            }
        },
        iter: 1_000,
        print: d => string.Join(" | ", ((MappingNode)d.Root!).Entries.Select(e => e.Key.Text + ": " + Text(e.Value))));

    /// <summary>The same tree of nodes that nobody has rendered.</summary>
    private static TemplateNode Copy(TemplateNode node) => node switch
    {
        ScalarNode scalar => new ScalarNode(scalar.Text, scalar.Kind, scalar.Line, scalar.Column),
        SequenceNode list => new SequenceNode([.. list.Items.Select(Copy)], list.Line, list.Column),
        MappingNode mapping => new MappingNode([.. mapping.Entries.Select(e => new MappingEntry((ScalarNode)Copy(e.Key), Copy(e.Value)))], mapping.Line, mapping.Column),
        _ => node,
    };

    private static string Json(RenderedTemplate rendered) => JsonSerializer.Serialize(RenderingWriter.Write(rendered, null));

    private static Gen<TemplateNode> Nodes(int depth) => depth == 0 ? Scalars.Select(s => (TemplateNode)s) : Gen.Frequency(
        (3, Scalars.Select(s => (TemplateNode)s)),
        (5, Gen.Select(AnyOf(Names), Nodes(depth - 1)).Array[0, 3].Select(Mapping)),
        (3, Nodes(depth - 1).Array[0, 4].Select(a => (TemplateNode)new SequenceNode([.. a], 1, 1))));

    private static Gen<(string, TemplateNode)> Section(string name, string[] keys) => Gen.Select(
        AnyOf("A", "B", "Fn::ForEach::L"),
        Gen.Frequency((6, Scalars.Select(s => (TemplateNode)s)), (1, Nodes(1))),
        Nodes(Depth).Array[keys.Length - 1])
        .Select((id, first, rest) => Mapping([.. keys.Select((key, i) => (key, i == 0 ? first : rest[i - 1]))]) is var entry && id.StartsWith("Fn::", StringComparison.Ordinal)
            ? (id, Value: (TemplateNode)new SequenceNode([new ScalarNode("N", ScalarKind.String, 1, 1), rest[0], Mapping([("X${N}", entry)])], 1, 1))
            : (id, Value: entry))
        .Array[1, 3]
        .Select(entries => (name, Mapping(entries)));

    private static TemplateNode Mapping((string Key, TemplateNode Value)[] entries) =>
        new MappingNode([.. entries.DistinctBy(e => e.Key).Select(e => new MappingEntry(new ScalarNode(e.Key, ScalarKind.String, 1, 1), e.Value))], 1, 1);

    /// <summary>A template whose text holds the words that decide whether loops and includes are looked for.</summary>
    private static TemplateDocument Document((string Key, TemplateNode Value)[] sections) =>
        new("template.yaml", "AWS::Include Fn::ForEach::", Mapping(sections), []);

    private static string Text(TemplateNode node) => node switch
    {
        ScalarNode scalar => $"'{scalar.Text}'",
        SequenceNode list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => e.Key.Text + ": " + Text(e.Value)))}}}",
        _ => "",
    };

    private static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);
}
