using System.Globalization;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The television across the room: one component, plain markup, nothing to click, nothing to scroll.</summary>
public sealed partial class Wall
{
    /// <summary>A change stays marked this long.</summary>
    private static readonly TimeSpan Marked = TimeSpan.FromMinutes(10);

    /// <summary>The pulse lasts 1.2 s; an element that is made anew later pulses no more.</summary>
    private static readonly TimeSpan Pulsing = TimeSpan.FromSeconds(1.2);

    /// <summary>What is not equal, the alarming first.</summary>
    private static readonly (string Name, Func<ParityCounts, int> Of)[] Piles =
    [
        ("unexplained", c => c.Unexplained), ("pending", c => c.Pending), ("configured", c => c.Configured), ("declared", c => c.Declared), ("unverifiable", c => c.Unverifiable),
    ];

    private readonly RecentChanges _changes = new();
    private WallState _state = new();
    private RecentChange? _latest;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool SeveralApplications => _state.Application is null && Board.Environments.Select(e => e.Application).Distinct().Skip(1).Any();

    private string ScanWords => Board.Scan switch
    {
        { Error: { } error } => $"Scan failed: {error}",
        { LastFinishedAt: { } at } => $"scanned {Ages.Since(at, Now)}",
        _ => "",
    };

    /// <inheritdoc />
    protected override void OnParametersSet() => _state = WallState.Parse(new Uri(Navigation.Uri).Query);

    /// <inheritdoc />
    protected override void OnBoardChanged(DriftChange change)
    {
        var changes = _changes.Observe(change, Now);
        if (changes.Length > 0)
            _latest = changes[^1];
    }

    /// <summary>The newest change of an environment that is still to be marked.</summary>
    private RecentChange? ChangeOf(WallTile tile) => Board.Stacks.Keys
        .Where(k => k.Application == tile.Application && k.Environment == tile.Name).Select(k => _changes.Of(k, Now)).OfType<RecentChange>().MaxBy(c => c.Number);

    private bool IsNew(RecentChange? change) => change is not null && Now - change.At < Pulsing;

    private bool IsNews(WallRow row) => row.Since is { IsAtLeast: false } since && Now - since.At < Marked;

    private bool IsNew(WallRow row) => row.Since is { IsAtLeast: false } since && Now - since.At < Pulsing;

    /// <summary>"4 min ago"; "over 5 h" where it was there when this server first looked; the age of the reading where nothing differs.</summary>
    private string AgeOf(WallRow row) => row switch
    {
        { Since: { IsAtLeast: true } since } => Ages.Of(Now - since.At) is var age and not "now" ? $"over {age}" : "now",
        { Since: { } since } => Ages.Since(since.At, Now),
        { ReadAt: { } at } => Ages.Since(at, Now),
        _ => "",
    };

    private (string Number, string Unit) Parts(DateTimeOffset? at)
    {
        if (at is not { } known)
            return ("never", "");
        var age = Ages.Of(Now - known);
        return age.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (age[..space], age[(space + 1)..]) : (age, "");
    }

    private string AgeOf(DateTimeOffset? at) => at is { } known ? Ages.Of(Now - known) : "never";

    private static string? Look(Freshness freshness) => freshness switch
    {
        Freshness.Ageing => "ageing",
        Freshness.Stale => "old",
        _ => null,
    };

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
