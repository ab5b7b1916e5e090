using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>What only the service says inside the items of lists.</summary>
public sealed class ServiceFilledTests
{
    private static readonly ComparisonOptions Options = ComparisonOptions.Drift with { ListsUndeclared = true, ListsFolded = true };

    [Fact]
    public void What_the_service_fills_in_is_folded_and_counted()
    {
        var result = Compare(
            "AWS::ECS::TaskDefinition",
            """{"NetworkMode":"awsvpc","ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":80},{"ContainerPort":443,"Protocol":"tcp"}]}]}""",
            """{"NetworkMode":"awsvpc","ContainerDefinitions":[{"Name":"c","Essential":true,"PortMappings":[{"ContainerPort":443,"HostPort":443,"Protocol":"tcp"},{"ContainerPort":80,"HostPort":80,"Protocol":"tcp"}]}]}""");

        Assert.Empty(result.Differences);
        Assert.Empty(result.Undeclared);
        Assert.Equal(["CMP025", "CMP034", "CMP034", "CMP034", "CMP034"], result.Folded.Select(f => f.Normaliser).Order());
        Assert.Equal(5, result.FoldedCount);
    }

    /// <summary>Another value than what is documented is not folded: it is listed as undeclared, item by item.</summary>
    [Theory]
    [InlineData("""{"ContainerPort":80,"HostPort":8080,"Protocol":"tcp"}""", "/ContainerDefinitions/0/PortMappings/0/HostPort")]
    [InlineData("""{"ContainerPort":80,"HostPort":80}""", "/ContainerDefinitions/0/PortMappings/0/HostPort")]
    public void Another_value_than_the_services_own_is_undeclared(string live, string expected)
    {
        // The second item names what the first does not: each is judged by itself.
        var result = Compare(
            "AWS::ECS::TaskDefinition",
            """{"ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":80},{"ContainerPort":81,"HostPort":81,"Protocol":"udp"}]}]}""",
            $$"""{"ContainerDefinitions":[{"Name":"c","PortMappings":[{{live}},{"ContainerPort":81,"HostPort":81,"Protocol":"udp"}]}]}""");

        Assert.Empty(result.Differences);
        Assert.Equal([expected], result.Undeclared.Select(u => u.Path.ToString()));
    }

