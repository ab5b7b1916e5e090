using System.Text;
using System.Text.Encodings.Web;

namespace Dashboard.Web.Presentation.Review;

/// <summary>A review as one HTML file without a script and without anything that it would have to load: to print, to mail, to keep.</summary>
internal static class ReviewHtml
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 13px/1.45 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; max-width: 1400px; margin: 24px auto; padding: 0 24px; }
        h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 15px; margin: 22px 0 4px; break-after: avoid; }
        .headline { font-size: 16px; font-weight: 600; margin: 0 0 12px; padding: 6px 10px; border: 1px solid; border-left-width: 6px; }
        .blocked { border-color: light-dark(#b45309, #f5a524); } .clear { border-color: light-dark(#1b7f5c, #4cc38a); }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1px 14px; margin: 0; } dd { margin: 0; overflow-wrap: anywhere; }
        .warnings { margin: 12px 0 0; padding: 8px 10px 8px 28px; border: 2px solid light-dark(#b42318, #f97066); font-weight: 600; }
        p { margin: 0 0 6px; }
        table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid light-dark(#b9c2cb, #46525e); padding: 2px 6px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        th { white-space: nowrap; } thead { display: table-header-group; } tr { break-inside: avoid; }
        code { font: 12px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; }
        @media print { :root { color-scheme: light; } body { margin: 0; padding: 0; max-width: none; font-size: 10px; } code { font-size: 9px; } @page { size: A4 landscape; margin: 12mm; } }
        """;

    /// <summary>The whole report.</summary>
    public static string Write(ReviewReport report)
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n")
            .Append($"<title>{Encode($"{report.Headline} - {report.Title}")}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n")
            .Append($"<h1>{Encode(report.Title)}</h1>\n<p class=\"headline {report.Verdict}\">{Encode(report.Headline)}</p>\n<dl>\n")
            .AppendJoin("", report.Facts.Select(f => $"<dt>{Encode(f.Name)}</dt><dd>{Encode(f.Text)}</dd>\n")).Append("</dl>\n");
        if (report.Warnings.Count > 0)
            text.Append("<ul class=\"warnings\">\n").AppendJoin("", report.Warnings.Select(w => $"<li>{Encode(w)}</li>\n")).Append("</ul>\n");
        foreach (var section in report.Sections)
            Write(text, section);
        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder text, ReportSection section)
    {
        text.Append($"<section>\n<h2>{Encode(section.Title)}</h2>\n<p>{Encode(section.Note)}</p>\n");
        if (section.Rows.Count > 0)
        {
            text.Append("<table>\n<thead><tr>").AppendJoin("", section.Columns.Select(c => $"<th scope=\"col\">{Encode(c)}</th>")).Append("</tr></thead>\n<tbody>\n");
            foreach (var row in section.Rows)
                text.Append("<tr>").AppendJoin("", row.Select((cell, i) => section.Codes.Contains(i) && cell.Length > 0 ? $"<td><code>{Encode(cell)}</code></td>" : $"<td>{Encode(cell)}</td>")).Append("</tr>\n");
            text.Append("</tbody>\n</table>\n");
        }

        text.Append("</section>\n");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
