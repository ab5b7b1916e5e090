using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Scanning;

/// <summary>Has CloudFormation look for drift in the accounts whose settings let it, beside the sweeps: whichever stack was looked at longest ago, one after another in each account and region.</summary>
/// <remarks>Nobody waits for it: the list of stacks says that one was looked at, and so the next sweep reads what was found.</remarks>
internal sealed class DriftDetections(BoardPublisher board, IDriftDetection detection, TimeProvider time, ILogger<DriftDetections> logger) : BackgroundService
{
    /// <summary>So often it is looked what is there to be looked at, which asks nobody.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AccountRegion, Task> _running = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var scope in Stacks().Select(s => s.Scope).Distinct().Where(s => detection.DetectsDrift(s.Account)).ToList())
                {
                    if (_running.GetValueOrDefault(scope) is null or { IsCompleted: true })
                        _running[scope] = DetectAsync(scope, stoppingToken);
                }
            }
            catch (Exception e)
            {
                // A failure of ours ends neither this loop nor the host.
                logger.LogFailure("The drift detection", e);
            }

            await Task.Delay(Round, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values);
    }

    /// <summary>Until none is due, or one came to nothing: then it is somebody else's turn after a while. Never fails.</summary>
    private async Task DetectAsync(AccountRegion scope, CancellationToken stop)
    {
        try
        {
            while (detection.NextOf(scope, Stacks().Where(s => s.Scope == scope)) is { } stack
                && (await detection.DetectStackAsync(scope, stack, stop)).IsRead)
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            logger.LogFailure($"The drift detection in {scope}", e);
        }
    }

    private IEnumerable<DetectableStack> Stacks() => board.Environments.Values.Select(e => e.Result?.Snapshot).OfType<EnvironmentSnapshot>().SelectMany(EnvironmentScanner.Deployed);
}
