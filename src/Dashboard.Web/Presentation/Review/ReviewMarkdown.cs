using System.Text;

namespace Dashboard.Web.Presentation.Review;

/// <summary>A review as Markdown. Names and values come from watched repositories: none of them can become markup.</summary>
internal static class ReviewMarkdown
{
    /// <summary>The whole report.</summary>
    public static string Write(ReviewReport report)
    {
        var text = new StringBuilder($"# {Escape(report.Title)}\n\n**{Escape(report.Headline)}**\n\n");
        foreach (var (name, fact) in report.Facts)
            text.Append($"- {name}: {Escape(fact)}\n");
        if (report.Warnings.Count > 0)
            text.Append("\n## Warnings\n\n").AppendJoin("", report.Warnings.Select(w => $"- **{Escape(w)}**\n"));
        foreach (var section in report.Sections)
        {
            text.Append($"\n## {Escape(section.Title)}\n\n{Escape(section.Note)}\n");
            if (section.Rows.Count == 0)
                continue;
            text.Append($"\n| {string.Join(" | ", section.Columns.Select(Escape))} |\n|{string.Concat(section.Columns.Select(_ => " --- |"))}\n");
            foreach (var row in section.Rows)
                text.Append($"| {string.Join(" | ", row.Select((cell, i) => section.Codes.Contains(i) ? Code(cell) : Escape(cell)))} |\n");
        }

        return text.ToString();
    }

    /// <summary>A text as it is. A word of which readers of Markdown make a mention or a link, however it is escaped, becomes a code span.</summary>
    private static string Escape(string text) => string.Join(' ', OneLine(text).Split(' ').Select(w => IsLinked(w) ? Code(w) : EscapeWord(w)));

    private static bool IsLinked(string word) => IsNumbered(word)
        || word.Contains('@', StringComparison.Ordinal) || word.Contains("://", StringComparison.Ordinal) || word.Contains("www.", StringComparison.OrdinalIgnoreCase);

    /// <summary>"#12", "GH-12": the number of an issue or a pull request of whatever repository the text is pasted into.</summary>
    private static bool IsNumbered(string word)
    {
        foreach (var mark in new[] { "#", "GH-" })
        {
            for (var at = word.IndexOf(mark, StringComparison.OrdinalIgnoreCase); at >= 0; at = word.IndexOf(mark, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (at + mark.Length < word.Length && char.IsAsciiDigit(word[at + mark.Length]))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Every letter that Markdown or HTML might take for its own is escaped.</summary>
    private static string EscapeWord(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '!')
                escaped.Append('\\');
            escaped.Append(letter == '&' ? "&amp;" : letter.ToString());
        }

        return escaped.ToString();
    }

    /// <summary>A code span: its fence is longer than any run of backticks in it. A bar would end the cell of a table even there.</summary>
    private static string Code(string text)
    {
        var line = OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        if (line.Length == 0)
            return "";
        var longest = 0;
        for (int i = 0, run = 0; i < line.Length; i++)
            longest = Math.Max(longest, run = line[i] == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return longest == 0 ? $"{fence}{line}{fence}" : $"{fence} {line} {fence}";
    }

    private static string OneLine(string text) => new([.. text.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c)]);
}
