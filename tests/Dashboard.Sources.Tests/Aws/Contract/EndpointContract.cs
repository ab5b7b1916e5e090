using System.Globalization;

namespace Dashboard.Sources.Tests.Aws.Contract;

/// <summary>What an AWS endpoint answers, fact by fact. What the embedded cloud or the emulator answers otherwise stands in differences.tsv, with the reason.</summary>
public abstract partial class EndpointContract
{
    private const string Template = """
        {"Parameters": {"Token": {"Type": "String", "NoEcho": true}, "Seconds": {"Type": "Number", "Default": "30"}},
         "Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": {"Ref": "Seconds"}}},
                       "Alarms": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "alarms"}}},
         "Outputs": {"Arn": {"Description": "the queue", "Value": {"Fn::GetAtt": ["Jobs", "Arn"]}, "Export": {"Name": "contract-arn"}}}}
        """;

    private const string Importing = """{"Resources": {"Level": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/contract/level", "Type": "String", "Value": {"Fn::ImportValue": "contract-arn"}}}}}""";
    private const string Small = """{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}}}""";
    private const int Many = 120;

    private static readonly (string Name, string Expected, Func<ContractEndpoint, Task<string>> Answer)[] All =
    [
        ("a stack as it is described", "contract CREATE_COMPLETE Seconds=30 Token=**** Arn=contract-arn team=shop", async e =>
        {
            var stack = (await e.AskAsync("DescribeStacks", ("StackName", "contract"))).Members("Stacks").Single();
            return $"{stack["StackName"]} {stack["StackStatus"]} {string.Join(' ', stack.Members("Parameters").Select(p => $"{p["ParameterKey"]}={p["ParameterValue"]}").Order(StringComparer.Ordinal))} "
                + $"{string.Join(' ', stack.Members("Outputs").Select(o => $"{o["OutputKey"]}={o["ExportName"]}"))} {string.Join(' ', stack.Members("Tags").Select(t => $"{t["Key"]}={t["Value"]}"))}";
        }),
        ("a stack by its id is the one of its name", "contract", async e =>
        {
            var id = (await e.AskAsync("DescribeStacks", ("StackName", "contract"))).Members("Stacks").Single()["StackId"];
            return (await e.AskAsync("DescribeStacks", ("StackName", id))).Members("Stacks").Single()["StackName"];
        }),
        ("a stack that is not there", "400 ValidationError Stack with id nowhere does not exist", async e =>
            await e.AskAsync("DescribeStacks", ("StackName", "nowhere")) is var answer ? $"{answer.Code} {answer["Message"]}" : ""),
        ("all stacks in pages, each once", "123 of 123, several pages", async e => Paged(await e.PagesAsync("DescribeStacks"), "Stacks", "StackName")),
        ("a list of stacks in pages, each once", "123 of 123, several pages", async e => Paged(await e.PagesAsync("ListStacks", ("StackStatusFilter.member.1", "CREATE_COMPLETE"), ("StackStatusFilter.member.2", "UPDATE_COMPLETE")), "StackSummaries", "StackName")),
        ("a list of deleted stacks", "contract-gone DELETE_COMPLETE", async e => string.Join(", ", (await e.PagesAsync("ListStacks", ("StackStatusFilter.member.1", "DELETE_COMPLETE")))
            .SelectMany(p => p.Members("StackSummaries")).Select(s => $"{s["StackName"]} {s["StackStatus"]}"))),
        ("a deleted stack by its name", "400 ValidationError", async e => (await e.AskAsync("DescribeStacks", ("StackName", "contract-gone"))).Code),
        ("a deleted stack by its id", "DELETE_COMPLETE", async e =>
        {
            var gone = (await e.PagesAsync("ListStacks", ("StackStatusFilter.member.1", "DELETE_COMPLETE"))).SelectMany(p => p.Members("StackSummaries")).Single();
            var answer = await e.AskAsync("DescribeStacks", ("StackName", gone["StackId"]));
            return answer.Members("Stacks").SingleOrDefault()?["StackStatus"] ?? answer.Code;
        }),
        ("a template as it was given", "the text itself", async e => (await e.AskAsync("GetTemplate", ("StackName", "contract")))["TemplateBody"] == Template ? "the text itself" : "another text"),
        ("the stages of a template", "Original Processed", async e => string.Join(' ', (await e.AskAsync("GetTemplate", ("StackName", "contract"), ("TemplateStage", "Original"))).Members("StagesAvailable").Select(s => s.Result.Value))),
        ("a processed template without a transform", "the text itself", async e =>
            (await e.AskAsync("GetTemplate", ("StackName", "contract"), ("TemplateStage", "Processed")))["TemplateBody"] == Template ? "the text itself" : "another text"),
        ("the template of a stack that is not there", "400 ValidationError Stack with id nowhere does not exist", async e =>
            await e.AskAsync("GetTemplate", ("StackName", "nowhere")) is var answer ? $"{answer.Code} {answer["Message"]}" : ""),
        ("a summary of a template", "Seconds Token: AWS::SNS::Topic AWS::SQS::Queue", async e => await e.AskAsync("GetTemplateSummary", ("TemplateBody", Template)) is not { Status: 200 } answer ? "refused" : $"{string.Join(' ', answer.Members("Parameters").Select(p => p["ParameterKey"]).Order(StringComparer.Ordinal))}: {string.Join(' ', answer.Members("ResourceTypes").Select(t => t.Result.Value).Order(StringComparer.Ordinal))}"),
        ("the resources of a stack", "Alarms AWS::SNS::Topic CREATE_COMPLETE, Jobs AWS::SQS::Queue CREATE_COMPLETE", async e => string.Join(", ", (await e.AskAsync("ListStackResources", ("StackName", "contract")))
            .Members("StackResourceSummaries").Select(r => $"{r["LogicalResourceId"]} {r["ResourceType"]} {r["ResourceStatus"]}").Order(StringComparer.Ordinal))),
        ("the resources of a stack that is not there", "400 ValidationError Stack with id nowhere does not exist", async e =>
            await e.AskAsync("ListStackResources", ("StackName", "nowhere")) is var answer ? $"{answer.Code} {answer["Message"]}" : ""),
        ("a resource of a stack", "Jobs AWS::SQS::Queue CREATE_COMPLETE", async e => await e.AskAsync("DescribeStackResource", ("StackName", "contract"), ("LogicalResourceId", "Jobs")) is var answer
            ? $"{answer["StackResourceDetail/LogicalResourceId"]} {answer["StackResourceDetail/ResourceType"]} {answer["StackResourceDetail/ResourceStatus"]}" : ""),
        ("a resource that is not in a stack", "400 ValidationError Resource Nothing does not exist for stack contract", async e =>
            await e.AskAsync("DescribeStackResource", ("StackName", "contract"), ("LogicalResourceId", "Nothing")) is var answer ? $"{answer.Code} {answer["Message"]}" : ""),
        ("what happened to a stack, the newest first", "contract CREATE_COMPLETE … contract CREATE_IN_PROGRESS", async e =>
        {
            var events = (await e.PagesAsync("DescribeStackEvents", ("StackName", "contract"))).SelectMany(p => p.Members("StackEvents")).Select(v => $"{v["LogicalResourceId"]} {v["ResourceStatus"]}").ToList();
            return $"{events[0]} … {events[^1]}";
        }),
        ("what happened to a resource", "Jobs CREATE_COMPLETE, Jobs CREATE_IN_PROGRESS", async e => string.Join(", ", (await e.PagesAsync("DescribeStackEvents", ("StackName", "contract")))
            .SelectMany(p => p.Members("StackEvents")).Where(v => v["LogicalResourceId"] == "Jobs").Select(v => $"{v["LogicalResourceId"]} {v["ResourceStatus"]}").Distinct())),
        ("exports", "contract-arn of contract", async e => string.Join(", ", (await e.AskAsync("ListExports")).Members("Exports").Select(x => $"{x["Name"]} of {x["ExportingStackId"].Split('/').ElementAtOrDefault(1)}"))),
        ("who imports an export", "contract-importer", async e => await e.AskAsync("ListImports", ("ExportName", "contract-arn")) is var answer && answer.Status == 200 ? string.Join(", ", answer.Members("Imports").Select(i => i.Result.Value)) : answer.Code),
        ("who imports what nobody exports", "400 ValidationError", async e => (await e.AskAsync("ListImports", ("ExportName", "nothing"))).Code),
        ("a change set", "change CREATE_COMPLETE AVAILABLE: Modify Jobs", async e =>
        {
            await e.AskAsync(
                "CreateChangeSet", ("StackName", "contract"), ("ChangeSetName", "change"), ("ChangeSetType", "UPDATE"), ("UsePreviousTemplate", "false"), ("TemplateBody", Template),
                ("Parameters.member.1.ParameterKey", "Seconds"), ("Parameters.member.1.ParameterValue", "60"), ("Parameters.member.2.ParameterKey", "Token"), ("Parameters.member.2.UsePreviousValue", "true"));
            var answer = await e.AskAsync("DescribeChangeSet", ("StackName", "contract"), ("ChangeSetName", "change"));
            return $"{answer["ChangeSetName"]} {answer["Status"]} {answer["ExecutionStatus"]}: {string.Join(", ", answer.Members("Changes").Select(c => $"{c["ResourceChange/Action"]} {c["ResourceChange/LogicalResourceId"]}"))}";
        }),
        ("a change set that is not there", "404 ChangeSetNotFound", async e => (await e.AskAsync("DescribeChangeSet", ("StackName", "contract"), ("ChangeSetName", "nothing"))).Code),
        ("drift of a stack", "DETECTION_COMPLETE IN_SYNC 0: Alarms IN_SYNC, Jobs IN_SYNC", async e =>
        {
            var started = await e.AskAsync("DetectStackDrift", ("StackName", "contract"));
            if (started.Status != 200)
                return started.Code;
            var id = started["StackDriftDetectionId"];
            var status = await e.AskAsync("DescribeStackDriftDetectionStatus", ("StackDriftDetectionId", id));
            for (var look = 0; status["DetectionStatus"] == "DETECTION_IN_PROGRESS" && look < 100; look++)
                status = await e.AskAsync("DescribeStackDriftDetectionStatus", ("StackDriftDetectionId", id));
            var drifts = (await e.AskAsync("DescribeStackResourceDrifts", ("StackName", "contract"))).Members("StackResourceDrifts").Select(d => $"{d["LogicalResourceId"]} {d["StackResourceDriftStatus"]}").Order(StringComparer.Ordinal);
            return $"{status["DetectionStatus"]} {status["StackDriftStatus"]} {status["DriftedStackResourceCount"]}: {string.Join(", ", drifts)}";
        }),
        ("stack sets where there is none", "200, 0", async e => await e.AskAsync("ListStackSets") is var answer ? string.Create(CultureInfo.InvariantCulture, $"{answer.Code}, {answer.Members("Summaries").Count()}") : ""),
        ("the stacks of a stack set that is not there", "404 StackSetNotFoundException", async e => (await e.AskAsync("ListStackInstances", ("StackSetName", "nothing"))).Code),
        ("an update that changes nothing", "400 ValidationError No updates are to be performed.", async e =>
            await e.AskAsync("UpdateStack", ("StackName", "contract-0"), ("TemplateBody", Small)) is var answer ? $"{answer.Code} {answer["Message"]}" : ""),
        ("a stack of a name that is taken", "400 AlreadyExistsException", async e => (await e.AskAsync("CreateStack", ("StackName", "contract"), ("TemplateBody", Small))).Code),
        ("a template that is none", "400 ValidationError", async e => (await e.AskAsync("CreateStack", ("StackName", "contract-broken"), ("TemplateBody", "{\"Resources\": "))).Code),
        ("an action that nobody knows", "400 InvalidAction", async e => (await e.AskAsync("MakeCoffee")).Code),
        ("a role that was taken on acts in its account", "555555555555 arn:aws:sts::555555555555:assumed-role/reader/contract", async e =>
        {
            var role = await e.AskTokensAsync("AssumeRole", ("RoleArn", "arn:aws:iam::555555555555:role/reader"), ("RoleSessionName", "contract"));
            var me = await e.AskTokensAsync(role["Credentials/AccessKeyId"], "GetCallerIdentity");
            return $"{me["Account"]} {role["AssumedRoleUser/Arn"]}";
        }),
        .. Networks,
        ("a request without credentials of anybody", "403", async e => (await e.AskTokensAsync("NOBODY", "GetCallerIdentity")).Status.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The facts by name.</summary>
    public static TheoryData<string> Facts => [.. All.Select(f => f.Name)];

    /// <summary>The word for the endpoint in differences.tsv.</summary>
    private protected abstract string Name { get; }

    /// <summary>The endpoint, with the stacks that the facts are about.</summary>
    private protected abstract Task<ContractEndpoint> OpenAsync();

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Its_answer_is_that_of_the_service_or_a_difference_that_is_listed(string fact)
    {
        using var endpoint = await OpenAsync();
        var (_, expected, answer) = All.Single(f => f.Name == fact);
        var listed = ContractDifferences.All.SingleOrDefault(d => d.Endpoint == Name && d.Fact == fact);

        var said = await answer(endpoint);

        if (listed is null)
        {
            Assert.Equal(expected, said);
            return;
        }

        Assert.True(said != expected, $"{fact}: {Name} answers as the service does now; its row of differences.tsv says otherwise and is to be taken out.");
        Assert.Equal(listed.Answer, said);
    }

    /// <summary>Every row is of a fact and of an endpoint.</summary>
    internal static void Check(ContractDifference difference) => Assert.Contains(difference.Fact, All.Select(f => f.Name));

    /// <summary>Makes what the facts are about; the answers that it gives are facts of their own.</summary>
    private protected static async Task FillAsync(ContractEndpoint endpoint)
    {
        await MakeAsync("contract", Template, ("Parameters.member.1.ParameterKey", "Token"), ("Parameters.member.1.ParameterValue", "canary"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "shop"));
        await MakeAsync("contract-importer", Importing);
        await MakeAsync("contract-gone", Small);
        await endpoint.AskAsync("DeleteStack", ("StackName", "contract-gone"));
        await MakeAsync("contract-network", Network);
        for (var i = 0; i < Many; i++)
            await MakeAsync(string.Create(CultureInfo.InvariantCulture, $"contract-{i}"), Small);

        async Task MakeAsync(string name, string template, params (string Name, string Value)[] more)
        {
            var made = await endpoint.AskAsync("CreateStack", [("StackName", name), ("TemplateBody", template), .. more]);
            Assert.True(made.Status == 200, $"{name}: {made.Code} {made["Message"]}");
        }
    }

    private static string Paged(List<ContractAnswer> pages, string list, string name)
    {
        var names = pages.SelectMany(p => p.Members(list)).Select(s => s[name]).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{names.Distinct().Count()} of {names.Count}, {(pages.Count > 1 ? "several pages" : "one page")}");
    }
}
