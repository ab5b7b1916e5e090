using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;

namespace Dashboard.Web.Tests.Api;

[Collection(nameof(RunningHost))]
public sealed class ApiTests(RunningHost host)
{
    [Fact]
    public async Task Healthz_is_ok()
    {
        Assert.Equal("ok", await host.Http.GetStringAsync("/healthz", Cancellation).Soon());
    }

    [Fact]
    public async Task The_board_has_exactly_the_documented_shape()
    {
        var board = await host.GetJsonAsync("/api/v1/board");

        Assert.Equal(["serverId", "revision", "builtAt", "environments", "stacks", "parity", "recordedAt", "calls"], Names(board));
        Assert.All(board.GetProperty("environments").EnumerateArray(), e => Assert.Equal(["application", "name", "tier", "order", "createdAt", "changedAt", "leftBehind"], Names(e)));
        Assert.All(board.GetProperty("stacks").EnumerateArray(), s =>
        {
            Assert.Equal(
                ["account", "application", "checkedAt", "component", "coverage", "drifted", "environment", "instance", "oldestReadAt", "pendingChanges", "reason", "region", "running", "stackName", "status"],
                Names(s).Where(n => n != "accepted").Order(StringComparer.Ordinal));
            Assert.Equal(["compared", "total"], Names(s.GetProperty("coverage")));
            if (s.GetProperty("running") is { ValueKind: not JsonValueKind.Null } running)
                Assert.Equal(["commit", "evidence"], Names(running));
        });
        Assert.Equal(["worker 1"], board.GetProperty("stacks").EnumerateArray().Where(s => s.TryGetProperty("accepted", out _)).Select(s => $"{s.GetProperty("component").GetString()} {s.GetProperty("accepted").GetInt32()}"));
        Assert.All(board.GetProperty("environments").EnumerateArray(), e => Assert.Equal(JsonValueKind.String, e.GetProperty("createdAt").ValueKind));
        Assert.Contains(board.GetProperty("stacks").EnumerateArray(), s => s.GetProperty("running").ValueKind != JsonValueKind.Null);
        Assert.All(board.GetProperty("parity").EnumerateArray(), p =>
        {
            Assert.Equal(["application", "from", "to", "counts"], Names(p));
            Assert.Equal(["equal", "declared", "configured", "pending", "unexplained", "unverifiable"], Names(p.GetProperty("counts")));
        });
        Assert.EndsWith("Z", board.GetProperty("builtAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_tells_who_read_it_and_what_nothing_declares_where_that_is_asked_for()
    {
        var stack = await host.GetJsonAsync("/api/v1/stacks/shop/production/storefront?include=undeclared,readers");

        var resources = stack.GetProperty("resources").EnumerateArray().Where(r => r.TryGetProperty("readers", out _)).ToList();
        Assert.Contains(resources, r => r.GetProperty("readers").EnumerateArray().Any(x => x.GetString() == "CloudControl"));
        Assert.All(resources, r => Assert.All(r.GetProperty("undeclared").EnumerateArray(), d => Assert.Equal("add", d.GetProperty("kind").GetString())));
        Assert.NotEmpty(resources.SelectMany(r => r.GetProperty("undeclared").EnumerateArray()));
        using var refused = await host.Http.GetAsync("/api/v1/stacks/shop/production/storefront?include=all", Cancellation).Soon();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task One_resource_of_the_sample_estate_is_owned_by_no_stack_in_any_account()
    {
        var document = await host.GetJsonAsync("/api/v1/unmanaged");

        var resources = document.GetProperty("accounts").EnumerateArray().SelectMany(a => a.GetProperty("resources").EnumerateArray()).ToList();
        Assert.Equal(["shop/production/worker/eu-west-1"], resources.Select(r => r.GetProperty("stack").GetString()));
        Assert.EndsWith("/production-shop-worker-orders-replay", resources[0].GetProperty("identifier").GetString(), StringComparison.Ordinal);
        Assert.All(document.GetProperty("accounts").EnumerateArray(), a => Assert.All(a.GetProperty("notListed").EnumerateArray(), l => Assert.Equal("typeNotReadable", l.GetProperty("outcome").GetString())));
        Assert.Equal(1, host.Feed.Current.Stacks.Values.SelectMany(s => s.Resources).Count(r => r.Status == Core.Evaluation.Status.Unmanaged));
    }

    [Fact]
    public async Task Every_stack_of_the_sample_estate_is_claimed()
    {
        var document = await host.GetJsonAsync("/api/v1/unclaimed");

        Assert.Equal(["stacks"], Names(document));
        Assert.Empty(document.GetProperty("stacks").EnumerateArray());
    }

    [Fact]
    public async Task The_board_shows_the_sample_estate()
    {
        var board = await host.GetJsonAsync("/api/v1/board");

        Assert.Equal(
            ["development development", "staging staging", "production production", "pr-142 ephemeral"],
            board.GetProperty("environments").EnumerateArray().Select(e => $"{e.GetProperty("name")} {e.GetProperty("tier")}"));
        var stacks = board.GetProperty("stacks").EnumerateArray().ToDictionary(s => $"{s.GetProperty("environment")}/{s.GetProperty("component")}");
        Assert.Equal(27, stacks.Count);
        Assert.Equal("modified", stacks["production/storefront"].GetProperty("status").GetString());
        Assert.Equal(("notDeployed", "stackMissing"), (stacks["development/observability"].GetProperty("status").GetString(), stacks["development/observability"].GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, stacks["production/storefront"].GetProperty("reason").ValueKind);
        Assert.Equal("222222222222", stacks["production/storefront"].GetProperty("account").GetString());
        Assert.Equal(
            ["development-staging", "staging-production"],
            board.GetProperty("parity").EnumerateArray().Select(p => $"{p.GetProperty("from")}-{p.GetProperty("to")}"));
    }

    [Fact]
    public async Task A_stack_has_exactly_the_documented_shape_and_each_difference_its_origin()
    {
        var stack = await host.GetJsonAsync("/api/v1/stacks/shop/production/storefront");

        Assert.Equal(
            ["account", "application", "checkedAt", "component", "coverage", "drifted", "environment", "instance", "oldestReadAt", "pendingChanges", "reason", "region", "resources", "running", "stackName", "status"],
            Names(stack).Order(StringComparer.Ordinal));
        var resources = stack.GetProperty("resources").EnumerateArray().ToList();
        Assert.All(resources, r => Assert.Equal(["address", "logicalId", "type", "physicalId", "status", "reason", "differences"], Names(r).Where(n => n != "detail")));
        Assert.All(resources.Where(r => r.TryGetProperty("detail", out _)), r => Assert.NotEqual(JsonValueKind.Null, r.GetProperty("reason").ValueKind));
        var differences = resources.SelectMany(r => r.GetProperty("differences").EnumerateArray()).ToList();
        Assert.All(differences, d => Assert.Equal(["path", "item", "kind", "between", "expected", "actual", "impact", "origin"], Names(d)));
        var opened = Assert.Single(differences, d => d.GetProperty("path").GetString()!.StartsWith("/SecurityGroupIngress", StringComparison.Ordinal));
        Assert.Equal(
            ("add", "deployed-live", JsonValueKind.Null, "0.0.0.0/0"),
            (opened.GetProperty("kind").GetString(), opened.GetProperty("between").GetString(), opened.GetProperty("expected").ValueKind, opened.GetProperty("actual").GetProperty("CidrIp").GetString()));
        var origin = opened.GetProperty("origin");
        Assert.Equal(["file", "line", "commit", "author", "date", "summary"], Names(origin));
        Assert.Equal("templates/storefront.yaml", origin.GetProperty("file").GetString());
        Assert.True(origin.GetProperty("line").GetInt32() > 0);
        Assert.Equal(40, origin.GetProperty("commit").GetString()!.Length);
    }

    [Fact]
    public async Task Every_document_of_a_kept_parity_says_since_when_and_is_described_so()
    {
        var (pair, since) = (new ParityKey("shop", "staging", "production"), "2026-03-02T10:32:00Z");
        Assert.False((await host.GetJsonAsync("/api/v1/parity/shop/staging/production")).TryGetProperty("keptSince", out _));
        host.Feed.Publish(b => b with { KeptParity = b.KeptParity.SetItem(pair, DateTimeOffset.Parse(since, CultureInfo.InvariantCulture)) });
        try
        {
            Assert.Equal(since, (await host.GetJsonAsync("/api/v1/parity/shop/staging/production")).GetProperty("keptSince").GetString());
            var summaries = (await host.GetJsonAsync("/api/v1/board")).GetProperty("parity").EnumerateArray().ToList();
            Assert.Equal(since, Assert.Single(summaries, p => p.TryGetProperty("keptSince", out _)).GetProperty("keptSince").GetString());
        }
        finally
        {
            host.Feed.Publish(b => b with { KeptParity = b.KeptParity.Remove(pair) });
        }

        var schemas = (await host.GetJsonAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        foreach (var name in new[] { "ParityDocument", "ParitySummaryDocument", "ReviewDocument" })
        {
            var schema = schemas.GetProperty(name);
            Assert.Equal("date-time", schema.GetProperty("properties").GetProperty("keptSince").GetProperty("format").GetString());
            Assert.DoesNotContain("keptSince", schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()) : []);
        }
    }

    [Fact]
    public async Task Parity_lists_what_is_not_equal_and_with_include_equal_everything()
    {
        var parity = await host.GetJsonAsync("/api/v1/parity/shop/staging/production");
        var all = await host.GetJsonAsync("/api/v1/parity/shop/staging/production?include=equal");

        Assert.Equal(["application", "from", "to", "counts", "items"], Names(parity));
        var items = parity.GetProperty("items").EnumerateArray().ToList();
        Assert.All(items, i => Assert.Equal(["component", "region", "instance", "address", "type", "path", "pile", "left", "right", "rule", "commit", "reason"], Names(i).Where(n => n != "foreign")));
        var foreign = Assert.Single(items, i => i.TryGetProperty("foreign", out _)).GetProperty("foreign");
        Assert.Equal(["environment", "owner", "component", "what"], Names(foreign[0]));
        Assert.DoesNotContain("equal", items.Select(i => i.GetProperty("pile").GetString()));
        foreach (var pile in all.GetProperty("counts").EnumerateObject())
            Assert.Equal(pile.Value.GetInt32(), all.GetProperty("items").EnumerateArray().Count(i => i.GetProperty("pile").GetString() == pile.Name));
        Assert.All(all.GetProperty("counts").EnumerateObject(), pile => Assert.True(pile.Value.GetInt32() > 0, $"The sample shows nothing that is {pile.Name}."));
    }

    [Fact]
    public async Task A_screen_is_found_while_its_page_is_connected()
    {
        using (var never = await host.Http.GetAsync("/api/v1/screens/lobby", Cancellation).Soon())
            Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);

        host.Screens.Show("lobby");
        var screen = await host.GetJsonAsync("/api/v1/screens/lobby");
        Assert.Equal(["name", "shown", "since"], Names(screen));
        Assert.Equal(("lobby", 1), (screen.GetProperty("name").GetString(), screen.GetProperty("shown").GetInt32()));

        host.Screens.Leave("lobby");
        using var gone = await host.Http.GetAsync("/api/v1/screens/lobby", Cancellation).Soon();
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("No page shows the wall of a screen called lobby since 20", await gone.Content.ReadAsStringAsync(Cancellation).Soon(), StringComparison.Ordinal);
        Assert.Equal(["lobby 0"], (await host.GetJsonAsync("/api/v1/screens")).GetProperty("screens").EnumerateArray().Select(s => $"{s.GetProperty("name").GetString()} {s.GetProperty("shown").GetInt32()}"));
    }

    [Fact]
    public async Task The_version_names_the_run_and_the_build()
    {
        var version = await host.GetJsonAsync("/api/v1/version");

        Assert.Equal(["serverId", "build"], Names(version));
        Assert.Equal((await host.GetJsonAsync("/api/v1/board")).GetProperty("serverId").GetString(), version.GetProperty("serverId").GetString());
        Assert.Matches("^[0-9a-f]{12}$", version.GetProperty("build").GetString());
    }

    [Theory]
    [InlineData("/api/v1/stacks/shop/production/nothing", 404, "There is no stack shop/production/nothing.")]
    [InlineData("/api/v1/stacks/shop/nowhere/storefront", 404, "There is no stack shop/nowhere/storefront.")]
    [InlineData("/api/v1/stacks/shop/production/storefront?region=us-east-1", 404, "There are: region=eu-west-1.")]
    [InlineData("/api/v1/stacks/shop/production/storefront?instance=blue", 404, "There are: region=eu-west-1.")]
    [InlineData("/api/v1/parity/shop/production/staging", 404, "is not judged")]
    [InlineData("/api/v1/parity/shop/staging/production?include=all", 400, "include: found 'all'; allowed is 'equal'.")]
    [InlineData("/api/v1/nothing", 404, "There is nothing at /api/v1/nothing.")]
    [InlineData("/api/v2/board", 404, "There is nothing at /api/v2/board.")]
    public async Task What_is_not_there_is_a_problem_document(string path, int status, string detail)
    {
        using var response = await host.Http.GetAsync(path, Cancellation).Soon();

        await AssertProblemAsync(response, status, detail);
    }

    [Fact]
    public async Task A_region_that_is_named_finds_its_stack() =>
        Assert.Equal("eu-west-1", (await host.GetJsonAsync("/api/v1/stacks/shop/production/storefront?region=eu-west-1&instance=")).GetProperty("region").GetString());

    [Theory]
    [InlineData("""{"environment":null,"component":null}""")]
    [InlineData("""{"environment":"staging","component":"worker"}""")]
    [InlineData("""{}""")]
    public async Task A_scan_is_accepted(string body)
    {
        using var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation).Soon());
    }

    [Theory]
    [InlineData("""{"environment":"nowhere"}""", 404, "There is no environment 'nowhere'.")]
    [InlineData("""{"component":"nothing"}""", 404, "There is no component 'nothing'.")]
    [InlineData("""{"environment":7}""", 400, "allowed is {\"environment\": a name or null")]
    [InlineData("{", 400, "allowed is {\"environment\"")]
    [InlineData("null", 400, "The body is null")]
    public async Task A_wrong_scan_is_a_problem_document(string body, int status, string detail)
    {
        using var response = await PostAsync(body);

        await AssertProblemAsync(response, status, detail);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_json_is_refused()
    {
        using var large = await PostAsync("\"" + new string('x', 20_000) + "\"");
        await AssertProblemAsync(large, 413, "larger than 16384 bytes");
        using var text = await host.Http.PostAsync("/api/v1/scans", new StringContent("{}", Encoding.UTF8, "text/plain"), Cancellation).Soon();
        await AssertProblemAsync(text, 415, "application/json");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string detail)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation).Soon();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(["type", "title", "status", "detail"], Names(problem));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string body) =>
        await host.Http.PostAsync("/api/v1/scans", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation).Soon();
}
