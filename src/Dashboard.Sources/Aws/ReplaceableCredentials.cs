using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace Dashboard.Sources.Aws;

/// <summary>Credentials as clients hold them for as long as they live, while what stands behind them is replaced.</summary>
internal sealed class ReplaceableCredentials : AWSCredentials
{
    private sealed record Standing(int Generation, AWSCredentials? Credentials);

    private volatile Standing _standing = new(0, null);

    /// <summary>How many times they were put here.</summary>
    public int Generation => _standing.Generation;

    /// <summary>What stands behind them now; null before the first.</summary>
    public AWSCredentials? Current => _standing.Credentials;

    /// <summary>The next call is signed with these. One caller at a time.</summary>
    public void Put(AWSCredentials credentials) => _standing = new(_standing.Generation + 1, credentials);

    public override ImmutableCredentials GetCredentials() => Known().GetCredentials();

    public override Task<ImmutableCredentials> GetCredentialsAsync() => Known().GetCredentialsAsync();

    private AWSCredentials Known() => Current ?? throw new InvalidOperationException("Nothing is asked of an account before its credentials are verified.");
}

/// <summary>What the SDK's default chain finds when it is first asked: environment variables, the default profile, a container's or an instance's role.</summary>
internal sealed class ChainCredentials : AWSCredentials
{
    private volatile AWSCredentials? _found;

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        // The SDK looks anew when the environment or a file of profiles has changed; here others are not taken before they are verified.
        var found = _found ??= await FindAsync().ConfigureAwait(false);
        return await found.GetCredentialsAsync().ConfigureAwait(false);
    }

    private static async Task<AWSCredentials> FindAsync()
    {
        try
        {
            return await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException e) when (e is not ProfileNotFoundException)
        {
            // The SDK's own message lists every place that it looked at, on a page of text.
            throw new AmazonClientException("No credentials were found: environment variables, the default profile, a container's and an instance's role give none.");
        }
    }
}
