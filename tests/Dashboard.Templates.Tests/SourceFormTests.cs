using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Which forms of a template's text say the same to CloudFormation, and which do not.</summary>
public sealed class SourceFormTests
{
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    [Theory]
    [InlineData("True", "true")]
    [InlineData("YES", "on")]
    [InlineData("No", "false")]
    [InlineData("!If [C, Off, Yes]", "!If [C, false, true]")]
    [InlineData("!Equals [!Ref F, True]", "!Equals [!Ref F, true]")]
    [InlineData("!GetAZs ''", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("{'Fn::GetAZs': ''}", "!GetAZs {Ref: 'AWS::Region'}")]
    [InlineData("!Sub '${A}'", "!Sub '${ A }'")]
    public void These_say_the_same(string left, string right) => Assert.Empty(Compare(Property(left), Property(right)).Differences);

    [Theory]
    [InlineData("'True'", "'true'")]
    [InlineData("YES", "'yes'")]
    [InlineData("y", "true")]
    [InlineData("yes", "no")]
    [InlineData("{yes: 1}", "{true: 1}")]
    [InlineData("!Sub '${!x# }'", "!Sub '${!x#}'")]
    [InlineData("!GetAZs ''", "!GetAZs us-east-1")]
    public void These_do_not(string left, string right)
    {
        var difference = Assert.Single(Compare(Property(left), Property(right)).Differences.DistinctBy(d => d.Entry));

        Assert.Equal(("Resources", "X", Confidence.Confirmed), (difference.Section, difference.Entry, difference.Confidence));
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
