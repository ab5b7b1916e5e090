using System.Collections.Immutable;
using DiffPlex;
using DiffPlex.Model;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>A part of a line.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsChanged">Whether the other side says something else here.</param>
public readonly record struct MarkedSpan(string Text, bool IsChanged);

/// <summary>A line of a text.</summary>
/// <param name="Spans">Its parts, in order.</param>
/// <param name="IsChanged">Whether the other side has no such line.</param>
public sealed record MarkedLine(ImmutableArray<MarkedSpan> Spans, bool IsChanged);

/// <summary>What differs between two texts: the lines, and the words in lines that correspond.</summary>
/// <param name="Before">The lines of the first text.</param>
/// <param name="After">The lines of the second one.</param>
public sealed record TextMarks(ImmutableArray<MarkedLine> Before, ImmutableArray<MarkedLine> After)
{
    /// <summary>Longer texts are not marked: nobody reads them word by word.</summary>
    private const int MostLetters = 200_000;

    /// <summary>What is compared piece by piece takes time with the square of what differs: more lines than this are not marked, and a line of more words is marked whole.</summary>
    private const int MostPieces = 4_000;

    /// <summary>The words of all lines that are compared with each other; later lines are marked whole.</summary>
    private const int MostWords = 5 * MostPieces;

    /// <summary>Two lines that share less than this share no meaning: they are marked whole.</summary>
    private const double LeastShared = 0.25;

    /// <summary>Compares two texts; null where marks would say nothing: they are the same, too long, or have nothing in common.</summary>
    public static TextMarks? Of(string before, string after)
    {
        if (before == after || before.Length == 0 || after.Length == 0 || before.Length + after.Length > MostLetters)
            return null;
        string[] old = before.Split('\n'), now = after.Split('\n');
        var words = MostWords;
        if (old.Length == 1 && now.Length == 1)
            return Words(before, after, ref words) is var (one, other) ? new TextMarks([one], [other]) : null;
        if (Math.Max(old.Length, now.Length) > MostPieces)
            return null;
        // By the same lines as ours: a carriage return ends none.
        var result = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, LineChunker.Instance);
        if (result.DiffBlocks is [{ DeleteCountA: var deleted, InsertCountB: var inserted }] && deleted == old.Length && inserted == now.Length && deleted != inserted)
            return null;
        var (first, second) = (Plain(old), Plain(now));
        foreach (var block in result.DiffBlocks)
            Mark(block, old, now, first, second, ref words);
        return new TextMarks([.. first], [.. second]);
    }

    private static MarkedLine[] Plain(string[] lines) => Array.ConvertAll(lines, l => new MarkedLine([new MarkedSpan(l, false)], false));

    /// <summary>Of a block of as many lines on both sides each corresponds to the one in its place.</summary>
    private static void Mark(DiffBlock block, string[] old, string[] now, MarkedLine[] left, MarkedLine[] right, ref int words)
    {
        for (var i = 0; i < Math.Max(block.DeleteCountA, block.InsertCountB); i++)
        {
            var (l, r) = (block.DeleteStartA + i, block.InsertStartB + i);
            if (block.DeleteCountA == block.InsertCountB && Words(old[l], now[r], ref words) is var (first, second))
            {
                (left[l], right[r]) = (first, second);
                continue;
            }

            if (i < block.DeleteCountA && l < left.Length)
                left[l] = new MarkedLine([new MarkedSpan(old[l], true)], true);
            if (i < block.InsertCountB && r < right.Length)
                right[r] = new MarkedLine([new MarkedSpan(now[r], true)], true);
        }
    }

    private static (MarkedLine Before, MarkedLine After)? Words(string before, string after, ref int left)
    {
        var pieces = WordChunker.Instance.Chunk(before).Count + WordChunker.Instance.Chunk(after).Count;
        if (pieces > MostPieces || pieces > left)
            return null;
        left -= pieces;
        var result = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance);
        var changed = result.DiffBlocks.Sum(b => Length(result.PiecesOld, b.DeleteStartA, b.DeleteCountA) + Length(result.PiecesNew, b.InsertStartB, b.InsertCountB));
        if (1 - (changed / (double)(before.Length + after.Length)) < LeastShared)
            return null;
        return (Line(result.PiecesOld, result.DiffBlocks, b => (b.DeleteStartA, b.DeleteCountA)), Line(result.PiecesNew, result.DiffBlocks, b => (b.InsertStartB, b.InsertCountB)));
    }

    private static int Length(IReadOnlyList<string> pieces, int start, int count) => pieces.Skip(start).Take(count).Sum(p => p.Length);

    private static MarkedLine Line(IReadOnlyList<string> pieces, IList<DiffBlock> blocks, Func<DiffBlock, (int Start, int Count)> part)
    {
        var spans = ImmutableArray.CreateBuilder<MarkedSpan>();
        var at = 0;
        foreach (var (start, count) in blocks.Select(part))
        {
            Add(at, start - at, false);
            Add(start, count, true);
            at = start + count;
        }

        Add(at, pieces.Count - at, false);
        return new MarkedLine(spans.ToImmutable(), true);

        void Add(int start, int count, bool isChanged)
        {
            if (count > 0)
                spans.Add(new MarkedSpan(string.Concat(pieces.Skip(start).Take(count)), isChanged));
        }
    }

    /// <summary>What stands between line feeds is one piece, whatever else ends a line elsewhere.</summary>
    private sealed class LineChunker : IChunker
    {
        public static readonly LineChunker Instance = new();

        public IReadOnlyList<string> Chunk(string text) => text.Split('\n');
    }

    /// <summary>Words and numbers are one piece, any other character is a piece of its own.</summary>
    private sealed class WordChunker : IChunker
    {
        public static readonly WordChunker Instance = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            var pieces = new List<string>();
            var at = 0;
            while (at < text.Length)
            {
                var start = at++;
                while (at < text.Length && char.IsLetterOrDigit(text[start]) && char.IsLetterOrDigit(text[at]))
                    at++;
                // Both halves of a character beyond the basic plane stay together.
                if (char.IsHighSurrogate(text[start]) && at < text.Length)
                    at++;
                pieces.Add(text[start..at]);
            }

            return pieces;
        }
    }
}
