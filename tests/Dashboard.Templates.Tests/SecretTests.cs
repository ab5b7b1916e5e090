using Dashboard.Core.Documents;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Secrets never leave Templates, whichever way they came in. Every secret here holds the word CANARY.</summary>
public sealed class SecretTests
{
    private const string Template =
        """
        Parameters:
          Password:
            Type: String
            NoEcho: true
            Default: CANARY-default
            AllowedValues: [CANARY-default, CANARY-given]
          ApiKey: {Type: String, Default: CANARY-literal}
          Size: {Type: Number, Default: 20}
        Resources:
          Database:
            Type: AWS::RDS::DBInstance
            Metadata: {Note: "AKIAIOSFODNN7CANARY0 is a key"}
            Properties:
              AllocatedStorage: !Ref Size
              MasterUserPassword: !Ref Password
          Composed:
            Type: AWS::SSM::Parameter
            Properties:
              Type: String
              Value: !Join ["", ["postgres://shop:", !Ref Password, "@host"]]
              Description: !Sub "the password is ${Password}"
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Code: {ZipFile: "x"}
              Role: arn
              Environment:
                Variables:
                  DB_PASSWORD: CANARY-variable
                  API_TOKEN: !Sub "CANARY-${AWS::Region}"
                  COLOUR: blue
        """;

