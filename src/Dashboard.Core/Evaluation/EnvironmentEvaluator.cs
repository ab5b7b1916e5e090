namespace Dashboard.Core.Evaluation;

/// <summary>Judges one environment's snapshot: pending changes, drift, coverage. A pure function.</summary>
public static class EnvironmentEvaluator
{
    /// <summary>Judges a snapshot as of an instant: rules expire by it, and nothing else depends on it.</summary>
    public static EnvironmentEvaluation Evaluate(EnvironmentSnapshot snapshot, DateTimeOffset asOf) => throw new NotImplementedException();

    /// <summary>Judges one stack of a snapshot: the same verdict as <see cref="Evaluate"/> gives it.</summary>
    public static StackEvaluation EvaluateStack(EnvironmentSnapshot snapshot, StackSnapshot stack, DateTimeOffset asOf) => throw new NotImplementedException();
}

/// <summary>Judges the parity of two environments. A pure function.</summary>
public static class ParityEvaluator
{
    /// <summary>Judges parity as of an instant.</summary>
    /// <param name="from">The environment that promotes.</param>
    /// <param name="to">The environment that it promotes into.</param>
    /// <param name="identities">Of every known stack of every environment.</param>
    /// <param name="asOf">Rules expire by it.</param>
    public static ParityEvaluation Evaluate(EnvironmentEvaluation from, EnvironmentEvaluation to, IdentityMap identities, DateTimeOffset asOf) =>
        throw new NotImplementedException();
}

/// <summary>Collects who owns which physical id, ARN and export.</summary>
public static class IdentityMapBuilder
{
    /// <summary>Builds the map from every known environment.</summary>
    public static IdentityMap Build(IEnumerable<EnvironmentSnapshot> snapshots) => throw new NotImplementedException();
}
