using Amazon.CloudFormation;
using Amazon.Runtime;
using Dashboard.Sources.Aws.CloudControl;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>One account and region: its clients, and the gates of their services that every call goes through.</summary>
internal sealed class AwsScope(AwsAccount account, string region, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private AmazonCloudFormationClient? _cloudFormation;
    private CloudControlClient? _cloudControl;

    /// <summary>A call of CloudFormation. Made only once the credentials are known to act in the account.</summary>
    public Task<ReadResult<T>> CallAsync<T>(Func<AmazonCloudFormationClient, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        GuardedAsync("cloudformation", token => call(CloudFormation(), token), cancellation);

    /// <summary>The same of Cloud Control.</summary>
    public Task<ReadResult<T>> CallAsync<T>(Func<CloudControlClient, CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        GuardedAsync("cloudcontrolapi", token => call(CloudControl(), token), cancellation);

    public void Dispose()
    {
        lock (_lock)
        {
            _cloudFormation?.Dispose();
            _cloudControl?.Dispose();
        }
    }

    private async Task<ReadResult<T>> GuardedAsync<T>(string service, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var verified = await account.VerifyAsync(region, cancellation).ConfigureAwait(false);
        if (!verified.IsRead)
            return new(verified.Outcome, default, verified.Detail) { Code = verified.Code };
        using (await account.Gate(region, service).EnterAsync(cancellation).ConfigureAwait(false))
        {
            CallTurn.Begin();
            return await AwsCall.RunAsync(token => RenewedAsync(call, token), account.Deadline, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A session may end earlier than it said, while a scan runs: then the call is made once more, with a new one.</summary>
    private async Task<T> RenewedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call(cancellation).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (AwsErrors.IsExpired(e.ErrorCode) && account.Renew())
        {
            return await call(cancellation).ConfigureAwait(false);
        }
    }

    private AmazonCloudFormationClient CloudFormation()
    {
        lock (_lock)
        {
            if (_cloudFormation is null)
            {
                var config = account.Configure(new AmazonCloudFormationConfig(), region);
                _cloudFormation = account.GetCredentials(region) is { } credentials ? new(credentials, config) : new(config);
            }

            return _cloudFormation;
        }
    }

    private CloudControlClient CloudControl()
    {
        lock (_lock)
        {
            if (_cloudControl is null)
            {
                var config = account.Configure(new CloudControlConfig(), region);
                _cloudControl = account.GetCredentials(region) is { } credentials ? new(credentials, config) : new(config);
            }

            return _cloudControl;
        }
    }
}
