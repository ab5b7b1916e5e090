using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>How the accounts are reached, and how hard they may be asked.</summary>
/// <param name="Accounts">By account id (twelve digits). An account that is not listed is not read, whatever a repository says.</param>
/// <param name="CallsPerSecond">Calls per second for each account, region and service, where the account itself says nothing else.</param>
/// <param name="CallDeadline">How long one call may take, its retries included; 30 seconds where nothing is given.</param>
public sealed record AwsOptions(
    ImmutableDictionary<string, AwsAccountOptions> Accounts, double CallsPerSecond = AwsOptions.DefaultCallsPerSecond, TimeSpan? CallDeadline = null)
{
    /// <summary>AWS publishes no rate for CloudFormation's reads; people report five a second.</summary>
    public const double DefaultCallsPerSecond = 5;

    /// <summary>How many calls of each account, region and service run at once, where the account itself says nothing else.</summary>
    public int ParallelCalls { get; init; } = 4;

    /// <summary>How long a drift detection is waited for from its own start; it goes on by itself, and the next look has its results.</summary>
    /// <remarks>One of a small stack was seen to take 75 seconds.</remarks>
    public TimeSpan DetectionWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a throttled or broken call is tried again.</summary>
    public int MaxRetries { get; init; } = 4;
}

/// <summary>How one account is reached.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Profile">A profile of the machine's AWS configuration; null: the SDK's default chain.</param>
/// <param name="RoleArn">A role to assume with these credentials, or null.</param>
/// <param name="ExternalId">The external id that the role asks for, or null.</param>
/// <param name="Endpoint">One address for every service instead of AWS ("http://127.0.0.1:5081"), or null.</param>
/// <remarks>
/// All members below but <see cref="Stacks"/>, <see cref="Queues"/>, <see cref="Unmanaged"/>, <see cref="DetectDrift"/> and <see cref="DelegatedAdministrator"/> are set by code only and must never be bound from configuration files: nothing secret belongs there. A host gives the
/// fixed credentials of the embedded sandbox this way ("SANDBOX" and twelve digits, "sandbox"), and the sandbox's higher rate.
/// </remarks>
public sealed record AwsAccountOptions(string Account, string? Profile = null, string? RoleArn = null, string? ExternalId = null, string? Endpoint = null)
{
    /// <summary>Which stacks of the account are looked at; null: every one.</summary>
    public StackFilter? Stacks { get; init; }

    /// <summary>Queues that EventBridge writes changes to.</summary>
    public ImmutableArray<ChangeQueue> Queues { get; init; } = [];

    /// <summary>Types that are listed in search of what no stack owns, beside those that the templates use.</summary>
    public ImmutableArray<string> Unmanaged { get; init; } = [];

    /// <summary>Whether CloudFormation's own drift detection is started: a call of the writing kind, which changes no resource.</summary>
    public bool DetectDrift { get; init; }

    /// <summary>Whether the account administers stack sets for its organization's management account, which does not list them unless it is asked as such.</summary>
    public bool DelegatedAdministrator { get; init; }

    /// <summary>Explicit credentials; with <see cref="SecretKey"/> they take the place of the profile. Never from a file.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of <see cref="AccessKeyId"/>. Never from a file.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Another file of profiles than the machine's own, or null.</summary>
    public string? ProfilesFile { get; init; }

    /// <summary>Calls per second for each region and service of this account, instead of <see cref="AwsOptions.CallsPerSecond"/>.</summary>
    public double? CallsPerSecond { get; init; }

    /// <summary>Calls at once for each region and service of this account, instead of <see cref="AwsOptions.ParallelCalls"/>.</summary>
    public int? ParallelCalls { get; init; }

    /// <summary>Whether the endpoint answers for live resources through Cloud Control alone, so that no other service is asked first.</summary>
    public bool HasOnlyCloudControl { get; init; }

    /// <summary>An account of the embedded sandbox: its fixed credentials, 500 calls per second, 8 at once.</summary>
    public static AwsAccountOptions Sandbox(string account, string endpoint) => new(account, Endpoint: endpoint)
    {
        AccessKeyId = "SANDBOX" + account,
        SecretKey = "sandbox",
        CallsPerSecond = 500,
        ParallelCalls = 8,
        HasOnlyCloudControl = true,
    };

    // The generated text would show the secret key.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Account = ").Append(Account).Append(", Profile = ").Append(Profile)
            .Append(", RoleArn = ").Append(RoleArn).Append(", Endpoint = ").Append(Endpoint);
        return true;
    }
}
