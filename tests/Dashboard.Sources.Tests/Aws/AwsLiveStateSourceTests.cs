using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

public sealed class AwsLiveStateSourceTests
{
    private const string Canary = "CANARY-0f3b";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stacks_are_read_page_by_page_with_parameters_outputs_and_tags_in_order_of_name()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery(
            "DescribeStacks",
            """
            <Stacks><member><StackId>arn:stack/b</StackId><StackName>b</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>
            <CreationTime>2026-01-01T00:00:00Z</CreationTime><LastUpdatedTime>2026-02-03T04:05:06.789Z</LastUpdatedTime><ParentId>arn:stack/a</ParentId>
            <Parameters><member><ParameterKey>Size</ParameterKey><ParameterValue>/shop/size</ParameterValue><ResolvedValue>10</ResolvedValue></member>
            <member><ParameterKey>Password</ParameterKey><ParameterValue>****</ParameterValue></member></Parameters>
            <Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://b</OutputValue><ExportName>b-url</ExportName></member></Outputs>
            <Tags><member><Key>team</Key><Value>shop &amp; co</Value></member></Tags></member></Stacks><NextToken>two</NextToken>
            """,
            """
            <Stacks><member><StackId>arn:stack/a</StackId><StackName>a</StackName><StackStatus>SOMETHING_NEW</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>
            <Parameters/><Outputs/></member></Stacks>
            """);
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Equal(["a", "b"], stacks.Value.Select(s => s.StackName));
        var (a, b) = (stacks.Value[0], stacks.Value[1]);
        Assert.Equal("SOMETHING_NEW", a.Status);
        Assert.Null(a.ParentId);
        Assert.Empty(a.Parameters);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), a.UpdatedAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero), b.UpdatedAt);
        Assert.Equal("arn:stack/a", b.ParentId);
        Assert.Equal("10", b.Parameters["Size"]);
        Assert.Equal("****", b.Parameters["Password"]);
        Assert.Equal("shop & co", b.Tags["team"]);
        Assert.Equal(("Url", "https://b", "b-url"), (b.Outputs[0].Name, b.Outputs[0].Value, b.Outputs[0].ExportName));
        Assert.Equal([null, "two"], aws.Asked("DescribeStacks").Select(r => r.Form.GetValueOrDefault("NextToken")));
    }

    [Fact]
    public async Task Deleted_stacks_and_members_without_ids_are_left_out()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery(
            "DescribeStacks",
            """
            <Stacks><member><StackId>i</StackId><StackName>gone</StackName><StackStatus>DELETE_COMPLETE</StackStatus></member>
            <member><StackId/><StackName/><StackStatus>CREATE_COMPLETE</StackStatus></member>
            <member><StackId>i</StackId><StackName>here</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>
            """);
        aws.OnQuery(
            "ListStackResources",
            """
            <StackResourceSummaries>
            <member><LogicalResourceId/><PhysicalResourceId/><ResourceType/><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>
            <member><LogicalResourceId>Z</LogicalResourceId><PhysicalResourceId>z-1</PhysicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>
            <member><LogicalResourceId>Old</LogicalResourceId><PhysicalResourceId>o</PhysicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>DELETE_COMPLETE</ResourceStatus></member>
            <member><LogicalResourceId>A</LogicalResourceId><ResourceType>AWS::SNS::Topic</ResourceType><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus></member>
            </StackResourceSummaries>
            """);
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();
        var resources = await source.ListResourcesAsync(CannedAws.Scope, "here", Stop).Soon();

        Assert.Equal(["here"], stacks.Value.Select(s => s.StackName));
        Assert.Equal([("A", null), ("Z", "z-1")], resources.Value.Select(r => (r.LogicalId, r.PhysicalId)));
        Assert.Equal("here", aws.Asked("ListStackResources").Single().Form["StackName"]);
    }

    [Fact]
    public async Task A_single_stack_is_described_and_an_absent_or_deleted_one_is_missing()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On(
            "DescribeStacks",
            Reply.Query("DescribeStacks", "<Stacks><member><StackId>i</StackId><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>"),
            Reply.Error("ValidationError", "Stack with id s does not exist"),
            Reply.Query("DescribeStacks", "<Stacks><member><StackId>i</StackId><StackName>s</StackName><StackStatus>DELETE_COMPLETE</StackStatus></member></Stacks>"));
        using var source = aws.CreateSource();

        var found = await source.DescribeStackAsync(CannedAws.Scope, "s", Stop).Soon();
        var absent = await source.DescribeStackAsync(CannedAws.Scope, "s", Stop).Soon();
        var deleted = await source.DescribeStackAsync(CannedAws.Scope, "s", Stop).Soon();

        Assert.Equal("s", found.Value!.StackName);
        Assert.Equal((ReadOutcome.Missing, "ValidationError: Stack with id s does not exist"), (absent.Outcome, absent.Detail));
        Assert.Equal(ReadOutcome.Missing, deleted.Outcome);
    }

    [Fact]
    public async Task A_template_keeps_its_line_ends_and_the_stage_is_asked_for()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("GetTemplate", "<TemplateBody>Resources:\r\n  A:\r\n\tB: \"&lt;ü\"\n</TemplateBody>");
        using var source = aws.CreateSource();

        var original = await source.GetTemplateAsync(CannedAws.Scope, "s", processed: false, Stop).Soon();
        var processed = await source.GetTemplateAsync(CannedAws.Scope, "s", processed: true, Stop).Soon();

        Assert.Equal("Resources:\r\n  A:\r\n\tB: \"<ü\"\n", original.Value);
        Assert.True(processed.IsRead);
        Assert.Equal(["Original", "Processed"], aws.Asked("GetTemplate").Select(r => r.Form["TemplateStage"]));
    }

    [Fact]
    public async Task Why_a_stack_ended_as_it_did_is_told_and_a_reason_that_quotes_a_credential_is_hidden()
    {
        await using var aws = await CannedAws.StartAsync();
        static string Member(string name, string reason) =>
            $"<member><StackId>arn:{name}</StackId><StackName>{name}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus><StackStatusReason>{reason}</StackStatusReason></member>";
        aws.OnQuery("DescribeStacks", "<Stacks>" + Member("a", "The following resource(s) failed to update: [Queue].") + Member("b", "Invalid: AKIAIOSFODNN7EXAMPLE") + Member("c", "") + Member("d", "Value 'Summer2026' at 'masterUserPassword' failed to satisfy constraint") + "</Stacks>");
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(["The following resource(s) failed to update: [Queue].", "(hidden: it seems to hold a credential)", null, "Value '(hidden)' at 'masterUserPassword' failed to satisfy constraint"], stacks.Value.Select(s => s.StatusReason));
    }

    [Fact]
    public async Task Stored_drift_is_read_per_resource_and_one_broken_result_stops_no_other()
    {
        await using var aws = await CannedAws.StartAsync();
        static string Member(string id, string status, string? actual, string type = "AWS::SQS::Queue") =>
            $"<member><LogicalResourceId>{id}</LogicalResourceId><ResourceType>{type}</ResourceType><StackResourceDriftStatus>{status}</StackResourceDriftStatus>"
            + (actual is null ? "" : $"<ActualProperties>{System.Security.SecurityElement.Escape(actual)}</ActualProperties>") + "<Timestamp>2026-03-04T05:06:07Z</Timestamp></member>";
        aws.OnQuery(
            "DescribeStackResourceDrifts",
            "<StackResourceDrifts>" + Member("Queue", "MODIFIED", """{"VisibilityTimeout":300}""") + Member("Gone", "DELETED", null) + "</StackResourceDrifts><NextToken>n</NextToken>",
            "<StackResourceDrifts>" + Member("Broken", "IN_SYNC", """{"A":""") + Member("Odd", "UNKNOWN", null) + Member("Never", "NOT_CHECKED", null)
            + Member("Tainted", "IN_SYNC", $$"""{"QueueName":"{{Canary}}"}""") + "</StackResourceDrifts>");
        using var source = aws.CreateSource();

        var drift = await source.GetStoredDriftAsync(
            CannedAws.Scope, "s", id => id == "Tainted" ? [PropertyPath.Parse("/QueueName")] : [], Stop).Soon();

        Assert.True(drift.IsRead, drift.Detail);
        Assert.Equal(["Broken", "Gone", "Odd", "Queue", "Tainted"], drift.Value.Keys.Order());
        var queue = drift.Value["Queue"];
        Assert.Equal(("StoredDrift", ReadOutcome.Read), (queue.Reader, queue.Outcome));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), queue.ObservedAt);
        Assert.Equal(new ScalarValue("300", ScalarKind.Number), queue.Properties!["VisibilityTimeout"]);
        Assert.Equal((ReadOutcome.Missing, ReadOutcome.Failed, ReadOutcome.Failed), (drift.Value["Gone"].Outcome, drift.Value["Broken"].Outcome, drift.Value["Odd"].Outcome));
        Assert.IsType<SecretValue>(drift.Value["Tainted"].Properties!["QueueName"]);
        Assert.Equal(["100", "100"], aws.Asked("DescribeStackResourceDrifts").Select(r => r.Form["MaxResults"]));
    }

    [Fact]
    public async Task Live_properties_come_from_Cloud_Control_with_secrets_replaced()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.Resource("db", $$"""{"MasterUserPassword":"{{Canary}}","Port":"5432","DBName":"{{Canary}}","AllocatedStorage":1.50}"""));
        var fingerprinter = SecretFingerprinter.CreateRandom();
        using var source = aws.CreateSource(fingerprinter: fingerprinter);

        var seen = await source.ReadResourceAsync(CannedAws.Scope, "AWS::RDS::DBInstance", "db", MapValue.Empty, [PropertyPath.Parse("/DBName")], Stop).Soon();

        Assert.Equal((ReadOutcome.Read, "CloudControl"), (seen.Outcome, seen.Reader));
        Assert.Equal("1.50", Assert.IsType<ScalarValue>(seen.Properties!["AllocatedStorage"]).Text);
        Assert.True(Assert.IsType<SecretValue>(seen.Properties["MasterUserPassword"]).SameAs(fingerprinter.Fingerprint(Canary)));
        Assert.IsType<SecretValue>(seen.Properties["DBName"]);
        Assert.DoesNotContain(Canary, JsonValues.Write(seen.Properties), StringComparison.Ordinal);
        var request = aws.Asked("GetResource").Single();
        Assert.Equal(("AWS::RDS::DBInstance", "db"), (request.Form["TypeName"], request.Form["Identifier"]));
        Assert.Equal(("application/x-amz-json-1.0", "cloudcontrolapi"), (request.ContentType, request.SignedService));
    }

    [Fact]
    public async Task A_compound_identifier_is_made_of_declared_properties_and_the_physical_id()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.Resource("x", "{}"));
        using var source = aws.CreateSource();

        await source.ReadResourceAsync(
            CannedAws.Scope, "AWS::ECS::Service", "arn:aws:ecs:eu-west-1:1:service/main/web", MapValue.Of(("Cluster", new ScalarValue("main"))), [], Stop).Soon();

        Assert.Equal("arn:aws:ecs:eu-west-1:1:service/main/web|main", aws.Asked("GetResource").Single().Form["Identifier"]);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7|eipalloc-1")]
    [InlineData("203.0.113.9", null)]
    public async Task A_compound_identifier_of_the_services_own_ids_is_found_in_the_list_of_the_type(string physicalId, string? expected)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.Resource("x", "{}"));
        aws.On("ListResources", Reply.Json(
            """{"TypeName":"AWS::EC2::EIP","ResourceDescriptions":[{"Identifier":"203.0.113.70|eipalloc-2","Properties":"{}"},{"Identifier":"203.0.113.7|eipalloc-1","Properties":"{}"}]}"""));
        using var source = aws.CreateSource();

        var read = await source.ReadResourceAsync(CannedAws.Scope, "AWS::EC2::EIP", physicalId, MapValue.Empty, [], Stop).Soon();

        Assert.Equal(expected, aws.Asked("GetResource").SingleOrDefault()?.Form["Identifier"]);
        Assert.Equal(expected is null ? ReadOutcome.Failed : ReadOutcome.Read, read.Outcome);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", ReadOutcome.Missing)]
    [InlineData("UnsupportedActionException", ReadOutcome.TypeNotReadable)]
    [InlineData("TypeNotFoundException", ReadOutcome.TypeNotReadable)]
    [InlineData("AccessDeniedException", ReadOutcome.Denied)]
    [InlineData("ThrottlingException", ReadOutcome.Throttled)]
    [InlineData("GeneralServiceException", ReadOutcome.Failed)]
    public async Task What_Cloud_Control_refuses_is_a_result(string code, ReadOutcome expected)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.JsonError(code, $"about {(expected == ReadOutcome.Failed ? Canary : "it")}"));
        using var source = aws.CreateSource();

        var seen = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "https://q", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(expected, seen.Outcome);
        Assert.Contains(code, seen.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, seen.Detail, StringComparison.Ordinal);
        Assert.Null(seen.Properties);
    }

    [Theory]
    [InlineData("{\"A\":")]
    [InlineData("[1]")]
    [InlineData("\"CANARY-0f3b\"")]
    [InlineData("{\"A\":\"\\ud800\"}")]
    public async Task Properties_that_are_no_JSON_object_are_a_failed_read(string properties)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.Resource("q", properties));
        using var source = aws.CreateSource();

        var seen = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, seen.Outcome);
        Assert.DoesNotContain(Canary, seen.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"ResourceDescription":{"Identifier":"q"}}""")]
    [InlineData("<html>welcome</html>")]
    [InlineData("")]
    public async Task A_reply_without_a_resource_is_a_failed_read(string body)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", Reply.Json(body));
        using var source = aws.CreateSource();

        var seen = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, seen.Outcome);
    }

    [Theory]
    [InlineData("Custom::Thing")]
    [InlineData("AWS::CloudFormation::CustomResource")]
    public async Task A_custom_resource_is_not_asked_for(string type)
    {
        await using var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource();

        var seen = await source.ReadResourceAsync(CannedAws.Scope, type, "id", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(ReadOutcome.TypeNotReadable, seen.Outcome);
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task Resources_of_a_type_are_listed_page_by_page()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On(
            "ListResources",
            Reply.Json("""{"TypeName":"AWS::SQS::Queue","ResourceDescriptions":[{"Identifier":"q2","Properties":"{\"QueueUrl\":\"q2\"}"}],"NextToken":"t"}"""),
            Reply.Json("""{"TypeName":"AWS::SQS::Queue","ResourceDescriptions":[{"Identifier":"q1","Properties":"{}"}]}"""));
        using var source = aws.CreateSource();

        var queues = await source.ListLiveResourcesAsync(CannedAws.Scope, "AWS::SQS::Queue", Stop).Soon();

        Assert.Equal(["q1", "q2"], queues.Value.Select(q => q.Identifier));
        Assert.Equal([null, "t"], aws.Asked("ListResources").Select(r => r.Form.GetValueOrDefault("NextToken")));
    }

    [Theory]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-east-1")]
    public async Task Requests_are_signed_for_the_region_that_is_asked(string region)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/>");
        aws.On("GetResource", Reply.Resource("q", "{}"));
        using var source = aws.CreateSource();
        var scope = new AccountRegion(CannedAws.Account, region);

        await source.ListStacksAsync(scope, Stop).Soon();
        await source.ReadResourceAsync(scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(3, aws.Requests.Count);
        Assert.All(aws.Requests, r => Assert.Equal((region, "SANDBOX111111111111"), (r.SignedRegion, r.AccessKey)));
    }

    [Fact]
    public async Task Credentials_of_another_account_are_refused_before_anything_is_read()
    {
        await using var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { AccessKeyId = "SANDBOX222222222222" });

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();
        var template = await source.GetTemplateAsync(CannedAws.Scope, "s", false, Stop).Soon();
        var seen = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop).Soon();

        const string Expected = "The credentials act in account 222222222222, not 111111111111.";
        Assert.Equal((ReadOutcome.NoAccess, Expected), (stacks.Outcome, stacks.Detail));
        Assert.Equal((ReadOutcome.NoAccess, Expected), (template.Outcome, template.Detail));
        Assert.Equal((ReadOutcome.NoAccess, Expected), (seen.Outcome, seen.Detail));
        Assert.Equal(["GetCallerIdentity"], aws.Requests.Select(r => r.Operation));
    }

    [Fact]
    public async Task The_account_is_verified_once_however_many_ask_at_the_same_time()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/>");
        using var source = aws.CreateSource();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => source.ListStacksAsync(new(CannedAws.Account, $"eu-west-{(i % 2) + 1}"), Stop))).Soon();

        Assert.Single(aws.Asked("GetCallerIdentity"));
        Assert.Equal(20, aws.Asked("DescribeStacks").Count());
    }

    [Fact]
    public async Task An_account_that_is_not_configured_and_a_region_that_is_none_are_never_asked()
    {
        await using var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource();

        var account = await source.ListStacksAsync(new("999999999999", CannedAws.Region), Stop).Soon();
        var region = await source.ListStacksAsync(new(CannedAws.Account, "eu-west-1.evil.example/x#"), Stop).Soon();

        Assert.Equal((ReadOutcome.NoAccess, AwsAccountSettings.NotListed("999999999999")), (account.Outcome, account.Detail));
        Assert.Equal(ReadOutcome.NoAccess, region.Outcome);
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        await using var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource(account: new AwsAccountOptions(CannedAws.Account, Profile: "no-such-profile", Endpoint: aws.Url));

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(ReadOutcome.NoAccess, stacks.Outcome);
        Assert.Contains("no-such-profile", stacks.Detail, StringComparison.Ordinal);
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task A_role_is_taken_on_at_the_accounts_own_endpoint()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/>");
        aws.OnQuery(
            "AssumeRole",
            "<Credentials><AccessKeyId>ROLE111111111111</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>");
        using var source = aws.CreateSource(account: new AwsAccountOptions(
            CannedAws.Account, RoleArn: "arn:aws:iam::111111111111:role/reader", ExternalId: "x-1", Endpoint: aws.Url)
        { AccessKeyId = "SANDBOX000000000000", SecretKey = "k" });

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        var role = aws.Asked("AssumeRole").Single();
        Assert.Equal(("arn:aws:iam::111111111111:role/reader", "x-1", "SANDBOX000000000000"), (role.Form["RoleArn"], role.Form["ExternalId"], role.AccessKey));
        Assert.Equal("ROLE111111111111", aws.Asked("DescribeStacks").Single().AccessKey);
    }
}
