using System.Collections.Immutable;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Recordings;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Hosting;

/// <summary>How this installation is set up: parsed once, at start.</summary>
/// <param name="Urls">Where the screens are served: loopback addresses, separated by semicolons.</param>
/// <param name="DataFolder">The full path of what must survive a restart.</param>
/// <param name="Repositories">Paths and addresses of the watched repositories.</param>
/// <param name="Recording">What stands in the place of every account, and of the repositories where none is named; null: nothing does.</param>
/// <param name="ConfigRef">Where driftboard.yaml is read from; null: the repository's default branch.</param>
/// <param name="Git">How repositories at addresses are read.</param>
/// <param name="Sandbox">The embedded cloud; null where it is off.</param>
/// <param name="ScanInterval">From one full sweep to the next.</param>
/// <param name="LiveMaxAges">How old a live read may get by plan.</param>
/// <param name="CallsPerSecond">Calls per second for each account, region and service.</param>
/// <param name="Accounts">By account id: the accounts that may be read, without those of the sandbox.</param>
internal sealed record DriftboardOptions(
    string Urls,
    string DataFolder,
    ImmutableArray<string> Repositories,
    Recording? Recording,
    string? ConfigRef,
    GitSettings Git,
    SandboxOptions? Sandbox,
    TimeSpan ScanInterval,
    LiveMaxAges LiveMaxAges,
    double CallsPerSecond,
    ImmutableDictionary<string, AwsAccountOptions> Accounts)
{
    /// <summary>Whether there is nothing but the sandbox: then nothing of the machine's own AWS settings is read.</summary>
    public bool IsSandboxOnly => Sandbox is not null && Repositories.IsEmpty;
}

/// <summary>The embedded cloud.</summary>
/// <param name="Urls">Where it is served: a loopback address.</param>
internal sealed record SandboxOptions(string Urls);
