using Dashboard.Core.Definition;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Releases;

/// <summary>What a release does to the environment that takes it.</summary>
public sealed class ReleaseReviewTests
{
    private const string Bucket = "AWS::S3::Bucket";
    private const string Queue = "AWS::SQS::Queue";
    private const string Short = """{"VisibilityTimeout":"30"}""";
    private const string Long = """{"VisibilityTimeout":"60"}""";

    /// <summary>Staging runs the commit, production does not yet: one queue's timeout changes.</summary>
    private static Scene Release(string before = Short, string after = Long, string type = Queue)
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", type, after);
        scene.Production().Add("Jobs", type, before).Desired(Scene.MainCommit, Write.Resource("Jobs", type, after)).Desired(Scene.ReleaseCommit, Write.Resource("Jobs", type, before));
        return scene;
    }

    /// <summary>A component that the release leaves as it is.</summary>
    private static void Beside(Scene scene)
    {
        var data = Write.Resource("Data", Queue, "{}");
        scene.Staging("database").Add(data);
        scene.Production("database").Add(data).Desired(Scene.MainCommit, data).Desired(Scene.ReleaseCommit, data);
    }

    [Fact]
    public void What_the_second_environment_gets_is_told_with_its_effect()
    {
        var scene = Release();
        Beside(scene);

        var review = scene.Review();

        Assert.Equal((Scene.MainCommit, Scene.ReleaseCommit), (review.FromCommit, review.ToCommit));
        var change = Assert.Single(review.Changes);
        Assert.Equal(("Jobs/VisibilityTimeout", Impact.Update), ($"{change.Address}{change.Difference.Path}", change.Difference.Impact));
        Assert.Equal(("60", "30"), (change.Difference.Expected?.ToString(), change.Difference.Actual?.ToString()));
        Assert.Null(change.Risk);
        Assert.Equal(["web True", "database False"], review.Components.Select(c => $"{c.Name} {c.IsTouched}"));
        Assert.Empty(review.Obstacles);
        Assert.Empty(review.Unrehearsed);
        Assert.Empty(review.Collisions);
        Assert.Equal(1, review.Parity.Counts.Pending);
    }

    [Fact]
    public void A_release_of_nothing_touches_nothing()
    {
        var scene = Release(Long);

        var review = scene.Review();

        Assert.Empty(review.Changes);
        Assert.Empty(review.Untold);
        Assert.DoesNotContain(review.Components, c => c.IsTouched);
        Assert.Equal((null, "the release changes nothing"), (review.Soak.Since, review.Soak.Text));
    }

    [Theory]
    [InlineData("ROLLBACK_COMPLETE", "staging does not run the commit: its own deployment is still to come")]
    [InlineData("UPDATE_IN_PROGRESS", "whether staging runs the commit cannot be told")]
    [InlineData("UPDATE_ROLLBACK_FAILED", "whether staging runs the commit cannot be told")]
    [InlineData("UPDATE_COMPLETE", null)]
    public void A_stack_runs_a_commit_only_where_its_last_operation_ended_whole(string word, string? unrehearsed)
    {
        var scene = Release();
        scene.Staging().InState(word);

        Assert.Equal(unrehearsed is null ? [] : [unrehearsed], scene.Review().Unrehearsed.Where(u => u.Address.IsStack).Select(u => u.Text));
    }

    [Fact]
    public void What_is_deployed_again_each_time_that_it_is_read_runs_nobody_knows_what()
    {
        var scene = Release();
        var staging = scene.Snapshot("staging");
        staging = staging with { Stacks = [staging.Stacks[0] with { IsMoving = true }] };

        var review = ReleaseReviewer.Review(EnvironmentEvaluator.Evaluate(staging, Scene.Now), scene.Evaluate("production"), scene.Parity(), scene.Identities(), Scene.Now);

        Assert.Contains(review.Unrehearsed, u => u.Address.IsStack && u.Text == "whether staging runs the commit cannot be told");
    }

    [Fact]
    public void A_target_whose_creation_was_rolled_back_gets_everything()
    {
        var scene = Release(Long);
        scene.Production().InState("ROLLBACK_COMPLETE");
        var production = scene.Snapshot("production");
        production = production with { Stacks = [production.Stacks[0] with { Live = [] }] };

        var review = ReleaseReviewer.Review(scene.Evaluate("staging"), EnvironmentEvaluator.Evaluate(production, Scene.Now), scene.Parity(), scene.Identities(), Scene.Now);

        Assert.Equal(Impact.Create, Assert.Single(review.Changes).Difference.Impact);
        Assert.True(Assert.Single(review.Components).IsTouched);
    }

    [Fact]
    public void Of_a_component_in_two_regions_the_soak_names_the_one_that_is_behind()
    {
        var scene = Release();
        var (after, before) = (Write.Resource("Jobs", Queue, Long), Write.Resource("Jobs", Queue, Short));
        scene.Staging(region: "us-east-1").Add(before).Desired(Scene.MainCommit, after);
        scene.Production(region: "us-east-1").Add(before).Desired(Scene.MainCommit, after).Desired(Scene.ReleaseCommit, before);

        Assert.Equal("staging does not run all of it yet: not web us-east-1", scene.Review().Soak.Text);
    }

    [Theory]
    [InlineData(Short, "staging does not run all of it yet: not web", "staging does not run the commit: its own deployment is still to come")]
    [InlineData(Long, "staging runs it since its last update")]
    public void What_was_taken_already_must_have_been_rehearsed_like_the_rest(string staging, string soak, params string[] unrehearsed)
    {
        var scene = new Scene();
        var after = Write.Resource("Jobs", Queue, Long);
        scene.Staging().Add("Jobs", Queue, staging).Desired(Scene.MainCommit, after);
        scene.Production().Add(after).Desired(Scene.MainCommit, after).Desired(Scene.ReleaseCommit, Write.Resource("Jobs", Queue, Short));
        Beside(scene);
        var before = scene.Review();
        Assert.DoesNotContain(before.Changes, c => c.Stack.Component == "web");

        var review = ReleaseReviewer.Take(before, new Dictionary<StackKey, DateTimeOffset> { [Assert.Single(before.Components[0].To)] = Scene.Now });

        Assert.Equal(soak, review.Soak.Text);
        Assert.Equal(unrehearsed, review.Unrehearsed.Select(u => u.Text));
        Assert.Equal(("web", true, true), (review.Components[0].Name, review.Components[0].IsInScope, review.Components[0].IsTaken || review.Components[0].IsTouched));
    }

    [Fact]
    public void Of_many_that_are_behind_the_soak_names_three()
    {
        var scene = Release();
        var (after, before) = (Write.Resource("Jobs", Queue, Long), Write.Resource("Jobs", Queue, Short));
        foreach (var region in new[] { "us-east-1", "us-east-2", "us-west-1", "us-west-2" })
        {
            scene.Staging(region: region).Add(before).Desired(Scene.MainCommit, after);
            scene.Production(region: region).Add(before).Desired(Scene.MainCommit, after).Desired(Scene.ReleaseCommit, before);
        }

        Assert.Equal("staging does not run all of it yet: not web us-east-1, web us-east-2, web us-west-1 and 1 more", scene.Review().Soak.Text);
    }

    [Theory]
    [InlineData("The template that is to be deployed has an error: templates/web.yaml:3: Resources/Jobs: one", "one")]
    [InlineData("The template that is to be deployed has 3 errors, the first: templates/web.yaml:3: Resources/Jobs: one", "one", "two", "three")]
    public void A_template_with_errors_is_one_obstacle(string expected, params string[] errors)
    {
        var scene = Release();
        scene.Production().DesiredErrors(Scene.MainCommit, errors);

        var obstacle = Assert.Single(scene.Review().Obstacles);

        Assert.Equal((false, expected), (obstacle.IsCertain, obstacle.Text));
    }

    [Theory]
    [InlineData("https://a/new.yaml", true, "what changes inside this nested stack: the repository does not hold its template")]
    [InlineData("https://a/old.yaml", true, "what changes inside this nested stack: the repository does not hold its template")]
    [InlineData("https://a/old.yaml", false, "what changes inside this nested stack: the repository does not hold its template, and the one that it was deployed with could not be had")]
    public void What_changes_in_a_nested_stack_without_a_template_cannot_be_told(string url, bool isDeployedKnown, string detail)
    {
        const string Nested = "AWS::CloudFormation::Stack";
        const string Before = """{"TemplateURL":"https://a/old.yaml"}""";
        var scene = new Scene();
        var after = Write.Resource("Data", Nested, $$"""{"TemplateURL":"{{url}}"}""");
        scene.Staging().Add(after);
        scene.Production().Add("Data", Nested, Before).Desired(Scene.MainCommit, after).Desired(Scene.ReleaseCommit, Write.Resource("Data", Nested, Before));
        if (isDeployedKnown)
            scene.Production().Add("Data/Table", "AWS::DynamoDB::Table");

        var review = scene.Review();

        Assert.Empty(review.Changes);
        var untold = Assert.Single(review.Untold);
        Assert.Equal(("Data/TemplateURL", detail), ($"{untold.Address}{untold.Path}", untold.Detail));
        Assert.True(Assert.Single(review.Components).IsTouched);
        Assert.Equal((null, "not known: whether staging runs it cannot be told of web"), (review.Soak.Since, review.Soak.Text));
        Assert.Equal(1, scene.Verdict("production").PendingUnknown);
    }

    [Theory]
    [InlineData("""{"BucketName":"old"}""", """{"BucketName":"new"}""", Bucket, "objects True Delete")]
    [InlineData("""{"QueueName":"old"}""", """{"QueueName":"new"}""", Queue, "messages that nobody has read yet True Delete")]
    [InlineData("""{"TopicName":"old"}""", """{"TopicName":"new"}""", "AWS::SNS::Topic", null)]
    [InlineData("""{"Tags":[]}""", """{"Tags":[{"Key":"a","Value":"b"}]}""", Bucket, null)]
    public void What_is_replaced_and_holds_something_is_told_apart(string before, string after, string type, string? risk)
    {
        var change = Assert.Single(Release(before, after, type).Review().Changes);

        Assert.Equal(risk, change.Risk is { } r ? $"{r.Holds} {r.IsCertain} {r.Policy}" : null);
    }

    [Theory]
    [InlineData("{}", "AWS::S3::Bucket", "Delete")]
    [InlineData("{}", "AWS::RDS::DBInstance", "Snapshot")]
    [InlineData("""{"DeletionPolicy":"Retain"}""", "AWS::RDS::DBInstance", "Retain")]
    public void What_goes_goes_by_the_policy_that_it_was_deployed_with(string attributes, string type, string policy)
    {
        var scene = new Scene();
        scene.Staging().Add("Keep", Queue);
        scene.Production().Add("Keep", Queue).Add(Write.Resource("Data", type, "{}") with { Attributes = Write.Map(attributes) })
            .Desired(Scene.MainCommit, Write.Resource("Keep", Queue, "{}"));

        var change = Assert.Single(scene.Review().Changes);

        Assert.Equal((Impact.Delete, policy), (change.Difference.Impact, change.Risk?.Policy));
    }

    [Theory]
    [InlineData("UPDATE_COMPLETE", null)]
    [InlineData("REVIEW_IN_PROGRESS", null)]
    [InlineData("UPDATE_ROLLBACK_COMPLETE", false)]
    [InlineData("UPDATE_IN_PROGRESS", true)]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", true)]
    [InlineData("UPDATE_ROLLBACK_FAILED", true)]
    [InlineData("ROLLBACK_COMPLETE", true)]
    public void A_stack_that_takes_no_update_is_an_obstacle(string status, bool? isCertain)
    {
        var scene = Release();
        scene.Production().InState(status);

        var obstacles = scene.Review().Obstacles;

        Assert.Equal(isCertain, obstacles.IsEmpty ? null : Assert.Single(obstacles).IsCertain);
        Assert.All(obstacles, o => Assert.Contains(status, o.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_of_a_stack_that_the_release_does_not_touch_is_no_obstacle()
    {
        var scene = Release();
        Beside(scene);
        scene.Production("database").InState("UPDATE_ROLLBACK_FAILED");

        Assert.Empty(scene.Review().Obstacles);
    }

    [Theory]
    [InlineData("""{"VisibilityTimeout":"45"}""", CollisionKind.SameProperty)]
    [InlineData("""{"VisibilityTimeout":"60"}""", CollisionKind.Same)]
    [InlineData("""{"VisibilityTimeout":"30","DelaySeconds":"5"}""", null)]
    public void A_change_by_hand_on_what_the_release_changes_is_a_collision(string live, CollisionKind? kind)
    {
        var scene = Release();
        scene.Production().Live("Jobs", live);

        var collisions = scene.Review().Collisions;

        // What the template does not declare is no drift, and so nothing that a release could meet.
        Assert.Equal(kind, collisions.IsEmpty ? null : Assert.Single(collisions).Kind);
    }

    [Fact]
    public void A_neighbour_that_was_changed_by_hand_and_an_accepted_one_are_told_too()
    {
        var scene = Release("""{"VisibilityTimeout":"30","DelaySeconds":"1","MaximumMessageSize":"1024"}""", """{"VisibilityTimeout":"60","DelaySeconds":"1","MaximumMessageSize":"1024"}""")
            .Rule(RuleKind.Accept, "Jobs", "/DelaySeconds", value: "5")
            .Rule(RuleKind.Ignore, "Jobs", "/MaximumMessageSize");
        scene.Production().Live("Jobs", """{"VisibilityTimeout":"30","DelaySeconds":"5","MaximumMessageSize":"2048"}""");

        var collision = Assert.Single(scene.Review().Collisions);

        Assert.Equal((CollisionKind.Beside, "/DelaySeconds", "accept at driftboard.yaml:30"), (collision.Kind, collision.Drift.Path.ToString(), collision.Rule));
    }

    [Fact]
    public void What_was_deleted_by_hand_and_what_is_replaced_collide()
    {
        var deleted = Release();
        deleted.Production().Live("Jobs", ReadOutcome.Missing);
        var replaced = Release("""{"QueueName":"old","DelaySeconds":"1"}""", """{"QueueName":"new","DelaySeconds":"1"}""");
        replaced.Production().Live("Jobs", """{"QueueName":"old","DelaySeconds":"9"}""");

        Assert.Equal(CollisionKind.Deleted, Assert.Single(deleted.Review().Collisions).Kind);
        Assert.Equal(CollisionKind.Replaced, Assert.Single(replaced.Review().Collisions).Kind);
    }

    [Fact]
    public void What_the_first_environment_never_ran_is_told()
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue, """{"VisibilityTimeout":"60","DelaySeconds":"1"}""").Live("Jobs", """{"VisibilityTimeout":"90","DelaySeconds":"1"}""");
        scene.Production().Add("Jobs", Queue, """{"VisibilityTimeout":"30","DelaySeconds":"2"}""")
            .Desired(
                Scene.MainCommit,
                Write.Resource("Extra", Queue, "{}"),
                Write.Resource("Jobs", Queue, """{"VisibilityTimeout":"60","DelaySeconds":"7"}"""));

        var found = scene.Review().Unrehearsed;

        Assert.Equal(
            ["Extra: staging has no such resource", "Jobs/DelaySeconds: staging has another value 7 1", "Jobs/VisibilityTimeout: somebody has changed it by hand in staging 90"],
            found.Select(u => $"{u.Address}{u.Path}: {u.Text} {u.Here} {u.There}".Replace("  ", " ", StringComparison.Ordinal).TrimEnd()));
    }

    [Fact]
    public void What_differs_and_is_not_released_needs_no_rehearsal()
    {
        var scene = new Scene();
        scene.Staging().Add("Jobs", Queue, """{"VisibilityTimeout":"60","DelaySeconds":"1"}""");
        scene.Production().Add("Jobs", Queue, """{"VisibilityTimeout":"30","DelaySeconds":"2"}""")
            .Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, """{"VisibilityTimeout":"60","DelaySeconds":"2"}"""));

        Assert.Empty(scene.Review().Unrehearsed);
    }

    [Fact]
    public void A_first_environment_that_waits_for_its_own_deployment_has_rehearsed_nothing()
    {
        var scene = Release();
        scene.Staging().Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, """{"VisibilityTimeout":"61"}"""));

        var review = scene.Review();

        Assert.Contains(review.Unrehearsed, u => u.Address.IsStack && u.Text == "staging does not run the commit: its own deployment is still to come");
        Assert.Equal((null, "staging does not run all of it yet: not web"), (review.Soak.Since, review.Soak.Text));
    }

    [Fact]
    public void The_soak_begins_with_the_last_update_of_what_is_touched()
    {
        var scene = Release();
        Beside(scene);
        scene.Staging().InState("UPDATE_COMPLETE", Scene.Now.AddHours(-5));
        scene.Staging("database").InState("UPDATE_COMPLETE", Scene.Now.AddHours(-1));

        Assert.Equal(Scene.Now.AddHours(-5), scene.Review().Soak.Since);
    }

    [Fact]
    public void What_cannot_be_told_is_neither_a_change_nor_none()
    {
        var unread = Release();
        unread.Production().Outcome(ReadOutcome.Denied);
        var without = Release();
        without.Production().Desired(Scene.MainCommit, null);

        Assert.Equal("the stack could not be read: AccessDenied", Assert.Single(unread.Review().Untold).Detail);
        Assert.True(unread.Review().Components[0].IsTouched);
        Assert.Equal("the commit has no template of this component", Assert.Single(without.Review().Untold).Detail);
    }

    [Fact]
    public void A_template_that_may_make_more_than_it_lists_leaves_the_release_untold()
    {
        var scene = Release(Long);
        const string open = "what Fn::ForEach::Queues makes is not known (line 7)";
        scene.Staging().Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, Long)).DesiredIsOpen(Scene.MainCommit, open);
        scene.Production().DesiredIsOpen(Scene.MainCommit, open);

        var review = scene.Review();

        Assert.Empty(review.Changes);
        Assert.Equal("whether it makes more resources: " + open, Assert.Single(review.Untold).Detail);
        Assert.True(review.Components.Single(c => c.Name == "web").IsTouched);
        Assert.Equal((null, "not known: whether staging runs it cannot be told of web"), (review.Soak.Since, review.Soak.Text));
    }

    [Fact]
    public void A_new_stack_is_made_and_nothing_is_in_its_way()
    {
        var scene = Release();
        scene.Production().Outcome(ReadOutcome.Missing);

        var review = scene.Review();

        Assert.Equal(Impact.Create, Assert.Single(review.Changes).Difference.Impact);
        Assert.Empty(review.Untold);
        Assert.Empty(review.Obstacles);
    }

    [Fact]
    public void An_output_that_goes_is_a_change_of_its_own_and_puts_its_export_at_risk()
    {
        var scene = Release(Long);
        scene.Staging().Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, Long));
        var production = scene.Production();
        production.Output("Jobs", production.Ref("Jobs"), "shop-jobs");

        var review = scene.Review();

        var change = Assert.Single(review.Changes);
        Assert.Equal((ResourceAddress.Stack, "Outputs/Jobs", DifferenceKind.Add), (change.Address, change.Difference.Place[..12], change.Difference.Kind));
        Assert.Null(change.Difference.Expected);
        Assert.True(Assert.Single(review.Components).IsTouched);
        var stack = EnvironmentEvaluator.Evaluate(scene.Snapshot("production") with { CommitId = Scene.MainCommit }, Scene.Now).Stacks.Single();
        var document = DocumentWriter.Stack(stack, static (_, _) => null);
        Assert.Equal((1, 1, 1, 1), (review.Changes.Length, stack.PendingChanges, document.PendingChanges, document.Outputs!.Count));
        Assert.Equal((change.Difference.Path.ToString(), "desired-deployed"), (document.Outputs[0].Path, document.Outputs[0].Between));
        Assert.Equal("shop-jobs True", Assert.Single(review.Exports) is var export ? $"{export.Name} {export.IsRemoved}" : null);
        Assert.Empty(review.Unrehearsed);
    }

    [Fact]
    public void An_output_that_comes_is_rehearsed_only_where_the_first_environment_has_it()
    {
        var scene = Release(Long);
        scene.Staging().Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, Long));
        var production = scene.Production();
        production.DesiredOutput(Scene.MainCommit, "Jobs", production.Ref("Jobs"), "shop-jobs");

        var review = scene.Review();

        Assert.All(review.Changes, c => Assert.StartsWith("Outputs/Jobs", c.Difference.Place, StringComparison.Ordinal));
        Assert.Empty(review.Exports);
        Assert.All(review.Unrehearsed, u => Assert.Equal("staging has no such output", u.Text));
        Assert.NotEmpty(review.Unrehearsed);

        scene.Staging().DesiredOutput(Scene.MainCommit, "Jobs", scene.Staging().Ref("Jobs"), "shop-jobs");
        Assert.Equal(["staging does not run the commit: its own deployment is still to come"], scene.Review().Unrehearsed.Select(u => u.Text));
    }

    [Fact]
    public void Whether_an_environment_runs_the_commit_is_not_known_where_an_output_is_not()
    {
        var scene = Release();
        var staging = scene.Staging();
        staging.Desired(Scene.MainCommit, Write.Resource("Jobs", Queue, Long)).Output("Jobs", staging.Ref("Jobs"), "shop-jobs").DesiredOutput(Scene.MainCommit, "Jobs", new UnresolvedValue("a macro makes it"), "shop-jobs");

        Assert.Equal((null, "not known: whether staging runs it cannot be told of web"), (scene.Review().Soak.Since, scene.Review().Soak.Text));
    }

    [Theory]
    [InlineData(false, "shop-jobs", """{"VisibilityTimeout":"60"}""", null)]
    [InlineData(true, "shop-work", """{"VisibilityTimeout":"60"}""", "shop-jobs True")]
    [InlineData(true, "shop-jobs", """{"QueueName":"new"}""", "shop-jobs False")]
    public void An_export_that_goes_or_changes_is_at_risk(bool isRisk, string export, string after, string? expected)
    {
        var scene = Release(Short, after);
        var production = scene.Production();
        production.Output("Jobs", production.Ref("Jobs"), "shop-jobs").DesiredOutput(Scene.MainCommit, "Jobs", production.Ref("Jobs"), export);

        var exports = scene.Review().Exports;

        Assert.Equal(isRisk, !exports.IsEmpty);
        Assert.Equal(expected, exports.IsEmpty ? null : $"{exports[0].Name} {exports[0].IsRemoved}");
    }
}
