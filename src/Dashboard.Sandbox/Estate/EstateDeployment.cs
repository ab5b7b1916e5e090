using System.Globalization;
using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Types;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sandbox.Estate;

/// <summary>Deploys the sample repository as the shop's pipeline does: stack by stack, from whatever commit each environment was given last.</summary>
internal sealed class EstateDeployment(SandboxCloud cloud, SampleRepository repository)
{
    private const string ApplicationPath = "driftboard.yaml";
    private const string NestedTemplate = "templates/worker-queues.yaml";
    private const string PullRequest = "pr-142";

    /// <summary>What a pull request gets of its own.</summary>
    private static readonly ImmutableHashSet<string> PullRequestComponents = ["buckets", "worker", "storefront"];

    /// <summary>Where an environment runs something else than the tip of its branch.</summary>
    private static readonly ImmutableDictionary<(string Environment, string Component), Deviation> Deviations =
        ImmutableDictionary.CreateRange<(string, string), Deviation>(
        [
            // Nobody is called at night from development.
            new(("development", "observability"), Deviation.NotDeployed),
            // Somebody wanted to try it out, and then went on holiday.
            new(("staging", "identity"), Deviation.From(SampleHistory.SupportDeadLetters)),
            // Two deployments still wait for somebody's consent.
            new(("staging", "database"), Deviation.AsOf("2026-11-10T12:00:00+01:00")),
            new(("staging", "storefront"), Deviation.AsOf("2026-11-16T18:00:00+01:00")),
        ]);

    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> _files = new(StringComparer.Ordinal);

    /// <summary>What the project's own driftboard.yaml says.</summary>
    public static ApplicationDefinition ReadApplication() => Read(EstateFiles.Read()[ApplicationPath]);

    /// <summary>Deploys everything into the cloud.</summary>
    /// <exception cref="InvalidOperationException">A stack could not be created: the sample contradicts itself.</exception>
    public void Deploy()
    {
        var application = Read(FilesAt(repository.MainId)[ApplicationPath]);
        foreach (var environment in application.Environments.Where(e => !e.IsPattern))
        {
            foreach (var component in application.Components)
            {
                var deviation = Deviations.GetValueOrDefault((environment.Name, component.Name));
                if (deviation?.IsDeployed != false)
                    Deploy(environment, component, environment.Name, environment.Name, CommitOf(environment.Ref!, deviation));
            }
        }

        var pattern = application.Environments.First(e => e.IsPattern);
        foreach (var component in application.Components.Where(c => PullRequestComponents.Contains(c.Name)))
            Deploy(pattern, component, PullRequest, pattern.Like!, repository.Commits[SampleHistory.GiftCards]);
    }

    /// <summary>The name of a component's stack.</summary>
    public static string StackName(ApplicationDefinition application, string environment, string component) =>
        application.Components.First(c => c.Name == component).Stack.Replace("{environment}", environment, StringComparison.Ordinal);

    private void Deploy(DeploymentEnvironment environment, ComponentDefinition component, string name, string parametersOf, string commit)
    {
        var files = FilesAt(commit);
        var body = files[Expand(component.Template, environment, name)];
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var path in component.Parameters.Select(p => Expand(p, environment, parametersOf)))
        {
            foreach (var parameter in ParameterFileReader.Read(path, Encoding.UTF8.GetBytes(files[path])).Values)
                parameters[parameter.Name] = ((ScalarValue)parameter.Value).Text;
        }

        foreach (var parameter in component.AtDeploy)
            parameters[parameter] = IsSecret(body, parameter) ? Secret(name, parameter) : commit[..10];
        if (parameters.TryGetValue("TemplateBucket", out var bucket))
            cloud.PutObject(bucket, NestedTemplate, files[NestedTemplate]);
        var stack = cloud.CreateStack(new StackRequest
        {
            Account = environment.Account,
            Region = environment.Regions[0],
            StackName = Expand(component.Stack, environment, name),
            TemplateBody = body,
            Parameters = parameters.ToImmutable(),
            Tags = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("git-commit", commit)]),
        });
        if (stack.Status != "CREATE_COMPLETE")
        {
            var reason = stack.Events.FirstOrDefault(e => e.Status == "CREATE_FAILED");
            throw new InvalidOperationException($"{stack.Name} ended in {stack.Status}: {reason?.LogicalId}: {reason?.Reason}");
        }
    }

    private ImmutableSortedDictionary<string, string> FilesAt(string commit) =>
        _files.TryGetValue(commit, out var files) ? files : _files[commit] = repository.FilesAt(commit);

    private string CommitOf(string branch, Deviation? deviation) => deviation?.Instant is { } instant
        ? repository.CommitAt(branch, instant)
        : repository.Commits[deviation?.Branch ?? branch];

    /// <summary>Secrets stand in no file. They are made up, so that every start has the same ones, and no two environments share one.</summary>
    private static string Secret(string environment, string parameter) => DeterministicIds.Hex($"{environment}/{parameter}", 32);

    private static bool IsSecret(string template, string parameter) =>
        TemplateReader.Read("template", template).Root is MappingNode root && (root["Parameters"] as MappingNode)?[parameter] is MappingNode declaration
        && NoEcho.IsSetOn(declaration);

    private static string Expand(string pattern, DeploymentEnvironment environment, string name) => pattern
        .Replace("{environment}", name, StringComparison.Ordinal)
        .Replace("{region}", environment.Regions[0], StringComparison.Ordinal);

    private static ApplicationDefinition Read(string text)
    {
        var file = ApplicationFileReader.Read(ApplicationPath, Encoding.UTF8.GetBytes(text));
        return file.Application ?? throw new InvalidOperationException(string.Join('\n', file.Diagnostics));
    }

    /// <summary>What a component runs where it is not the tip of its environment's branch.</summary>
    private sealed record Deviation(bool IsDeployed, string? Branch, DateTimeOffset? Instant)
    {
        public static readonly Deviation NotDeployed = new(false, null, null);

        public static Deviation From(string branch) => new(true, branch, null);

        public static Deviation AsOf(string instant) => new(true, null, DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
    }
}
