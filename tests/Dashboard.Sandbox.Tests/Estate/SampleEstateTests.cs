using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Types;
using Dashboard.Sandbox.Estate;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Sandbox.Tests.Estate;

/// <summary>The story that the sample tells.</summary>
public sealed class SampleEstateTests(DeployedEstate deployed)
{
    private static readonly string[] Components = ["network", "observability", "identity", "buckets", "database", "dns", "worker", "storefront"];

    [Fact]
    public void Its_accounts_are_those_of_driftboard_yaml() => Assert.Equal(["333333333333", "111111111111", "222222222222"], SampleEstate.Accounts);

    [Theory]
    [InlineData("development", "network identity buckets database dns worker storefront")]
    [InlineData("staging", "network observability identity buckets database dns worker storefront")]
    [InlineData("production", "network observability identity buckets database dns worker storefront")]
    [InlineData("pr-142", "buckets worker storefront")]
    public void Each_environment_has_its_components(string environment, string components) =>
        Assert.Equal(components.Split(' '), Components.Where(c => deployed.Find(environment, c)?.Status == "CREATE_COMPLETE"));

    [Fact]
    public void A_full_environment_holds_more_than_ninety_resources()
    {
        var stacks = deployed.Cloud.ListStacks("222222222222", Some.Region);

        Assert.Equal(9, stacks.Length);
        Assert.True(stacks.Sum(s => s.Resources.Count) >= 90, $"{stacks.Sum(s => s.Resources.Count)} resources");
        Assert.Single(stacks, s => s.ParentId is not null);
        Assert.Contains(stacks.SelectMany(s => s.Resources.Values), r => !ReadableTypes.CanRead(r.Type) && r.Type != "AWS::CloudFormation::Stack");
        Assert.Contains("PaymentKey", deployed.Stack("production", "worker").NoEcho);
    }

    [Theory]
    [InlineData("production", "storefront", "release")]
    [InlineData("production", "database", "release")]
    [InlineData("development", "storefront", "main")]
    [InlineData("staging", "worker", "main")]
    [InlineData("staging", "identity", "support-dead-letters")]
    [InlineData("pr-142", "storefront", "gift-cards")]
    public void A_stack_runs_what_its_branch_says_and_bears_the_commit_as_a_tag(string environment, string component, string branch)
    {
        var stack = deployed.Stack(environment, component);

        Assert.Equal(deployed.Repository.FilesAt(deployed.Repository.Commits[branch])[$"templates/{component}.yaml"], stack.TemplateBody);
        Assert.Equal(deployed.Repository.Commits[branch], stack.Tags["git-commit"]);
    }

    [Theory]
    [InlineData("database", "log_min_duration_statement: \"500\"", "log_min_duration_statement: \"250\"")]
    [InlineData("storefront", "Memory: \"1024\"", "Memory: \"2048\"")]
    public void Two_stacks_of_staging_wait_for_their_release(string component, string deployedText, string wantedText)
    {
        var wanted = deployed.Repository.FilesAt(deployed.Repository.MainId)[$"templates/{component}.yaml"];
        var stack = deployed.Stack("staging", component);

        Assert.Contains(deployedText, stack.TemplateBody, StringComparison.Ordinal);
        Assert.Contains(wantedText, wanted, StringComparison.Ordinal);
        Assert.NotEqual(wanted, stack.TemplateBody);
    }

