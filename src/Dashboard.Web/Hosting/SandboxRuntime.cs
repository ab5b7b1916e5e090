using System.Collections.Immutable;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Hosting;

/// <summary>The embedded cloud with the sample estate, inside this process.</summary>
internal sealed class SandboxRuntime : IAsyncDisposable
{
    private readonly WebApplication _host;

    private SandboxRuntime(SandboxCloud cloud, WebApplication host, SampleRepository repository, Task<SampleEstate> estate)
    {
        Cloud = cloud;
        _host = host;
        Repository = repository;
        Endpoint = host.Urls.First().TrimEnd('/');
        Estate = estate;
    }

    /// <summary>The cloud.</summary>
    public SandboxCloud Cloud { get; }

    /// <summary>Its address: "http://127.0.0.1:5081".</summary>
    public string Endpoint { get; }

    /// <summary>The repository that describes the estate.</summary>
    public SampleRepository Repository { get; }

    /// <summary>The estate, once it is deployed.</summary>
    public Task<SampleEstate> Estate { get; }

    /// <summary>Serves the cloud and begins to deploy the estate.</summary>
    /// <exception cref="StartException">The port is taken, or the sample repository's folder holds something else.</exception>
    public static async Task<SandboxRuntime> StartAsync(SandboxOptions options, DataFolder data)
    {
        SampleRepository repository;
        try
        {
            repository = SampleRepository.Create(data.Sample);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The sample repository cannot be made: {e.Message}");
        }

        var cloud = new SandboxCloud();
        var estate = new Task<SampleEstate>(() => SampleEstate.Deploy(cloud, repository));
        var host = SandboxHost.Build(cloud, options.Urls, estate);
        try
        {
            await host.StartAsync();
            estate.Start(TaskScheduler.Default);
            return new SandboxRuntime(cloud, host, repository, estate);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            await host.DisposeAsync();
            throw new StartException($"Driftboard:Sandbox:Urls: the embedded cloud cannot listen on {options.Urls}: {e.Message} Give it another port: --sandbox-urls http://127.0.0.1:5091.");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}

/// <summary>The sandbox as the screens handle it.</summary>
/// <param name="sandbox">Null where it is off.</param>
/// <param name="scans">Looks again after a reset.</param>
internal sealed class SandboxControls(SandboxRuntime? sandbox, IScanControls scans) : ISandboxControls
{
    /// <inheritdoc />
    public bool IsEnabled => sandbox is not null;

    /// <inheritdoc />
    public string Endpoint => sandbox?.Endpoint ?? "";

    /// <inheritdoc />
    public bool Holds(string account) => sandbox is not null && SampleEstate.Accounts.Contains(account, StringComparer.Ordinal);

    /// <inheritdoc />
    public ImmutableArray<SandboxMistake> Mistakes => sandbox is { Estate: { IsCompletedSuccessfully: true, Result: var estate } }
        ? [.. estate.Mistakes(sandbox.Endpoint).Select(m => new SandboxMistake(m.Id, m.Title, m.Description, m.Environment, m.Component, m.AwsCommand, m.IsApplied))]
        : [];

    /// <inheritdoc />
    public Task ApplyAsync(string id) => OnEstateAsync(estate => estate.Apply(id));

    /// <inheritdoc />
    public Task RevertAsync(string id) => OnEstateAsync(estate => estate.Revert(id));

    /// <inheritdoc />
    public async Task ResetAsync()
    {
        await OnEstateAsync(static estate => estate.Reset());
        await scans.RequestScanAsync(null, null, null);
    }

    private async Task OnEstateAsync(Action<SampleEstate> action)
    {
        if (sandbox is null)
            return;
        var estate = await sandbox.Estate;
        await Task.Run(() => action(estate));
    }
}
