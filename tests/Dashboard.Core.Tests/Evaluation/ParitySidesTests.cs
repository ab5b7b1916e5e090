using Dashboard.Core.Definition;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What each side of parity is: paired stacks, drift, what was not read, secrets, and whose a value is.</summary>
public class ParitySidesTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Bucket = "AWS::S3::Bucket";
    private const string Nested = "AWS::CloudFormation::Stack";
    private const string Group = "AWS::EC2::SecurityGroup";

    [Fact]
    public void Resources_of_nested_stacks_are_paired_by_their_whole_address()
    {
        var scene = new Scene().Both(s => s.Add("Queues", Nested, $$"""{"TemplateURL":"https://{{s.Key.Environment}}/x.yaml"}""").Add("Queues/Orders", "AWS::SQS::Queue", """{"DelaySeconds":1}"""));
        scene.Staging().Add("Orders", "AWS::SQS::Queue", """{"DelaySeconds":9}""");

        // The template's URL is left out: its resources are compared one by one.
        Assert.Equal(["Unexplained web/Orders"], scene.Piles());
        Assert.Equal(["Orders", "Queues", "Queues/Orders"], scene.Parity().Items.Select(i => i.Address.ToString()));
    }

    [Fact]
    public void In_a_nested_stack_that_could_not_be_read_an_absence_means_nothing()
    {
        var scene = new Scene();
        scene.Staging().Add("Queues", Nested).Add("Queues/Orders", "AWS::SQS::Queue");
        scene.Production().Add("Queues", Nested).Live("Queues", ReadOutcome.Denied);

        var parity = scene.Parity();
        Assert.Equal(["Unverifiable web/Queues", "Unverifiable web/Queues/Orders"], scene.Piles());
        Assert.Equal("production: the nested stack Queues could not be read", parity.Items[1].Reason);
    }

    [Fact]
    public void Drift_on_both_sides_to_the_same_value_is_equal()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":512}"""));

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Equal, "512", "512"), (item.Pile, item.Left!.ToString(), item.Right!.ToString()));
    }

    [Fact]
    public void Drift_in_an_item_of_a_list_leaves_the_other_items_in_the_words_of_the_template()
    {
        var scene = new Scene().Both(s => s.Add("Peer", Group).Add("G", Group, MapValue.Of(("SecurityGroupIngress", new ListValue(
        [
            MapValue.Of(("SourceSecurityGroupId", s.Ref("Peer", "GroupId")), ("FromPort", Text("443")), ("IpProtocol", Text("tcp"))),
            MapValue.Of(("SourceSecurityGroupId", s.Ref("G", "GroupId")), ("FromPort", Text("80")), ("IpProtocol", Text("tcp"))),
        ])))));
        var production = scene.Production();
        production.Live("G", MapValue.Of(("SecurityGroupIngress", new ListValue(
        [
            MapValue.Of(("CidrIp", Text("0.0.0.0/0")), ("FromPort", Text("22")), ("IpProtocol", Text("tcp"))),
            MapValue.Of(("SourceSecurityGroupId", Text(production.TextOf("Peer", "GroupId"))), ("FromPort", Text("443")), ("IpProtocol", Text("tcp"))),
        ]))));

        // One rule was added by hand, one removed; the one that refers to the peer is untouched.
        Assert.Equal(["Unexplained web/G/SecurityGroupIngress/0", "Unexplained web/G/SecurityGroupIngress/1"], scene.Piles());
        var parity = scene.Parity();
        Assert.Equal(4, parity.Items.Count(i => i.Pile == ParityPile.Equal)); // Peer itself, and three leaves of the untouched rule
        Assert.All(parity.Items.Where(i => i.Pile != ParityPile.Equal), i => Assert.Equal("changed by hand in production", i.Reason));
    }

    [Fact]
    public void Items_that_were_removed_and_added_by_hand_leave_the_list_that_runs()
    {
        static string Tags(params string[] keys) => $$"""{"Tags":[{{string.Join(',', keys.Select(k => $$"""{"Key":"{{k}}","Value":"v"}"""))}}]}""";
        var scene = new Scene();
        scene.Staging().Add("B", Bucket, Tags("a", "b", "c", "d")).Live("B", Tags("new", "c", "d"));
        scene.Production().Add("B", Bucket, Tags("new", "c", "d"));

        Assert.Empty(scene.Piles());
        Assert.Equal(6, scene.Parity().Counts.Equal);
    }

    [Fact]
    public void A_drifted_value_that_is_what_the_other_side_refers_to_is_equal()
    {
        // Staging was pointed at its new bucket by hand; production's template says the same already.
        var scene = new Scene().Both(s => s.Add("Old", Bucket).Add("New", Bucket));
        var staging = scene.Staging();
        staging.Add("F", Function, MapValue.Of(("Handler", staging.Ref("Old")))).Live("F", $$"""{"Handler":"{{staging.PhysicalId("New")}}"}""");
        scene.Production().Add("F", Function, MapValue.Of(("Handler", scene.Production().Ref("New"))));

        Assert.Empty(scene.Piles());
    }

    [Fact]
    public void A_drifted_text_is_held_against_what_the_other_sides_template_would_say_here()
    {
        var scene = new Scene().Both(s => s.Add("B", Bucket).Add("F", Function, MapValue.Of(("Handler", Joined(Text("arn:aws:s3:::"), s.Ref("B"), Text("/*"))))));
        scene.Staging().Live("F", """{"Handler":"arn:aws:s3:::somewhere-else/*"}""");
        Assert.Equal(["Unexplained web/F/Handler"], scene.Piles());

        // The template of staging asks for another text, but what runs is what production's says.
        var other = new Scene();
        other.Both(s => s.Add("B", Bucket));
        other.Staging().Add("F", Function, """{"Handler":"x"}""").Live("F", $$"""{"Handler":"arn:aws:s3:::{{other.Staging().PhysicalId("B")}}/*"}""");
        other.Production().Add("F", Function, MapValue.Of(("Handler", Joined(Text("arn:aws:s3:::"), other.Production().Ref("B"), Text("/*")))));
        Assert.Empty(other.Piles());
    }

    [Fact]
    public void What_is_left_to_the_platform_counts_as_the_template_says_it_and_what_is_accepted_counts_as_it_runs()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3}"""))
            .Rule(RuleKind.Ignore, "F", "/Timeout").Rule(RuleKind.Accept, "F", "/MemorySize", environment: "production", value: "512");
        scene.Production().Live("F", """{"MemorySize":512,"Timeout":30}""");

        Assert.Equal(["Unexplained web/F/MemorySize"], scene.Piles());
        Assert.Equal("changed by hand in production, accepted there until 2099-12-31 (driftboard.yaml:31)", scene.Parity().Items[0].Reason);
    }

    [Fact]
    public void A_resource_that_was_deleted_by_hand_is_one_unit()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3}"""));
        scene.Production().Live("F", ReadOutcome.Missing);

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unexplained, "deleted by hand in production"), (item.Pile, item.Reason));
        Assert.Null(item.Right);
    }

    [Fact]
    public void A_resource_that_stands_in_no_template_is_one_unit()
    {
        var scene = new Scene().Both(s => s.Add("B", Bucket));
        scene.Production().Unmanaged("AWS::SQS::Queue", "legacy-queue", """{"DelaySeconds":1}""");

        Assert.Equal(["Unexplained web/~legacy-queue"], scene.Piles());
        Assert.Equal("made by hand in production", scene.Parity().Items[^1].Reason);
    }

    [Fact]
    public void A_resource_of_another_type_is_one_unit()
    {
        var scene = new Scene();
        scene.Staging().Add("X", Function, """{"MemorySize":128}""");
        scene.Production().Add("X", Bucket);

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unexplained, Function, Bucket), (item.Pile, item.Left!.ToString(), item.Right!.ToString()));
    }

    [Fact]
    public void A_component_that_is_not_deployed_is_one_unit_for_each_resource_of_the_other_side()
    {
        var scene = new Scene();
        scene.Staging().Add("A", Bucket, """{"BucketName":"x"}""").Add("B", Bucket);
        scene.Production().Outcome(ReadOutcome.Missing).Desired(ReleaseCommit, null).Desired(MainCommit, Resource("A", Bucket, """{"BucketName":"x"}"""));

        Assert.Equal(["Pending web/A", "Unexplained web/B"], scene.Piles());
        Assert.Equal(
            ["not deployed in production; comes with 1111111 of staging", "not deployed in production"], scene.Parity().Items.Select(i => i.Reason));
    }

    [Fact]
    public void A_component_that_driftboard_yaml_gives_to_one_environment_only_is_configured()
    {
        var scene = new Scene();
        scene.Components.Add(Component("tools", "staging"));
        scene.Staging("tools").Add("A", Bucket);

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Configured, "driftboard.yaml:20 deploys tools to staging and not to production"), (item.Pile, item.Reason));

        // What somebody made by hand follows from no definition.
        scene.Staging("tools").Unmanaged(Bucket, "stray", "{}");
        Assert.Equal(["Configured tools/A", "Unexplained tools/~stray"], scene.Piles());
    }

    [Fact]
    public void A_stack_that_was_refused_leaves_one_unverifiable_unit_for_each_resource_of_the_other_side()
    {
        var scene = new Scene();
        scene.Staging().Add("A", Bucket, """{"BucketName":"x","Tags":[{"Key":"a","Value":"b"}]}""");
        scene.Production().Outcome(ReadOutcome.Denied).Desired(ReleaseCommit, Resource("B", Bucket, "{}"));

        var parity = scene.Parity();
        Assert.Equal(["Unverifiable web/A", "Unverifiable web/B"], scene.Piles());
        Assert.All(parity.Items, i => Assert.Equal("production: denied, AccessDenied", i.Reason));
    }

    [Fact]
    public void A_stack_of_which_nobody_knows_anything_still_shows()
    {
        var scene = new Scene().Rule(RuleKind.Expect, "Gone");
        scene.Staging().Outcome(ReadOutcome.TimedOut).Desired(MainCommit, null);
        scene.Production().Outcome(ReadOutcome.NotReadYet).Desired(ReleaseCommit, null);

        var parity = scene.Parity();
        Assert.Equal("staging: timed out, AccessDenied; production: not read yet, AccessDenied", Assert.Single(parity.Items).Reason);
        Assert.Empty(parity.Diagnostics);
    }

    [Fact]
    public void A_type_that_nobody_can_read_cannot_be_verified_but_its_absence_is_a_difference()
    {
        var scene = new Scene().Both(s => s.Add("C", "Custom::Thing", """{"A":"1"}"""));
        scene.Staging().Add("D", "Custom::Thing");

        Assert.Equal(["Unverifiable web/C/A", "Unexplained web/D"], scene.Piles());
    }

    [Fact]
    public void Regions_that_differ_one_to_one_are_paired_in_order()
    {
        var scene = new Scene();
        scene.Environments.Clear();
        scene.Environments.Add(Scene.Environment("staging", "111111111111", "main", 0, "eu-west-1", "eu-north-1"));
        scene.Environments.Add(Scene.Environment("production", "222222222222", "release", 1, "eu-west-1", "us-east-1"));
        foreach (var stack in new[] { scene.Staging(), scene.Staging(region: "eu-north-1"), scene.Production(), scene.Production(region: "us-east-1") })
            stack.Add("B", Bucket).Add("F", Function, MapValue.Of(("Handler", Joined(stack.Pseudo("AWS::Region"), Text("."), stack.Ref("B")))));

        var parity = scene.Parity();
        Assert.Equal(["eu-north-1", "eu-north-1", "eu-west-1", "eu-west-1"], parity.Items.Select(i => i.Region));
        Assert.Equal(4, parity.Counts.Equal);
    }

    [Fact]
    public void A_region_without_a_twin_is_configured_by_the_environments_definition()
    {
        var scene = new Scene();
        scene.Environments[1] = Scene.Environment("production", "222222222222", "release", 1, "eu-west-1", "us-east-1");
        scene.Both(s => s.Add("B", Bucket));
        scene.Production(region: "us-east-1").Add("B", Bucket);

        var item = Assert.Single(scene.Parity().Items, i => i.Pile != ParityPile.Equal);
        Assert.Equal((ParityPile.Configured, "us-east-1", "staging has no region for us-east-1 of production"), (item.Pile, item.Region, item.Reason));
    }

    [Fact]
    public void Items_stand_in_order_of_component_region_instance_address_and_path()
    {
        var scene = new Scene();
        foreach (var (component, instance) in new[] { ("database", ""), ("web", "b"), ("web", "a") })
        {
            foreach (var stack in new[] { scene.Staging(component, instance: instance), scene.Production(component, instance: instance) })
                stack.Add("F", Function, """{"Layers":["0","1","2","3","4","5","6","7","8","9","10"],"Handler":"h"}""").Add("B", Bucket);
        }

        var items = scene.Parity().Items;
        Assert.Equal(["web a B", "web a F", "web b B", "web b F", "database  B", "database  F"], items.Select(i => $"{i.Component} {i.Instance} {i.Address}").Distinct());
        Assert.Equal(
            ["/Handler", "/Layers/0", "/Layers/1", "/Layers/2", "/Layers/3", "/Layers/4", "/Layers/5", "/Layers/6", "/Layers/7", "/Layers/8", "/Layers/9", "/Layers/10"],
            items.Where(i => i is { Component: "database", Address.Path: "F" }).Select(i => i.Path.ToString()));
    }

    [Fact]
    public void Secrets_are_the_same_different_or_cannot_be_known()
    {
        var scene = new Scene();
        foreach (var (stack, own) in new[] { (scene.Staging(), "a"), (scene.Production(), "b") })
        {
            stack.Add("F", Function, MapValue.Of(("Environment", MapValue.Of(("Variables", MapValue.Of(
                ("DIFFERENT", Fingerprinter.Fingerprint(own)), ("SAME", Fingerprinter.Fingerprint("x")), ("UNKNOWN", SecretValue.Unknowable)))))));
        }

        var parity = scene.Parity();
        Assert.Equal(["Unexplained", "Equal", "Unverifiable"], parity.Items.Select(i => i.Pile.ToString()));
        Assert.All(parity.Items, i => Assert.Equal("(secret)", i.Left!.ToString()));
    }

    [Fact]
    public void What_could_not_be_verified_in_one_environment_cannot_be_verified_across_two()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, MapValue.Of(("Role", s.Ref("Role", "Arn")), ("Handler", Text("h")))));
        scene.Production().Live("F", MapValue.Of(("Role", new UnresolvedValue("the service did not say")), ("Handler", Text("h"))));

        Assert.Equal(["Unverifiable web/F/Role"], scene.Piles());
        Assert.Equal("production: the service did not say", scene.Parity().Items[1].Reason);
    }

    [Fact]
    public void An_unresolved_value_is_neither_equal_nor_different()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, MapValue.Of(("Handler", new UnresolvedValue("macro X")))));

        Assert.Equal("macro X", Assert.Single(scene.Parity().Items).Reason);
        Assert.Equal(["Unverifiable web/F/Handler"], scene.Piles());
    }

    [Fact]
    public void A_value_that_belongs_to_the_other_environment_is_never_equal()
    {
        var scene = WithDatabases();
        var endpoint = Endpoint("production");
        scene.Both(s => s.Add("F", Function, $$"""{"Description":"{{endpoint}}"}"""));

        var item = Assert.Single(scene.Parity().Items, i => i.Component == "web");
        Assert.Equal((ParityPile.Unexplained, "belongs to production: database / Database.Endpoint.Address"), (item.Pile, item.Reason));
        Assert.Equal((endpoint, endpoint), (item.Left!.ToString(), item.Right!.ToString()));
    }

    [Fact]
    public void A_text_that_belongs_to_the_own_environment_is_equal_to_the_others_own()
    {
        var scene = WithDatabases().Both(s => s.Add("F", Function, $$"""{"Description":"{{Endpoint(s.Key.Environment)}}"}"""));

        Assert.Empty(scene.Piles());
    }

    [Fact]
    public void A_foreign_value_says_so_in_whichever_pile_it_lands()
    {
        var declared = WithDatabases().Rule(RuleKind.Expect, "F");
        declared.Both(s => s.Add("F", Function, $$"""{"Description":"{{Endpoint("production")}}"}"""));
        Assert.Equal("belongs to production: database / Database.Endpoint.Address; It is meant", Assert.Single(declared.Parity().Items, i => i.Component == "web").Reason);

        // Production runs with the database of staging: the other way round.
        var swapped = WithDatabases().Both(s => s.Add("F", Function, $$"""{"Description":"{{Endpoint("staging")}}"}"""));
        Assert.Equal("belongs to staging: database / Database.Endpoint.Address", Assert.Single(swapped.Parity().Items, i => i.Component == "web").Reason);
    }

    [Fact]
    public void No_parameter_makes_it_right_that_a_value_belongs_to_the_other_environment()
    {
        var scene = WithDatabases();
        foreach (var stack in new[] { scene.Staging(), scene.Production() })
        {
            stack.Parameter("Host", stack.Key.Environment == "staging" ? Endpoint("production") : "other", $"parameters/{stack.Key.Environment}.yaml", 9)
                .Add("F", Function, $$"""{"Description":"{{Endpoint("production")}}"}""", ("/Description", "Host"))
                .Desired(MainCommit, Resource("F", Function, MapValue.Of(("Description", new ScalarValue(Endpoint("production"))))));
        }

        var item = Assert.Single(scene.Parity().Items, i => i.Component == "web");
        Assert.Equal(
            (ParityPile.Unexplained, "belongs to production: database / Database.Endpoint.Address; Host, set at parameters/staging.yaml:9 and parameters/production.yaml:9"),
            (item.Pile, item.Reason));
        Assert.Equal(new ForeignValue("staging", "production", "database", "Database.Endpoint.Address"), Assert.Single(item.Foreign));
        var written = Assert.Single(DocumentWriter.Parity(scene.Parity(), keptSince: null, includeEqual: false).Items, i => i.Component == "web");
        Assert.Equal(new ForeignValueDocument("staging", "production", "database", "Database.Endpoint.Address"), Assert.Single(written.Foreign!));

        // A rule is somebody's word: it stays a finding, and is explained.
        var declared = Assert.Single(scene.Rule(RuleKind.Expect, "F").Parity().Items, i => i.Component == "web");
        Assert.Equal((ParityPile.Declared, true), (declared.Pile, declared.IsSeparationFinding));
        Assert.Equal((true, false), (item.IsOpenSeparation, declared.IsOpenSeparation));
    }

    [Fact]
    public void What_belongs_to_a_third_environment_is_equal_where_both_name_the_very_same()
    {
        var scene = WithDatabases();
        scene.Environments.Insert(0, Scene.Environment("development", "333333333333", "main", 0));
        scene.Stack("development", "web").Add("B", Bucket);
        var shared = scene.Stack("development", "web").PhysicalId("B");
        scene.Both(s => s.Add("F", Function, $$"""{"Description":"{{shared}}"}"""));

        Assert.Empty(scene.Piles());

        scene.Production().Live("F", """{"Description":"another"}""");
        var item = Assert.Single(scene.Parity().Items, i => i is { Component: "web" });
        Assert.Equal((ParityPile.Unexplained, "belongs to development: web / B; changed by hand in production"), (item.Pile, item.Reason));
    }

    [Fact]
    public void Text_where_the_other_side_refers_to_what_only_it_has_is_a_difference()
    {
        var scene = new Scene();
        scene.Staging().Add("B", Bucket).Add("F", Function, MapValue.Of(("Handler", scene.Staging().Ref("B"))));
        scene.Production().Add("F", Function, """{"Handler":"h"}""");

        Assert.Equal(["Unexplained web/B", "Unexplained web/F/Handler"], scene.Piles());
    }

    private static string Endpoint(string environment) => $"{environment}-database.d9f495b8e150.eu-west-1.rds.amazonaws.com";

    private static Scene WithDatabases() => new Scene().Both(
        s => s.Add("Database", "AWS::RDS::DBInstance").Live("Database", $$"""{"Endpoint":{"Address":"{{Endpoint(s.Key.Environment)}}","Port":"5432"} }"""), "database");
}
