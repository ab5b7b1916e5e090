using System.Diagnostics;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Tests.Shared;

namespace Dashboard.Sandbox.Tests.Estate;

/// <summary>Changes by hand that a visitor makes and takes back.</summary>
public sealed class MistakeTests(DeployedEstate deployed)
{
    private const string Endpoint = "http://127.0.0.1:5081";

    private readonly SandboxCloud _cloud = new(deployed.Time);

    public static TheoryData<string> Ids => [.. MistakeCatalog.Offered.Select(m => m.Id)];

    [Fact]
    public void Mistakes_are_offered_in_several_environments_and_kinds_and_some_are_made_already()
    {
        var mistakes = deployed.Estate.Mistakes(Endpoint);

        Assert.InRange(mistakes.Length, 8, 10);
        Assert.Equal(mistakes.Length, mistakes.Select(m => m.Id).Distinct().Count());
        Assert.Equal(["development", "production", "staging"], mistakes.Select(m => m.Environment).Distinct().Order());
        Assert.Equal(
            ["delete-mail-alarm", "larger-database", "long-timeout", "open-ssh", "replay-queue", "suspend-versioning"],
            mistakes.Where(m => m.IsApplied).Select(m => m.Id).Order());
        Assert.All(mistakes, m => Assert.All(new[] { m.Title, m.Description, m.Component }, t => Assert.NotEmpty(t)));
        Assert.All(mistakes, m => Assert.NotNull(deployed.Find(m.Environment, m.Component)));
    }

    [Fact]
    public void Every_mistake_and_its_opposite_leave_the_cloud_as_it_was()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        var before = DeployedEstate.Picture(_cloud);

