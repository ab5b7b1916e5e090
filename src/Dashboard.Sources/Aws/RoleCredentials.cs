using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Dashboard.Sources.Aws;

/// <summary>Credentials of a role, taken on with other credentials and renewed before they end.</summary>
/// <remarks>The SDK's own class of this kind asks STS at a place of its own choosing, whatever endpoint and region the account is given.</remarks>
internal sealed class RoleCredentials(IAmazonSecurityTokenService sts, string roleArn, string? externalId) : RefreshingAWSCredentials
{
    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var request = new AssumeRoleRequest { RoleArn = roleArn, RoleSessionName = "driftboard", ExternalId = externalId };
        var response = await sts.AssumeRoleAsync(request).ConfigureAwait(false);
        var granted = response.Credentials ?? throw new AmazonClientException($"STS granted no credentials for {roleArn}.");
        return new CredentialsRefreshState(
            new ImmutableCredentials(granted.AccessKeyId, granted.SecretAccessKey, granted.SessionToken),
            granted.Expiration?.ToUniversalTime() ?? DateTime.UtcNow.AddMinutes(15));
    }
}
