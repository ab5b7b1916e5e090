using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>Every pile of parity, and which of two comes first.</summary>
public class ParityTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Bucket = "AWS::S3::Bucket";

    [Fact]
    public void What_both_templates_say_alike_is_equal()
    {
        var parity = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":"128","Timeout":3}""")).Parity();

        Assert.Equal(["/MemorySize", "/Timeout"], parity.Items.Select(i => i.Path.ToString()));
        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Equal, i.Pile));
        Assert.Equal(new ParityCounts(2, 0, 0, 0, 0, 0), parity.Counts);
    }

    [Fact]
    public void References_to_the_own_environment_are_equal_whatever_their_text()
    {
        var parity = new Scene().Both(s => s
            .Add("Bucket", Bucket)
            .Add("F", Function, MapValue.Of(
                ("Role", s.Ref("Role", "Arn")),
                ("Environment", MapValue.Of(("Variables", MapValue.Of(
                    ("BUCKET", s.Ref("Bucket")),
                    ("ACCOUNT", s.Pseudo("AWS::AccountId")),
                    ("NAME", Joined(s.Pseudo("AWS::StackName"), Text("-x"))))))))))
            .Parity();

        Assert.All(parity.Items, i => Assert.Equal(ParityPile.Equal, i.Pile));
        Assert.Equal(5, parity.Counts.Equal);
    }

    [Fact]
    public void A_difference_that_nothing_explains_is_unexplained()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":128}""");
        scene.Production().Add("F", Function, """{"MemorySize":256}""").Desired(MainCommit, Resource("F", Function, """{"MemorySize":256}"""));

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unexplained, "128", "256"), (item.Pile, item.Left!.ToString(), item.Right!.ToString()));
        Assert.Null(item.Reason);
    }

    [Fact]
    public void An_expect_rule_declares_a_difference()
    {
        var scene = new Scene().Rule(RuleKind.Expect, "F", "/MemorySize");
        scene.Staging().Add("F", Function, """{"MemorySize":128}""");
        scene.Production().Add("F", Function, """{"MemorySize":256}""");

        var parity = scene.Parity();
        var item = Assert.Single(parity.Items);
        Assert.Equal((ParityPile.Declared, "expect at driftboard.yaml:30", "It is meant"), (item.Pile, item.Rule!.Id, item.Reason));
        Assert.Empty(parity.Diagnostics);
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), parity.NextExpiry);
    }

    [Fact]
    public void A_parameter_that_the_repository_sets_differently_configures_a_difference()
    {
        var item = Assert.Single(Configured().Parity().Items);

        Assert.Equal(ParityPile.Configured, item.Pile);
        Assert.Equal("Memory, set at parameters/staging.yaml:9 and parameters/production.yaml:14", item.Reason);
        Assert.Equal([(true, "parameters/staging.yaml:9"), (false, "parameters/production.yaml:14")], item.Places.Select(p => (p.IsOfFirst, p.Location.ToString())));
    }

    [Fact]
    public void A_difference_that_both_environments_lose_with_the_release_is_pending()
    {
        var item = Assert.Single(Pending().Parity().Items);

        Assert.Equal((ParityPile.Pending, MainCommit), (item.Pile, item.CommitId));
        Assert.Equal("comes with 1111111 of staging", item.Reason);
    }

    [Fact]
    public void What_could_not_be_read_cannot_be_verified_leaf_by_leaf()
    {
        var scene = new Scene().Both(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3}"""));
        scene.Production().Live("F", ReadOutcome.Denied, "lambda:GetFunction");

        var parity = scene.Parity();
        Assert.Equal(new ParityCounts(0, 0, 0, 0, 0, 2), parity.Counts);
        Assert.All(parity.Items, i => Assert.Equal("production: denied, lambda:GetFunction", i.Reason));
    }

    [Fact]
    public void Unverifiable_comes_before_equal_and_declared()
    {
        var scene = Configured().Rule(RuleKind.Expect, "F", "/MemorySize");
        scene.Staging().Live("F", ReadOutcome.Throttled);

        var parity = scene.Parity();
        var item = Assert.Single(parity.Items);
        Assert.Equal((ParityPile.Unverifiable, "staging: throttled"), (item.Pile, item.Reason));
        Assert.Null(item.Rule);
        Assert.Empty(parity.UnmatchedRules);
    }

    [Fact]
    public void Equal_comes_before_declared_and_the_rule_matches_nothing()
    {
        var parity = new Scene().Rule(RuleKind.Expect, "F", "/MemorySize").Both(s => s.Add("F", Function, """{"MemorySize":128}""")).Parity();

        Assert.Equal(ParityPile.Equal, Assert.Single(parity.Items).Pile);
        Assert.Equal("driftboard.yaml:30: expect: the rule matches nothing", Assert.Single(parity.Diagnostics).ToString());
    }

    [Fact]
    public void Declared_comes_before_configured() =>
        Assert.Equal(["Declared web/F/MemorySize"], Configured().Rule(RuleKind.Expect, "F", "/MemorySize").Piles());

    [Fact]
    public void Declared_comes_before_pending() => Assert.Equal(["Declared web/F/MemorySize"], Pending().Rule(RuleKind.Expect, "F", "/MemorySize").Piles());

    [Fact]
    public void Configured_comes_before_pending_where_the_release_changes_the_difference_without_ending_it()
    {
        var scene = Listed("one", "two");
        var item = Assert.Single(scene.Parity().Items, i => i.Pile != ParityPile.Equal);

        Assert.Equal((ParityPile.Configured, "Extra, set at parameters/staging.yaml:9 and parameters/production.yaml:14"), (item.Pile, item.Reason));
    }

    [Fact]
    public void Pending_is_what_the_release_ends_even_where_a_parameter_shapes_it()
    {
        // Both environments get the alarm with the release: that it stands under a condition on a parameter explains nothing.
        var scene = new Scene();
        foreach (var stack in new[] { scene.Staging(), scene.Production() })
        {
            stack.Parameter("Env", stack.Key.Environment, $"parameters/{stack.Key.Environment}.yaml")
                .Desired(MainCommit, Resource("Alarm", "AWS::CloudWatch::Alarm", """{"Period":60}""", new ParameterUse(PropertyPath.Root, "Env")));
        }

        scene.Staging().Add("Alarm", "AWS::CloudWatch::Alarm", """{"Period":60}""", ("", "Env"));

        Assert.Equal(["Pending web/Alarm"], scene.Piles());
    }

    [Fact]
    public void A_resource_under_a_condition_on_a_parameter_is_configured()
    {
        var scene = new Scene();
        foreach (var stack in new[] { scene.Staging(), scene.Production() })
            stack.Parameter("Env", stack.Key.Environment, $"parameters/{stack.Key.Environment}.yaml", 4);
        scene.Staging().Desired(MainCommit);
        scene.Production().Add("Role", "AWS::IAM::Role", """{"Path":"/x/"}""", ("", "Env"))
            .Desired(MainCommit, Resource("Role", "AWS::IAM::Role", """{"Path":"/x/"}""", new ParameterUse(PropertyPath.Root, "Env")));

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Configured, "Env, set at parameters/staging.yaml:4 and parameters/production.yaml:4"), (item.Pile, item.Reason));
        Assert.Equal(PropertyPath.Root, item.Path);
        Assert.Null(item.Left);
        Assert.NotNull(item.Right);
    }

    [Fact]
    public void What_was_changed_by_hand_is_neither_configured_nor_pending()
    {
        var configured = Configured();
        configured.Production().Live("F", """{"MemorySize":999}""");
        var pending = Pending();
        pending.Production().Live("F", """{"MemorySize":999}""");

        foreach (var scene in new[] { configured, pending })
        {
            var item = Assert.Single(scene.Parity().Items);
            Assert.Equal((ParityPile.Unexplained, "999", "changed by hand in production"), (item.Pile, item.Right!.ToString(), item.Reason));
        }
    }

    [Fact]
    public void What_a_rule_explained_until_it_ended_says_so()
    {
        var scene = Pending().Rule(RuleKind.Accept, "F", "/MemorySize", expires: "2026-05-03").Rule(RuleKind.Expect, "F", "/MemorySize", expires: "2026-05-02");
        scene.Production().Live("F", """{"MemorySize":999}""");

        var item = Assert.Single(scene.Parity().Items);

        Assert.Equal(ParityPile.Unexplained, item.Pile);
        Assert.Matches(@"^changed by hand in production, accepted there until 2026-05-03, which is over \(driftboard\.yaml:\d+\); expected until 2026-05-02, which is over \(driftboard\.yaml:\d+\)$", item.Reason);
    }

    [Fact]
    public void An_expired_rule_hides_nothing_and_says_so()
    {
        var scene = Pending().Rule(RuleKind.Expect, "F", expires: "2026-05-03");

        var parity = scene.Parity();
        Assert.Equal(ParityPile.Pending, Assert.Single(parity.Items).Pile);
        Assert.Contains("expired after 2026-05-03", Assert.Single(parity.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Null(parity.NextExpiry);

        scene.AsOf = new DateTimeOffset(2026, 5, 3, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal(ParityPile.Declared, Assert.Single(scene.Parity().Items).Pile);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero), scene.Parity().NextExpiry);
    }

    [Theory]
    [InlineData(null, "128", "parameters/production.yaml", "256")] // given by the pipeline
    [InlineData("templates/web.yaml", "128", "templates/web.yaml", "256")] // a default that the template changed
    [InlineData("parameters/staging.yaml", "128", "parameters/production.yaml", "128")] // set alike
    public void A_parameter_that_the_repository_does_not_set_differently_configures_nothing(string? leftFile, string leftValue, string? rightFile, string rightValue)
    {
        var scene = new Scene();
        scene.Staging().Parameter("Memory", leftValue, leftFile).Add("F", Function, """{"MemorySize":128}""", ("/MemorySize", "Memory"));
        scene.Production().Parameter("Memory", rightValue, rightFile).Add("F", Function, """{"MemorySize":256}""", ("/MemorySize", "Memory"))
            .Desired(MainCommit, Resource("F", Function, """{"MemorySize":256}"""));

        Assert.Equal(["Unexplained web/F/MemorySize"], scene.Piles());
    }

    [Fact]
    public void A_parameter_that_was_passed_by_hand_configures_nothing()
    {
        var scene = Configured();
        var production = scene.Snapshot("production");
        var stack = production.Stacks[0];
        var symbolic = stack.Deployed!.Symbolic! with { Parameters = [new ParameterValue("Memory", Text("512"), null)] };
        production = production with { Stacks = [stack with { Deployed = stack.Deployed with { Symbolic = symbolic } }] };

        var parity = ParityEvaluator.Evaluate(scene.Evaluate("staging"), EnvironmentEvaluator.Evaluate(production, Now), IdentityMap.Empty, Now);
        Assert.Equal(ParityPile.Unexplained, Assert.Single(parity.Items).Pile);
    }

    [Fact]
    public void A_value_that_the_pipeline_gives_says_so()
    {
        var scene = new Scene();
        foreach (var (stack, tag) in new[] { (scene.Staging(), "v2"), (scene.Production(), "v1") })
        {
            stack.Parameter("ImageTag", tag, null).Add("F", Function, $$"""{"Description":"{{tag}}"}""", ("/Description", "ImageTag"))
                .Desired(MainCommit, Resource("F", Function, $$"""{"Description":"{{tag}}"}"""));
        }

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unverifiable, "ImageTag is given at the deployment: no file says what production gets"), (item.Pile, item.Cause));
        Assert.Equal($"{item.Cause}; ImageTag is v2 in staging and v1 in production", item.Reason);
        Assert.Equal(("v2", "v1"), (item.Left?.ToString(), item.Right?.ToString()));
    }

    [Fact]
    public void A_value_that_the_pipeline_gives_accounts_for_no_other_one_beside_it()
    {
        var scene = new Scene();
        foreach (var (stack, tag) in new[] { (scene.Staging(), "v2"), (scene.Production(), "v1") })
        {
            // Somebody has passed the repository of the image by hand, too.
            stack.Parameter("ImageTag", tag, null).Parameter("Registry", stack.Key.Environment, null)
                .Add("F", Function, $$"""{"Description":"{{stack.Key.Environment}}:{{tag}}"}""", ("/Description", "ImageTag"), ("/Description", "Registry"))
                .Desired(MainCommit, Resource("F", Function, $$"""{"Description":"{{stack.Key.Environment}}:{{tag}}"}"""));
        }

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Unexplained, "ImageTag is given at the deployment"), (item.Pile, item.Reason));
    }

    [Theory]
    [InlineData("web-v2", "web-v1", ParityPile.Unverifiable)]
    [InlineData("v2/v2-2", "v1/v1-2", ParityPile.Unverifiable)]
    [InlineData("blue-v2", "green-v1", ParityPile.Unexplained)] // !Sub ["${Colour}-${ImageTag}", {Colour: !FindInMap [...]}]
    [InlineData("111111111111:v2", "222222222222:v1", ParityPile.Unexplained)] // !Sub "${AWS::AccountId}:${ImageTag}"
    [InlineData("v2", "latest", ParityPile.Unexplained)] // !If [UsesTag, !Ref ImageTag, latest]
    [InlineData("IyEvYmluL3NoIHJ1biB2MiBub3c=", "IyEvYmluL3NoIHJ1biB2MSBub3c=", ParityPile.Unverifiable)] // !Base64 of a text with it: user data
    [InlineData("IyEvYmluL3NoIHJ1biB2MiBibHVl", "IyEvYmluL3NoIHJ1biB2MSBncmVlbg==", ParityPile.Unexplained)]
    [InlineData("v2-v2", "v1-v2", ParityPile.Unverifiable)] // only one of them is the parameter
    public void Given_values_must_account_for_both_texts(string staging, string production, ParityPile expected)
    {
        var scene = new Scene();
        foreach (var (stack, tag, text) in new[] { (scene.Staging(), "v2", staging), (scene.Production(), "v1", production) })
        {
            stack.Parameter("ImageTag", tag, null).Add("F", Function, $$"""{"Description":"{{text}}"}""", ("/Description", "ImageTag"))
                .Desired(MainCommit, Resource("F", Function, $$"""{"Description":"{{text}}"}"""));
        }

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal(expected, item.Pile);
        Assert.StartsWith("ImageTag is given at the deployment", item.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "0", "a1", "a10", ParityPile.Unverifiable)]
    [InlineData("", "0", "a10", "a1000", ParityPile.Unexplained)] // an empty text could stand anywhere
    [InlineData("v2", null, "blue", "green", ParityPile.Unverifiable)] // what production was given is not known
    public void An_empty_given_value_accounts_for_one_place_and_one_that_is_not_known_for_anything(string first, string? second, string staging, string production, ParityPile expected)
    {
        var scene = new Scene();
        foreach (var (stack, given, text) in new[] { (scene.Staging(), first, staging), (scene.Production(), second, production) })
        {
            if (given is not null)
                stack.Parameter("ImageTag", given, null);
            stack.Add("F", Function, $$"""{"Description":"{{text}}"}""", ("/Description", "ImageTag")).Desired(MainCommit, Resource("F", Function, $$"""{"Description":"{{text}}"}"""));
        }

        Assert.Equal(expected, Assert.Single(scene.Parity().Items).Pile);
    }

    [Fact]
    public void Where_only_the_first_environment_is_behind_the_release_brings_the_second_nothing()
    {
        var scene = new Scene();
        var (old, released) = (Resource("F", Function, """{"MemorySize":128}"""), Resource("F", Function, """{"MemorySize":256}"""));
        scene.Staging().Add(old).Desired(MainCommit, released).Running("7777777000");
        scene.Production().Add(released).Desired(MainCommit, released).Desired(ReleaseCommit, released);

        var item = Assert.Single(scene.Parity().Items);
        Assert.Equal((ParityPile.Pending, true), (item.Pile, item.IsOfFirst));
        Assert.Equal("goes with the own deployment of 1111111 in staging, which runs 7777777; production does not change", item.Reason);
        Assert.False(Assert.Single(Pending().Parity().Items).IsOfFirst);
        Assert.DoesNotContain(scene.Review().Components, c => c.IsTouched);
    }

    [Fact]
    public void A_list_tells_the_pending_item_from_the_configured_one_beside_it()
    {
        const string Group = "AWS::EC2::SecurityGroup";
        const string New = """{"CidrIp":"10.0.0.0/8","FromPort":8443,"ToPort":8443,"IpProtocol":"tcp"}""";
        string Office(string cidr) => $$"""{"CidrIp":"{{cidr}}","FromPort":443,"ToPort":443,"IpProtocol":"tcp"}""";
        var scene = new Scene();
        foreach (var (stack, cidr) in new[] { (scene.Staging(), "203.0.113.0/24"), (scene.Production(), "198.51.100.0/24") })
        {
            var isStaging = stack.Key.Environment == "staging";
            var released = $$"""{"SecurityGroupIngress":[{{New}},{{Office(cidr)}}]}""";
            stack.Parameter("Office", cidr, $"parameters/{stack.Key.Environment}.yaml")
                .Add("G", Group, isStaging ? released : $$"""{"SecurityGroupIngress":[{{Office(cidr)}}]}""", (isStaging ? "/SecurityGroupIngress/1/CidrIp" : "/SecurityGroupIngress/0/CidrIp", "Office"))
                .Desired(MainCommit, Resource("G", Group, released, new ParameterUse(PropertyPath.Parse("/SecurityGroupIngress/1/CidrIp"), "Office")));
        }

        Assert.Equal(["Pending web/G/SecurityGroupIngress/0", "Configured web/G/SecurityGroupIngress/1/CidrIp"], scene.Piles());
    }

    [Fact]
    public void Counts_are_the_sums_of_the_items()
    {
        var scene = Configured();
        scene.Staging().Add("Only", Bucket).Add("Same", Bucket, """{"BucketName":"a"}""");
        scene.Production().Add("Same", Bucket, """{"BucketName":"a"}""");

        var parity = scene.Parity();
        var counts = parity.Counts;
        Assert.Equal(parity.Items.Length, counts.Equal + counts.Declared + counts.Configured + counts.Pending + counts.Unexplained + counts.Unverifiable);
        Assert.Equal((1, 1, 1), (counts.Equal, counts.Configured, counts.Pending));
    }

    [Fact]
    public void A_rule_for_another_pair_is_not_called_useless_here()
    {
        var scene = new Scene().Rule(RuleKind.Expect, "F", "/MemorySize").Rule(RuleKind.Expect, "Gone");
        scene.Environments.Insert(0, Scene.Environment("development", "333333333333", "main", 0));
        scene.Stack("development", "web").Add("F", Function, """{"MemorySize":128}""");
        scene.Staging().Add("F", Function, """{"MemorySize":128}""");
        scene.Production().Add("F", Function, """{"MemorySize":256}""");

        var (first, second) = (scene.Parity("development", "staging"), scene.Parity());
        Assert.Empty(first.Diagnostics);
        Assert.Empty(second.Diagnostics);
        Assert.Equal(["driftboard.yaml:31: expect: the rule matches nothing"], ParityEvaluator.DiagnoseUnmatched([scene.Application], [first, second]).Select(d => d.ToString()));
    }

    private static Scene Configured()
    {
        var scene = new Scene();
        foreach (var (stack, memory, file, line) in new[] { (scene.Staging(), "128", "staging", 9), (scene.Production(), "256", "production", 14) })
        {
            stack.Parameter("Memory", memory, $"parameters/{file}.yaml", line)
                .Add("F", Function, $$"""{"MemorySize":{{memory}}}""", ("/MemorySize", "Memory"))
                .Desired(MainCommit, Resource("F", Function, $$"""{"MemorySize":{{memory}}}"""));
        }

        return scene;
    }

    private static Scene Pending()
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, """{"MemorySize":256}""");
        scene.Production().Add("F", Function, """{"MemorySize":128}""").Desired(MainCommit, Resource("F", Function, """{"MemorySize":256}"""));
        return scene;
    }

    /// <summary>A list of which a parameter adds an item in production; the release changes that item.</summary>
    private static Scene Listed(string now, string later)
    {
        var scene = new Scene();
        foreach (var (stack, line) in new[] { (scene.Staging(), 9), (scene.Production(), 14) })
            stack.Parameter("Extra", stack.Key.Environment, $"parameters/{stack.Key.Environment}.yaml", line);
        scene.Staging().Add("F", Function, """{"Layers":["base"]}""").Desired(MainCommit, Resource("F", Function, """{"Layers":["base"]}"""));
        scene.Production().Add("F", Function, $$"""{"Layers":["base","{{now}}"]}""", ("/Layers/1", "Extra"))
            .Desired(MainCommit, Resource("F", Function, $$"""{"Layers":["base","{{later}}"]}""", new ParameterUse(PropertyPath.Parse("/Layers/1"), "Extra")));
        return scene;
    }
}
