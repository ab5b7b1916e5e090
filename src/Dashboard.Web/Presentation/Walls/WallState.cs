using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>From how far away a wall is read. Its letters are 1/200 of that distance on a screen of the usual size.</summary>
public enum WallScale
{
    /// <summary>A television across the room: 5 m.</summary>
    Room,

    /// <summary>A monitor on a desk: 1 m.</summary>
    Desk,

    /// <summary>A screen at the end of a hall: 10 m.</summary>
    Hall,
}

/// <summary>Light on dark, or dark on light. A wall keeps its own theme, whatever a reader chose for the workbench.</summary>
public enum WallTheme
{
    /// <summary>Light on dark.</summary>
    Dark,

    /// <summary>Dark on light.</summary>
    Light,
}

/// <summary>Which way a wall's screen stands. Its script says it in the address, since the server counts what fits.</summary>
public enum WallLayout
{
    /// <summary>Wider than high.</summary>
    Landscape,

    /// <summary>Higher than wide.</summary>
    Portrait,
}

/// <summary>How much a wall tells to whoever walks past it.</summary>
public enum WallDetail
{
    /// <summary>Names of components, resources and properties.</summary>
    Names,

    /// <summary>Values and owners, too.</summary>
    Full,
}

/// <summary>What a wall shows. It is all in the address: a wall has nobody to ask.</summary>
/// <param name="Application">The application; null: every one.</param>
/// <param name="Owner">The owner whose components are shown; null: everybody's.</param>
/// <param name="Board">The boards, with commas: "overview,parity,environment:production,changes". Null: the overview, or where it rotates, all that need no choice.</param>
/// <param name="Rotate">Seconds that each board is shown; null: 30 where there are several boards.</param>
/// <param name="Scale">How large its letters are.</param>
/// <param name="Safe">Per cent of the screen that stay empty along each edge: some televisions cut them off.</param>
/// <param name="Theme">Its own theme.</param>
/// <param name="Detail">How much it tells.</param>
/// <param name="Layout">Which way its screen stands.</param>
/// <param name="Screen">The name of its screen, by which a guard asks whether it is still there; null: nobody asks.</param>
public sealed partial record WallState(
    string? Application = null,
    string? Owner = null,
    string? Board = null,
    int? Rotate = null,
    WallScale Scale = WallScale.Room,
    int Safe = 0,
    WallTheme Theme = WallTheme.Dark,
    WallDetail Detail = WallDetail.Names,
    WallLayout Layout = WallLayout.Landscape,
    string? Screen = null) : IPageState<WallState>
{
    private const int MostSafe = 10;

    private static readonly string[] Parts = ["application", "owner", "board", "rotate", "scale", "safe", "theme", "detail", "layout", "screen"];

    /// <summary>A board shorter than this cannot be read; one longer than an hour need not rotate.</summary>
    private static readonly (int Least, int Most) RotateSeconds = (5, 3600);

    /// <summary>Whether it shows values and owners.</summary>
    public bool ShowsAll => Detail == WallDetail.Full;

    /// <inheritdoc />
    public static WallState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new WallState(
            value("application"),
            value("owner"),
            value("board"),
            Whole(value("rotate")) is { } seconds && seconds >= RotateSeconds.Least && seconds <= RotateSeconds.Most ? seconds : null,
            EnumText.Parse(value("scale"), WallScale.Room),
            Whole(value("safe")) is { } percent and >= 0 and <= MostSafe ? percent : 0,
            EnumText.Parse(value("theme"), WallTheme.Dark),
            EnumText.Parse(value("detail"), WallDetail.Names),
            EnumText.Parse(value("layout"), WallLayout.Landscape),
            value("screen") is { } screen && ScreenName().IsMatch(screen) ? screen : null);
    }

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("application", Application)
        .Add("owner", Owner)
        .Add("board", Board)
        .Add("rotate", Rotate?.ToString(CultureInfo.InvariantCulture))
        .Add("scale", EnumText.Format(Scale, WallScale.Room))
        .Add("safe", Safe == 0 ? null : Safe.ToString(CultureInfo.InvariantCulture))
        .Add("theme", EnumText.Format(Theme, WallTheme.Dark))
        .Add("detail", EnumText.Format(Detail, WallDetail.Names))
        .Add("layout", EnumText.Format(Layout, WallLayout.Landscape))
        .Add("screen", Screen)
        .ToString();

    /// <summary>Parts of an address that say nothing that a wall can do, each with what it can: nobody sees otherwise that they are not followed.</summary>
    /// <param name="query">The address's query.</param>
    /// <param name="boards">The names of the boards that there are.</param>
    public static ImmutableArray<string> Refused(string query, IReadOnlyCollection<string> boards)
    {
        var value = QueryText.Read(query);
        var (state, refused) = (Parse(query), ImmutableArray.CreateBuilder<string>());
        Check("rotate", state.Rotate is not null, $"{RotateSeconds.Least} to {RotateSeconds.Most}");
        Check("safe", value("safe") == state.Safe.ToString(CultureInfo.InvariantCulture), $"0 to {MostSafe}");
        if (BoardsOf(state.Board).Select(b => b.Name).Where(n => !boards.Contains(n)).Distinct().ToList() is { Count: > 0 } unknown)
            refused.Add($"board={string.Join(',', unknown)} ({string.Join(", ", boards)})");
        CheckName("scale", state.Scale);
        CheckName("theme", state.Theme);
        CheckName("detail", state.Detail);
        CheckName("layout", state.Layout);
        Check("screen", state.Screen is not null, "up to 40 letters, digits, '-', '_' and '.'");
        refused.AddRange(QueryHelpers.ParseQuery(query).Keys.Where(k => k.Length > 0 && !Parts.Contains(k)).Order(StringComparer.Ordinal));
        return refused.ToImmutable();

        void CheckName<T>(string name, T read)
            where T : struct, Enum => Check(name, value(name) == EnumText.Name(read), string.Join(", ", Enum.GetValues<T>().Select(v => EnumText.Name(v))));

        void Check(string name, bool isRead, string allowed)
        {
            if (value(name) is { } given && !isRead)
                refused.Add($"{name}={given} ({allowed})");
        }
    }

    /// <summary>The boards that an address names, in its order, each with what follows its colon.</summary>
    internal static IEnumerable<(string Name, string? Choice)> BoardsOf(string? boards) =>
        from part in (boards ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let colon = part.IndexOf(':', StringComparison.Ordinal)
        select (colon < 0 ? part : part[..colon], colon < 0 || colon == part.Length - 1 ? null : part[(colon + 1)..]);

    /// <summary>It stands in addresses as it is, and in a script.</summary>
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ScreenName();

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
