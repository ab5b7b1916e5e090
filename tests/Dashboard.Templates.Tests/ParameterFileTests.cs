using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Parameters;

namespace Dashboard.Templates.Tests;

public sealed class ParameterFileTests
{
    [Theory]
    [InlineData("""[{"ParameterKey": "Size", "ParameterValue": "2"}, {"ParameterKey": "Zones", "ParameterValue": "a,b"}]""")]
    [InlineData("""{"Parameters": {"Size": 2, "Zones": ["a", "b"]}, "Tags": {"Size": "no parameter"}, "StackPolicy": {}}""")]
    [InlineData("""{"Size": "2", "Zones": "a,b"}""")]
    [InlineData("Size: 2\nZones: [a, b]\n")]
    [InlineData("Parameters:\n  Size: '2'\n  Zones: a,b\n")]
    [InlineData("- ParameterKey: Size\n  ParameterValue: 2\n- ParameterKey: Zones\n  ParameterValue: a,b\n")]
    [InlineData("# comment\n\nSize=2\nZones = \"a,b\"\n")]
    [InlineData("""["Size=2", "Zones=a,b"]""")]
    public void Every_form_that_teams_use_is_read(string text)
    {
        var file = Read(text);

        Assert.Empty(file.Diagnostics);
        Assert.Equal([("Size", "2"), ("Zones", "a,b")], file.Values.Select(v => (v.Name, ((ScalarValue)v.Value).Text)));
        Assert.All(file.Values, v => Assert.Equal("parameters.json", v.Location!.File));
    }

    [Theory]
    [InlineData("[\n  {\"ParameterKey\": \"A\", \"ParameterValue\": \"1\"},\n  {\"ParameterKey\": \"B\", \"ParameterValue\": \"2\"}\n]", 3)]
    [InlineData("A: 1\n\nB: 2\n", 3)]
    [InlineData("A=1\n# comment\nB=2\n", 3)]
    public void A_value_knows_its_line(string text, int line) => Assert.Equal(line, Read(text).Values.Single(v => v.Name == "B").Location!.Line);

