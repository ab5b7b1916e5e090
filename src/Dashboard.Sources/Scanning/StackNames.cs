using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Definition;

namespace Dashboard.Sources.Scanning;

/// <summary>Fills and recognises the placeholders of driftboard.yaml: {environment}, {region}, {instance} and, in an ephemeral environment's name, {number}.</summary>
internal static class StackNames
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>A stack's name or a file's path for one key.</summary>
    public static string Expand(string pattern, string environment, string region, string instance) => pattern
        .Replace("{environment}", environment, StringComparison.Ordinal)
        .Replace("{region}", region, StringComparison.Ordinal)
        .Replace("{instance}", instance, StringComparison.Ordinal);

    /// <summary>What all stacks of a component in an environment are called: a star stands for what only the stacks themselves tell.</summary>
    public static string Pattern(ComponentDefinition component, DeploymentEnvironment environment, string region) =>
        Expand(component.Stack, environment.Name.Replace("{number}", "*", StringComparison.Ordinal), region, "*");

    /// <summary>The environment and instance that a stack's name stands for, or null where it is not of this pattern.</summary>
    /// <param name="component">Whose stacks are looked for.</param>
    /// <param name="environment">The environment; its name may hold {number}.</param>
    /// <param name="region">The region.</param>
    /// <param name="stackName">A live stack's name.</param>
    public static (string Environment, string Instance)? Match(ComponentDefinition component, DeploymentEnvironment environment, string region, string stackName)
    {
        var name = new StringBuilder("^");
        foreach (var part in Regex.Split(component.Stack, @"(\{\w+\})"))
        {
            name.Append(part switch
            {
                "{environment}" => $"(?<environment>{Name(environment)})",
                "{region}" => Regex.Escape(region),
                "{instance}" => "(?<instance>[A-Za-z0-9-]+)",
                _ => Regex.Escape(part),
            });
        }

        var match = Regex.Match(stackName, name.Append('$').ToString(), RegexOptions.CultureInvariant, MatchTimeout);
        if (!match.Success)
            return null;
        return (match.Groups["environment"] is { Success: true, Value: var found } ? found : environment.Name, match.Groups["instance"].Value);
    }

    /// <summary>Whether a name is one that the pattern of an ephemeral environment makes: "pr-142" of "pr-{number}".</summary>
    public static bool IsMadeBy(DeploymentEnvironment pattern, string name) =>
        Regex.IsMatch(name, $"^{Name(pattern)}$", RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>The number in the name that a pattern made: "142" of "pr-142"; null where the pattern does not make it.</summary>
    public static string? NumberIn(DeploymentEnvironment pattern, string name)
    {
        var match = Regex.Match(name, $"^{Name(pattern).Replace("[0-9]+", "(?<number>[0-9]+)", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant, MatchTimeout);
        return match.Success ? match.Groups["number"].Value : null;
    }

    /// <summary>The regions of an environment that a component is deployed to.</summary>
    public static IEnumerable<string> Regions(ComponentDefinition component, DeploymentEnvironment environment) =>
        environment.Regions.Where(r => component.Regions.IsEmpty || component.Regions.Contains(r));

    private static string Name(DeploymentEnvironment environment) => Regex.Escape(environment.Name).Replace(@"\{number}", "[0-9]+", StringComparison.Ordinal);
}
