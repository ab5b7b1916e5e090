using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Answers from git, off the caller's thread. What was answered for a commit holds for ever, so it is kept.</summary>
internal sealed class StackDetails(BoardPublisher board, KnownCommits commits) : IStackDetails, ITemplateHistory
{
    private const int MostKept = 10_000;

    private readonly OriginFinder _finder = new();
    private readonly ConcurrentDictionary<(StackKey Stack, string Commit, ResourceAddress Address, string Path), ImmutableArray<OriginStep>> _chains = new();

    /// <inheritdoc />
    public async Task<ImmutableArray<OriginStep>> ExplainAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation)
    {
        if (Find(stack) is not var (state, snapshot, evaluation) || snapshot.CommitId is not { } commit)
            return [];
        var key = (stack, commit, address, path.ToString());
        if (_chains.TryGetValue(key, out var known))
            return known;
        return await Task.Run(
            () =>
            {
                if (_chains.Count >= MostKept)
                    _chains.Clear();
                var chain = _finder.Explain(state.Application.Repository, snapshot, evaluation, address, path);
                commits.Note(stack, address, chain);
                return _chains[key] = chain;
            },
            cancellation);
    }

    /// <inheritdoc />
    public async Task<OriginDocument?> OriginAsync(StackKey stack, ResourceAddress address, PropertyPath path, CancellationToken cancellation) =>
        (await ExplainAsync(stack, address, path, cancellation)).FirstOrDefault()?.Origin;

    /// <inheritdoc />
    public async Task<TemplateText?> TemplateAsync(StackKey stack, ResourceAddress address, CancellationToken cancellation) =>
        Find(stack) is var (state, snapshot, evaluation)
            ? await Task.Run(() => _finder.Template(state.Application.Repository, snapshot, evaluation, address), cancellation)
            : null;

    /// <inheritdoc />
    public async Task<TemplateText?> TemplateAtAsync(StackKey stack, ResourceAddress address, string commit, CancellationToken cancellation) =>
        Find(stack) is var (state, snapshot, evaluation)
            ? await Task.Run(() => _finder.TemplateAt(state.Application.Repository, snapshot, evaluation, address, commit), cancellation)
            : null;

    /// <inheritdoc />
    public async Task<TemplateText?> FileAsync(StackKey stack, ResourceAddress address, string file, string? commit, CancellationToken cancellation) =>
        Find(stack) is var (state, snapshot, evaluation)
            ? await Task.Run(() => _finder.File(state.Application.Repository, snapshot, evaluation, address, file, commit), cancellation)
            : null;

    /// <inheritdoc />
    public async Task<ImmutableArray<GitCommit?>> AuthorsAsync(StackKey stack, TemplateText template, CancellationToken cancellation)
    {
        if (Find(stack) is not var (state, _, _))
            return [];
        var authors = await Task.Run(() => OriginFinder.Authors(state.Application.Repository, template), cancellation);
        commits.Note(stack, template.File, authors);
        return authors;
    }

    private (EnvironmentState State, EnvironmentSnapshot Snapshot, StackEvaluation Evaluation)? Find(StackKey stack) =>
        board.Environments.GetValueOrDefault(new EnvironmentKey(stack.Application, stack.Environment)) is { Result: { } result } state
        && result.Evaluation.Stacks.FirstOrDefault(s => s.Key == stack) is { } evaluation
            ? (state, result.Snapshot, evaluation)
            : null;
}