    [Theory]
    [InlineData("A: {b: c}\nB: 1", "parameters.json:1: A: Found a mapping; allowed is a text")]
    [InlineData("A:\nB: 1", "parameters.json:1: A: Found nothing; allowed is a text")]
    [InlineData("[{\"ParameterValue\": \"1\"}, {\"ParameterKey\": \"B\", \"ParameterValue\": \"1\"}]", "parameters.json:1: An item has no ParameterKey")]
    [InlineData("A=1\nA=2\nB=1", "parameters.json:2: A: A is given a second time; line 1 gives it already.")]
    [InlineData("A=1\nnot a pair\nB=1", "parameters.json:2: The line is not Name=Value.")]
    public void What_is_wrong_is_said_with_its_line_and_everything_else_is_read(string text, string expected)
    {
        var file = Read(text);

        Assert.StartsWith(expected, Assert.Single(file.Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Contains(file.Values, v => v.Name == "B");
    }

    [Fact]
    public void A_value_that_stays_as_it_was_deployed_is_unresolved()
    {
        var file = Read("""[{"ParameterKey": "Size", "UsePreviousValue": true}]""");

        Assert.Contains("keeps its deployed value", Assert.IsType<UnresolvedValue>(file.Values[0].Value).Reason, StringComparison.Ordinal);
    }

    private const string Sceptre =
        """
        template_path: vpc.yaml
        region: {{ var.region | default("eu-west-1") }}
        dependencies:
          - prod/network.yaml
        parameters:
          Size: "2"
          Zones: [a, b]
          Name: shop-{{ environment_variable.NAME }}
          Url: 'https://{{stack_group_config.bucket}}.example.com'
          Vpc: !stack_output network.yaml::VpcId
          Subnets:
            - subnet-1
            - !stack_output network.yaml::SubnetId
        {% if var.big %}
          Memory: 512
        {% endif %}
          Last: x
        {# a comment #}
        """;

    [Fact]
    public void A_stack_configuration_of_Sceptre_is_read_and_what_its_template_engine_fills_in_is_unresolved()
    {
        var file = Read(Sceptre);

        Assert.Empty(file.Diagnostics);
        Assert.Equal(
            [
                "6 Size 2",
                "7 Zones a,b",
                "8 Name unresolved {{ environment_variable.NAME }} is filled in by Jinja",
                "9 Url unresolved {{stack_group_config.bucket}} is filled in by Jinja",
                "10 Vpc unresolved !stack_output network.yaml::VpcId is resolved at deployment",
                "11 Subnets unresolved !stack_output network.yaml::SubnetId is resolved at deployment",
                "15 Memory unresolved a Jinja block decides whether it is given",
                "17 Last x",
            ],
            file.Values.Select(Line));
    }

    [Theory]
    [InlineData("Secret: '{{resolve:secretsmanager:a}}'\n", "1 Secret {{resolve:secretsmanager:a}}")]
    [InlineData("""{"Text": "Hello {{name}}", "Doc": "{#}"}""", "1 Text Hello {{name}} | 1 Doc {#}")]
    public void Braces_that_belong_to_a_value_are_no_Jinja(string text, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Read(text).Values.Select(Line)));

    [Theory]
    [InlineData("template_path: a.yaml\nstack_name: x\n")]
    [InlineData("template:\n  path: a.yaml\nstack_tags: {A: b}\n")]
    public void A_stack_configuration_without_parameters_gives_none(string text)
    {
        var file = Read(text);

        Assert.Empty(file.Diagnostics);
        Assert.Empty(file.Values);
    }

    [Theory]
    [InlineData("default", "4 Size 1 | 4 Name a b | 4 Quoted say \"x\"")]
    [InlineData("staging", "7 Size 2 | 7 Zones a,b")]
    [InlineData("production", "10 Size 3")]
    [InlineData("nowhere", "4 Size 1 | 4 Name a b | 4 Quoted say \"x\"")]
    public void The_overrides_of_an_environment_are_read_from_samconfig(string environment, string expected)
    {
        const string Text =
            """
            version = 0.1
            [default.deploy.parameters]
            stack_name = "shop"
            parameter_overrides = "Size=1 Name=\"a b\" Quoted='say \"x\"'"
            [staging.deploy.parameters]
            parameter_overrides = [
              "Size=2", "ParameterKey=Zones,ParameterValue=a,b",
            ]
            [production.global]
            parameters.parameter_overrides = "Size=3"
            """;

        var file = ParameterFileReader.Read("samconfig.toml", Encoding.UTF8.GetBytes(Text), environment, "default");

        Assert.Empty(file.Diagnostics);
        Assert.Equal(expected, string.Join(" | ", file.Values.Select(Line)));
    }

    [Theory]
    [InlineData("samconfig.yaml", "default", "5 Size 1 | 5 Name a b")]
    [InlineData("conf/samconfig.yml", "staging", "10 Size 2 | 11 Zones a,b")]
    [InlineData("samconfig.yaml", "production", "13 Size 3")]
    [InlineData("samconfig.yaml", "nowhere", "5 Size 1 | 5 Name a b")]
    public void A_samconfig_may_be_YAML(string name, string environment, string expected)
    {
        const string Text =
            """
            version: 0.1
            default:
              deploy:
                parameters:
                  parameter_overrides: Size=1 Name="a b"
            staging:
              deploy:
                parameters:
                  parameter_overrides:
                    - Size=2
                    - ParameterKey=Zones,ParameterValue=a,b
            production:
              global: {parameters: {parameter_overrides: "Size=3"}}
            """;

        var file = ParameterFileReader.Read(name, Encoding.UTF8.GetBytes(Text), environment, "default");

        Assert.Empty(file.Diagnostics);
        Assert.Equal(expected, string.Join(" | ", file.Values.Select(Line)));
    }

    [Theory]
    [InlineData("default: {deploy: {parameters: {parameter_overrides: 3}}}", "samconfig.yaml:1: parameter_overrides: Allowed is")]
    [InlineData("default:\n  deploy:\n    parameters:\n      parameter_overrides: word A=1", "samconfig.yaml:4: parameter_overrides: Found a word")]
    [InlineData("prod: {deploy: {}}\nversion: 0.1", "samconfig.yaml:1: Found no environment default; the file has prod. Name one as samconfig.yaml#prod.")]
    [InlineData("version: 0.1", "samconfig.yaml:1: Found no environment default; the file has none, such as default.deploy.parameters.")]
    [InlineData("default: [", "samconfig.yaml:2: The text is not valid YAML")]
    public void What_is_wrong_in_a_YAML_samconfig_is_said_with_its_line(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(ParameterFileReader.Read("samconfig.yaml", Encoding.UTF8.GetBytes(text)).Diagnostics).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = 3", "samconfig.toml:2: parameter_overrides: Allowed is")]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = \"word A=1\"", "samconfig.toml:2: parameter_overrides: Found a word")]
    [InlineData("[default\n", "samconfig.toml:1: ")]
    public void What_is_wrong_in_samconfig_is_said_with_its_line(string text, string expected) =>
        Assert.StartsWith(expected, ParameterFileReader.Read("samconfig.toml", Encoding.UTF8.GetBytes(text)).Diagnostics[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[prod.deploy.parameters]\nparameter_overrides = \"A=1\"\n[dev.build]\nx = 1", "samconfig.toml:1: Found no environment default; the file has prod, dev. Name one as samconfig.toml#prod.")]
    [InlineData("version = 0.1", "samconfig.toml:1: Found no environment default; the file has none, such as [default.deploy.parameters].")]
    [InlineData("[prod.deploy.parameters]", "samconfig.toml:1: Found no environment staging or default; the file has prod. Name one as samconfig.toml#prod.", "staging", "default")]
    [InlineData("[prod.deploy.parameters]\nparameter_overrides = \"A=1\"", "samconfig.toml:1: Found no environment staging; the file has prod. Name one as samconfig.toml#prod.", "staging")]
    public void An_environment_that_samconfig_does_not_have_is_an_error_that_names_those_that_it_has(string text, string expected, params string[] environments)
    {
        var file = ParameterFileReader.Read("samconfig.toml", Encoding.UTF8.GetBytes(text), environments);

        Assert.Equal(expected, Assert.Single(file.Diagnostics).ToString());
        Assert.Empty(file.Values);
    }

