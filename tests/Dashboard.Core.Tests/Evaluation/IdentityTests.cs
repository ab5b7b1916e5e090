using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>Who owns a text.</summary>
public class IdentityTests
{
    private static readonly StackKey Database = Staging with { Component = "database" };

    [Fact]
    public void A_claimed_text_is_found_and_a_reference_has_its_text()
    {
        var map = IdentityMap.Create([new("sg-0a1b2c3d", Ref("Group"), ClaimRight.PhysicalId)]);

        Assert.Equal(Ref("Group"), map.Find("sg-0a1b2c3d"));
        Assert.Equal("sg-0a1b2c3d", map.TextOf(Ref("Group")));
        Assert.Null(map.Find("sg-0a1b2c3d "));
        Assert.Null(map.TextOf(Ref("Group", "GroupId")));
        Assert.Equal([KeyValuePair.Create("sg-0a1b2c3d", Ref("Group"))], map.Known);
    }

    [Fact]
    public void What_two_environments_claim_with_equal_right_belongs_to_nobody()
    {
        var map = IdentityMap.Create(
        [
            new("orders-queue", Ref("Queue"), ClaimRight.PhysicalId), new("orders-queue", Ref("Queue", stack: Production), ClaimRight.PhysicalId),
            new("orders-queue", Ref("Other"), ClaimRight.PhysicalId),
        ]);

        Assert.Null(map.Find("orders-queue"));
        Assert.Empty(map.Known);
        Assert.Equal("orders-queue", map.TextOf(Ref("Queue", stack: Production)));
    }

    [Fact]
    public void The_stronger_claim_wins_whichever_is_given_first()
    {
        IdentityClaim weak = new("vpc-0a1b2c3d", Ref("Peering", "VpcId"), ClaimRight.Attribute), strong = new("vpc-0a1b2c3d", Ref("Vpc", stack: Production), ClaimRight.PhysicalId);

        Assert.Equal(Ref("Vpc", stack: Production), IdentityMap.Create([weak, strong]).Find("vpc-0a1b2c3d"));
        Assert.Equal(Ref("Vpc", stack: Production), IdentityMap.Create([strong, weak]).Find("vpc-0a1b2c3d"));
    }

    [Fact]
    public void Of_one_environments_owners_the_first_given_owns_a_text()
    {
        var map = IdentityMap.Create(
        [
            new("staging-orders", Ref("Function"), ClaimRight.PhysicalId), new("staging-orders", Ref("Queue", stack: Database), ClaimRight.PhysicalId),
        ]);

        Assert.Equal(Ref("Function"), map.Find("staging-orders"));
    }

    [Fact]
    public void A_claim_without_right_gives_a_reference_its_text_and_nothing_else()
    {
        var map = IdentityMap.Create([new("default", Ref("Group"), ClaimRight.None), new("", Ref("Empty"), ClaimRight.PhysicalId)]);

        Assert.Null(map.Find("default"));
        Assert.Equal("default", map.TextOf(Ref("Group")));
        Assert.Null(map.Find(""));
        Assert.Null(map.TextOf(Ref("Empty")));
    }

    [Fact]
    public void An_attribute_with_the_text_of_the_physical_id_has_one_spelling()
    {
        var map = IdentityMap.Create(
        [
            new("arn:aws:sns:x:1:topic", Ref("Topic", "TopicArn"), ClaimRight.Attribute), new("arn:aws:sns:x:1:topic", Ref("Topic"), ClaimRight.PhysicalId),
            new("other-text-1", Ref("Topic", "TopicName"), ClaimRight.Attribute),
        ]);

        Assert.Equal(Ref("Topic"), map.Canonical(Ref("Topic", "TopicArn")));
        Assert.Equal(Ref("Topic", "TopicName"), map.Canonical(Ref("Topic", "TopicName")));
        Assert.Equal(Ref("Unknown", "Arn"), map.Canonical(Ref("Unknown", "Arn")));
    }

