using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace Dashboard.Sources.Aws;

/// <summary>Credentials that a program prints, which a profile names as its <c>credential_process</c>. When it gives none, the error says what went wrong and what to do.</summary>
/// <remarks>
/// The SDK has one exception for all that can go wrong, and its message quotes what the program wrote, which may be a secret: nothing of it is shown. How it begins
/// is all that tells a program that failed from one that printed something else.
/// </remarks>
internal sealed partial class ProcessCredentials : RefreshingAWSCredentials
{
    private readonly ProcessAWSCredentials _process;
    private readonly string _profile;
    private readonly string _origin;

    /// <param name="process">Runs the program.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="origin">Which setting leads to it, in a sentence.</param>
    public ProcessCredentials(ProcessAWSCredentials process, string profile, string origin)
    {
        (_process, _profile, _origin) = (process, profile, origin);
        PreemptExpiryTime = process.PreemptExpiryTime;
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        CredentialsRefreshState made;
        try
        {
            made = await _process.DetermineProcessCredentialAsync().ConfigureAwait(false);
        }
        catch (ProcessAWSCredentialException e)
        {
            throw Problem(e);
        }

        return made.Expiration.ToUniversalTime() > DateTime.UtcNow
            ? made
            : throw Problem("printed credentials that have expired. Log in anew where it takes them from, or empty its cache.");
    }

    private AmazonClientException Problem(ProcessAWSCredentialException e) => ExitCode().Match(e.Message) is { Success: true } match
        ? Problem($"failed (exit code {match.Groups[1].Value}{(match.Groups[1].Value == "127" ? ": there is no such command" : "")}). Run its command as the user that Driftboard runs as, and see what it says.")
        : Problem("printed what is no credentials. Run its command as the user that Driftboard runs as: it must print JSON with Version (1), AccessKeyId and SecretAccessKey, and nothing else.");

    // The cause is left out: it quotes the program.
    private AmazonClientException Problem(string what) => new($"The credential_process of the profile '{_profile}' {what} {_origin}");

    [GeneratedRegex("^Command returned non-zero exit value (-?[0-9]+) ")]
    private static partial Regex ExitCode();
}
