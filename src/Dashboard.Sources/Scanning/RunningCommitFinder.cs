using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Definition;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>Finds the commit that a stack runs: by its tag, where one is configured and names a commit, else by the newest commit whose template is the deployed one.</summary>
internal sealed class RunningCommitFinder(IRepositorySource repository, ApplicationDefinition application)
{
    private const int MaxForms = 20_000;

    // A deployment's template is looked for once; the table goes with the repository. The bound is for memory alone.
    private static readonly ConditionalWeakTable<IRepositorySource, Dictionary<(string CommitId, string Path), ulong>> Forms = [];

    /// <summary>The commit, and what is wrong where there is none.</summary>
    /// <param name="environment">The environment: its own history goes before that of the other environments, in the order of driftboard.yaml, and theirs before that of any branch.</param>
    /// <param name="stackName">The stack's name, for people.</param>
    /// <param name="path">The component's template in the repository.</param>
    /// <param name="template">The template that the stack was deployed with.</param>
    /// <param name="tags">The stack's tags.</param>
    public (RunningCommit? Running, ImmutableArray<Diagnostic> Diagnostics) Find(
        DeploymentEnvironment environment, string stackName, string path, TemplateDocument template, ImmutableDictionary<string, string> tags)
    {
        var tagged = application.RevisionTag is { } tag ? tags.GetValueOrDefault(tag) : null;
        if (tagged is not null && Named(tagged) is { } named)
            return (new RunningCommit(named.Id, CommitEvidence.StackTag), []);
        if (template.Root is not { } root)
            return (null, []);
        var form = TemplateForm.Of(root);
        foreach (var reference in application.Environments.Where(e => !e.IsPattern).Select(e => e.Ref).Prepend(environment.Ref).OfType<string>().Distinct(StringComparer.Ordinal).Append(null))
        {
            if (repository.Versions(reference, path).FirstOrDefault(c => FormAt(c.Id, path) == form) is { } found)
                return (new RunningCommit(found.Id, CommitEvidence.Template), []);
        }

        // What a pipeline makes of its source is in no commit as it stands.
        var isMade = (root as MappingNode)?["Transform"] is not null || repository.Versions(null, path).IsEmpty;
        if (isMade && tagged is null)
            return (null, []);
        var message = tagged is not null
            ? $"{stackName} was deployed from outside the repository: its tag {application.RevisionTag} says \"{tagged}\", which names no commit of {repository.Location}."
            : $"{stackName} was deployed from outside the repository: its template equals that of no commit that was looked through.";
        return (null, [new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation(path), "", message)]);
    }

    /// <summary>The commit that a commit id or a tag of git names. What a branch names is another one tomorrow, so that tells nothing of what was deployed.</summary>
    private GitCommit? Named(string revision) =>
        repository.Resolve(revision) is { } commit && commit.Id.StartsWith(revision, StringComparison.OrdinalIgnoreCase) ? commit : repository.Resolve(GitRepository.TagPrefix + revision);

    private ulong FormAt(string commitId, string path)
    {
        // What is published of a commit may be published once more.
        if (path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal))
            return Form(commitId, path);
        var forms = Forms.GetOrCreateValue(repository);
        lock (forms)
        {
            if (forms.TryGetValue((commitId, path), out var known))
                return known;
        }

        var form = Form(commitId, path);
        lock (forms)
        {
            if (forms.Count >= MaxForms)
                forms.Clear();
            return forms[(commitId, path)] = form;
        }
    }

    private ulong Form(string commitId, string path) => repository.ReadFile(commitId, path) is { } bytes && TemplateReader.Read(path, bytes).Root is { } root ? TemplateForm.Of(root) : 0;
}

/// <summary>A hash of what a template says, whatever it is laid out like: comments, quotes and the order of keys are none of it. Nor is what stands beyond ASCII, in whose place CloudFormation returns "?".</summary>
internal static partial class TemplateForm
{
    /// <summary>The hash; stable within a process.</summary>
    public static ulong Of(TemplateNode node) => Value(node).StructuralHash;

    private static PropertyValue Value(TemplateNode node) => node switch
    {
        ScalarNode scalar => new ScalarValue(Masked(scalar.Value)),
        SequenceNode list => new ListValue([.. list.Items.Select(Value)]),
        MappingNode mapping => MapValue.Create(mapping.Entries.Select(e => KeyValuePair.Create(Masked(e.Key.Text), Value(e.Value))).DistinctBy(e => e.Key)),
        _ => ScalarValue.Null,
    };

    // One character comes back as one or as several.
    private static string Masked(string text) => Ascii.IsValid(text) && !text.Contains('?', StringComparison.Ordinal) ? text : MaskedCharacters().Replace(text, "?");

    [GeneratedRegex(@"[?\u0080-\uFFFF]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MaskedCharacters();
}
