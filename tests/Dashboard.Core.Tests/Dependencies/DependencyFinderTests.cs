using Dashboard.Core.Dependencies;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Dependencies;

/// <summary>What needs what, as a rendered template tells it.</summary>
public sealed class DependencyFinderTests
{
    private static readonly StackKey Storefront = new("shop", "production", "storefront", "eu-west-1");
    private static readonly StackKey Network = new("shop", "production", "network", "eu-west-1");

    [Fact]
    public void A_reference_anywhere_in_a_value_is_a_need_with_its_attribute_and_place()
    {
        var found = Find(
            Resource("Service", ("Role", Of(Storefront, "Role", "Arn")), ("Url", CompositeValue.Concatenate([new ScalarValue("https://"), Of(Storefront, "Queue", "Ref")])), ("Groups", new ListValue([Of(Storefront, "Group", "GroupId")]))),
            Resource("Role"),
            Resource("Queue"),
            Resource("Group", ("Name", new CallValue("Fn::Select", [new ScalarValue("0"), Of(Storefront, "Queue", "Ref")]))));

        Assert.Equal(
            ["Group > Queue: Ref at /Name", "Service > Group: GroupId at /Groups/0", "Service > Queue: Ref at /Url", "Service > Role: Arn at /Role"],
            found);
    }

    [Fact]
    public void DependsOn_counts_and_each_pair_is_told_once_with_all_its_reasons()
    {
        var found = Find(
            Resource("A", ("X", Of(Storefront, "B", "Ref")), ("Y", Of(Storefront, "B", "Ref"))) with { Attributes = MapValue.Of(("DependsOn", new ListValue([new ScalarValue("B"), new ScalarValue("Gone")]))) },
            Resource("B") with { Attributes = MapValue.Of(("DependsOn", new ScalarValue("C"))) },
            Resource("C"));

        Assert.Equal(["A > B: Ref at /X, Ref at /Y, DependsOn", "B > C: DependsOn"], found);
    }

    [Fact]
    public void In_a_nested_stack_DependsOn_names_its_own_neighbours()
    {
        var found = Find(Resource("Queues"), Resource("Queues/A") with { Attributes = MapValue.Of(("DependsOn", new ScalarValue("B"))) }, Resource("Queues/B"), Resource("B"));

        Assert.Equal(["Queues/A > Queues/B: DependsOn"], found);
    }

    [Fact]
    public void What_another_stack_exports_is_needed_there_and_neither_oneself_nor_the_stack_itself_is()
    {
        var found = Find(Resource("Group", ("VpcId", Of(Network, "Vpc", "Ref")), ("Region", new ReferenceValue(new ResourceOwner(Storefront, ResourceAddress.Stack), "AWS::Region")), ("Self", Of(Storefront, "Group", "Ref"))));

        Assert.Equal(["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId"], found);
    }

    [Fact]
    public void What_a_function_or_a_secret_hides_is_told_beside_the_value()
    {
        var found = Find(
            Resource("Service", ("Url", SecretValue.Unknowable)) with { Needs = [new ResourceNeed(PropertyPath.Parse("/Url"), Of(Storefront, "Queue", "Arn")), new ResourceNeed(PropertyPath.Parse("/Url"), Of(Storefront, "Gone", "Arn"))] },
            Resource("Queue"));

        Assert.Equal(["Service > Queue: Arn at /Url"], found);
    }

    [Fact]
    public void A_text_that_another_stack_owns_is_a_need_where_it_was_imported_and_nowhere_else()
    {
        var identities = IdentityMap.Create(
        [
            new IdentityClaim("vpc-0a1b2c3d", Of(Network, "Vpc", "Ref"), ClaimRight.PhysicalId),
            new IdentityClaim("queue-0a1b2c3d", Of(Storefront, "Queue", "Ref"), ClaimRight.PhysicalId),
        ]);

        var group = Resource("Group", ("VpcId", new ScalarValue("vpc-0a1b2c3d")), ("Ids", new ListValue([new ScalarValue("a"), new ScalarValue("vpc-0a1b2c3d")])), ("Queue", new ScalarValue("queue-0a1b2c3d")), ("Description", new ScalarValue("vpc-0a1b2c3d")));

        Assert.Empty(Find(identities, [], group));
        Assert.Equal(
            ["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId, Ref at /Ids/1"],
            Find(identities, [], group with { Needs = [.. new[] { "/VpcId", "/Ids", "/Queue" }.Select(p => new ResourceNeed(PropertyPath.Parse(p), null))] }));
    }

    [Fact]
    public void An_import_that_became_part_of_another_text_is_a_need_of_its_owner()
    {
        var identities = IdentityMap.Create([new IdentityClaim("assets-0a1b2c3d", Of(Network, "Assets", "Ref"), ClaimRight.PhysicalId)]);
        var policy = Resource("Policy", ("Resource", new ScalarValue("arn:aws:s3:::assets-0a1b2c3d/*"))) with { Needs = [new ResourceNeed(PropertyPath.Parse("/Resource"), null) { Export = "assets-0a1b2c3d" }] };

        Assert.Equal(["Policy > shop/production/network/eu-west-1:Assets: Ref at /Resource"], Find(identities, [], policy));
    }

