using System.Text.Json;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>Lists of ids and ARNs are sets, unless their order is known to count; items and entries whose names alone changed are found.</summary>
public class IdentityListTests
{
    [Theory]
    [InlineData("AWS::Lambda::Function", "VpcConfig/SubnetIds", true)]
    [InlineData("AWS::Lambda::Function", "VpcConfig/SecurityGroupIds", true)]
    [InlineData("AWS::CodeBuild::Project", "VpcConfig/Subnets", true)]
    [InlineData("AWS::CodeBuild::Project", "VpcConfig/SecurityGroupIds", true)]
    [InlineData("AWS::EC2::LaunchTemplate", "LaunchTemplateData/SecurityGroupIds", true)]
    [InlineData("AWS::CloudWatch::Alarm", "AlarmActions", true)]
    [InlineData("AWS::CloudWatch::Alarm", "OKActions", true)]
    [InlineData("AWS::CloudFront::Distribution", "DistributionConfig/Aliases", true)]
    [InlineData("AWS::ECS::Service", "NetworkConfiguration/AwsvpcConfiguration/Subnets", true)]
    [InlineData("AWS::MWAA::Environment", "NetworkConfiguration/SubnetIds", true)]
    [InlineData("AWS::Lambda::Function", "Layers", false)]
    [InlineData("AWS::CodeArtifact::Repository", "Upstreams", false)]
    [InlineData("AWS::EC2::DHCPOptions", "DomainNameServers", false)]
    [InlineData("AWS::MediaLive::Channel", "Vpc/SubnetIds", false)]
    public void The_order_of_ids_counts_only_where_it_is_the_point(string type, string path, bool isSet)
    {
        foreach (var options in new[] { ComparisonOptions.Sources, ComparisonOptions.Templates, ComparisonOptions.Drift })
        {
            var result = ResourceComparer.Compare(type, Of("a-1", "a-2", "a-3"), Of("a-3", "a-1", "a-2"), options);
            Confidence[] expected = isSet ? [] : [Confidence.Confirmed];
            Assert.Equal(expected, result.Differences.Select(d => d.Confidence));
            // No service returns the data of a launch template: against live state there is nothing to fold.
            if (isSet && options.AreTemplates)
            {
                Assert.Equal(1, result.FoldedCount);
                Assert.Equal("a-3", Assert.Single(ResourceComparer.Compare(type, Of("a-1", "a-2"), Of("a-2", "a-1", "a-3"), options).Differences).Right!.ToString());
            }
        }

        MapValue Of(params string[] ids) => (MapValue)path.Split('/').Reverse().Aggregate<string, PropertyValue>(
            new ListValue([.. ids.Select(i => (PropertyValue)new ScalarValue(i))]), (value, name) => MapValue.Of((name, value)));
    }

    [Fact]
    public void What_the_schema_calls_ordered_and_the_service_does_not_is_at_places_that_it_calls_ordered()
    {
        using var stream = typeof(TraitsCatalog).Assembly.GetManifestResourceStream("Dashboard.Core.Traits.resource-traits.json")!;
        using var data = JsonDocument.Parse(stream);
        Assert.All(UnorderedPlaces.Types, type =>
        {
            var ordered = data.RootElement.GetProperty("types").GetProperty(type).GetProperty("ordered").EnumerateArray().Select(p => p.GetString()!).ToList();
            Assert.Empty(UnorderedPlaces.Of(type).Except(ordered));
            Assert.Empty(UnorderedPlaces.Of(type).Intersect(OrderedPlaces.Of(type)));
        });
    }

    [Theory]
    [InlineData("AWS::Batch::JobQueue", "ComputeEnvironmentOrder", """{"ComputeEnvironment":"a","Order":1}""", """{"ComputeEnvironment":"b","Order":2}""", true)]
    [InlineData("AWS::Backup::BackupPlan", "BackupPlan/BackupPlanRule", """{"RuleName":"a"}""", """{"RuleName":"b"}""", true)]
    [InlineData("AWS::S3::Bucket", "ReplicationConfiguration/Rules", """{"Id":"a","Priority":1}""", """{"Id":"b","Priority":2}""", true)]
    [InlineData("AWS::S3::Bucket", "MetricsConfigurations/0/TagFilters", """{"Key":"a","Value":"1"}""", """{"Key":"b","Value":"2"}""", true)]
    [InlineData("AWS::S3::Bucket", "WebsiteConfiguration/RoutingRules", """{"RedirectRule":{"HostName":"a"}}""", """{"RedirectRule":{"HostName":"b"}}""", false)]
    [InlineData("AWS::Bedrock::Flow", "Definition/Nodes/0/Configuration/Condition/Conditions", """{"Name":"a"}""", """{"Name":"b"}""", false)]
    [InlineData("AWS::ECS::TaskDefinition", "ContainerDefinitions/0/EnvironmentFiles", """{"Value":"a","Type":"s3"}""", """{"Value":"b","Type":"s3"}""", false)]
    [InlineData("AWS::Transfer::Workflow", "Steps", """{"Type":"COPY"}""", """{"Type":"TAG"}""", false)]
    [InlineData("AWS::ImageBuilder::ImageRecipe", "Components", """{"ComponentArn":"a"}""", """{"ComponentArn":"b"}""", false)]
    [InlineData("AWS::Forecast::Dataset", "Schema/Attributes", """{"AttributeName":"a"}""", """{"AttributeName":"b"}""", false)]
    public void Items_that_are_found_by_what_they_say_may_stand_in_any_order_and_items_that_run_may_not(string type, string path, string one, string other, bool isSet)
    {
        foreach (var options in new[] { ComparisonOptions.Sources, ComparisonOptions.Templates, ComparisonOptions.Drift })
            Assert.Equal(isSet, ResourceComparer.Compare(type, Of(one, other), Of(other, one), options).Differences.IsEmpty);

        MapValue Of(params string[] items) => (MapValue)path.Split('/').Reverse().Aggregate<string, PropertyValue>(
            new ListValue([.. items.Select(i => (PropertyValue)Write.Map(i))]), (value, name) => name == "0" ? new ListValue([value]) : MapValue.Of((name, value)));
    }

