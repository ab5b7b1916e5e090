using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;

namespace Dashboard.Sources.Aws;

/// <summary>Makes an account's credentials of what its settings name: keys, a profile (static, a role of another profile, IAM Identity Center), a role on top.</summary>
/// <param name="options">The account's settings.</param>
/// <param name="createSts">A client of STS with the account's endpoint.</param>
/// <param name="time">The services' time.</param>
/// <param name="grant">Makes the calls that take on roles.</param>
internal sealed partial class AccountCredentials(AwsAccountOptions options, Func<AWSCredentials, AmazonSecurityTokenServiceClient> createSts, TimeProvider time, GrantCall grant)
{
    /// <summary>The credentials, of what the profile's file holds now.</summary>
    /// <exception cref="AmazonClientException">A profile is not there, is incomplete, or asks for what nobody can give unattended.</exception>
    public AWSCredentials Create()
    {
        AWSCredentials own = options.AccessKeyId is { } key ? new BasicAWSCredentials(key, options.SecretKey ?? "")
            : options.Profile is { } profile ? OfProfile(new CredentialProfileStoreChain(options.ProfilesFile), profile, null, [])
            : new ChainCredentials();
        return options.RoleArn is { } role ? Assume(own, role, options.ExternalId) : own;
    }

    private AWSCredentials OfProfile(CredentialProfileStoreChain store, string name, string? namedBy, HashSet<string> seen)
    {
        if (Find(store, name) is not { } profile)
        {
            var naming = namedBy is null ? "" : $" The profile '{namedBy}' names it as its source_profile.";
            throw new AmazonClientException($"The profile '{name}' is not configured on this machine.{naming} 'aws configure list-profiles' names those that are. {Origin(name)}");
        }

        var settings = profile.Options;
        if (settings.MfaSerial is { Length: > 0 })
            throw new AmazonClientException($"The profile '{name}' asks for a one-time code (mfa_serial), which nobody is there to type. Use a profile without it.");
        // The SDK's own class for a role of another profile asks STS at a place of its own choosing, whatever endpoint and region the account is given.
        if (settings is { RoleArn: { Length: > 0 } role, SourceProfile: { Length: > 0 } source } && string.IsNullOrEmpty(settings.WebIdentityTokenFile))
        {
            if (source == name && settings.AccessKey is { Length: > 0 })
                return Assume(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), role, settings.ExternalID);
            if (!seen.Add(name))
                throw new AmazonClientException($"The profile '{name}' is its own source: {string.Join(" -> ", seen)} -> {name}.");
            return Assume(OfProfile(store, source, name, seen), role, settings.ExternalID);
        }

        if (!AWSCredentialsFactory.TryGetAWSCredentials(settings, profile.CredentialProfileStore, out var made))
            throw new AmazonClientException($"The profile '{name}' is incomplete: it holds neither keys, nor a role with its source, nor an IAM Identity Center login.");
        return made switch
        {
            SSOAWSCredentials login => new LoginCredentials(login, name),
            ProcessAWSCredentials process => new ProcessCredentials(process, name, Origin(name)),
            _ => made,
        };
    }

    private CredentialProfile? Find(CredentialProfileStoreChain store, string name)
    {
        try
        {
            return store.TryGetProfile(name, out var profile) ? profile : null;
        }
        catch (AmazonClientException e)
        {
            // Invalid Configuration.  Failed to find sso_session [work]
            var problem = MissingSession().Match(e.Message) is { Success: true, Groups: [_, { Value: var session }] }
                ? $"The profile '{name}' names the sso_session '{session}', and there is no section [sso-session {session}]. Add it with 'aws configure sso-session', or correct the name."
                : $"The profile '{name}' cannot be read: {e.Message.TrimEnd('.')}.";
            throw new AmazonClientException($"{problem} {Origin(name)}");
        }
    }

    /// <summary>Which setting leads to a profile: by its name, or by that of one that takes its credentials from it.</summary>
    private string Origin(string profile)
    {
        var setting = $"{AwsAccountSettings.Section}:{options.Account}:Profile";
        return profile == options.Profile ? $"{setting} names this profile." : $"{setting} names the profile '{options.Profile}', which leads to it.";
    }

    private RoleCredentials Assume(AWSCredentials with, string role, string? externalId) => new(() => createSts(with), with, role, externalId, time, grant);

    [GeneratedRegex(@"sso_session \[(.+)\]")]
    private static partial Regex MissingSession();
}

/// <summary>Credentials of an IAM Identity Center login that somebody made with the <c>aws</c> command. When it has ended, the error says how to make it again.</summary>
internal sealed class LoginCredentials(SSOAWSCredentials login, string profile) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return login.GetCredentials();
        }
        catch (AmazonClientException e)
        {
            throw Ended(e);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await login.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException e)
        {
            throw Ended(e);
        }
    }

    private AmazonClientException Ended(AmazonClientException e) =>
        new($"The IAM Identity Center login of the profile '{profile}' has ended, or was never made: run 'aws sso login --profile {profile}'. ({e.Message.TrimEnd('.')})");
}
