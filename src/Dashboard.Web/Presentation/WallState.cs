namespace Dashboard.Web.Presentation;

/// <summary>From how far away a wall is read. Its letters are 1/200 of that distance on a screen of the usual size.</summary>
public enum WallDistance
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
/// <param name="Theme">Its own theme.</param>
/// <param name="Distance">How large its letters are.</param>
/// <param name="Detail">How much it tells.</param>
public sealed record WallState(
    string? Application = null,
    WallTheme Theme = WallTheme.Dark,
    WallDistance Distance = WallDistance.Room,
    WallDetail Detail = WallDetail.Names) : IPageState<WallState>
{
    /// <inheritdoc />
    public static WallState Parse(string query)
    {
        var value = QueryText.Read(query);
        return new WallState(
            value("application"),
            EnumText.Parse(value("theme"), WallTheme.Dark),
            EnumText.Parse(value("distance"), WallDistance.Room),
            EnumText.Parse(value("detail"), WallDetail.Names));
    }

    /// <inheritdoc />
    public string Format() => new QueryText()
        .Add("application", Application)
        .Add("theme", EnumText.Format(Theme, WallTheme.Dark))
        .Add("distance", EnumText.Format(Distance, WallDistance.Room))
        .Add("detail", EnumText.Format(Detail, WallDetail.Names))
        .ToString();
}
