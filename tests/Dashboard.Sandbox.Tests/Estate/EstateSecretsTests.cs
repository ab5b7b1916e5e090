using System.Net;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sandbox.Tests.Estate;

/// <summary>A NoEcho value comes back from nowhere but the service that runs with it: CloudFormation never says it, in no reply.</summary>
public sealed class EstateSecretsTests(DeployedEstate deployed)
{
    [Fact]
    public async Task CloudFormation_says_no_hidden_value_in_any_reply()
    {
        var secrets = SampleEstateTests.Secrets(deployed).ToList();
        var time = new FakeTimeProvider(deployed.Time.GetUtcNow());
        var cloud = new SandboxCloud(time);
        SampleEstate.Deploy(cloud, deployed.Repository);
        await using var server = await SandboxServer.StartAsync(cloud).Soon();
        var replies = new List<string>();

        foreach (var account in SampleEstate.Accounts)
        {
            async Task AskAsync(string action, params (string, string)[] fields)
            {
                var (status, answer) = await server.QueryAsync(account, Some.Region, "cloudformation", action, fields);
                Assert.True(status == HttpStatusCode.OK, $"{action}: {answer}");
                replies.Add(answer.ToString());
            }

            await AskAsync("DescribeStacks");
            await AskAsync("ListStacks");
            await AskAsync("ListExports");
            foreach (var stack in cloud.ListStacks(account, Some.Region))
            {
                await AskAsync("DetectStackDrift", ("StackName", stack.StackId));
                time.Advance(TimeSpan.FromSeconds(1));
                foreach (var action in new[] { "DescribeStacks", "DescribeStackResources", "ListStackResources", "DescribeStackEvents", "GetTemplate", "GetTemplateSummary", "DescribeStackResourceDrifts" })
                    await AskAsync(action, ("StackName", stack.StackId));
            }
        }

        Assert.True(replies.Count > 200, $"{replies.Count} replies");
        Assert.Contains(replies, r => r.Contains("****", StringComparison.Ordinal));
        Assert.All(secrets, s => Assert.DoesNotContain(replies, r => r.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Write_only_passwords_are_in_no_live_resource_and_in_no_answer_to_a_change()
    {
        var passwords = SampleEstate.Accounts.SelectMany(a => deployed.Cloud.ListStacks(a, Some.Region))
            .Where(s => s.Parameters.ContainsKey("MasterPassword")).Select(s => s.Parameters["MasterPassword"]).ToList();
        var cloud = new SandboxCloud(deployed.Time);
        SampleEstate.Deploy(cloud, deployed.Repository);
        await using var server = await SandboxServer.StartAsync(cloud).Soon();
        var replies = new List<string>();

        foreach (var account in SampleEstate.Accounts)
        {
            foreach (var live in cloud.Read(account, Some.Region).Live.Values.Where(l => Sandbox.Cloud.Types.ReadableTypes.CanRead(l.Key.Type)).ToList())
            {
                var name = $"\"TypeName\":{JsonValues.Quote(live.Key.Type)},\"Identifier\":{JsonValues.Quote(live.Key.Identifier)}";
                replies.Add((await server.CloudControlAsync("GetResource", "{" + name + "}", account)).Answer.ToString());
                if (live.Key.Type is "AWS::RDS::DBInstance" or "AWS::SecretsManager::Secret")
                    replies.Add((await server.CloudControlAsync("UpdateResource", "{" + name + ",\"PatchDocument\":\"[]\"}", account)).Answer.ToString());
            }
        }

        Assert.Equal(3, passwords.Count);
        Assert.True(replies.Count > 300, $"{replies.Count} replies");
        Assert.All(passwords, p => Assert.DoesNotContain(replies, r => r.Contains(p, StringComparison.Ordinal)));
    }
}
