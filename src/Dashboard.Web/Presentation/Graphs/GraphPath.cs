using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dashboard.Web.Presentation.Graphs;

/// <summary>Writes the way of an edge as SVG draws it.</summary>
public static class GraphPath
{
    /// <summary>Straight where it keeps its column, else a curve that leaves and arrives vertically.</summary>
    public static string Of(ImmutableArray<GraphPoint> way)
    {
        if (way.IsEmpty)
            return "";
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{way[0].X:0.#} {way[0].Y:0.#}");
        for (var i = 1; i < way.Length; i++)
        {
            var (from, to) = (way[i - 1], way[i]);
            var middle = (from.Y + to.Y) / 2;
            if (Math.Abs(from.X - to.X) < 0.5)
                path.Append(CultureInfo.InvariantCulture, $"L{to.X:0.#} {to.Y:0.#}");
            else
                path.Append(CultureInfo.InvariantCulture, $"C{from.X:0.#} {middle:0.#} {to.X:0.#} {middle:0.#} {to.X:0.#} {to.Y:0.#}");
        }

        return path.ToString();
    }
}
