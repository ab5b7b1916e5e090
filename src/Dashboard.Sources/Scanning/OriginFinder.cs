using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Templates.Macros;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds where the repository sets a property, and who wrote that line: when somebody asks, since blame is slow.</summary>
public sealed class OriginFinder
{
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();

    /// <summary>The line that sets a property in the template, or the nearest one around it that is there.</summary>
    /// <returns>Null where the repository says nothing of the resource at that commit.</returns>
    public OriginDocument? Find(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, PropertyPath path) =>
        Explain(repository, snapshot, stack, address, path).FirstOrDefault()?.Origin;

    /// <summary>The whole chain: property, parameter, mapping, each with its line and commit.</summary>
    public ImmutableArray<OriginStep> Explain(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, PropertyPath path)
    {
        if (snapshot.CommitId is not { } commit || Request(repository, snapshot, stack) is not { } request)
            return [];
        var steps = TemplateRenderer.Explain(request, address, path);
        // What SAM generates stands in no source: the resource that it was made from does.
        if (steps.IsEmpty && address.Parent.IsStack && SamNames.Trace(request.Template, address.LogicalId) is { } source)
            steps = [new SourceStep("property", source.Location, source.LogicalId)];
        return [.. steps.Where(s => s.Location.Line > 0)
            .Select(s => new OriginStep(s.Kind, s.Name, Origin(repository, commit, s.Location)))];
    }

    /// <summary>The template text that a resource's component has at the environment's commit, secrets masked.</summary>
    public TemplateText? Template(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address)
    {
        if (Document(repository, snapshot, stack, address) is not var (document, prefix))
            return null;
        return Text(document, snapshot.CommitId!, prefix);
    }

    /// <summary>The text that the same file had at another commit, secrets masked; null where there is no such commit, or no such file at it.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="snapshot">The environment.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="address">The resource.</param>
    /// <param name="commitId">The commit's id, or what it begins with.</param>
    public TemplateText? TemplateAt(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, string commitId)
    {
        if (Document(repository, snapshot, stack, address) is not var (document, prefix)
            || repository.Resolve(commitId) is not { Id: var commit } || repository.ReadFile(commit, document.File) is not { } bytes)
            return null;
        return Text(TemplateReader.Read(document.File, bytes), commit, prefix);
    }

    /// <summary>The text of a file that sets values of a stack, secrets masked: a template of it, or one of its parameter files. Null where it is none of these, or is not there.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="snapshot">The environment.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="address">The resource: of one in a nested stack, the nested template counts, too.</param>
    /// <param name="file">The file's path in the repository.</param>
    /// <param name="commitId">The commit's id, or what it begins with; null: the one that the environment should run.</param>
    public TemplateText? File(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address, string file, string? commitId)
    {
        if (snapshot.CommitId is null || Request(repository, snapshot, stack) is not { } request || repository.Resolve(commitId ?? snapshot.CommitId) is not { Id: var commit })
            return null;
        foreach (var of in new[] { address, ResourceAddress.Stack })
        {
            if (Document(repository, snapshot, stack, of) is var (document, prefix) && document.File == file)
                return repository.ReadFile(commit, file) is { } template ? Text(TemplateReader.Read(file, template), commit, prefix) : null;
        }

        if (!request.Parameters.Values.Any(p => p.Location?.File == file) || repository.ReadFile(commit, file) is not { } bytes)
            return null;
        var text = Templates(repository, snapshot, commit) is { } templates
            ? new ParameterFileRedactor((name, value) => IsHidden(snapshot, templates, name, value), static _ => "(secret)").Redact(file, bytes)
            : null;
        return new TemplateText(file, commit, text ?? "(not shown: the secrets in it could not be told from the rest)", ImmutableDictionary<ResourceAddress, (int, int)>.Empty);
    }

    /// <summary>A parameter file may be of several components: what is secret to one of them is secret, and so is what none of them declares any more.</summary>
    private static bool IsHidden(EnvironmentSnapshot snapshot, List<MappingNode> templates, string name, string value)
    {
        var isDeclared = false;
        foreach (var template in templates)
        {
            if (TemplateRenderer.IsSecretParameter(template, name, value) is not { } isSecret)
                continue;
            if (isSecret)
                return true;
            isDeclared = true;
        }

        return !isDeclared || CredentialDetector.LooksLikeCredential(name, value)
            || snapshot.Stacks.SelectMany(s => s.Desired.Values).SelectMany(d => d.Template?.Parameters ?? []).Any(p => p.Name == name && p.Value is SecretValue);
    }

