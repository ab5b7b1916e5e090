using System.Collections.Immutable;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Review;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A screen over a feed, a clock and services of ours.</summary>
public abstract class ScreenTest : BunitContext
{
    protected const string Evil = "<img src=x onerror=alert(1)>";

    protected ScreenTest()
    {
        Feed = new DriftFeed("server", Time);
        JSInterop.Mode = JSRuntimeMode.Loose;
        WorkbenchScript = JSInterop.SetupModule("./js/workbench.js");
        WorkbenchScript.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/page.js").Mode = JSRuntimeMode.Loose;
        LayoutScript = JSInterop.SetupModule("./js/layout.js");
        KeysScript = JSInterop.SetupModule("./js/keys.js");
        RowsScript = JSInterop.SetupModule("./js/rows.js");
        RowsScript.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/copymenu.js").Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/graph.js").Mode = JSRuntimeMode.Loose;
        LayoutScript.Mode = KeysScript.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(o => o.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(Feed);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IStackDetails>(Details);
        Services.AddSingleton<ITemplateHistory>(Details);
        Services.AddSingleton<IKnownCommits>(Commits);
        Services.AddSingleton<ISandboxControls>(Sandbox);
        Services.AddSingleton<IScanControls>(Scans);
        Services.AddSingleton<IChangeTrailLookup>(Trails);
        Services.AddSingleton<IChangeSetLookup>(ChangeSets);
        Services.AddSingleton<IFailedOperationLookup>(Failures);
        Services.AddSingleton<IAccountInventories>(Inventories);
        Services.AddSingleton<IReviews>(Reviews);
        Services.AddSingleton<IReviewTicks>(Ticks);
        Services.AddSingleton(new CallPace(_ => 10));
        Services.AddScoped<RecentChanges>();
        Services.AddScoped<ShellState>();
        Services.AddScoped<FrameAddress>();
        Services.AddScoped<CommandRunner>();
        Services.AddScoped<ComparisonMemory>();
        Services.AddScoped<SelectableLists>();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected FakeTimeProvider Time { get; } = new(SampleBoards.Start);

    protected DriftFeed Feed { get; }

    /// <summary>What every page needs of the browser.</summary>
    protected BunitJSModuleInterop WorkbenchScript { get; }

    /// <summary>The browser's memory of panes.</summary>
    protected BunitJSModuleInterop LayoutScript { get; }

    /// <summary>The browser's keys and its memory of tabs.</summary>
    protected BunitJSModuleInterop KeysScript { get; }

    /// <summary>Where the reader of very many rows is.</summary>
    protected BunitJSModuleInterop RowsScript { get; }

    /// <summary>The address that the back button leads to.</summary>
    protected string EntryBehind() => ((Bunit.TestDoubles.BunitNavigationManager)Navigation).History.ElementAt(1).Uri;

    protected ShellState Shell => Services.GetRequiredService<ShellState>();

    private protected FakeDetails Details { get; } = new();

    private protected FakeCommits Commits { get; } = new();

    private protected FakeSandbox Sandbox { get; } = new();

    private protected FakeScans Scans { get; } = new();

    private protected FakeTrails Trails { get; } = new();

    private protected FakeChangeSets ChangeSets { get; } = new();

    private protected FakeFailures Failures { get; } = new();

    private protected FakeInventories Inventories { get; } = new();

    private protected FakeReviews Reviews { get; } = new();

    private protected FakeTicks Ticks { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected void Publish(DriftBoard board) => Feed.Publish(_ => board);

    /// <summary>Publishes a change and lets the feed's coalescing pass.</summary>
    protected void Change(Func<DriftBoard, DriftBoard> change)
    {
        Feed.Publish(change);
        Time.Advance(DriftFeed.Coalesce);
    }

    /// <summary>The text that a browser gets from the copy menu; null where there is none.</summary>
    protected static async Task<string?> CopiedAsync(CopyMenu menu, string form, string addresses = "", string? list = null)
    {
        menu.Collect(1, addresses);
        using var text = await menu.TextOf(1, form, list);
        return text is null ? null : await new StreamReader(text.Stream).ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The words that a reader sees, with single blanks between them and between the elements that hold them.</summary>
    protected internal static string Words(IElement element) => string.Join(' ', element.Descendants<IText>()
        .SelectMany(t => t.Data.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)));

    private protected sealed class FakeDetails : IStackDetails, ITemplateHistory
    {
        /// <summary>Answers wait for it.</summary>
        public TaskCompletionSource Gate { get; set; } = new();

        public Exception? Failure { get; set; }

        public TemplateText? Template { get; set; } = new(
            "templates/storefront.yaml",
            SampleBoards.Commit,
            "Resources:\n  WebSecurityGroup:\n    Properties:\n      SecurityGroupIngress: []\n",
            ImmutableDictionary<ResourceAddress, (int, int)>.Empty.Add(new ResourceAddress("WebSecurityGroup"), (2, 4)));

        public List<string> Asked { get; } = [];

        public async Task<ImmutableArray<OriginStep>> ExplainAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation)
        {
            Asked.Add($"{address}{path}");
            await Gate.Task.WaitAsync(cancellation);
            if (Failure is not null)
                throw Failure;
            var date = new DateTimeOffset(2026, 2, 24, 9, 0, 0, TimeSpan.Zero);
            return
            [
                new OriginStep("property", path.TopLevelName, new OriginDocument("templates/storefront.yaml", 4, "3a6719e0000000000000", "Ravi Menon", date) { Summary = "Open the shop" }),
                new OriginStep("parameter", "Ingress", new OriginDocument("parameters/storefront.json", 7, "ce7b47e0000000000000", "Lea Brandt", date) { Summary = "Close it" }),
            ];
        }

        public async Task<OriginDocument?> OriginAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) =>
            (await ExplainAsync(stack, address, path, cancellation))[0].Origin;

        public async Task<TemplateText?> TemplateAsync(StackKey stack, ResourceAddress address, CancellationToken cancellation)
        {
            await Gate.Task.WaitAsync(cancellation);
            return Template;
        }

        /// <summary>The texts that commits left.</summary>
        public Dictionary<string, TemplateText> Past { get; } = [];

        public Task<TemplateText?> TemplateAtAsync(StackKey stack, ResourceAddress address, string commit, CancellationToken cancellation) => Task.FromResult(Past.GetValueOrDefault(commit));

        /// <summary>Files beside the template.</summary>
        public Dictionary<string, TemplateText> Files { get; } = [];

        public Task<TemplateText?> FileAsync(StackKey stack, ResourceAddress address, string file, string? commit, CancellationToken cancellation) =>
            Task.FromResult(file == Template?.File ? commit is null ? Template : Past.GetValueOrDefault(commit) : Files.GetValueOrDefault(file));

        public Task<ImmutableArray<GitCommit?>> AuthorsAsync(StackKey stack, TemplateText template, CancellationToken cancellation)
        {
            var first = new GitCommit("3a6719e0000000000000", "Ravi Menon", SampleBoards.Start, "Open the shop");
            var second = new GitCommit("ce7b47e0000000000000", "Lea Brandt", SampleBoards.Start, "Close it");
            return Task.FromResult<ImmutableArray<GitCommit?>>([first, first, second, second]);
        }
    }

