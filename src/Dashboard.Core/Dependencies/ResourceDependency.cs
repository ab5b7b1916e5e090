namespace Dashboard.Core.Dependencies;

/// <summary>One resource needs another one: CloudFormation makes that one first.</summary>
/// <param name="From">The one that needs.</param>
/// <param name="To">The one that is needed; in another stack where an export is imported.</param>
/// <param name="Reasons">Why, in order of path: "Arn at /RoleArn", "DependsOn".</param>
public sealed record ResourceDependency(ResourceOwner From, ResourceOwner To, ImmutableArray<string> Reasons);
