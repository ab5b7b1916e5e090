using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Dashboard.Web.Api;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>The whole product over a repository at an address, behind a password, with webhooks: the clock never brings a second fetch here.</summary>
public sealed class RemoteRepositoryTests : IAsyncLifetime
{
    private const string Canary = "CANARY-9d7a-4f21-secret";
    private const string Hooks = "/api/v1/hooks/git";

    private const string Application = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: production, account: "222222222222", regions: [eu-west-1], ref: release}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
        """;

    private readonly string _data = Directory.CreateTempSubdirectory("driftboard-remote-").FullName;
    private readonly TemporaryRepository _source = new();
    private CommandLine _line = null!;
    private GitHttpServer _git = null!;
    private DriftboardHost _host = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("DRIFTBOARD_TEST_REMOTE_SECRET", Canary);
        _source.Branch("release", _source.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", "Resources: {Jobs: {Type: 'AWS::SQS::Queue'}}")));
        _git = await GitHttpServer.StartAsync(Path.GetDirectoryName(_source.Source)!);
        _git.Login = ("ana", Canary);
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--data", _data, "--repository", _git.Url("source"), "--sandbox", "false"]);
        line = line with
        {
            Settings = line.Settings.Add("Driftboard:Scan:IntervalSeconds", "86400").Add("Driftboard:Git:IntervalSeconds", "86400").Add("Driftboard:Git:HookSecretVariable", "DRIFTBOARD_TEST_REMOTE_SECRET")
                .Add("Driftboard:Git:Credentials:0:Url", _git.Url("")).Add("Driftboard:Git:Credentials:0:User", "ana").Add("Driftboard:Git:Credentials:0:PasswordVariable", "DRIFTBOARD_TEST_REMOTE_SECRET"),
        };
        _line = line;
        _host = await DriftboardHost.StartAsync(line, TextWriter.Null).Soon();
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = new Uri(_host.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _git.DisposeAsync();
        _source.Dispose();
        foreach (var file in Directory.EnumerateFiles(_data, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_signed_webhook_brings_the_new_commit_and_an_unsigned_one_nothing()
    {
        await WhenAsync(b => CommitOf(b, "staging") == _source.First);
        var second = _source.Commit("Ben", "second", ("worker.yaml", "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: 5}}}"));
        _git.Requests.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(("X-Hub-Signature-256", "sha256=" + new string('0', 64))));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(("X-Hub-Signature-256", Signature("another body"))));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(("X-Gitlab-Token", Canary + "x")));
        Assert.Empty(_git.Requests);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(("X-Hub-Signature-256", Signature("{}"))));
        var board = await WhenAsync(b => CommitOf(b, "staging") == second);

        Assert.Equal(_source.First, CommitOf(board, "production"));
        var pages = await _http.GetStringAsync("/api/v1/board", Stop) + await _http.GetStringAsync("/", Stop);
        Assert.DoesNotContain(Canary, pages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewritten_and_a_deleted_branch_and_a_host_that_refuses_us_are_problems_that_name_the_commits_and_the_board_stays()
    {
        await WhenAsync(b => CommitOf(b, "staging") == _source.First);
        var second = _source.Commit("Ben", "second", ("a.txt", "x"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(("X-Gitlab-Token", Canary)));
        await WhenAsync(b => CommitOf(b, "staging") == second);
        _source.Branch("main", _source.First);
        var third = _source.CommitOn("main", "Cem", "third");
        _source.RemoveBranch("release");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(("X-Gitlab-Token", Canary)));
        var board = await WhenAsync(b => b.Diagnostics.Any(d => d.Message.Contains("was rewritten", StringComparison.Ordinal)) && CommitOf(b, "staging") == third);

        var rewritten = board.Diagnostics.Single(d => d.Message.Contains("was rewritten", StringComparison.Ordinal));
        Assert.Equal(DiagnosticSeverity.Warning, rewritten.Severity);
        Assert.Contains(second[..7], rewritten.Message, StringComparison.Ordinal);
        Assert.Contains(third[..7], rewritten.Message, StringComparison.Ordinal);
        Assert.Contains(board.Diagnostics, d => d.Message.StartsWith("The branch 'release' is gone", StringComparison.Ordinal));
        Assert.Equal(_source.First, CommitOf(board, "production"));

        _git.Login = ("ana", "changed");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(("X-Gitlab-Token", Canary)));
        board = await WhenAsync(b => b.Diagnostics.Any(d => d is { Severity: DiagnosticSeverity.Error } && d.Message.Contains("It has not been fetched since", StringComparison.Ordinal)));
        Assert.Equal(third, CommitOf(board, "staging"));
        Assert.DoesNotContain(board.Diagnostics, d => d.Message.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_restart_what_an_earlier_run_fetched_is_as_old_as_its_fetch()
    {
        await WhenAsync(b => CommitOf(b, "staging") == _source.First);
        await _host.DisposeAsync();
        var before = DateTimeOffset.UtcNow;
        _git.Login = ("ana", "changed");
        // Only what was compared with something that answers was checked.
        var readable = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--data", _data, "--repository", _git.Url("source"), "--sandbox", "true", "--sandbox-urls", "http://127.0.0.1:0"]);
        _host = await DriftboardHost.StartAsync(readable with { Settings = _line.Settings.SetItems(readable.Settings) }, TextWriter.Null).Soon();

        var board = await WhenAsync(b => b.Diagnostics.Any(d => d.Message.Contains("It has not been fetched since", StringComparison.Ordinal)) && b.Stacks.Values.Any(s => s.CheckedAt is not null));

        Assert.All(board.Stacks.Values.Where(s => s.CheckedAt is not null), s => Assert.InRange(s.CheckedAt!.Value, DateTimeOffset.UnixEpoch.AddYears(50), before));
        Assert.Equal(_source.First, CommitOf(board, "staging"));
    }

    [Theory]
    [InlineData("/", "X-Forwarded-For")]
    [InlineData("/api/v1/board", "Forwarded")]
    [InlineData("/api/v1/hooks/git/../../board", "x-forwarded-proto")]
    public async Task What_a_proxy_forwards_reaches_the_webhooks_alone(string path, string header)
    {
        using var page = new HttpRequestMessage(HttpMethod.Get, path);
        page.Headers.Add(header, "203.0.113.7");
        using var refused = await _http.SendAsync(page, Stop).Soon();
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("POST /api/v1/hooks/git alone", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync((header, "203.0.113.7"), ("X-Gitlab-Token", Canary)));
    }

    [Fact]
    public async Task A_flood_is_turned_away_and_a_body_beyond_every_hosts_too()
    {
        var large = new byte[26 * 1024 * 1024];
        using (var content = new ByteArrayContent(large))
        {
            content.Headers.Add("X-Hub-Signature-256", Signature("{}"));
            using var response = await _http.PostAsync(Hooks, content, Stop).Soon();
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < HookEndpoints.MostPerMinute + 10; i++)
            answers.Add(await PostAsync());

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.DoesNotContain(HttpStatusCode.Accepted, answers);
    }

    private static string? CommitOf(DriftBoard board, string environment) => board.Environments.SingleOrDefault(e => e.Name == environment)?.CommitId;

    private static string Signature(string body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Canary), Encoding.UTF8.GetBytes(body)));

    private async Task<HttpStatusCode> PostAsync(params (string Name, string Value)[] headers)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            content.Headers.Add(name, value);
        using var response = await _http.PostAsync(Hooks, content, Stop).Soon();
        return response.StatusCode;
    }

    private async Task<DriftBoard> WhenAsync(Func<DriftBoard, bool> condition)
    {
        return await FindAsync().WaitAsync(TimeSpan.FromMinutes(1), Stop);

        async Task<DriftBoard> FindAsync()
        {
            await foreach (var change in _host.Services.GetRequiredService<DriftFeed>().SubscribeAsync(Stop))
            {
                if (condition(change.Board))
                    return change.Board;
            }

            throw new InvalidOperationException("The feed ended.");
        }
    }
}
