using System.Globalization;
using System.Text;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>A text as lines, with lines to be put between them, and the difference that they make. Line ends stay as they are.</summary>
internal sealed class LineText
{
    /// <summary>Lines of either side that stand around a change.</summary>
    private const int Context = 3;

    private readonly ImmutableArray<string> _lines;
    private readonly string _end;

    // By index in the lines: what stands before the line, and what takes its place.
    private readonly SortedDictionary<int, List<string>> _inserted = [];
    private readonly Dictionary<int, string> _replaced = [];

    public LineText(string text)
    {
        _lines = [.. Split(text)];
        _end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    }

    public int Count => _lines.Length;

    /// <summary>A line without its end.</summary>
    public string this[int index] => _lines[index].TrimEnd('\r', '\n');

    /// <summary>The index behind the last line before another that says something: blank lines and comments belong to what follows.</summary>
    public int EndBefore(int index)
    {
        while (index > 0 && this[index - 1].Trim() is "" or "..." or ['#', ..])
            index--;
        return index;
    }

    /// <summary>Puts lines before a line; further ones at the same place follow them.</summary>
    public void Insert(int index, IEnumerable<string> lines)
    {
        if (!_inserted.TryGetValue(index, out var known))
            _inserted[index] = known = [];
        known.AddRange(lines.Select(l => l + _end));
        // The last line of the text may have no end; what follows it needs one.
        if (index > 0 && !_lines[index - 1].EndsWith('\n'))
            _replaced.TryAdd(index - 1, _lines[index - 1] + _end);
    }

    /// <summary>Puts a line in the place of another.</summary>
    public void Replace(int index, string line) => _replaced[index] = line + _end;

    /// <summary>The text with the changes.</summary>
    public string After()
    {
        var text = new StringBuilder();
        for (var i = 0; i <= Count; i++)
        {
            foreach (var line in _inserted.GetValueOrDefault(i) ?? [])
                text.Append(line);
            if (i < Count)
                text.Append(_replaced.GetValueOrDefault(i, _lines[i]));
        }

        return text.ToString();
    }

    /// <summary>The changes as a unified diff.</summary>
    public string Diff(string file)
    {
        var text = new StringBuilder($"--- a/{file}\n+++ b/{file}\n");
        var changed = _inserted.Keys.Concat(_replaced.Keys).Distinct().Order().ToList();
        var shift = 0;
        for (var i = 0; i < changed.Count;)
        {
            var from = Math.Max(0, changed[i] - Context);
            var to = changed[i];
            for (; i < changed.Count && changed[i] - Context <= to + Context; i++)
                to = changed[i] + (_replaced.ContainsKey(changed[i]) ? 1 : 0);
            to = Math.Min(Count, to + Context);
            shift += Hunk(text, from, to, shift);
        }

        return text.ToString();
    }

    /// <summary>Writes one hunk; returns by how many lines it makes the text longer.</summary>
    private int Hunk(StringBuilder text, int from, int to, int shift)
    {
        var body = new StringBuilder();
        var (before, after) = (0, 0);
        for (var i = from; i <= to; i++)
        {
            foreach (var line in _inserted.GetValueOrDefault(i) ?? [])
                Write('+', line);
            if (i == to)
                break;
            if (_replaced.TryGetValue(i, out var replacement))
            {
                Write('-', _lines[i]);
                Write('+', replacement);
            }
            else
            {
                Write(' ', _lines[i]);
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"@@ -{from + 1},{before} +{from + 1 + shift},{after} @@\n").Append(body);
        return after - before;

        void Write(char sign, string line)
        {
            before += sign == '+' ? 0 : 1;
            after += sign == '-' ? 0 : 1;
            body.Append(sign).Append(line);
            if (!line.EndsWith('\n'))
                body.Append("\n\\ No newline at end of file\n");
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
