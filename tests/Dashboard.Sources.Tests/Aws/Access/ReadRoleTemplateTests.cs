using System.Collections.Immutable;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws.Access;

/// <summary>The templates in docs/access.</summary>
public sealed class ReadRoleTemplateTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Find(), "docs", "access");

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:sqs:eu-west-1:111111111111:driftboard-changes,arn:aws:sqs:us-east-1:111111111111:driftboard-changes")]
    public void The_role_has_the_policy_of_every_type_of_the_catalogue_and_asks_for_its_external_id(string queues)
    {
        var cloud = new SandboxCloud();
        var stack = cloud.CreateStack(new StackRequest
        {
            Account = Staging,
            Region = Region,
            StackName = "driftboard-read",
            TemplateBody = File.ReadAllText(Path.Combine(Folder, "read-role.yaml")),
            Parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("Reader", $"arn:aws:iam::{Production}:role/driftboard").Add("ExternalId", "shop-4711").Add("ChangeQueueArns", queues),
            Capabilities = ["CAPABILITY_NAMED_IAM"],
        });

        Assert.Equal("CREATE_COMPLETE", stack.Status);
        var role = cloud.GetResource(Staging, Region, "AWS::IAM::Role", "driftboard-read").Properties;
        var written = ((MapValue)((ListValue)role["Policies"]!).Items[0])["PolicyDocument"];
        Assert.Equal(JsonValues.Parse(new ReadPolicy([.. PermissionCatalog.Types.Select(TypeAccess.Of)]) { Queues = [.. queues.Split(',', StringSplitOptions.RemoveEmptyEntries)] }.ToJson()), written);
        Assert.Equal(
            JsonValues.Parse($$"""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::{{Production}}:role/driftboard"}, "Action": "sts:AssumeRole",
                 "Condition": {"StringEquals": {"sts:ExternalId": "shop-4711"} } }]}
                """),
            role["AssumeRolePolicyDocument"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void All_inline_policies_of_the_role_fit_what_IAM_takes_also_with_queues_in_ten_regions(int queues)
    {
        var cloud = new SandboxCloud();
        cloud.CreateStack(new StackRequest
        {
            Account = Staging,
            Region = Region,
            StackName = "driftboard-read",
            TemplateBody = File.ReadAllText(Path.Combine(Folder, "read-role.yaml")),
            Parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("Reader", $"arn:aws:iam::{Production}:role/driftboard").Add("ExternalId", "shop-4711")
                .Add("ChangeQueueArns", string.Join(',', Enumerable.Range(1, queues).Select(i => $"arn:aws:sqs:ap-southeast-{i}:{Staging}:driftboard-changes"))),
            Capabilities = ["CAPABILITY_NAMED_IAM"],
        });

        var policies = ((ListValue)cloud.GetResource(Staging, Region, "AWS::IAM::Role", "driftboard-read").Properties["Policies"]!).Items.Select(p => JsonValues.Write((MapValue)((MapValue)p)["PolicyDocument"]!)).ToList();

        Assert.InRange(policies.Sum(ReadPolicy.SizeOf), 1, ReadPolicy.LargestInlinePolicies);
        TestContext.Current.TestOutputHelper?.WriteLine($"{policies.Sum(ReadPolicy.SizeOf)} characters with {queues} queues");
    }

    [Theory]
    [InlineData("true", 2)]
    [InlineData("false", 1)]
    public void The_queue_and_its_rules_deploy_with_and_without_calls(string apiCalls, int rules)
    {
        var cloud = new SandboxCloud();
        var stack = cloud.CreateStack(new StackRequest
        {
            Account = Staging,
            Region = Region,
            StackName = "driftboard-changes",
            TemplateBody = File.ReadAllText(Path.Combine(Folder, "change-queue.yaml")),
            Parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("ApiCalls", apiCalls),
        });

        Assert.Equal("CREATE_COMPLETE", stack.Status);
        Assert.Equal(rules, stack.Resources.Values.Count(r => r.Type == "AWS::Events::Rule"));
        Assert.Contains(stack.Resources.Values, r => r.Type == "AWS::SQS::QueuePolicy");
        var queue = Assert.Single(stack.Resources.Values, r => r.Type == "AWS::SQS::Queue");
        Assert.Equal("driftboard-changes", ((ScalarValue)cloud.GetResource(Staging, Region, queue.Type, queue.Identifier).Properties["QueueName"]!).Text);
    }

    [Fact]
    public void The_rule_leaves_out_the_calls_that_are_passed_over()
    {
        var cloud = new SandboxCloud();
        var stack = cloud.CreateStack(new StackRequest { Account = Staging, Region = Region, StackName = "driftboard-changes", TemplateBody = File.ReadAllText(Path.Combine(Folder, "change-queue.yaml")) });

        var rule = Assert.Single(stack.Resources.Values, r => r.LogicalId == "Calls");
        var detail = (MapValue)((MapValue)cloud.GetResource(Staging, Region, rule.Type, rule.Identifier).Properties["EventPattern"]!)["detail"]!;
        var names = ((MapValue)((ListValue)detail["eventName"]!).Items[0])["anything-but"];
        Assert.Equal(ChangeMessage.Noise, ((ListValue)names!).Items.Select(i => ((ScalarValue)i).Text));
    }

    [Fact]
    public void The_stack_set_gives_the_role_what_it_asks_for_and_can_be_deployed_by_a_delegated_administrator()
    {
        var role = At(Root("read-role.yaml"), "Parameters").Entries;
        var set = Root("read-role-stackset.yaml");
        var properties = At(set, "Resources", "ReadRoles", "Properties");
        var passed = ((SequenceNode)properties["Parameters"]!).Items.Select(p => ((ScalarNode)((MappingNode)p)["ParameterKey"]!).Text).ToList();

        Assert.Empty(passed.Except(role.Select(p => p.Key.Text)));
        Assert.Empty(role.Where(p => ((MappingNode)p.Value)["Default"] is null).Select(p => p.Key.Text).Except(passed));
        Assert.Equal("CallAs", Assert.IsType<ScalarNode>(Assert.IsType<MappingNode>(properties["CallAs"])["Ref"]).Text);
        Assert.Equal(["SELF", "DELEGATED_ADMIN"], ((SequenceNode)At(set, "Parameters", "CallAs")["AllowedValues"]!).Items.Select(i => ((ScalarNode)i).Text));

        static MappingNode Root(string file) => (MappingNode)TemplateReader.Read(file, File.ReadAllBytes(Path.Combine(Folder, file))).Root!;
        static MappingNode At(MappingNode node, params string[] path) => path.Aggregate(node, (n, name) => (MappingNode)n[name]!);
    }

    [Theory]
    [InlineData("read-role.yaml")]
    [InlineData("read-role-stackset.yaml")]
    [InlineData("change-queue.yaml")]
    public void A_template_is_read_without_a_complaint(string file) =>
        Assert.Empty(TemplateReader.Read(file, File.ReadAllBytes(Path.Combine(Folder, file))).Diagnostics);
}
