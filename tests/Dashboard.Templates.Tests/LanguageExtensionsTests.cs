using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;

namespace Dashboard.Templates.Tests;

/// <summary>What CloudFormation refuses without AWS::LanguageExtensions, and what modules define.</summary>
public sealed class LanguageExtensionsTests
{
    public static TheoryData<string, string> Extended => new()
    {
        { "Resources: {Fn::ForEach::Queues: [N, [A], {\"Queue${N}\": {Type: AWS::SQS::Queue}}]}", "Fn::ForEach" },
        { "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Value: {Fn::Length: [a, b]}}}}", "Fn::Length" },
        { "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Value: {Fn::ToJsonString: {a: b}}}}}", "Fn::ToJsonString" },
        { "Mappings: {M: {a: {b: c}}}\nResources: {P: {Type: AWS::SSM::Parameter, Properties: {Value: !FindInMap [M, x, y, DefaultValue: z]}}}", "The DefaultValue of Fn::FindInMap" },
    };

    [Theory]
    [MemberData(nameof(Extended))]
    public void What_needs_the_extensions_is_an_error_without_them_and_rendered_all_the_same(string template, string what)
    {
        var without = TemplateRenderer.Render(Requests.For(template));
        var with = TemplateRenderer.Render(Requests.For(template + "\nTransform: AWS::LanguageExtensions"));

        var error = Assert.Single(without.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, $"{what} needs \"Transform: AWS::LanguageExtensions\"; without it CloudFormation refuses the template."), (error.Severity, error.Message));
        Assert.True(error.Location.Line > 0);
        Assert.NotEmpty(Assert.Single(without.Resources).Type);
        Assert.Empty(with.Diagnostics);
    }

    [Theory]
    [InlineData("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]", false)]
    [InlineData("MyMacro", false)]
    [InlineData("AWS::Serverless-2016-10-31", true)]
    public void Only_a_macro_of_somebody_else_may_put_away_what_needs_the_extensions(string transform, bool isError)
    {
        var rendered = TemplateRenderer.Render(Requests.For($"{{Transform: {transform}, Resources: {{P: {{Type: AWS::SSM::Parameter, Properties: {{Value: {{Fn::Length: [a]}}}}}}}}}}"));

        Assert.Equal(isError, rendered.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("!Ref ModBucket", "ModBucket is defined by the module Mod")]
    [InlineData("!GetAtt ModBucket.Arn", "ModBucket.Arn is defined by the module Mod")]
    [InlineData("!GetAtt Mod.Bucket.Arn", "Mod.Bucket.Arn is defined by the module Mod")]
    [InlineData("!GetAtt [ModBucket, Arn]", "ModBucket.Arn is defined by the module Mod")]
    [InlineData("!Sub \"${ModBucket}\"", "ModBucket is defined by the module Mod")]
    public void What_a_module_defines_is_not_known_and_no_error(string value, string why)
    {
        var rendered = TemplateRenderer.Render(Requests.For($"Resources: {{Mod: {{Type: \"My::X::MODULE\"}}, P: {{Type: AWS::SSM::Parameter, Properties: {{Value: {value}}}}}}}"));

        Assert.Empty(rendered.Diagnostics);
        Assert.Equal(why, Assert.IsType<UnresolvedValue>(rendered.Resource("P").Properties["Value"]).Reason);
    }

    [Fact]
    public void What_no_module_can_define_is_an_error_as_ever()
    {
        var rendered = TemplateRenderer.Render(Requests.For("Resources: {Mod: {Type: \"My::X::MODULE\"}, P: {Type: AWS::SSM::Parameter, Properties: {Value: !Ref Bucket}}}"));

        Assert.EndsWith("The template has no parameter and no resource Bucket.", rendered.Errors(), StringComparison.Ordinal);
    }
}
