namespace Dashboard.Sandbox.Cloud.Drift;

/// <summary>A drift detection of a stack: its results are worked out when it starts and published when it ends.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StackId">The stack's ARN.</param>
/// <param name="StartedAt">When it started; the service's Timestamp.</param>
/// <param name="EndsAt">From when on it is complete.</param>
/// <param name="Results">What was found of each resource that can be read, by logical id.</param>
/// <param name="Failures">Why a resource could not be looked at, by logical id.</param>
/// <param name="IsSettled">Whether the results stand in the stack already.</param>
internal sealed record DriftDetection(
    string Id,
    string StackId,
    DateTimeOffset StartedAt,
    DateTimeOffset EndsAt,
    ImmutableSortedDictionary<string, ResourceDrift> Results,
    ImmutableSortedDictionary<string, string> Failures,
    bool IsSettled = false)
{
    /// <summary>IN_SYNC, DRIFTED or UNKNOWN. A stack without any readable resource is IN_SYNC, as in AWS.</summary>
    public string StackDriftStatus => DriftedCount > 0 ? "DRIFTED" : Failures.IsEmpty ? "IN_SYNC" : "UNKNOWN";

    /// <summary>How many resources differ or are gone.</summary>
    public int DriftedCount => Results.Values.Count(r => r.Status is "MODIFIED" or "DELETED");

    /// <summary>DETECTION_COMPLETE, or DETECTION_FAILED where any resource failed (the others have results).</summary>
    public string Outcome => Failures.IsEmpty ? "DETECTION_COMPLETE" : "DETECTION_FAILED";
}
