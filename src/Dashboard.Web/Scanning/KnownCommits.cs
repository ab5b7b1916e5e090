using System.Collections.Concurrent;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Keeps what readers' questions to git have told of commits.</summary>
/// <param name="board">Knows the repository of an application.</param>
internal sealed class KnownCommits(BoardPublisher board) : IKnownCommits
{
    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<(string Application, string Commit), GitCommit> _found = new();
    private readonly ConcurrentDictionary<(string Application, string Commit), Task> _asked = new();
    private int _version;

    // Guards what follows.
    private readonly Lock _noting = new();
    private readonly Dictionary<(string Application, string Commit), BlamedCommit> _blamed = [];
    private IReadOnlyList<BlamedCommit>? _list = [];

    /// <inheritdoc />
    public IReadOnlyList<BlamedCommit> Blamed
    {
        get
        {
            lock (_noting)
                return _list ??= [.. _blamed.Values.OrderByDescending(b => b.Commit.Date).ThenBy(b => b.Commit.Id, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc />
    public GitCommit? Find(string application, string commitId)
    {
        if (_found.TryGetValue((application, commitId), out var known))
            return known;
        // The repository may be busy with a long history, and a reader's page waits for nobody. That there is none is not kept: it may be fetched yet.
        var looking = new Task(() => LookUp(application, commitId));
        if (_asked.TryAdd((application, commitId), looking))
            looking.Start(TaskScheduler.Default);
        return null;
    }

    /// <summary>Ends when nothing is being looked up.</summary>
    internal Task SettledAsync() => Task.WhenAll(_asked.Values);

    /// <inheritdoc />
    public int Version => Volatile.Read(ref _version);

    private void LookUp(string application, string commitId)
    {
        try
        {
            var repository = board.Environments.Values.FirstOrDefault(e => e.Application.Definition.Name == application)?.Application.Repository;
            if (repository?.Resolve(commitId) is not { } commit)
                return;
            if (_found.Count >= MostKept)
                _found.Clear();
            _found[(application, commitId)] = commit;
            Interlocked.Increment(ref _version);
        }
        catch (ObjectDisposedException)
        {
            // The server is ending: nobody waits for the answer.
        }
        finally
        {
            _asked.TryRemove((application, commitId), out _);
        }
    }

    /// <summary>Takes up the commits on the way from a property to its source.</summary>
    public void Note(StackKey stack, ResourceAddress address, IEnumerable<OriginStep> chain)
    {
        foreach (var origin in chain.Select(s => s.Origin))
        {
            if (origin is { Commit: { } id, Author: { } author, Date: { } date })
                Note(new BlamedCommit(new GitCommit(id, author, date, origin.Summary ?? ""), stack, address, origin.File));
        }
    }

    /// <summary>Takes up the commits of a file's lines.</summary>
    public void Note(StackKey stack, string file, IEnumerable<GitCommit?> authors)
    {
        foreach (var commit in authors.OfType<GitCommit>().DistinctBy(c => c.Id))
            Note(new BlamedCommit(commit, stack, null, file));
    }

    private void Note(BlamedCommit blamed)
    {
        lock (_noting)
        {
            if (_blamed.Count < MostKept && _blamed.TryAdd((blamed.Stack.Application, blamed.Commit.Id), blamed))
                _list = null;
        }
    }
}
