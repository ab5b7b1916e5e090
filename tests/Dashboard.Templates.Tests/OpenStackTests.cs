using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
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

    [Fact]
    public void Properties_that_nobody_can_work_out_say_so_and_are_masked_whole_where_they_may_hold_a_secret()
    {
        const string template =
            """
            Parameters:
              Flag: {Type: "AWS::SSM::Parameter::Value<String>", Default: /flag}
              Password: {Type: String, NoEcho: true}
            Conditions: {IsOn: !Equals [!Ref Flag, "on"]}
            Resources:
              Plain: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [IsOn, a, b]}}
              Queue: {Type: AWS::SQS::Queue, Properties: !If [IsOn, {QueueName: a}, {QueueName: b}]}
              Secret: {Type: AWS::SSM::Parameter, Properties: !If [IsOn, {Value: !Ref Password}, {Value: b}]}
            """;
        var rendered = TemplateRenderer.Render(Requests.For(template, ("Password", "****")) with { Mode = ReferenceMode.Concrete });

        Assert.Null(rendered.Resource("Plain").OpenBecause);
        Assert.Equal("what the properties of Queue are cannot be worked out (line 7)", rendered.Resource("Queue").OpenBecause);
        Assert.Empty(rendered.Resource("Queue").TaintedPaths);
        Assert.Equal([PropertyPath.Root], rendered.Resource("Secret").TaintedPaths);
        var live = SecretMasker.Mask("AWS::SSM::Parameter", MapValue.Create([KeyValuePair.Create("Value", (PropertyValue)new ScalarValue("CANARY"))]), rendered.Resource("Secret").TaintedPaths, Requests.Fingerprinter);
        Assert.IsType<SecretValue>(live["Value"]);
    }

    [Theory]
    [InlineData("Ref: !If [IsOff, a, !Ref AWS::NoValue]", "Ref must be a name.")]
    [InlineData("Fn::GetAtt: [!If [IsOff, Queue, !Ref AWS::NoValue], Arn]", "Fn::GetAtt must be \"Resource.Attribute\" or a list of the two.")]
    public void A_computed_name_that_is_no_value_is_said_to_be_none(string call, string error)
    {
        var rendered = TemplateRenderer.Render(Requests.For($"{{Transform: AWS::LanguageExtensions, Conditions: {{IsOff: !Equals [a, b]}}, Resources: {{Queue: {{Type: AWS::SQS::Queue}}, P: {{Type: AWS::SSM::Parameter, Properties: {{Value: {{{call}}}}}}}}}}}"));

        Assert.EndsWith(error, rendered.Errors(), StringComparison.Ordinal);
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
    public void What_is_nested_too_deep_to_be_followed_leaves_its_stack_open()
    {
        const string again = "Resources: {Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: again.yaml}}}";

        var rendered = TemplateRenderer.Render(Requests.For(again) with { NestedTemplate = (_, url) => TemplateReader.Read(url!, again) });

        var open = Assert.Single(rendered.OpenPlaces);
        Assert.Equal(rendered.Resources[^1].Address, open.Key);
        Assert.Equal("what Inner holds was not followed: stacks are nested too deep, or there are too many of them (again.yaml:1)", open.Value);
    }

    [Fact]
    public void A_template_that_names_all_is_not_open()
    {
        var rendered = TemplateRenderer.Render(Requests.For(Outer) with { NestedTemplate = (_, url) => TemplateReader.Read(url!, Plain) });

        Assert.Empty(rendered.OpenPlaces);
        Assert.Null(rendered.OpenBecause);
    }
}
