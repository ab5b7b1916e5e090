using System.Net;
using System.Net.WebSockets;
using System.Text;
using Dashboard.Tests.Shared;

namespace Dashboard.Web.Tests.Api;

[Collection(nameof(RunningHost))]
public sealed class SecurityTests(RunningHost host)
{
    [Theory]
    [InlineData("POST", "/api/v1/scans")]
    [InlineData("POST", "/hubs/drift/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/hubs/drift")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/_blazor")]
    [InlineData("DELETE", "/api/v1/board")]
    [InlineData("OPTIONS", "/api/v1/board")]
    public async Task A_page_of_another_site_is_refused(string method, string path)
    {
        foreach (var origin in new[] { "http://evil.example", "null", host.Host.Url + ".evil.example", "https" + host.Host.Url[4..], "http://127.0.0.1:1", "" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            using var response = await host.Http.SendAsync(request, Cancellation).Soon();
            Assert.Equal((origin, HttpStatusCode.Forbidden), (origin, response.StatusCode));
        }
    }

    [Fact]
    public async Task Two_origins_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/scans");
        request.Headers.TryAddWithoutValidation("Origin", [host.Host.Url, "http://evil.example"]);
        using var response = await host.Http.SendAsync(request, Cancellation).Soon();

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_own_origin_or_none_is_served(bool sendsOrigin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/drift/negotiate?negotiateVersion=1");
        if (sendsOrigin)
            request.Headers.TryAddWithoutValidation("Origin", host.Host.Url);
        using var response = await host.Http.SendAsync(request, Cancellation).Soon();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/hubs/drift")]
    [InlineData("/_blazor")]
    public async Task A_WebSocket_of_another_site_is_refused_and_one_of_our_own_opens(string path)
    {
        var address = new Uri("ws" + host.Host.Url[4..] + path);
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");
        foreign.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(address, Cancellation).Soon());
        Assert.Equal(HttpStatusCode.Forbidden, foreign.HttpStatusCode);

        using var own = new ClientWebSocket();
        own.Options.SetRequestHeader("Origin", host.Host.Url);
        await own.ConnectAsync(address, Cancellation).Soon();
        Assert.Equal(WebSocketState.Open, own.State);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("driftboard.local:5080")]
    public async Task A_name_that_is_not_ours_is_refused(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/board") { Headers = { Host = name } };
        using var response = await host.Http.SendAsync(request, Cancellation).Soon();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("stacks", await response.Content.ReadAsStringAsync(Cancellation).Soon(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:5090")]
    [InlineData("[::1]:8080")]
    public async Task A_loopback_name_is_served_whatever_port_a_tunnel_gives_it(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = name } };
        using var response = await host.Http.SendAsync(request, Cancellation).Soon();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/", "no-store")]
    [InlineData("/wall", "no-store")]
    [InlineData("/api/v1/board", "no-store")]
    [InlineData("/api/v1/nothing", "no-store")]
    [InlineData("/healthz", "no-store")]
    [InlineData("/css/app.css", "no-cache")]
    public async Task Every_answer_carries_the_headers(string path, string caching)
    {
        using var response = await host.Http.GetAsync(path, Cancellation).Soon();

        var port = new Uri(host.Host.Url).Port;
        Assert.Equal(
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
            + $"frame-ancestors 'none'; form-action 'self'; connect-src 'self' ws://127.0.0.1:{port}",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(caching, response.Headers.CacheControl?.ToString());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/css/app.css")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    public async Task Assets_are_there_under_the_test_host(string path)
    {
        using var response = await host.Http.GetAsync(path, Cancellation).Soon();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(Cancellation).Soon());
    }

    [Fact]
    public async Task Without_a_host_name_nothing_is_served()
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(host.Host.Url).Port, Cancellation).AsTask().Soon();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /api/v1/board HTTP/1.0\r\n\r\n"), Cancellation).AsTask().Soon();
        using var reader = new StreamReader(client.GetStream());

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(Cancellation).Soon(), StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
