using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dashboard.Core.Definition;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>What a stack's rendering needs to know of the live side: physical ids where functions ask for text, exports, and values that only the pipeline knows.</summary>
/// <param name="StackId">The stack's ARN, or null where it is not deployed.</param>
/// <param name="Parameters">The deployed parameters.</param>
/// <param name="KnownAttribute">Text of attributes of its resources.</param>
/// <param name="Import">Values of exports.</param>
internal sealed record LiveContext(
    string? StackId,
    ImmutableDictionary<string, string> Parameters,
    Func<ResourceAddress, string, PropertyValue?> KnownAttribute,
    Func<string, PropertyValue?> Import);

/// <summary>Renders what the repository says of a stack at a commit.</summary>
internal sealed class DesiredReader(IRepositorySource repository, ApplicationDefinition application, SecretFingerprinter fingerprinter)
{
    private const int MaxCachedDocuments = 500;

    // Content is addressed by commit and path, so an entry never goes stale; the bound is for memory alone. Two sources of one location (a repository and
    // its recording) may still say different things.
    private static readonly ConditionalWeakTable<IRepositorySource, ConcurrentDictionary<(string Commit, string Path), TemplateDocument?>> Documents = [];

    /// <summary>Renders a component for one stack at one commit.</summary>
    public DesiredState Read(ComponentDefinition component, DeploymentEnvironment environment, StackKey key, string stackName, string commitId, LiveContext live)
    {
        if (Request(component, environment, key, stackName, commitId, live) is not ({ } request, var file, var diagnostics))
        {
            var path = TemplatePath(component, environment, key, commitId);
            var message = component.Published is null
                ? $"There is no such file at commit {Short(commitId)}, which {environment.Name} should run."
                : $"No template of that name was published for commit {Short(commitId)}, which {environment.Name} should run; in its pipeline, run 'driftboard publish' with --commit {commitId}.";
            return new DesiredState(commitId, null, path, [new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation(path), "", message)]);
        }

