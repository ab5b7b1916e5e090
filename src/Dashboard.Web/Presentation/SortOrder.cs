namespace Dashboard.Web.Presentation;

/// <summary>What a row is sorted by in one column: a text, then a number; with neither it comes last, whichever way the column is sorted.</summary>
/// <param name="Text">The text; its case does not matter.</param>
/// <param name="Number">The number: of a place in a file its line, of a time <see cref="Age"/>.</param>
public readonly record struct ColumnValue(string? Text, long? Number = null) : IComparable<ColumnValue>
{
    /// <summary>Whether the row has nothing in this column.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text) && Number is null;

    /// <summary>A column that shows how long ago something was: the newest is the smallest.</summary>
    public static ColumnValue Age(DateTimeOffset? at) => new(null, -at?.UtcTicks);

    /// <inheritdoc />
    public int CompareTo(ColumnValue other) => StringComparer.OrdinalIgnoreCase.Compare(Text, other.Text) is not 0 and var texts ? texts : Nullable.Compare(Number, other.Number);

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(ColumnValue left, ColumnValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(ColumnValue left, ColumnValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(ColumnValue left, ColumnValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(ColumnValue left, ColumnValue right) => left.CompareTo(right) >= 0;
}

/// <summary>By which heading a table is sorted, and which way: in an address "where", or downwards "-where".</summary>
/// <param name="Column">The column; null: the table's own order.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
/// <typeparam name="TColumn">The columns that can be sorted by.</typeparam>
public readonly record struct SortOrder<TColumn>(TColumn? Column, bool IsDescending = false)
    where TColumn : struct, Enum
{
    /// <summary>What an address says; null of the table's own order.</summary>
    public string? Format() => Column is { } column ? (IsDescending ? "-" : "") + EnumText.Name(column) : null;

    /// <summary>The order after a heading was pressed: upwards, downwards, and the table's own again.</summary>
    public SortOrder<TColumn> Press(TColumn column) => !IsBy(column) ? new(column) : IsDescending ? default : new(column, true);

    /// <summary>Whether a column is the one.</summary>
    public bool IsBy(TColumn column) => Column is { } current && EqualityComparer<TColumn>.Default.Equals(current, column);

    /// <summary>The rows in this order; those that are equal in it stay in the one that they came in.</summary>
    /// <param name="rows">The rows in the table's own order.</param>
    /// <param name="keyOf">What a row is sorted by in a column.</param>
    public IEnumerable<TRow> Sort<TRow>(IEnumerable<TRow> rows, Func<TRow, TColumn, ColumnValue> keyOf)
    {
        if (Column is not { } column)
            return rows;
        var filledFirst = rows.Select(r => (Row: r, Key: keyOf(r, column) is { IsEmpty: false } key ? key : default)).OrderBy(r => r.Key.IsEmpty);
        return (IsDescending ? filledFirst.ThenByDescending(r => r.Key) : filledFirst.ThenBy(r => r.Key)).Select(r => r.Row);
    }
}

/// <summary>Reads orders.</summary>
public static class SortOrder
{
    /// <summary>Reads what an address says; null where it says nothing, or nothing that is known.</summary>
    /// <typeparam name="TColumn">The columns that can be sorted by.</typeparam>
    public static SortOrder<TColumn>? Parse<TColumn>(string? text)
        where TColumn : struct, Enum
    {
        var isDescending = text?.StartsWith('-') == true;
        var name = isDescending ? text![1..] : text;
        foreach (var column in Enum.GetValues<TColumn>())
        {
            if (EnumText.Name(column) == name)
                return new SortOrder<TColumn>(column, isDescending);
        }

        return null;
    }
}
