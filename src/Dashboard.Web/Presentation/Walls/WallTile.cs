using System.Collections.Immutable;
using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>A set of stacks on a wall: an environment, or a stack alone.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The worst of its stacks; a stale stack counts as unknown unless it drifted.</param>
/// <param name="Shape">The shape that is drawn: the status's, or "deploying".</param>
/// <param name="Word">What is to be said in a word or two.</param>
/// <param name="Totals">Its stacks in figures.</param>
/// <param name="Deploying">How many of its stacks are being deployed.</param>
/// <param name="AsOf">The oldest instant that the tile is true of; null where nothing was read.</param>
/// <param name="Freshness">How old the oldest of its stacks looks.</param>
/// <param name="IsStale">All of it is stale: the status is a memory.</param>
/// <param name="HasNews">Whether a drift in it is new, or a stack of it went lately.</param>
public sealed record WallTile(
    string Application, string Name, Status Status, string Shape, string Word, BoardTotals Totals, int Deploying, DateTimeOffset? AsOf, Freshness Freshness, bool IsStale, bool HasNews)
{
    /// <summary>Resources that were compared in stacks that are not stale.</summary>
    public int Proven { get; private init; }

    /// <summary>"uses production", where a value in it belongs to another environment; "used production", where nobody can tell any more; null: none does.</summary>
    public string? Uses { get; private init; }

    /// <summary>Stacks that are stale: what they say is a memory.</summary>
    public int Stale { get; private init; }

    /// <summary>Nobody has read it yet, since this server began to look.</summary>
    public bool IsUnread { get; private init; }

    /// <summary>Whether it shows a difference that somebody made by hand.</summary>
    public bool IsDrifted => Status is Status.Modified or Status.Deleted or Status.Unmanaged;

    /// <summary>The worst first; a deployment is calmer than what nobody knows, and less calm than what is partly checked.</summary>
    public int Rank => IsStale ? -1 : Shape == "deploying" ? DeployingRank : Status switch
    {
        Status.Deleted => 0,
        Status.Modified => 2,
        _ => (int)Status * 2,
    };

    private const int DeployingRank = ((int)Status.Scanning * 2) - 1;

    /// <summary>An environment at an instant.</summary>
    public static WallTile Of(WallEnvironment environment, bool wasScanned, DateTimeOffset now, TimeSpan interval)
    {
        var (application, name) = (environment.Environment.Application, environment.Environment.Name);
        if (environment.Stacks.IsEmpty)
        {
            var (status, word) = wasScanned ? (Status.Unknown, "no stack found") : (Status.Scanning, "scanning");
            return new WallTile(application, name, status, StatusWords.Shape(status), word, environment.Totals, 0, null, Freshness.Fresh, IsStale: false, HasNews: false) { IsUnread = !wasScanned }.Without(environment.Gone);
        }

        return Of(application, name, environment.Stacks, environment.Totals, now, interval).Without(environment.Gone);
    }

    /// <summary>One stack at an instant.</summary>
    public static WallTile Of(WallStack stack, string name, DateTimeOffset now, TimeSpan interval) =>
        Of(stack.Stack.Key.Application, name, [stack], BoardTotals.Of([stack.Stack]) with { Differing = stack.Drifted }, now, interval).Without(stack.Gone is { } gone ? [gone] : []);

    /// <summary>A stack that went is as bad as a resource that somebody deleted.</summary>
    private WallTile Without(ImmutableArray<WallGone> gone)
    {
        var tile = this with { HasNews = HasNews || gone.Any(g => g.IsNew) };
        return gone.IsEmpty || Status <= Status.Deleted ? tile
            : tile with { Status = Status.Deleted, Shape = StatusWords.Shape(Status.Deleted), Word = StatusWords.Count(gone.Length, "stack gone", "stacks gone") };
    }

    private static WallTile Of(string application, string name, ImmutableArray<WallStack> stacks, BoardTotals totals, DateTimeOffset now, TimeSpan interval)
    {
        var (stale, compared, ageing) = (0, 0, Freshness.Fresh);
        DateTimeOffset? asOf = null;
        var proven = new List<WallStack>(stacks.Length);
        foreach (var stack in stacks)
        {
            var freshness = StackAges.Judge(stack.Stack, now, interval);
            ageing = freshness > ageing ? freshness : ageing;
            stale += freshness == Freshness.Stale ? 1 : 0;
            compared += freshness == Freshness.Stale ? 0 : stack.Stack.Coverage.Compared;
            var at = StackAges.AsOf(stack.Stack);
            asOf = asOf is null || at < asOf ? at ?? asOf : asOf;
            if (freshness != Freshness.Stale || stack.Drifted > 0)
                proven.Add(stack);
        }

        var isStale = stale == stacks.Length;
        var (status, shape, word) = Worst(isStale ? stacks : proven);
        // No old green: a stale stack is unknown beside fresh ones. One that drifted still alarms.
        if (!isStale && proven.Count < stacks.Length && status >= Status.Unknown)
            (status, shape, word) = (Status.Unknown, StatusWords.Shape(Status.Unknown), $"{stacks.Length - proven.Count} stale");
        // What uses another environment is as bad as what was deleted, and is said beside the drifts.
        var uses = Owners("uses", stacks.SelectMany(s => s.Uses)) ?? Owners("used", stacks.SelectMany(s => s.UsesRemembered).Select(l => l.Foreign.Owner));
        if (uses is not null && status > Status.Deleted)
            (status, shape, word) = (Status.Deleted, "separation", status is Status.Modified or Status.Unmanaged ? word : uses);
        return new WallTile(application, name, status, shape, word, totals, stacks.Count(s => s.Stack.IsDeploying), asOf, ageing, isStale, stacks.Any(s => s.HasNews)) { Uses = uses, Proven = compared, Stale = stale, IsUnread = asOf is null };
    }

    private static string? Owners(string verb, IEnumerable<string> names) => names.Distinct().ToList() is { Count: > 0 } owners ? $"{verb} {(owners is [var owner] ? owner : $"{owners.Count} others")}" : null;

    private static (Status Status, string Shape, string Word) Worst(IReadOnlyCollection<WallStack> stacks)
    {
        var worst = stacks.MinBy(Order)!;
        if (worst.IsDeploying)
            return (Status.Scanning, "deploying", "deploying");
        var status = IsFirstReading(worst.Stack) ? Status.Scanning : worst.Status;
        if (status == Status.InSync && stacks.Sum(s => s.Accepted) is > 0 and var accepted)
            return (status, "accepted", $"{accepted} accepted");
        // What was deleted serves nobody any more: it gives its shape to the rest.
        if (status is Status.Modified or Status.Unmanaged && stacks.Any(s => s.Deleted > 0))
            status = Status.Deleted;
        var word = worst.Status switch
        {
            Status.Modified or Status.Deleted or Status.Unmanaged => WallWords.Drifts(stacks) + (stacks.All(s => s.Drifted == s.Remembered.Length) ? " remembered" : null),
            _ when worst.Stack.IsBeingDeleted && worst.Reason == StatusReason.StackMoving => "being deleted",
            Status.PartlyChecked => "partly checked",
            Status.NotDeployed when stacks.Count > 1 => $"{stacks.Count(s => s.Stack.Status == Status.NotDeployed)} not deployed",
            _ when status == Status.Scanning => "scanning",
            _ => WallWords.Of(worst.Status, worst.Reason),
        };
        return (status, StatusWords.Shape(status), word);
    }

    /// <summary>The roll-up's order; what is being read for the first time is not news yet.</summary>
    private static int Order(WallStack stack) => stack.IsDeploying ? DeployingRank : (int)(IsFirstReading(stack.Stack) ? Status.Scanning : stack.Status) * 2;

    private static bool IsFirstReading(StackEvaluation stack) => stack.Status == Status.Scanning || stack is { Reason: StatusReason.NotReadYet, OldestReadAt: null };
}
