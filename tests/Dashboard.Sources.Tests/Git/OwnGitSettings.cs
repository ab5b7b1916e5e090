using System.Runtime.CompilerServices;

namespace Dashboard.Sources.Tests.Git;

/// <summary>What the machine's and the user's own git are set up to do is no part of these tests.</summary>
internal static class OwnGitSettings
{
    [ModuleInitializer]
    internal static void Leave()
    {
        Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", "/dev/null");
        Environment.SetEnvironmentVariable("GIT_CONFIG_NOSYSTEM", "1");
    }
}
