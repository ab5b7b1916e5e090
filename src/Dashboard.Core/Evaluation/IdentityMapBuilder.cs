namespace Dashboard.Core.Evaluation;

/// <summary>Collects who owns which physical id, ARN and export.</summary>
public static class IdentityMapBuilder
{
    /// <summary>Builds the map from every known environment.</summary>
    public static IdentityMap Build(IEnumerable<EnvironmentSnapshot> snapshots) => throw new NotImplementedException();
}
