using System.Text.Json.Nodes;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests;

/// <summary>What the networks of the sample estate are made of.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private readonly CommandRunner _cli = new();
    private readonly DirectoryInfo _sample = Directory.CreateTempSubdirectory("driftboard-network-");
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;
    private string _repository = "";

    public async ValueTask InitializeAsync()
    {
        var sample = SampleRepository.Create(Path.Combine(_sample.FullName, "shop"));
        SampleEstate.Deploy(_cloud, sample);
        _repository = sample.Path;
        _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _server.StartAsync(TestContext.Current.CancellationToken).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().AsTask().Soon();
        SampleRepository.Delete(_sample);
        _cli.Dispose();
    }

    [Fact]
    public async Task The_networks_are_told_in_text_and_as_a_document()
    {
        var text = await LiveAsync("network", "--environment", "production");
        var json = await LiveAsync("network", "--environment", "production", "--format", "json");

        Assert.Equal((ExitCode.Ok, "", ExitCode.Ok), (text.ExitCode, text.Error, json.ExitCode));
        Assert.Contains("shop production\n", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  \d+ VPCs, \d+ subnets, \d+ route tables, \d+ network ACLs, \d+ security groups, ", text.Output);
        Assert.Matches(@"\n  rtb-[0-9a-f]+  0\.0\.0\.0/0 to (igw|nat)-", text.Output);
        Assert.Matches(@"lets in 0\.0\.0\.0/0 tcp 443\n", text.Output);
        Assert.Matches(@"lets in (?!0\.0\.0\.0/0)[0-9.]+/\d+ tcp \d+\n", text.Output);
        var network = JsonNode.Parse(json.Output)!["networks"]![0]!;
        Assert.Equal(("read", "EC2 DescribeVpcs", true), ((string)network["vpcs"]!["outcome"]!, (string)network["vpcs"]!["reader"]!, (bool)network["isWhole"]!));
        Assert.NotEmpty(network["vpcs"]!["facts"]!.AsArray());
        Assert.StartsWith("vpc-", (string)network["subnets"]!["facts"]![0]!["vpcId"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_denied_is_said_to_be_unknown()
    {
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "DescribeVpcPeeringConnections"));

        var text = await LiveAsync("network", "--environment", "production");
        var json = await LiveAsync("network", "--environment", "production", "--format", "json");

        Assert.Equal((ExitCode.NotFullyChecked, ExitCode.NotFullyChecked), (text.ExitCode, json.ExitCode));
        Assert.Matches(@"\n  not read: peering connections  \(denied: ec2 DescribeVpcPeeringConnections: AccessDenied: .*ec2:DescribeVpcPeeringConnections\)\n", text.Output);
        Assert.DoesNotContain("0 peering connections", text.Output, StringComparison.Ordinal);
        var peerings = JsonNode.Parse(json.Output)!["networks"]![0]!["peerings"]!;
        Assert.Equal(("denied", null), ((string)peerings["outcome"]!, peerings["facts"]));
    }

    [Fact]
    public async Task A_recording_holds_networks_where_somebody_asked_for_them()
    {
        var live = await LiveAsync("network", "--format", "json");
        await LiveAsync("record", "with", "--network");
        await LiveAsync("record", "without");
        await _server!.DisposeAsync().AsTask().Soon();
        _server = null;

        var with = await _cli.RunAsync("network", "--from", "with", "--format", "json");
        var without = await _cli.RunAsync("network", "--from", "without");
        var replayed = await _cli.RunAsync("replay", "with");

        Assert.Equal(ExitCode.Ok, with.ExitCode);
        Assert.Equal(WithoutTimes(live.Output), WithoutTimes(with.Output));
        Assert.Equal(ExitCode.NotFullyChecked, without.ExitCode);
        Assert.Contains("Networks are not in the recording: 'driftboard record --network' puts them there.", without.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("says something else", replayed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_nobody_knows_is_told_with_those_that_there_are()
    {
        var result = await LiveAsync("network", "--environment", "nowhere");

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.StartsWith("--environment: found nowhere; allowed are ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environments_are_those_that_stacks_make_and_none_is_nothing_read()
    {
        var result = await LiveAsync("network", "--environment", "pr-142");
        _cloud.Reset();
        using var repository = new TemporaryRepository();
        repository.Commit("Ana", "first", ("driftboard.yaml", """
            version: 1
            application: shop
            environments:
              - {name: "pr-{number}", tier: ephemeral, account: "111111111111", regions: [eu-west-1], ref: main}
            components:
              - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
            """));

        var none = await _cli.RunAsync("network", "--repository", repository.Source, "--endpoint", _server!.Urls.First());

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains("shop pr-142\n", result.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.NotFullyChecked, "No environment names a region.\n", ""), (none.ExitCode, none.Output, none.Error));
    }

    private Task<CommandResult> LiveAsync(params string[] arguments) => _cli.RunAsync([.. arguments, "--repository", _repository, "--endpoint", _server!.Urls.First()]);

    private static string WithoutTimes(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"observedAt\": \"[^\"]+\"", "");
}