    /// <summary>Knows the commits that it is given.</summary>
    private protected sealed class FakeCommits : IKnownCommits
    {
        public Dictionary<string, GitCommit> Found { get; } = [];

        public IReadOnlyList<BlamedCommit> Blamed { get; set; } = [];

        public GitCommit? Find(string application, string commitId) => Found.GetValueOrDefault(commitId);

        public int Version => Found.Count;
    }

    private protected sealed class FakeSandbox : ISandboxControls
    {
        public bool IsEnabled { get; set; } = true;

        public string Endpoint => "http://127.0.0.1:5081";

        public ImmutableArray<SandboxMistake> Mistakes { get; set; } =
        [
            new("open", "Open SSH to the world", "Somebody debugged at night.", "production", "storefront", "aws cloudcontrol update-resource", false),
            new("resize", "Take a larger instance", "The sale needed it.", "production", "database", "aws cloudcontrol update-resource --x", true),
        ];

        public List<string> Calls { get; } = [];

        public Exception? Failure { get; set; }

        public bool Holds(string account) => IsEnabled && account == "222222222222";

        public Task ApplyAsync(string id) => Note("apply " + id, id, true);

        public Task RevertAsync(string id) => Note("revert " + id, id, false);

        public Task ResetAsync() => Note("reset", null, false);

        private Task Note(string call, string? id, bool isApplied)
        {
            Calls.Add(call);
            if (Failure is not null)
                throw Failure;
            Mistakes = [.. Mistakes.Select(m => m.Id == id || id is null ? m with { IsApplied = isApplied } : m)];
            return Task.CompletedTask;
        }
    }

    /// <summary>Answers who changed a resource, once its gate is opened.</summary>
    private protected sealed class FakeTrails : IChangeTrailLookup
    {
        public TaskCompletionSource Gate { get; set; } = new();

        public Exception? Failure { get; set; }

        public ChangeTrail? Trail { get; set; } = new([], [], SampleBoards.Start);

        /// <summary>What somebody has been told already.</summary>
        public ChangeTrail? Told { get; set; }

