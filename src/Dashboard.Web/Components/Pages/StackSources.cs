using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Components.Pages;

/// <summary>Which template text is wanted.</summary>
/// <param name="At">At which commit; null: the one that was judged against.</param>
/// <param name="File">Which file that sets values; null: the template.</param>
/// <param name="WithAuthors">Whether who wrote each line is wanted, too.</param>
public readonly record struct TemplateWish(string? At = null, string? File = null, bool WithAuthors = false);

/// <summary>What git says of the resource that somebody looks at; it arrives after the page has been drawn. Used on the page's own thread alone.</summary>
/// <param name="details">Says where values are set.</param>
/// <param name="history">Says what the template was; null: no template is wanted.</param>
public sealed class StackSources(IStackDetails details, ITemplateHistory? history = null) : IDisposable
{
    private readonly Dictionary<string, ImmutableArray<OriginStep>> _chains = new(StringComparer.Ordinal);
    private (StackKey Stack, string? Commit, ResourceAddress Address)? _subject;
    private CancellationTokenSource? _loading;
    private IReadOnlyCollection<PropertyPath> _wanted = [];
    private TemplateWish _wish;
    private (string? At, string? File) _shown;

    /// <summary>The template that defines the resource; null while it is loading, and where there is none.</summary>
    public TemplateText? Template { get; private set; }

    /// <summary>Of each line of the template the commit that changed it last; null while that is loading, and where nobody wants it.</summary>
    public ImmutableArray<GitCommit?>? Authors { get; private set; }

    /// <summary>Whether the repository has been asked for the template: until then nothing can be said of it.</summary>
    public bool IsTemplateKnown { get; private set; }

    /// <summary>Whether something is still to come.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    public string? Failure { get; private set; }

    /// <summary>The way from a property to the lines that set it; null while that is loading.</summary>
    public ImmutableArray<OriginStep>? Chain(PropertyPath path) => _chains.TryGetValue(path.ToString(), out var chain) ? chain : null;

    /// <summary>Loads what is missing for a resource and some of its properties. What is known of the same commit stays, and what is on its way is not asked for again.</summary>
    /// <param name="stack">The stack as it was judged.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="paths">The properties whose lines are wanted, the most wanted first.</param>
    /// <param name="wish">Which template text is wanted.</param>
    /// <param name="arrived">Called after each answer.</param>
    /// <param name="gone">Cancelled when the page goes.</param>
    public async Task LoadAsync(StackEvaluation stack, ResourceEvaluation resource, IReadOnlyCollection<PropertyPath> paths, TemplateWish wish, Action arrived, CancellationToken gone)
    {
        var subject = (stack.Key, stack.CommitId, resource.Address);
        if (_subject != subject)
            Begin(subject, gone);
        if (_shown != (wish.At, wish.File))
            (Template, Authors, IsTemplateKnown, _shown) = (null, null, false, (wish.At, wish.File));
        (_wanted, _wish) = (paths, wish);
        if (IsLoading || (IsComplete && paths.All(p => Chain(p) is not null)))
            return;
        IsLoading = true;
        var loading = _loading!.Token;
        try
        {
            Failure = null;
            await LoadAsync(stack.Key, resource.Address, arrived, loading);
        }
        catch (Exception) when (loading.IsCancellationRequested)
        {
            // The reader has moved on, and another call loads what is wanted now.
            return;
        }
        catch (Exception e)
        {
            Failure = $"The repository could not be read: {e.Message}";
            (IsTemplateKnown, Authors) = (true, []);
            foreach (var path in _wanted)
                _chains.TryAdd(path.ToString(), []);
        }

        IsLoading = false;
        arrived();
    }

    private async Task LoadAsync(StackKey stack, ResourceAddress address, Action arrived, CancellationToken loading)
    {
        while (!IsTemplateKnown)
        {
            var (at, file, _) = _wish;
            var template = history is null ? null
                : file is not null ? await history.FileAsync(stack, address, file, at, loading)
                : at is null ? await details.TemplateAsync(stack, address, loading) : await history.TemplateAtAsync(stack, address, at, loading);
            loading.ThrowIfCancellationRequested();
            if ((at, file) != (_wish.At, _wish.File))
                continue;
            (Template, IsTemplateKnown) = (template, true);
            arrived();
        }

        while (_wanted.FirstOrDefault(p => Chain(p) is null) is { } path)
        {
            var chain = await details.ExplainAsync(stack, address, path, loading);
            loading.ThrowIfCancellationRequested();
            _chains[path.ToString()] = chain;
            arrived();
        }

        if (IsTemplateKnown && !IsComplete && Template is { } known)
        {
            var authors = await history!.AuthorsAsync(stack, known, loading);
            loading.ThrowIfCancellationRequested();
            if (known == Template)
                Authors = authors;
        }
    }

    /// <summary>Whether everything that is wanted of the template is there.</summary>
    private bool IsComplete => IsTemplateKnown && (!_wish.WithAuthors || Template is null || Authors is not null);

    /// <summary>A resource beside the last one, in the same template at the same commit, keeps its text.</summary>
    private void Begin((StackKey Stack, string? Commit, ResourceAddress Address) subject, CancellationToken gone)
    {
        _loading?.Cancel();
        _loading?.Dispose();
        _loading = CancellationTokenSource.CreateLinkedTokenSource(gone);
        IsLoading = false;
        var isSameText = _subject is { } old && old.Stack == subject.Stack && old.Commit == subject.Commit && old.Address.Parent == subject.Address.Parent;
        _subject = subject;
        _chains.Clear();
        if (!isSameText)
            (Template, Authors, IsTemplateKnown) = (null, null, false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _loading?.Cancel();
        _loading?.Dispose();
        _loading = null;
    }
}