    [Fact]
    public void A_key_that_is_a_credential_stands_in_no_path_and_what_is_beneath_it_is_masked_in_what_runs()
    {
        const string template =
            """
            {"Parameters": {"P": {"Type": "String", "NoEcho": true, "Default": "given-and-hidden"}},
              "Resources": {"R": {"Type": "Custom::T", "Properties": {"Auths": {"https://u:CANARY-key@registry.example.org": {"email": {"Ref": "P"}}}}}}}
            """;
        var resource = TemplateRenderer.Render(Requests.For(template)).Resource("R");

        Assert.Equal(["/Auths/(secret)/email"], resource.TaintedPaths.Select(p => p.ToString()));
        var live = (MapValue)JsonValues.Parse("""{"Auths":{"https://u:CANARY-key@registry.example.org":{"email":"given-and-hidden"}}}""");
        var masked = SecretMasker.Mask("Custom::T", live, resource.TaintedPaths, Requests.Fingerprinter);
        Assert.DoesNotContain("hidden", masked.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_rendered_value_shows_one()
    {
        var rendered = TemplateRenderer.Render(Requests.For(Template, ("Password", "CANARY-given")));

        var shown = rendered.Resources.Select(r => DocumentWriter.Value(r.Properties, r.Type, PropertyPath.Root).GetRawText() + r.Properties)
            .Concat(rendered.Parameters.Select(p => p.Value.ToString()))
            .Concat(rendered.Diagnostics.Select(d => d.ToString()));
        Assert.DoesNotContain("CANARY", string.Join('\n', shown), StringComparison.Ordinal);
        Assert.IsType<SecretValue>(rendered.Resource("Database").Properties["MasterUserPassword"]);
        Assert.IsType<SecretValue>(rendered.Resource("Composed").Properties["Value"]);
        Assert.IsType<SecretValue>(rendered.Resource("Composed").Properties["Description"]);
        Assert.Equal(new ScalarValue("blue"), At(rendered.Resource("Function").Properties, "Environment", "Variables", "COLOUR"));
    }

    [Fact]
    public void What_is_composed_with_one_is_named_for_the_live_reader_to_mask() =>
        Assert.Equal(
            ["/Description", "/Value"],
            TemplateRenderer.Render(Requests.For(Template, ("Password", "CANARY-given"))).Resource("Composed").TaintedPaths.Select(p => p.ToString()).Order());

    [Theory]
    [InlineData("!If [HasSmtp, !Ref SmtpPassword, !Ref AWS::NoValue]")]
    [InlineData("!If [HasNone, '', !Sub 'smtp://u:${SmtpPassword}@relay']")]
    [InlineData("!If [IsOn, !Ref SmtpPassword, off]")]
    [InlineData("!If [IsOn, '{{resolve:secretsmanager:smtp:SecretString:password}}', off]")]
    [InlineData("!If [IsOn, !If [HasSmtp, a, !Ref SmtpPassword], off]")]
    public void A_secret_behind_a_condition_that_nobody_can_work_out_is_named_for_the_live_reader_to_mask(string relay)
    {
        var template =
            $$$"""
            Parameters:
              SmtpPassword: {Type: String, NoEcho: true, Default: ""}
              Flag: {Type: "AWS::SSM::Parameter::Value<String>", Default: /flag}
            Conditions:
              HasSmtp: !Not [!Equals [!Ref SmtpPassword, ""]]
              HasNone: !Or [!Equals [!Ref SmtpPassword, ""], !Condition IsOn]
              IsOn: !Equals [!Ref Flag, "on"]
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties:
                  Environment:
                    Variables:
                      COLOUR: !If [HasSmtp, blue, red]
                      RELAY: {{{relay}}}
            """;
        foreach (var mode in new[] { ReferenceMode.Concrete, ReferenceMode.Symbolic })
        {
            var rendered = TemplateRenderer.Render(Requests.For(template, ("SmtpPassword", "****")) with { Mode = mode });

            Assert.Equal("", rendered.Errors());
            Assert.Equal(["/Environment/Variables/RELAY"], rendered.Resource("F").TaintedPaths.Select(p => p.ToString()));
            Assert.IsType<UnresolvedValue>(At(rendered.Resource("F").Properties, "Environment", "Variables", "COLOUR"));
        }
    }

    [Fact]
    public void Two_secrets_are_the_same_or_different_and_a_masked_one_is_neither()
    {
        SecretValue Password(string given) =>
            Assert.IsType<SecretValue>(TemplateRenderer.Render(Requests.For(Template, ("Password", given))).Resource("Database").Properties["MasterUserPassword"]);

        Assert.True(Password("CANARY-given").SameAs(Password("CANARY-given")));
        Assert.False(Password("CANARY-given").SameAs(Password("CANARY-default")));
        Assert.Null(Password("****").SameAs(Password("****")));
    }

    [Fact]
    public void The_text_of_a_template_is_shown_without_them_line_for_line()
    {
        var document = TemplateReader.Read("template.yaml", Template + "\n# AKIAIOSFODNN7CANARY0 was here\n");

        var masked = TemplateRenderer.MaskedText(document);

        Assert.DoesNotContain("CANARY", masked, StringComparison.Ordinal);
        Assert.Equal(document.Text.Split('\n').Length, masked.Split('\n').Length);
        Assert.Contains("Default: (secret)", masked, StringComparison.Ordinal);
        Assert.Contains("COLOUR: blue", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#      MasterUserPassword: CANARY-old")]
    [InlineData("# - DB_PASSWORD = 'CANARY-old'")]
    public void A_line_that_somebody_commented_out_shows_none_either(string line)
    {
        var document = TemplateReader.Read("template.yaml", $"Resources: {{}}\n{line}\n# Colour: blue\n");

        Assert.Equal("Resources: {}\n# (secret)\n# Colour: blue\n", TemplateRenderer.MaskedText(document));
    }

    [Fact]
    public void What_another_stack_exports_under_a_credentials_name_is_one_here_too()
    {
        const string importing = "Resources:\n  P:\n    Type: AWS::SSM::Parameter\n    Properties: {Type: String, Value: !Sub ['x${V}', {V: !ImportValue shop-DbPassword}], Description: !ImportValue shop-Colour}\n";
        var rendered = TemplateRenderer.Render(Requests.For(importing) with { Import = name => new ScalarValue(name == "shop-Colour" ? "blue" : "CANARY-exported") });

        var parameter = rendered.Resource("P");
        Assert.True(Assert.IsType<SecretValue>(parameter.Properties["Value"]).IsKnown);
        Assert.Equal(new ScalarValue("blue"), parameter.Properties["Description"]);
        Assert.Equal(["/Value"], parameter.TaintedPaths.Select(p => p.ToString()));
    }

    [Fact]
    public void An_unreadable_template_shows_nothing_of_itself() =>
        Assert.DoesNotContain("CANARY", TemplateRenderer.MaskedText(TemplateReader.Read("broken.yaml", "Password: CANARY\n  broken: [")), StringComparison.Ordinal);

    private static PropertyValue? At(PropertyValue value, params string[] path) =>
        path.Aggregate((PropertyValue?)value, (v, name) => (v as MapValue)?[name]);
}
