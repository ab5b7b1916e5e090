using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;

namespace Dashboard.Sandbox;

/// <summary>Starts the embedded cloud alone, with the sample estate in it: "dotnet run --project src/Dashboard.Sandbox -- --urls http://127.0.0.1:5081".</summary>
internal static class SandboxProgram
{
    private const int Refused = 2;

    private static async Task<int> Main(string[] args)
    {
        if (SandboxArguments.Read(args) is not { } arguments)
        {
            await Console.Error.WriteLineAsync(SandboxArguments.Usage);
            return Refused;
        }

        var temporary = arguments.Data is null ? Directory.CreateTempSubdirectory("driftboard-sandbox-") : null;
        try
        {
            return await RunAsync(arguments.Urls, SampleRepository.PathIn(arguments.Data ?? temporary!.FullName));
        }
        catch (Exception refused) when (refused is ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            var suffix = refused is ArgumentException { ParamName: { } name } ? $" (Parameter '{name}')" : "";
            await Console.Error.WriteLineAsync(refused.Message[..^suffix.Length]);
            return Refused;
        }
        finally
        {
            if (temporary is not null)
                SampleRepository.Delete(temporary);
        }
    }

    private static async Task<int> RunAsync(string urls, string repositoryPath)
    {
        var cloud = new SandboxCloud();
        var repository = new Lazy<SampleRepository>(() => SampleRepository.Create(repositoryPath));
        var filled = new Task<SampleEstate>(() => SampleEstate.Deploy(cloud, repository.Value));
        await using var host = SandboxHost.Build(cloud, urls, filled);
        // The port first: a second start must not touch the repository of the first.
        await host.StartAsync();
        filled.Start(TaskScheduler.Default);
        var estate = await filled;
        var address = host.Urls.First();
        Console.WriteLine($"""
            The sandbox listens on {address}.
            The sample estate "shop" is deployed from {repository.Value.Path}.
            Any account is an access key id of SANDBOX and its twelve digits; the sample's are {string.Join(", ", SampleEstate.Accounts)}. Try:
              AWS_ACCESS_KEY_ID=SANDBOX{SampleEstate.Accounts[^1]} AWS_SECRET_ACCESS_KEY=x aws --region eu-west-1 --endpoint-url {address} cloudformation list-stacks
            Change something by hand:
              {estate.Mistakes(address).First(m => !m.IsApplied).AwsCommand}
            """);
        await host.WaitForShutdownAsync();
        return 0;
    }
}

/// <summary>The command line of the sandbox alone.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="Data">The folder that keeps the sample repository, or null for a temporary one.</param>
internal sealed record SandboxArguments(string Urls, string? Data)
{
    /// <summary>What is allowed.</summary>
    public const string Usage = "Usage: Dashboard.Sandbox [--urls http://127.0.0.1:5081] [--data FOLDER]";

    /// <summary>Reads the arguments; null where they are not as <see cref="Usage"/> says.</summary>
    public static SandboxArguments? Read(ReadOnlySpan<string> args)
    {
        var read = new SandboxArguments("http://127.0.0.1:5081", null);
        for (; args.Length > 0; args = args[2..])
        {
            switch (args)
            {
                case ["--urls", { Length: > 0 } urls, ..]:
                    read = read with { Urls = urls };
                    break;
                case ["--data", { Length: > 0 } data, ..]:
                    read = read with { Data = data };
                    break;
                default:
                    return null;
            }
        }

        return read;
    }
}
