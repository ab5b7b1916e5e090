using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>The real <c>aws</c> command against the sandbox: its parser is not ours. Two classes, so that they run beside each other.</summary>
public abstract class AwsTests : IAsyncLifetime
{
    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));

    private protected SandboxServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        AwsCommand.Require();
        Server = await SandboxServer.StartAsync(new SandboxCloud(Time)).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Server is not null)
            await Server.DisposeAsync();
    }

    private protected async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await Server.AwsAsync(arguments);
        Assert.True(exitCode == 0, $"aws {string.Join(' ', arguments)}: {error}");
        return output.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(output);
    }

    private protected async Task FailAsync(string message, params string[] arguments)
    {
        var (exitCode, _, error) = await Server.AwsAsync(arguments);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private protected static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
