using System.Net;
using Dashboard.Core.Documents;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Estate;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;
using Dashboard.Sources.Published;
using Dashboard.Sources.Recordings;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;
using Dashboard.Web.Scanning;
using Dashboard.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;

namespace Dashboard.Web.Hosting;

/// <summary>The whole product in one process: the screens, the API, the scanner, and the sandbox where it is on.</summary>
internal sealed class DriftboardHost : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>Five of these, and it looks stale: a recording proves nothing of today, however young it is.</summary>
    private static readonly TimeSpan RecordingLooksOldAfter = TimeSpan.FromSeconds(1);

    private readonly DataFolder _data;
    private readonly SandboxRuntime? _sandbox;
    private readonly WebApplication _app;

    private DriftboardHost(DataFolder data, SandboxRuntime? sandbox, WebApplication app)
    {
        _data = data;
        _sandbox = sandbox;
        _app = app;
    }

    /// <summary>The address of the screens.</summary>
    public string Url => _app.Urls.First();

    /// <summary>The sandbox, or null.</summary>
    public SandboxRuntime? Sandbox => _sandbox;

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts everything and says where it is.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where the addresses are printed.</param>
    /// <param name="configure">Changes to the services; for tests.</param>
    /// <exception cref="StartException">It cannot start, for a reason that the message names.</exception>
    public static async Task<DriftboardHost> StartAsync(CommandLine arguments, TextWriter output, Action<IServiceCollection>? configure = null)
    {
        // The folder is named, so that neither the caller's nor a test's decides where assets are found; the settings are another matter.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Dashboard.Web" });
        var settings = SettingsFile.ApplyTo(builder.Configuration, arguments.File, Environment.CurrentDirectory);
        arguments.ApplyTo(builder.Configuration);
        var options = OptionsReader.Read(builder.Configuration, arguments.Errors);
        var data = DataFolder.Open(options.DataFolder);
        SandboxRuntime? sandbox = null;
        WebApplication? app = null;
        try
        {
            if (options.IsSandboxOnly)
                ForgetMachineCredentials();
            var fingerprinter = data.CreateFingerprinter();
            if (options.Sandbox is { } wanted)
                sandbox = await SandboxRuntime.StartAsync(wanted, data);
            AddServices(builder, options, data, sandbox, fingerprinter);
            configure?.Invoke(builder.Services);
            app = builder.Build();
            Map(app);
            await StartAsync(app, options);
            output.WriteLine($"Driftboard is at {app.Urls.First()}");
            if (options.Recording is { } recording)
                output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It shows a recording of {recording.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and nothing that is live."));
            if (sandbox is not null)
                output.WriteLine($"The sandbox is at {sandbox.Endpoint} (AWS_ACCESS_KEY_ID=SANDBOX222222222222 AWS_SECRET_ACCESS_KEY=x aws --region eu-west-1 --endpoint-url {sandbox.Endpoint} ...)");
            if (settings is not null)
                output.WriteLine($"Its settings are those of {settings}");
            return new DriftboardHost(data, sandbox, app);
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            if (sandbox is not null)
                await sandbox.DisposeAsync();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to end.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        _data.Dispose();
    }

    private static async Task StartAsync(WebApplication app, DriftboardOptions options)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            throw new StartException($"Urls: Driftboard cannot listen on {options.Urls}: {e.Message} Give it another port: --urls http://127.0.0.1:5090.");
        }
    }

    private static void AddServices(WebApplicationBuilder builder, DriftboardOptions options, DataFolder data, SandboxRuntime? sandbox, SecretFingerprinter fingerprinter)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            // The rows that somebody has chosen on a review stand in its address.
            o.Limits.MaxRequestLineSize = 16 * 1024;
        });
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);

        var services = builder.Services;
        services.Configure<HostOptions>(o =>
        {
            o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            o.ShutdownTimeout = TimeSpan.FromSeconds(3);
        });
        services.PostConfigure<HostFilteringOptions>(o => o.AllowEmptyHosts = false);
        services.AddDataProtection().SetApplicationName("Driftboard").PersistKeysToFileSystem(data.ProtectionKeys);
        services.AddSignalR().AddJsonProtocol(o => o.PayloadSerializerOptions = new(DocumentSerializer.Default.Options));
        services.AddApiDescription();
        services.AddHookLimit();
        services.AddSingleton(new HookSignature(options.Git.HookSecret()));
        services.AddSingleton<DriftSubscriptions>();

        var identity = ServerIdentity.Create();
        services.AddSingleton(identity);
        services.AddSingleton(new ServiceClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<ServiceClock>());
        services.AddSingleton(s =>
        {
            var feed = new DriftFeed(identity.ServerId, s.GetRequiredService<TimeProvider>());
            if (options.Recording is { } recording)
                feed.Publish(b => b with { RecordedAt = recording.RecordedAt });
            return feed;
        });
        AddScanning(services, options, data, sandbox, fingerprinter);
        services.AddSingleton<KnownCommits>();
        services.AddSingleton<IKnownCommits>(s => s.GetRequiredService<KnownCommits>());
        services.AddSingleton<StackDetails>();
        services.AddSingleton<IStackDetails>(s => s.GetRequiredService<StackDetails>());
        services.AddSingleton<ITemplateHistory>(s => s.GetRequiredService<StackDetails>());
        services.AddSingleton<IExportImporters, CloudFormationImporters>();
        services.AddSingleton<IChangeTrailLookup, ChangeTrailLookup>();
        services.AddSingleton<IChangeSetLookup, ChangeSetLookup>();
        services.AddSingleton<IFailedOperationLookup, FailedOperationLookup>();
        services.AddSingleton<IAccountInventories, AccountInventories>();
        services.AddSingleton<IReviews, Reviews>();
        services.AddSingleton<IReviewTicks>(s => new ReviewTicks(data.ReviewTicks, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ReviewTicks>>()));
        services.AddSingleton(s => new CallPace(s.GetRequiredService<ScanOptions>().CallsPerSecond));
        services.AddSingleton<ISandboxControls>(s => new SandboxControls(sandbox, s.GetRequiredService<IScanControls>()));
        services.AddScreens();
    }

    private static void AddScanning(IServiceCollection services, DriftboardOptions options, DataFolder data, SandboxRuntime? sandbox, SecretFingerprinter fingerprinter)
    {
        if (options.Recording is { } recording)
            AddRecording(services, options, recording, fingerprinter);
        else
            AddClouds(services, options, sandbox, fingerprinter);
        var repositories = sandbox is null ? options.Repositories : options.Repositories.Add(sandbox.Repository.Path);
        services.AddSingleton(s => options.Recording is { } recorded && repositories.IsEmpty
            ? new RepositorySet(recorded, options.ConfigRef)
            : new RepositorySet(repositories, data.Mirrors, options.ConfigRef, new PublishedStore(data.Path), options.Git.Options, s.GetRequiredService<ServiceClock>().Local));
        services.AddSingleton(s => new RepositoryFetcher(
            s.GetRequiredService<RepositorySet>(), options.Git.Interval, s.GetRequiredService<ServiceClock>().Local, s.GetRequiredService<ILogger<RepositoryFetcher>>()));
        services.AddHostedService(s => s.GetRequiredService<RepositoryFetcher>());
        services.AddSingleton(sandbox is null ? ScanPreparation.None : new ScanPreparation(sandbox.Estate));
        services.AddSingleton<IScanControls>(s => s.GetRequiredService<ScanService>());
        services.AddHostedService(s => s.GetRequiredService<ScanService>());
    }

    private static void AddClouds(IServiceCollection services, DriftboardOptions options, SandboxRuntime? sandbox, SecretFingerprinter fingerprinter)
    {
        var accounts = options.Accounts;
        if (sandbox is not null)
        {
            accounts = accounts.AddRange(SampleEstate.Accounts.Select(a => KeyValuePair.Create(a, AwsAccountOptions.Sandbox(a, sandbox.Endpoint))));
            services.AddSingleton<IChangeHints>(new SandboxHints(sandbox.Cloud));
        }

        services.AddSingleton(s => new AwsLiveStateSource(new AwsOptions(accounts, options.CallsPerSecond), fingerprinter, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILiveStateSource>(s => s.GetRequiredService<AwsLiveStateSource>());
        services.AddSingleton(s => new EnvironmentScanner(
            s.GetRequiredService<ILiveStateSource>(), [.. accounts.Keys], fingerprinter, s.GetRequiredService<ServiceClock>().Local));
        services.AddSingleton(new ScanOptions(options.ScanInterval, PollInterval)
        {
            LiveMaxAges = options.LiveMaxAges,
            CallsPerSecond = account => accounts.GetValueOrDefault(account)?.CallsPerSecond ?? options.CallsPerSecond,
        });
        services.AddSingleton<BoardPublisher>();
        services.AddSingleton(s => new ScanTracker(s.GetRequiredService<DriftFeed>(), s.GetRequiredService<TimeProvider>(), options.ScanInterval));
        if (accounts.Values.Any(a => a.DetectDrift))
            services.AddHostedService(s => ActivatorUtilities.CreateInstance<DriftDetections>(s, s.GetRequiredService<AwsLiveStateSource>()));
        services.AddSingleton(s => CreateScanService(s, [.. s.GetServices<IChangeHints>(), .. s.GetRequiredService<AwsLiveStateSource>().OpenQueues()]));
    }

    /// <summary>A recording in the place of the clouds: judged as of its day, read once, and never fresh.</summary>
    private static void AddRecording(IServiceCollection services, DriftboardOptions options, Recording recording, SecretFingerprinter fingerprinter)
    {
        services.AddSingleton(_ => recording.OpenLive(fingerprinter));
        services.AddSingleton(s => new EnvironmentScanner(s.GetRequiredService<ILiveStateSource>(), recording.Accounts, fingerprinter, recording.Clock));
        services.AddSingleton(new ScanOptions(TimeSpan.FromDays(1), PollInterval));
        services.AddSingleton(s => new BoardPublisher(s.GetRequiredService<DriftFeed>(), recording.Clock, s.GetRequiredService<ILogger<BoardPublisher>>()));
        services.AddSingleton(s => new ScanTracker(s.GetRequiredService<DriftFeed>(), s.GetRequiredService<TimeProvider>(), RecordingLooksOldAfter));
        services.AddSingleton(s => CreateScanService(s, []));
    }

    // In a list of its own: an array would be taken for several arguments.
    private static ScanService CreateScanService(IServiceProvider services, List<IChangeHints> hints) => ActivatorUtilities.CreateInstance<ScanService>(services, hints);

    private static void Map(WebApplication app)
    {
        app.UseResponseHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            ExceptionHandler = static context => ProblemReplies.WriteAsync(context, (int)HttpStatusCode.InternalServerError, "The server failed on this request; its log says where."),
        });
        app.UseLocalCheck();
        app.UseOriginCheck();
        // A person who mistypes an address gets the page for that, with 404; without a body, the browser would offer a download.
        app.UseWhen(
            static context => HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal),
            static pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapApi();
        app.MapHub<DriftHub>("/hubs/drift");
        app.MapScreens();
    }

    /// <summary>With nothing but the sandbox, nothing of the machine's own AWS settings may be found, whatever the SDK looks for.</summary>
    private static void ForgetMachineCredentials()
    {
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-aws-settings");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nowhere);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nowhere);
    }
}
