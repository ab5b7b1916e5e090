using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>A drift that was there when its stack was last compared: before the operation that runs now, or before it could not be read any more.</summary>
/// <param name="Last">The resource, of which nothing can be told meanwhile, and how it drifted.</param>
public sealed record RememberedDrift(LastDrift Last)
{
    /// <summary>What it was.</summary>
    public Status Status => Last.Resource.Status;
}

/// <summary>A stack on a wall.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Drifted">Resources that drifted, without those that a running deployment may have on its way, and with those that drifted before it.</param>
/// <param name="Held">Resources that differ since the running deployment began: judged when it has ended.</param>
/// <param name="HasNews">Whether something of it is new.</param>
/// <param name="Dark">While a deployment runs: a resource that cannot be read and could not be read before it, either; null where there is none.</param>
/// <param name="Gone">Of a stack that was there and is not any more: since when; else null.</param>
public sealed record WallStack(StackEvaluation Stack, int Drifted, int Held, bool HasNews, ResourceEvaluation? Dark, WallGone? Gone)
{
    /// <summary>While an operation runs that hides what runs, or nobody can read it: what drifted before that, as far as that may still be there.</summary>
    public ImmutableArray<RememberedDrift> Remembered { get; init; } = [];

    /// <summary>Of those that drifted, the ones that were deleted.</summary>
    public int Deleted { get; init; }

    /// <summary>Of those that drifted, the ones that no template has.</summary>
    public int Extra { get; init; }

    /// <summary>Whose values it uses that it must not: names of other environments.</summary>
    public ImmutableArray<string> Uses { get; init; } = [];

    /// <summary>What of it belonged to another environment when that could last be told.</summary>
    public ImmutableArray<LastSeparation> UsesRemembered { get; init; } = [];

    /// <summary>Resources that drifted as a rule accepts.</summary>
    public int Accepted { get; init; }

    /// <summary>Whether the deployment is what there is to say of it: nothing was wrong before.</summary>
    public bool IsDeploying => Stack.IsDeploying && Drifted == 0 && Dark is null;

    /// <summary>The verdict without what a running deployment may have on its way, and with what is remembered.</summary>
    public Status Status => Remembered.Select(r => r.Status).Append(Drifted == 0 && Dark is not null ? Status.Unknown : Stack.Status).Min();

    /// <summary>Why it is not fully checked, or null.</summary>
    public StatusReason? Reason => Drifted == 0 && Dark is not null ? Dark.Reason : Stack.Reason;

    /// <summary>A stack of a board.</summary>
    public static WallStack Of(DriftBoard board, NewsWindow window, StackEvaluation stack)
    {
        var drifts = stack.Drifted == 0 ? [] : stack.Resources.Where(r => r.IsDrifted).Select(r => (r.Status, Since: board.Since.GetValueOrDefault(new DriftKey(stack.Key, r.Address)))).ToList();
        var open = drifts.Where(d => !IsHeld(stack, d.Since)).ToList();
        var held = drifts.Count - open.Count;
        var dark = !stack.IsDeploying ? null : stack.Resources.FirstOrDefault(r =>
            r is { Status: Status.Unknown, Reason: not (StatusReason.Secret or StatusReason.StackMoving) } && !IsHeld(stack, board.History.Unverified.GetValueOrDefault(new DriftKey(stack.Key, r.Address))));
        var remembered = RememberedOf(board, stack);
        var separations = ProblemBook.SeparationsOf(board, stack.Key.Application).Where(p => p.Stack!.Key == stack.Key).ToList();
        var used = board.History.LastSeparations.Values.Where(l => l.IsRemembered && l.Stack == stack.Key).OrderBy(l => l.Item.Address).ThenBy(l => l.Item.Path.ToString(), StringComparer.Ordinal).ToImmutableArray();
        var hasNews = open.Any(d => window.Holds(d.Since)) || remembered.Any(r => window.Holds(r.Last.Since))
            || separations.Exists(p => window.Holds(p.Since)) || used.Any(l => window.Holds(board.History.Separations.GetValueOrDefault(l.Key)));
        return new WallStack(stack, stack.Drifted - held + remembered.Length, held, hasNews, dark, WallGone.Of(board, window, stack.Key))
        {
            Remembered = remembered,
            UsesRemembered = used,
            Uses = [.. separations.SelectMany(p => p.Separation!.Item.Foreign).Where(f => f.Environment == stack.Key.Environment).Select(f => f.Owner).Distinct()],
            Deleted = open.Count(d => d.Status == Status.Deleted) + remembered.Count(r => r.Status == Status.Deleted),
            Extra = open.Count(d => d.Status == Status.Unmanaged) + remembered.Count(r => r.Status == Status.Unmanaged),
            Accepted = stack.Accepted,
        };
    }