    [Theory]
    [InlineData("conf/samconfig.toml#prod", "conf/samconfig.toml", "prod")]
    [InlineData("samconfig.toml", "samconfig.toml", null)]
    [InlineData("conf/samconfig.yaml#prod", "conf/samconfig.yaml", "prod")]
    [InlineData("other.yaml#prod", "other.yaml#prod", null)]
    [InlineData("a#b.json", "a#b.json", null)]
    public void A_name_may_name_an_environment(string name, string file, string? environment) => Assert.Equal((file, environment), ParameterFileReader.Split(name));

    [Theory]
    [InlineData("{True: yes, Off: 'off', On: TRUE, Zones: [False, a]}", "1 True yes | 1 Off off | 1 On true | 1 Zones false,a")]
    [InlineData("""{"True": true, "Text": "yes"}""", "1 True true | 1 Text yes")]
    public void Booleans_are_read_as_CloudFormation_reads_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Read(text).Values.Select(Line)));

    private static string Line(ParameterValue value) =>
        $"{value.Location!.Line} {value.Name} {(value.Value is UnresolvedValue unresolved ? "unresolved " + unresolved.Reason : ((ScalarValue)value.Value).Text)}";

    private static ParameterFile Read(string text) => ParameterFileReader.Read("parameters.json", Encoding.UTF8.GetBytes(text));
}
