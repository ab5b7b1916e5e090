using System.Text;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Texts whose secrets are replaced are still what they were: they render, line for line.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: hunter2pass\n", "MasterUserPassword: driftboard-secret-7\n")]
    [InlineData("Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: 'hunter2pass'\n", "MasterUserPassword: driftboard-secret-7\n")]
    [InlineData("Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties: {MasterUserPassword: hunter2pass, Port: 5432}\n", "{MasterUserPassword: driftboard-secret-7, Port: 5432}")]
    [InlineData("Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Sub 'hunter2pass${AWS::Region}'\n", "MasterUserPassword: !Sub \"driftboard-secret-7${AWS::Region}\"\n")]
    [InlineData("Resources:\n  D:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData: !Sub |\n        export PASSWORD=hunter2pass\n        run ${Size}\n      Other: 1\n", "UserData: !Sub \"driftboard-secret-7${Size}\"")]
    [InlineData("""{"Resources": {"D": {"Type": "AWS::RDS::DBInstance", "Properties": {"MasterUserPassword": 12345678}}}}""", "\"MasterUserPassword\": \"driftboard-secret-7\"")]
    public void A_template_keeps_its_shape_and_its_lines(string text, string expected)
    {
        var redacted = TemplateRenderer.RedactedText(TemplateReader.Read("t", text), _ => RecordedSecret.Text(7)) ?? "";

        Assert.Contains(expected, redacted, StringComparison.Ordinal);
        Assert.Equal(text.Count(c => c == '\n'), redacted.Count(c => c == '\n'));
        Assert.DoesNotContain("hunter2", redacted, StringComparison.Ordinal);
        Assert.NotNull(TemplateReader.Read("t", redacted).Root);
    }

    [Theory]
    [InlineData("p.json", """[{"ParameterKey": "Token", "ParameterValue": "hunter\u0032pass"}, {"ParameterKey": "Size", "ParameterValue": "2"}]""", """[{"ParameterKey": "Token", "ParameterValue": "driftboard-secret-7"}, {"ParameterKey": "Size", "ParameterValue": "2"}]""")]
    [InlineData("p.json", """["Token=hunter2pass", "Size=2"]""", """["Token=driftboard-secret-7", "Size=2"]""")]
    [InlineData("p.yaml", "Token: hunter2pass # Token: hunter2pass\nSize: 2\n", "Token: driftboard-secret-7 # (secret)\nSize: 2\n")]
    [InlineData("p.properties", "# Token = hunter2old\nToken = \"hunter2pass\"\nSize=2\n", "# (secret)\nToken = \"driftboard-secret-7\"\nSize=2\n")]
    [InlineData("samconfig.toml", "[prod.deploy.parameters]\nparameter_overrides = \"Token=hunter2pass Size=2\"\n", "[prod.deploy.parameters]\nparameter_overrides = \"Token=driftboard-secret-7 Size=2\"\n")]
    [InlineData("samconfig.toml", "[a.deploy.parameters]\nparameter_overrides = [\"Token=hunter2pass\"]\n[a.global.parameters]\nparameter_overrides = 'Token=hunter2old'\n[b.build.parameters]\nparameter_overrides = \"Token=hunter2new\"\n", "[a.deploy.parameters]\nparameter_overrides = [\"Token=driftboard-secret-7\"]\n[a.global.parameters]\nparameter_overrides = 'Token=driftboard-secret-7'\n[b.build.parameters]\nparameter_overrides = \"Token=driftboard-secret-7\"\n")]
    [InlineData("samconfig.yaml", "prod:\n  deploy:\n    parameters:\n      parameter_overrides: Token=hunter2pass Size=2\ndev: {deploy: {parameters: {parameter_overrides: [Token=hunter2old]}}}\n", "prod:\n  deploy:\n    parameters:\n      parameter_overrides: Token=driftboard-secret-7 Size=2\ndev: {deploy: {parameters: {parameter_overrides: [Token=driftboard-secret-7]}}}\n")]
    [InlineData("samconfig.yaml", "default: {deploy: {parameters: {parameter_overrides: {Token: hunter2pass}}}}\n", null)]
    [InlineData("samconfig.yaml", "default: {a: {b: {c: {parameter_overrides: Token=hunter2pass}}}}\n", "default: {a: {b: {c: {parameter_overrides: Token=driftboard-secret-7}}}}\n")]
    [InlineData("samconfig.yaml", "default: {deploy: {parameters: {parameter_overrides: Token=hunter2old, parameter_overrides: Token=hunter2pass}}}\n", null)]
    [InlineData("samconfig.yml", "default: {deploy: {parameters: {parameter_overrides: [Size=2, {Token: hunter2pass}]}}}\n", null)]
    [InlineData("samconfig.yaml", "default:\n  deploy:\n\tparameters: {parameter_overrides: \"Token=hunter2pass\"}\n", null)]
    [InlineData("p.yaml", "Token: [hunter2pass", null)]
    public void A_parameter_file_keeps_its_form(string file, string text, string? expected)
    {
        var redactor = new ParameterFileRedactor((name, _) => name == "Token", _ => RecordedSecret.Text(7));

        Assert.Equal(expected, redactor.Redact(file, Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Real_templates_stay_readable_and_say_the_same_of_what_is_no_secret()
    {
        var folder = Corpus.Require();
        var (texts, lost, replaced) = (0, 0, 0);
        foreach (var path in Corpus.Files(folder, "template"))
        {
            var document = TemplateReader.Read(path, File.ReadAllBytes(Path.Combine(folder, path)));
            if (document.Root is not MappingNode)
                continue;
            texts++;
            var secrets = new HashSet<string>(StringComparer.Ordinal);
            if (TemplateRenderer.RedactedText(document, s => RecordedSecret.Text(secrets.Add(s) ? secrets.Count : 1)) is not { } redacted)
            {
                lost++;
                continue;
            }

            replaced += secrets.Count;
            var before = TemplateRenderer.Render(Requests.For(document));
            var after = TemplateRenderer.Render(Requests.For(TemplateReader.Read(path, redacted)));
            Assert.Equal(document.Text.Count(c => c == '\n'), redacted.Count(c => c == '\n'));
            Assert.Equal(before.Resources.Select(r => (r.Address, r.Type, r.Location)), after.Resources.Select(r => (r.Address, r.Type, r.Location)));
            Assert.All(secrets.Where(s => s.Length >= 12 && CredentialDetector.HoldsKnownForm(s)), s => Assert.DoesNotContain(s, redacted, StringComparison.Ordinal));
        }

        Assert.True(texts > 300 && replaced > 10, $"{texts} texts, {replaced} secrets");
        Assert.True(lost <= texts / 100, $"{lost} of {texts} could not be redacted");
    }
}
