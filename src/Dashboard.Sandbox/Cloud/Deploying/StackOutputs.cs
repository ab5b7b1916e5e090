namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>Turns rendered outputs into text.</summary>
internal static class StackOutputs
{
    /// <summary>The outputs, in the template's order.</summary>
    /// <exception cref="ResourceFailureException">An output cannot be worked out.</exception>
    public static ImmutableArray<SandboxOutput> Read(ImmutableArray<RenderedOutput> outputs, StackPlan plan) =>
        [.. outputs.Select(o => new SandboxOutput(o.Name, Text(o.Name, o.Value), plan.OutputDescription(o.Name), o.ExportName is null ? null : Text(o.Name, o.ExportName)))];

    private static string Text(string name, PropertyValue value)
    {
        var complete = DeployableValues.Complete(value);
        return DeployableValues.Unknown(complete) is { } unknown
            ? throw new ResourceFailureException(name, $"Output {name}: {unknown}")
            : DeployableValues.Text(complete);
    }
}
