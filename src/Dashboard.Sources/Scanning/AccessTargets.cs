using Dashboard.Core.Definition;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Scanning;

/// <summary>What the repository says of an environment that its access rests on: the account, the regions, the stacks' names, and the types in its templates.</summary>
public static class AccessTargets
{
    /// <summary>The target of an environment; of ephemeral ones, of the pattern that makes them.</summary>
    public static AccessTarget Of(IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment, SecretFingerprinter fingerprinter)
    {
        var components = EnvironmentScanner.Components(application, environment).ToList();
        return new AccessTarget(
            environment.Name,
            environment.Account,
            environment.Regions,
            Types(repository, application, environment, components, fingerprinter),
            (region, stack) => components.Any(c =>
                (c.Regions.IsEmpty || c.Regions.Contains(region)) && StackNames.Match(c, environment, region, stack) is { } match && (environment.IsPattern || match.Environment == environment.Name)),
            region => components.Where(c => StackNames.Regions(c, environment).Contains(region)).Select(c => StackNames.Expand(c.Stack, environment.Name, region, "{instance}")).FirstOrDefault())
        {
            IsPattern = environment.IsPattern,
            Repository = Repository(repository, application, environment),
        };
    }

    /// <summary>What is wrong with the branch, tag or commit that the environment should run; null: nothing.</summary>
    private static AccessCheck? Repository(IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment) =>
        ReferenceOf(application, environment) is { } reference && repository.Resolve(reference) is null
            ? new AccessCheck(
                "repository", CheckVerdict.Failed, $"There is no branch, tag or commit '{reference}' in {repository.Location}, which {environment.Name} should run: nothing can be compared with it.",
                $"Push it, or correct ref of {environment.Name} in driftboard.yaml; the default branch is '{repository.DefaultBranch}'.")
            : null;

    private static string? ReferenceOf(ApplicationDefinition application, DeploymentEnvironment environment) =>
        environment.Ref ?? application.Environments.FirstOrDefault(e => e.Name == environment.Like)?.Ref;

    /// <summary>The resource types of the templates at the commit that the environment should run, nested ones included.</summary>
    private static ImmutableArray<string> Types(
        IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment, List<ComponentDefinition> components, SecretFingerprinter fingerprinter)
    {
        if (ReferenceOf(application, environment) is not { } reference || repository.Resolve(reference) is not { } commit)
            return [];
        var reader = new DesiredReader(repository, application, fingerprinter);
        var nothing = new LiveContext(null, ImmutableDictionary<string, string>.Empty, static (_, _) => null, static _ => null);
        return
        [
            .. components.SelectMany(component => StackNames.Regions(component, environment).Take(1).SelectMany(region =>
            {
                var instance = component.HasInstances ? "one" : "";
                var key = new StackKey(application.Name, environment.Name, component.Name, region, instance);
                var desired = reader.Read(component, environment, key, StackNames.Expand(component.Stack, environment.Name, region, instance), commit.Id, nothing);
                return desired.Template?.Resources.Select(r => r.Type) ?? [];
            })).Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
