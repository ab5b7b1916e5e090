using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Which forms of a template's text say the same to CloudFormation, and which do not.</summary>
public sealed class SourceFormTests
{
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    [Theory]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("!If [C, False, True]", "!If [C, false, true]")]
    [InlineData("!Equals [!Ref F, True]", "!Equals [!Ref F, true]")]
    [InlineData("!GetAZs ''", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("{'Fn::GetAZs': ''}", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("!Sub '${A}'", "!Sub '${ A }'")]
    [InlineData("!If [C, a, a]", "a")]
    [InlineData("!If [C, !Ref A, !Sub '${A}']", "!Ref A")]
    [InlineData("!If [C, !Ref 'AWS::NoValue', !Ref 'AWS::NoValue']", "!Ref 'AWS::NoValue'")]
    [InlineData("!Select [1, [a, b]]", "b")]
    [InlineData("{Ref: {Fn::Sub: '${A}x'}}", "{Ref: {Fn::Join: ['', [!Ref A, x]]}}")]
    [InlineData("!GetAtt [!Sub '${A}x', Arn]", "!GetAtt [!Join ['', [!Ref A, x]], Arn]")]
    public void These_say_the_same(string left, string right) => Assert.Empty(Compare(Property(left), Property(right)).Differences);

    [Theory]
    [InlineData("Transform: AWS::LanguageExtensions", "Transform: ['AWS::LanguageExtensions']")]
    [InlineData("Transform: {Name: M, Parameters: {A: b}}", "Transform: [{Name: M, Parameters: {A: b}}]")]
    [InlineData("Parameters: {P: {Type: String, AllowedValues: [a, b, true]}}", "Parameters: {P: {Type: String, AllowedValues: ['true', b, a]}}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !And [!Condition B, !Condition A]}")]
    [InlineData("Conditions: {C: !Equals [!Ref A, b]}", "Conditions: {C: !Equals [b, !Ref A]}")]
    [InlineData("Conditions: {C: !Not [!Or [!Condition A, !Equals [!Ref A, b]]]}", "Conditions: {C: !Not [!Or [!Equals [b, !Ref A], !Condition A]]}")]
    public void These_sections_say_the_same(string left, string right) => Assert.Empty(Compare(left + "\n" + Property("x"), right + "\n" + Property("x")).Differences);

    [Theory]
    [InlineData("Transform: [A, B]", "Transform: [B, A]")]
    [InlineData("Transform: A", "Transform: B")]
    [InlineData("Parameters: {P: {Type: String, AllowedValues: [a, b]}}", "Parameters: {P: {Type: String, AllowedValues: [a, c]}}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !Or [!Condition A, !Condition B]}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition B]}", "Conditions: {C: !And [!Condition A, !Condition D]}")]
    [InlineData("Conditions: {C: !And [!Condition A, !Condition A]}", "Conditions: {C: !And [!Condition A, !Condition B]}")]
    public void These_sections_do_not(string left, string right) => Assert.NotEmpty(Compare(left + "\n" + Property("x"), right + "\n" + Property("x")).Differences);

    [Theory]
    [InlineData("!Foo bar", """{"Fn::Foo":"bar"}""")]
    [InlineData("!Foo [bar]", """{"Fn::Foo":["bar"]}""")]
    [InlineData("!Foo [bar, {a: 1}]", """{"Fn::Foo":["bar",{"a":"1"}]}""")]
    [InlineData("!Not [!Condition A]", """{"Fn::Not":[{"Condition":"A"}]}""")]
    public void A_call_is_written_as_it_stood(string text, string expected)
    {
        var value = Content(Property(text)).Sections.Single().Entries.Single().Value;

        Assert.Equal(expected, DocumentWriter.Value(((MapValue)((MapValue)value)["Properties"]!)["P"]!, null, PropertyPath.Root).GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'True'", "'true'")]
    [InlineData("yes", "true")]
    [InlineData("y", "true")]
    [InlineData("yes", "no")]
    [InlineData("{yes: 1}", "{true: 1}")]
    [InlineData("!Sub '${!x# }'", "!Sub '${!x#}'")]
    [InlineData("!GetAZs ''", "!GetAZs us-east-1")]
    [InlineData("!Foo bar", "!Foo [bar]")]
    [InlineData("!If [C, a, b]", "a")]
    [InlineData("!Select [0, [a, b]]", "b")]
    [InlineData("!Select [1, [!If [C, a, !Ref 'AWS::NoValue'], b]]", "b")]
    [InlineData("{Ref: {Fn::Sub: '${A}x'}}", "{Ref: {Fn::Sub: '${A}y'}}")]
    [InlineData("!GetAtt [!Sub '${A}x', Arn]", "!GetAtt [!Sub '${A}x', Name]")]
    public void These_do_not(string left, string right)
    {
        var difference = Assert.Single(Compare(Property(left), Property(right)).Differences.DistinctBy(d => d.Entry));

        Assert.Equal(("Resources", "X", Confidence.Confirmed), (difference.Section, difference.Entry, difference.Confidence));
    }

    [Theory]
    [InlineData("", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: ", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: {}", "/Properties/DelaySeconds", "Add")]
    [InlineData(", Properties: x", "/Properties", "NotEqual")]
    public void The_first_property_of_a_resource_is_told_at_its_place(string properties, string path, string kind)
    {
        var (left, right) = ($"Resources: {{T: {{Type: AWS::SQS::Queue{properties}}}}}", "Resources: {T: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5}}}");

        var difference = Assert.Single(Compare(left, right).Differences);
        Assert.Equal((path, kind), (difference.Path.ToString(), difference.Kind.ToString()));
        Assert.Equal(path, Assert.Single(Compare(right, left).Differences).Path.ToString());
    }

    private static string Property(string text) => $"Resources:\n  X:\n    Type: Custom::Thing\n    Properties:\n      P: {text}\n";

    private static TemplateComparison Compare(string left, string right) => TemplateComparer.Compare(Content(left), Content(right), ComparisonOptions.Sources);

    private static TemplateContent Content(string text)
    {
        var (content, diagnostics) = TemplateContentReader.Read(TemplateReader.Read("template.yaml", text), Fingerprinter);
        Assert.Empty(diagnostics);
        return content!;
    }
}
