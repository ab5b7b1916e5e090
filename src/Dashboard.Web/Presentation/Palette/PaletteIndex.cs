using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What a board has for the palette. The resources of a stack are worked out once per verdict, for all readers: a change of one stack costs one stack.</summary>
public static class PaletteIndex
{
    private static readonly ConditionalWeakTable<DriftBoard, PaletteEntry[]> Boards = [];
    private static readonly ConditionalWeakTable<ParityEvaluation, PaletteEntry[]> Units = [];
    private static readonly ConditionalWeakTable<DriftBoard, OfCommits> Commits = [];
    private static readonly ConditionalWeakTable<IReadOnlyList<BlamedCommit>, PaletteEntry[]> Blamed = [];

    /// <summary>Everything but the commands, in parts that are cheap to hand out.</summary>
    /// <param name="board">The board.</param>
    /// <param name="location">Where the reader is: of the resource there every property is an entry, of the others those that differ.</param>
    /// <param name="commits">What is known of commits.</param>
    public static IEnumerable<ImmutableArray<PaletteEntry>> Of(DriftBoard board, Uri location, IKnownCommits commits)
    {
        yield return ImmutableCollectionsMarshal.AsImmutableArray(Boards.GetValue(board, OfBoard));
        yield return ImmutableCollectionsMarshal.AsImmutableArray(Commits.GetValue(board, static _ => new()).At(board, commits));
        yield return ImmutableCollectionsMarshal.AsImmutableArray(Blamed.GetValue(commits.Blamed, OfBlamed));
        if (StackSelection.At(board, location) is { Resource: { } resource } selection)
            yield return [.. StackEntries.Properties(selection.Stack.Key, resource, selection.Rows.Declared.Concat(selection.Rows.Undeclared))];
        foreach (var parity in board.Parity.Values)
            yield return ImmutableCollectionsMarshal.AsImmutableArray(Units.GetValue(parity, OfParity));
        foreach (var stack in board.Stacks.Values)
            yield return StackEntries.Of(stack).All;
    }

    /// <summary>The commands as entries.</summary>
    public static ImmutableArray<PaletteEntry> Of(IEnumerable<WorkbenchCommand> commands) =>
    [
        .. commands.Where(c => c.Id != "dialog:palette").Select(c => new PaletteEntry(PaletteKind.Command, new FuzzyText($"{c.Title} {c.Menu}"))
        {
            CommandId = c.Id,
            Title = c.Title,
            Detail = c.Keys is { } keys ? $"{c.Menu}, {keys}" : c.Menu.ToString(),
        }),
    ];

    private static PaletteEntry[] OfBoard(DriftBoard board)
    {
        var several = board.Environments.Select(e => e.Application).Distinct().Skip(1).Any();
        return
        [
            .. board.Components.Select(c => new PaletteEntry(PaletteKind.Component, new FuzzyText($"{c.Name} {c.Owner} {(several ? c.Application : "")}"))
            {
                Href = Links.Overview(new OverviewState(c.Application, c.Name)),
                Title = c.Name,
                Detail = string.Join(", ", new[] { c.Owner, several ? c.Application : null }.OfType<string>()),
            }),
            .. board.Stacks.Values.Select(s => new PaletteEntry(PaletteKind.Stack, new FuzzyText($"{StackNames.Short(board, s.Key)} {s.Key.Environment} {s.StackName} {(several ? s.Key.Application : "")}"))
            {
                Stack = s.Key,
                Status = s.Status,
                Title = StackNames.Short(board, s.Key),
                Detail = s.Key.Environment,
            }),
            .. board.Environments.Select(e => e.Application).Distinct().SelectMany(a => ProblemBook.Of(board, a).Select(p => p.Diagnostic is { } input ? OfInput(board, a, p, input) : OfProblem(p))),
            .. Comparisons(board),
        ];
    }

    private static PaletteEntry OfProblem(Problem problem)
    {
        var (key, resource, word) = (problem.Stack!.Key, problem.Resource, ProblemOrder.Word(problem));
        var path = problem.Path;
        var what = path is { Segments.Length: > 0 } ? path.ToString() : problem.Difference is null ? word : "";
        var name = resource is null ? "the stack" : ShortText.Address(resource.Address);
        return new PaletteEntry(PaletteKind.Problem, new FuzzyText($"{name} {what} {key.Component} {key.Environment} {word}"))
        {
            Exact = problem.Difference is { } difference ? $"{difference.Expected} {difference.Actual} {resource?.PhysicalId}" : resource?.PhysicalId,
            Stack = key,
            Address = resource?.Address,
            Path = path,
            Status = problem.Separation is null ? problem.Status : null,
            Separation = problem.Separation?.Item,
            Href = problem.Separation is { } separation ? Links.Parity(separation.Pair, separation.Item) : null,
            Title = $"{ShortText.Middle(name, 60)} {what}".TrimEnd(),
            Detail = $"{key.Component} in {key.Environment}",
        };
    }

    /// <summary>What is wrong in a stack's own input stands on its page; the rest in the list of problems.</summary>
    private static PaletteEntry OfInput(DriftBoard board, string application, Problem problem, Diagnostic input)
    {
        var stack = board.Stacks.Values.FirstOrDefault(s => s.Key.Application == application && s.Diagnostics.Contains(input));
        return new PaletteEntry(PaletteKind.Problem, new FuzzyText($"{ProblemOrder.Word(problem)} {input}"))
        {
            Href = stack is null ? Links.Problems(application) : Links.Stack(board, stack.Key),
            Title = $"{ProblemOrder.Word(problem)}: {ShortText.Middle(input.Message, 90)}",
            Detail = input.Location.ToString(),
        };
    }

