using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Cli.Tests.Watching;

public sealed class WatchTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly CommandRunner _cli = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly LineWriter _output = new();
    private readonly LineWriter _error = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task<int>? _watch;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_watch is not null)
            await _watch.Soon();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
        _cli.Dispose();
    }

    [Fact]
    public async Task A_change_is_one_line_and_Ctrl_C_ends_with_0()
    {
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "inSync"), Cell("worker", "partlyChecked")));
        Watch(server.Url);
        Assert.Equal($"following {server.Url}/: 2 stacks, 0 drifted", await _error.NextAsync());
        await server.SubscribedAsync();

        await server.SendAsync(Changed("one", 2, Cell("storefront", "modified", drifted: 2, pending: 3)));

        Assert.Equal("09:00:00 shop production/storefront eu-west-1: in sync -> drifted, 2 drifted, 3 to release, 21 of 21 compared", await _output.NextAsync());
        await _stop.CancelAsync();
        Assert.Equal(ExitCode.Ok, await _watch!.Soon());
        Assert.True(_output.IsDrained);
    }

    [Fact]
    public async Task Another_look_that_sees_the_same_is_no_line_but_a_new_figure_is()
    {
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "modified", drifted: 1)));
        Watch(server.Url);
        await _error.NextAsync();
        await server.SubscribedAsync();

        await server.SendAsync(Changed("one", 2, Cell("storefront", "modified", drifted: 1) with { CheckedAt = Start.AddHours(1), OldestReadAt = Start.AddHours(1) }));
        await server.SendAsync(Changed("one", 3, Cell("storefront", "modified", drifted: 2)));
        await server.SendAsync(Changed("one", 4, Cell("storefront", "modified", drifted: 2) with { PendingUnknown = 1 }));

        Assert.Equal("09:00:00 shop production/storefront eu-west-1: drifted, 2 drifted, 0 to release, 21 of 21 compared", await _output.NextAsync());
        Assert.Equal("09:00:00 shop production/storefront eu-west-1: drifted, 2 drifted, 0 to release, 1 perhaps, 21 of 21 compared", await _output.NextAsync());
    }

    [Fact]
    public async Task A_reason_is_the_word_where_something_was_not_checked_and_parity_has_its_own_lines()
    {
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "inSync")));
        Watch(server.Url);
        await _error.NextAsync();
        await server.SubscribedAsync();

        await server.SendAsync(Changed("one", 2, Cell("storefront", "unknown") with { Reason = "denied" }));
        await server.SendAsync(new ChangedDocument("one", 3, [], [Pair(unexplained: 2)]));

        Assert.StartsWith("09:00:00 shop production/storefront eu-west-1: in sync -> denied, ", await _output.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "09:00:00 shop staging <> production: 2 unexplained, 5 cannot be verified, 3 pending, 4 configured, 2 declared, 412 equal (unexplained: 1 -> 2)",
            await _output.NextAsync());

        // A rule has ended while the judgement is kept: that it is kept is an age and no line of its own, and the line has it.
        await server.SendAsync(new ChangedDocument("one", 4, [], [Pair(unexplained: 2) with { KeptSince = Start.AddMinutes(-7) }]));
        await server.SendAsync(new ChangedDocument("one", 5, [], [Pair(unexplained: 3) with { KeptSince = Start.AddMinutes(-7) }]));
        Assert.Equal(
            "09:00:00 shop staging <> production: 3 unexplained, 5 cannot be verified, 3 pending, 4 configured, 2 declared, 412 equal (unexplained: 2 -> 3), as of 08:53:00",
            await _output.NextAsync());
    }

    [Fact]
    public async Task What_is_kept_from_another_day_of_here_says_which()
    {
        // 09:00 UTC is midnight here: seven minutes before was yesterday.
        _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(-9), "here", "here"));
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "inSync")));
        Watch(server.Url);
        await _error.NextAsync();
        await server.SubscribedAsync();

        await server.SendAsync(new ChangedDocument("one", 2, [], [Pair(unexplained: 2) with { KeptSince = Start.AddMinutes(-7) }]));
        await server.SendAsync(new ChangedDocument("one", 3, [], [Pair(unexplained: 3) with { KeptSince = Start }]));

        var yesterday = await _output.NextAsync();
        Assert.StartsWith("00:00:00 shop staging <> production: 2 unexplained, ", yesterday, StringComparison.Ordinal);
        Assert.EndsWith(", as of 2026-11-01 23:53", yesterday, StringComparison.Ordinal);
        Assert.EndsWith(", as of 00:00:00", await _output.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_is_a_document_on_a_line_of_its_own()
    {
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "inSync")));
        Watch(server.Url, "--format", "json");
        await _error.NextAsync();
        await server.SubscribedAsync();

        await server.SendAsync(new ChangedDocument("one", 2, [Cell("storefront", "deleted", drifted: 1), Cell("new", "inSync")], [Pair(unexplained: 0)]));

        var lines = new List<JsonElement>();
        for (var i = 0; i < 3; i++)
            lines.Add(JsonDocument.Parse(await _output.NextAsync()).RootElement);
        Assert.Equal("2026-11-02T09:00:00Z", lines[0].GetProperty("at").GetString());
        Assert.Equal(("inSync", "deleted"), (lines[0].GetProperty("previous").GetProperty("status").GetString(), lines[0].GetProperty("stack").GetProperty("status").GetString()));
        Assert.Equal((JsonValueKind.Null, "new"), (lines[1].GetProperty("previous").ValueKind, lines[1].GetProperty("stack").GetProperty("component").GetString()));
        Assert.Equal(
            (1, 0),
            (lines[2].GetProperty("previousParity").GetProperty("counts").GetProperty("unexplained").GetInt32(), lines[2].GetProperty("parity").GetProperty("counts").GetProperty("unexplained").GetInt32()));
    }

    [Theory]
    [InlineData("one", 4)]
    [InlineData("two", 2)]
    public async Task A_gap_or_another_server_means_subscribing_again_and_nothing_is_lost(string serverId, int revision)
    {
        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "inSync"), Cell("worker", "inSync"), Cell("old", "inSync")));
        Watch(server.Url);
        await _error.NextAsync();
        await server.SubscribedAsync();

        server.Board = Board(serverId, revision, Cell("storefront", "modified", drifted: 1), Cell("worker", "deleted", drifted: 1));
        await server.SendAsync(Changed(serverId, revision, Cell("worker", "deleted", drifted: 1)));

        await server.SubscribedAsync();
        Assert.Equal("09:00:00 shop production/old eu-west-1: in sync -> (gone)", await _output.NextAsync());
        Assert.StartsWith("09:00:00 shop production/storefront eu-west-1: in sync -> drifted", await _output.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("09:00:00 shop production/worker eu-west-1: in sync -> deleted", await _output.NextAsync(), StringComparison.Ordinal);
        await server.SendAsync(Changed(serverId, revision + 1, Cell("worker", "inSync")));
        Assert.StartsWith("09:00:00 shop production/worker eu-west-1: deleted -> in sync", await _output.NextAsync(), StringComparison.Ordinal);
        Assert.True(_error.IsDrained);
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_is_waited_for()
    {
        var url = FreeUrl();
        Watch(url);
        Assert.Matches($@"^waiting for {url}/ \(Connection refused[^)]*\)?\); trying again every few seconds$", await _error.NextAsync());

        await using var server = await HubServer.StartAsync(Board("one", 1, Cell("storefront", "modified", drifted: 1)), url);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"following {url}/: 1 stack, 1 drifted", await _error.NextAsync());
    }

    [Fact]
    public async Task After_a_restart_on_the_same_port_it_goes_on_and_says_what_changed_meanwhile()
    {
        var first = await HubServer.StartAsync(Board("one", 7, Cell("storefront", "inSync"), Cell("worker", "modified", drifted: 1)));
        var url = first.Url;
        Watch(url);
        await _error.NextAsync();
        await first.DisposeAsync();
        Assert.StartsWith($"waiting for {url}/ (", await _error.NextAsync(), StringComparison.Ordinal);

        await using var second = await HubServer.StartAsync(Board("two", 1, Cell("storefront", "inSync"), Cell("worker", "inSync")), url);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"following {url}/ again", await _error.NextAsync());
        Assert.Equal("09:00:01 shop production/worker eu-west-1: drifted -> in sync, 0 drifted, 0 to release, 21 of 21 compared", await _output.NextAsync());
        await second.SubscribedAsync();
        await second.SendAsync(Changed("two", 2, Cell("storefront", "deleted", drifted: 1)));
        Assert.StartsWith("09:00:01 shop production/storefront eu-west-1: in sync -> deleted", await _output.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_play_with_the_terminal()
    {
        await using var server = await HubServer.StartAsync(Board("one", 1));
        Watch(server.Url);
        await _error.NextAsync();
        await server.SubscribedAsync();

        await server.SendAsync(Changed("one", 2, Cell("store\u001b[2Jfront", "inSync")));

        Assert.StartsWith("09:00:00 shop production/store\\u001b[2Jfront eu-west-1: (new) -> in sync", await _output.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("ftp://localhost")]
    [InlineData("")]
    public async Task An_address_that_is_none_ends_with_2(string url)
    {
        var result = await _cli.RunAsync("watch", "--url", url);

        Assert.Equal(new CommandResult(ExitCode.Error, "", $"--url: found \"{url}\"; allowed is an http or https address, such as http://127.0.0.1:5080.\n"), result);
    }

    private static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static StackCellDocument Cell(string component, string status, int drifted = 0, int pending = 0) => new(
        "shop", "production", component, "eu-west-1", "", "222222222222", $"production-{component}", status, null, pending, drifted, new CoverageDocument(21, 21), Start, Start);

    private static ParitySummaryDocument Pair(int unexplained) => new("shop", "staging", "production", new ParityCountsDocument(412, 2, 4, 3, unexplained, 5));

    private static BoardDocument Board(string serverId, long revision, params StackCellDocument[] stacks) =>
        new(serverId, revision, Start, [new EnvironmentDocument("shop", "production", "production", 0)], stacks, [Pair(unexplained: 1)]);

    private static ChangedDocument Changed(string serverId, long revision, params StackCellDocument[] stacks) => new(serverId, revision, stacks, []);

    private void Watch(string url, params string[] options) =>
        _watch = CommandLine.RunAsync(["watch", "--url", url, .. options], _cli.Host(_output, _error) with { Time = _time }, _stop.Token);
}
