using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Benchmarks;

/// <summary>The screens over a board of ours, with nothing behind them.</summary>
internal static class ScreensHost
{
    /// <summary>Starts on a free port.</summary>
    /// <param name="board">What the screens show first; the feed is among the services.</param>
    /// <param name="configure">Adds or changes services.</param>
    /// <param name="map">Maps more addresses.</param>
    public static async Task<WebApplication> StartAsync(DriftBoard board, Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Dashboard.Web" });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Error);
        var feed = new DriftFeed("server", TimeProvider.System);
        feed.Publish(_ => board);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(feed);
        builder.Services.AddSingleton<IStackDetails, NoDetails>();
        builder.Services.AddSingleton<ITemplateHistory, NoDetails>();
        builder.Services.AddSingleton<IKnownCommits, NoDetails>();
        builder.Services.AddSingleton<ISandboxControls, NoSandbox>();
        builder.Services.AddSingleton<IScanControls, NoScans>();
        builder.Services.AddSingleton<IChangeTrailLookup, Nothing>();
        builder.Services.AddSingleton<IChangeSetLookup, Nothing>();
        builder.Services.AddSingleton<IFailedOperationLookup, Nothing>();
        builder.Services.AddSingleton<IAccountInventories, Nothing>();
        builder.Services.AddSingleton<IReviews, Nothing>();
        builder.Services.AddSingleton<IReviewTicks, Nothing>();
        builder.Services.AddSingleton(new CallPace(static _ => 10));
        builder.Services.AddScreens();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapGet("/healthz", static () => "ok");
        map?.Invoke(app);
        app.MapScreens();
        await app.StartAsync();
        return app;
    }

    private sealed class NoDetails : IStackDetails, ITemplateHistory, IKnownCommits
    {
        public IReadOnlyList<BlamedCommit> Blamed => [];

        public GitCommit? Find(string application, string commitId) => null;

        public int Version => 0;

        public Task<ImmutableArray<OriginStep>> ExplainAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) => Task.FromResult(ImmutableArray<OriginStep>.Empty);

        public Task<Core.Documents.OriginDocument?> OriginAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) => Task.FromResult<Core.Documents.OriginDocument?>(null);

        public Task<TemplateText?> TemplateAsync(StackKey stack, ResourceAddress address, CancellationToken cancellation) => Task.FromResult<TemplateText?>(null);

        public Task<TemplateText?> FileAsync(StackKey stack, ResourceAddress address, string file, string? commit, CancellationToken cancellation) => Task.FromResult<TemplateText?>(null);

        public Task<TemplateText?> TemplateAtAsync(StackKey stack, ResourceAddress address, string commit, CancellationToken cancellation) => Task.FromResult<TemplateText?>(null);

        public Task<ImmutableArray<Sources.Git.GitCommit?>> AuthorsAsync(StackKey stack, TemplateText template, CancellationToken cancellation) => Task.FromResult(ImmutableArray<Sources.Git.GitCommit?>.Empty);
    }

    /// <summary>What is asked of the accounts and the repository only when a reader wants it.</summary>
    private sealed class Nothing : IChangeTrailLookup, IChangeSetLookup, IFailedOperationLookup, IAccountInventories, IReviews, IReviewTicks
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        ImmutableArray<AccountInventory> IAccountInventories.Known => [];

        Task<Sources.Scanning.FailedOperation?> IFailedOperationLookup.AskAsync(StackKey stack, CancellationToken cancellation) => Task.FromResult<Sources.Scanning.FailedOperation?>(null);

        public ChangeTrail? Known(StackKey stack, ResourceEvaluation resource) => null;

        public Task<ChangeTrail?> AskAsync(StackKey stack, ResourceAddress address, bool again, CancellationToken cancellation) => Task.FromResult<ChangeTrail?>(null);

        public Task<WaitingChangeSets?> AskAsync(StackKey stack, CancellationToken cancellation) => Task.FromResult<WaitingChangeSets?>(null);

        public Task<ImmutableArray<AccountInventory>> AskAsync(bool again, CancellationToken cancellation) => Task.FromResult(ImmutableArray<AccountInventory>.Empty);

        public Task<ReviewFacts?> ReviewAsync(ParityKey pair, PinnedRelease? release, CancellationToken cancellation) => Task.FromResult<ReviewFacts?>(null);

        public Task<ApplicationPatch?> PatchAsync(string application, ImmutableArray<(RuleDraft Draft, RuleTerms Terms)> rules, CancellationToken cancellation) => Task.FromResult<ApplicationPatch?>(null);

        public DateTimeOffset? Of(string id) => null;

        public Task<string?> SetAsync(IEnumerable<string> ids, bool isTicked) => Task.FromResult<string?>(null);
    }

    private sealed class NoSandbox : ISandboxControls
    {
        public bool IsEnabled => false;

        public string Endpoint => "";

        public ImmutableArray<SandboxMistake> Mistakes => [];

        public bool Holds(string account) => false;

        public Task ApplyAsync(string id) => Task.CompletedTask;

        public Task RevertAsync(string id) => Task.CompletedTask;

        public Task ResetAsync() => Task.CompletedTask;
    }

    private sealed class NoScans : IScanControls
    {
        public Task RequestScanAsync(string? application, string? environment, string? component) => Task.CompletedTask;
    }
}