    [Fact]
    public void What_runs_names_another_resource_where_the_schema_declares_that_it_does()
    {
        var identities = IdentityMap.Create(
        [
            new IdentityClaim("vpc-0a1b2c3d", Of(Network, "Vpc", "Ref"), ClaimRight.PhysicalId),
            new IdentityClaim("subnet-0a1b2c3d", Of(Storefront, "Subnet", "Ref"), ClaimRight.PhysicalId),
            new IdentityClaim("sg-0a1b2c3d", Of(Network, "Group", "Ref"), ClaimRight.PhysicalId),
        ]);
        var live = MapValue.Of(("VpcId", new ScalarValue("vpc-0a1b2c3d")), ("GroupDescription", new ScalarValue("vpc-0a1b2c3d")), ("SecurityGroupIngress", new ListValue([MapValue.Of(("SourceSecurityGroupId", new ScalarValue("subnet-0a1b2c3d")))])));
        var group = Resource("Group", ("GroupDescription", new ScalarValue("vpc-0a1b2c3d"))) with { Type = "AWS::EC2::SecurityGroup" };

        Assert.Equal(["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId, as it runs"], Find(identities, [Running("Group", live)], group, Resource("Subnet")));
        Assert.Equal(
            ["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId"],
            Find(identities, [Running("Group", live)], group with { Properties = MapValue.Of(("VpcId", Of(Network, "Vpc", "Ref"))) }, Resource("Subnet")));
    }

    [Fact]
    public void A_physical_id_in_the_template_names_another_resource_where_the_schema_declares_that_it_does()
    {
        var identities = IdentityMap.Create([new IdentityClaim("vpc-0a1b2c3d", Of(Network, "Vpc", "Ref"), ClaimRight.PhysicalId), new IdentityClaim("sg-0a1b2c3d", Of(Network, "Group", "Ref"), ClaimRight.PhysicalId)]);
        var group = Resource("Group", ("VpcId", new ScalarValue("vpc-0a1b2c3d")), ("GroupDescription", new ScalarValue("vpc-0a1b2c3d"))) with { Type = "AWS::EC2::SecurityGroup" };

        Assert.Equal(["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId"], Find(identities, [], group));
        Assert.Equal(["Group > shop/production/network/eu-west-1:Vpc: Ref at /VpcId"], Find(identities, [Running("Group", group.Properties)], group));
        Assert.Empty(Find(identities, [], group with { Properties = MapValue.Of(("VpcId", new ScalarValue("sg-0a1b2c3d"))) }));
    }

    [Theory]
    [InlineData("AWS::Route53::RecordSet", "/HostedZoneId")]
    [InlineData("AWS::Route53::RecordSetGroup", "/HostedZoneId")]
    [InlineData("AWS::SQS::Queue", null)]
    public void A_record_names_its_zone_though_no_schema_says_so(string type, string? path)
    {
        var identities = IdentityMap.Create([new IdentityClaim("Z0123456789ABCDEFGHIJ", Of(Network, "Zone", "Ref"), ClaimRight.PhysicalId)]);
        var record = Resource("Record", ("HostedZoneId", new ScalarValue("Z0123456789ABCDEFGHIJ")), ("Name", new ScalarValue("Z0123456789ABCDEFGHIJ"))) with { Type = type };

        Assert.Equal(path is null ? [] : [$"Record > shop/production/network/eu-west-1:Zone: Ref at {path}"], Find(identities, [], record));
    }

    private static IEnumerable<string> Find(params RenderedResource[] resources) => Find(IdentityMap.Empty, [], resources);

    private static IEnumerable<string> Find(IdentityMap identities, ResourceEvaluation[] running, params RenderedResource[] resources) => DependencyFinder.Of(
            Storefront, new RenderedTemplate([.. resources], [], [], []), running, identities,
            static owner => owner.Address.LogicalId switch { "Vpc" => "AWS::EC2::VPC", "Subnet" => "AWS::EC2::Subnet", "Zone" => "AWS::Route53::HostedZone", _ => "AWS::EC2::SecurityGroup" })
        .Select(d => $"{d.From.Address} > {(d.To.Stack == Storefront ? d.To.Address.Path : d.To.ToString())}: {string.Join(", ", d.Reasons)}");

    private static ResourceEvaluation Running(string address, MapValue live) =>
        new(new ResourceAddress(address), "AWS::EC2::SecurityGroup", "sg-0a1b2c3d", Status.InSync, null, null, [], [], [], null, null, live, null, []);

    private static ReferenceValue Of(StackKey stack, string id, string attribute) => new(new ResourceOwner(stack, new ResourceAddress(id)), attribute);

    private static RenderedResource Resource(string address, params (string, PropertyValue)[] properties) =>
        new(new ResourceAddress(address), "AWS::SQS::Queue", MapValue.Of(properties), [], new SourceLocation("t.yaml", 1), []);
}
