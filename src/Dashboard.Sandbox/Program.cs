using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;

namespace Dashboard.Sandbox;

/// <summary>Starts the embedded cloud alone: "dotnet run --project src/Dashboard.Sandbox -- --urls http://127.0.0.1:5081".</summary>
internal static class SandboxProgram
{
    private const string DefaultUrls = "http://127.0.0.1:5081";

    private static async Task<int> Main(string[] args)
    {
        if (args is not ([] or ["--urls", _]))
        {
            await Console.Error.WriteLineAsync($"Usage: Dashboard.Sandbox [--urls {DefaultUrls}]");
            return 2;
        }

        try
        {
            await using var host = SandboxHost.Build(new SandboxCloud(), args is [_, var urls] ? urls : DefaultUrls);
            await host.StartAsync();
            var address = host.Urls.First();
            Console.WriteLine($"The sandbox listens on {address}. Any account is an access key id of SANDBOX and its twelve digits:");
            Console.WriteLine($"  AWS_ACCESS_KEY_ID=SANDBOX111111111111 AWS_SECRET_ACCESS_KEY=any aws --endpoint-url {address} --region eu-west-1 cloudformation describe-stacks");
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception refused) when (refused is ArgumentException or IOException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
