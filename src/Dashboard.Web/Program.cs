using Dashboard.Web.Hosting;

var arguments = CommandLine.Parse(args);
if (arguments.WantsHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    await using var host = await DriftboardHost.StartAsync(arguments, Console.Out);
    await host.WaitForShutdownAsync();
    return 0;
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

/// <summary>The web host's entry point.</summary>
public partial class Program;