    /// <summary>What nothing accounts for. What belongs to another environment is a problem already.</summary>
    private static PaletteEntry[] OfParity(ParityEvaluation parity) =>
    [
        .. parity.Items.Where(i => i is { Pile: ParityPile.Unexplained, IsOpenSeparation: false }).Select(item =>
            new PaletteEntry(PaletteKind.Parity, new FuzzyText($"unexplained {ShortText.Address(item.Address)} {item.Path} {item.Component} {parity.From} {parity.To}"))
            {
                Exact = $"{item.Left} {item.Right}",
                Href = Links.Parity(ParityKey.Of(parity), item),
                Title = $"{ShortText.Middle(ShortText.Address(item.Address), 60)} {item.Path}".TrimEnd(),
                Detail = $"unexplained, {item.Component}: {parity.From} with {parity.To}",
            }),
    ];

    /// <summary>What an environment should run leads to what there is to release; a commit on its way leads to what waits for it.</summary>
    private static IEnumerable<PaletteEntry> Heads(DriftBoard board, IKnownCommits commits)
    {
        foreach (var environment in board.Environments.Where(e => e.CommitId is not null))
        {
            var known = commits.Find(environment.Application, environment.CommitId!);
            yield return new PaletteEntry(PaletteKind.Commit, Key(environment.CommitId!, known, $"{environment.Ref} {environment.Name}"))
            {
                Href = Links.Overview(new OverviewState(environment.Application, Show: CellFilter.Pending)),
                Title = Title(environment.CommitId!, known),
                Detail = Detail(known, $"{environment.Ref}, what {environment.Name} should run"),
            };
        }

        foreach (var (pair, parity) in board.Parity)
        {
            foreach (var commit in parity.Items.Where(i => i is { Pile: ParityPile.Pending, CommitId: not null }).GroupBy(i => i.CommitId!))
            {
                var known = commits.Find(pair.Application, commit.Key);
                yield return new PaletteEntry(PaletteKind.Commit, Key(commit.Key, known, $"{pair.From} {pair.To} release"))
                {
                    Href = Links.Parity(pair, new ParityState(ParityPile.Pending, Text: commit.Key)),
                    Title = Title(commit.Key, known),
                    Detail = Detail(known, $"{StatusWords.Count(commit.Count(), "difference", "differences")} of {pair.From} and {pair.To} wait for it"),
                };
            }
        }
    }

    /// <summary>What the stacks run leads to the first of those that run it.</summary>
    private static IEnumerable<PaletteEntry> Running(DriftBoard board, IKnownCommits commits) =>
        from environment in board.Environments
        from running in board.Stacks.Values.Where(s => s.Running is not null && s.Key.Application == environment.Application && s.Key.Environment == environment.Name)
            .OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).GroupBy(s => s.Running!.CommitId)
        let known = commits.Find(environment.Application, running.Key)
        select new PaletteEntry(PaletteKind.Commit, Key(running.Key, known, $"{environment.Name} runs"))
        {
            Stack = running.First().Key,
            Title = Title(running.Key, known),
            Detail = Detail(known, $"runs in {environment.Name}: {string.Join(", ", running.Take(3).Select(s => StackNames.Short(board, s.Key)))}{(running.Count() > 3 ? $" +{running.Count() - 3}" : "")}"),
        };

    /// <summary>What wrote a line that somebody has looked at leads to the file as it left it.</summary>
    private static PaletteEntry[] OfBlamed(IReadOnlyList<BlamedCommit> blamed) =>
    [
        .. blamed.Select(b => new PaletteEntry(PaletteKind.Commit, Key(b.Commit.Id, b.Commit, b.File))
        {
            Stack = b.Stack,
            Address = b.Address,
            Source = (b.File, b.Commit.Id),
            Title = Title(b.Commit.Id, b.Commit),
            Detail = Detail(b.Commit, string.Create(CultureInfo.InvariantCulture, $"{b.Commit.Date:d MMM yyyy}, {b.File}")),
        }),
    ];

    /// <summary>A commit is found by its message, its author and its id, as far as they are known.</summary>
    private static FuzzyText Key(string id, GitCommit? known, string more) => new($"{known?.Summary} {known?.Author} {id} {more}".TrimStart());

    private static string Title(string id, GitCommit? known) => $"{ShortText.Commit(id)} {ShortText.Middle(known?.Summary ?? "", 60)}".TrimEnd();

    private static string Detail(GitCommit? known, string more) => known is null ? more : $"{known.Author}, {more}";

    /// <summary>Each component between each two environments that are compared.</summary>
    private static IEnumerable<PaletteEntry> Comparisons(DriftBoard board) =>
        from pair in board.Parity.Keys
        from component in board.Components.Where(c => c.Application == pair.Application)
        where ParityIndex.Of(board, pair)?.Of(component.Name) is not null
        select new PaletteEntry(PaletteKind.Parity, new FuzzyText($"{component.Name} {pair.From} {pair.To} parity compare"))
        {
            Href = WorkbenchCommands.Comparison(board, pair, component.Name),
            Title = $"{component.Name}: {pair.From} with {pair.To}",
            Detail = "compare",
        };

    /// <summary>A board's own commits, worked out again once more is known of them.</summary>
    private sealed class OfCommits
    {
        private readonly Lock _making = new();
        private (int Version, PaletteEntry[] Entries)? _made;

        public PaletteEntry[] At(DriftBoard board, IKnownCommits commits)
        {
            lock (_making)
            {
                // Before it asks: what is found meanwhile is another version.
                var version = commits.Version;
                if (_made is not { } made || made.Version != version)
                    _made = made = (version, [.. Heads(board, commits), .. Running(board, commits)]);
                return made.Entries;
            }
        }
    }
}
