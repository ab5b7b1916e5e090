using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Dashboard.Sources.Aws;

/// <summary>Credentials of a role, taken on with other credentials and renewed before they end.</summary>
/// <param name="createSts">Makes the client that takes it on.</param>
/// <param name="source">That client's credentials.</param>
/// <param name="roleArn">The role.</param>
/// <param name="externalId">What the role's trust asks for beside them.</param>
/// <param name="time">The services' time, in which a session ends.</param>
/// <param name="grant">Makes the call, with a deadline of its own: the SDK asks for credentials without any.</param>
/// <remarks>The SDK's own class of this kind asks STS at a place of its own choosing, whatever endpoint and region the account is given.</remarks>
internal sealed class RoleCredentials(Func<AmazonSecurityTokenServiceClient> createSts, AWSCredentials source, string roleArn, string? externalId, TimeProvider time, GrantCall grant) : RefreshingAWSCredentials
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(10);

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // A role that is taken on with another one: that call comes before this one, and not within it.
        await source.GetCredentialsAsync().ConfigureAwait(false);
        using var sts = createSts();
        var request = new AssumeRoleRequest { RoleArn = roleArn, RoleSessionName = "driftboard", ExternalId = externalId };
        var response = await grant(roleArn, token => sts.AssumeRoleAsync(request, token)).ConfigureAwait(false);
        var granted = response.Credentials ?? throw new AmazonClientException($"STS granted no credentials for {roleArn}.");
        var lasts = granted.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) - time.GetUtcNow() : TimeSpan.FromMinutes(15);
        // The SDK takes another session minutes before one ends: of one that is hardly longer each call would. The service says when that has ended, and then it is renewed.
        if (lasts < Short)
            lasts += Short;
        // The SDK asks this machine's clock, whatever that says.
        return new CredentialsRefreshState(new ImmutableCredentials(granted.AccessKeyId, granted.SecretAccessKey, granted.SessionToken), DateTime.UtcNow + lasts);
    }
}

/// <summary>Makes the call that takes on a role, and throws what it throws.</summary>
internal delegate Task<AssumeRoleResponse> GrantCall(string roleArn, Func<CancellationToken, Task<AssumeRoleResponse>> call);
