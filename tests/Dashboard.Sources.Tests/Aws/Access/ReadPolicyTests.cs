using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Access;

public sealed class ReadPolicyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_policy_allows_what_the_readers_call_and_what_the_types_need_and_nothing_else()
    {
        var policy = new ReadPolicy([TypeAccess.Of("AWS::SNS::Topic"), TypeAccess.Of("AWS::SQS::Queue")]);
        using var document = JsonDocument.Parse(policy.ToJson());
        var statements = document.RootElement.GetProperty("Statement").EnumerateArray().ToList();

        Assert.Equal(["Allow", "Allow", "Allow", "Deny"], statements.Select(s => s.GetProperty("Effect").GetString()));
        Assert.Equal(
            [
                "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResourceDrifts", "cloudformation:DescribeStacks",
                "cloudformation:DescribeType", "cloudformation:GetResource", "cloudformation:GetTemplate", "cloudformation:ListChangeSets", "cloudformation:ListImports",
                "cloudformation:ListResources", "cloudformation:ListStackInstances", "cloudformation:ListStackResources", "cloudformation:ListStackSets", "cloudtrail:LookupEvents",
                "iam:SimulatePrincipalPolicy", "sts:GetCallerIdentity",
            ],
            Actions(statements[0]));
        Assert.Equal(
            [
                "sns:GetDataProtectionPolicy", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource", "sns:ListTopics",
                "sqs:GetQueueAttributes", "sqs:ListQueueTags", "sqs:ListQueues",
            ],
            Actions(statements[1]));
        Assert.Equal(ReadPolicy.NetworkActions, Actions(statements[2]));
        Assert.Equal(DataPlane.Denied, Actions(statements[3]));
    }

    [Fact]
    public void Its_own_actions_are_exactly_the_operations_that_may_leave_the_process() =>
        Assert.Equal(
            AwsOperations.CloudFormation.Union(AwsOperations.Targets.Select(t => t.Split('.')[1])).Union(AwsOperations.SecurityToken.Remove("AssumeRole")).Add("LookupEvents").Add("SimulatePrincipalPolicy").Order(StringComparer.Ordinal),
            ReadPolicy.OwnActions.Select(a => a.Split(':')[1]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("AWS::SecretsManager::Secret", "secretsmanager:DescribeSecret", "secretsmanager:ListSecrets")]
    [InlineData("AWS::Lambda::EventSourceMapping", "lambda:GetEventSourceMapping", "lambda:ListEventSourceMappings")]
    public void A_type_whose_handlers_need_a_denied_action_is_read_and_listed_by_our_own_with_their_permissions_alone(string type, params string[] actions)
    {
        var policy = new ReadPolicy([TypeAccess.Of(type)]);

        Assert.Empty(policy.NotChecked);
        Assert.Equal(actions, policy.HandlerActions);
        Assert.NotNull(TypeAccess.Of(type).HandlerRefusal);
    }

    [Fact]
    public void Every_operation_of_a_types_own_reader_is_allowed() => Assert.All(TypeReaders.All, reader =>
        Assert.Empty(reader.Operations.Select(o => o.Permission).Except(new ReadPolicy([TypeAccess.Of(reader.Type)]).HandlerActions).Except(ReadPolicy.OwnActions)));

    /// <summary>Why the policy has the permissions of handlers for a type that has a reader of its own, and which permissions each question takes.</summary>
    [Fact]
    public async Task The_handlers_of_a_type_with_its_own_reader_are_called_for_what_that_one_does_not_tell_and_for_the_list_and_never_after_a_refusal()
    {
        const string Url = "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs";
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetQueueAttributes", Reply.Json("""{"Attributes":{"VisibilityTimeout":"30"}}"""), Reply.Json("""{"Attributes":{"VisibilityTimeout":"30"}}"""), Reply.JsonError("AccessDeniedException"));
        aws.On("ListQueueTags", Reply.Json("""{"Tags":{}}""")).On("ListQueues", Reply.Json("""{"QueueUrls":[]}"""));
        aws.On("GetResource", Reply.Resource(Url, "{}")).On("ListResources", Reply.Json("""{"TypeName":"AWS::SQS::Queue","ResourceDescriptions":[]}"""));
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { HasOnlyCloudControl = false });
        var newer = MapValue.Of(("Newer", new ScalarValue("x")));

        Assert.Equal(["sqs:GetQueueAttributes", "sqs:ListQueueTags"], await CalledAsync(() => ReadAsync(MapValue.Of(("VisibilityTimeout", new ScalarValue("30"))))));
        Assert.Equal(["cloudformation:GetResource", "sqs:GetQueueAttributes", "sqs:ListQueueTags"], await CalledAsync(() => ReadAsync(newer)));
        Assert.Equal(["sqs:GetQueueAttributes"], await CalledAsync(() => ReadAsync(newer)));
        Assert.Equal(["cloudformation:ListResources"], await CalledAsync(() => source.ListLiveResourcesAsync(CannedAws.Scope, "AWS::SQS::Queue", Stop)));
        Assert.Equal(["sqs:ListQueues"], await CalledAsync(() => source.ListAsync(CannedAws.Scope, "AWS::SQS::Queue", Stop)));
        Assert.All(TypeReaders.All, reader => Assert.Equal(["Newer"], reader.Unread(newer)));

        Task<ResourceObservation> ReadAsync(MapValue declared) => source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", Url, declared, [], Stop);

        async Task<IEnumerable<string>> CalledAsync<T>(Func<Task<T>> ask)
        {
            using var meter = CallMeter.Begin();
            await ask().Soon();
            return meter.Count.Calls.Keys.Where(c => !c.StartsWith("sts:", StringComparison.Ordinal)).Select(c => AwsOperations.PermissionOf(c.Split(':')[0], c.Split(':')[1])!).ToList();
        }
    }

    [Theory]
    [InlineData("AWS::SecretsManager::SecretTargetAttachment", "secretsmanager:GetSecretValue")]
    public void A_type_that_needs_a_denied_action_is_not_read_and_gets_no_permission(string type, string denied)
    {
        var policy = new ReadPolicy([TypeAccess.Of(type)]);

        Assert.Equal([denied], Assert.Single(policy.NotChecked).Denied);
        Assert.Empty(policy.HandlerActions);
        Assert.Equal($"reading {type} needs {denied}, which the read policy denies", TypeAccess.Of(type).Refusal);
    }

    [Theory]
    [InlineData("cassandra:Select")]
    [InlineData("s3:Get*")]
    [InlineData("secretsmanager:*")]
    [InlineData("kms:decrypt")]
    public void What_a_registry_says_a_handler_needs_is_refused_where_it_has_reads_of_data_in_it(string action)
    {
        var access = TypeAccess.Of("AWS::A::B", new HandlerPermissions(["a:GetB", action], []));

        Assert.Equal($"reading AWS::A::B needs {action}, which the read policy denies", access.Refusal);
        Assert.Empty(new ReadPolicy([access]).HandlerActions);
    }

    [Fact]
    public void A_type_that_may_be_read_but_not_listed_keeps_its_reading()
    {
        var access = TypeAccess.Of("AWS::A::B", new HandlerPermissions(["a:GetB"], ["a:ListB", "kms:Decrypt"]));

        Assert.Equal(["a:GetB"], access.Actions);
        Assert.Null(access.Refusal);
    }

    [Fact]
    public void No_known_type_gets_a_denied_action_and_what_the_policy_allows_a_role_may_do()
    {
        var policy = new ReadPolicy([.. PermissionCatalog.Types.Select(TypeAccess.Of)]);
        var role = RolePolicy.Read(policy.ToJson());

        Assert.DoesNotContain(policy.HandlerActions, DataPlane.IsDenied);
        Assert.All(policy.HandlerActions.Concat(ReadPolicy.OwnActions), action => Assert.Null(role.Refusal(action)));
        Assert.All(["secretsmanager:GetSecretValue", "s3:GetObject", "s3:GetObjectVersion", "dynamodb:Scan", "sqs:ReceiveMessage", "logs:GetLogEvents", "kms:Decrypt"], action => Assert.NotNull(role.Refusal(action)));
        Assert.All(["sqs:DeleteQueue", "cloudformation:DetectStackDrift", "cloudformation:UpdateResource"], action => Assert.NotNull(role.Refusal(action)));
    }

    [Fact]
    public void The_policy_of_every_known_type_fits_a_role_as_one_inline_policy_or_as_a_few_managed_ones()
    {
        var policy = new ReadPolicy([.. PermissionCatalog.Types.Select(TypeAccess.Of)]);

        Assert.InRange(ReadPolicy.SizeOf(policy.ToJson()), ReadPolicy.LargestManagedPolicy + 1, ReadPolicy.LargestInlinePolicies);
        AssertSplit(policy, 2);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(900, 10)]
    public void A_policy_of_any_size_is_split_into_what_managed_policies_hold(int types, int most)
    {
        ImmutableArray<TypeAccess> made = [.. Enumerable.Range(0, types).Select(i => TypeAccess.Of($"AWS::Made::Up{i}", new HandlerPermissions([$"madeup{i}:DescribeSomethingWithALongName{i}"], [])))];

        AssertSplit(new ReadPolicy(made) { DetectsDrift = true, Queues = [.. Enumerable.Range(1, 8).Select(i => $"arn:aws:sqs:eu-west-{i}:111111111111:driftboard-changes")] }, most);
    }

    private static void AssertSplit(ReadPolicy policy, int most)
    {
        var parts = policy.ToManagedPolicies();
        Assert.InRange(parts.Length, 1, most);
        Assert.All(parts, p => Assert.InRange(ReadPolicy.SizeOf(p), 1, ReadPolicy.LargestManagedPolicy));
        Assert.All(parts, p => Assert.NotNull(RolePolicy.Read(p).Refusal("secretsmanager:GetSecretValue")));
        Assert.Equal(Allowed(policy.ToJson()), parts.SelectMany(Allowed).Order(StringComparer.Ordinal));
        // Together they deny what the whole does, each of them.
        Assert.All(parts, p => Assert.Equal(Statements(policy.ToJson(), "Deny"), Statements(p, "Deny")));

        static IEnumerable<string> Allowed(string json) =>
            JsonDocument.Parse(json).RootElement.GetProperty("Statement").EnumerateArray().Where(s => s.GetProperty("Effect").GetString() == "Allow").SelectMany(Actions).Select(a => a!).Order(StringComparer.Ordinal);

        static IEnumerable<string> Statements(string json, string effect) =>
            JsonDocument.Parse(json).RootElement.GetProperty("Statement").EnumerateArray().Where(s => s.GetProperty("Effect").GetString() == effect).Select(s => s.GetRawText());
    }

    [Fact]
    public void A_queue_of_changes_is_the_only_one_whose_messages_may_be_taken()
    {
        const string queue = "arn:aws:sqs:eu-west-1:111111111111:driftboard-changes";
        using var document = JsonDocument.Parse((new ReadPolicy([TypeAccess.Of("AWS::SQS::Queue")]) { Queues = [queue] }).ToJson());
        var statements = document.RootElement.GetProperty("Statement").EnumerateArray().ToDictionary(s => s.GetProperty("Sid").GetString()!);

        Assert.Equal(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], Actions(statements["Changes"]));
        Assert.Equal(("Allow", queue), (statements["Changes"].GetProperty("Effect").GetString(), Assert.Single(statements["Changes"].GetProperty("Resource").EnumerateArray()).GetString()));
        Assert.Equal(["sqs:ReceiveMessage"], Actions(statements["NoOtherQueue"]));
        Assert.Equal(("Deny", queue), (statements["NoOtherQueue"].GetProperty("Effect").GetString(), Assert.Single(statements["NoOtherQueue"].GetProperty("NotResource").EnumerateArray()).GetString()));
        Assert.DoesNotContain("sqs:ReceiveMessage", Actions(statements["NoData"]));
        Assert.Contains("secretsmanager:GetSecretValue", Actions(statements["NoData"]));
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", true)]
    [InlineData("AWS::CloudFormation::Stack", false)]
    [InlineData("AWS::CloudFormation::WaitConditionHandle", false)]
    [InlineData("AWS::CloudFormation::StackSet", true)]
    [InlineData("Custom::Thing", false)]
    public void Only_types_that_a_service_reads_need_access(string type, bool needs) => Assert.Equal(needs, ReadPolicy.NeedsAccess(type));

    private static IEnumerable<string?> Actions(JsonElement statement) => statement.GetProperty("Action").EnumerateArray().Select(a => a.GetString());
}
