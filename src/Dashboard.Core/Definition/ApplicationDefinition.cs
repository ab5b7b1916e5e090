namespace Dashboard.Core.Definition;

/// <summary>What one driftboard.yaml says: an application, where it is deployed, and which differences are meant.</summary>
/// <param name="Name">The application's name.</param>
/// <param name="Folder">The folder of driftboard.yaml inside the repository, "" for the root; templates and parameter files are relative to it.</param>
/// <param name="Environments">In promotion order.</param>
/// <param name="Components">In the file's order.</param>
/// <param name="Rules">Every expect, accept and ignore rule, in the file's order.</param>
public sealed record ApplicationDefinition(
    string Name,
    string Folder,
    ImmutableArray<DeploymentEnvironment> Environments,
    ImmutableArray<ComponentDefinition> Components,
    ImmutableArray<DifferenceRule> Rules)
{
    /// <summary>The tag of each stack that holds the commit which it was deployed from; null: the commit is found by its template alone.</summary>
    public string? RevisionTag { get; init; }

    /// <summary>
    /// The pairs whose parity is judged: for each environment that names another in <c>mirrors</c>, that pair; else neighbours in promotion order.
    /// Ephemeral environments take part only through <c>mirrors</c>.
    /// </summary>
    public ImmutableArray<(DeploymentEnvironment From, DeploymentEnvironment To)> ParityPairs
    {
        get
        {
            var pairs = ImmutableArray.CreateBuilder<(DeploymentEnvironment, DeploymentEnvironment)>();
            var lasting = Environments.Where(e => !e.IsPattern && e.Tier != EnvironmentTier.Ephemeral).ToList();
            foreach (var from in Environments.Where(e => !e.IsPattern))
            {
                var to = from.Mirrors is { } name
                    ? Environments.FirstOrDefault(e => e.Name == name)
                    : lasting.IndexOf(from) is >= 0 and var i && i + 1 < lasting.Count ? lasting[i + 1] : null;
                if (to is not null)
                    pairs.Add((from, to));
            }

            return pairs.ToImmutable();
        }
    }
}

/// <summary>What an environment is for.</summary>
public enum EnvironmentTier
{
    Development,
    Staging,
    Production,
    Ephemeral,
}

/// <summary>Development, staging, production, or an ephemeral environment, of an application.</summary>
/// <param name="Name">Its name; with "{number}" in it the pattern of ephemeral environments, each of which is found by its stacks.</param>
/// <param name="Tier">What it is for.</param>
/// <param name="Account">The AWS account, twelve digits.</param>
/// <param name="Regions">At least one.</param>
/// <param name="Ref">The branch, tag or commit that this environment should run; null only where <paramref name="Like"/> gives it.</param>
/// <param name="Mirrors">The environment that it should be a mirror of, where that is not the next one.</param>
/// <param name="Like">The environment whose ref and parameter files an ephemeral one uses where it has none of its own.</param>
/// <param name="Order">Its place in promotion order, from 0.</param>
public sealed record DeploymentEnvironment(
    string Name,
    EnvironmentTier Tier,
    string Account,
    ImmutableArray<string> Regions,
    string? Ref,
    string? Mirrors,
    string? Like,
    int Order)
{
    /// <summary>Whether the name is a pattern ("pr-{number}").</summary>
    public bool IsPattern => Name.Contains('{', StringComparison.Ordinal);
}

/// <summary>One template that is deployed once per environment.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Template">The template's path, relative to driftboard.yaml; may hold {environment}.</param>
/// <param name="Parameters">Parameter files, relative to driftboard.yaml, layered: the later wins; may hold {environment}, {region}, {instance}.</param>
/// <param name="AtDeploy">Parameters that the pipeline gives: their deployed value is shown, never pending.</param>
/// <param name="Stack">The stack's name with {environment}, {region}, {instance}.</param>
/// <param name="Regions">A subset of the environment's regions; empty: all of them.</param>
/// <param name="Environments">A subset of the environments; empty: all of them.</param>
/// <param name="Owner">The owning team, or null.</param>
/// <param name="Location">Where driftboard.yaml defines it.</param>
public sealed record ComponentDefinition(
    string Name,
    string Template,
    ImmutableArray<string> Parameters,
    ImmutableArray<string> AtDeploy,
    string Stack,
    ImmutableArray<string> Regions,
    ImmutableArray<string> Environments,
    string? Owner,
    SourceLocation Location)
{
    /// <summary>
    /// The name of a template that the pipeline publishes for each commit, in the place of <see cref="Template"/>; may hold {environment}, {region}, {instance}. Null: the repository's
    /// own. <see cref="Template"/> is its source then, or empty.
    /// </summary>
    public string? Published { get; init; }

    /// <summary>Whether each environment has stacks of its own, as their names tell.</summary>
    public bool HasEnvironment => Stack.Contains("{environment}", StringComparison.Ordinal);

    /// <summary>Whether the component has many instances, which only their stacks tell.</summary>
    public bool HasInstances => Stack.Contains("{instance}", StringComparison.Ordinal);
}

/// <summary>What a rule does.</summary>
public enum RuleKind
{
    /// <summary>A parity difference that is meant.</summary>
    Expect,

    /// <summary>A known drift, bound to its value: another value is news again.</summary>
    Accept,

    /// <summary>A live value that the repository leaves to the platform.</summary>
    Ignore,
}

/// <summary>A line of driftboard.yaml that says of a difference that it is meant. Everything that is null matches anything.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Id">Names the rule in evidence: its kind and place, "expect at driftboard.yaml:31".</param>
/// <param name="Component">The component, or null for any.</param>
/// <param name="Environment">The environment, or null for any.</param>
/// <param name="Resource">The address of the resource, or null for any.</param>
/// <param name="Type">The resource type, or null for any.</param>
/// <param name="Property">A JSON pointer inside Properties; a segment may be "*", an index, or "[Key=Name]". It covers everything beneath it. Null: the whole resource.</param>
/// <param name="Value">For <see cref="RuleKind.Accept"/>: the live value that was accepted.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Expires">The last day on which it holds, or null where <paramref name="Review"/> is given.</param>
/// <param name="Review">The day from which it warns but still holds.</param>
/// <param name="Location">Where driftboard.yaml has it.</param>
public sealed record DifferenceRule(
    RuleKind Kind,
    string Id,
    string? Component,
    string? Environment,
    string? Resource,
    string? Type,
    string? Property,
    string? Value,
    string Reason,
    string Owner,
    DateOnly? Expires,
    DateOnly? Review,
    SourceLocation Location)
{
    /// <summary>For <see cref="RuleKind.Accept"/>, in the place of a value: that the property was removed, so that any value is news again.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether the rule still holds: through the whole day of its end, in UTC.</summary>
    public bool HoldsAt(DateTimeOffset asOf) => Expires is not { } end || DateOnly.FromDateTime(asOf.UtcDateTime) <= end;
}
