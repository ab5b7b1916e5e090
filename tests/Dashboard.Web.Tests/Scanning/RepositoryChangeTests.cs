using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Published;
using Dashboard.Web.Api;
using Dashboard.Web.Presentation;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

public sealed class RepositoryChangeTests : IAsyncDisposable
{
    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task A_new_commit_is_seen_within_a_poll_and_only_what_it_affects_is_read_again()
    {
        await _estate.StartAsync();
        _estate.Cloud.ForgetCalls();
        _estate.Branch("release", _estate.Commit(("production.json", WatchedEstate.Timeout(60))));

        await _estate.PollAsync();
        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].PendingChanges == 1);

        Assert.Equal(Status.InSync, board.Stacks[WatchedEstate.Key("production")].Status);
        Assert.Equal(board.Environments.Single(e => e.Name == "production").CommitId, board.Stacks[WatchedEstate.Key("production")].CommitId);
    }

    [Fact]
    public async Task A_new_commit_in_a_local_repository_is_seen_before_the_next_poll()
    {
        await using var estate = new WatchedEstate(isWatchingFiles: true);
        await estate.StartAsync();
        // The loop of the commits waits, so its watchers are there; time stands still from here on.
        await estate.Time.WaitedForAsync(WatchedEstate.Poll);

        var head = estate.Commit(("staging.json", WatchedEstate.Timeout(60)));

        var board = await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].PendingChanges == 1);
        Assert.Equal(head, board.Stacks[WatchedEstate.Key("staging")].CommitId);
    }

    [Fact]
    public async Task A_commit_that_moves_one_branch_leaves_environments_of_other_branches_alone()
    {
        await _estate.StartAsync();
        var main = _estate.Feed.Current.Environments.Single(e => e.Name == "staging").CommitId!;
        _estate.Commit(("production.json", WatchedEstate.Timeout(60)));
        await _estate.PollAsync();
        await _estate.WhenAsync(b => b.Environments.Single(e => e.Name == "staging").CommitId is { } id && id != main);
        _estate.Cloud.ForgetCalls();

        _estate.Branch("release", _estate.Feed.Current.Environments.Single(e => e.Name == "staging").CommitId!);
        await _estate.PollAsync();
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].PendingChanges == 1);

        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Staging, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_component_that_driftboard_yaml_adds_gets_a_row_and_cells()
    {
        await _estate.StartAsync();
        _estate.Commit(("driftboard.yaml", WatchedEstate.Application + "\n  - {name: reports, template: worker.yaml, parameters: [\"{environment}.json\"], stack: \"{environment}-reports\"}\n"));

        await _estate.PollAsync();
        var board = await _estate.WhenAsync(b => b.Stacks.GetValueOrDefault(WatchedEstate.Key("production", "reports"))?.Status == Status.NotDeployed);

        Assert.Equal(["worker", "mailer", "reports"], board.Components.Select(c => c.Name));
    }

    [Fact]
    public async Task A_broken_driftboard_yaml_is_named_and_what_it_said_before_stays()
    {
        await _estate.StartAsync();
        _estate.Commit(("driftboard.yaml", WatchedEstate.Application.Replace("application:", "aplication:", StringComparison.Ordinal)));
        await _estate.PollAsync();
        var board = await _estate.WhenAsync(b => b.Diagnostics.Any(d => d is { Severity: DiagnosticSeverity.Error, Location: { File: "driftboard.yaml", Line: 2 } }));
        Assert.Equal(4, board.Stacks.Count);

        _estate.Commit(("driftboard.yaml", WatchedEstate.Application));
        await _estate.Service.RequestScanAsync(null, null, null);
        await _estate.WhenAsync(b => b.Diagnostics.All(d => d.Location.Line != 2));
    }

    [Fact]
    public async Task An_environment_that_driftboard_yaml_drops_leaves_the_board()
    {
        await _estate.StartAsync();
        _estate.Commit(("driftboard.yaml", string.Join('\n', WatchedEstate.Application.Split('\n').Where(l => !l.Contains("name: production", StringComparison.Ordinal)))));

        await _estate.PollAsync();
        var board = await _estate.WhenAsync(b => b.Environments.All(e => e.Name != "production"));

        Assert.All(board.Stacks.Keys, k => Assert.Equal("staging", k.Environment));
        await _estate.WhenAsync(b => b.Parity.IsEmpty);
    }

    [Fact]
    public async Task A_repository_that_is_gone_is_named_and_the_board_stays()
    {
        await _estate.StartAsync();
        Directory.Move(_estate.Source, _estate.Source + "-moved");

        await _estate.Service.RequestScanAsync(null, null, null);
        var board = await _estate.WhenAsync(b => b.Diagnostics.Any(d => d.Location.File == _estate.Source));
        Assert.Equal(4, board.Stacks.Count);

        Directory.Move(_estate.Source + "-moved", _estate.Source);
        await _estate.Service.RequestScanAsync(null, null, null);
        await _estate.WhenAsync(b => b.Diagnostics.All(d => d.Location.File != _estate.Source));
    }

    [Fact]
    public async Task An_ephemeral_environment_comes_with_its_stack_and_goes_with_it()
    {
        await _estate.StartAsync();
        _estate.Cloud.Deploy(WatchedEstate.Staging, "pr-142-worker", "30");
        _estate.Hint(WatchedEstate.Staging, "pr-142-worker");
        var board = await _estate.WhenAsync(b => b.Stacks.GetValueOrDefault(WatchedEstate.Key("pr-142"))?.Status == Status.InSync);
        Assert.Equal(["staging", "production", "pr-142"], board.Environments.Select(e => e.Name));

        _estate.Cloud.Delete(WatchedEstate.Staging, "pr-142-worker");
        _estate.Hint(WatchedEstate.Staging, "pr-142-worker");
        board = await _estate.WhenAsync(b => b.Environments.All(e => e.Name != "pr-142"));

        Assert.DoesNotContain(board.Stacks.Keys, k => k.Environment == "pr-142");
    }

    [Fact]
    public async Task An_ephemeral_environment_whose_account_is_denied_does_not_vanish_but_says_so()
    {
        _estate.Cloud.Deploy(WatchedEstate.Staging, "pr-142-worker", "30");
        await _estate.StartAsync();
        Assert.Equal(Status.InSync, _estate.Cell("pr-142")!.Status);

        _estate.Cloud.Deny(WatchedEstate.Staging);
        await _estate.SweepAgainAsync();
        Assert.Equal((Status.Unknown, StatusReason.Denied), (_estate.Cell("pr-142")!.Status, _estate.Cell("pr-142")!.Reason));

        _estate.Cloud.Deny(WatchedEstate.Staging, isDenied: false);
        _estate.Cloud.Delete(WatchedEstate.Staging, "pr-142-worker");
        await _estate.SweepAgainAsync();
        Assert.Null(_estate.Cell("pr-142"));
    }

    [Fact]
    public async Task A_rule_that_ends_is_judged_without_a_new_read()
    {
        await using var estate = new WatchedEstate(WatchedEstate.Application + """

            accept:
              - {component: worker, environment: production, resource: Jobs, property: /VisibilityTimeout, value: "300", reason: a trial, owner: team-shop, expires: 2026-11-02}
            """);
        estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        await estate.StartAsync();
        Assert.Equal((Status.InSync, 0), (estate.Cell("production")!.Status, estate.Cell("production")!.Drifted));
        var checkedAt = estate.Cell("production")!.CheckedAt;

        // The clock stands at nine; the rule holds through the whole day. Every read fails from now on, so that nothing but the rule can tell.
        estate.Cloud.Before = static (_, _, _) => throw new InvalidOperationException();
        await estate.Time.WaitedForAsync(ScanService.RuleInterval);
        estate.Time.Advance(TimeSpan.FromHours(15));

        var board = await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
        Assert.Equal(checkedAt, board.Stacks[WatchedEstate.Key("production")].CheckedAt);
        await estate.WhenAsync(b => b.Diagnostics.Any(d => d.Message.Contains("expired", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_pipeline_publishes_for_a_commit_is_seen_by_the_next_scan()
    {
        _estate.Commit(("driftboard.yaml", WatchedEstate.Application.Replace("name: worker, template: worker.yaml", "name: worker, published: Worker.template.json", StringComparison.Ordinal)));
        await _estate.StartAsync();
        var key = WatchedEstate.Key("staging");
        var before = _estate.Feed.Current.Stacks[key];
        var template = ScriptedCloud.Template.Replace("}}}", "}}, Mail: {Type: 'AWS::SQS::Queue'}}", StringComparison.Ordinal);

        _estate.Published.Publish(
            before.CommitId!,
            new PublishedTemplates(ImmutableSortedDictionary<string, byte[]>.Empty.Add("Worker.template.json", Encoding.UTF8.GetBytes(template)), ImmutableSortedDictionary<string, string>.Empty));
        await _estate.Service.RequestScanAsync(null, null, null);
        var board = await _estate.WhenAsync(b => b.Stacks[key].PendingChanges == 1);

        Assert.Contains(before.Diagnostics, d => d.Message.StartsWith("No template of that name was published", StringComparison.Ordinal));
        Assert.Equal("Mail", board.Stacks[key].Resources.Single(r => r.Differences.Length > 0).Address.Path);
        Assert.DoesNotContain(board.Stacks[key].Diagnostics, d => d.Message.Contains("published", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_environment_that_outlives_its_pull_request_is_a_problem_and_says_so_to_programs()
    {
        _estate.Cloud.Deploy(WatchedEstate.Staging, "pr-7-worker", "30");
        await _estate.StartAsync();
        await _estate.WhenAsync(b => b.Environments.Any(e => e.Name == "pr-7"));
        Assert.DoesNotContain(ProblemBook.Of(_estate.Feed.Current, "shop"), p => p.Diagnostic?.Key == "environments.pr-7");

        var merge = _estate.CommitAs("Faster (#7)", ("README.md", "x"));
        await _estate.PollAsync();
        var board = await _estate.WhenAsync(b => b.Environments.Any(e => e.Life.LeftBehind is not null));

        var problem = Assert.Single(ProblemBook.Of(board, "shop"), p => p.Diagnostic?.Key == "environments.pr-7");
        Assert.StartsWith($"left behind: pull request #7 was merged on 2026-03-02 ({merge[..7]}), and its stack lives on, last changed on ", problem.Text, StringComparison.Ordinal);
        var document = Assert.Single(BoardDocuments.Board(board).Environments, e => e.LeftBehind is not null);
        Assert.Equal(("pr-7", "pull request #7", merge), (document.Name, document.LeftBehind!.Name, document.LeftBehind.Commit));
    }
}
