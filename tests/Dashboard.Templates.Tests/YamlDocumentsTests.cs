using Dashboard.Core.Comparison;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>YAML documents in texts of a resource are compared as what they hold, wherever a resource comes from.</summary>
public sealed class YamlDocumentsTests
{
    private const string BuildSpec =
        """
        Resources:
          Build:
            Type: AWS::CodeBuild::Project
            Properties:
              Source:
                Type: NO_SOURCE
                BuildSpec: |
                  version: 0.2   # the newest
                  phases:
                    build:
                      commands:
                        - make
                        - "make test"
        """;

    [Theory]
    [InlineData("a: 1", "{a: 1}")]
    [InlineData("a: 'x'\nb: [1, two]", "# first\nb:\n- 1\n- \"two\"\na: x")]
    [InlineData("a: |\n  x\n  y\n", "{\"a\": \"x\\ny\\n\"}")]
    [InlineData("a: !Ref B", "a: {Ref: B}")]
    [InlineData("- x", "[\"x\"]")]
    [InlineData("a: 10.0.0.0/16", "a: '10.0.0.0/16'")]
    [InlineData("a: 3 monkeys", "a: '3 monkeys'")]
    public void Two_texts_hold_the_same(string left, string right) => Assert.Equal(YamlDocuments.Read(left), YamlDocuments.Read(right));

    [Theory]
    [InlineData("a: 1", "a: '1'")]
    [InlineData("a: yes", "a: 'yes'")]
    [InlineData("a: 012", "a: '012'")]
    [InlineData("a: 2001-01-01", "a: '2001-01-01'")]
    [InlineData("a: 190:20:30", "a: '190:20:30'")]
    [InlineData("a: 0x1F", "a: '0x1F'")]
    [InlineData("a: true", "a: 'true'")]
    [InlineData("a: ~", "a: ''")]
    [InlineData("a: x", "a: X")]
    [InlineData("[1, 2]", "[2, 1]")]
    public void Two_texts_hold_different_things(string left, string right)
    {
        Assert.NotNull(YamlDocuments.Read(left));
        Assert.NotEqual(YamlDocuments.Read(left), YamlDocuments.Read(right));
    }

    [Theory]
    [InlineData("")]
    [InlineData("just a text")]
    [InlineData("buildspec.yml")]
    [InlineData("arn:aws:s3:::bucket/buildspec.yml")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("a: [1")]
    [InlineData("a: 1\na: 2")]
    public void A_text_that_is_no_document_stays_a_text(string text) => Assert.Null(YamlDocuments.Read(text));

    [Fact]
    public void What_runs_may_be_spelled_another_way_and_a_change_is_found_inside_the_document()
    {
        var rendered = TemplateRenderer.Render(Requests.For(BuildSpec)).Resource("Build");

        Assert.Equal([], Drift(rendered.Properties, "phases: {build: {commands: [make, make test]}}\nversion: 0.2"));
        Assert.Equal(["NotEqual /Source/BuildSpec/phases/build/commands/1"], Drift(rendered.Properties, "phases: {build: {commands: [make, make install]}}\nversion: 0.2"));
        Assert.Equal(["NotEqual /Source/BuildSpec"], Drift(rendered.Properties, "buildspec.yml"));
    }

    [Fact]
    public void Two_texts_of_a_template_are_compared_so_too()
    {
        var left = Content(BuildSpec);

        Assert.Empty(TemplateComparer.Compare(left, Content(BuildSpec.Replace("   # the newest", "", StringComparison.Ordinal)), ComparisonOptions.Sources).Differences);
        var changed = TemplateComparer.Compare(left, Content(BuildSpec.Replace("- make\n", "- make all\n", StringComparison.Ordinal)), ComparisonOptions.Sources);
        Assert.Equal(["/Properties/Source/BuildSpec/phases/build/commands/0"], changed.Differences.Select(d => d.Path.ToString()));
    }

    [Fact]
    public void A_hole_in_a_document_leaves_the_rest_to_be_compared()
    {
        var template = BuildSpec.Replace("BuildSpec: |", "BuildSpec: !Sub |", StringComparison.Ordinal).Replace("- make\n", "- make ${Missing.Arn}\n", StringComparison.Ordinal)
            + "\n  Missing: {Type: Custom::Missing}\n";
        var rendered = TemplateRenderer.Render(Requests.For(template)).Resource("Build");

        Assert.Equal([], Drift(rendered.Properties, "phases: {build: {commands: [make x, make test]}}\nversion: 0.2"));
        Assert.Equal(["NotEqual /Source/BuildSpec/phases/build/commands/1"], Drift(rendered.Properties, "phases: {build: {commands: [make x, make install]}}\nversion: 0.2"));
        var changed = TemplateComparer.Compare(Content(template), Content(template.Replace("version: 0.2", "version: 0.3", StringComparison.Ordinal)), ComparisonOptions.Sources);
        Assert.Equal(["/Properties/Source/BuildSpec/version"], changed.Differences.Select(d => d.Path.ToString()));
    }

    [Fact]
    public void A_hole_between_brackets_may_be_several_items_and_one_behind_a_dash_is_one()
    {
        var flow = BuildSpec.Replace("BuildSpec: |", "BuildSpec: !Sub |", StringComparison.Ordinal)
            .Replace("commands:\n                - make\n                - \"make test\"", "commands: [make, ${Missing.Arn}]", StringComparison.Ordinal) + "\n  Missing: {Type: Custom::Missing}\n";
        var block = flow.Replace("[make, ${Missing.Arn}]", "\n                - make\n                - ${Missing.Arn}", StringComparison.Ordinal);

        Assert.Equal([], Drift(TemplateRenderer.Render(Requests.For(flow)).Resource("Build").Properties, "phases: {build: {commands: [make, x, y]}}\nversion: 0.2"));
        Assert.Equal(
            ["Add /Source/BuildSpec/phases/build/commands/2"],
            Drift(TemplateRenderer.Render(Requests.For(block)).Resource("Build").Properties, "phases: {build: {commands: [make, x, y]}}\nversion: 0.2"));
    }

    [Fact]
    public void Elsewhere_a_text_is_a_text()
    {
        static MapValue Script(string text) => YamlDocuments.Attach("AWS::SSM::Parameter", MapValue.Of(("Value", new ScalarValue(text))));

        Assert.Single(ResourceComparer.Compare("AWS::SSM::Parameter", Script("a: 1"), Script("{a: 1}"), ComparisonOptions.Drift).Differences);
    }

    private static TemplateContent Content(string text) => TemplateContentReader.Read(TemplateReader.Read("template.yaml", text), Requests.Fingerprinter).Content!;

    private static string[] Drift(MapValue expected, string buildSpec)
    {
        var live = PropertiesReader.Read(MapValue.Of(("Source", MapValue.Of(("Type", new ScalarValue("NO_SOURCE")), ("BuildSpec", new ScalarValue(buildSpec))))), "AWS::CodeBuild::Project", Requests.Fingerprinter);
        return [.. ResourceComparer.Compare("AWS::CodeBuild::Project", expected, live, ComparisonOptions.Drift).Differences.Select(d => $"{d.Kind} {d.Path}")];
    }
}
