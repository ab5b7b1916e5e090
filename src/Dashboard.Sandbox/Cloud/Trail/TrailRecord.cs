namespace Dashboard.Sandbox.Cloud.Trail;

/// <summary>A change by hand as the trail keeps it.</summary>
/// <param name="Id">Unique in the cloud.</param>
/// <param name="At">When.</param>
/// <param name="Call">The call of the type's service.</param>
/// <param name="By">Who made it.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="Names">The names by which the resource can be looked up: its physical id, primary identifier and ARN.</param>
internal sealed record TrailRecord(string Id, DateTimeOffset At, TrailCall Call, SandboxCaller By, string Type, ImmutableArray<string> Names)
{
    /// <summary>Whether the type's service is one for all regions, which records in the first of them.</summary>
    public bool IsGlobal => ResourceTypes.IsGlobal(Type);
}

/// <summary>A call of a service.</summary>
/// <param name="Service">The event source without its domain: "sqs".</param>
/// <param name="Name">The call: "SetQueueAttributes".</param>
internal readonly record struct TrailCall(string Service, string Name);
