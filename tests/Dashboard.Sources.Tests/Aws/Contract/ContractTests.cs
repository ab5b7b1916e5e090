using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Tests.Aws.Contract;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(FilledSandbox))]

namespace Dashboard.Sources.Tests.Aws.Contract;

/// <summary>The contract, held by the embedded cloud.</summary>
public sealed class SandboxContractTests(FilledSandbox sandbox) : EndpointContract
{
    private protected override string Name => "sandbox";

    private protected override async Task<ContractEndpoint> OpenAsync() => new(await sandbox.UrlAsync(FillAsync), FilledSandbox.Key);
}

/// <summary>The contract, held by the emulator that others wrote.</summary>
public sealed class MotoContractTests(MotoServer moto) : EndpointContract
{
    private static readonly Lock Filling = new();

    // Guarded by Filling: it is filled once; other tests are in other regions of it.
    private static Task? _filled;

    private protected override string Name => "moto";

    private protected override async Task<ContractEndpoint> OpenAsync()
    {
        var endpoint = new ContractEndpoint(await moto.UrlAsync(), FilledSandbox.Key);
        await Once(endpoint);
        return endpoint;
    }

    private static Task Once(ContractEndpoint endpoint)
    {
        lock (Filling)
            return _filled ??= FillAsync(endpoint);
    }
}

/// <summary>The file of differences.</summary>
public sealed class ContractDifferenceTests
{
    [Fact]
    public void Every_row_is_of_a_fact_of_an_endpoint_once_and_has_a_reason()
    {
        Assert.NotEmpty(ContractDifferences.All);
        Assert.All(ContractDifferences.All, d =>
        {
            EndpointContract.Check(d);
            Assert.Contains(d.Endpoint, ContractDifference.Endpoints);
            Assert.True(d.Reason.Length > 20, d.Fact);
        });
        Assert.Equal(ContractDifferences.All.Length, ContractDifferences.All.DistinctBy(d => (d.Endpoint, d.Fact)).Count());
    }
}

/// <summary>The embedded cloud with the contract's stacks, filled once.</summary>
public sealed class FilledSandbox : IAsyncDisposable
{
    /// <summary>Acts in an account of the sandbox; the emulator takes every key for one of its own account.</summary>
    public const string Key = "SANDBOX111111111111";

    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private Task<string>? _url;
    private SandboxAws? _sandbox;

    internal Task<string> UrlAsync(Func<ContractEndpoint, Task> fill)
    {
        lock (_lock)
            return _url ??= StartAsync(fill);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is { } sandbox)
            await sandbox.DisposeAsync();
    }

    private async Task<string> StartAsync(Func<ContractEndpoint, Task> fill)
    {
        _sandbox = await SandboxAws.StartAsync(new SandboxCloud(new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(50) }));
        using var endpoint = new ContractEndpoint(_sandbox.Url, Key);
        await fill(endpoint);
        return _sandbox.Url;
    }
}
