using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Templates.Tests;

public sealed class ApplicationFileTests
{
    private const string Whole =
        """
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
            mirrors: production
          - name: production
            account: "222222222222"
            regions: [eu-west-1, us-east-1]
            ref: release
          - name: "pr-{number}"
            tier: ephemeral
            account: "111111111111"
            regions: [eu-west-1]
            like: staging
        components:
          - name: storefront
            template: templates/storefront.yaml
            parameters: [parameters/common.json, "parameters/storefront.{environment}.json"]
            atDeploy: [ImageTag]
            stack: "{environment}-storefront"
            owner: team-shop
          - name: tenant
            template: templates/tenant.yaml
            stack: "{environment}-tenant-{instance}"
            regions: [eu-west-1]
        expect:
          - component: storefront
            resource: Database
            property: /DBInstanceClass
            reason: Production carries the real load
            owner: team-shop
            expires: 2027-06-30
        accept:
          - component: storefront
            environment: production
            resource: WebSecurityGroup
            property: /SecurityGroupIngress
            value: "10.9.0.0/16:443"
            reason: OPS-812
            owner: team-shop
            expires: 2027-01-15
        ignore:
          - type: AWS::AutoScaling::AutoScalingGroup
            property: /DesiredCapacity
            reason: Set by the scaling policy
            owner: team-platform
            review: 2027-06-30
        """;

