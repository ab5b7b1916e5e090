namespace Dashboard.Core.Evaluation;

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