    [Fact]
    public void Only_these_things_were_changed_by_hand()
    {
        var drifted = new List<string>();
        foreach (var account in SampleEstate.Accounts)
        {
            var region = deployed.Cloud.Read(account, Some.Region);
            foreach (var stack in region.Standing)
            {
                foreach (var resource in stack.Resources.Values.Where(r => ReadableTypes.CanRead(r.Type)))
                {
                    var drift = Sandbox.Cloud.Drift.DriftDetector.Detect(region, stack, resource, deployed.Time.GetUtcNow());
                    if (drift.Status != "IN_SYNC")
                        drifted.Add($"{region.Outermost(stack).Name} {region.AddressOf(stack, resource.LogicalId)} {drift.Status} {string.Join(',', drift.Differences.Select(d => $"{d.Path}:{d.Expected}->{d.Actual}"))}".TrimEnd());
                }
            }

            drifted.AddRange(region.Live.Values.Where(l => l.StackId is null).Select(l => $"{account} {l.PhysicalId}"));
        }

        Assert.Equal(
            [
                "222222222222 https://sqs.eu-west-1.amazonaws.com/222222222222/production-shop-worker-orders-replay",
                "development-shop-worker OrderFunction MODIFIED /Timeout:30->900",
                "production-shop-buckets InvoiceBucket MODIFIED /VersioningConfiguration/Status:Enabled->Suspended",
                "production-shop-database Database MODIFIED /DBInstanceClass:db.r6g.xlarge->db.r6g.2xlarge",
                "production-shop-storefront Service MODIFIED /DesiredCount:2->5",
                """production-shop-storefront WebSecurityGroup MODIFIED /SecurityGroupIngress/3:null->{"CidrIp":"0.0.0.0/0","Description":"temporary","FromPort":22,"IpProtocol":"tcp","ToPort":22}""",
                "production-shop-worker MailFunction MODIFIED /MemorySize:256->512",
                "staging-shop-database Database MODIFIED /BackupRetentionPeriod:7->1",
                "staging-shop-worker Queues/MailDeadLetterAlarm DELETED",
            ],
            drifted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_setting_of_staging_names_the_database_of_production()
    {
        var production = deployed.Stack("production", "database").Outputs.Single(o => o.Key == "Endpoint").Value;

        Assert.Equal(production, deployed.Stack("staging", "worker").Parameters["ReportDatabaseHost"]);
        Assert.NotEqual(production, deployed.Stack("staging", "database").Outputs.Single(o => o.Key == "Endpoint").Value);
    }

    [Fact]
    public void Its_rules_end_in_2099_but_one_that_has_expired()
    {
        var file = ApplicationFileReader.Read("driftboard.yaml", Encoding.UTF8.GetBytes(EstateFiles.Read()["driftboard.yaml"]));

        Assert.Empty(file.Diagnostics);
        var rules = file.Application!.Rules;
        Assert.Equal(new DateOnly(2026, 6, 30), Assert.Single(rules, r => r.Expires?.Year != 2099).Expires);
        Assert.Equal([RuleKind.Expect, RuleKind.Accept, RuleKind.Ignore], rules.Select(r => r.Kind).Distinct());
    }

    [Fact]
    public void Two_deployments_are_equal_to_the_id()
    {
        var again = new SandboxCloud(deployed.Time);

        SampleEstate.Deploy(again, deployed.Repository);

        Assert.Equal(DeployedEstate.Picture(deployed.Cloud), DeployedEstate.Picture(again));
    }

    [Fact]
    public void Every_public_address_of_an_account_is_another_one()
    {
        var addresses = deployed.Stack("production", "network").Resources.Values.Where(r => r.Type == "AWS::EC2::EIP").Select(r => r.PhysicalId).ToList();

        Assert.Equal(2, addresses.Distinct().Count());
        Assert.All(addresses, a => Assert.StartsWith("203.0.113.", a, StringComparison.Ordinal));
    }

    [Fact]
    public void No_secret_is_shared_between_environments()
    {
        var secrets = Secrets(deployed).ToList();

        Assert.Equal(7, secrets.Count);
        Assert.Equal(secrets.Count, secrets.Distinct().Count());
    }

    /// <summary>The value of every NoEcho parameter.</summary>
    internal static IEnumerable<string> Secrets(DeployedEstate estate) => SampleEstate.Accounts
        .SelectMany(a => estate.Cloud.ListStacks(a, Some.Region)).SelectMany(s => s.NoEcho.Select(n => s.Parameters[n]));
}
