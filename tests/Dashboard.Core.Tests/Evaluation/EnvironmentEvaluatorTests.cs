using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Evaluation.Scene;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>The verdict on one environment: drift, pending changes, coverage, the roll-up, and the rules that allow a drift.</summary>
public class EnvironmentEvaluatorTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Bucket = "AWS::S3::Bucket";
    private const string Nested = "AWS::CloudFormation::Stack";

    [Fact]
    public void A_stack_of_which_everything_was_compared_is_in_sync()
    {
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128}""").Add("B", Bucket)).Verdict();

        Assert.Equal((Status.InSync, null, new Coverage(2, 2), 0, 0), (verdict.Status, verdict.Reason, verdict.Coverage, verdict.Drifted, verdict.PendingChanges));
        Assert.Equal(["B", "F"], verdict.Resources.Select(r => r.Address.ToString()));
        Assert.Equal(Now, verdict.OldestReadAt);
    }

    [Fact]
    public void A_stack_says_what_CloudFormation_says_of_it()
    {
        var verdict = One(s => s.Add("F", Function)).Verdict();

        Assert.Equal(("UPDATE_COMPLETE", Now, false), (verdict.StackStatus, verdict.UpdatedAt, verdict.IsDeploying));
    }

    [Theory]
    [InlineData("UPDATE_IN_PROGRESS", true)]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", true)]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS", true)]
    [InlineData("REVIEW_IN_PROGRESS", false)]
    [InlineData("DELETE_IN_PROGRESS", false)]
    [InlineData("UPDATE_ROLLBACK_FAILED", false)]
    [InlineData("CREATE_COMPLETE", false)]
    [InlineData(null, false)]
    public void A_deployment_runs_while_CloudFormation_says_so(string? word, bool isDeploying) =>
        Assert.Equal(isDeploying, (One(s => s.Add("F", Function)).Verdict() with { StackStatus = word }).IsDeploying);

    [Fact]
    public void A_change_by_hand_is_drift_at_its_leaf()
    {
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3}""").Live("F", """{"MemorySize":512,"Timeout":3,"Arn":"arn:x"}""")).Verdict();

        var difference = Assert.Single(verdict.Resources[0].Differences);
        Assert.Equal(
            ("/MemorySize", DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, "128", "512", Impact.Update),
            (difference.Path.ToString(), difference.Kind, difference.Between, difference.Expected!.ToString(), difference.Actual!.ToString(), difference.Impact));
        Assert.Equal((Status.Modified, 1, new Coverage(1, 1)), (verdict.Status, verdict.Drifted, verdict.Coverage));
    }

    [Theory]
    [InlineData("""{"LaunchTemplateData":{"InstanceType":"t3.micro"}}""", """{"LaunchTemplateId":"lt-1"}""", Status.Unsupported)]
    [InlineData("""{"LaunchTemplateData":{"InstanceType":"t3.micro"},"LaunchTemplateName":"web"}""", """{"LaunchTemplateId":"lt-1","LaunchTemplateName":"web"}""", Status.InSync)]
    [InlineData("""{"LaunchTemplateData":{"InstanceType":"t3.micro"}}""", """{"LaunchTemplateId":"lt-1","LaunchTemplateData":{"InstanceType":"t3.micro"}}""", Status.InSync)]
    [InlineData("""{"LaunchTemplateData":{"InstanceType":"t3.micro"}}""", """{"LaunchTemplateId":"lt-1","LaunchTemplateData":{"InstanceType":"p4d.24xlarge"}}""", Status.Modified)]
    public void A_resource_of_which_no_service_tells_anything_that_is_declared_was_not_compared(string declared, string live, Status status)
    {
        var verdict = One(s => s.Add("L", "AWS::EC2::LaunchTemplate", declared).Live("L", live)).Verdict();

        Assert.Equal((status, new Coverage(status == Status.Unsupported ? 0 : 1, 1)), (verdict.Resources[0].Status, verdict.Coverage));
        Assert.Equal(status == Status.Unsupported ? Status.Unknown : status, verdict.Status);
    }

    [Fact]
    public void A_committed_change_is_pending_and_no_drift()
    {
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128}""")
            .Desired(MainCommit, Resource("F", Function, """{"MemorySize":256,"Timeout":10}"""), Resource("New", Bucket, "{}"))).Verdict();

        Assert.Equal((Status.InSync, 3, 0), (verdict.Status, verdict.PendingChanges, verdict.Drifted));
        Assert.All(verdict.Resources.SelectMany(r => r.Differences), d => Assert.Equal(DifferenceBetween.DesiredDeployed, d.Between));
        Assert.Equal((Status.NotDeployed, new Coverage(1, 1)), (verdict.Resources[1].Status, verdict.Coverage));
    }

    [Fact]
    public void What_the_pipeline_gives_is_never_pending()
    {
        var verdict = One(s => s
            .Add("F", Function, """{"Description":"v2","MemorySize":128}""", ("/Description", "ImageTag"), ("/MemorySize", "Memory"))
            .Desired(
                MainCommit,
                Resource("F", Function, """{"Description":"v1","MemorySize":256}""", new ParameterUse(PropertyPath.Parse("/Description"), "ImageTag"), new ParameterUse(PropertyPath.Parse("/MemorySize"), "Memory"))))
            .Verdict();

        Assert.Equal("/MemorySize", Assert.Single(verdict.Resources[0].Differences).Path.ToString());
    }

    [Fact]
    public void A_resource_that_the_pipeline_left_out_is_none()
    {
        var verdict = One(s => s.Add("F", Function).Desired(MainCommit, Resource("F", Function, "{}"), Resource("Extra", Bucket, "{}", new ParameterUse(PropertyPath.Root, "ImageTag")))).Verdict();

        Assert.Equal(["F"], verdict.Resources.Select(r => r.Address.ToString()));
    }

    [Fact]
    public void A_resource_that_is_gone_is_deleted()
    {
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", ReadOutcome.Missing)).Verdict();

        var difference = Assert.Single(verdict.Resources[0].Differences);
        Assert.Equal((PropertyPath.Root, DifferenceKind.Remove, Impact.Replacement), (difference.Path, difference.Kind, difference.Impact));
        Assert.Equal((Status.Deleted, 1, new Coverage(1, 1)), (verdict.Status, verdict.Drifted, verdict.Coverage));
    }

    [Fact]
    public void A_resource_in_no_template_is_unmanaged_and_no_part_of_the_coverage()
    {
        var verdict = One(s => s.Add("F", Function).Unmanaged("AWS::SQS::Queue", "legacy", """{"DelaySeconds":1}""")).Verdict();

        Assert.Equal((Status.Unmanaged, 1, new Coverage(1, 1)), (verdict.Status, verdict.Drifted, verdict.Coverage));
        Assert.Equal(("~legacy", "legacy"), (verdict.Resources[^1].Address.ToString(), verdict.Resources[^1].PhysicalId));
    }

    [Fact]
    public void Nested_stacks_are_one_tree_with_one_coverage()
    {
        var verdict = One(s => s.Add("Q", Nested, """{"TemplateURL":"https://a"}""").Add("Q/Orders", "AWS::SQS::Queue", """{"DelaySeconds":1}""")
            .Live("Q/Orders", """{"DelaySeconds":2}""")
            .Desired(MainCommit, Resource("Q", Nested, """{"TemplateURL":"queues.yaml"}"""), Resource("Q/Orders", "AWS::SQS::Queue", """{"DelaySeconds":1}"""))).Verdict();

        Assert.Equal((Status.Modified, 0, new Coverage(2, 2)), (verdict.Status, verdict.PendingChanges, verdict.Coverage));
        Assert.Equal((Status.InSync, Status.Modified), (verdict.Resources[0].Status, verdict.Resources[1].Status));
    }

    [Fact]
    public void Where_a_nested_template_could_not_be_had_its_resources_are_not_pending()
    {
        var verdict = One(s => s.Add("Q", Nested).Add("Q/Orders", "AWS::SQS::Queue").Desired(MainCommit, Resource("Q", Nested, "{}"))).Verdict();

        Assert.Equal((0, 1), (verdict.PendingChanges, verdict.PendingUnknown));
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, Status.Unknown, StatusReason.Denied)]
    [InlineData(ReadOutcome.NoAccess, Status.Unknown, StatusReason.NoAccess)]
    [InlineData(ReadOutcome.Throttled, Status.Unknown, StatusReason.Throttled)]
    [InlineData(ReadOutcome.TimedOut, Status.Unknown, StatusReason.TimedOut)]
    [InlineData(ReadOutcome.NotReadYet, Status.NotChecked, StatusReason.NotReadYet)]
    [InlineData(ReadOutcome.Failed, Status.Unknown, null)]
    [InlineData(ReadOutcome.TypeNotReadable, Status.Unsupported, StatusReason.TypeNotReadable)]
    public void What_was_not_read_is_never_in_sync(ReadOutcome outcome, Status status, StatusReason? reason)
    {
        var verdict = One(s => s.Add("F", Function).Add("B", Bucket).Live("F", outcome, "why")).Verdict();

        Assert.Equal((status, reason, "why"), (verdict.Resources[1].Status, verdict.Resources[1].Reason, verdict.Resources[1].Detail));
        Assert.Equal(new Coverage(1, 2), verdict.Coverage);
        Assert.Equal(outcome == ReadOutcome.TypeNotReadable ? Status.PartlyChecked : status, verdict.Status);
        Assert.Equal(reason, verdict.Reason);
    }

    [Fact]
    public void With_nothing_compared_a_stack_is_unknown_and_not_partly_checked()
    {
        Assert.Equal(Status.Unknown, One(s => s.Add("C", "Custom::Thing")).Verdict().Status);
        Assert.Equal(Status.Unknown, One(_ => { }).Verdict().Status);
        Assert.Equal(Status.PartlyChecked, One(s => s.Add("B", Bucket).Add("C", "Custom::Thing")).Verdict().Status);
    }

    [Fact]
    public void The_worst_resource_makes_the_stack()
    {
        // Worst first: each step adds something worse to what is there.
        var scene = One(s => s.Add("A", Bucket));
        var expected = new List<Status> { scene.Verdict().Status };
        void Worse(Action<StackScene> add)
        {
            add(scene.Staging());
            expected.Add(scene.Verdict().Status);
        }

        Worse(s => s.Add("B", "Custom::Thing"));
        Worse(s => s.Add("C", Bucket).Live("C", ReadOutcome.NotReadYet));
        Worse(s => s.Add("D", Bucket).Live("D", ReadOutcome.Denied));
        Worse(s => s.Unmanaged(Bucket, "x", "{}"));
        Worse(s => s.Add("E", Bucket).Live("E", ReadOutcome.Missing));
        Worse(s => s.Add("F", Bucket, """{"BucketName":"a"}""").Live("F", """{"BucketName":"b"}"""));

        Assert.Equal([Status.InSync, Status.PartlyChecked, Status.NotChecked, Status.Unknown, Status.Unmanaged, Status.Deleted, Status.Modified], expected);
        Assert.Equal(expected.OrderDescending(), expected);
    }

    [Fact]
    public void A_stack_that_is_not_deployed_shows_what_would_be()
    {
        var verdict = One(s => s.Outcome(ReadOutcome.Missing).Desired(MainCommit, Resource("F", Function, "{}"))).Verdict();

        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing, 1, new Coverage(0, 0)), (verdict.Status, verdict.Reason, verdict.PendingChanges, verdict.Coverage));
    }

    [Fact]
    public void A_stack_that_was_refused_is_unknown_in_every_resource()
    {
        var verdict = One(s => s.Outcome(ReadOutcome.Denied).Desired(MainCommit, Resource("F", Function, "{}"))).Verdict();

        Assert.Equal((Status.Unknown, StatusReason.Denied, new Coverage(0, 1), 0), (verdict.Status, verdict.Reason, verdict.Coverage, verdict.PendingChanges));
        Assert.Equal((Status.Unknown, StatusReason.Denied), (verdict.Resources[0].Status, verdict.Resources[0].Reason));
    }

    [Fact]
    public void A_secret_that_cannot_be_known_keeps_a_resource_from_being_in_sync_and_a_write_only_property_does_not()
    {
        var secret = One(s => s.Add("F", Function, MapValue.Of(("Description", SecretValue.Unknowable))).Add("B", Bucket)).Verdict();
        Assert.Equal((Status.PartlyChecked, StatusReason.Secret), (secret.Status, secret.Reason));

        var writeOnly = One(s => s.Add("D", "AWS::RDS::DBInstance", MapValue.Of(("MasterUserPassword", Fingerprinter.Fingerprint("x")), ("Engine", new ScalarValue("postgres")))).Live("D", """{"Engine":"postgres"}""")).Verdict();
        Assert.Equal(Status.InSync, writeOnly.Status);
        Assert.Null(Assert.Single(writeOnly.Resources[0].Unverified).Reason);
    }

    [Fact]
    public void The_newest_observation_wins_also_by_what_it_leaves_out()
    {
        var old = Now.AddHours(-1);
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128,"Timeout":3,"Handler":"h"}""").Observed(
            "F",
            new ResourceObservation(ReadOutcome.Read, Map("""{"MemorySize":512,"Timeout":9,"Handler":"h"}"""), old, "StoredDrift"),
            new ResourceObservation(ReadOutcome.Read, Map("""{"MemorySize":128,"Timeout":3}"""), Now, "CloudControl"))).Verdict();

        Assert.Equal((Status.Modified, Now), (verdict.Status, verdict.OldestReadAt));
        Assert.Equal(["/Handler"], verdict.Resources[0].Differences.Select(d => d.Path.ToString()));
        Assert.Equal(["CloudControl"], verdict.Resources[0].Readers);
    }

    [Fact]
    public void A_newer_word_that_a_resource_is_gone_outdoes_an_older_read()
    {
        var gone = new ResourceObservation(ReadOutcome.Missing, null, Now, "CloudControl");
        var read = new ResourceObservation(ReadOutcome.Read, MapValue.Empty, Now.AddMinutes(-1), "StoredDrift");

        Assert.Equal(Status.Deleted, One(s => s.Add("F", Function).Observed("F", read, gone)).Verdict().Status);
        Assert.Equal(Status.InSync, One(s => s.Add("F", Function).Observed("F", gone with { ObservedAt = Now.AddMinutes(-2) }, read)).Verdict().Status);
    }

    [Fact]
    public void An_accepted_drift_is_bound_to_its_value()
    {
        Scene Drifted(string live) => One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", $$"""{"MemorySize":{{live}}}"""))
            .Rule(RuleKind.Accept, "F", "/MemorySize", environment: "staging", value: "512");

        var accepted = Drifted("512").Verdict();
        Assert.Equal((Status.InSync, 0, new Coverage(1, 1)), (accepted.Status, accepted.Drifted, accepted.Coverage));
        Assert.Equal("accept at driftboard.yaml:30", Assert.Single(accepted.Resources[0].Allowed).Rule.Id);
        Assert.Equal(Status.Modified, Drifted("1024").Verdict().Status);
    }

    [Fact]
    public void An_accepted_firewall_rule_is_named_in_short()
    {
        var scene = One(s => s.Add("G", "AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[]}""")
            .Live("G", """{"SecurityGroupIngress":[{"CidrIp":"10.9.0.0/16","IpProtocol":"tcp","FromPort":443,"ToPort":443}]}"""));
        Assert.Equal(Status.Modified, scene.Verdict().Status);

        Assert.Equal(Status.InSync, scene.Rule(RuleKind.Accept, "G", "/SecurityGroupIngress", value: "10.9.0.0/16:443").Verdict().Status);
    }

    [Fact]
    public void What_is_ignored_is_no_drift_whatever_its_value()
    {
        var scene = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":777}""")).Rule(RuleKind.Ignore, property: "/MemorySize", type: Function);

        Assert.Equal(Status.InSync, scene.Verdict().Status);
        Assert.Equal(RuleKind.Ignore, Assert.Single(scene.Verdict().Resources[0].Allowed).Rule.Kind);
    }

    [Fact]
    public void A_rule_holds_through_its_last_day_and_no_longer()
    {
        var scene = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":512}"""))
            .Rule(RuleKind.Accept, "F", "/MemorySize", value: "512", expires: "2026-05-04");

        scene.AsOf = new DateTimeOffset(2026, 5, 4, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal((Status.InSync, new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero)), (scene.Verdict().Status, scene.Evaluate("staging").NextExpiry));
        Assert.Empty(scene.Evaluate("staging").Diagnostics);

        scene.AsOf = new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(Status.Modified, scene.Verdict().Status);
        Assert.Equal(RuleKind.Accept, Assert.Single(scene.Verdict().Resources[0].Ended).Rule.Kind);
        Assert.Contains("expired after 2026-05-04", Assert.Single(scene.Evaluate("staging").Diagnostics).Message, StringComparison.Ordinal);
        Assert.Null(scene.Evaluate("staging").NextExpiry);
    }

    [Fact]
    public void A_rule_due_for_review_warns_and_still_holds()
    {
        var scene = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":512}"""))
            .Rule(RuleKind.Accept, "F", "/MemorySize", value: "512", expires: null, review: "2026-05-04");

        Assert.Equal(Status.InSync, scene.Verdict().Status);
        Assert.Contains("is due for review since 2026-05-04", Assert.Single(scene.Evaluate("staging").Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_matches_nothing_is_said_only_where_everything_was_read()
    {
        var scene = One(s => s.Add("F", Function)).Rule(RuleKind.Accept, "Gone", environment: "staging");
        Assert.Equal("driftboard.yaml:30: accept: the rule matches nothing", Assert.Single(scene.Evaluate("staging").Diagnostics).ToString());

        scene.Staging("database").Outcome(ReadOutcome.Denied);
        Assert.Empty(scene.Evaluate("staging").Diagnostics);
    }

    [Fact]
    public void One_stack_alone_gets_the_same_verdict()
    {
        var scene = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":512}"""));
        var snapshot = scene.Snapshot("staging");

        var (alone, among) = (EnvironmentEvaluator.EvaluateStack(snapshot, snapshot.Stacks[0], Now), EnvironmentEvaluator.Evaluate(snapshot, Now).Stacks[0]);
        Assert.Equal((among.Status, among.Drifted, among.Coverage), (alone.Status, alone.Drifted, alone.Coverage));
        Assert.Equal(among.Resources.SelectMany(r => r.Differences), alone.Resources.SelectMany(r => r.Differences));
    }

    [Fact]
    public void A_credential_that_somebody_added_by_hand_is_drift()
    {
        var live = MapValue.Of(("Environment", MapValue.Of(("Variables", MapValue.Of(("A", new ScalarValue("x")), ("DB_PASSWORD", Fingerprinter.Fingerprint("y")))))));
        var verdict = One(s => s.Add("F", Function, """{"Environment":{"Variables":{"A":"x"}}}""").Live("F", live)).Verdict();

        Assert.Equal(Status.Modified, verdict.Status);
        Assert.Equal(("/Environment/Variables/DB_PASSWORD", DifferenceKind.Add), verdict.Resources[0].Differences.Select(d => (d.Path.ToString(), d.Kind)).Single());
    }

    [Fact]
    public void Nothing_is_in_sync_with_a_repository_of_which_nothing_is_known()
    {
        var verdict = One(s => s.Add("F", Function, """{"MemorySize":128}""").Live("F", """{"MemorySize":128}""").Desired(MainCommit, null)).Verdict();

        Assert.Equal((Status.Unknown, StatusReason.Unresolved), (verdict.Status, verdict.Reason));
    }

    private static Scene One(Action<StackScene> build)
    {
        var scene = new Scene();
        build(scene.Staging());
        return scene;
    }
}