    [Theory]
    [InlineData("sg-0a1b2c3d")]
    [InlineData("E2QWRUHAPOMQZL")]
    [InlineData("staging-shop-orders")]
    [InlineData("arn:aws:sqs:eu-west-1:111111111111:orders")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111111111111/orders")]
    [InlineData("shop.d9f495b8e150.eu-west-1.rds.amazonaws.com")]
    [InlineData("/aws/lambda/orders")]
    [InlineData("52.16.3.4")]
    [InlineData("10.20.0.0/16")]
    public void An_identity_claims_its_text(string text) => Assert.True(IsClaimed(text));

    [Theory]
    [InlineData("true")]
    [InlineData("80")]
    [InlineData("default")]
    [InlineData("production")]
    [InlineData("admin-1")]
    [InlineData("PROVISIONED")]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("eu-west-1a")]
    [InlineData("111111111111")]
    [InlineData("2012-10-17")]
    [InlineData("2026-05-04T12:00:00Z")]
    [InlineData("16.12.1.2.3")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.20.0.0/99")]
    [InlineData("ecs-tasks.amazonaws.com")]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("rate(5 minutes)")]
    [InlineData("a sentence with spaces-1")]
    public void What_is_too_short_or_too_common_claims_nothing(string text) => Assert.False(IsClaimed(text));

    [Fact]
    public void Physical_ids_identity_attributes_and_the_stacks_own_id_are_collected()
    {
        var scene = new Scene();
        scene.Staging("database").Add("Database", "AWS::RDS::DBInstance").Live("Database", """
            {"DBInstanceArn":"arn:aws:rds:eu-west-1:111111111111:db:shop","DBInstanceStatus":"backing-up-1","Endpoint":{"Address":"shop.d9f4.rds.amazonaws.com","Port":"5432","HostedZoneId":"Z29XKXDKYMONMX"},
             "EngineVersion":"16.12-R2-postgres","StatusInfos":[{"Status":"read-replication"}]}
            """);
        var map = scene.Identities();
        ReferenceValue Own(string attribute) => new(new ResourceOwner(scene.Staging("database").Key, new ResourceAddress("Database")), attribute);

        Assert.Equal(Own("Ref"), map.Find("staging-database-1a2b3c"));
        Assert.Equal(Own("DBInstanceArn"), map.Find("arn:aws:rds:eu-west-1:111111111111:db:shop"));
        Assert.Equal(Own("Endpoint.Address"), map.Find("shop.d9f4.rds.amazonaws.com"));
        Assert.Equal(scene.Staging("database").Pseudo("AWS::StackId"), map.Find("arn:aws:cloudformation:eu-west-1:111111111111:stack/staging-database/0001"));
        // States, shared zones, and properties that are given rather than made identify nothing.
        Assert.Equal(4, map.Known.Count());
    }

    [Fact]
    public void An_export_is_the_attribute_that_it_exports()
    {
        var scene = new Scene();
        var stack = scene.Staging();
        stack.Add("Vpc", "AWS::EC2::VPC", """{"CidrBlock":"10.20.0.0/16"}""")
            .Output("Arn", stack.Ref("Vpc", "Arn"), "staging-Arn")
            .Output("Url", Joined(Text("https://"), stack.Ref("Vpc"), Text("/x")), "staging-Url")
            .Output("Hidden", stack.Ref("Vpc", "Hidden"))
            .Output("Size", Text("db.t3.medium"), "staging-Size")
            .Output("Site", Text("https://staging.example.com"), "staging-Site")
            .Output("Key", SecretValue.Unknowable, "staging-Key");
        var map = scene.Identities();

        Assert.Equal(stack.Ref("Vpc", "Arn"), map.Find(stack.TextOf("Vpc", "Arn")));
        Assert.Equal(stack.Pseudo("Outputs.Url"), map.Find($"https://{stack.PhysicalId("Vpc")}/x"));
        Assert.Equal(stack.Pseudo("Outputs.Site"), map.Find("https://staging.example.com"));
        Assert.Null(map.Find(stack.TextOf("Vpc", "Hidden")));
        Assert.Null(map.Find("db.t3.medium"));
    }

    [Fact]
    public void What_is_attached_claims_less_than_what_it_is_attached_to()
    {
        var scene = new Scene();
        var stack = scene.Staging();
        stack.Add("AccessPolicy", "AWS::S3::BucketPolicy").Add("Bucket", "AWS::S3::Bucket");
        var snapshot = scene.Snapshot("staging");
        var shared = snapshot with { Stacks = [snapshot.Stacks[0] with { Live = [.. snapshot.Stacks[0].Live.Select(r => r with { PhysicalId = "staging-assets" })] }] };

        Assert.Equal(stack.Ref("Bucket"), IdentityMapBuilder.Build([shared]).Find("staging-assets"));
    }

    private static bool IsClaimed(string text)
    {
        var snapshot = new Scene().Both(s => s.Add("Thing", "Custom::Thing")).Snapshot("staging");
        var stack = snapshot.Stacks[0];
        var named = snapshot with { Stacks = [stack with { Live = [stack.Live[0] with { PhysicalId = text }] }] };
        return IdentityMapBuilder.Build([named]).Find(text) is not null;
    }
}
