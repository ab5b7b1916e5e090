using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds where the repository sets a property, and who wrote that line: when somebody asks, since blame is slow.</summary>
public sealed class OriginFinder
{
    /// <summary>The place that decides a property's desired value: the property's own line, or the line of the parameter file that it follows from.</summary>
    /// <returns>Null where the repository says nothing of the resource at that commit.</returns>
    public OriginDocument? Find(GitRepository repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, PropertyPath path) =>
        throw new NotImplementedException();

    /// <summary>The whole chain: property, parameter, mapping, each with its line and commit.</summary>
    public ImmutableArray<OriginStep> Explain(GitRepository repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, PropertyPath path) =>
        throw new NotImplementedException();

    /// <summary>The template text that a resource's component has at the environment's commit, secrets masked.</summary>
    public TemplateText? Template(GitRepository repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address) =>
        throw new NotImplementedException();
}

/// <summary>One place on the way from a value to its source.</summary>
public sealed record OriginStep(string Kind, string Name, OriginDocument Origin);

/// <summary>A template's text for showing.</summary>
/// <param name="File">Its path inside the repository.</param>
/// <param name="CommitId">The commit.</param>
/// <param name="Text">Its text, secrets masked.</param>
/// <param name="ResourceLines">Per address the first and last line of the resource, 1-based.</param>
public sealed record TemplateText(string File, string CommitId, string Text, ImmutableDictionary<ResourceAddress, (int First, int Last)> ResourceLines);
