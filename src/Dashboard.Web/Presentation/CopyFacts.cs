using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What a copy tells beside the verdicts: where the repository sets a property, and who changed a resource. Asked for before the text is written.</summary>
public sealed class CopyFacts
{
    /// <summary>Nothing was asked.</summary>
    public static readonly CopyFacts None = new([], []);

    /// <summary>Git is asked for so many places: of more the text tells the values alone.</summary>
    private const int MostPlaces = 60;

    /// <summary>CloudTrail lets two calls a second through.</summary>
    private const int MostTrails = 6;

    private readonly Dictionary<(StackKey, ResourceAddress, string), OriginStep> _origins;
    private readonly Dictionary<(StackKey, ResourceAddress), TrailEntry> _changes;

    private CopyFacts(Dictionary<(StackKey, ResourceAddress, string), OriginStep> origins, Dictionary<(StackKey, ResourceAddress), TrailEntry> changes) => (_origins, _changes) = (origins, changes);

    /// <summary>What was found in the accounts; empty where nothing that no stack owns is copied.</summary>
    public ImmutableArray<AccountInventory> Accounts { get; private init; } = [];

    /// <summary>The same facts, with what was found in the accounts.</summary>
    public CopyFacts With(ImmutableArray<AccountInventory> accounts) => new(_origins, _changes) { Accounts = accounts };

    /// <summary>The place that holds a property's value; null where that is not known.</summary>
    public OriginStep? OriginOf(StackKey stack, ResourceAddress address, PropertyPath path) => _origins.GetValueOrDefault((stack, address, path.ToString()));

    /// <summary>The last change by hand of a resource; null where that is not known.</summary>
    public TrailEntry? ChangeOf(StackKey stack, ResourceAddress address) => _changes.GetValueOrDefault((stack, address));

    /// <summary>What is known of each side of a unit of parity.</summary>
    internal IEnumerable<(string Environment, OriginStep? Origin, TrailEntry? Change)> SidesOf(DriftBoard board, ParityEvaluation parity, ParityItem item) =>
        from environment in new[] { parity.From, parity.To }
        let stack = StackIndex.KeyOf(board, parity.Application, environment, item)
        where stack is not null
        select (environment, OriginOf(stack, item.Address, item.Path), ChangeOf(stack, item.Address));

    /// <summary>Asks git and the cloud. What does not answer in time, or fails, is left out: a copy waits for nobody.</summary>
    /// <param name="board">The board.</param>
    /// <param name="locations">The addresses that are copied.</param>
    /// <param name="details">Says where values are set.</param>
    /// <param name="trails">Says who changed a resource.</param>
    /// <param name="inTime">Cancelled when the text must be there.</param>
    public static async Task<CopyFacts> ReadAsync(DriftBoard board, IEnumerable<Uri> locations, IStackDetails details, IChangeTrailLookup trails, CancellationToken inTime)
    {
        var facts = new CopyFacts([], []);
        List<(StackKey Stack, ResourceEvaluation Resource, PropertyPath Path)> places = [.. locations.Take(MostPlaces).SelectMany(l => PlacesAt(board, l)).Take(MostPlaces)];
        foreach (var (stack, resource, path) in places)
        {
            if (await AnswerAsync(() => details.ExplainAsync(stack, resource.Address, path, inTime), inTime) is { IsDefaultOrEmpty: false } chain)
                facts._origins[(stack, resource.Address, path.ToString())] = OriginWords.HolderFirst(chain)[0];
        }

        var drifted = places.Where(p => p.Resource.IsDrifted).DistinctBy(p => (p.Stack, p.Resource.Address)).Take(MostTrails);
        await Task.WhenAll(drifted.Select(async p =>
        {
            if ((await AnswerAsync(() => trails.AskAsync(p.Stack, p.Resource.Address, again: false, inTime), inTime))?.ByHand is { } change)
            {
                lock (facts._changes)
                    facts._changes[(p.Stack, p.Resource.Address)] = change;
            }
        }));
        return facts;
    }

    private static async Task<T?> AnswerAsync<T>(Func<Task<T>> ask, CancellationToken inTime)
    {
        try
        {
            return inTime.IsCancellationRequested ? default : await ask().WaitAsync(inTime);
        }
        catch (Exception)
        {
            return default;
        }
    }

    private static IEnumerable<(StackKey, ResourceEvaluation, PropertyPath)> PlacesAt(DriftBoard board, Uri location)
    {
        if (CopyMany.Unit(board, location) is var (parity, item))
        {
            return new[] { parity.From, parity.To }.Select(e => StackIndex.KeyOf(board, parity.Application, e, item)).OfType<StackKey>()
                .SelectMany(k => board.Stacks[k].Resources.Where(r => r.Address == item.Address).Select(r => (k, r, item.Path)));
        }

        if (StackSelection.At(board, location) is not { Resource: { } resource } selection)
            return [];
        var paths = StackState.Parse(location.Query).Path is not null && selection.Path is { } path ? [path] : selection.Rows.Differing.Select(r => r.Path);
        return paths.Select(p => (selection.Stack.Key, resource, p));
    }

    /// <summary>"parameters/shop.json:7 (ce7b47e Lea Brandt, 24 Feb 2026: Close it)".</summary>
    internal static string PlaceOf(OriginDocument origin)
    {
        var date = origin.Date is { } at ? string.Create(CultureInfo.InvariantCulture, $", {at.UtcDateTime:d MMM yyyy}") : "";
        var written = origin.Commit is { } commit ? $" ({ShortText.Commit(commit)} {origin.Author}{date}{(origin.Summary is { } summary ? ": " + summary : "")})" : "";
        return $"{origin.File}:{origin.Line}{written}";
    }

    /// <summary>"tomasz.wrona as Operations with SetQueueAttributes (console), 2026-11-29 01:35 UTC".</summary>
    internal static string WhoOf(TrailEntry change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Actor?.Name ?? "somebody unknown"}{(change.Actor?.Role is { } role && role != change.Actor.Name ? " as " + role : "")} with {change.Call}{(change.Actor?.Client is { } client ? $" ({client})" : "")}, {change.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
