using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Tells how old an environment is, and whether it outlived what it was made for.</summary>
internal static class EnvironmentLives
{
    /// <summary>The life of an environment by its stacks.</summary>
    public static EnvironmentLife Of(IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment, IReadOnlyCollection<LiveStack> stacks) => stacks.Count == 0
        ? EnvironmentLife.Unknown
        : new EnvironmentLife(stacks.Min(s => s.CreatedAt), stacks.Max(s => s.UpdatedAt ?? s.CreatedAt), MergeOf(repository, application, environment));

    /// <summary>The finding of one that was left behind.</summary>
    public static ImmutableArray<Diagnostic> Diagnose(DeploymentEnvironment environment, EnvironmentLife life, int stacks)
    {
        if (life.LeftBehind is not { } merged)
            return [];
        var count = stacks == 1 ? "its stack lives" : string.Create(CultureInfo.InvariantCulture, $"its {stacks} stacks live");
        var changed = life.ChangedAt is { } at ? $", last changed on {Day(at)}" : "";
        return
        [
            new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation("driftboard.yaml"), $"environments.{environment.Name}",
                $"left behind: {merged.Name} was merged on {Day(merged.MergedAt)} ({merged.CommitId[..7]}), and {count} on{changed}. Delete them, or reopen what they are for."),
        ];
    }

    /// <summary>The merge of the pull request whose number the environment bears, or of the branch of its name. A branch that is there still and that the other one was moved forward to cannot be told from one that has no commit of its own yet.</summary>
    private static MergedChange? MergeOf(IRepositorySource repository, ApplicationDefinition application, DeploymentEnvironment environment)
    {
        var number = application.Environments.Where(e => e.IsPattern).Select(e => StackNames.NumberIn(e, environment.Name)).OfType<string>().FirstOrDefault();
        if (environment.Tier != EnvironmentTier.Ephemeral || number is null)
            return null;
        foreach (var reference in new[] { environment.Ref, repository.DefaultBranch }.OfType<string>().Distinct())
        {
            if (repository.FindMerge(reference, "#" + number) is { } request)
                return new MergedChange($"pull request #{number}", request.Id, request.Date);
            if (repository.FindMerge(reference, environment.Name) is { } branch)
                return new MergedChange($"branch {environment.Name}", branch.Id, branch.Date);
        }

        return null;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
