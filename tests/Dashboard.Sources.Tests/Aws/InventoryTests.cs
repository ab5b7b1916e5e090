using System.Collections.Immutable;
using System.Net;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>What there is of each type, from the types' own services in an emulator that others wrote.</summary>
public sealed class InventoryTests(MotoServer moto)
{
    private const string Region = "ap-southeast-2";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_lister_finds_what_the_aws_command_made_and_tells_apart_what_every_account_has()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        const string account = "123456789012";
        var made = await Task.WhenAll(
            RunAsync("s3api", "create-bucket", "--bucket", "listed-bucket", "--create-bucket-configuration", $"LocationConstraint={Region}"),
            RunAsync("sqs", "create-queue", "--queue-name", "listed-queue"),
            RunAsync("dynamodb", "create-table", "--table-name", "listed-table", "--billing-mode", "PAY_PER_REQUEST", "--attribute-definitions", "AttributeName=k,AttributeType=S", "--key-schema", "AttributeName=k,KeyType=HASH"),
            RunAsync("ssm", "put-parameter", "--name", "/listed/parameter", "--type", "String", "--value", "CANARY"),
            RunAsync("sns", "create-topic", "--name", "listed-topic"),
            RunAsync("iam", "create-role", "--role-name", "listed-role", "--assume-role-policy-document", "{}"),
            RunAsync("iam", "create-role", "--role-name", "listed-linked", "--path", "/aws-service-role/x.amazonaws.com/", "--assume-role-policy-document", "{}"),
            RunAsync("iam", "create-user", "--user-name", "listed-user"),
            RunAsync("iam", "create-policy", "--policy-name", "listed-policy", "--policy-document", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"}]}"""),
            RunAsync("secretsmanager", "create-secret", "--name", "listed-secret", "--secret-string", "CANARY"),
            RunAsync("kms", "create-key", "--description", "listed-key"),
            RunAsync("logs", "create-log-group", "--log-group-name", "/listed/group"),
            RunAsync("ec2", "create-vpc", "--cidr-block", "10.7.0.0/16", "--tag-specifications", "ResourceType=vpc,Tags=[{Key=Name,Value=listed-vpc}]"));
        Assert.All(made, m => Assert.True(m.ExitCode == 0, m.Error));
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account, new AwsAccountOptions(account, Endpoint: url) { AccessKeyId = "AKIAHOME", SecretKey = "x" }), 1000) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var lists = new Dictionary<string, ImmutableArray<ListedResource>>();
        foreach (var lister in TypeListers.All)
        {
            var listed = await source.ListAsync(new AccountRegion(account, Region), lister.Type, Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);
            Assert.True(listed.IsRead, $"{lister.Type}: {listed.Detail}");
            lists[lister.Type] = listed.Value;
        }

        Assert.All(
            new[]
            {
                ("AWS::S3::Bucket", "listed-bucket"), ("AWS::SQS::Queue", "listed-queue"), ("AWS::DynamoDB::Table", "listed-table"), ("AWS::SSM::Parameter", "/listed/parameter"),
                ("AWS::SNS::Topic", "listed-topic"), ("AWS::IAM::Role", "listed-role"), ("AWS::IAM::User", "listed-user"), ("AWS::IAM::ManagedPolicy", "listed-policy"), ("AWS::KMS::Key", "listed-key"),
                ("AWS::Logs::LogGroup", "/listed/group"), ("AWS::SecretsManager::Secret", "listed-secret"), ("AWS::EC2::VPC", "listed-vpc"),
            },
            m => Assert.Contains(lists[m.Item1], r => r.Default is null && (r.Name == m.Item2 || r.Identifier.EndsWith(m.Item2, StringComparison.Ordinal))));
        Assert.Contains(lists["AWS::IAM::Role"], r => r is { Identifier: "listed-linked", Default: "a service-linked role, which its service makes" });
        Assert.All(
            new[] { ("AWS::EC2::VPC", "default VPC"), ("AWS::EC2::Subnet", "default VPC"), ("AWS::EC2::SecurityGroup", "every VPC"), ("AWS::EC2::NetworkAcl", "default list"), ("AWS::EC2::RouteTable", "main route table") },
            d => Assert.Contains(lists[d.Item1], r => r.Default?.Contains(d.Item2, StringComparison.Ordinal) == true));

        Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => AwsCommand.RunAsAsync(url, ["AKIAHOME", "x"], Region, arguments);
    }

    [Fact]
    public async Task A_type_without_a_lister_and_an_endpoint_without_the_service_are_listed_by_Cloud_Control()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("ListResources", Reply.Json("""{"TypeName":"T","ResourceDescriptions":[{"Identifier":"b","Properties":"{}"},{"Identifier":"a","Properties":"{}"}]}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        var alarms = await source.ListAsync(CannedAws.Scope, "AWS::CloudWatch::Alarm", Stop).Soon();
        var tables = await source.ListAsync(CannedAws.Scope, "AWS::DynamoDB::Table", Stop).Soon();
        var again = await source.ListAsync(CannedAws.Scope, "AWS::DynamoDB::Table", Stop).Soon();

        Assert.Equal(["a", "b"], alarms.Value.Select(r => r.Identifier));
        Assert.Equal(["a", "b"], tables.Value.Concat(again.Value).Select(r => r.Identifier).Distinct());
        Assert.Single(aws.Asked("ListTables"));
    }

    [Fact]
    public async Task What_another_account_owns_and_shares_is_nobodys_work()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeSubnets", new Reply(HttpStatusCode.OK, """
            <DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><subnetSet>
            <item><subnetId>subnet-1</subnetId><ownerId>111111111111</ownerId></item><item><subnetId>subnet-2</subnetId><ownerId>999999999999</ownerId></item>
            </subnetSet></DescribeSubnetsResponse>
            """));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        var subnets = await source.ListAsync(CannedAws.Scope, "AWS::EC2::Subnet", Stop).Soon();

        Assert.Equal([("subnet-1", null), ("subnet-2", "account 999999999999 owns it and shares it")], subnets.Value.Select(r => (r.Identifier, r.Default)));
    }

    [Fact]
    public async Task That_there_is_no_queue_is_believed_of_AWS_and_of_nothing_that_stands_in_between()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("ListQueues", Reply.Json("{}"), Reply.Json("{}") with { IsForeign = true });
        var account = AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false };
        using var source = aws.CreateSource(account: account);

        var none = await source.ListAsync(CannedAws.Scope, "AWS::SQS::Queue", Stop).Soon();
        var portal = await source.ListAsync(CannedAws.Scope, "AWS::SQS::Queue", Stop).Soon();

        Assert.Equal((ReadOutcome.Read, 0), (none.Outcome, none.Value.Length));
        Assert.Equal((ReadOutcome.Failed, AwsErrors.ForeignReply), (portal.Outcome, portal.Code));
        Assert.StartsWith("What answered was not AWS: ", FailureAdvice.Of([FailedRead.Of(portal)], account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_that_come_with_their_table_or_a_gateway_are_nobodys_work()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeRouteTables", new Reply(HttpStatusCode.OK, """
            <DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>
            <item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>
            <item><destinationIpv6CidrBlock>2001:db8::/56</destinationIpv6CidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRoute</origin></item>
            <item><destinationCidrBlock>10.9.0.0/16</destinationCidrBlock><gatewayId>vgw-1</gatewayId><state>active</state><origin>EnableVgwRoutePropagation</origin></item>
            <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId><state>active</state><origin>CreateRoute</origin></item>
            <item><destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-1</gatewayId><state>active</state><origin>CreateRoute</origin></item>
            <item><destinationCidrBlock>10.8.0.0/16</destinationCidrBlock><gatewayId>vpce-2</gatewayId><state>active</state><origin>CreateRoute</origin></item>
            </routeSet></item></routeTableSet></DescribeRouteTablesResponse>
            """));
        aws.On("ListResources", Reply.Json("""
            {"TypeName":"AWS::EC2::Route","ResourceDescriptions":[{"Identifier":"rtb-1|10.0.0.0/16","Properties":"{}"},{"Identifier":"rtb-1|10.9.0.0/16","Properties":"{}"},
            {"Identifier":"rtb-1|0.0.0.0/0","Properties":"{}"},{"Identifier":"rtb-2|10.0.0.0/16","Properties":"{\"GatewayId\":\"local\"}"},
            {"Identifier":"rtb-1|pl-1","Properties":"{}"},{"Identifier":"rtb-1|10.8.0.0/16","Properties":"{}"},{"Identifier":"rtb-2|pl-1","Properties":"{\"VpcEndpointId\":\"vpce-1\"}"}]}
            """));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });
        using var narrow = aws.CreateSource();

        var inventory = await source.ListAsync(CannedAws.Scope, "AWS::EC2::Route", Stop).Soon();
        var candidates = await source.ListLiveResourcesAsync(CannedAws.Scope, "AWS::EC2::Route", Stop).Soon();
        var byCloudControl = await narrow.ListLiveResourcesAsync(CannedAws.Scope, "AWS::EC2::Route", Stop).Soon();

        Assert.Equal(
            [
                "rtb-1|0.0.0.0/0 ", "rtb-1|10.0.0.0/16 made with its route table", "rtb-1|10.8.0.0/16 ", "rtb-1|10.9.0.0/16 propagated by a gateway", "rtb-1|2001:db8::/56 made with its route table",
                "rtb-1|pl-1 made by its gateway endpoint, which adds and removes it",
            ],
            inventory.Value.Select(r => $"{r.Identifier} {r.Default}"));
        Assert.Equal(["rtb-1|0.0.0.0/0", "rtb-1|10.8.0.0/16"], candidates.Value.Select(r => r.Identifier));
        Assert.DoesNotContain(byCloudControl.Value, r => r.Identifier is "rtb-2|10.0.0.0/16" or "rtb-2|pl-1");
    }

    [Fact]
    public async Task The_group_that_every_VPC_has_is_nobodys_work()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeSecurityGroups", new Reply(HttpStatusCode.OK, """
            <DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><securityGroupInfo>
            <item><groupId>sg-1</groupId><groupName>default</groupName></item><item><groupId>sg-2</groupId><groupName>web</groupName></item>
            </securityGroupInfo></DescribeSecurityGroupsResponse>
            """));
        aws.On("ListResources", Reply.Json("""
            {"TypeName":"AWS::EC2::SecurityGroup","ResourceDescriptions":[{"Identifier":"sg-1","Properties":"{}"},{"Identifier":"sg-2","Properties":"{}"},{"Identifier":"sg-3","Properties":"{\"GroupName\":\"default\"}"}]}
            """));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });
        using var narrow = aws.CreateSource();

        var candidates = await source.ListLiveResourcesAsync(CannedAws.Scope, "AWS::EC2::SecurityGroup", Stop).Soon();
        var byCloudControl = await narrow.ListLiveResourcesAsync(CannedAws.Scope, "AWS::EC2::SecurityGroup", Stop).Soon();

        Assert.Equal(["sg-2"], candidates.Value.Select(r => r.Identifier));
        Assert.Equal(["sg-1", "sg-2"], byCloudControl.Value.Select(r => r.Identifier));
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", "UnknownOperationException")]
    [InlineData("AWS::SecretsManager::Secret", null)]
    public async Task What_Cloud_Control_does_not_list_is_listed_by_its_own_service(string type, string? answer)
    {
        await using var aws = await CannedAws.StartAsync();
        if (answer is not null)
            aws.On("ListResources", new Reply(HttpStatusCode.NotImplemented, $$"""{"__type":"{{answer}}","message":"no"}""", "application/x-amz-json-1.0"));
        aws.On("ListQueues", Reply.Json("""{"QueueUrls":["https://sqs.eu-west-1.amazonaws.com/111111111111/b","https://sqs.eu-west-1.amazonaws.com/111111111111/a"]}"""));
        aws.On("ListSecrets", Reply.Json("""{"SecretList":[{"ARN":"arn:aws:secretsmanager:eu-west-1:111111111111:secret:b-AbCdEf","Name":"b"},{"ARN":"arn:aws:secretsmanager:eu-west-1:111111111111:secret:a-AbCdEf","Name":"a"}]}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        var listed = await source.ListLiveResourcesAsync(CannedAws.Scope, type, Stop).Soon();

        Assert.True(listed.IsRead, listed.Detail);
        Assert.Equal(["a", "b"], listed.Value.Select(r => r.Identifier.Split('/', ':')[^1][..1]));
        Assert.Equal(answer is null, !aws.Asked("ListResources").Any());
    }

    [Fact]
    public async Task What_a_list_should_tell_and_cannot_is_not_called_nobodys()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeSecurityGroups", new Reply(HttpStatusCode.Forbidden, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>"));
        aws.On("ListResources", Reply.Json("""{"TypeName":"AWS::EC2::SecurityGroup","ResourceDescriptions":[{"Identifier":"sg-1","Properties":"{}"}]}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        Assert.Equal(ReadOutcome.Denied, (await source.ListLiveResourcesAsync(CannedAws.Scope, "AWS::EC2::SecurityGroup", Stop).Soon()).Outcome);
    }

    [Fact]
    public async Task A_key_that_keeps_itself_to_itself_is_listed_and_hides_no_other()
    {
        await using var aws = await CannedAws.StartAsync();
        var denied = new Reply(HttpStatusCode.BadRequest, """{"__type":"AccessDeniedException","message":"no"}""", "application/x-amz-json-1.1");
        aws.On("ListKeys", Reply.Json("""{"Keys":[{"KeyId":"k1"},{"KeyId":"k2"},{"KeyId":"k1"}],"Truncated":false}"""));
        aws.On("DescribeKey", denied, Reply.Json("""{"KeyMetadata":{"KeyId":"k2"}}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });

        var keys = await source.ListAsync(CannedAws.Scope, "AWS::KMS::Key", Stop).Soon();
        aws.On("DescribeKey", denied);
        var refused = await source.ListAsync(CannedAws.Scope, "AWS::KMS::Key", Stop).Soon();

        Assert.True(keys.IsRead, keys.Detail);
        Assert.Equal(keys.Value.Select(k => k.Identifier).Distinct(), keys.Value.Select(k => k.Identifier));
        Assert.Contains(keys.Value, k => k.Identifier == "k2");
        Assert.Equal(ReadOutcome.Denied, refused.Outcome);
    }

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111111111111/jobs", true)]
    [InlineData("https://queue.amazonaws.com/111111111111/jobs", true)]
    [InlineData("http://localhost:5000/111111111111/jobs", true)]
    [InlineData("http://localhost:5000/111111111111/other", false)]
    [InlineData("http://localhost:5000/222222222222/jobs", false)]
    public void A_queue_is_owned_by_account_and_name_whatever_host_its_URL_names(string listed, bool isOwned)
    {
        var owned = new OwnedResources();
        owned.Add(new AccountRegion("111111111111", "eu-west-1"), "AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs", null);

        Assert.Equal(isOwned, owned.Owns("eu-west-1", "AWS::SQS::Queue", listed));
        Assert.False(owned.Owns("eu-west-2", "AWS::SQS::Queue", listed));
    }

    [Fact]
    public async Task A_type_that_cannot_be_listed_stands_among_the_others_with_the_reason()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/>").OnQuery("ListStackSets", "<Summaries/>");
        const string unlisted = "AWS::SecretsManager::SecretTargetAttachment";
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { Unmanaged = [unlisted] });
        var environment = new DeploymentEnvironment("staging", EnvironmentTier.Staging, CannedAws.Account, [CannedAws.Scope.Region], "main", null, null, 0);
        var application = new ApplicationDefinition("shop", "", [environment], [], []);

        var inventory = Assert.Single(await InventoryReader.ReadAsync(source, TimeProvider.System, [new EnvironmentSnapshot(application, environment, null, [], TimeProvider.System.GetUtcNow(), [])], Stop).Soon());

        Assert.Equal(
            new TypeListing(CannedAws.Scope.Region, unlisted, ReadOutcome.TypeNotReadable, 0, $"reading {unlisted} needs secretsmanager:GetSecretValue, which the read policy denies"), Assert.Single(inventory.Listings));
    }

    [Fact]
    public void Every_operation_of_a_lister_only_lists_and_is_in_the_policy_of_its_type()
    {
        Assert.Equal(
            [
                "dynamodb:ListTables", "ec2:DescribeInternetGateways", "ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
                "iam:ListPolicies", "iam:ListRoles", "iam:ListUsers", "kms:DescribeKey", "kms:ListKeys", "lambda:ListEventSourceMappings", "lambda:ListFunctions", "logs:DescribeLogGroups", "s3:ListAllMyBuckets", "secretsmanager:ListSecrets", "sns:ListTopics",
                "sqs:ListQueues", "ssm:DescribeParameters",
            ],
            TypeListers.Operations.Select(o => o.Permission));
        Assert.All(TypeListers.All, l => Assert.Empty(l.Operations.Select(o => o.Permission).Except(TypeAccess.Of(l.Type).Actions)));
    }

    [Theory]
    [InlineData("/", "?max-buckets=1000&bucket-region=eu-west-1&x-id=ListBuckets", true)]
    [InlineData("/", "?continuation-token=a&max-buckets=1000", true)]
    [InlineData("/", "", false)]
    [InlineData("/", "?list-type=2", false)]
    [InlineData("/", "?max-buckets=1&list-type=2", false)]
    [InlineData("/", "?prefix=secret&max-buckets=1", false)]
    [InlineData("/bucket", "?max-buckets=1000", false)]
    public void A_list_of_buckets_may_leave_the_process_and_no_list_of_objects(string path, string search, bool may) =>
        Assert.Equal(may, AwsOperations.NameOf(new AwsRequest("s3", true, path, search, null, "")) == "ListBuckets");

    [Fact]
    public void A_stack_owns_by_type_and_whole_identifier_and_not_by_parts_of_other_types()
    {
        var scope = new AccountRegion("111111111111", "eu-west-1");
        var owned = new OwnedResources();
        owned.Add(scope, "AWS::DynamoDB::Table", "orders", null);
        owned.Add(scope, "AWS::Lambda::Permission", "orders-Permission-1", null);
        owned.Add(scope, "AWS::ApiGateway::Stage", "live", MapValue.Create([KeyValuePair.Create("RestApiId", (PropertyValue)new ScalarValue("abc"))]));
        owned.Add(scope, "AWS::IAM::Role", "deploy", null);
        owned.Add(scope, "AWS::SQS::Queue", null, null);
        owned.Add(scope, "AWS::ECS::Service", "arn:aws:ecs:eu-west-1:111111111111:service/shop/web", null);

        Assert.True(owned.Owns("eu-west-1", "AWS::ECS::Service", "arn:aws:ecs:eu-west-1:111111111111:service/shop/web|shop"));
        Assert.True(owned.Owns("eu-west-1", "AWS::DynamoDB::Table", "orders"));
        Assert.False(owned.Owns("eu-west-1", "AWS::Kinesis::Stream", "orders"));
        Assert.False(owned.Owns("us-east-1", "AWS::DynamoDB::Table", "orders"));
        Assert.True(owned.Owns("eu-west-1", "AWS::Lambda::Permission", "function|orders-Permission-1"));
        Assert.False(owned.Owns("eu-west-1", "AWS::ApiGateway::Method", "x|orders"));
        Assert.True(owned.Owns("eu-west-1", "AWS::ApiGateway::Stage", "abc|live"));
        Assert.False(owned.Owns("eu-west-1", "AWS::ApiGateway::Stage", "other|live"));
        Assert.True(owned.Owns("us-east-1", "AWS::IAM::Role", "deploy"));
    }
}