    [Theory]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":80}]}]}""", """{"ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":80,"Protocol":"udp"}]}]}""", "/ContainerDefinitions/0/PortMappings/0/Protocol")]
    [InlineData("AWS::ElasticLoadBalancingV2::Listener", """{"DefaultActions":[{"Type":"redirect","RedirectConfig":{"StatusCode":"HTTP_301"}}]}""", """{"DefaultActions":[{"Type":"redirect","RedirectConfig":{"StatusCode":"HTTP_301","Host":"evil.example.com"}}]}""", "/DefaultActions/0/RedirectConfig/Host")]
    [InlineData("AWS::Events::Rule", """{"Targets":[{"Id":"a","Arn":"b","HttpParameters":{"HeaderParameters":{"A":"1"}}}]}""", """{"Targets":[{"Id":"a","Arn":"b","HttpParameters":{"HeaderParameters":{"A":"1","B":"2"}}}]}""", "/Targets/0/HttpParameters/HeaderParameters/B")]
    public void A_value_that_the_service_never_fills_in_and_a_key_of_ones_own_are_differences(string type, string expected, string live, string path) =>
        Assert.Equal([path], Compare(type, expected, live).Differences.Select(d => d.Path.ToString()));

    [Theory]
    [InlineData("AWS::EC2::Instance", """{"BlockDeviceMappings":[{"DeviceName":"/dev/xvda","Ebs":{"VolumeSize":20}}]}""", """{"BlockDeviceMappings":[{"DeviceName":"/dev/xvda","Ebs":{"VolumeSize":20,"VolumeType":"gp3","Iops":3000,"DeleteOnTermination":true}}]}""")]
    [InlineData("AWS::ElasticLoadBalancingV2::Listener", """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t"}]}""", """{"DefaultActions":[{"Order":1,"Type":"forward","TargetGroupArn":"t","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"t","Weight":1}],"TargetGroupStickinessConfig":{"Enabled":false}}}]}""")]
    [InlineData("AWS::CloudFront::Distribution", """{"DistributionConfig":{"Origins":[{"Id":"o","DomainName":"d"}]}}""", """{"DistributionConfig":{"Origins":[{"Id":"o","DomainName":"d","ConnectionAttempts":3,"ConnectionTimeout":10,"OriginPath":""}]}}""")]
    [InlineData("AWS::ApiGateway::Stage", """{"MethodSettings":[{"HttpMethod":"GET","ResourcePath":"/a","MetricsEnabled":true},{"HttpMethod":"*","ResourcePath":"/*","LoggingLevel":"INFO"}]}""", """{"MethodSettings":[{"HttpMethod":"*","ResourcePath":"/*","LoggingLevel":"INFO","MetricsEnabled":false,"CachingEnabled":false,"ThrottlingBurstLimit":5000},{"HttpMethod":"GET","ResourcePath":"/a","MetricsEnabled":true,"LoggingLevel":"OFF","CacheTtlInSeconds":300,"ThrottlingBurstLimit":5000}]}""")]
    [InlineData("AWS::Cognito::UserPool", """{"Schema":[{"Name":"email","Required":true}]}""", """{"Schema":[{"Name":"sub","Required":true,"AttributeDataType":"String"},{"Name":"email","Required":true,"Mutable":true,"AttributeDataType":"String","DeveloperOnlyAttribute":false,"StringAttributeConstraints":{"MinLength":"0","MaxLength":"2048"}}]}""")]
    [InlineData("Custom::Thing", """{"L":[{"a":"1"},{"a":"1","b":"2"}]}""", """{"L":[{"a":"1","c":"3"},{"a":"1","b":"2","c":"3"}]}""")]
    public void What_only_live_state_has_inside_an_item_is_no_difference(string type, string left, string right) => Assert.Empty(Compare(type, left, right).Differences);

    /// <summary>Items are paired by what the template says of them, so that a change is one difference at its place.</summary>
    [Theory]
    [InlineData("AWS::ApiGateway::Stage", """{"MethodSettings":[{"HttpMethod":"*","ResourcePath":"/*","LoggingLevel":"INFO"}]}""", """{"MethodSettings":[{"HttpMethod":"*","ResourcePath":"/*","LoggingLevel":"ERROR","MetricsEnabled":false,"CachingEnabled":false,"DataTraceEnabled":false,"ThrottlingBurstLimit":5000,"ThrottlingRateLimit":1}]}""", "NotEqual /MethodSettings/0/LoggingLevel")]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":80}]}]}""", """{"ContainerDefinitions":[{"Name":"c","PortMappings":[{"ContainerPort":81,"HostPort":0,"Protocol":"tcp"}]}]}""", "NotEqual /ContainerDefinitions/0/PortMappings/0/ContainerPort")]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c","Essential":true}]}""", """{"ContainerDefinitions":[{"Name":"c","Essential":false}]}""", "NotEqual /ContainerDefinitions/0/Essential")]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c"}]}""", """{"ContainerDefinitions":[{"Name":"c"},{"Name":"d"}]}""", "Add /ContainerDefinitions/1")]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"c","DockerLabels":{"a":"1"}}]}""", """{"ContainerDefinitions":[{"Name":"c","DockerLabels":{"a":"1","b":"2"}}]}""", "Add /ContainerDefinitions/0/DockerLabels/b")]
    [InlineData("AWS::ElasticLoadBalancingV2::Listener", """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t"}]}""", """{"DefaultActions":[{"Type":"forward","TargetGroupArn":"t","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"t"}],"TargetGroupStickinessConfig":{"Enabled":true,"DurationSeconds":60}}}]}""", "Add /DefaultActions/0/ForwardConfig")]
    [InlineData("AWS::WAFv2::WebACL", """{"Rules":[{"Name":"r","Priority":0,"Action":{"Block":{}}}]}""", """{"Rules":[{"Name":"r","Priority":0,"Action":{"Count":{}}}]}""", "Add /Rules/0/Action/Count,Remove /Rules/0/Action/Block")]
    [InlineData("AWS::WAFv2::WebACL", """{"DefaultAction":{"Allow":{}}}""", """{"DefaultAction":{"Block":{"CustomResponse":{"ResponseCode":403}}}}""", "Add /DefaultAction/Block,Remove /DefaultAction/Allow")]
    public void A_change_inside_an_item_is_told(string type, string left, string right, string expected) =>
        Assert.Equal(expected.Split(','), Compare(type, left, right).Differences.Select(d => $"{d.Kind} {d.Path}").Order());

    /// <summary>Documents say all that they say: a statement with a condition is another one.</summary>
    [Fact]
    public void Documents_inside_items_are_compared_whole()
    {
        const string policy = """{"Policies":[{"PolicyName":"p","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"CONDITION}]}}]}""";

        var result = Compare("AWS::IAM::Role", policy.Replace("CONDITION", ""), policy.Replace("CONDITION", ""","Condition":{"Bool":{"aws:SecureTransport":"true"}}"""));

        Assert.Equal("/Policies/0/PolicyDocument/Statement/0/Condition", Assert.Single(result.Differences).Path.ToString());
    }

    [Theory]
    [InlineData("AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"s","Actions":[{"Name":"a","Configuration":{"PollForSourceChanges":false,"Timeout":5}}]}]}""", """{"Stages":[{"Name":"s","Actions":[{"Name":"a","Configuration":{"PollForSourceChanges":"false","Timeout":"5"}}]}]}""", "")]
    [InlineData("AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"s","Actions":[{"Name":"a","Configuration":{"ParameterOverrides":"{\"n\":1}"}}]}]}""", """{"Stages":[{"Name":"s","Actions":[{"Name":"a","Configuration":{"ParameterOverrides":"{\"n\":\"1\"}"}}]}]}""", "NotEqual /Stages/0/Actions/0/Configuration/ParameterOverrides/n")]
    [InlineData("AWS::Glue::Job", """{"DefaultArguments":{"--enable-metrics":true,"--n":10}}""", """{"DefaultArguments":{"--enable-metrics":"true","--n":"10"}}""", "")]
    [InlineData("AWS::Glue::Job", """{"DefaultArguments":{"--n":10}}""", """{"DefaultArguments":{"--n":"10.0"}}""", "NotEqual /DefaultArguments/--n")]
    public void A_map_of_texts_is_no_document(string type, string left, string right, string expected) =>
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), Compare(type, left, right).Differences.Select(d => $"{d.Kind} {d.Path}"));

    /// <summary>A pattern that any value of the template stands for hides no change.</summary>
    [Theory]
    [InlineData("AWS::DirectConnect::Connection", """{"Location":"EqDC2"}""", """{"Location":"EqFR5"}""")]
    [InlineData("AWS::EFS::FileSystem", """{"KmsKeyId":"arn:aws:kms:eu-west-1:111111111111:key/1234"}""", """{"KmsKeyId":"arn:aws:kms:eu-west-1:222222222222:key/9999"}""")]
    [InlineData("AWS::S3Files::FileSystem", """{"KmsKeyId":"arn:aws:kms:eu-west-1:111111111111:key/1234"}""", """{"KmsKeyId":"arn:aws:kms:eu-west-1:111111111111:key/9999"}""")]
    public void A_constant_pattern_hides_no_change(string type, string left, string right) => Assert.Equal(DifferenceKind.NotEqual, Assert.Single(Compare(type, left, right).Differences).Kind);

    [Theory]
    [InlineData("AWS::EFS::FileSystem", """{"KmsKeyId":"alias/a"}""", """{"KmsKeyId":"arn:aws:kms:eu-west-1:222222222222:key/9999"}""")]
    [InlineData("AWS::KinesisAnalyticsV2::Application", """{"ApplicationConfiguration":{"ApplicationEncryptionConfiguration":{"KeyId":"alias/a"}}}""", """{"ApplicationConfiguration":{"ApplicationEncryptionConfiguration":{"KeyId":"arn:aws:kms:eu-west-1:222222222222:key/9999"}}}""")]
    public void Which_key_an_alias_stands_for_cannot_be_verified(string type, string left, string right)
    {
        var result = Compare(type, left, right);

        Assert.Empty(result.Differences);
        Assert.Equal(StatusReason.Unresolved, Assert.Single(result.Unverified).Reason);
    }

    [Fact]
    public void User_data_that_forgets_its_encoding_is_another()
    {
        var plain = (MapValue)JsonValues.Parse("""{"UserData":"#!/bin/sh"}""");
        var encoded = MapValue.Of(("UserData", new CallValue("Fn::Base64", [new ScalarValue("#!/bin/sh")]) { Result = new ScalarValue("IyEvYmluL3No") }));

        Assert.Single(ResourceComparer.Compare("AWS::EC2::Instance", plain, encoded, ComparisonOptions.Sources).Differences);
        Assert.Single(ResourceComparer.Compare("AWS::EC2::Instance", plain, (MapValue)JsonValues.Parse("""{"UserData":"IyEvYmluL3No"}"""), ComparisonOptions.Templates).Differences);
    }

    private static ComparisonResult Compare(string type, string left, string right) =>
        ResourceComparer.Compare(type, (MapValue)JsonValues.Parse(left), (MapValue)JsonValues.Parse(right), Options);
}