    [Theory]
    // The one that is left on each side, with one more change.
    [InlineData("""[{"Name":"a","Image":"i:1","Memory":64,"Essential":true}]""", """[{"Name":"b","Image":"i:2","Memory":64,"Essential":true}]""", "NotEqual /L/0/Image", "NotEqual /L/0/Name")]
    [InlineData("""[{"Name":"x","Image":"x"},{"Name":"a","Image":"i:1","Memory":64}]""", """[{"Name":"b","Image":"i:1","Memory":64},{"Name":"x","Image":"x"}]""", "NotEqual /L/0/Name")]
    [InlineData("""[{"Name":"a","Settings":{"One":1,"Two":[{"Deep":1,"Deeper":2},3]}}]""", """[{"Name":"b","Settings":{"One":1,"Two":[{"Deep":9,"Deeper":2},3]}}]""", "NotEqual /L/0/Name", "NotEqual /L/0/Settings/Two/0/Deep")]
    // Several are left, and each is like one.
    [InlineData("""[{"Name":"a","P":1,"Q":2},{"Name":"b","P":3,"Q":4}]""", """[{"Name":"d","P":3,"Q":4},{"Name":"c","P":1,"Q":2}]""", "NotEqual /L/0/Name", "NotEqual /L/1/Name")]
    // Nothing says that it is the same item.
    [InlineData("""[{"Name":"a","Value":"1"}]""", """[{"Name":"b","Value":"2"}]""", "Remove /L/0", "Add /L/0")]
    [InlineData("""[{"Name":"a"}]""", """[{"Name":"b"}]""", "Remove /L/0", "Add /L/0")]
    [InlineData("""[{"Name":"a","P":1,"Q":2},{"Name":"b","P":1,"Q":2}]""", """[{"Name":"c","P":1,"Q":2},{"Name":"d","P":1,"Q":2}]""", "Remove /L/0", "Add /L/0", "Remove /L/1", "Add /L/1")]
    [InlineData("""[{"Name":"a","Value":"1"},{"Name":"b","Value":"2"}]""", """[{"Name":"c","Value":"1"},{"Name":"d","Value":"2"}]""", "Remove /L/0", "Add /L/0", "Remove /L/1", "Add /L/1")]
    public void An_item_whose_key_changed_is_found_by_what_it_holds(string left, string right, params string[] expected)
    {
        var differences = Compare(left, right);
        Assert.Equal(expected.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, Compare(right, left).Length);

        static string[] Compare(string left, string right) => [.. ResourceComparer.Compare(
            "AWS::ECS::TaskDefinition", Write.Map("{\"L\":" + left + "}"), Write.Map("{\"L\":" + right + "}"), ComparisonOptions.Sources).Differences.Select(d => $"{d.Kind} {d.Path}")];
    }

    [Theory]
    [InlineData("""{"caf?":"1"}""", """{"café":"1"}""", "NotEqual /V/caf? Possible")]
    [InlineData("""{"café":"1"}""", """{"caf?":"2"}""", "NotEqual /V/café Possible", "NotEqual /V/café Confirmed")]
    [InlineData("""{"cafe":"1"}""", """{"café":"1"}""", "Remove /V/cafe Confirmed", "Add /V/café Confirmed")]
    [InlineData("""{"caf?":"1"}""", """{"café":"1","cafè":"1"}""", "Remove /V/caf? Confirmed", "Add /V/café Confirmed", "Add /V/cafè Confirmed")]
    public void A_masked_key_is_perhaps_the_same(string left, string right, params string[] expected)
    {
        var result = ResourceComparer.Compare("Custom::Thing", Write.Map("{\"V\":" + left + "}"), Write.Map("{\"V\":" + right + "}"), ComparisonOptions.Sources);
        string[] found =
        [
            .. result.Differences.Select(d => $"{d.Kind} {d.Path} {d.Confidence}"), .. result.Unverified.Select(u => $"NotEqual {u.Path} {u.Confidence}"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.All(result.Unverified, u => Assert.NotEqual(u.Left, u.Right));
    }
}
