namespace Dashboard.Web.Presentation;

/// <summary>What the lists of a page hold, so that the whole of one can be selected and copied although few of its rows are drawn. One for each circuit, used on its own thread alone.</summary>
/// <remarks>Why the browser does not hold the rows: docs/decisions/0024-what-is-selected-in-a-list.md.</remarks>
public sealed class SelectableLists
{
    private readonly Dictionary<object, (string Name, Func<IEnumerable<IReadOnlyList<string?>>> Lines)> _lists = [];

    /// <summary>Tells what a list holds.</summary>
    /// <param name="holder">Whose list it is.</param>
    /// <param name="name">What the page calls it; another one as soon as another choice of rows is shown.</param>
    /// <param name="lines">The addresses of its rows, or of a table the addresses of each row's cells: null where a cell has none.</param>
    public void Hold(object holder, string name, Func<IEnumerable<IReadOnlyList<string?>>> lines) => _lists[holder] = (name, lines);

    /// <summary>Forgets a list that has gone.</summary>
    public void Forget(object holder) => _lists.Remove(holder);

    /// <summary>Every address of a list, each once, in its order; empty where there is no such list any more.</summary>
    public IReadOnlyList<string> All(string name) => Distinct(LinesOf(name).SelectMany(l => l));

    /// <summary>The addresses from one to another; of cells, all in the rectangle between the two. The second alone where the list lacks the first.</summary>
    public IReadOnlyList<string> Between(string name, string from, string to)
    {
        var lines = LinesOf(name).ToList();
        var (start, end) = (PlaceOf(from), PlaceOf(to));
        if (start.Line < 0 || end.Line < 0)
            return [to];
        var (top, bottom) = (Math.Min(start.Line, end.Line), Math.Max(start.Line, end.Line));
        var (left, right) = (Math.Min(start.Column, end.Column), Math.Max(start.Column, end.Column));
        return Distinct(lines.Skip(top).Take(bottom - top + 1).SelectMany(l => l.Skip(left).Take(right - left + 1)));

        (int Line, int Column) PlaceOf(string address)
        {
            for (var line = 0; line < lines.Count; line++)
            {
                for (var column = 0; column < lines[line].Count; column++)
                {
                    if (lines[line][column] == address)
                        return (line, column);
                }
            }

            return (-1, -1);
        }
    }

    private IEnumerable<IReadOnlyList<string?>> LinesOf(string name) => _lists.Values.Where(l => l.Name == name).SelectMany(l => l.Lines());

    private static List<string> Distinct(IEnumerable<string?> addresses) => [.. addresses.OfType<string>().Distinct(StringComparer.Ordinal)];
}
