using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sandbox.Http;
using Dashboard.Tests.Shared;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>Every operation that the sandbox has, asked by the real <c>aws</c> command: it parses the answer, and prints what we meant.</summary>
public sealed class AwsOperationTests(AwsOperationTests.Estate estate) : IClassFixture<AwsOperationTests.Estate>
{
    // Whatever starts with "https://" the command would fetch, except inside of JSON.
    private const string Queue = "AWS::SQS::Queue";

    private const string Network = """
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.40.0.0/16}}
          Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.41.0.0/16}}
          Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.40.1.0/24}}
          Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
          Across: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 10.41.0.0/16, VpcPeeringConnectionId: !Ref Peering}}
          Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Other}}
          Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupName: network-web, GroupDescription: web, VpcId: !Ref Vpc}}
          Interface: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet, GroupSet: [!Ref Web]}}
          Hub: {Type: AWS::EC2::TransitGateway, Properties: {Description: hub}}
          Spoke: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet]}}
          Store: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3}}
          Offices: {Type: AWS::EC2::PrefixList, Properties: {PrefixListName: offices, AddressFamily: IPv4, MaxEntries: 5, Entries: [{Cidr: 192.0.2.0/24}]}}
        """;

    /// <summary>Of each operation how it is asked, and a text that its answer must have. "{name}" is a name that the estate gives.</summary>
    private static readonly Dictionary<string, (string Expected, string[] Arguments)> Rows = new(StringComparer.Ordinal)
    {
        ["cloudformation:CreateStack"] = ("stack/made/", ["--stack-name", "made", "--template-body", Template]),
        ["cloudformation:UpdateStack"] = ("stack/moved/", ["--stack-name", "moved", "--use-previous-template", "--parameters", "ParameterKey=Timeout,ParameterValue=61"]),
        ["cloudformation:DeleteStack"] = ("", ["--stack-name", "doomed"]),
        ["cloudformation:DescribeStacks"] = ("arn:aws:sqs:eu-west-1:111111111111:web-jobs", ["--stack-name", "web"]),
        ["cloudformation:ListStacks"] = ("\"StackName\": \"web\"", []),
        ["cloudformation:DescribeStackResources"] = (QueueUrl, ["--stack-name", "web"]),
        ["cloudformation:DescribeStackResource"] = (QueueUrl, ["--stack-name", "web", "--logical-resource-id", "Jobs"]),
        ["cloudformation:ListStackResources"] = (QueueUrl, ["--stack-name", "web"]),
        ["cloudformation:DescribeStackEvents"] = ("CREATE_COMPLETE", ["--stack-name", "web"]),
        ["cloudformation:GetTemplate"] = ("VisibilityTimeout: !Ref Timeout", ["--stack-name", "web"]),
        ["cloudformation:GetTemplateSummary"] = ("\"ParameterKey\": \"Timeout\"", ["--stack-name", "web"]),
        ["cloudformation:ListStackSets"] = ("\"StackSetName\": \"base\"", []),
        ["cloudformation:ListStackInstances"] = ("\"Account\": \"222222222222\"", ["--stack-set-name", "base"]),
        ["cloudformation:ListExports"] = ("\"Name\": \"web-JobsArn\"", []),
        ["cloudformation:ListImports"] = ("\"reader\"", ["--export-name", "web-JobsArn"]),
        ["cloudformation:CreateChangeSet"] = ("changeSet/slower/", ["--stack-name", "web", "--change-set-name", "slower", "--use-previous-template", "--parameters", "ParameterKey=Timeout,ParameterValue=90"]),
        ["cloudformation:ListChangeSets"] = ("\"ChangeSetName\": \"waiting\"", ["--stack-name", "web"]),
        ["cloudformation:DescribeChangeSet"] = ("\"LogicalResourceId\": \"Jobs\"", ["--stack-name", "web", "--change-set-name", "waiting"]),
        ["cloudformation:ExecuteChangeSet"] = ("", ["--stack-name", "moved", "--change-set-name", "ready"]),
        ["cloudformation:DeleteChangeSet"] = ("", ["--stack-name", "moved", "--change-set-name", "unwanted"]),
        ["cloudformation:CreateChangeSet of a stack that is to be made"] = ("changeSet/first/", ["--stack-name", "fresh", "--change-set-name", "first", "--change-set-type", "CREATE", "--template-body", Template]),
        ["cloudformation:ListChangeSets of a stack that is to be made"] = ("\"ChangeSetName\": \"first\"", ["--stack-name", "announced"]),
        ["cloudformation:DescribeChangeSet of a stack that is to be made"] = ("\"Action\": \"Add\"", ["--stack-name", "announced", "--change-set-name", "first"]),
        ["cloudformation:DescribeStacks of a stack that is to be made"] = ("\"StackStatus\": \"REVIEW_IN_PROGRESS\"", ["--stack-name", "announced"]),
        ["cloudformation:ListStackResources of a stack that is to be made"] = ("\"StackResourceSummaries\": []", ["--stack-name", "announced"]),
        ["cloudformation:ExecuteChangeSet of a stack that is to be made"] = ("", ["--stack-name", "prepared", "--change-set-name", "first"]),
        ["cloudformation:DeleteChangeSet of a stack that is to be made"] = ("", ["--stack-name", "dropped", "--change-set-name", "first"]),
        ["cloudformation:DescribeType"] = ("sqs:GetQueueAttributes", ["--type", "RESOURCE", "--type-name", Queue]),
        ["cloudformation:DetectStackDrift"] = ("StackDriftDetectionId", ["--stack-name", "web"]),
        ["cloudformation:DetectStackResourceDrift"] = ("\"StackResourceDriftStatus\": \"MODIFIED\"", ["--stack-name", "drifted", "--logical-resource-id", "Jobs"]),
        ["cloudformation:DescribeStackDriftDetectionStatus"] = ("\"StackDriftStatus\": \"DRIFTED\"", ["--stack-drift-detection-id", "{detection}"]),
        ["cloudformation:DescribeStackResourceDrifts"] = ("/VisibilityTimeout", ["--stack-name", "drifted"]),
        ["ec2:DescribeVpcs"] = ("10.40.0.0/16", []),
        ["ec2:DescribeSubnets"] = ("10.40.1.0/24", []),
        ["ec2:DescribeRouteTables"] = ("\"DestinationCidrBlock\": \"10.41.0.0/16\"", []),
        ["ec2:DescribeNetworkAcls"] = ("\"RuleNumber\": 100", []),
        ["ec2:DescribeSecurityGroups"] = ("\"GroupName\": \"network-web\"", []),
        ["ec2:DescribeNetworkInterfaces"] = ("\"InterfaceType\": \"interface\"", []),
        ["ec2:DescribeVpcPeeringConnections"] = ("\"CidrBlock\": \"10.41.0.0/16\"", []),
        ["ec2:DescribeTransitGateways"] = ("\"AutoAcceptSharedAttachments\": \"disable\"", []),
        ["ec2:DescribeTransitGatewayAttachments"] = ("\"ResourceType\": \"vpc\"", []),
        ["ec2:DescribeVpcEndpoints"] = ("com.amazonaws.eu-west-1.s3", []),
        ["ec2:DescribeManagedPrefixLists"] = ("\"PrefixListName\": \"offices\"", []),
        ["ec2:GetManagedPrefixListEntries"] = ("192.0.2.0/24", ["--prefix-list-id", "{list}"]),
        ["iam:SimulatePrincipalPolicy"] = ("\"EvalActionName\": \"s3:GetObject\"", ["--policy-source-arn", "arn:aws:iam::111111111111:role/read", "--action-names", "s3:GetObject"]),
        ["sts:GetCallerIdentity"] = ("\"Account\": \"111111111111\"", []),
        ["sts:AssumeRole"] = ("\"SessionToken\":", ["--role-arn", "arn:aws:iam::222222222222:role/read", "--role-session-name", "tests"]),
        ["cloudcontrol:GetResource"] = ("VisibilityTimeout", ["--cli-input-json", $$"""{"TypeName":"{{Queue}}","Identifier":"{{QueueUrl}}"}"""]),
        ["cloudcontrol:ListResources"] = (QueueUrl, ["--type-name", Queue]),
        ["cloudcontrol:CreateResource"] = ("\"Operation\": \"CREATE\"", ["--type-name", "AWS::Logs::LogGroup", "--desired-state", """{"LogGroupName":"/made"}"""]),
        ["cloudcontrol:UpdateResource"] = (
            "\"Operation\": \"UPDATE\"", ["--type-name", "AWS::Logs::LogGroup", "--identifier", "/kept", "--patch-document", """[{"op":"add","path":"/RetentionInDays","value":7}]"""]),
        ["cloudcontrol:DeleteResource"] = ("\"Operation\": \"DELETE\"", ["--type-name", "AWS::Logs::LogGroup", "--identifier", "/doomed"]),
        ["cloudcontrol:GetResourceRequestStatus"] = ("\"OperationStatus\": \"SUCCESS\"", ["--request-token", "{request}"]),
        ["cloudtrail:LookupEvents"] = ("SetQueueAttributes", []),
        ["s3api:CreateBucket"] = ("", ["--bucket", "made", "--create-bucket-configuration", "LocationConstraint=eu-west-1"]),
        ["s3api:PutObject"] = ("", ["--bucket", "templates", "--key", "put.yaml", "--body", "{file}"]),
        ["s3api:GetObject"] = ("\"ContentLength\": 13", ["--bucket", "templates", "--key", "kept.yaml", "{file}.got"]),
        ["s3api:HeadObject"] = ("\"ContentLength\": 13", ["--bucket", "templates", "--key", "kept.yaml"]),
    };

