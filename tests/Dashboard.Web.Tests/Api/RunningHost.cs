using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Tests.Shared;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Api;

/// <summary>The whole product over the sample estate, inside the test process, on ports of its own. Its first sweep is done when a test begins.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("driftboard-web-").FullName;
    private readonly LogLines _log = new();
    private DriftboardHost? _host;

    /// <summary>A client without cookies, proxies or redirects.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Every line of the log so far, of every category.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    /// <summary>What was printed at the start.</summary>
    public string Output { get; private set; } = "";

    internal DriftboardHost Host => _host!;

    internal WallScreens Screens => Host.Services.GetRequiredService<WallScreens>();

    internal DriftFeed Feed => Host.Services.GetRequiredService<DriftFeed>();

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var output = new StringWriter();
        // No sweep but the first one: what the tests do not do themselves must not move the board.
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--sandbox-urls", "http://127.0.0.1:0", "--data", _data]);
        line = line with { Settings = line.Settings.Add("Driftboard:Scan:IntervalSeconds", "86400") };
        _host = await DriftboardHost.StartAsync(line, output, services => services.AddSingleton<ILoggerProvider>(_log)).Soon();
        Output = output.ToString();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = new Uri(_host.Url) };
        await WhenAsync(b => b.Scan.LastFinishedAt is not null && b.Parity.Count == 2);
    }

    /// <summary>Ends with the board that first fulfils a condition.</summary>
    public async Task<DriftBoard> WhenAsync(Func<DriftBoard, bool> condition)
    {
        return await FindAsync().WaitAsync(TimeSpan.FromMinutes(1));

        async Task<DriftBoard> FindAsync()
        {
            await foreach (var change in Feed.SubscribeAsync())
            {
                if (condition(change.Board))
                    return change.Board;
            }

            throw new InvalidOperationException("The feed ended.");
        }
    }

    /// <summary>A JSON answer.</summary>
    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var response = await Http.GetAsync(path).Soon();
        var text = await response.Content.ReadAsStringAsync().Soon();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(_data, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_data, recursive: true);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

/// <summary>Every test class that shares the one running host; they run one after the other.</summary>
[CollectionDefinition(nameof(RunningHost))]
public sealed class RunningHostCollection : ICollectionFixture<RunningHost>;
