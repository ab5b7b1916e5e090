using System.Collections.Immutable;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>moto that checks every signature and permission, with users whose policies a test writes.</summary>
internal sealed class StrictMoto : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string Region = "eu-west-1";
    public const string Everything = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

    /// <summary>The three calls that make the first user are made by nobody.</summary>
    private readonly MotoServer _moto = MotoServer.WithAuthorization(openCalls: 3);

    private string[] _admin = ["AKIAANYBODY", "x"];

    public string Url { get; private set; } = "";

    public static async Task<StrictMoto> StartAsync()
    {
        AwsCommand.Require();
        var strict = new StrictMoto();
        try
        {
            strict.Url = await strict._moto.UrlAsync();
            strict._admin = await strict.UserAsync("admin", Everything);
            return strict;
        }
        catch
        {
            await strict.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a user; its key and secret.</summary>
    public async Task<string[]> UserAsync(string name, string policy)
    {
        await AwsAsync("iam", "create-user", "--user-name", name);
        await AwsAsync("iam", "put-user-policy", "--user-name", name, "--policy-name", "all", "--policy-document", policy);
        var keys = await AwsAsync("iam", "create-access-key", "--user-name", name, "--query", "AccessKey.[AccessKeyId,SecretAccessKey]", "--output", "text");
        return keys.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs the real command as the user who may do everything; its output.</summary>
    public async Task<string> AwsAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await AwsCommand.RunAsAsync(Url, _admin, Region, arguments);
        Assert.True(exitCode == 0, $"aws {string.Join(' ', arguments)}: {error}");
        return output.Trim();
    }

    /// <summary>The account with a user's keys.</summary>
    public AwsAccountOptions Options(string[] keys) => new(Account, Endpoint: Url) { AccessKeyId = keys[0], SecretKey = keys[1] };

    /// <summary>A source that reads the account so.</summary>
    public static AwsLiveStateSource Source(AwsAccountOptions account) =>
        new(new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Account, account), 1000) { MaxRetries = 0 }, SecretFingerprinter.CreateRandom(), TimeProvider.System);

    public ValueTask DisposeAsync() => _moto.DisposeAsync();
}