        public List<string> Asked { get; } = [];

        public ChangeTrail? Known(StackKey stack, ResourceEvaluation resource) => Told;

        public async Task<ChangeTrail?> AskAsync(StackKey stack, ResourceAddress address, bool again, CancellationToken cancellation)
        {
            Asked.Add(again ? $"{address} again" : address.ToString());
            await Gate.Task.WaitAsync(cancellation);
            return Failure is null ? Trail : throw Failure;
        }
    }

    /// <summary>Answers which change sets wait.</summary>
    private protected sealed class FakeChangeSets : IChangeSetLookup
    {
        public WaitingChangeSets? Waiting { get; set; }

        public Exception? Failure { get; set; }

        public List<StackKey> Asked { get; } = [];

        public Task<WaitingChangeSets?> AskAsync(StackKey stack, CancellationToken cancellation)
        {
            Asked.Add(stack);
            return Failure is null ? Task.FromResult(Waiting) : Task.FromException<WaitingChangeSets?>(Failure);
        }
    }

    /// <summary>Answers why the last operation of a stack failed.</summary>
    private protected sealed class FakeFailures : IFailedOperationLookup
    {
        public FailedOperation? Failed { get; set; }

        public Exception? Failure { get; set; }

        public List<StackKey> Asked { get; } = [];

        public Task<FailedOperation?> AskAsync(StackKey stack, CancellationToken cancellation)
        {
            Asked.Add(stack);
            return Failure is null ? Task.FromResult(Failed) : Task.FromException<FailedOperation?>(Failure);
        }
    }

    /// <summary>Answers what no stack owns, once its gate is opened.</summary>
    private protected sealed class FakeInventories : IAccountInventories
    {
        public TaskCompletionSource Gate { get; set; } = new();

        public Exception? Failure { get; set; }

        public ImmutableArray<AccountInventory> Accounts { get; set; } = [];

        public List<bool> Asked { get; } = [];

        public ImmutableArray<AccountInventory> Known => Accounts;

        public async Task<ImmutableArray<AccountInventory>> AskAsync(bool again, CancellationToken cancellation)
        {
            Asked.Add(again);
            await Gate.Task.WaitAsync(cancellation);
            return Failure is null ? Accounts : throw Failure;
        }
    }

    private protected sealed class FakeReviews : IReviews
    {
        /// <summary>What is answered; null: the pair is not judged.</summary>
        public ReviewFacts? Facts { get; set; }

        /// <summary>Answers wait for it.</summary>
        public Task Gate { get; set; } = Task.CompletedTask;

        public Exception? Failure { get; set; }

        public Func<ImmutableArray<(RuleDraft Draft, RuleTerms Terms)>, ApplicationPatch?> Patch { get; set; } =
            rules => ApplicationFilePatch.Add("driftboard.yaml", System.Text.Encoding.UTF8.GetBytes(SampleReviews.ApplicationFile), rules);

        public int Asked { get; private set; }

        /// <summary>The release of the last question.</summary>
        public PinnedRelease? AskedFor { get; private set; }

        public async Task<ReviewFacts?> ReviewAsync(ParityKey pair, PinnedRelease? release, CancellationToken cancellation)
        {
            Asked++;
            AskedFor = release;
            await Gate.WaitAsync(cancellation);
            return Failure is null ? Facts : throw Failure;
        }

        public Task<ApplicationPatch?> PatchAsync(string application, ImmutableArray<(RuleDraft Draft, RuleTerms Terms)> rules, CancellationToken cancellation) => Task.FromResult(Patch(rules));
    }

    private protected sealed class FakeTicks : IReviewTicks
    {
        private readonly Dictionary<string, DateTimeOffset> _ticks = [];

        public event Action? Changed;

        /// <summary>Why nothing can be kept; null: it can.</summary>
        public string? Failure { get; set; }

        public DateTimeOffset? Of(string id) => _ticks.TryGetValue(id, out var at) ? at : null;

        public Task<string?> SetAsync(IEnumerable<string> ids, bool isTicked)
        {
            if (Failure is null)
            {
                foreach (var id in ids)
                {
                    _ticks.Remove(id);
                    if (isTicked)
                        _ticks[id] = SampleBoards.Start;
                }

                Changed?.Invoke();
            }

            return Task.FromResult(Failure);
        }
    }

    private protected sealed class FakeScans : IScanControls
    {
        public List<(string? Application, string? Environment, string? Component)> Requests { get; } = [];

        public Task RequestScanAsync(string? application, string? environment, string? component)
        {
            Requests.Add((application, environment, component));
            return Task.CompletedTask;
        }
    }
}