        foreach (var mistake in estate.Mistakes(Endpoint))
        {
            Action<string> there = mistake.IsApplied ? estate.Revert : estate.Apply, back = mistake.IsApplied ? estate.Apply : estate.Revert;

            there(mistake.Id);
            Assert.Equal(!mistake.IsApplied, State(estate, mistake.Id));
            Assert.NotEqual(before, DeployedEstate.Picture(_cloud));
            there(mistake.Id);
            back(mistake.Id);

            Assert.Equal(before, DeployedEstate.Picture(_cloud));
        }
    }

    [Fact]
    public void An_unknown_mistake_changes_nothing()
    {
        deployed.Estate.Apply("none");
        deployed.Estate.Revert("none");

        Assert.DoesNotContain(deployed.Estate.Mistakes(Endpoint), m => m.Id == "none");
    }

    [Fact]
    public void What_was_changed_beside_it_stays_when_a_mistake_is_taken_back()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        Change("production", "storefront", "WebSecurityGroup", """[{"op":"add","path":"/SecurityGroupIngress/-","value":{"CidrIp":"10.9.0.0/16","FromPort":22,"IpProtocol":"tcp","ToPort":22}}]""");
        Change("production", "database", "Database", """[{"op":"replace","path":"/BackupRetentionPeriod","value":3}]""");

        estate.Revert("open-ssh");
        estate.Revert("larger-database");

        var rules = (ListValue)Live("production", "storefront", "WebSecurityGroup")["SecurityGroupIngress"]!;
        Assert.Equal(["0.0.0.0/0", "0.0.0.0/0", "203.0.113.0/24", "10.9.0.0/16"], rules.Items.Cast<MapValue>().Select(r => r["CidrIp"]!.ToString()));
        var database = Live("production", "database", "Database");
        Assert.Equal(("db.r6g.xlarge", "3"), (database["DBInstanceClass"]!.ToString(), database["BackupRetentionPeriod"]!.ToString()));
    }

    [Fact]
    public void The_value_before_is_the_one_that_somebody_else_left()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        Change("staging", "storefront", "LogGroup", """[{"op":"replace","path":"/RetentionInDays","value":14}]""");

        estate.Apply("short-logs");
        estate.Revert("short-logs");

        Assert.Equal("14", Live("staging", "storefront", "LogGroup")["RetentionInDays"]!.ToString());
    }

    [Fact]
    public void A_mistake_on_what_is_gone_changes_nothing()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        _cloud.DeleteByHand("111111111111", Some.Region, "staging-shop-storefront", "LogGroup");
        _cloud.DeleteStack("222222222222", Some.Region, "production-shop-storefront");
        var before = DeployedEstate.Picture(_cloud);

        estate.Apply("short-logs");
        estate.Revert("open-ssh");
        estate.Apply("open-ssh");

        Assert.Equal(before, DeployedEstate.Picture(_cloud));
        Assert.False(State(estate, "short-logs"));
        Assert.False(State(estate, "open-ssh"));
    }

    [Fact]
    public async Task Many_hands_at_once_do_no_harm()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        var before = DeployedEstate.Picture(_cloud);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            foreach (var id in Ids.Select(d => d.Data))
            {
                estate.Apply(id);
                estate.Revert(id);
            }
        }))).Soon();

        Assert.All(estate.Mistakes(Endpoint), m => Assert.False(m.IsApplied));
        foreach (var listed in MistakeCatalog.Offered.Where(m => m.IsInitial))
            estate.Apply(listed.Id);
        Assert.Equal(before.Keys.Order(), DeployedEstate.Picture(_cloud).Keys.Order());
    }

    [Fact]
    public async Task A_reset_deploys_everything_anew_and_tells_the_readers()
    {
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        var before = DeployedEstate.Picture(_cloud);
        estate.Revert("open-ssh");
        estate.Apply("short-logs");
        _cloud.DeleteStack("333333333333", Some.Region, "development-shop-storefront");
        var foreign = _cloud.CreateResource("444444444444", Some.Region, "AWS::SQS::Queue", Some.Map("""{"QueueName":"q"}"""));
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny));
        var changes = _cloud.ReadChangesAsync(TestContext.Current.CancellationToken);

        estate.Reset();

        Assert.Equal(before, DeployedEstate.Picture(_cloud));
        Assert.Empty(_cloud.ListResources("444444444444", Some.Region, "AWS::SQS::Queue"));
        Assert.Empty(_cloud.HitFaults("111111111111", Some.Region, "ListStacks"));
        var seen = new HashSet<SandboxChange>();
        await using var reader = changes.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (seen.Count(c => c.StackName is not null) < 26 || seen.All(c => c.Account != "444444444444"))
        {
            Assert.True(await reader.MoveNextAsync().Soon());
            seen.Add(reader.Current);
        }

        Assert.Contains(seen, c => c.StackName == "development-shop-storefront" && c.LogicalId is null);
        Assert.Contains(seen, c => c.Account == "444444444444" && c.PhysicalId == foreign.Identifier);
    }

    [Fact]
    public async Task The_command_of_every_mistake_makes_it()
    {
        AwsCommand.Require();
        var estate = SampleEstate.Deploy(_cloud, deployed.Repository);
        await using var server = await SandboxServer.StartAsync(_cloud).Soon();
        foreach (var mistake in estate.Mistakes(server.Url).Where(m => m.IsApplied))
            estate.Revert(mistake.Id);
        var before = DeployedEstate.Picture(_cloud);

        var mistakes = estate.Mistakes(server.Url);
        Assert.All(await Task.WhenAll(mistakes.Select(m => ShellAsync(m.AwsCommand))), r => Assert.True(r.ExitCode == 0, r.Error));

        Assert.All(estate.Mistakes(server.Url), m => Assert.True(m.IsApplied, m.Id));
        foreach (var mistake in mistakes)
            estate.Revert(mistake.Id);
        Assert.Equal(before, DeployedEstate.Picture(_cloud));
    }

    private static async Task<(int ExitCode, string Error)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_PAGER"] = "";
        start.Environment.Remove("AWS_PROFILE");
        start.Environment.Remove("AWS_SESSION_TOKEN");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    private static bool State(SampleEstate estate, string id) => estate.Mistakes(Endpoint).Single(m => m.Id == id).IsApplied;

    private void Change(string environment, string component, string address, string patch) =>
        _cloud.ChangeByHand(DeployedEstate.AccountOf(environment), Some.Region, $"{environment}-shop-{component}", address, patch);

    private MapValue Live(string environment, string component, string address)
    {
        var resource = deployed.Resource(environment, component, address);
        return _cloud.GetResource(DeployedEstate.AccountOf(environment), Some.Region, resource.Type, resource.Identifier).Properties;
    }
}
