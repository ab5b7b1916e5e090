using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;
using Dashboard.Web.Api;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>A component that is deployed to two regions, and to two instances in one of them.</summary>
public sealed class SeveralStacksTests : IAsyncLifetime, IStackDetails, IScanControls
{
    private readonly DriftFeed _feed = new("server-1", TimeProvider.System);
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var (region, instance) in new[] { ("eu-west-1", "blue"), ("eu-west-1", "green"), ("us-east-1", "blue") })
        {
            var key = new StackKey("shop", "staging", "tenant", region, instance);
            var stack = new StackEvaluation(key, "111111111111", "tenant", Status.InSync, null, null, 0, 0, new Coverage(1, 1), null, null, null, [], []);
            _feed.Publish(b => b with { Stacks = b.Stacks.Add(key, stack) });
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging();
        builder.Services.AddSingleton(_feed).AddSingleton<IStackDetails>(this).AddSingleton<IScanControls>(this).AddSingleton(new ServerIdentity("server-1", "build"));
        _app = builder.Build();
        _app.MapApi();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("", "region=eu-west-1&instance=blue, region=eu-west-1&instance=green, region=us-east-1&instance=blue")]
    [InlineData("?region=eu-west-1", "region=eu-west-1&instance=blue, region=eu-west-1&instance=green")]
    [InlineData("?instance=blue", "region=eu-west-1&instance=blue, region=us-east-1&instance=blue")]
    public async Task An_ambiguous_name_is_answered_with_the_choices(string query, string choices)
    {
        using var response = await GetAsync(query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var detail = (await ReadAsync(response)).GetProperty("detail").GetString();
        Assert.EndsWith($"name one by its region and instance: {choices}.", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?region=us-east-1", "us-east-1", "blue")]
    [InlineData("?instance=green", "eu-west-1", "green")]
    [InlineData("?region=eu-west-1&instance=blue", "eu-west-1", "blue")]
    public async Task What_names_one_stack_is_answered_with_it(string query, string region, string instance)
    {
        using var response = await GetAsync(query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var stack = await ReadAsync(response);
        Assert.Equal((region, instance), (stack.GetProperty("region").GetString(), stack.GetProperty("instance").GetString()));
    }

    [Fact]
    public async Task What_is_not_there_is_answered_with_what_is()
    {
        using var response = await GetAsync("?instance=red");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("region=us-east-1&instance=blue", (await ReadAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    Task<ImmutableArray<OriginStep>> IStackDetails.ExplainAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<OriginStep>.Empty);

    Task<OriginDocument?> IStackDetails.OriginAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) => Task.FromResult<OriginDocument?>(null);

    Task<TemplateText?> IStackDetails.TemplateAsync(StackKey stack, ResourceAddress address, CancellationToken cancellation) => Task.FromResult<TemplateText?>(null);

    Task IScanControls.RequestScanAsync(string? application, string? environment, string? component) => Task.CompletedTask;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon()).RootElement;

    private async Task<HttpResponseMessage> GetAsync(string query) => await _http.GetAsync("/api/v1/stacks/shop/staging/tenant" + query, TestContext.Current.CancellationToken).Soon();
}