    [Theory]
    [InlineData("222222222222", "shop", "", null)]
    [InlineData("111111111111", "shop", "", "driftboard.yaml:6: components[0].stack: Found \"shop\" without {environment}, which is one and the same stack in staging and production: both are in account 111111111111. Write {environment} into it, or name one of them under environments.")]
    [InlineData("111111111111", "shop-{instance}", "", "driftboard.yaml:6: components[0].stack: Found \"shop-{instance}\" without {environment}")]
    [InlineData("111111111111", "{environment}-shop", "", null)]
    [InlineData("111111111111", "shop", ", environments: [staging]", null)]
    [InlineData("111111111111", "shop", ", regions: [us-east-1]", null)]
    public void One_stack_is_of_one_environment(string account, string stack, string rest, string? error)
    {
        var text = $$"""
            version: 1
            application: shop
            environments:
              - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
              - {name: production, account: "{{account}}", regions: [eu-west-1, us-east-1], ref: main}
            components: [{name: web, template: web.yaml, stack: "{{stack}}"{{rest}}}]
            """;

        var diagnostics = ApplicationFileReader.Read("driftboard.yaml", Encoding.UTF8.GetBytes(text)).Diagnostics.Select(d => d.ToString()).ToList();

        Assert.Equal(error is null ? 0 : 1, diagnostics.Count);
        Assert.All(diagnostics, d => Assert.StartsWith(error!, d, StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_file_is_read()
    {
        var file = Read(Whole);

        Assert.Empty(file.Diagnostics);
        var application = file.Application!;
        Assert.Equal("shop", application.Name);
        Assert.Equal(["staging", "production", "pr-{number}"], application.Environments.Select(e => e.Name));
        Assert.Equal([EnvironmentTier.Staging, EnvironmentTier.Production, EnvironmentTier.Ephemeral], application.Environments.Select(e => e.Tier));
        Assert.Equal(["eu-west-1", "us-east-1"], application.Environments[1].Regions);
        Assert.Equal(("parameters/common.json", "ImageTag", "team-shop"), (application.Components[0].Parameters[0], application.Components[0].AtDeploy[0], application.Components[0].Owner));
        Assert.Equal([("staging", "production")], application.ParityPairs.Select(p => (p.From.Name, p.To.Name)));
        Assert.Equal(
            [(RuleKind.Expect, "expect at driftboard.yaml:30:5"), (RuleKind.Accept, "accept at driftboard.yaml:37:5"), (RuleKind.Ignore, "ignore at driftboard.yaml:46:5")],
            application.Rules.Select(r => (r.Kind, $"{r.Id}:{r.Location.Column}")));
        Assert.Equal(new DateOnly(2027, 6, 30), application.Rules[0].Expires);
        Assert.Equal("10.9.0.0/16:443", application.Rules[1].Value);
        Assert.Equal((null, new DateOnly(2027, 6, 30)), (application.Rules[2].Expires, application.Rules[2].Review));
    }

    /// <summary>What is replaced in the whole file, by what, and what must then be said: line, key, what was found, what is allowed.</summary>
    [Theory]
    [InlineData("version: 1", "version: 2", "driftboard.yaml:1: version: Found 2; allowed is 1.")]
    [InlineData("application: shop", "applicaton: shop", "driftboard.yaml:2: applicaton: Found the unknown key \"applicaton\". Did you mean \"application\"?")]
    [InlineData("application: shop", "application: [shop]", "driftboard.yaml:2: application: Found a list; allowed is a text.")]
    [InlineData("application: shop", "application: \"my shop\"", "driftboard.yaml:2: application: Found \"my shop\"; allowed are letters")]
    [InlineData("account: \"222222222222\"", "account: 22222222222", "driftboard.yaml:10: environments[1].account: Found the number \"22222222222\"; allowed are twelve digits in quotes")]
    [InlineData("regions: [eu-west-1, us-east-1]", "regions: [Ireland]", "driftboard.yaml:11: environments[1].regions: Found \"Ireland\"; allowed are AWS regions such as eu-west-1.")]
    [InlineData("mirrors: production", "mirrors: prod", "driftboard.yaml:8: environments[0].mirrors: Found \"prod\", which is no other environment; allowed are production.")]
    [InlineData("tier: ephemeral", "tier: preview", "driftboard.yaml:14: environments[2].tier: Found \"preview\"; allowed are development, staging, production and ephemeral.")]
    [InlineData("like: staging", "like: stagin", "driftboard.yaml:17: environments[2].like: Found \"stagin\"")]
    [InlineData("template: templates/tenant.yaml", "template: ../secrets.yaml", "driftboard.yaml:26: components[1].template: Found \"../secrets.yaml\"; allowed is a path")]
    [InlineData("{environment}-tenant-{instance}", "{env}-tenant", "driftboard.yaml:27: components[1].stack: Found the unknown placeholder {env}")]
    [InlineData("  - name: tenant", "  - name: storefront", "driftboard.yaml:25: components[1].name: Found a second component \"storefront\"")]
    [InlineData("    regions: [eu-west-1]\nexpect", "    regions: [eu-north-1]\nexpect", "driftboard.yaml:28: components[1].regions: Found \"eu-north-1\"")]
    [InlineData("expires: 2027-06-30", "expires: 30.06.2027", "driftboard.yaml:35: expect[0].expires: Found \"30.06.2027\"")]
    [InlineData("    expires: 2027-06-30\n", "", "driftboard.yaml:30: expect[0].expires: The rule has no end")]
    [InlineData("    reason: OPS-812\n", "", "driftboard.yaml:37: accept[0].reason: The field \"reason\" is missing")]
    [InlineData("    value: \"10.9.0.0/16:443\"\n", "", "driftboard.yaml:37: accept[0].value: The field \"value\" is missing")]
    [InlineData("value: \"10.9.0.0/16:443\"", "absent: yes", "driftboard.yaml:41: accept[0].absent: Found \"yes\"; allowed is true")]
    [InlineData("value: \"10.9.0.0/16:443\"", "absent: [true]", "driftboard.yaml:41: accept[0].absent: Found a list; allowed is true")]
    [InlineData("value: \"10.9.0.0/16:443\"", "absent: true\n    value: a", "driftboard.yaml:41: accept[0].absent: The fields \"value\" and \"absent\" stand together")]
    [InlineData("    property: /SecurityGroupIngress\n    value: \"10.9.0.0/16:443\"", "    absent: true", "driftboard.yaml:40: accept[0].absent: The rule names no property")]
    [InlineData("    property: /SecurityGroupIngress\n    value: \"10.9.0.0/16:443\"", "    property: /SecurityGroupIngress/*/CidrIp\n    absent: true", "driftboard.yaml:41: accept[0].absent: Found the property /SecurityGroupIngress/*/CidrIp; \"absent\" needs one place")]
    [InlineData("value: \"10.9.0.0/16:443\"", "value: null", "driftboard.yaml:41: accept[0].value: Found nothing; allowed is the accepted value as a text, or the field \"absent\"")]
    [InlineData("    reason: Set by", "    absent: true\n    reason: Set by", "driftboard.yaml:48: ignore[0].absent: ")]
    [InlineData("property: /DesiredCapacity", "property: DesiredCapacity", "driftboard.yaml:47: ignore[0].property: Found \"DesiredCapacity\"; allowed is a JSON pointer")]
    [InlineData("    environment: production\n    resource: Web", "    environment: prod\n    resource: Web", "driftboard.yaml:38: accept[0].environment: Found \"prod\"")]
    public void Each_error_names_line_key_what_was_found_and_what_is_allowed(string find, string replace, string expected)
    {
        var text = Whole.ReplaceLineEndings("\n");
        Assert.Contains(find, text, StringComparison.Ordinal);

        var file = Read(text.Replace(find, replace, StringComparison.Ordinal));

        Assert.Null(file.Application);
        Assert.Contains(file.Diagnostics, d => d.Severity == DiagnosticSeverity.Error && d.ToString().StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_listed_at_once_in_the_order_of_their_lines()
    {
        var file = Read("version: 3\nenvironments:\n  - name: staging\ncomponents: none\nrules: []\n");

        Assert.Null(file.Application);
        Assert.Equal(file.Diagnostics.OrderBy(d => d.Location.Line).Select(d => d.ToString()), file.Diagnostics.Select(d => d.ToString()));
        Assert.All(["version", "application", "environments[0].account", "environments[0].regions", "environments[0].ref", "components", "rules"],
            key => Assert.Contains(file.Diagnostics, d => d.Key == key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("a text")]
    [InlineData("{")]
    public void What_is_no_mapping_is_one_error(string text)
    {
        var file = Read(text);

        Assert.Null(file.Application);
        Assert.Single(file.Diagnostics);
    }

    [Fact]
    public void In_a_folder_of_a_monorepo_paths_are_relative_to_the_file() =>
        Assert.Equal("services/shop", ApplicationFileReader.Read("services/shop/driftboard.yaml", Encoding.UTF8.GetBytes(Whole)).Application!.Folder);

    private static ApplicationFile Read(string text) => ApplicationFileReader.Read("driftboard.yaml", Encoding.UTF8.GetBytes(text));
}
