namespace Dashboard.Core.Evaluation;

/// <summary>What the repository says of a component's parameters for two environments.</summary>
/// <param name="pair">The stacks.</param>
/// <param name="fromCommit">The first environment's commit: both are judged at it, so that a value that is merely not released yet is no declaration.</param>
/// <param name="toCommit">The second environment's commit: where the other does not tell, each is judged at its own.</param>
internal sealed class ParameterDeclarations(StackPair pair, string? fromCommit, string? toCommit)
{
    private readonly Dictionary<string, Declaration?> _known = new(StringComparer.Ordinal);

    /// <summary>"InstanceClass, set at parameters/staging.yaml:3 and parameters/production.yaml:14" where the repository sets a parameter differently for the two; else null.</summary>
    public Declaration? Difference(string parameter)
    {
        if (!_known.TryGetValue(parameter, out var known))
            _known[parameter] = known = Find(parameter);
        return known;
    }

    /// <summary>The value that a parameter was deployed with on either side; null where the stack has no such parameter.</summary>
    public (PropertyValue? Left, PropertyValue? Right) Deployed(string parameter) => (DeployedOn(pair.Left, parameter), DeployedOn(pair.Right, parameter));

    /// <summary>Whether both were deployed with the same value, for certain.</summary>
    public bool IsDeployedAlike(string parameter) => Deployed(parameter) is ({ } left, { } right) && IsSame(left, right) is true;

    private static PropertyValue? DeployedOn(StackSnapshot? stack, string parameter) => stack?.Deployed?.Symbolic?.Parameters.FirstOrDefault(p => p.Name == parameter)?.Value;

    private Declaration? Find(string parameter)
    {
        var left = Declared(pair.Left, fromCommit, fromCommit, parameter);
        var right = Declared(pair.Right, fromCommit, toCommit, parameter);
        if (left is not { } l || right is not { } r || !Differ(l.Value.Value, r.Value.Value) || !(l.IsSet || r.IsSet))
            return null;
        if (!IsDeployed(pair.Left, parameter, fromCommit) || !IsDeployed(pair.Right, parameter, fromCommit, toCommit))
            return null;
        ImmutableArray<DeclaredPlace> places = [.. new[] { (IsOfFirst: true, l.Value.Location), (IsOfFirst: false, r.Value.Location) }.Where(p => p.Location is not null).Select(p => new DeclaredPlace(p.IsOfFirst, p.Location!)).DistinctBy(p => p.Location)];
        return new Declaration($"{parameter}, set at {string.Join(" and ", places.Select(p => p.Location))}", places);
    }

    /// <summary>A parameter as the repository gives it; null where it does not.</summary>
    private static (ParameterValue Value, bool IsSet)? Declared(StackSnapshot? stack, string? first, string? second, string parameter)
    {
        foreach (var commit in new[] { first, second })
        {
            if (commit is null || stack?.Desired.GetValueOrDefault(commit) is not { Template: { } template } desired)
                continue;
            // Without a place it comes from whoever deploys, and with the template's own place it is a default.
            return template.Parameters.FirstOrDefault(p => p.Name == parameter) is { Location: { } location } value
                ? (value, location.File != desired.TemplateFile)
                : null;
        }

        return null;
    }

    /// <summary>Whether what is deployed is what the repository says: a value given by hand follows from no file.</summary>
    private static bool IsDeployed(StackSnapshot? stack, string parameter, params string?[] commits)
    {
        if (stack?.Deployed?.Symbolic?.Parameters.FirstOrDefault(p => p.Name == parameter) is not { } deployed)
            return true;
        return commits.OfType<string>()
            .Select(c => stack.Desired.GetValueOrDefault(c)?.Template?.Parameters.FirstOrDefault(p => p.Name == parameter))
            .OfType<ParameterValue>()
            .Any(p => IsSame(p.Value, deployed.Value) is not false);
    }

    private static bool Differ(PropertyValue left, PropertyValue right) => IsSame(left, right) is false;

    /// <summary>Whether two values of a parameter are the same; null where that cannot be known.</summary>
    private static bool? IsSame(PropertyValue left, PropertyValue right) => (left, right) switch
    {
        (SecretValue l, SecretValue r) => l.SameAs(r),
        _ when Comparison.SymbolicRules.HoldsUnknown(left) || Comparison.SymbolicRules.HoldsUnknown(right) => null,
        (ScalarValue l, ScalarValue r) => l.Text == r.Text,
        _ => left.Equals(right),
    };
}

/// <summary>What of the repository sets two environments apart.</summary>
/// <param name="Text">In words, with the places.</param>
/// <param name="Places">The places that the words name, in their order.</param>
internal sealed record Declaration(string Text, ImmutableArray<DeclaredPlace> Places);