    private static ImmutableArray<RememberedDrift> RememberedOf(DriftBoard board, StackEvaluation stack) =>
        !board.History.Dark.TryGetValue(stack.Key, out var dark) ? []
            : stack.IsMoving ? [.. from resource in stack.Resources where resource.Reason == StatusReason.StackMoving && dark.ContainsKey(resource.Address) select new RememberedDrift(dark[resource.Address])]
            // What was read and cannot be judged for another reason is no memory.
            : [.. from last in dark.Values where stack.Resources.All(r => r.Address != last.Resource.Address || r.ObservedAt is null) orderby last.Resource.Address select new RememberedDrift(last)];

    /// <summary>Whether what was seen of a resource may be the work of the deployment that runs.</summary>
    public static bool IsHeld(StackEvaluation stack, Sighting? since) =>
        stack.IsDeploying && (since is null || stack.UpdatedAt is not { } began || since.At >= began);
}

/// <summary>A stack that was there and is not any more.</summary>
/// <param name="Key">The stack.</param>
/// <param name="Since">When it went.</param>
/// <param name="IsNew">Whether that is news.</param>
/// <param name="IsExpected">Whether the repository still says that there is one.</param>
public sealed record WallGone(StackKey Key, Sighting Since, bool IsNew, bool IsExpected)
{
    /// <summary>Null where the stack did not go.</summary>
    public static WallGone? Of(DriftBoard board, NewsWindow window, StackKey key) =>
        board.History.Gone.TryGetValue(key, out var since) ? new WallGone(key, since, window.Holds(since), board.Stacks.ContainsKey(key)) : null;
}

/// <summary>An environment on a wall.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Stacks">Its stacks that the wall shows.</param>
/// <param name="Gone">Its stacks that were there and are not any more; those that are on no board, too.</param>
public sealed record WallEnvironment(BoardEnvironment Environment, ImmutableArray<WallStack> Stacks, ImmutableArray<WallGone> Gone)
{
    /// <summary>Its stacks in figures.</summary>
    public BoardTotals Totals { get; } = BoardTotals.Of(Stacks.Select(s => s.Stack)) is var totals ? totals with { Differing = Stacks.Sum(s => s.Drifted) } : null!;

    /// <summary>Whether it is the one that a change happened in.</summary>
    public bool Holds(StackKey key) => key.Application == Environment.Application && key.Environment == Environment.Name;
}

/// <summary>What a wall shows of a board, whatever the time is; worked out once per board and address, for all walls.</summary>
public sealed class WallContent
{
    private static readonly BoardMemo<(WallState State, NewsWindow Window), WallContent> Known = new((board, key) => new WallContent(board, key.State, key.Window));

    /// <summary>Verdicts look old only after minutes: walls that draw within this time share one look at the clock.</summary>
    private static readonly TimeSpan SharedMoment = TimeSpan.FromSeconds(5);

    private volatile WallMoment? _moment;