    /// <summary>The name of each row.</summary>
    public static TheoryData<string> Operations => [.. Rows.Keys];

    [Fact]
    public void No_operation_is_without_a_row() => Assert.Equal(Dispatcher.Operations.Order(StringComparer.Ordinal), Rows.Keys.Select(k => k.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_command_parses_the_answer(string operation)
    {
        var (expected, arguments) = Rows[operation];
        var (service, name) = operation.Split(' ')[0].Split(':') switch { var parts => (parts[0], JsonNamingPolicy.KebabCaseLower.ConvertName(parts[1])) };

        var (exitCode, output, error) = await estate.Server.AwsAsync([service, name, .. arguments.Select(estate.Named)]);

        Assert.True((exitCode, error) == (0, ""), error);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        if (operation == "s3api:GetObject")
            Assert.Equal("Resources: {}", await File.ReadAllTextAsync(estate.Named("{file}.got"), TestContext.Current.CancellationToken));
    }

    /// <summary>A cloud in which every operation has something to tell. What one of them changes, no other looks at.</summary>
    public sealed class Estate : IAsyncLifetime
    {
        private readonly string _file = Path.GetTempFileName();
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        internal SandboxServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            AwsCommand.Require();
            var cloud = new SandboxCloud();
            Server = await SandboxServer.StartAsync(cloud).Soon();
            foreach (var name in new[] { "web", "moved", "doomed", "drifted" })
                cloud.CreateStack(Stack(name, Template));
            cloud.CreateStack(Stack("network", Network));
            cloud.CreateStack(Stack("reader", "Resources: {P: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: !ImportValue web-JobsArn}}}"));
            cloud.AddRole(new SandboxRole(Account, "read"));
            cloud.CreateStackSet(Account, Region, "base", "Resources: {T: {Type: 'AWS::SNS::Topic'}}", (Other, Region));
            cloud.CreateChangeSet(Stack("web", Template, ("Timeout", "45")), "waiting");
            cloud.CreateChangeSet(Stack("moved", Template, ("Timeout", "45")), "ready");
            cloud.CreateChangeSet(Stack("moved", Template, ("Timeout", "46")), "unwanted");
            foreach (var name in new[] { "announced", "prepared", "dropped" })
                cloud.CreateChangeSet(Stack(name, Template), "first", creates: true);
            cloud.PutObject("templates", "kept.yaml", "Resources: {}");
            await File.WriteAllTextAsync(_file, "Resources: {}");
            _names["{file}"] = _file;
            _names["{list}"] = cloud.Find("network").Resources["Offices"].PhysicalId!;
            await CallAsync("cloudcontrol", "create-resource", "--type-name", "AWS::Logs::LogGroup", "--desired-state", """{"LogGroupName":"/kept"}""");
            await CallAsync("cloudcontrol", "create-resource", "--type-name", "AWS::Logs::LogGroup", "--desired-state", """{"LogGroupName":"/doomed"}""");
            var changed = await CallAsync(
                "cloudcontrol", "update-resource", "--cli-input-json",
                $$"""{"TypeName":"{{Queue}}","Identifier":"{{QueueUrl.Replace("web-jobs", "drifted-jobs", StringComparison.Ordinal)}}","PatchDocument":"[{\"op\":\"replace\",\"path\":\"/VisibilityTimeout\",\"value\":300}]"}""");
            _names["{request}"] = changed.GetProperty("ProgressEvent").GetProperty("RequestToken").GetString()!;
            _names["{detection}"] = (await CallAsync("cloudformation", "detect-stack-drift", "--stack-name", "drifted")).GetProperty("StackDriftDetectionId").GetString()!;
        }

        public async ValueTask DisposeAsync()
        {
            if (Server is not null)
                await Server.DisposeAsync();
            File.Delete(_file);
            File.Delete(_file + ".got");
        }

        /// <summary>With the names that only the estate knows.</summary>
        internal string Named(string argument) => _names.Aggregate(argument, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));

        private async Task<JsonElement> CallAsync(params string[] arguments)
        {
            var (exitCode, output, error) = await Server.AwsAsync(arguments);
            Assert.True(exitCode == 0, $"aws {string.Join(' ', arguments)}: {error}");
            return JsonSerializer.Deserialize<JsonElement>(output);
        }
    }
}
