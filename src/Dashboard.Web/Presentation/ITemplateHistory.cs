using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation;

/// <summary>What git knows of a template's past: its text at any commit, and who wrote each of its lines.</summary>
/// <remarks>Answers come from git and may take a while, so a screen asks only for what somebody looks at.</remarks>
public interface ITemplateHistory
{
    /// <summary>The text that the template of a resource had at a commit, secrets masked; null where there is no such commit, or the file had another name then.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="address">A resource; of one in a nested stack the nested template is returned.</param>
    /// <param name="commit">The commit's id, or what it begins with.</param>
    /// <param name="cancellation">Given up when the page goes.</param>
    Task<TemplateText?> TemplateAtAsync(StackKey stack, ResourceAddress address, string commit, CancellationToken cancellation);

    /// <summary>The text of a file that sets values of a stack, a template or a parameter file, secrets masked; null where it is none, or is not there.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="address">A resource.</param>
    /// <param name="file">The file's path in the repository.</param>
    /// <param name="commit">The commit's id, or what it begins with; null: the one that was judged against.</param>
    /// <param name="cancellation">Given up when the page goes.</param>
    Task<TemplateText?> FileAsync(StackKey stack, ResourceAddress address, string file, string? commit, CancellationToken cancellation);

    /// <summary>Of each line of a template the commit that changed it last; null where that cannot be told, empty where nothing can.</summary>
    Task<ImmutableArray<GitCommit?>> AuthorsAsync(StackKey stack, TemplateText template, CancellationToken cancellation);
}