    private WallContent(DriftBoard board, WallState state, NewsWindow window)
    {
        (Board, State, Window) = (board, state, window);
        var owned = state.Owner is null ? null : board.Components.Where(c => c.Owner == state.Owner).Select(c => (c.Application, c.Name)).ToHashSet();
        IsOwned = (application, component) => owned is null || owned.Contains((application, component));
        bool IsOwnedKey(StackKey key) => IsOwned(key.Application, key.Component);
        var stacks = board.Stacks.Values.Where(s => (state.Application is null || s.Key.Application == state.Application) && IsOwnedKey(s.Key))
            .OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).ToLookup(s => (s.Key.Application, s.Key.Environment), s => WallStack.Of(board, window, s));
        var gone = board.History.Gone.Keys.Where(IsOwnedKey).OrderBy(k => k.ToString(), StringComparer.Ordinal)
            .ToLookup(k => (k.Application, k.Environment), k => WallGone.Of(board, window, k)!);
        Environments =
        [
            .. board.Environments.DistinctBy(e => (e.Application, e.Name))
                .Where(e => (state.Application is null || e.Application == state.Application) && (owned is null || stacks.Contains((e.Application, e.Name)) || gone.Contains((e.Application, e.Name))))
                .Select(e => new WallEnvironment(e, [.. stacks[(e.Application, e.Name)]], [.. gone[(e.Application, e.Name)]])),
        ];
        Names = new WallNames(board, state);
        Diagnostics = state.Application is { } application ? [.. board.DiagnosticsOf(application)] : board.Diagnostics;
        var order = Environments.Select((e, i) => (Key: (e.Environment.Application, e.Environment.Name), i)).ToDictionary(e => e.Key, e => e.i);
        Pairs =
        [
            .. board.Parity.Values.Where(p => order.ContainsKey((p.Application, p.From)) || order.ContainsKey((p.Application, p.To)))
                .OrderBy(p => order.GetValueOrDefault((p.Application, p.From), -1)),
        ];
        Rows = WallRows.Of(this);
        Changes = [.. board.History.Changes.Where(c => (state.Application is null || c.Stack.Application == state.Application) && IsOwnedKey(c.Stack) && WallWords.SaysMore(c))];
        NewUnverified = Environments.SelectMany(e => e.Stacks).Sum(s => s.Stack.Resources.Count(r => WallRows.IsNewlyUnverified(this, s.Stack, r)));
    }

    /// <summary>The board.</summary>
    public DriftBoard Board { get; }

    /// <summary>What the wall shows.</summary>
    public WallState State { get; }

    /// <summary>From when on something is new.</summary>
    public NewsWindow Window { get; }

    /// <summary>How things are called on this wall.</summary>
    public WallNames Names { get; }

    /// <summary>The environments, in promotion order.</summary>
    public ImmutableArray<WallEnvironment> Environments { get; }

    /// <summary>Whether the wall shows a component, by application and name: it is of the owner that the address names.</summary>
    public Func<string, string, bool> IsOwned { get; }

    /// <summary>What is wrong in inputs of what the wall shows, and of no application in particular.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Every judged pair that the wall shows, in promotion order.</summary>
    public ImmutableArray<ParityEvaluation> Pairs { get; }

    /// <summary>Everything there is to look at: what is new, what deploys, what is open, what is accepted.</summary>
    public ImmutableArray<WallRow> Rows { get; }

    /// <summary>Verdicts that changed, the newest first.</summary>
    public ImmutableArray<VerdictChange> Changes { get; }

    /// <summary>Resources that were compared before and cannot be any more, as of this window.</summary>
    public int NewUnverified { get; }

    /// <summary>Things to look at that are new.</summary>
    public int News => Rows.Count(r => r.Kind == WallRowKind.New);

    /// <summary>Things to look at that differ, new ones and open ones: each is one row.</summary>
    public int Differing => Rows.Count(r => r.Differs);

    /// <summary>The content for a wall.</summary>
    public static WallContent Of(DriftBoard board, WallState state, NewsWindow window) => Known.Of(board, (state, window));

    /// <summary>Whether something was seen within the window, and was not there before.</summary>
    public bool IsNew(Sighting? since) => Window.Holds(since);

    /// <summary>The newest change among stacks that is still to be marked; null: none.</summary>
    public VerdictChange? ChangeOf(Func<StackKey, bool> isOfIt, DateTimeOffset now) => Changes.TakeWhile(c => now - c.At <= WallMoment.Marked).FirstOrDefault(c => isOfIt(c.Stack));

    /// <summary>What it looks like at an instant; walls that ask at nearly the same instant get the same answer.</summary>
    public WallMoment At(DateTimeOffset now)
    {
        var moment = _moment;
        if (moment is null || now < moment.Now || now - moment.Now >= SharedMoment)
            _moment = moment = WallMoment.Of(this, now);
        return moment;
    }
}
