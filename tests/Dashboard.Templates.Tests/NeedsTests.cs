using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>What a value was made of is told where it no longer shows.</summary>
public sealed class NeedsTests
{
    private const string Template =
        """
        Parameters:
          Password: {Type: String, NoEcho: true, Default: CANARY-default}
          Unknown: {Type: "AWS::SSM::Parameter::Value<String>", Default: /flag}
        Conditions:
          Perhaps: !Equals [!Ref Unknown, "on"]
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Other: {Type: AWS::SQS::Queue}
          Secret: {Type: AWS::SecretsManager::Secret}
          Composed:
            Type: AWS::SSM::Parameter
            Properties:
              Type: String
              Value: !Sub "https://u:${Password}@${Queue.QueueName}"
          Dynamic:
            Type: AWS::RDS::DBInstance
            Properties:
              MasterUserPassword: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"
          Masked:
            Type: AWS::RDS::DBInstance
            Properties:
              MasterUserPassword: !Ref Secret
          Chosen:
            Type: AWS::SSM::Parameter
            Properties:
              Type: String
              Value: !Select [0, [!Ref Queue, !GetAtt Other.Arn]]
          Either:
            Type: AWS::SSM::Parameter
            Properties:
              Type: String
              Value: !If [Perhaps, !Ref Queue, !Ref Other]
          Imported:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !ImportValue vpc
          Joined:
            Type: AWS::SSM::Parameter
            Properties:
              Value: !Join [":", [!ImportValue vpc, a]]
              Description: !Sub ["arn:${V}/*", {V: !ImportValue vpc}]
              Name: !ImportValue shop-DbPassword
          Plain:
            Type: AWS::SSM::Parameter
            Properties:
              Value: !GetAtt Queue.Arn
        """;

    [Theory]
    [InlineData("Composed", "/Value Queue.QueueName")]
    [InlineData("Dynamic", "/MasterUserPassword Secret.Ref")]
    [InlineData("Masked")]
    [InlineData("Chosen", "/Value Queue.Ref", "/Value Other.Arn")]
    [InlineData("Either", "/Value Queue.Ref", "/Value Other.Ref")]
    [InlineData("Imported", "/VpcId import vpc-0a1b2c3d")]
    [InlineData("Joined", "/Value import vpc-0a1b2c3d", "/Description import vpc-0a1b2c3d", "/Name import ")]
    [InlineData("Plain")]
    public void A_reference_that_no_longer_shows_and_an_import_are_told_with_their_place(string resource, params string[] needs) => Assert.Equal(needs, Needs(Template, resource));

    [Fact]
    public void What_is_handed_to_a_nested_stack_is_needed_by_what_uses_it_there()
    {
        const string outer =
            """
            Parameters:
              Password: {Type: String, NoEcho: true, Default: CANARY-default}
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Inner:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: inner.yaml
                  Parameters:
                    Address: !Sub "https://u:${Password}@${Queue.QueueName}"
                    Vpc: !ImportValue vpc
            """;
        const string inner =
            """
            Parameters:
              Address: {Type: String}
              Vpc: {Type: String}
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Type: String, Value: !Ref Address}
              Group:
                Type: AWS::EC2::SecurityGroup
                Properties: {VpcId: !Ref Vpc}
            """;

        Assert.Equal(["/Value Queue.QueueName"], Needs(outer, "Inner/Setting", inner));
        Assert.Equal(["/VpcId import vpc-0a1b2c3d"], Needs(outer, "Inner/Group", inner));
    }

    [Fact]
    public void Nothing_is_told_of_secrets_and_nothing_where_references_become_text()
    {
        var request = Request(Template, null);
        Assert.DoesNotContain("CANARY", string.Join('\n', TemplateRenderer.Render(request).Resources.SelectMany(r => r.Needs)), StringComparison.Ordinal);
        Assert.All(TemplateRenderer.Render(request with { Mode = ReferenceMode.Concrete }).Resources, r => Assert.Empty(r.Needs));
    }

    private static IEnumerable<string> Needs(string template, string resource, string? nested = null) =>
        TemplateRenderer.Render(Request(template, nested)).Resource(resource).Needs.Select(n => $"{n.Path} {(n.To is { } to ? $"{to.Owner.Address.LogicalId}.{to.Attribute}" : $"import {n.Export}")}");

    private static RenderRequest Request(string template, string? nested) => Requests.For(template) with
    {
        Import = static name => name switch { "vpc" => new ScalarValue("vpc-0a1b2c3d"), "shop-DbPassword" => new ScalarValue("CANARY-exported"), _ => null },
        NestedTemplate = (_, _) => nested is null ? null : TemplateReader.Read("inner.yaml", nested),
    };
}
