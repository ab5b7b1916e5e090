using System.Text;
using Dashboard.Core.Comparison;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>What a template calls its own parts is shown, however random a tool has made it.</summary>
public class DeclaredNamesTests
{
    /// <summary>The Serverless Framework calls a version by the digest of its code.</summary>
    private const string Version = "HelloLambdaVersionbw3Jvd5ZsbRnfvvNqR7IoqH6uRzIBdRgv1Tzd9hYk7Q";

    private const string Text = $$"""
        Conditions:
          {{Version}}Kept: !Equals [!Ref AWS::Region, eu-west-1]
        Mappings:
          {{Version}}Map: { a: { b: c } }
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            DependsOn: [{{Version}}]
            Condition: {{Version}}Kept
            Properties:
              TopicName: !GetAtt {{Version}}.Version
              DisplayName: !FindInMap [{{Version}}Map, a, b]
          {{Version}}:
            Type: AWS::Lambda::Version
            DeletionPolicy: Retain
            Properties: { FunctionName: hello }
        Outputs:
          {{Version}}Qualified: { Value: !Ref {{Version}} }
        """;

    [Fact]
    public void Names_that_look_random_are_shown_before_anything_is_known()
    {
        var (left, right) = (Read(Text), Read(Text.Replace("FunctionName: hello", "FunctionName: other", StringComparison.Ordinal).Replace($"[{Version}]", "[]", StringComparison.Ordinal)));

        var differences = TemplateComparer.Compare(left, right, ComparisonOptions.Sources).Differences;

        Assert.Equal([$"Topic /DependsOn/0 {Version}", $"{Version} /Properties/FunctionName hello"], differences.Select(d => $"{d.Entry} {d.Path} {d.Left}").OrderDescending(StringComparer.Ordinal));
        Assert.All(left.Sections.SelectMany(s => s.Entries), e => Assert.Equal(ValueContents.None, e.Value.Contents & ValueContents.Secret));
    }

    [Fact]
    public void Names_that_look_random_are_shown_in_what_is_rendered()
    {
        var rendered = TemplateRenderer.Render(Requests.For(Text) with { WithAttributes = true });

        Assert.Empty(rendered.Diagnostics);
        Assert.Equal([Version, "Topic"], rendered.Resources.Select(r => r.Address.Path));
        Assert.Equal(Version, ((ScalarValue)Assert.Single(((ListValue)rendered.Resources[1].Attributes["DependsOn"]!).Items)).Text);
        Assert.Equal(Version + "Kept", ((ScalarValue)rendered.Resources[1].Attributes["Condition"]!).Text);
        Assert.Equal("c", ((ScalarValue)rendered.Resources[1].Properties["DisplayName"]!).Text);
    }

    [Fact]
    public void What_only_looks_like_a_name_is_still_hidden()
    {
        const string token = "wJa1rXUtnFEM9K7MDENGbPx4fiCYzEXAMP8KEYq2";
        var content = Read($"Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    DependsOn: [{token}]\n    Metadata: {{ {token}: 1 }}\n    Properties: {{ DisplayName: {token} }}\n");

        Assert.DoesNotContain(token, content.Sections.SelectMany(s => s.Entries).Aggregate(new StringBuilder(), (all, e) => all.Append(JsonValues.Write(e.Value))).ToString(), StringComparison.Ordinal);
    }

    private static TemplateContent Read(string text) => TemplateContentReader.Read(TemplateReader.Read("template.yaml", text), Requests.Fingerprinter).Content!;
}
