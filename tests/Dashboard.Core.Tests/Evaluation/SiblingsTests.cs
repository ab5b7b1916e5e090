using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What one resource of a stack declares for another, and what moved.</summary>
public class SiblingsTests
{
    private const string Rule = """{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"}""";

    private const string Index = """{"GlobalSecondaryIndexes":[{"IndexName":"by-date","ProvisionedThroughput":""";

    [Fact]
    public void A_rule_that_a_sibling_declares_is_no_drift_of_the_group_and_any_other_is()
    {
        var scene = new Scene();
        var stack = scene.Staging();
        stack.Add("Group", "AWS::EC2::SecurityGroup", """{"GroupDescription":"g","SecurityGroupIngress":[{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""")
            .Add("Https", "AWS::EC2::SecurityGroupIngress", MapValue.Of(("GroupId", stack.Ref("Group")), ("IpProtocol", Write.Text("tcp")), ("FromPort", Write.Text("443")), ("ToPort", Write.Text("443")), ("CidrIp", Write.Text("10.0.0.0/8"))))
            .Live("Group", $$"""{"GroupDescription":"g","SecurityGroupIngress":[{{Rule}},{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""");

        var group = Resource(scene, "Group");
        Assert.Equal(Status.InSync, group.Status);
        Assert.Equal(("CMP041", "/SecurityGroupIngress/0"), (Assert.Single(group.Folded).Normaliser, group.Folded[0].Path.ToString()));

        stack.Live("Group", $$"""{"GroupDescription":"g","SecurityGroupIngress":[{{Rule}},{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"0.0.0.0/0"},{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"10.0.0.0/8"}]}""");
        Assert.Equal(["Add /SecurityGroupIngress/1"], Resource(scene, "Group").Differences.Select(d => $"{d.Kind} {d.Path}"));
    }

    [Theory]
    [InlineData(true, "2", "1", Status.Unknown)]
    [InlineData(true, "2", "2", Status.InSync)]
    [InlineData(true, "2", "3", Status.Modified)]
    [InlineData(false, "2", "1", Status.Modified)]
    public void A_version_of_a_launch_template_that_somebody_made_since_is_no_drift_of_what_was_deployed_before(bool isComputed, string newest, string used, Status status)
    {
        var scene = new Scene();
        var stack = scene.Staging();
        PropertyValue version = isComputed ? stack.Ref("Launch", "LatestVersionNumber") : Write.Text(newest);
        stack.Add("Launch", "AWS::EC2::LaunchTemplate", """{"LaunchTemplateData":{"InstanceType":"t3.small"}}""")
            .Live("Launch", $$"""{"LaunchTemplateData":{"InstanceType":"t3.small"},"LatestVersionNumber":"{{newest}}"}""")
            .Attribute("Launch", "LatestVersionNumber", newest)
            .Add("Fleet", "AWS::AutoScaling::AutoScalingGroup", MapValue.Of(("LaunchTemplate", MapValue.Of(("Version", version))), ("MinSize", Write.Text("1"))))
            .Live("Fleet", $$"""{"LaunchTemplate":{"Version":"{{used}}"},"MinSize":"1"}""");

        Assert.Equal(status, Resource(scene, "Fleet").Status);
    }

