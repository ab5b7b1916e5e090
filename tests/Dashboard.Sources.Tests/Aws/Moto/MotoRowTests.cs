using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>
/// What goes wrong in a scan of an emulator that others wrote is what goes wrong in one of the sandbox: pages that are not those of one list, stacks that are deployed or deleted meanwhile, many stacks,
/// secrets, and stacks in which nothing can be judged.
/// </summary>
public sealed class MotoRowTests
{
    private const string Worker = """
        Parameters: {Prefix: {Type: String}}
        Resources:
          Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 30}}
        """;

    [Fact]
    public async Task Row_15_a_list_that_repeats_a_token_or_a_page_is_not_whole_and_says_so()
    {
        AwsCommand.Require();
        await using var moto = new MotoServer();
        using var estate = new MotoEstate(await moto.UrlAsync(), Worker);
        await estate.DeployAsync("staging");
        await using var proxy = await FaultProxy.StartAsync(await moto.UrlAsync());

        foreach (var (operation, fault, says) in PagingFaultTests.Faults.Select(f => f.Data).Where(f => f.Item1 is not "ListResources"))
        {
            var first = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
            var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
            proxy.Hits = (_, asking) => asking == operation;
            proxy.Fault = call => PagingFaultTests.LoseWayAsync(call, fault, first, asked);
            using var live = estate.Source(proxy.Url);

            var stack = (await estate.ScanAsync("staging", null, live)).Evaluation.Stacks.Single();

            Assert.Equal((operation, fault, Status.Unknown, StatusReason.StackUnreadable), (operation, fault, stack.Status, stack.Reason));
            Assert.Contains(says, stack.Detail, StringComparison.Ordinal);
            Assert.All(asked, a => Assert.InRange(a.Value, 1, 2000));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row_19_a_stack_that_is_deployed_or_deleted_while_it_is_read_has_no_drift(bool isDeleted)
    {
        AwsCommand.Require();
        await using var moto = new MotoServer();
        using var estate = new MotoEstate(await moto.UrlAsync(), Worker, ("later.yaml", Worker.Replace("30", "60", StringComparison.Ordinal)));
        await estate.DeployAsync("staging");
        var keys = await estate.KeysAsync("staging");
        await using var proxy = await FaultProxy.StartAsync(await moto.UrlAsync());
        var lists = 0;
        proxy.Hits = (_, operation) => operation == "ListStackResources";
        // The template was asked for, and nothing of the resources was read yet.
        proxy.Fault = async call =>
        {
            if (Interlocked.Increment(ref lists) == 1)
            {
                await estate.AwsAsync(keys, "staging", isDeleted
                    ? ["cloudformation", "delete-stack", "--stack-name", "staging-estate"]
                    : [
                        "cloudformation", "update-stack", "--stack-name", "staging-estate", "--template-body", $"file://{Path.Combine(Path.GetDirectoryName(estate.TemplateFile)!, "later.yaml")}",
                        "--parameters", "ParameterKey=Prefix,ParameterValue=staging",
                    ]);
            }

            await call.PassOnAsync();
        };
        using var live = estate.Source(proxy.Url);

        var stack = (await estate.ScanAsync("staging", null, live)).Evaluation.Stacks.Single();

        if (isDeleted)
        {
            Assert.Equal((Status.NotDeployed, StatusReason.StackMissing, 0), (stack.Status, stack.Reason, stack.Drifted));
            return;
        }

        var jobs = Assert.Single(stack.Resources);
        Assert.Equal((Status.InSync, 0, 1), (stack.Status, stack.Drifted, stack.PendingChanges));
        Assert.Equal(("30", "60", "60"), (Timeout(jobs.Desired), Timeout(jobs.Deployed), Timeout(jobs.Live)));

        static string Timeout(MapValue? properties) => ((ScalarValue)properties!["VisibilityTimeout"]!).Text;
    }

    [Fact]
    public async Task Row_20_two_hundred_stacks_on_several_pages_take_the_calls_that_they_must()
    {
        const int Stacks = 200;
        AwsCommand.Require();
        await using var moto = new MotoServer();
        using var estate = new MotoEstate(await moto.UrlAsync(), Worker, ("driftboard.yaml", """
            version: 1
            application: shop
            environments:
              - {name: staging, account: "333333333333", regions: [eu-west-1], ref: main}
            components:
              - {name: tenant, template: estate.yaml, parameters: ["{environment}.json"], stack: "{environment}-tenant-{instance}"}
            """));
        var keys = await estate.KeysAsync("staging");
        using var http = new HttpClient { BaseAddress = new Uri(await moto.UrlAsync()) };
        await Parallel.ForEachAsync(Enumerable.Range(0, Stacks), new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = TestContext.Current.CancellationToken }, async (i, stop) =>
        {
            // One after another: the emulator answers 500 now and then where stacks are made side by side. It checks no signature: whose call it is, the key tells.
            using var request = new HttpRequestMessage(HttpMethod.Post, "/")
            {
                Content = new FormUrlEncodedContent(
                [
                    new("Action", "CreateStack"), new("Version", "2010-05-15"), new("StackName", string.Create(CultureInfo.InvariantCulture, $"staging-tenant-{i:D3}")), new("TemplateBody", Worker),
                    new("Parameters.member.1.ParameterKey", "Prefix"), new("Parameters.member.1.ParameterValue", "staging"),
                ]),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", $"Credential={keys[0]}/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0");
            using var answer = await http.SendAsync(request, stop);
            answer.EnsureSuccessStatusCode();
        });

        var scan = await estate.ScanAsync("staging", null);

        Assert.Equal(Stacks, scan.Evaluation.Stacks.Length);
        Assert.All(scan.Evaluation.Stacks, s => Assert.Equal((Status.InSync, new Coverage(1, 1)), (s.Status, s.Coverage)));
        var calls = scan.Calls.Made.Calls;
        Assert.Equal((Stacks, Stacks, Stacks), (calls["cloudformation:GetTemplate"], calls["cloudformation:ListStackResources"], calls["sqs:GetQueueAttributes"]));
        Assert.InRange(calls["cloudformation:DescribeStacks"], 4, 20);
        Assert.InRange(scan.Calls.Estimated, scan.Calls.Made.Total * 0.9, scan.Calls.Made.Total * 1.1);
    }

    [Fact]
    public async Task Row_21_what_nobody_can_read_is_neither_equal_nor_drift()
    {
        AwsCommand.Require();
        await using var moto = new MotoServer();
        using var estate = new MotoEstate(await moto.UrlAsync(), """
            Parameters:
              Prefix: {Type: String}
              Token: {Type: String, NoEcho: true, Default: canary-token}
            Resources:
              Level: {Type: 'AWS::SSM::Parameter', Properties: {Name: !Sub '/${Prefix}/level', Type: String, Value: !Ref Token}}
              User: {Type: 'AWS::IAM::User', Properties: {UserName: !Sub '${Prefix}-deployer', LoginProfile: {Password: !Ref Token}}}
            """);
        await Task.WhenAll(estate.DeployAsync("staging"), estate.DeployAsync("production"));
        // The emulator shows the default of such a parameter, where AWS shows nothing of any.
        await using var proxy = await FaultProxy.StartAsync(await moto.UrlAsync());
        proxy.Hits = static (_, operation) => operation == "DescribeStacks";
        proxy.Fault = static async call => await call.AnswerAsync(
            200, "text/xml", System.Text.Encoding.UTF8.GetString((await call.Forward()).Body).Replace("<ParameterValue>canary-token<", "<ParameterValue>****<", StringComparison.Ordinal));
        using var live = estate.Source(proxy.Url);

        var left = await estate.ScanAsync("staging", null, live);
        var right = await estate.ScanAsync("production", null, live);
        var parity = ParityEvaluator.Evaluate(left.Evaluation, right.Evaluation, IdentityMapBuilder.Build([left.Snapshot, right.Snapshot]), DateTimeOffset.UtcNow);

        foreach (var stack in left.Evaluation.Stacks.Concat(right.Evaluation.Stacks))
        {
            Assert.Equal((Status.PartlyChecked, StatusReason.Secret, 0), (stack.Status, stack.Reason, stack.Drifted));
            Assert.Equal(
                ["Level /Value", "User /LoginProfile"],
                stack.Resources.SelectMany(r => r.Unverified.Where(u => u.Between == DifferenceBetween.DeployedLive).Select(u => $"{r.Address} {u.Path}")).Order(StringComparer.Ordinal));
            Assert.All(stack.Resources, r => Assert.DoesNotContain("canary", $"{r.Desired} {r.Deployed} {r.Live} {r.Detail}", StringComparison.Ordinal));
        }

        var item = Assert.Single(parity.Items, i => i.Address.Path == "User" && i.Path.ToString().StartsWith("/LoginProfile", StringComparison.Ordinal));
        Assert.Equal(ParityPile.Unverifiable, item.Pile);
    }

    [Fact]
    public async Task Row_22_a_stack_in_which_nothing_is_judged_is_never_in_sync()
    {
        AwsCommand.Require();
        await using var moto = new MotoServer();
        // The emulator makes nothing of the type, and says that the stack is complete.
        using var unknown = new MotoEstate(await moto.UrlAsync(), "Parameters: {Prefix: {Type: String}}\nResources: {Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}");
        await unknown.DeployAsync("staging");
        using var reviewed = new MotoEstate(await moto.UrlAsync(), Worker);
        await reviewed.AwsAsync(
            await reviewed.KeysAsync("production"), "production", "cloudformation", "create-change-set", "--change-set-type", "CREATE", "--change-set-name", "first", "--stack-name", "production-estate",
            "--template-body", $"file://{reviewed.TemplateFile}", "--parameters", "ParameterKey=Prefix,ParameterValue=production");

        var (nothing, _) = await unknown.ScanAsync("staging");
        var (planned, _) = await reviewed.ScanAsync("production");

        Assert.Equal((Status.NotChecked, 0), (nothing.Status, nothing.Coverage.Compared));
        Assert.Equal((Status.NotDeployed, 0), (planned.Status, planned.Drifted));
    }

    [Fact]
    public async Task Row_22_what_CloudFormation_says_of_a_stack_is_its_status()
    {
        AwsCommand.Require();
        await using var moto = new MotoServer();
        using var estate = new MotoEstate(await moto.UrlAsync(), Worker);
        await estate.DeployAsync("staging");
        await using var proxy = await FaultProxy.StartAsync(await moto.UrlAsync());
        using var live = estate.Source(proxy.Url);

        foreach (var (word, status, reason) in MovingStackTests.States.Select(s => s.Data))
        {
            MovingStackTests.SayState(proxy, word);

            MovingStackTests.AssertState(word, status, reason, (await estate.ScanAsync("staging", null, live)).Evaluation.Stacks.Single());
        }
    }
}
