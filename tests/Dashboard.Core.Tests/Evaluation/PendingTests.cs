using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>What waits for a release, how sure that is, and what nobody can tell.</summary>
public sealed class PendingTests
{
    private static readonly RenderedResource Topic = Write.Resource("Topic", "AWS::SNS::Topic", """{"DisplayName":"news"}""");

    [Fact]
    public void What_stands_beside_the_properties_waits_for_a_release_too()
    {
        var resource = Judge(
            Topic with { Attributes = Write.Map("""{"DeletionPolicy":"Retain","DependsOn":["B","A"],"Metadata":{"Owner":"team"},"Condition":"New"}""") },
            Topic with { Attributes = Write.Map("""{"DependsOn":["A","B"],"Metadata":{"Owner":"nobody"},"Condition":"Old"}""") });

        Assert.Equal(
            ["DeletionPolicy Remove Update", "Metadata/Owner NotEqual Update"],
            resource.Differences.Select(d => $"{d.Place} {d.Kind} {d.Impact}"));
        Assert.All(resource.Differences, d => Assert.True(d is { IsAttribute: true, Between: DifferenceBetween.DesiredDeployed, Confidence: Confidence.Confirmed }));
        Assert.Equal((Status.InSync, 2), (resource.Status, resource.PendingChanges));
    }

    [Theory]
    [InlineData("{}", "Snapshot", 0)]
    [InlineData("{}", "Delete", 1)]
    [InlineData("""{"DBClusterIdentifier":"main"}""", "Snapshot", 1)]
    [InlineData("""{"DBClusterIdentifier":"main"}""", "Delete", 0)]
    public void What_a_database_does_where_nothing_is_said_stands_in_its_properties(string properties, string policy, int pending)
    {
        var database = Write.Resource("Database", "AWS::RDS::DBInstance", properties);

        Assert.Equal(pending, Judge(database with { Attributes = Write.Map($$"""{"DeletionPolicy":"{{policy}}"}""") }, database).PendingChanges);
    }

    [Fact]
    public void What_the_repository_says_and_nobody_can_work_out_is_neither_pending_nor_released()
    {
        var unknown = MapValue.Of(("DisplayName", new UnresolvedValue("the macro Names is not expanded")));

        var resource = Judge(Topic with { Properties = unknown }, Topic);
        var alike = Judge(Topic with { Properties = unknown }, Topic with { Properties = unknown });

        Assert.Equal((0, Status.InSync, true), (resource.PendingChanges, resource.Status, resource.IsVerified));
        Assert.Equal(
            new UnverifiedProperty(PropertyPath.Parse("/DisplayName"), StatusReason.Unresolved, "the macro Names is not expanded") { Between = DifferenceBetween.DesiredDeployed },
            Assert.Single(resource.Unverified));
        Assert.DoesNotContain(alike.Unverified, u => u.Between == DifferenceBetween.DesiredDeployed);
    }

    [Theory]
    [InlineData("Zürich", "Zürich", Status.InSync, 0)]
    [InlineData("Zürich", "Zörich", Status.Unknown, 1)]
    [InlineData("Bern", "Zörich", Status.Unknown, 1)]
    public void The_repository_knows_the_text_that_CloudFormation_masks(string desired, string live, Status status, int unverified)
    {
        var scene = new Scene();
        scene.Staging().Add("Topic", "AWS::SNS::Topic", """{"DisplayName":"Z?rich"}""")
            .Desired(Scene.MainCommit, Write.Resource("Topic", "AWS::SNS::Topic", MapValue.Of(("DisplayName", Write.Text(desired)))))
            .Live("Topic", MapValue.Of(("DisplayName", Write.Text(live))));

        var resource = Assert.Single(Assert.Single(scene.Evaluate("staging").Stacks).Resources);

        Assert.Equal((status, unverified), (resource.Status, resource.Unverified.Length));
    }

    [Theory]
    [InlineData("orders", 1, Impact.Replacement)]
    [InlineData("staging-web-orders", 0, null)]
    public void A_name_that_a_release_spells_out_is_told_from_what_the_stack_says_of_itself(string name, int changes, Impact? impact)
    {
        var scene = new Scene();
        var stack = scene.Staging();
        stack.Add("Table", "AWS::DynamoDB::Table", MapValue.Of(("TableName", CompositeValue.Concatenate([stack.Pseudo("AWS::StackName"), Write.Text("-orders")]))))
            .Desired(Scene.MainCommit, Write.Resource("Table", "AWS::DynamoDB::Table", MapValue.Of(("TableName", Write.Text(name))), []));

        var resource = Assert.Single(Assert.Single(scene.Evaluate("staging").Stacks).Resources);

        Assert.Equal((changes, 0), (resource.PendingChanges, resource.Unverified.Length));
        Assert.Equal(impact, resource.Differences.SingleOrDefault()?.Impact);
    }

    [Fact]
    public void A_difference_that_may_mean_the_same_is_listed_and_neither_drift_nor_in_sync()
    {
        var scene = new Scene();
        scene.Staging().Add("Thing", "Acme::Store::Shelf", """{"Books":["a","b"]}""")
            .Live("Thing", """{"Books":["b","a"]}""");

        var resource = Assert.Single(Assert.Single(scene.Evaluate("staging").Stacks).Resources);

        Assert.Equal((Confidence.Possible, Status.Unknown, StatusReason.Unresolved), (Assert.Single(resource.Differences).Confidence, resource.Status, resource.Reason));
        Assert.Equal("/Books: it differs, but may mean the same", resource.Detail);
    }

    [Fact]
    public void A_resource_on_one_side_only_is_made_or_deleted()
    {
        var scene = new Scene();
        scene.Staging().Add("Old", "AWS::SQS::Queue", """{"QueueName":"old"}""").Desired(Scene.MainCommit, Topic);

        Assert.Equal(
            [("Old", Impact.Delete), ("Topic", Impact.Create)],
            Assert.Single(scene.Evaluate("staging").Stacks).Resources.Select(r => (r.Address.ToString(), Assert.Single(r.Differences).Impact)));
    }

    private static ResourceEvaluation Judge(RenderedResource desired, RenderedResource deployed)
    {
        var scene = new Scene();
        scene.Staging().Add(deployed).Desired(Scene.MainCommit, desired);
        return Assert.Single(Assert.Single(scene.Evaluate("staging").Stacks).Resources);
    }
}