        var rendered = request.Template.Root is null ? null : TemplateRenderer.Render(request);
        return new DesiredState(commitId, rendered, file, [.. request.Template.Diagnostics, .. diagnostics, .. rendered?.Diagnostics ?? []]);
    }

    /// <summary>The request that renders a component for one stack at one commit; null where the template does not exist there.</summary>
    public (RenderRequest Request, string File, ImmutableArray<Diagnostic> Diagnostics)? Request(
        ComponentDefinition component, DeploymentEnvironment environment, StackKey key, string stackName, string commitId, LiveContext live)
    {
        var path = TemplatePath(component, environment, key, commitId);
        if (Document(commitId, path) is not { } document)
            return null;
        var (parameters, diagnostics) = Parameters(component, document, environment, key, commitId, live);
        var files = new ReferencedFiles(
            this, commitId, path, component is { Published: not null, Template.Length: > 0 } ? Find(component.Template, environment, key, commitId).Path : null);
        var request = new RenderRequest
        {
            Template = document,
            Stack = key,
            Account = environment.Account,
            Region = key.Region,
            StackName = stackName,
            StackId = live.StackId,
            Parameters = parameters,
            Mode = ReferenceMode.Symbolic,
            WithAttributes = true,
            KnownAttribute = live.KnownAttribute,
            Import = live.Import,
            NestedTemplate = files.Nested,
            Include = files.Included,
            Fingerprinter = fingerprinter,
        };
        return (request, path, diagnostics);
    }

    private (ImmutableDictionary<string, ParameterValue> Values, ImmutableArray<Diagnostic> Diagnostics) Parameters(
        ComponentDefinition component, TemplateDocument document, DeploymentEnvironment environment, StackKey key, string commitId, LiveContext live)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var pattern in component.Parameters)
        {
            var (filePattern, named) = ParameterFileReader.Split(pattern);
            var (path, bytes) = Find(filePattern, environment, key, commitId);
            if (bytes is null)
            {
                diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(path), "",
                    $"There is no such parameter file at commit {Short(commitId)}; {component.Location} names it."));
                continue;
            }

            // An ephemeral environment is configured by its own name, else like the one that it is like.
            string[] names = environment.Like is { } like ? [environment.Name, like] : [environment.Name];
            var file = ParameterFileReader.Read(path, bytes, named is null
                ? [.. names, ParameterFileReader.DefaultEnvironment]
                : [.. names.Select(name => StackNames.Expand(named, name, key.Region, key.Instance)).Distinct()]);
            diagnostics.AddRange(file.Diagnostics);
            foreach (var value in file.Values)
                values[value.Name] = value;
        }

        // What only the pipeline knows is taken as it was deployed, whatever a file says: it is shown, and never pending.
        foreach (var (name, text) in live.Parameters)
        {
            var isGiven = component.AtDeploy.Contains(name);
            if ((isGiven && text != SecretFingerprinter.Masked) || (!values.ContainsKey(name) && (isGiven || text == SecretFingerprinter.Masked)))
                values[name] = new ParameterValue(name, new ScalarValue(text), null);
        }

        // Where nobody knows what was deployed, nobody knows what the pipeline gave: no file is wrong for that.
        foreach (var name in component.AtDeploy.Where(n => !values.ContainsKey(n) && ((document.Root as MappingNode)?["Parameters"] as MappingNode)?[n] is MappingNode declared && declared["Default"] is null))
            values[name] = new ParameterValue(name, new UnresolvedValue($"{name} is given by the pipeline that deploys, and what it gave is not known"), null);

        return (values.ToImmutable(), diagnostics.ToImmutable());
    }

    /// <summary>Where a component's template stands at a commit, or would stand.</summary>
    public string TemplatePath(ComponentDefinition component, DeploymentEnvironment environment, StackKey key, string commitId) =>
        Find(component.Published is { } published ? PublishedStore.Prefix + published : component.Template, environment, key, commitId).Path;

    /// <summary>The file for the environment's own name, else for the environment that an ephemeral one is like.</summary>
    private (string Path, byte[]? Bytes) Find(string pattern, DeploymentEnvironment environment, StackKey key, string commitId)
    {
        var own = Locate(pattern, environment.Name, key);
        var bytes = repository.ReadFile(commitId, own);
        if (bytes is not null || environment.Like is not { } like)
            return (own, bytes);
        var other = Locate(pattern, like, key);
        return repository.ReadFile(commitId, other) is { } found ? (other, found) : (own, null);
    }

    private string Locate(string pattern, string environment, StackKey key)
    {
        var path = StackNames.Expand(pattern, environment, key.Region, key.Instance);
        return IsPublished(path) ? path : RepositoryPaths.Combine(application.Folder, path);
    }

    private static bool IsPublished(string path) => path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal);

    private TemplateDocument? Document(string commitId, string path)
    {
        // What was published for a commit may come later than the commit, and anew.
        if (IsPublished(path))
            return repository.ReadFile(commitId, path) is { } published ? TemplateReader.Read(path, published) : null;
        var documents = Documents.GetOrCreateValue(repository);
        if (documents.Count > MaxCachedDocuments)
            documents.Clear();
        return documents.GetOrAdd((commitId, path), _ => repository.ReadFile(commitId, path) is { } bytes ? TemplateReader.Read(path, bytes) : null);
    }

    private static string Short(string commitId) => commitId[..Math.Min(7, commitId.Length)];

    /// <summary>
    /// Nested templates and included snippets in the repository. An address that is a path is relative to the template that names it; of an address in S3 the longest
    /// end that is a path in the repository is taken, since pipelines upload files under the paths that they have there. Of a published template it is the end that was
    /// published; a packager that uploads under a name of its own leaves the path in the template that it was given, which is the source.
    /// </summary>
    private sealed class ReferencedFiles(DesiredReader reader, string commitId, string rootPath, string? sourcePath)
    {
        private readonly Dictionary<ResourceAddress, string> _paths = new() { [ResourceAddress.Stack] = rootPath };

        public TemplateDocument? Nested(ResourceAddress address, string? url)
        {
            if (url is null || Find(address.Parent, url, FromSource(address)) is not var (path, document))
                return null;
            _paths[address] = path;
            return document;
        }

        public TemplateDocument? Included(ResourceAddress template, string location) => Find(template, location, [])?.Document;

        private (string Path, TemplateDocument Document)? Find(ResourceAddress template, string address, IEnumerable<string> further)
        {
            if (!_paths.TryGetValue(template, out var parent))
                return null;
            foreach (var path in Candidates(parent, address).Concat(further))
            {
                if (reader.Document(commitId, path) is { } document)
                    return (path, document);
            }

            return null;
        }

        private static IEnumerable<string> Candidates(string parent, string address)
        {
            var isAddress = address.Contains("://", StringComparison.Ordinal);
            if (!IsPublished(parent))
                return isAddress ? Ends(address) : [RepositoryPaths.Combine(RepositoryPaths.Folder(parent), address)];
            var names = isAddress ? Ends(address) : [RepositoryPaths.Combine(RepositoryPaths.Folder(parent[PublishedStore.Prefix.Length..]), address)];
            return names.Select(n => PublishedStore.Prefix + n);
        }

        /// <summary>What the template that was packaged names in the same place.</summary>
        private IEnumerable<string> FromSource(ResourceAddress address)
        {
            if (sourcePath is null || !address.Parent.IsStack || (reader.Document(commitId, sourcePath)?.Root as MappingNode)?["Resources"] is not MappingNode resources)
                yield break;
            if ((resources[address.LogicalId] as MappingNode)?["Properties"] is MappingNode properties && (properties["TemplateURL"] ?? properties["Location"]) is ScalarNode { Text: var local })
                yield return RepositoryPaths.Combine(RepositoryPaths.Folder(sourcePath), local);
        }

        /// <summary>"https://s3.amazonaws.com/bucket/infra/queues.yaml": "bucket/infra/queues.yaml", "infra/queues.yaml", "queues.yaml".</summary>
        private static IEnumerable<string> Ends(string url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
                yield break;
            for (var path = Uri.UnescapeDataString(address.AbsolutePath).Trim('/'); path.Length > 0; path = path.IndexOf('/') is >= 0 and var slash ? path[(slash + 1)..] : "")
                yield return path;
        }
    }
}

/// <summary>Paths inside a repository: forward slashes, never above its root.</summary>
internal static class RepositoryPaths
{
    /// <summary>A path relative to a folder, "." and ".." resolved; steps above the root are dropped.</summary>
    public static string Combine(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    /// <summary>The folder of a file, "" for the root.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
}