    /// <summary>The templates of every component and environment, as they are at a commit and at the one that the environment should run; null where one of them cannot be read.</summary>
    private List<MappingNode>? Templates(IRepositorySource repository, EnvironmentSnapshot snapshot, string commit)
    {
        var reader = new DesiredReader(repository, snapshot.Application, _fingerprinter);
        var keys = from component in snapshot.Application.Components
                   from environment in snapshot.Application.Environments
                   from region in environment.Regions
                   select (component, environment, Key: new StackKey(snapshot.Application.Name, environment.Name, component.Name, region, ""));
        var templates = new List<MappingNode>();
        foreach (var (id, path) in keys.SelectMany(k => new[] { commit, snapshot.CommitId! }.Select(c => (c, reader.TemplatePath(k.component, k.environment, k.Key, c)))).Distinct())
        {
            if (repository.ReadFile(id, path) is not { } bytes)
                continue;
            if (TemplateReader.Read(path, bytes).Root is not MappingNode root)
                return null;
            templates.Add(root);
        }

        return templates;
    }

    /// <summary>Of each line of a template the commit that changed it last.</summary>
    public static ImmutableArray<GitCommit?> Authors(IRepositorySource repository, TemplateText template) =>
        [.. Enumerable.Range(1, template.Text.AsSpan().Count('\n') + 1).Select(line => repository.Blame(template.CommitId, template.File, line))];

    private static TemplateText Text(TemplateDocument document, string commit, ResourceAddress prefix) =>
        new(document.File, commit, TemplateRenderer.MaskedText(document), TemplateOutline.ResourceLines(document, prefix));

    /// <summary>The template that defines a resource, with the address of the nested stack that it belongs to.</summary>
    private (TemplateDocument Document, ResourceAddress Prefix)? Document(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack, ResourceAddress address)
    {
        if (snapshot.CommitId is null || Request(repository, snapshot, stack) is not { } request)
            return null;
        var document = request.Template;
        var prefix = ResourceAddress.Stack;
        foreach (var parent in Parents(address))
        {
            var url = TemplateRenderer.Render(request).Resources.FirstOrDefault(r => r.Address == parent)?.Properties["TemplateURL"] as ScalarValue;
            if (request.NestedTemplate(parent, url?.Text) is not { } nested)
                return null;
            (document, prefix) = (nested, parent);
        }

        return (document, prefix);
    }

    private static Stack<ResourceAddress> Parents(ResourceAddress address)
    {
        var parents = new Stack<ResourceAddress>();
        for (var parent = address.Parent; !parent.IsStack; parent = parent.Parent)
            parents.Push(parent);
        return parents;
    }

    private static OriginDocument Origin(IRepositorySource repository, string commit, SourceLocation location)
    {
        var blamed = repository.Blame(commit, location.File, location.Line);
        return new OriginDocument(location.File, location.Line, blamed?.Id, blamed?.Author, blamed?.Date) { Summary = blamed?.Summary is { Length: > 0 } summary ? summary : null };
    }

    private RenderRequest? Request(IRepositorySource repository, EnvironmentSnapshot snapshot, StackEvaluation stack)
    {
        if (snapshot.Application.Components.FirstOrDefault(c => c.Name == stack.Key.Component) is not { } component)
            return null;
        var deployed = snapshot.Stacks.FirstOrDefault(s => s.Key == stack.Key);
        var live = new LiveContext(deployed?.Deployed?.StackId, ImmutableDictionary<string, string>.Empty, new LiveAttributes(deployed?.Live ?? []).Find, static _ => null);
        return new DesiredReader(repository, snapshot.Application, _fingerprinter)
            .Request(component, snapshot.Environment, stack.Key, stack.StackName, snapshot.CommitId!, live)?.Request;
    }
}

/// <summary>One place on the way from a value to its source.</summary>
public sealed record OriginStep(string Kind, string Name, OriginDocument Origin);

/// <summary>A template's text for showing.</summary>
/// <param name="File">Its path inside the repository.</param>
/// <param name="CommitId">The commit.</param>
/// <param name="Text">Its text, secrets masked.</param>
/// <param name="ResourceLines">Per address the first and last line of the resource, 1-based.</param>
public sealed record TemplateText(string File, string CommitId, string Text, ImmutableDictionary<ResourceAddress, (int First, int Last)> ResourceLines);