    [Fact]
    public void A_policy_that_a_sibling_attaches_is_found_by_the_name_of_the_role()
    {
        var scene = new Scene();
        var stack = scene.Staging();
        const string document = """{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
        stack.Add("Role", "AWS::IAM::Role", """{"Policies":[{"PolicyName":"own","PolicyDocument":{"Statement":[]}}],"ManagedPolicyArns":["arn:own"]}""")
            .Add("Inline", "AWS::IAM::Policy", MapValue.Of(("PolicyName", Write.Text("inline")), ("PolicyDocument", Write.Map(document)), ("Roles", new ListValue([stack.Ref("Role")]))))
            .Add("Managed", "AWS::IAM::ManagedPolicy", MapValue.Of(("PolicyDocument", Write.Map(document)), ("Roles", new ListValue([stack.Ref("Role")]))))
            .Live("Role", $$$"""{"Policies":[{"PolicyName":"own","PolicyDocument":{"Statement":[]}},{"PolicyName":"inline","PolicyDocument":{{{document}}}}],"ManagedPolicyArns":["arn:own","{{{stack.PhysicalId("Managed")}}}"]}""");

        Assert.Equal((Status.InSync, 2), (Resource(scene, "Role").Status, Resource(scene, "Role").Folded.Length));
    }

    [Theory]
    [InlineData("AWS::IAM::Role", "AWS::IAM::Policy", "Roles")]
    [InlineData("AWS::IAM::User", "AWS::IAM::UserPolicy", "UserName")]
    [InlineData("AWS::IAM::Group", "AWS::IAM::GroupPolicy", "GroupName")]
    public void What_a_sibling_may_have_attached_is_neither_drift_nor_equal(string parent, string child, string names)
    {
        var scene = new Scene();
        var stack = scene.Staging();
        var document = MapValue.Of(("Statement", new ListValue([MapValue.Of(("Effect", Write.Text("Allow")), ("Action", Write.Text("sqs:SendMessage")), ("Resource", new UnresolvedValue("the queue was not read")))])));
        const string own = """{"PolicyName":"own","PolicyDocument":{"Statement":[]}}""";
        const string send = """{"PolicyName":"send","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111111111111:jobs"}]}}""";
        stack.Add("Owner", parent, $$"""{"Policies":[{{own}}]}""")
            .Add("Send", child, MapValue.Of(("PolicyName", Write.Text("send")), ("PolicyDocument", document), (names, new ListValue([stack.Ref("Owner")]))))
            .Live("Owner", $$"""{"Policies":[{{own}},{{send}}]}""");

        var owner = Resource(scene, "Owner");
        Assert.Equal((Status.Unknown, StatusReason.Unresolved, 0), (owner.Status, owner.Reason, owner.Differences.Length));
        Assert.Equal(["/Policies/1"], owner.Unverified.Select(u => u.Path.ToString()));
        Assert.Contains("Send may have attached it: ", owner.Unverified[0].Detail, StringComparison.Ordinal);

        stack.Live("Owner", $$"""{"Policies":[{{own}},{{send}},{{send.Replace("\"send\"", "\"backdoor\"", StringComparison.Ordinal)}}]}""");
        Assert.Equal([DifferenceKind.Add], Resource(scene, "Owner").Differences.Select(d => d.Kind));
        Assert.Equal(Status.Modified, Resource(scene, "Owner").Status);
    }

    [Theory]
    [InlineData("ecs:service:DesiredCount", "service/blue/orders", "AWS::ECS::Service", """{"Cluster":"blue","DesiredCount":2}""", """{"Cluster":"blue","DesiredCount":3}""", "arn:aws:ecs:eu-west-1:111111111111:service/blue/orders", true)]
    [InlineData("ecs:service:DesiredCount", "service/green/orders", "AWS::ECS::Service", """{"Cluster":"blue","DesiredCount":2}""", """{"Cluster":"blue","DesiredCount":3}""", "arn:aws:ecs:eu-west-1:111111111111:service/blue/orders", false)]
    [InlineData("ecs:service:DesiredCount", "service/blue/orders", "AWS::ECS::Service", """{"Cluster":"arn:aws:ecs:eu-west-1:111111111111:cluster/blue","DesiredCount":2}""", """{"Cluster":"arn:aws:ecs:eu-west-1:111111111111:cluster/blue","DesiredCount":3}""", "arn:aws:ecs:eu-west-1:111111111111:service/orders", true)]
    [InlineData("ecs:service:DesiredCount", "service/green/orders", "AWS::ECS::Service", """{"Cluster":"blue","DesiredCount":2}""", """{"Cluster":"blue","DesiredCount":3}""", "arn:aws:ecs:eu-west-1:111111111111:service/orders", false)]
    [InlineData("ecs:service:DesiredCount", "service/default/orders", "AWS::ECS::Service", """{"DesiredCount":2}""", """{"DesiredCount":3}""", "arn:aws:ecs:eu-west-1:111111111111:service/orders", true)]
    [InlineData("dynamodb:table:ReadCapacityUnits", "table/orders", "AWS::DynamoDB::Table", """{"ProvisionedThroughput":{"ReadCapacityUnits":2}}""", """{"ProvisionedThroughput":{"ReadCapacityUnits":3}}""", "orders", true)]
    [InlineData("dynamodb:table:ReadCapacityUnits", "table/orders", "AWS::DynamoDB::Table", """{"ProvisionedThroughput":{"ReadCapacityUnits":2}}""", """{"ProvisionedThroughput":{"ReadCapacityUnits":3}}""", "past-orders", false)]
    [InlineData("lambda:function:ProvisionedConcurrency", "function:orders:live", "AWS::Lambda::Alias", """{"ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":2}}""", """{"ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":3}}""", "arn:aws:lambda:eu-west-1:111111111111:function:orders:live", true)]
    [InlineData("dynamodb:index:ReadCapacityUnits", "table/orders/index/by-date", "AWS::DynamoDB::Table", Index + """{"ReadCapacityUnits":2}}]}""", Index + """{"ReadCapacityUnits":3}}]}""", "orders", true)]
    [InlineData("dynamodb:index:WriteCapacityUnits", "table/orders/index/by-date", "AWS::DynamoDB::Table", Index + """{"WriteCapacityUnits":2}}]}""", Index + """{"WriteCapacityUnits":3}}]}""", "orders", true)]
    [InlineData("dynamodb:index:ReadCapacityUnits", "table/orders/index/by-date", "AWS::DynamoDB::Table", Index + """{"ReadCapacityUnits":2}}]}""", Index + """{"ReadCapacityUnits":5}}]}""", "orders", false)]
    [InlineData("dynamodb:index:ReadCapacityUnits", "table/orders/index/by-customer", "AWS::DynamoDB::Table", Index + """{"ReadCapacityUnits":2}}]}""", Index + """{"ReadCapacityUnits":3}}]}""", "orders", false)]
    [InlineData("dynamodb:index:ReadCapacityUnits", "table/past/index/by-date", "AWS::DynamoDB::Table", Index + """{"ReadCapacityUnits":2}}]}""", Index + """{"ReadCapacityUnits":3}}]}""", "orders", false)]
    [InlineData("dynamodb:table:ReadCapacityUnits", "table/orders/index/by-date", "AWS::DynamoDB::Table", """{"ProvisionedThroughput":{"ReadCapacityUnits":2}}""", """{"ProvisionedThroughput":{"ReadCapacityUnits":3}}""", "orders", false)]
    [InlineData("cassandra:table:ReadCapacityUnits", "keyspace/shop/table/orders", "AWS::Cassandra::Table", """{"BillingMode":{"Mode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":2}}}""", """{"BillingMode":{"Mode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":3}}}""", "shop|orders", true)]
    [InlineData("appstream:fleet:DesiredCapacity", "fleet/desks", "AWS::AppStream::Fleet", """{"ComputeCapacity":{"DesiredInstances":2}}""", """{"ComputeCapacity":{"DesiredInstances":3}}""", "desks", true)]
    [InlineData("ec2:spot-fleet-request:TargetCapacity", "spot-fleet-request/sfr-1", "AWS::EC2::SpotFleet", """{"SpotFleetRequestConfigData":{"TargetCapacity":2}}""", """{"SpotFleetRequestConfigData":{"TargetCapacity":3}}""", "sfr-1", true)]
    [InlineData("elasticmapreduce:instancegroup:InstanceCount", "instancegroup/j-1/ig-1", "AWS::EMR::InstanceGroupConfig", """{"InstanceCount":2}""", """{"InstanceCount":3}""", "ig-1", true)]
    [InlineData("kafka:broker-storage:VolumeSize", "arn:aws:kafka:eu-west-1:111111111111:cluster/c/1", "AWS::MSK::Cluster", """{"BrokerNodeGroupInfo":{"StorageInfo":{"EBSStorageInfo":{"VolumeSize":2}}}}""", """{"BrokerNodeGroupInfo":{"StorageInfo":{"EBSStorageInfo":{"VolumeSize":3}}}}""", "arn:aws:kafka:eu-west-1:111111111111:cluster/c/1", true)]
    public void A_target_scales_what_it_names_and_nothing_else(string dimension, string id, string type, string deployed, string live, string physicalId, bool isScaled)
    {
        var scene = new Scene();
        scene.Staging().Named("It", physicalId).Add("It", type, deployed)
            .Add("Target", "AWS::ApplicationAutoScaling::ScalableTarget", $$"""{"ScalableDimension":"{{dimension}}","ResourceId":"{{id}}","MinCapacity":1,"MaxCapacity":4}""")
            .Live("It", live);

        Assert.Equal(isScaled ? Status.InSync : Status.Modified, Resource(scene, "It").Status);
    }

    [Fact]
    public void A_capacity_between_the_bounds_of_its_target_is_what_the_template_means()
    {
        var scene = new Scene();
        var stack = scene.Staging();
        stack.Named("Service", "arn:aws:ecs:eu-west-1:111111111111:service/main/orders").Add("Service", "AWS::ECS::Service", """{"DesiredCount":2}""")
            .Add("Target", "AWS::ApplicationAutoScaling::ScalableTarget", """{"ScalableDimension":"ecs:service:DesiredCount","ResourceId":"service/main/orders","MinCapacity":1,"MaxCapacity":4}""")
            .Live("Service", """{"DesiredCount":4}""");

        Assert.Equal(("CMP040", Status.InSync), (Assert.Single(Resource(scene, "Service").Folded).Normaliser, Resource(scene, "Service").Status));
        stack.Live("Service", """{"DesiredCount":5}""");
        Assert.Equal((0, Status.Modified), (Resource(scene, "Service").Folded.Length, Resource(scene, "Service").Status));
    }

    [Fact]
    public void A_resource_that_only_changed_its_logical_id_or_its_stack_is_recognised()
    {
        var scene = new Scene();
        scene.Staging().Add("Old", "AWS::SQS::Queue", """{"QueueName":"orders"}""").Add("Same", "AWS::SQS::Queue", """{"QueueName":"same"}""")
            .Desired(Scene.MainCommit, Write.Resource("New", "AWS::SQS::Queue", Write.Map("""{"QueueName":"orders"}"""), []), Write.Resource("Same", "AWS::SQS::Queue", Write.Map("""{"QueueName":"same"}"""), []), Write.Resource("Moved", "AWS::SNS::Topic", Write.Map("""{"TopicName":"news"}"""), []));
        scene.Staging("database").Add("Topic", "AWS::SNS::Topic", """{"TopicName":"news"}""").Add("Other", "AWS::SNS::Topic", """{"TopicName":"other"}""")
            .Desired(Scene.MainCommit, Write.Resource("Other", "AWS::SNS::Topic", Write.Map("""{"TopicName":"changed"}"""), []));

        var stacks = scene.Evaluate("staging").Stacks;

        Assert.Equal(
            ["web Moved is database:Topic", "web New is Old", "web Old is New", "database Topic is web:Moved"],
            stacks.SelectMany(s => s.Resources.Where(r => r.SameAs is not null).Select(r => $"{s.Key.Component} {r.Address} is {r.SameAs}")));
        Assert.All(stacks.SelectMany(s => s.Resources).Where(r => r.SameAs is not null), r => Assert.Equal(1, r.PendingChanges));
    }

    [Theory]
    [InlineData("orders", "web Moved is database:Table", "database Table is web:Moved")]
    [InlineData("past-orders")]
    public void A_resource_that_moved_and_changed_is_recognised_by_its_name(string physicalId, params string[] expected)
    {
        var scene = new Scene();
        scene.Staging().Add("Same", "AWS::SQS::Queue", """{"QueueName":"same"}""")
            .Desired(Scene.MainCommit, Write.Resource("Same", "AWS::SQS::Queue", Write.Map("""{"QueueName":"same"}"""), []), Write.Resource("Moved", "AWS::DynamoDB::Table", Write.Map("""{"TableName":"orders","BillingMode":"PROVISIONED"}"""), []));
        scene.Staging("database").Named("Table", physicalId).Add("Table", "AWS::DynamoDB::Table", """{"TableName":"orders","BillingMode":"PAY_PER_REQUEST"}""")
            .Add("Other", "AWS::SQS::Queue").Desired(Scene.MainCommit, Write.Resource("Other", "AWS::SQS::Queue", Write.Map("{}"), []));

        Assert.Equal(
            expected,
            scene.Evaluate("staging").Stacks.SelectMany(s => s.Resources.Where(r => r.SameAs is not null).Select(r => $"{s.Key.Component} {r.Address} is {r.SameAs}")));
    }

    [Fact]
    public void A_name_among_very_many_is_found()
    {
        var scene = new Scene();
        var wanted = Enumerable.Range(0, 120).Select(i => Write.Resource($"New{i:000}", "AWS::DynamoDB::Table", Write.Map($$"""{"TableName":"t{{i}}","BillingMode":"PROVISIONED"}"""), []));
        scene.Staging().Add("Same", "AWS::SNS::Topic").Desired(Scene.MainCommit, [Write.Resource("Same", "AWS::SNS::Topic", Write.Map("{}"), []), .. wanted]);
        for (var i = 0; i < 120; i++)
            scene.Staging("database").Named($"Old{i:000}", $"t{i}").Add($"Old{i:000}", "AWS::DynamoDB::Table", $$"""{"TableName":"t{{i}}","BillingMode":"PAY_PER_REQUEST"}""");
        scene.Staging("database").Desired(Scene.MainCommit);

        var moved = Moved(scene.Evaluate("staging"));

        Assert.Equal(240, moved.Length);
        Assert.Contains("web New117 is database:Old117", moved);
    }

    [Fact]
    public void What_was_seen_to_move_by_its_physical_id_is_the_same_whatever_else_changed()
    {
        var scene = Refactored("arn:aws:sns:eu-west-1:111111111111:news");
        var after = scene.Snapshot("staging");
        var before = after with { Stacks = [.. after.Stacks.Select(s => s with { Live = [] })] };
        before = before with { Stacks = [before.Stacks[0] with { Live = [After(after, "database").Single(r => r.Address.Path == "Topic") with { Address = new ResourceAddress("News") }, .. After(after, "web")] }, before.Stacks[1]] };

        Assert.Empty(Moved(EnvironmentEvaluator.Evaluate(after, Scene.Now)));
        // The stack that has it now is read first, and the one that had it after that.
        var between = after with { Stacks = [before.Stacks[0], after.Stacks[1]], Moves = ResourceMoves.Since(before, [before.Stacks[0], after.Stacks[1]]) };
        foreach (var previous in new[] { before, between })
        {
            var moves = ResourceMoves.Since(previous, after.Stacks);
            Assert.Equal(["web News is database:Topic", "database Topic is web:News"], Moved(EnvironmentEvaluator.Evaluate(after with { Moves = moves }, Scene.Now)));
            // It is remembered as long as the repository has it where it stood.
            Assert.Equal(moves, ResourceMoves.Since(after with { Moves = moves }, after.Stacks));
            var followed = after.Stacks[0] with { Desired = after.Stacks[1].Desired };
            Assert.Empty(ResourceMoves.Since(after with { Moves = moves }, [followed, after.Stacks[1]]));
        }

        // The other way round: gone first, and found later.
        var gone = ResourceMoves.Since(before, [after.Stacks[0], before.Stacks[1]]);
        Assert.Null(Assert.Single(gone).ToStack);
        var found = ResourceMoves.Since(after with { Stacks = [after.Stacks[0], before.Stacks[1]], Moves = gone }, after.Stacks);
        Assert.Equal("Topic", Assert.Single(found).To.Path);
        // Another physical id is another resource.
        Assert.Null(Assert.Single(ResourceMoves.Since(before, Refactored("arn:aws:sns:eu-west-1:111111111111:other").Snapshot("staging").Stacks)).ToStack);

        static ImmutableArray<LiveResource> After(EnvironmentSnapshot snapshot, string component) => snapshot.Stacks.Single(s => s.Key.Component == component).Live;

        static Scene Refactored(string physicalId)
        {
            var scene = new Scene();
            scene.Staging().Add("Same", "AWS::SQS::Queue", """{"QueueName":"same"}""").Desired(
                Scene.MainCommit, Write.Resource("Same", "AWS::SQS::Queue", Write.Map("""{"QueueName":"same"}"""), []), Write.Resource("News", "AWS::SNS::Topic", Write.Map("""{"DisplayName":"News","FifoTopic":false}"""), []));
            scene.Staging("database").Named("Topic", physicalId).Add("Topic", "AWS::SNS::Topic", """{"DisplayName":"Other words","TracingConfig":"Active"}""").Desired(Scene.MainCommit);
            return scene;
        }
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/orders", "web Orders is database:Jobs", "database Jobs is web:Orders")]
    [InlineData("AWS::Route53::RecordSet", "www.example.com")]
    [InlineData("AWS::ApiGateway::Stage", "prod")]
    [InlineData("AWS::ApiGatewayV2::Stage", "$default")]
    [InlineData("Custom::Thing", "thing")]
    public void Two_stacks_that_have_one_physical_id_have_one_resource(string type, string physicalId, params string[] expected)
    {
        var scene = new Scene();
        scene.Staging().Named("Orders", physicalId).Add("Orders", type);
        scene.Staging("database").Named("Jobs", physicalId).Add("Jobs", type).Add("Other", type);

        Assert.Equal(expected, Moved(scene.Evaluate("staging")));
    }

    private static string[] Moved(EnvironmentEvaluation evaluation) =>
        [.. evaluation.Stacks.SelectMany(s => s.Resources.Where(r => r.SameAs is not null).Select(r => $"{s.Key.Component} {r.Address} is {r.SameAs}"))];

    private static ResourceEvaluation Resource(Scene scene, string address) => scene.Verdict().Resources.Single(r => r.Address.ToString() == address);
}
