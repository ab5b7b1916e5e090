using Dashboard.Core.Definition;

namespace Dashboard.Sources.Scanning;

/// <content>Which stacks an environment has or should have.</content>
public sealed partial class EnvironmentScanner
{
    /// <summary>
    /// Every stack that the environment has or should have. Of an ephemeral one, and of instances: the stacks that are there; where they cannot be
    /// listed, those that were there before, since nothing says that they are gone; and where none is known, one that stands for whatever may be there.
    /// </summary>
    private static IEnumerable<Target> Targets(
        ApplicationDefinition application, DeploymentEnvironment environment, Dictionary<string, AccountListing> listings, List<StackKey> previous)
    {
        foreach (var component in Components(application, environment))
        {
            foreach (var region in StackNames.Regions(component, environment))
            {
                var listing = listings[region];
                var key = new StackKey(application.Name, environment.Name, component.Name, region);
                List<string> before = listing.Outcome == ReadOutcome.Read ? [] : [.. previous.Where(k => k.Component == component.Name && k.Region == region).Select(k => k.Instance)];
                if (listing.Outcome != ReadOutcome.Read && IsUnlisted(component, environment, before, isFirst: previous.Count == 0))
                {
                    yield return new Target(key, component, StackNames.Pattern(component, environment, region), IsUnlisted: true);
                    continue;
                }

                IEnumerable<string> instances = [""];
                if (component.HasInstances)
                    instances = Instances(application, environment, component, region, listing).Concat(before).Order(StringComparer.Ordinal);
                foreach (var instance in instances)
                {
                    var name = StackNames.Expand(component.Stack, environment.Name, region, instance);
                    if (environment.Tier != EnvironmentTier.Ephemeral || listing.ByName.ContainsKey(name) || before.Contains(instance))
                        yield return new Target(key with { Instance = instance }, component, name);
                }
            }
        }
    }

    /// <summary>The instances that a listing tells of. A stack that two patterns fit is of the one that says more: "{environment}-tenant-db" beside "{environment}-tenant-{instance}", and "prod-eu" beside "prod".</summary>
    private static IEnumerable<string> Instances(ApplicationDefinition application, DeploymentEnvironment environment, ComponentDefinition component, string region, AccountListing listing)
    {
        var named = Components(application, environment).Where(c => !c.HasInstances && StackNames.Regions(c, environment).Contains(region))
            .Select(c => StackNames.Expand(c.Stack, environment.Name, region, "")).ToHashSet(StringComparer.Ordinal);
        var longer = application.Environments.Where(e => !e.IsPattern && e.Account == environment.Account && e.Name.Length > environment.Name.Length && e.Name.StartsWith(environment.Name, StringComparison.Ordinal))
            .SelectMany(e => Components(application, e).Where(c => c.HasEnvironment && StackNames.Regions(c, e).Contains(region)).Select(c => (Environment: e, Component: c))).ToList();
        return from name in listing.ByName.Keys
               let match = StackNames.Match(component, environment, region, name)
               where match is not null && !named.Contains(name) && !longer.Exists(l => StackNames.Match(l.Component, l.Environment, region, name) is not null)
               select match.Value.Instance;
    }

    /// <summary>Whether nobody can say which stacks of a component there are, where they cannot be listed.</summary>
    /// <param name="component">The component.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="before">The instances that were there before; an empty one where it has none, or where they could not be listed then, either.</param>
    /// <param name="isFirst">Whether nothing of the environment was ever seen: of an ephemeral one that was, what was not there may well never be.</param>
    private static bool IsUnlisted(ComponentDefinition component, DeploymentEnvironment environment, List<string> before, bool isFirst)
    {
        if (before.Exists(i => i.Length > 0))
            return false;
        return environment.Tier == EnvironmentTier.Ephemeral
            ? isFirst || (before.Count > 0 && (component.HasInstances || environment.IsPattern))
            : component.HasInstances;
    }

    /// <summary>A stack to read.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Component">Its component.</param>
    /// <param name="StackName">Its name.</param>
    /// <param name="IsUnlisted">Whether it stands for all stacks of that pattern, of which nobody can say which there are.</param>
    private sealed record Target(StackKey Key, ComponentDefinition Component, string StackName, bool IsUnlisted = false);
}
