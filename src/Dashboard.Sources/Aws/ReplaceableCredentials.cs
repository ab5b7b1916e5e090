using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace Dashboard.Sources.Aws;

/// <summary>Credentials as clients hold them for as long as they live. What stands behind them is made when it is first asked for, and anew once it was given up.</summary>
/// <param name="make">Makes it; may throw what tells why there is none.</param>
internal sealed class ReplaceableCredentials(Func<AWSCredentials> make) : AWSCredentials
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private AWSCredentials? _made;
    private volatile int _generation;

    /// <summary>How many times they were given up.</summary>
    public int Generation => _generation;

    /// <summary>What stands behind them now.</summary>
    public AWSCredentials Current
    {
        get
        {
            lock (_lock)
                return _made ??= make();
        }
    }

    /// <summary>The next call is made with what is made then.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            _made = null;
            _generation++;
        }
    }

    public override ImmutableCredentials GetCredentials() => Current.GetCredentials();

    public override Task<ImmutableCredentials> GetCredentialsAsync() => Current.GetCredentialsAsync();
}

/// <summary>What the SDK's default chain finds: environment variables, the default profile, a container's or an instance's role.</summary>
internal sealed class ChainCredentials : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            // It looks anew when the environment or a file of profiles has changed.
            var found = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
            return await found.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException e) when (e is not ProfileNotFoundException)
        {
            // The SDK's own message lists every place that it looked at, on a page of text.
            throw new AmazonClientException("No credentials were found: environment variables, the default profile, a container's and an instance's role give none.");
        }
    }
}
