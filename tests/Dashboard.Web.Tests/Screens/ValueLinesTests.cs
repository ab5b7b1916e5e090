using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Values as people read them, and properties in their three states.</summary>
public sealed class ValueLinesTests
{
    [Theory]
    [InlineData("""{"A":{"B":[1,{"C":"x","D":[]}],"E":{}},"F":""}""", "A:\n  B:\n    - 1\n    - C: x\n      D: []\n  E: {}\nF: \"\"")]
    [InlineData("""[["a","b"],"c"]""", "- - a\n  - b\n- c")]
    [InlineData("""{"Code":"line 1\nline 2\n"}""", "Code: |\n  line 1\n  line 2")]
    [InlineData("\"plain: text\"", "plain: text")]
    [InlineData("[]", "[]")]
    [InlineData("\"IyEvYmluL3NoCmVjaG8gaGkK\"", "#!/bin/sh\necho hi\n")]
    [InlineData("""{"UserData":"IyEvYmluL3NoCmVjaG8gaGkK"}""", "UserData: |  # decoded from Base64\n  #!/bin/sh\n  echo hi")]
    [InlineData("""{"Name":"c3RhZ2luZy1hcnRpZmFjdHMtYnVja2V0"}""", "Name: c3RhZ2luZy1hcnRpZmFjdHMtYnVja2V0")]
    public void A_structure_is_indented(string json, string lines) => Assert.Equal(lines, ValueLines.Format(JsonValues.Parse(json)));

    [Fact]
    public void A_secret_stays_one()
    {
        var value = MapValue.Of(("Password", SecretValue.Unknowable), ("User", new ScalarValue("shop")));

        Assert.Equal("Password: (secret)\nUser: shop", ValueLines.Format(value));
    }

    [Fact]
    public void A_keyed_item_is_found_in_the_other_states_by_its_key()
    {
        var path = PropertyPath.Root.Append("Tags").Append(0, new ItemKey("Key", "Name")).Append("Value");
        var resource = Resource("Queue") with
        {
            Desired = Tags(("Owner", "us"), ("Name", "${Name}")),
            Deployed = Tags(("Name", "web")),
            Live = Tags(("Name", "changed")),
            Differences = [new Difference(path, DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue("web"), new ScalarValue("changed"), Impact.Update)],
        };

        var row = Assert.Single(PropertyRows.Of(resource).Differing);

        Assert.Equal(["${Name}", "web", "changed"], new[] { row.Desired, row.Deployed, row.Live }.Select(v => v!.ToString()));
    }

    [Fact]
    public void Drift_and_a_pending_change_at_one_place_are_one_row()
    {
        var path = PropertyPath.Parse("/VisibilityTimeout");
        var resource = Resource("Queue") with
        {
            Differences =
            [
                new Difference(path, DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, new ScalarValue("60"), new ScalarValue("30"), Impact.Update),
                new Difference(path, DifferenceKind.NotEqual, DifferenceBetween.DeployedLive, new ScalarValue("30"), new ScalarValue("900"), Impact.Update),
            ],
        };

        var row = Assert.Single(PropertyRows.Of(resource).Differing);

        Assert.Equal(["60", "30", "900"], new[] { row.Desired, row.Deployed, row.Live }.Select(v => v!.ToString()));
        Assert.NotNull(row.Pending);
        Assert.NotNull(row.Drift);
    }

    [Fact]
    public void What_nobody_declares_stands_apart()
    {
        var rows = PropertyRows.Of(Opened("Group"));

        Assert.Equal(["/SecurityGroupIngress"], rows.Declared.Select(r => r.Path.ToString()));
        Assert.Equal(["/GroupId"], rows.Undeclared.Select(r => r.Path.ToString()));
    }

    [Fact]
    public void What_is_no_default_and_declared_nowhere_stands_first()
    {
        var queue = Resource("Queue");
        var rows = PropertyRows.Of(queue with { Deployed = MapValue.Empty, Desired = MapValue.Empty, Live = MapValue.Of(("Arn", new ScalarValue("arn:x")), ("DelaySeconds", new ScalarValue("7"))) });

        Assert.Equal(["/DelaySeconds", "/Arn"], rows.Undeclared.Select(r => r.Path.ToString()));
        Assert.Equal("/DelaySeconds", Assert.Single(rows.NotDefault));
    }

    [Fact]
    public void What_nobody_declares_within_a_declared_property_is_told_too()
    {
        var declared = MapValue.Of(("VpcConfig", MapValue.Of(("SubnetIds", new ListValue([new ScalarValue("subnet-1")])))));
        var live = MapValue.Of(("VpcConfig", MapValue.Of(("SubnetIds", new ListValue([new ScalarValue("subnet-1")])), ("SecurityGroupIds", new ListValue([new ScalarValue("sg-1")])))));
        var rows = PropertyRows.Of(Resource("Queue") with { Type = "AWS::Lambda::Function", Deployed = declared, Desired = declared, Live = live });

        var row = Assert.Single(rows.Undeclared);
        Assert.Equal("/VpcConfig/SecurityGroupIds", row.Path.ToString());
        Assert.Equal("/VpcConfig/SecurityGroupIds", Assert.Single(rows.NotDefault));
        Assert.NotNull(row.Live);
    }

    private static MapValue Tags(params (string Key, string Value)[] tags) => MapValue.Of(
        ("Tags", new ListValue([.. tags.Select(t => (PropertyValue)MapValue.Of(("Key", new ScalarValue(t.Key)), ("Value", new ScalarValue(t.Value))))])));
}
