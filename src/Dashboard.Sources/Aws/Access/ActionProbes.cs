using System.Collections.Frozen;
using System.Globalization;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Tries single actions of the read policy, each with one call that names something that is not there, or asks for the smallest page: whether that is refused tells the permission, and nothing is read.</summary>
/// <param name="live">Asks.</param>
/// <param name="scope">The account and region.</param>
/// <param name="log">Where the answers are noted, and what is known already.</param>
internal sealed class ActionProbes(AwsLiveStateSource live, AccountRegion scope, PermissionLog log)
{
    /// <summary>The name that nothing bears.</summary>
    private const string Nothing = "driftboard-doctor";

    /// <summary>Services whose "there is none" does not tell whether the caller may ask: they look for the resource first, or say the same to whoever may not.</summary>
    private static readonly FrozenSet<string> Undecided = new[] { "kms", "s3", "sqs" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What says "there is none" in some service's own words.</summary>
    private static readonly FrozenSet<string> Absent = new[]
    {
        "cloudformation:ValidationError", "cloudformation:StackSetNotFoundException", "cloudformation:StackSetNotFound", "ecs:ClientException", "elasticloadbalancing:ValidationError", "events:ResourceNotFoundException",
        "ssm:InvalidResourceId", "ssm:ParameterNotFound", "sns:NotFound", "states:StateMachineDoesNotExist", "states:ResourceNotFound", "iam:NoSuchEntity", "monitoring:ResourceNotFound",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, WireService> Services = new[]
    {
        new WireService("CloudFormation", "cloudformation", WireProtocol.Query, "2010-05-15"),
        new WireService("EC2", "ec2", WireProtocol.Query, "2016-11-15"),
        new WireService("DynamoDB", "dynamodb", WireProtocol.Json10, "2012-08-10"),
        new WireService("KMS", "kms", WireProtocol.Json11, "2014-11-01"),
        new WireService("SQS", "sqs", WireProtocol.Json10, "2012-11-05"),
        new WireService("SSM", "ssm", WireProtocol.Json11, "2014-11-06"),
        WireService.AutoScaling, WireService.CloudTrail, WireService.CloudWatch, WireService.Ecr, WireService.Ecs, WireService.EventBridge, WireService.Iam, WireService.Kinesis,
        WireService.Lambda, WireService.LoadBalancing, WireService.Logs, WireService.SecretsManager, WireService.Sns, WireService.StepFunctions,
    }.ToFrozenDictionary(s => s.SigningName, StringComparer.Ordinal);

    /// <summary>
    /// What each operation is asked with: "RoleName" is given the name that nothing bears, "MaxItems=1" a number, "Type=RESOURCE" a text, "services[]" a list of that one name; "/" is a part of the path.
    /// EC2's operations are asked to try only, which needs no more.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Arguments = new Dictionary<string, string>
    {
        ["cloudformation:DescribeChangeSet"] = "StackName={stack} ChangeSetName",
        ["cloudformation:DescribeStackEvents"] = "StackName={stack}",
        ["cloudformation:DescribeStackResourceDrifts"] = "StackName={stack}",
        ["cloudformation:DescribeStacks"] = "StackName={stack}",
        ["cloudformation:DescribeType"] = "Type=RESOURCE TypeName=AWS::S3::Bucket",
        ["cloudformation:GetTemplate"] = "StackName={stack}",
        ["cloudformation:ListChangeSets"] = "StackName={stack}",
        ["cloudformation:ListImports"] = "ExportName",
        ["cloudformation:ListStackInstances"] = "StackSetName",
        ["cloudformation:ListStackResources"] = "StackName={stack}",
        ["cloudformation:ListStackSets"] = "Status=ACTIVE MaxResults=1",
        ["autoscaling:DescribeAutoScalingGroups"] = "MaxRecords=1",
        ["cloudtrail:LookupEvents"] = "MaxResults=1",
        ["dynamodb:DescribeContinuousBackups"] = "TableName",
        ["dynamodb:DescribeTable"] = "TableName",
        ["dynamodb:DescribeTimeToLive"] = "TableName",
        ["dynamodb:ListTables"] = "Limit=1",
        ["dynamodb:ListTagsOfResource"] = "ResourceArn={arn}:table/{name}",
        ["ec2:DescribeInstanceAttribute"] = "InstanceId=i-00000000000000000 Attribute=instanceType",
        ["ec2:DescribeVpcAttribute"] = "VpcId=vpc-00000000000000000 Attribute=enableDnsSupport",
        ["ec2:GetManagedPrefixListEntries"] = "PrefixListId=pl-00000000000000000",
        ["ecr:DescribeRepositories"] = "maxResults=1",
        ["ecr:GetLifecyclePolicy"] = "repositoryName",
        ["ecr:GetRepositoryPolicy"] = "repositoryName",
        ["ecr:ListTagsForResource"] = "resourceArn={arn}:repository/{name}",
        ["ecs:DescribeClusters"] = "clusters[]",
        ["ecs:DescribeServices"] = "cluster services[]",
        ["ecs:DescribeTaskDefinition"] = "taskDefinition",
        ["elasticloadbalancing:DescribeListeners"] = "LoadBalancerArn={arn}:loadbalancer/app/{name}/0000000000000000",
        ["elasticloadbalancing:DescribeLoadBalancerAttributes"] = "LoadBalancerArn={arn}:loadbalancer/app/{name}/0000000000000000",
        ["elasticloadbalancing:DescribeLoadBalancers"] = "PageSize=1",
        ["elasticloadbalancing:DescribeTags"] = "ResourceArns.member.1={arn}:loadbalancer/app/{name}/0000000000000000",
        ["elasticloadbalancing:DescribeTargetGroupAttributes"] = "TargetGroupArn={arn}:targetgroup/{name}/0000000000000000",
        ["elasticloadbalancing:DescribeTargetGroups"] = "PageSize=1",
        ["events:DescribeEventBus"] = "Name",
        ["events:DescribeRule"] = "Name",
        ["events:ListTagsForResource"] = "ResourceARN={arn}:rule/{name}",
        ["events:ListTargetsByRule"] = "Rule",
        ["iam:GetGroup"] = "GroupName",
        ["iam:GetGroupPolicy"] = "GroupName PolicyName",
        ["iam:GetInstanceProfile"] = "InstanceProfileName",
        ["iam:GetPolicy"] = "PolicyArn={policy}",
        ["iam:GetPolicyVersion"] = "PolicyArn={policy} VersionId=v1",
        ["iam:GetRole"] = "RoleName",
        ["iam:GetRolePolicy"] = "RoleName PolicyName",
        ["iam:GetUser"] = "UserName",
        ["iam:GetUserPolicy"] = "UserName PolicyName",
        ["iam:ListAttachedGroupPolicies"] = "GroupName",
        ["iam:ListAttachedRolePolicies"] = "RoleName",
        ["iam:ListAttachedUserPolicies"] = "UserName",
        ["iam:ListEntitiesForPolicy"] = "PolicyArn={policy}",
        ["iam:ListGroupPolicies"] = "GroupName",
        ["iam:ListGroupsForUser"] = "UserName",
        ["iam:ListPolicies"] = "Scope=Local MaxItems=1",
        ["iam:ListRolePolicies"] = "RoleName",
        ["iam:ListRoles"] = "MaxItems=1",
        ["iam:ListUserPolicies"] = "UserName",
        ["iam:ListUsers"] = "MaxItems=1",
        ["kinesis:DescribeStreamSummary"] = "StreamName",
        ["kinesis:ListTagsForStream"] = "StreamName",
        ["kms:ListKeys"] = "Limit=1",
        ["lambda:GetAlias"] = "/ /",
        ["lambda:GetEventSourceMapping"] = "/=00000000-0000-0000-0000-000000000000",
        ["lambda:GetFunctionConcurrency"] = "/",
        ["lambda:GetFunctionConfiguration"] = "/",
        ["lambda:GetPolicy"] = "/",
        ["lambda:ListEventSourceMappings"] = "MaxItems=1",
        ["lambda:ListFunctions"] = "MaxItems=1",
        ["lambda:ListTags"] = "/={arn}:function:{name}",
        ["logs:DescribeLogGroups"] = "limit=1",
        ["logs:ListTagsForResource"] = "resourceArn={arn}:log-group:{name}",
        ["monitoring:DescribeAlarms"] = "MaxRecords=1",
        ["monitoring:ListTagsForResource"] = "ResourceARN=arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
        ["secretsmanager:DescribeSecret"] = "SecretId",
        ["secretsmanager:ListSecrets"] = "MaxResults=1",
        ["sns:GetSubscriptionAttributes"] = "SubscriptionArn={arn}:{name}:00000000-0000-0000-0000-000000000000",
        ["sns:GetTopicAttributes"] = "TopicArn={arn}:{name}",
        ["sns:ListSubscriptionsByTopic"] = "TopicArn={arn}:{name}",
        ["sns:ListTagsForResource"] = "ResourceArn={arn}:{name}",
        ["sns:ListTopics"] = "",
        ["sqs:ListQueues"] = "MaxResults=1",
        ["ssm:DescribeParameters"] = "MaxResults=1",
        ["ssm:GetParameter"] = "Name",
        ["ssm:GetParameterHistory"] = "Name",
        ["ssm:ListTagsForResource"] = "ResourceType=Parameter ResourceId",
        ["states:DescribeStateMachine"] = "stateMachineArn={arn}:stateMachine:{name}",
        ["states:ListTagsForResource"] = "resourceArn={arn}:stateMachine:{name}",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether an operation can be tried with nothing at hand: S3's ask for a bucket that is there, as do SQS's and KMS's for a queue and a key.</summary>
    public static bool CanTry(ReadOperation operation) => operation.Service == "ec2" || Arguments.ContainsKey($"{operation.Service}:{operation.Name}") || operation is { Service: "s3", Name: "ListBuckets" };

    /// <summary>Tries each of some actions that nothing was told of yet.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="stack">A stack to ask about; null where there is none.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task TryAsync(IEnumerable<string> actions, string? stack, CancellationToken cancellation) =>
        Task.WhenAll(actions.Where(a => !log.Tells(a)).Select(a => TryAsync(a, stack, cancellation)));

    /// <summary>Why nothing could be told of an action, for people.</summary>
    public string WhyOpen(string action) => log.Of(action) is { Code: var code }
        ? code is null ? "the answer tells nothing of it" : $"the answer {code} tells nothing of it"
        : AwsOperations.Targets.Any(t => action == "cloudformation:" + t.Split('.')[1]) ? "nothing was read through Cloud Control"
        : !AwsOperations.Taking(action).Any() ? "only handlers of Cloud Control call it"
        : AwsOperations.Taking(action).Any(CanTry) ? "no answer came"
        : "it takes a resource that is there, and no stack has one";

    private async Task TryAsync(string action, string? stack, CancellationToken cancellation)
    {
        if (AwsOperations.Taking(action).FirstOrDefault(CanTry) is not { } operation)
            return;
        if (operation.Service == "s3")
        {
            await live.ListAsync(scope, DataListers.Bucket.Type, cancellation).ConfigureAwait(false);
            return;
        }

        var service = Services[operation.Service];
        var (path, arguments) = Asked(operation, stack);
        await live.AskAsync(scope, service, operation, path, arguments, cancellation).ConfigureAwait(false);
        if (log.Of(action) is { IsAllowed: null, Code: { } code } && !Undecided.Contains(operation.Service) && (AwsErrors.IsMissing(code) || Absent.Contains($"{operation.Service}:{code}")))
            log.Note(action, new PermissionAnswer(true, code));
    }

    private (ImmutableArray<string> Path, MapValue Arguments) Asked(ReadOperation operation, string? stack)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        var arguments = new List<KeyValuePair<string, PropertyValue>>();
        if (operation.Service == "ec2")
            arguments.Add(KeyValuePair.Create("DryRun", (PropertyValue)new ScalarValue("true")));
        foreach (var part in Arguments.GetValueOrDefault($"{operation.Service}:{operation.Name}", "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, given) = part.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (part[..at], Filled(part[(at + 1)..], operation.Service, stack)) : (part, Nothing);
            if (name == "/")
                path.Add(given);
            else if (name.EndsWith("[]", StringComparison.Ordinal))
                arguments.Add(KeyValuePair.Create(name[..^2], (PropertyValue)new ListValue([new ScalarValue(given)])));
            else
                arguments.Add(KeyValuePair.Create(name, (PropertyValue)(int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new ScalarValue(given, ScalarKind.Number) : new ScalarValue(given))));
        }

        return (path.ToImmutable(), MapValue.Create(arguments));
    }

    private string Filled(string text, string service, string? stack)
    {
        var partition = Amazon.RegionEndpoint.GetBySystemName(scope.Region).PartitionName;
        return text
            .Replace("{arn}", $"arn:{partition}:{service}:{scope.Region}:{scope.Account}", StringComparison.Ordinal)
            .Replace("{policy}", $"arn:{partition}:iam::{scope.Account}:policy/{Nothing}", StringComparison.Ordinal)
            .Replace("{partition}", partition, StringComparison.Ordinal).Replace("{region}", scope.Region, StringComparison.Ordinal).Replace("{account}", scope.Account, StringComparison.Ordinal)
            .Replace("{stack}", stack ?? Nothing, StringComparison.Ordinal).Replace("{name}", Nothing, StringComparison.Ordinal);
    }
}
