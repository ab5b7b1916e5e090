using Dashboard.Core.Model;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Which stacks may hold more than their templates name.</summary>
public sealed class OpenStackTests
{
    private const string Outer =
        """
        Resources:
          Plain: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: plain.yaml}}
          Open: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: open.yaml}}
        """;

    private const string Plain = "Resources: {Queue: {Type: AWS::SQS::Queue}}";

    private const string Open =
        """
        Transform: AWS::LanguageExtensions
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Fn::ForEach::Queues: [Name, !Split [",", !ImportValue Names], {"Queue${Name}": {Type: AWS::SQS::Queue}}]
        """;

    [Fact]
    public void A_loop_that_nobody_can_write_out_leaves_its_own_stack_open()
    {
        var rendered = TemplateRenderer.Render(Requests.For(Outer) with { NestedTemplate = (_, url) => TemplateReader.Read(url!, url == "open.yaml" ? Open : Plain) });

        Assert.Equal(["Open", "Open/Queue", "Plain", "Plain/Queue"], rendered.Resources.Select(r => r.Address.Path));
        var open = Assert.Single(rendered.OpenPlaces);
        Assert.Equal((new ResourceAddress("Open"), "what Fn::ForEach::Queues makes is not known (open.yaml:4)"), (open.Key, open.Value));
        Assert.Equal(open.Value, rendered.OpenBecause);
    }

    [Fact]
    public void What_is_said_of_a_broken_resource_is_not_known()
    {
        var rendered = TemplateRenderer.Render(Requests.For("Resources: {Queue: {Type: AWS::SQS::Queue}, Topic: {Properties: {}}}"));

        var open = Assert.Single(rendered.OpenPlaces);
        Assert.Equal((new ResourceAddress("Topic"), "the definition of Topic is broken (line 1)"), (open.Key, open.Value));
    }

    [Theory]
    [InlineData("Resources: []")]
    [InlineData("Resources:")]
    [InlineData("Outputs: {}")]
    public void A_template_whose_resources_cannot_be_read_says_nothing_of_any(string template) =>
        Assert.Equal("template.yaml has no Resources that can be read", TemplateRenderer.Render(Requests.For(template)).OpenBecause);

    [Fact]
    public void A_loop_that_makes_too_much_leaves_its_stack_open()
    {
        var (values, tags) = (string.Join(',', Enumerable.Range(0, 1_000)), string.Join(',', Enumerable.Repeat("a", 300)));
        var rendered = TemplateRenderer.Render(Requests.For(
            $$"""
            Resources:
              Fn::ForEach::Queues:
                - A
                - [{{values}}]
                - Queue${A}:
                    Type: AWS::SQS::Queue
                    Properties: {Tags: [{{tags}}] }
            """));

        Assert.Equal("what Fn::ForEach::Queues makes is too much to be written out (line 2)", rendered.OpenBecause);
    }

    [Fact]
    public void A_template_that_names_all_is_not_open()
    {
        var rendered = TemplateRenderer.Render(Requests.For(Outer) with { NestedTemplate = (_, url) => TemplateReader.Read(url!, Plain) });

        Assert.Empty(rendered.OpenPlaces);
        Assert.Null(rendered.OpenBecause);
    }
}
